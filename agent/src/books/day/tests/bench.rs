//! A shop's day for tests: sell, move, count, close.

use catlink_shared::basket::{CounterMode, Draft};
use catlink_shared::ids::{PageId, SaleId, UnixMs};
use catlink_shared::masters::Master;
use catlink_shared::money::Yen;
use catlink_shared::receipt::{DataKind, Original, Slip, SlipKind};
use catlink_shared::tax::{ClassTotal, Rounding, TaxClass};
use catlink_shared::tender::Tender;
use catlink_shared::wire::day::{CheckView, Counted, DayReport, DayView, Direction};
use catlink_shared::wire::reply::Refusal;
use rusqlite::Transaction;

use super::super::{check, closing, drawer, movement, opening, report, standing};
use crate::books::bench::{books, write};
use crate::books::history::By;
use crate::books::masters::{self, Wanted};
use crate::books::{BooksError, catalog, numbers, sales, slips};
use crate::store::Store;

/// Noon in Japan on that Monday.
pub(super) const NOON: UnixMs = UnixMs(1_795_402_800_000);
pub(super) const MONDAY: &str = "2026-11-23";
pub(super) const TUESDAY: &str = "2026-11-24";
/// 営業区切り時刻 of the demo shop.
pub(super) const CUTOFF: u8 = 5;

pub(super) fn hours_later(hours: i64) -> UnixMs {
    UnixMs(NOON.0 + hours * 3_600_000)
}

pub(super) fn clerk() -> By {
    By { who: Some("101".into()), approved_by: None }
}

pub(super) fn with_manager() -> By {
    By { approved_by: Some("900".into()), ..clerk() }
}

/// Sells for cash, on whatever day is on; a negative amount goes back for goods whose slip is not found.
pub(super) fn sell(
    tx: &Transaction<'_>,
    mode: CounterMode,
    amount: i64,
    now: UnixMs,
) -> Result<String, BooksError> {
    let shop = catalog::shop(tx)?;
    let business_day = numbers::open_business_day(tx, now, shop.cutoff_hour)?;
    let back = amount < 0;
    let (sale_id, amount) = (SaleId::from(uuid::Uuid::now_v7()), Yen::new(amount.abs()));
    tx.execute("UPDATE sale SET status = 'discarded' WHERE status = 'current'", [])?;
    sales::put(tx, PageId::from(uuid::Uuid::now_v7()), sale_id, 0, &Draft::default(), now)?;
    let mut totals = Draft::default().totals(Rounding::Down).unwrap();
    totals.total = amount;
    let tax = TaxClass::STANDARD_10.tax_within(amount, Rounding::Down).unwrap();
    totals.classes = vec![ClassTotal { class: TaxClass::STANDARD_10, amount, tax }];
    let of = Original { receipt_number: None, sold_at_text: String::new(), typed_number: None };
    let (kind, tender) = if back {
        let tender = Tender::CashBack { amount, of_tender: None, instead_of: None };
        (SlipKind::Return { of, places: Vec::new() }, tender)
    } else {
        (SlipKind::Sale, Tender::Cash { amount, tendered: amount, change: Yen::ZERO })
    };
    let slip = Slip {
        sale_id,
        kind,
        mode,
        business_day: business_day.clone(),
        register_code: "01".into(),
        operator: None,
        shop: shop.header,
        lines: Vec::new(),
        totals,
        tenders: vec![tender],
    };
    slips::book(tx, slip, DataKind::Demo, None, now)?;
    Ok(business_day)
}

/// 精算 with what stands open, counted as a sum.
pub(super) fn close(tx: &Transaction<'_>, counted: i64, by: &By, now: UnixMs) -> Result<(), BooksError> {
    let days = standing::unclosed(tx)?;
    let counted = Counted::Sum { amount: Yen::new(counted) };
    let wanted = closing::Wanted {
        days: &days,
        expected: drawer::now(tx)?.expected(),
        counted: &counted,
        terminals: &closing::terminals::agreeing(&closing::terminals::booked(tx, &days)?),
    };
    closing::close(tx, &wanted, by, now)
}

/// Books without a sale.
pub(super) struct Day {
    pub(super) store: Store,
}

impl Day {
    pub(super) async fn new() -> Self {
        Self { store: books(DataKind::Demo).await }
    }

    pub(super) async fn sell(&self, amount: i64, now: UnixMs) -> Result<String, Refusal> {
        self.sell_as(CounterMode::Live, amount, now).await
    }

    pub(super) async fn sell_as(
        &self,
        mode: CounterMode,
        amount: i64,
        now: UnixMs,
    ) -> Result<String, Refusal> {
        write(&self.store, move |tx| sell(tx, mode, amount, now)).await
    }

    pub(super) async fn open(&self, day: &'static str, float: i64, now: UnixMs) -> Result<(), Refusal> {
        write(&self.store, move |tx| opening::open(tx, day, Yen::new(float), &clerk(), now)).await
    }

    pub(super) async fn move_cash(
        &self,
        direction: Direction,
        amount: i64,
        now: UnixMs,
    ) -> Result<(), Refusal> {
        let amount = Yen::new(amount);
        write(&self.store, move |tx| movement::book(tx, direction, amount, "両替", &clerk(), now)).await
    }

    pub(super) async fn check(&self, expected: i64, counted: i64, now: UnixMs) -> Result<CheckView, Refusal> {
        let counted = Counted::Sum { amount: Yen::new(counted) };
        write(&self.store, move |tx| check::keep(tx, Yen::new(expected), &counted, &clerk(), now)).await
    }

    pub(super) async fn close(&self, counted: i64, now: UnixMs) -> Result<(), Refusal> {
        write(&self.store, move |tx| close(tx, counted, &clerk(), now)).await
    }

    pub(super) async fn view(&self, now: UnixMs) -> DayView {
        self.store.read(move |connection| standing::view(connection, now, CUTOFF)).await.unwrap()
    }

    pub(super) async fn expected(&self) -> i64 {
        self.store.read(drawer::now).await.unwrap().expected().get()
    }

    pub(super) async fn report(&self, day: &'static str) -> DayReport {
        self.store.read(move |connection| report::of_day(connection, day, NOON)).await.unwrap()
    }

    /// 練習モード is switched on.
    pub(super) async fn train(&self, now: UnixMs) {
        write(&self.store, move |tx| {
            let row = masters::find(tx, Master::Register, "01")?.unwrap();
            let mut values = row.values.clone();
            values.set("mode", "1");
            values.set("reason", "新人の練習");
            let (code, base_revision) = (Some("01"), row.revision);
            let wanted = Wanted { master: Master::Register, code, base_revision, values: &values };
            masters::save(tx, wanted, &By::default(), now).map(drop)
        })
        .await
        .unwrap();
    }
}
