//! Books of many slips, twelve months of them, booked as the register books them: 40 % in cash, most cards linked with their
//! brand, some by hand, some not linked, some voided and some returned. What the journal keeps beside a payment's row is
//! left out.

use std::path::PathBuf;

use catlink_agent::books::actions::{self, Action};
use catlink_agent::books::{BooksError, catalog, slips};
use catlink_agent::journal::Frozen;
use catlink_agent::store::{Claim, Store};
use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::card::{CardCategoryCode, CardCompany, CatDeviceId, LinkFlag};
use catlink_shared::ids::{ActionId, PageId, PaymentId, ReceiptNumber, SequenceNumber, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{DataKind, Operator, Original, ShopHeader, Slip, SlipKind};
use catlink_shared::tax::{Rounding, TaxClass};
use catlink_shared::tender::{ByHand, CardBackHow, CardDetails, Tender};
use catlink_shared::terminal::profile::{CatModel, RecoveryClass, WayBack};
use catlink_shared::terminal::{
    ApprovalCode, BrandCode, Last4, MemoryId, RegisterId, SalesRequest, SlipNumber, TerminalId, Unit,
};
use catlink_shared::wire::update::ActionKind;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use rusqlite::{Transaction, params};
use sha2::{Digest, Sha256};

/// The year that is sold.
pub(crate) const FIRST_DAY: &str = "2025-12-01";
pub(crate) const LAST_DAY: &str = "2026-11-30";
const DAYS: u64 = 365;
/// Slips in one transaction.
const AT_ONCE: u64 = 5_000;

/// カード会社: code, name, カード区分, its name, brands a terminal tells.
type Company = (&'static str, &'static str, u16, &'static str, &'static [&'static str]);
const LINKED: [Company; 8] = [
    ("01", "クレジット", 3, "クレジット", &["VISA", "Mastercard", "JCB", "American Express", "Diners"]),
    ("02", "銀聯", 4, "銀聯", &["銀聯"]),
    ("05", "iD", 5, "iD", &["iD"]),
    ("06", "QUICPay+", 6, "QUICPay+", &["QUICPay+"]),
    ("07", "交通系IC", 7, "交通系IC", &["交通系IC"]),
    ("08", "楽天Edy", 8, "楽天Edy", &["楽天Edy"]),
    ("10", "nanaco", 10, "nanaco", &["nanaco"]),
    ("14", "QRコード", 13, "QRコード決済", &["PayPay", "d払い", "au PAY", "楽天ペイ"]),
];
const UNLINKED: [Company; 2] =
    [("90", "商店会クレジット", 3, "クレジット", &[]), ("91", "商品券", 21, "商品券", &[])];
const OPERATORS: [(&str, &str); 5] = [
    ("101", "佐藤 花子"),
    ("102", "鈴木 一郎"),
    ("103", "高橋 美咲"),
    ("104", "田中 翔"),
    ("900", "店長 伊藤"),
];
pub(crate) const TERMINAL: &str = "1234567890123";

/// Opens the books of so many slips; makes them where they are not there, or are of other tables.
pub(crate) async fn books(slips: u64) -> Store {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
    let root = target.join("bench-books");
    let folder = root.join(format!("{slips}-{}", recipe()));
    let done = folder.join("done");
    if done.exists() {
        return Store::open(&folder, DataKind::Demo).expect("books");
    }
    for old in std::fs::read_dir(&root).into_iter().flatten().flatten() {
        if old.file_name().to_string_lossy().starts_with(&format!("{slips}-")) {
            std::fs::remove_dir_all(old.path()).expect("older books go");
        }
    }
    let store = Store::open(&folder, DataKind::Demo).expect("books");
    fill(&store, slips).await;
    std::fs::write(done, "").expect("a mark");
    store
}

/// What decides the books: the tables and this file.
fn recipe() -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the tables")
        .flatten()
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(std::fs::read(file).expect("a table"));
    }
    hash.update(include_str!("many.rs"));
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

async fn fill(store: &Store, slips: u64) {
    store
        .write::<_, BooksError, _>(Claim::None, |tx| catalog::lay_ground(tx, "01"))
        .await
        .expect("the ground");
    let mut from = 0;
    while from < slips {
        let to = (from + AT_ONCE).min(slips);
        store
            .write::<_, BooksError, _>(Claim::None, move |tx| {
                for number in from..to {
                    sell(tx, number, slips)?;
                }
                Ok(())
            })
            .await
            .expect("slips");
        from = to;
        eprint!("\r{from} of {slips} slips ");
    }
    eprintln!();
}

/// A figure from 0 up to `below`, always the same for a number and what it is for.
fn chance(number: u64, what: u64, below: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ what.wrapping_mul(0xD1B5_4A32_D192_ED03);
    mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed ^ (mixed >> 32)) % below
}

fn id<T: From<uuid::Uuid>>(number: u64, what: u64) -> T {
    T::from(uuid::Uuid::from_u64_pair((number << 8) | what | 0x7000, (number << 8) | 0x8000_0000_0000_0000))
}

/// One slip, its payment and what stays to be done for it.
fn sell(tx: &Transaction<'_>, number: u64, slips: u64) -> Result<(), BooksError> {
    let first: Date = FIRST_DAY.parse().expect("a day");
    let place = number * DAYS / slips;
    let day = first.saturating_add(i64::try_from(place).unwrap_or_default().days());
    let of_day = slips / DAYS + 1;
    let second = 9 * 3_600 + (number % of_day) * 12 * 3_600 / of_day;
    let midnight = day.to_zoned(TimeZone::fixed(Offset::constant(9))).expect("a time").timestamp();
    let at = UnixMs(midnight.as_millisecond() + i64::try_from(second * 1_000).unwrap_or_default());
    let opened = "INSERT OR IGNORE INTO register_day (business_day, opened_at)
        SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM register_day WHERE business_day >= ?1)";
    tx.prepare_cached(opened)?.execute(params![day.to_string(), at.0])?;
    let price = 100 + 20 * i64::try_from(chance(number, 1, 300)).unwrap_or_default();
    let pieces = 1 + u32::try_from(chance(number, 2, 4)).unwrap_or_default();
    let draft = Draft { lines: vec![line(price, pieces), line(158, 1)], ..Draft::default() };
    let totals = draft.totals(Rounding::Down).expect("a total");
    let (operator, name) = OPERATORS[usize::try_from(chance(number, 3, 5)).unwrap_or_default()];
    let mut slip = Slip {
        sale_id: id(number, 1),
        kind: SlipKind::Sale,
        mode: CounterMode::Live,
        business_day: day.to_string(),
        register_code: "01".into(),
        operator: Some(Operator { code: operator.into(), name: name.into() }),
        shop: shop(),
        lines: draft.lines,
        totals,
        tenders: Vec::new(),
    };
    let amount = slip.totals.total;
    match chance(number, 4, 1_000) {
        0..400 => slip.tenders = vec![cash(amount)],
        400..850 => slip.tenders = vec![linked(tx, &slip, number, amount, at, ByHand::Terminal)?],
        850..855 => slip.tenders = vec![linked(tx, &slip, number, amount, at, ByHand::Person)?],
        855..875 => slip.tenders = vec![unlinked(&LINKED[0], amount, Some("端末の故障"))],
        875..965 => {
            let part = Yen::new(amount.get() / 2);
            let company = &UNLINKED[usize::try_from(chance(number, 5, 2)).unwrap_or_default()];
            let rest = amount.checked_sub(part).unwrap_or(part);
            slip.tenders = vec![unlinked(company, part, None), cash(rest)];
        }
        _ => {
            slip.tenders = vec![back(amount)];
            let of = Original {
                receipt_number: Some(ReceiptNumber(number.max(1))),
                sold_at_text: "2026年11月23日 10:05".into(),
                typed_number: None,
            };
            slip.kind = match chance(number, 4, 1_000) {
                965..985 if number > 0 => SlipKind::Void { of, deposit: Yen::ZERO },
                _ if number > 0 => SlipKind::Return { of, places: vec![0] },
                _ => SlipKind::Sale,
            };
        }
    }
    let by_hand = matches!(slip.tenders.first(), Some(Tender::Card { unlinked_reason: Some(_), .. }));
    let receipt = slips::book(tx, slip, DataKind::Demo, None, at)?;
    if by_hand { taken_by_hand(tx, number, receipt.receipt_number, amount, at) } else { Ok(()) }
}

