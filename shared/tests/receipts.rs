//! Golden receipts as text: what a simplified qualified invoice must say, line by line.

use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::card::CardCategoryCode;
use catlink_shared::ids::{PaymentId, ReceiptNumber, ReservationNumber, SaleId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{
    DEFAULT_PROVISO, DataKind, Formal, FormalError, Operator, Original, Receipt, ShopHeader, Slip, SlipKind,
    extract, plain_text, reprint,
};
use catlink_shared::returns::{LineBack, goods_back};
use catlink_shared::tax::{Rounding, TaxClass};
use catlink_shared::tender::{ByHand, CardBackHow, CardDetails, Tender};
use catlink_shared::terminal::profile::CatModel;
use catlink_shared::terminal::{
    ApprovalCode, BrandCode, Last4, PaymentCondition, PaymentDetail, SlipNumber, TerminalId,
};

fn receipt(mode: CounterMode, data: DataKind, tender: impl Fn(Yen) -> Vec<Tender>) -> Receipt {
    let line = |name: &str, price, quantity, tax, discount| Line {
        product_code: "1".into(),
        name: name.into(),
        unit_price: Yen::new(price),
        quantity,
        tax,
        discount,
    };
    let draft = Draft {
        mode,
        lines: vec![
            line("おにぎり 鮭", 158, 3, TaxClass::REDUCED_8, Discount::None),
            line("タオル", 880, 1, TaxClass::STANDARD_10, Discount::Rate(10)),
            line("傘", 1_650, 1, TaxClass::STANDARD_10, Discount::Yen(Yen::new(150))),
        ],
        slip_discount: Yen::new(100),
        purpose: catlink_shared::reservation::Purpose::Sale,
    };
    let totals = draft.totals(Rounding::Down).expect("within bounds");
    Receipt {
        receipt_number: ReceiptNumber(12),
        issued_at: UnixMs(0),
        issued_at_text: "2026年11月23日 10:05".into(),
        data,
        earlier_day: None,
        slip: Slip {
            kind: SlipKind::Sale,
            sale_id: SaleId::from_parts(1, &[1; 10]),
            mode,
            business_day: "2026-11-23".into(),
            register_code: "01".into(),
            operator: Some(Operator { code: "101".into(), name: "佐藤 花子".into() }),
            shop: ShopHeader {
                name: "さくら商店 本店".into(),
                address: "東京都千代田区見本町1-2-3".into(),
                phone: "03-0000-0000".into(),
                registration_number: Some("T1234567890123".into()),
                header: Vec::new(),
                footer: vec!["お買い上げありがとうございます。".into()],
            },
            lines: draft.lines,
            tenders: tender(totals.total),
            totals,
        },
    }
}

fn cash(amount: Yen) -> Vec<Tender> {
    let tendered = Yen::new(5_000);
    let change = tendered.checked_sub(amount).expect("enough");
    vec![Tender::Cash { amount, tendered, change }]
}

fn linked(amount: Yen) -> Vec<Tender> {
    vec![Tender::LinkedCard {
        amount,
        payment_id: PaymentId::from_parts(1, &[2; 10]),
        card_company_code: "01".into(),
        card_company_name: "クレジット(三面待ち)".into(),
        category: CardCategoryCode::CREDIT_THREE_WAY,
        category_name: "クレ銀三面待ち".into(),
        stamp: None,
        model: CatModel::JtC60,
        by_hand: ByHand::Terminal,
        details: CardDetails {
            terminal_id: TerminalId::new("1234567890123").ok(),
            slip_number: SlipNumber::new("00042").ok(),
            approval_code: ApprovalCode::new("0A1234").ok(),
            brand: BrandCode::new("03").ok(),
            brand_name: Some("JCB".into()),
            account_last4: Last4::new("1111").ok(),
            payment_condition: Some(PaymentCondition::Installment1),
            payment_detail: PaymentDetail::new("0,3").ok(),
            balance: None,
            terminal_time: None,
        },
    }]
}

#[test]
fn a_cash_receipt_is_a_simplified_qualified_invoice() {
    insta::assert_snapshot!(receipt(CounterMode::Live, DataKind::Real, cash).plain_text());
}

#[test]
fn a_receipt_prints_the_tax_as_the_shop_rounds_it() {
    // What stands in the slip is printed: nothing is computed again.
    let of = |rounding| {
        let mut receipt = receipt(CounterMode::Live, DataKind::Real, cash);
        let Slip { mode, lines, totals, .. } = receipt.slip.clone();
        let draft = Draft { mode, lines, slip_discount: totals.slip_discount, ..Draft::default() };
        receipt.slip.totals = draft.totals(rounding).expect("within bounds");
        let kept = serde_json::to_string(&receipt).expect("serialises");
        let again: Receipt = serde_json::from_str(&kept).expect("parses");
        assert_eq!(again, receipt);
        assert_eq!(kept.contains("rounding"), rounding != Rounding::Down, "{kept}");
        let text = again.plain_text();
        let taxes = text.lines().filter_map(|line| line.trim().strip_prefix("内消費税等"));
        taxes.map(|tax| tax.trim().to_owned()).collect::<Vec<_>>()
    };
    insta::assert_debug_snapshot!(Rounding::ALL.iter().map(|way| of(*way)).collect::<Vec<_>>());
}

#[test]
fn a_card_receipt_says_what_the_terminal_said_and_no_more_of_the_card() {
    insta::assert_snapshot!(receipt(CounterMode::Live, DataKind::Demo, linked).plain_text());
}

#[test]
fn a_training_receipt_says_so_top_and_bottom_without_registration_number_and_barcode() {
    let text = receipt(CounterMode::Training, DataKind::Real, cash).plain_text();
    assert_eq!(text.matches("【練習】").count(), 2);
    assert!(!text.contains("T1234567890123") && !text.contains('|'));
}

/// What takes the card receipt back, as it would be made.
fn taken_back(kind: SlipKind, tenders: Vec<Tender>) -> Receipt {
    let mut receipt = receipt(CounterMode::Live, DataKind::Real, linked);
    receipt.receipt_number = ReceiptNumber(13);
    receipt.issued_at_text = "2026年11月23日 18:30".into();
    (receipt.slip.kind, receipt.slip.tenders) = (kind, tenders);
    receipt
}

fn original() -> Original {
    Original {
        receipt_number: Some(ReceiptNumber(12)),
        sold_at_text: "2026年11月23日 10:05".into(),
        typed_number: None,
    }
}

fn to_the_card(amount: Yen) -> Tender {
    Tender::CardBack {
        amount,
        of_tender: 0,
        card_company_code: "01".into(),
        card_company_name: "クレジット(三面待ち)".into(),
        category: CardCategoryCode::CREDIT_THREE_WAY,
        category_name: "クレ銀三面待ち".into(),
        slip_number: SlipNumber::new("00042").ok(),
        how: CardBackHow::ByHand,
    }
}

#[test]
fn a_void_names_what_it_voids_and_what_goes_back_on_the_terminal() {
    let due = receipt(CounterMode::Live, DataKind::Real, linked).slip.due();
    let kind = SlipKind::Void { of: original(), deposit: Yen::ZERO };
    insta::assert_snapshot!(taken_back(kind, vec![to_the_card(due)]).plain_text());
}

#[test]
fn a_return_is_a_qualified_return_invoice() {
    let sold = receipt(CounterMode::Live, DataKind::Real, linked);
    let wanted = [LineBack { place: 0, pieces: 2 }, LineBack { place: 1, pieces: 1 }];
    let back = goods_back(&sold.slip, &[], &wanted).expect("sold");
    let kind = SlipKind::Return { of: original(), places: back.places };
    let cash = Tender::CashBack {
        amount: back.totals.total,
        of_tender: Some(0),
        instead_of: Some("楽天Edy".into()),
    };
    let mut receipt = taken_back(kind, vec![cash]);
    (receipt.slip.lines, receipt.slip.totals) = (back.lines, back.totals);
    insta::assert_snapshot!(receipt.plain_text());
}

#[test]
fn only_credit_says_that_it_was_credit() {
    let paid_with = |code: u16| {
        let tender = move |amount| {
            vec![Tender::Card {
                amount,
                card_company_code: "91".into(),
                card_company_name: "会社".into(),
                category: CardCategoryCode(code),
                category_name: "区分".into(),
                stamp: None,
                unlinked_reason: None,
            }]
        };
        receipt(CounterMode::Live, DataKind::Real, tender).plain_text()
    };
    for (code, says) in
        [(3, "クレジットカード利用"), (1, "電子マネー利用"), (12, "デビット利用"), (14, "コード決済利用")]
    {
        let text = paid_with(code);
        assert!(text.contains(says), "{code}");
        assert_eq!(text.contains("クレジットカード利用"), code == 3, "{code}");
    }
}

/// The 予約 of the goods, and what becomes of it.
fn reserved(kind: SlipKind) -> Receipt {
    let mut receipt = receipt(CounterMode::Live, DataKind::Real, cash);
    receipt.slip.kind = kind;
    let amount = receipt.slip.due();
    receipt.slip.tenders = match receipt.slip.kind {
        SlipKind::Cancellation { .. } => {
            vec![Tender::CashBack { amount, of_tender: Some(0), instead_of: None }]
        }
        _ => vec![Tender::Cash { amount, tendered: amount, change: Yen::ZERO }],
    };
    receipt
}

#[test]
fn a_reservation_its_hand_over_and_its_cancellation_are_papers_of_their_own() {
    let (number, deposit) = (ReservationNumber(7), Yen::new(1_000));
    let booked = SlipKind::Reservation {
        number,
        deposit,
        customer: "山田 太郎".into(),
        due_date: "2026-12-24".into(),
        phone: "090-1234-5678".into(),
        note: "のし付き".into(),
    };
    for kind in [
        booked,
        SlipKind::HandOver { number, deposit },
        SlipKind::Cancellation { number, deposit, of: original() },
    ] {
        let word = kind.word();
        insta::assert_snapshot!(format!("paper_of_a_{word}"), reserved(kind).plain_text());
    }
}

fn formal(addressee: &str) -> Formal {
    Formal { addressee: addressee.into(), proviso: DEFAULT_PROVISO.into() }
}

#[test]
fn a_formal_receipt_names_who_paid_what_for_and_takes_the_place_of_the_receipt() {
    let sold = receipt(CounterMode::Live, DataKind::Real, cash);
    insta::assert_snapshot!(plain_text(&sold.print_formal(&formal("株式会社見本"))));
    let over = reserved(SlipKind::HandOver { number: ReservationNumber(7), deposit: Yen::new(1_000) });
    insta::assert_snapshot!("formal_of_a_hand_over", plain_text(&over.print_formal(&formal(""))));
}

#[test]
fn a_large_sale_has_the_box_for_its_stamp_and_says_what_of_it_is_tax() {
    let mut sold = receipt(CounterMode::Live, DataKind::Real, cash);
    sold.slip.lines.truncate(1);
    sold.slip.lines[0].unit_price = Yen::new(30_000);
    let draft = Draft { lines: sold.slip.lines.clone(), ..Draft::default() };
    sold.slip.totals = draft.totals(Rounding::Down).expect("within bounds");
    let card = Tender::Card {
        amount: Yen::new(30_000),
        card_company_code: "91".into(),
        card_company_name: "会社".into(),
        category: CardCategoryCode::CREDIT,
        category_name: "クレジット".into(),
        stamp: None,
        unlinked_reason: None,
    };
    let amount = Yen::new(60_000);
    sold.slip.tenders = vec![card, Tender::Cash { amount, tendered: amount, change: Yen::ZERO }];
    insta::assert_snapshot!(sold.plain_text());
}

#[test]
fn a_paper_that_comes_out_again_says_so_and_one_of_the_journal_is_no_receipt() {
    let sold = receipt(CounterMode::Live, DataKind::Real, cash);
    let again = reprint(sold.print(), 2);
    assert!(plain_text(&again).starts_with("  再発行 (2回目)\n"));
    assert_eq!(again[1..], sold.print()[..], "the rest is as it was");
    let extract = plain_text(&extract(again, "2026/11/24 09:00:00"));
    assert!(extract.starts_with("  電子ジャーナル控え\n") && !extract.contains('|'), "{extract}");
}

#[test]
fn what_a_clerk_writes_on_a_formal_receipt_is_checked() {
    let of = |addressee: &str, proviso: &str| Formal { addressee: addressee.into(), proviso: proviso.into() };
    let cleaned = of(" 山田商店 様 ", " お品代として ").cleaned().expect("fine");
    assert_eq!(cleaned, of("山田商店", "お品代として"));
    assert_eq!(of("", "").cleaned(), Err(FormalError::BadProviso));
    assert_eq!(of("", &"あ".repeat(41)).cleaned(), Err(FormalError::BadProviso));
    assert_eq!(of(&"あ".repeat(41), "品代").cleaned(), Err(FormalError::LongAddressee));
    assert_eq!(of("4111 1111 1111 1111", "品代").cleaned(), Err(FormalError::CardNumber));
}
