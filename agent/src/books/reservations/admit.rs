//! What a sale in the making becomes when it is paid: a sale, a reservation, or the hand-over of one.

use catlink_shared::basket::{CounterMode, Draft};
use catlink_shared::receipt::SlipKind;
use catlink_shared::reservation::Purpose;
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Connection, Transaction};

use super::must_be_free;
use crate::books::{BooksError, catalog, numbers, refuse};

/// The draft as it is paid on a business day: what is handed over is taxed as of that day, where its product still stands.
///
/// # Errors
/// The database.
pub fn as_of(connection: &Connection, draft: &Draft, day: &str) -> Result<Draft, BooksError> {
    let mut draft = draft.clone();
    match draft.purpose {
        Purpose::Sale | Purpose::Reserve(_) | Purpose::Change { .. } => return Ok(draft),
        Purpose::HandOver { .. } => {}
    }
    let products = catalog::products(connection, day)?;
    for line in &mut draft.lines {
        if let Some(product) = products.iter().find(|product| product.code == line.product_code) {
            line.tax = product.tax;
        }
    }
    Ok(draft)
}

/// What kind of slip a draft becomes.
///
/// # Errors
/// It cannot be one: in training, what the customer said is not complete, or the reservation has moved on.
pub fn slip_kind(tx: &Transaction<'_>, draft: &Draft, day: &str) -> Result<SlipKind, BooksError> {
    if draft.mode == CounterMode::Training && !draft.purpose.is_sale() {
        return Err(refuse(RefusalCode::NotAllowed, "練習モードでは予約を扱えません。"));
    }
    match &draft.purpose {
        Purpose::Sale => Ok(SlipKind::Sale),
        Purpose::Reserve(booking) => {
            let booking = booking.taken().map_err(|message| refuse(RefusalCode::BadReservation, message))?;
            if booking.due_date.as_str() < day {
                return Err(refuse(
                    RefusalCode::BadReservation,
                    "引渡予定日は、今日以降の日付を入力してください。",
                ));
            }
            Ok(SlipKind::Reservation {
                number: numbers::next_reservation(tx)?,
                deposit: booking.deposit,
                customer: booking.customer,
                due_date: booking.due_date,
                phone: booking.phone,
                note: booking.note,
            })
        }
        Purpose::Change { .. } => Err(refuse(
            RefusalCode::NotAllowed,
            "予約変更の伝票では会計できません。F12「変更確定」で予約に戻してください。",
        )),
        Purpose::HandOver { number, revision, deposit } => {
            let reservation = must_be_free(tx, *number, *revision)?;
            if reservation.booking.deposit != *deposit {
                return Err(refuse(
                    RefusalCode::ReservationMoved,
                    "内金の金額が予約と違います。予約一覧から開き直してください。",
                ));
            }
            Ok(SlipKind::HandOver { number: *number, deposit: *deposit })
        }
    }
}