fn line(price: i64, quantity: u32) -> Line {
    Line {
        product_code: "1001".into(),
        name: "おにぎり 鮭".into(),
        unit_price: Yen::new(price),
        quantity,
        tax: TaxClass::REDUCED_8,
        discount: Discount::None,
    }
}

fn shop() -> ShopHeader {
    ShopHeader {
        name: "さくら商店 本店".into(),
        address: "東京都千代田区一番町1-1".into(),
        phone: "03-1234-5678".into(),
        registration_number: Some("T1234567890123".into()),
        header: Vec::new(),
        footer: vec!["またのご来店をお待ちしております".into()],
    }
}

fn cash(amount: Yen) -> Tender {
    Tender::Cash { amount, tendered: amount, change: Yen::ZERO }
}

fn unlinked(company: &Company, amount: Yen, reason: Option<&str>) -> Tender {
    Tender::Card {
        amount,
        card_company_code: company.0.into(),
        card_company_name: company.1.into(),
        category: CardCategoryCode(company.2),
        category_name: company.3.into(),
        unlinked_reason: reason.map(str::to_owned),
        stamp: None,
    }
}

fn back(amount: Yen) -> Tender {
    let company = &LINKED[0];
    Tender::CardBack {
        amount,
        of_tender: 0,
        card_company_code: company.0.into(),
        card_company_name: company.1.into(),
        category: CardCategoryCode(company.2),
        category_name: company.3.into(),
        slip_number: None,
        how: CardBackHow::ByHand,
    }
}

