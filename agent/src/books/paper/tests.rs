//! 電子ジャーナル: what is kept, what comes out, and that it stays as it was.

mod others;
mod search;

use std::collections::BTreeMap;

use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::ids::{ReceiptNumber, SaleId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{
    DEFAULT_PROVISO, DataKind, Formal, Operator, Original, PrintLine, Receipt, ShopHeader, Slip, SlipKind,
    plain_text,
};
use catlink_shared::rights::Right;
use catlink_shared::tax::{Rounding, TaxClass};
use catlink_shared::tender::Tender;
use catlink_shared::wire::paper::{DayPaper, PaperKind, PaperView};
use catlink_shared::wire::reply::{Refusal, RefusalCode};

use super::issue::{self, Around};
use super::{reprints, verify};
use crate::books::bench::{books, write};
use crate::books::day::report;
use crate::books::history::By;
use crate::books::{BooksError, numbers, slips};
use crate::store::Store;

/// Noon in Japan, 2026-11-23.
const NOON: UnixMs = UnixMs(1_795_402_800_000);
const DAY: &str = "2026-11-23";
const DAY_MS: i64 = 24 * 3_600_000;

struct Shop(Store);

fn clerk() -> By {
    By { who: Some("101".into()), approved_by: None }
}

fn around(by: &By) -> Around<'_> {
    Around { by, data: DataKind::Real, now: NOON }
}

fn formal(addressee: &str) -> Formal {
    Formal { addressee: addressee.into(), proviso: DEFAULT_PROVISO.into() }
}

fn of_kind(kind: SlipKind, mode: CounterMode, price: i64, name: &str) -> Slip {
    let line = Line {
        product_code: "1".into(),
        name: name.into(),
        unit_price: Yen::new(price),
        quantity: 1,
        tax: TaxClass::STANDARD_10,
        discount: Discount::None,
    };
    let draft = Draft { lines: vec![line], ..Draft::default() };
    let amount = Yen::new(price);
    let tender = match kind {
        SlipKind::Sale => Tender::Cash { amount, tendered: amount, change: Yen::ZERO },
        _ => Tender::CashBack { amount, of_tender: Some(0), instead_of: None },
    };
    Slip {
        sale_id: SaleId::from(uuid::Uuid::now_v7()),
        kind,
        mode,
        business_day: DAY.into(),
        register_code: "01".into(),
        operator: Some(Operator { code: "101".into(), name: "佐藤".into() }),
        shop: ShopHeader {
            name: "店".into(),
            address: String::new(),
            phone: String::new(),
            registration_number: Some("T1234567890123".into()),
            header: Vec::new(),
            footer: Vec::new(),
        },
        totals: draft.totals(Rounding::Down).unwrap(),
        lines: draft.lines,
        tenders: vec![tender],
    }
}

impl Shop {
    async fn open() -> Self {
        Self(books(DataKind::Demo).await)
    }

    async fn book(&self, slip: Slip, at: UnixMs) -> Receipt {
        write(&self.0, move |tx| {
            tx.pragma_update(None, "defer_foreign_keys", true)?;
            let business_day = numbers::open_business_day(tx, at, 5)?;
            slips::book(tx, Slip { business_day, ..slip.clone() }, DataKind::Demo, None, at)
        })
        .await
        .unwrap()
    }

    async fn sell(&self, price: i64) -> Receipt {
        self.book(of_kind(SlipKind::Sale, CounterMode::Live, price, "傘"), NOON).await
    }

    async fn take_back(&self, of: &Receipt, kind: impl Fn(Original) -> SlipKind) {
        let of_slip = Original {
            receipt_number: Some(of.receipt_number),
            sold_at_text: of.issued_at_text.clone(),
            typed_number: None,
        };
        let price = of.slip.totals.total.get();
        self.book(of_kind(kind(of_slip), CounterMode::Live, price, "傘"), NOON).await;
    }

    async fn print(&self, number: ReceiptNumber) -> PaperView {
        self.print_of(number, CounterMode::Live).await
    }

    async fn print_of(&self, number: ReceiptNumber, mode: CounterMode) -> PaperView {
        write(&self.0, move |tx| issue::print(tx, around(&clerk()), number, mode)).await.unwrap()
    }

    async fn formal(&self, number: ReceiptNumber, by: By) -> Result<PaperView, Refusal> {
        write(&self.0, move |tx| issue::formal(tx, around(&by), number, &formal("見本"))).await
    }

    async fn why_not(&self, number: ReceiptNumber) -> Option<String> {
        self.0.read(move |connection| issue::standing(connection, number)).await.unwrap().why_not
    }

    async fn reprints(&self) -> BTreeMap<Option<String>, u32> {
        self.0.read(|connection| reprints(connection, DAY)).await.unwrap()
    }

    async fn run(&self, sql: &'static str) -> Result<(), Refusal> {
        write(&self.0, move |tx| Ok(tx.execute_batch(sql)?)).await
    }

    async fn first_broken(&self) -> Option<u64> {
        self.0.read(verify).await.unwrap()
    }
}

