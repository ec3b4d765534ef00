//! 予約変更: other goods, another day, another customer. 内金 stays as it was paid.

use catlink_shared::basket::{CounterMode, Line};
use catlink_shared::ids::{PageId, ReservationNumber, SaleId, UnixMs};
use catlink_shared::masters::Values;
use catlink_shared::money::Yen;
use catlink_shared::reservation::{Booking, CUSTOMER, DUE_DATE, NOTE, PHONE, Purpose};
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Transaction, params};

use super::{Goods, Reservation, figures, must_be_free};
use crate::books::history::{self, By, Change, What};
use crate::books::{BooksError, refuse, sales};
use crate::card_guard::kept;

/// What a page asks a reservation to be.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Which.
    pub number: ReservationNumber,
    /// As it was read.
    pub revision: u64,
    /// Whose, and until when; 内金 in it does not count.
    pub booking: &'a Booking,
    /// The goods.
    pub lines: &'a [Line],
    /// 伝票値引
    pub slip_discount: Yen,
    /// The sale in the making they were put together in.
    pub sale_id: Option<SaleId>,
}

/// Changes a reservation, and is done with the sale in the making it was changed in.
///
/// # Errors
/// It has moved on, something is missing, or the goods come to less than 内金; nothing was written.
pub fn change(
    tx: &Transaction<'_>,
    page: PageId,
    wanted: Wanted<'_>,
    by: &By,
    now: UnixMs,
) -> Result<(), BooksError> {
    let before = must_be_free(tx, wanted.number, wanted.revision)?;
    let booking = wanted.booking.taken().map_err(|message| refuse(RefusalCode::BadReservation, message))?;
    let booking = Booking { deposit: before.booking.deposit, ..booking };
    let goods = Goods { lines: wanted.lines.to_vec(), slip_discount: wanted.slip_discount };
    if goods.lines.is_empty() {
        return Err(refuse(RefusalCode::EmptySale, "商品が登録されていません。"));
    }
    let total = goods.totals()?.total;
    let (number, revision) = (wanted.number, wanted.revision);
    Purpose::Change { number, revision, booking: booking.clone() }
        .due(total)
        .map_err(|error| refuse(RefusalCode::BadReservation, error.to_string()))?;
    if let Some(sale_id) = wanted.sale_id {
        put_away(tx, page, sale_id, number, now)?;
    }
    let after = Reservation { booking, goods, total, ..before.clone() };
    update(tx, &after, now)?;
    let change = Change {
        what: What::Changed,
        master: None,
        subject: &format!("予約 {number}"),
        was: &values(&before),
        became: &values(&after),
    };
    history::record(tx, &change, by, now)
}

/// The draft the goods were put together in must be this page's, and for this reservation.
fn put_away(
    tx: &Transaction<'_>,
    page: PageId,
    sale_id: SaleId,
    wanted: ReservationNumber,
    now: UnixMs,
) -> Result<(), BooksError> {
    let unfit = || refuse(RefusalCode::UnknownSale, "予約変更の伝票が見つかりません。開き直してください。");
    let sale = sales::find(tx, sale_id)?.ok_or_else(unfit)?;
    match sale.draft.purpose {
        Purpose::Change { number, .. } if number == wanted && sale.draft.mode == CounterMode::Live => {
            sales::discard(tx, page, sale_id, sale.draft_revision, now)
        }
        Purpose::Change { .. } | Purpose::Sale | Purpose::Reserve(_) | Purpose::HandOver { .. } => {
            Err(unfit())
        }
    }
}

fn update(tx: &Transaction<'_>, after: &Reservation, now: UnixMs) -> Result<(), BooksError> {
    let booking = &after.booking;
    tx.execute(
        "UPDATE reservation SET revision = revision + 1, customer = ?2, phone = ?3, phone_figures = ?4, due_date = ?5,
                                note = ?6, goods = ?7, total = ?8, changed_at = ?9
         WHERE number = ?1",
        params![
            after.number.0,
            kept("customer", &booking.customer),
            booking.phone,
            figures(&booking.phone),
            booking.due_date,
            kept("note", &booking.note),
            serde_json::to_string(&after.goods)?,
            after.total.get(),
            now.0,
        ],
    )?;
    Ok(())
}

/// As 変更履歴 shows it.
fn values(reservation: &Reservation) -> Values {
    let (booking, goods) = (&reservation.booking, &reservation.goods);
    let mut values = Values::default();
    values.set(CUSTOMER.label, booking.customer.as_str());
    values.set(PHONE.label, booking.phone.as_str());
    values.set(DUE_DATE.label, booking.due_date.as_str());
    values.set(NOTE.label, booking.note.as_str());
    let lines: Vec<String> =
        goods.lines.iter().map(|line| format!("{} × {}", line.name, line.quantity)).collect();
    values.set("商品", lines.join("、"));
    values.set("合計", format!("¥{}", reservation.total));
    values
}