fn linked(
    tx: &Transaction<'_>,
    slip: &Slip,
    number: u64,
    amount: Yen,
    at: UnixMs,
    by_hand: ByHand,
) -> Result<Tender, BooksError> {
    // Half of them credit.
    let which = usize::try_from(chance(number, 6, 16)).unwrap_or_default();
    let company = LINKED.get(which).unwrap_or(&LINKED[0]);
    let payment_id: PaymentId = id(number, 2);
    journal_row(tx, slip, company, payment_id, number, amount, at)?;
    let brands = company.4;
    let brand = brands[usize::try_from(chance(number, 7, brands.len() as u64)).unwrap_or_default()];
    let told = match by_hand {
        ByHand::Terminal => Some(brand),
        ByHand::Person => None,
    };
    Ok(Tender::LinkedCard {
        amount,
        payment_id,
        card_company_code: company.0.into(),
        card_company_name: company.1.into(),
        category: CardCategoryCode(company.2),
        category_name: company.3.into(),
        model: CatModel::JtC60,
        by_hand,
        stamp: None,
        details: CardDetails {
            terminal_id: TerminalId::new(TERMINAL).ok(),
            slip_number: SlipNumber::new(&format!("{:05}", number % 99_999 + 1)).ok(),
            approval_code: ApprovalCode::new(&format!("{:06}", chance(number, 8, 1_000_000))).ok(),
            brand: told.and_then(|_| BrandCode::new("01").ok()),
            brand_name: told.map(str::to_owned),
            account_last4: told.and_then(|_| Last4::new(&format!("{:04}", chance(number, 9, 10_000))).ok()),
            terminal_time: Some(at),
            ..CardDetails::default()
        },
    })
}

fn journal_row(
    tx: &Transaction<'_>,
    slip: &Slip,
    company: &Company,
    payment_id: PaymentId,
    number: u64,
    amount: Yen,
    at: UnixMs,
) -> Result<(), BooksError> {
    let category = CardCategoryCode(company.2);
    let unit = Unit {
        terminal_id: TerminalId::new(TERMINAL).expect("a terminal"),
        memory_id: MemoryId::new("m1").expect("a memory"),
    };
    let frozen = Frozen {
        stamp: None,
        payment_id,
        sale_id: slip.sale_id,
        draft_revision: 1,
        device: CatDeviceId::Cat1,
        model: CatModel::JtC60,
        recovery: RecoveryClass::Keyed,
        company: CardCompany {
            code: company.0.into(),
            name: company.1.into(),
            model: Some(CatModel::JtC60),
            device: Some(CatDeviceId::Cat1),
            category,
            link_sales: LinkFlag::On,
            link_void: LinkFlag::On,
            link_return: LinkFlag::On,
        },
        category_name: company.3.into(),
        asked: SalesRequest {
            payment_id,
            register_id: RegisterId::new("01").expect("a register"),
            unit,
            sequence_number: SequenceNumber(u32::try_from(number + 1).unwrap_or(u32::MAX)),
            amount,
            payment: category,
            training_mode: false,
            timeout_s: 90,
        },
        slip: slip.clone(),
        owner: id::<PageId>(1, 3),
    };
    tx.prepare_cached(
        "INSERT INTO sale (sale_id, status, draft_revision, draft, changed_at) VALUES (?1, 'settled', 1, '{}', ?2)",
    )?
    .execute(params![slip.sale_id.to_string(), at.0])?;
    tx.prepare_cached(
        "INSERT INTO payment (payment_id, sale_id, device, frozen, state, state_word, keeps_port, keeps_sale,
                              holds_port, holds_sale, is_question, accepted_at)
         VALUES (?1, ?2, 'cat1', ?3, '{}', 'sold', 0, 0, 0, 0, 0, ?4)",
    )?
    .execute(params![
        payment_id.to_string(),
        slip.sale_id.to_string(),
        serde_json::to_string(&frozen)?,
        at.0
    ])?;
    Ok(())
}

/// 手動決済, done but for one in ten.
fn taken_by_hand(
    tx: &Transaction<'_>,
    number: u64,
    receipt_number: ReceiptNumber,
    amount: Yen,
    at: UnixMs,
) -> Result<(), BooksError> {
    let action_id: ActionId = id(number, 4);
    let action = Action {
        kind: ActionKind::HandPayment,
        amount,
        or_amount: None,
        card_company_name: LINKED[0].1.into(),
        model: Some(CatModel::JtC60),
        terminal_id: TerminalId::new(TERMINAL).ok(),
        receipt_number: Some(receipt_number),
        slip_number: None,
        way_back: WayBack::Void,
    };
    actions::open(tx, action_id, None, &action, at)?;
    if !number.is_multiple_of(10) {
        tx.prepare_cached(
            "UPDATE terminal_action SET closed_at = ?2, closed_slip_number = ?3, closed_amount = ?4 WHERE action_id = ?1",
        )?
        .execute(params![action_id.to_string(), at.0, format!("{:05}", number % 99_999 + 1), amount.get()])?;
    }
    Ok(())
}