#[tokio::test]
async fn a_slip_and_its_paper_are_kept_together_as_printed() {
    let shop = Shop::open().await;
    let sold = shop.sell(550).await;
    let paper = shop.print(sold.receipt_number).await;
    assert_eq!(paper.lines, sold.print());
    assert_eq!(
        (paper.row.kind, paper.row.copy, paper.row.amount),
        (PaperKind::Receipt, 0, Some(Yen::new(550)))
    );
    assert_eq!(paper.row.who.as_deref(), Some("101"));
}

#[tokio::test]
async fn the_first_printout_is_the_original_and_every_further_one_counts_up_and_says_so() {
    let shop = Shop::open().await;
    let sold = shop.sell(550).await;
    let copies = [shop.print(sold.receipt_number).await, shop.print(sold.receipt_number).await];
    let third = shop.print(sold.receipt_number).await;
    assert_eq!([copies[0].row.copy, copies[1].row.copy, third.row.copy], [0, 1, 2]);
    assert!(!plain_text(&copies[0].lines).contains("再発行"));
    assert_eq!(third.lines[0], PrintLine::Title { text: "再発行 (2回目)".into() });
    assert_eq!(third.lines[1..], sold.print()[..], "under the mark it is the first one");
    assert_eq!(shop.reprints().await, BTreeMap::from([(Some("101".into()), 2)]));
}

#[tokio::test]
async fn a_reprint_counts_in_the_report_of_its_day_for_who_asked_for_it() {
    let shop = Shop::open().await;
    let sold = shop.sell(550).await;
    for _ in 0..3 {
        shop.print(sold.receipt_number).await;
    }
    let report = shop.0.look(|connection| report::of_day(connection, DAY, NOON)).await.unwrap();
    let counted: Vec<_> = report.operators.iter().map(|who| (who.code.as_deref(), who.reprints)).collect();
    assert!(counted.contains(&(Some("101"), 2)), "{counted:?}");
    let paper = catlink_shared::day_paper::print_report(&report, DataKind::Demo);
    assert!(plain_text(&paper).contains("再発行"), "{}", plain_text(&paper));
}

#[tokio::test]
async fn training_papers_are_kept_apart_and_do_not_count() {
    let shop = Shop::open().await;
    let sold = shop.book(of_kind(SlipKind::Sale, CounterMode::Training, 99_000, "傘"), NOON).await;
    for copy in 0..2 {
        let paper = shop.print_of(sold.receipt_number, CounterMode::Training).await;
        assert_eq!((paper.mode, paper.row.copy), (CounterMode::Training, copy));
        let text = plain_text(&paper.lines);
        assert!(!text.contains("登録番号") && !text.contains('|') && !text.contains("収入印紙"), "{text}");
    }
    assert_eq!(shop.reprints().await, BTreeMap::new());
}

#[tokio::test]
async fn a_formal_receipt_is_issued_once_and_again_only_by_a_manager() {
    let shop = Shop::open().await;
    let sold = shop.sell(55_000).await;
    let first = shop.formal(sold.receipt_number, clerk()).await.unwrap();
    let text = plain_text(&first.lines);
    assert!(
        text.contains("見本 様") && text.contains("¥55,000-") && text.contains("収入印紙 200円"),
        "{text}"
    );
    let refused = shop.formal(sold.receipt_number, clerk()).await.unwrap_err();
    assert_eq!((refused.code, refused.right), (RefusalCode::ManagerOnly, Some(Right::ReceiptReprint)));
    let allowed = By { approved_by: Some("900".into()), ..clerk() };
    let again = shop.formal(sold.receipt_number, allowed).await.unwrap();
    assert_eq!((again.row.kind, again.row.copy), (PaperKind::Formal, 1));
    assert_eq!(again.lines[0], PrintLine::Title { text: "再発行 (1回目)".into() });
    assert_eq!(shop.reprints().await, BTreeMap::from([(Some("101".into()), 1)]));
    let number = sold.receipt_number;
    let standing = shop.0.read(move |connection| issue::standing(connection, number)).await.unwrap();
    assert_eq!((standing.issued, standing.last), (2, Some(formal("見本"))));
}

#[tokio::test]
async fn what_was_taken_back_has_no_formal_receipt() {
    let shop = Shop::open().await;
    let (voided, returned) = (shop.sell(550).await, shop.sell(660).await);
    shop.take_back(&voided, |of| SlipKind::Void { of, deposit: Yen::ZERO }).await;
    shop.take_back(&returned, |of| SlipKind::Return { of, places: vec![0] }).await;
    assert!(shop.why_not(voided.receipt_number).await.unwrap().contains("取消済み"));
    assert!(shop.why_not(returned.receipt_number).await.unwrap().contains("返品のある伝票"));
    let void = ReceiptNumber(3);
    assert!(shop.why_not(void).await.unwrap().contains("返金の伝票"));
    let refused = shop.formal(voided.receipt_number, clerk()).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadFormal);
}
