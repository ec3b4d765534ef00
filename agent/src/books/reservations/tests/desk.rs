//! A desk where things are reserved, paid in cash, at a time the test sets.

use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::ids::{PageId, ReservationNumber, SaleId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{DataKind, Receipt, SlipKind};
use catlink_shared::refund::{Refund, RefundBy};
use catlink_shared::reservation::{Booking, Purpose};
use catlink_shared::returns::LineBack;
use catlink_shared::tax::Rounding;
use catlink_shared::tax::TaxClass;
use catlink_shared::tender::Tender;
use catlink_shared::wire::masters::ChangeView;
use catlink_shared::wire::reply::Refusal;
use catlink_shared::wire::reservations::{
    ReservationQuery, ReservationRow, ReservationSheet, ReservationsReply, Which,
};
use catlink_shared::wire::slips::{HandPayment, SlipSheet};
use rusqlite::Transaction;

use super::super::{self as reservations, Reservation, Wanted};
use crate::books::bench::{books, write};
use crate::books::history::{self, By};
use crate::books::undo::{Around, cancel, give_back, void};
use crate::books::{BooksError, catalog, inquiry, sales, slips};
use crate::store::Store;
use crate::till::admission::{self, Shown};

pub(super) const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// 2026-11-23, noon in Japan.
const NOON: UnixMs = UnixMs(1_795_402_800_000);

pub(super) fn by() -> By {
    By { who: Some("101".into()), approved_by: Some("900".into()) }
}

pub(super) fn onigiri(price: i64) -> Line {
    Line {
        product_code: "1001".into(),
        name: "おにぎり".into(),
        unit_price: Yen::new(price),
        quantity: 1,
        tax: TaxClass::REDUCED_8,
        discount: Discount::None,
    }
}

pub(super) fn booking(customer: &str, due_date: &str, deposit: i64) -> Booking {
    Booking {
        customer: customer.into(),
        phone: "090-1234-5678".into(),
        due_date: due_date.into(),
        note: String::new(),
        deposit: Yen::new(deposit),
    }
}

fn new_id() -> SaleId {
    SaleId::from(uuid::Uuid::now_v7())
}

fn page() -> PageId {
    PageId::from_parts(2, &[2; 10])
}

pub(super) fn number_of(receipt: &Receipt) -> ReservationNumber {
    match receipt.slip.kind {
        SlipKind::Reservation { number, .. } | SlipKind::HandOver { number, .. } => number,
        _ => panic!("no reservation"),
    }
}

/// Pays, whatever is due, in cash.
fn pay(tx: &Transaction<'_>, draft: &Draft, now: UnixMs) -> Result<Receipt, BooksError> {
    let sale_id = new_id();
    let revision = sales::put(tx, page(), sale_id, 0, draft, now)?;
    let sale = sales::payable(tx, page(), sale_id, revision)?;
    let shown = draft.due().unwrap_or(Yen::ZERO);
    let mut slip = admission::freeze(
        tx,
        &catalog::shop(tx)?,
        &sale,
        None,
        "01",
        Shown { due: shown, rounding: Rounding::Down },
        now,
    )?;
    let amount = slip.due();
    if amount > Yen::ZERO {
        slip.tenders = vec![Tender::Cash { amount, tendered: amount, change: Yen::ZERO }];
    }
    slips::book(tx, slip, DataKind::Demo, None, now)
}

pub(super) struct Desk {
    store: Store,
    pub(super) now: UnixMs,
}

impl Desk {
    pub(super) async fn new() -> Self {
        Self { store: books(DataKind::Demo).await, now: NOON }
    }

    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&Transaction<'_>, UnixMs) -> Result<T, BooksError> + Send + 'static,
    ) -> Result<T, Refusal> {
        let now = self.now;
        write(&self.store, move |tx| work(tx, now)).await
    }

    pub(super) async fn pay(&self, lines: Vec<Line>, purpose: Purpose) -> Result<Receipt, Refusal> {
        let draft = Draft { lines, purpose, ..Draft::default() };
        self.write(move |tx, now| pay(tx, &draft, now)).await
    }

    pub(super) async fn reserve_in_training(&self) -> Result<Receipt, Refusal> {
        let purpose = Purpose::Reserve(booking("山田 太郎", "2026-11-24", 0));
        let draft =
            Draft { mode: CounterMode::Training, lines: vec![onigiri(1)], purpose, ..Draft::default() };
        self.write(move |tx, now| pay(tx, &draft, now)).await
    }

    pub(super) async fn reserve(&self, total: i64, deposit: i64) -> Result<Receipt, Refusal> {
        self.reserve_goods(vec![onigiri(total)], deposit).await
    }

    pub(super) async fn reserve_goods(&self, lines: Vec<Line>, deposit: i64) -> Result<Receipt, Refusal> {
        self.pay(lines, Purpose::Reserve(booking("山田 太郎", "2026-11-24", deposit))).await
    }

    pub(super) async fn hand_over(&self, made: &Receipt, total: i64) -> Result<Receipt, Refusal> {
        let revision = self.find(made).await.revision;
        self.hand_over_at(made, revision, total).await
    }

    pub(super) async fn hand_over_at(
        &self,
        made: &Receipt,
        revision: u64,
        total: i64,
    ) -> Result<Receipt, Refusal> {
        let deposit = self.find(made).await.booking.deposit;
        let purpose = Purpose::HandOver { number: number_of(made), revision, deposit };
        self.pay(vec![onigiri(total)], purpose).await
    }

    pub(super) async fn hand_over_as_read(&self, made: &Receipt) -> Result<Receipt, Refusal> {
        let kept = self.find(made).await;
        let deposit = kept.booking.deposit;
        let purpose = Purpose::HandOver { number: kept.number, revision: kept.revision, deposit };
        self.pay(kept.goods.lines, purpose).await
    }

    pub(super) async fn change(&self, made: &Receipt, revision: u64, total: i64) -> Result<(), Refusal> {
        let number = number_of(made);
        self.write(move |tx, now| {
            let booking = booking("山田 花子", "2026-11-24", 0);
            let lines = [onigiri(total)];
            let wanted = Wanted {
                number,
                revision,
                booking: &booking,
                lines: &lines,
                slip_discount: Yen::ZERO,
                sale_id: None,
            };
            reservations::change(tx, page(), wanted, &by(), now)
        })
        .await
    }

    pub(super) async fn cancel(&self, made: &Receipt) -> Result<Receipt, Refusal> {
        let kept = self.find(made).await;
        let refunds = in_cash(kept.booking.deposit);
        let which = cancel::Which { number: kept.number, revision: kept.revision };
        self.write(move |tx, now| cancel::cancel(tx, &around(now), which, &refunds, HandPayment::Settled))
            .await
    }

    pub(super) async fn void(&self, receipt: &Receipt) -> Result<Receipt, Refusal> {
        let (number, refunds) = (receipt.receipt_number, in_cash(receipt.slip.due()));
        self.write(move |tx, now| void::void(tx, &around(now), number, &refunds, HandPayment::Settled)).await
    }

    /// All of a slip whose money came in two: what is left, and 内金.
    pub(super) async fn give_back(&self, receipt: &Receipt, total: i64) -> Result<Receipt, Refusal> {
        let (receipt_number, due) = (receipt.receipt_number, receipt.slip.due());
        let total = Yen::new(total);
        let rest = Refund { of_tender: 1, by: RefundBy::Cash, amount: total.checked_sub(due).unwrap() };
        let refunds = [in_cash(due), vec![rest]].concat();
        self.write(move |tx, now| {
            let lines = [LineBack { place: 0, pieces: 1 }];
            let wanted = give_back::Wanted { receipt_number, lines: &lines, total, refunds: &refunds };
            give_back::give_back(tx, &around(now), wanted)
        })
        .await
    }

    pub(super) async fn find(&self, made: &Receipt) -> Reservation {
        let number = number_of(made);
        self.write(move |tx, _| reservations::must_find(tx, number)).await.unwrap()
    }

    pub(super) async fn rows(&self, which: Which, text: &str) -> Vec<ReservationRow> {
        let query = ReservationQuery { which, text: text.into(), skip: 0 };
        let found = self.write(move |tx, now| reservations::list(tx, &query, now)).await.unwrap();
        let ReservationsReply::Found { rows, .. } = found else { panic!("no rows") };
        rows
    }

    pub(super) async fn sheet(&self, made: &Receipt) -> ReservationSheet {
        let number = number_of(made);
        self.write(move |tx, now| reservations::sheet(tx, number, now)).await.unwrap()
    }

    pub(super) async fn slip_sheet(&self, receipt: &Receipt) -> SlipSheet {
        let number = receipt.receipt_number;
        self.write(move |tx, now| inquiry::sheet(tx, number, now)).await.unwrap()
    }

    pub(super) async fn newest_change(&self) -> ChangeView {
        self.write(|tx, _| history::read(tx, None, None, 1)).await.unwrap().remove(0)
    }

    /// 前受金 by the slips, and by the reservations that are open.
    pub(super) async fn advances(&self) -> (i64, i64) {
        self.sums(
            "SELECT (SELECT total(deposit) FROM slip),
                          (SELECT total(deposit) FROM reservation WHERE standing = 'open')",
        )
        .await
    }

    /// What was sold with tax.
    pub(super) async fn taxed(&self) -> i64 {
        self.sums("SELECT (SELECT total(amount) FROM slip_tax), 0").await.0
    }

    /// What was paid and given back, and what sales and 前受金 changed by.
    pub(super) async fn money(&self) -> (i64, i64) {
        self.sums("SELECT (SELECT total(amount) FROM slip_tender), (SELECT total(total + deposit) FROM slip)")
            .await
    }

    async fn sums(&self, sql: &'static str) -> (i64, i64) {
        let found = self.write(move |tx, _| {
            let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, f64>(0)?, row.get::<_, f64>(1)?));
            Ok(tx.query_row(sql, [], read)?)
        });
        #[expect(clippy::cast_possible_truncation, reason = "sums of a test")]
        let whole = |sum: f64| sum as i64;
        let (one, two) = found.await.unwrap();
        (whole(one), whole(two))
    }
}

fn in_cash(amount: Yen) -> Vec<Refund> {
    let refund = Refund { of_tender: 0, by: RefundBy::Cash, amount };
    (amount > Yen::ZERO).then_some(refund).into_iter().collect()
}

fn around(now: UnixMs) -> Around {
    Around { slip_id: new_id(), operator_code: Some("101".into()), by: by(), data: DataKind::Demo, now }
}
