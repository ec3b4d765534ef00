//! A reservation follows its slips: it is there with the first, ends with another, and is open again when that is voided.

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::{ReceiptNumber, ReservationNumber, UnixMs};
use catlink_shared::receipt::{Receipt, SlipKind};
use catlink_shared::reservation::Booking;
use rusqlite::{Transaction, params};

use super::{Goods, Standing, figures};
use crate::books::BooksError;
use crate::card_guard::kept;

/// What a slip that is being booked does to its reservation. There is nothing in it that can fail for business reasons.
///
/// # Errors
/// The database.
pub fn follow(tx: &Transaction<'_>, receipt: &Receipt) -> Result<(), BooksError> {
    let (slip, booked_as, at) = (&receipt.slip, receipt.receipt_number, receipt.issued_at);
    if slip.mode != CounterMode::Live {
        return Ok(());
    }
    match &slip.kind {
        SlipKind::Reservation { number, deposit, customer, due_date, phone, note } => {
            let booking = Booking {
                customer: customer.clone(),
                phone: phone.clone(),
                due_date: due_date.clone(),
                note: note.clone(),
                deposit: *deposit,
            };
            insert(tx, *number, &booking, receipt)
        }
        SlipKind::HandOver { number, .. } => close(tx, *number, Standing::HandedOver, booked_as, at),
        SlipKind::Cancellation { number, .. } => close(tx, *number, Standing::Cancelled, booked_as, at),
        SlipKind::Void { of, .. } => {
            let Some(voided) = of.receipt_number else { return Ok(()) };
            reopen(tx, voided, at)
        }
        SlipKind::Sale | SlipKind::Return { .. } => Ok(()),
    }
}

fn insert(
    tx: &Transaction<'_>,
    number: ReservationNumber,
    booking: &Booking,
    receipt: &Receipt,
) -> Result<(), BooksError> {
    let slip = &receipt.slip;
    let goods = Goods { lines: slip.lines.clone(), slip_discount: slip.totals.slip_discount };
    tx.execute(
        "INSERT INTO reservation (number, standing, revision, customer, phone, phone_figures, due_date, note, goods,
                                  total, deposit, receipt_number, made_at, changed_at)
         VALUES (?1, 'open', 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11)",
        params![
            number.0,
            kept("customer", &booking.customer),
            booking.phone,
            figures(&booking.phone),
            booking.due_date,
            kept("note", &booking.note),
            serde_json::to_string(&goods)?,
            slip.totals.total.get(),
            booking.deposit.get(),
            receipt.receipt_number.0,
            receipt.issued_at.0,
        ],
    )?;
    Ok(())
}

fn close(
    tx: &Transaction<'_>,
    number: ReservationNumber,
    standing: Standing,
    booked_as: ReceiptNumber,
    at: UnixMs,
) -> Result<(), BooksError> {
    let closed = tx.execute(
        "UPDATE reservation SET standing = ?2, closed_by = ?3, revision = revision + 1, changed_at = ?4
         WHERE number = ?1 AND standing = 'open'",
        params![number.0, standing.word(), booked_as.0, at.0],
    )?;
    if closed == 0 {
        tracing::error!(%number, %booked_as, "a reservation that was not open was closed");
    }
    Ok(())
}

/// 引渡 was voided: the goods are back, and 内金 is held again.
fn reopen(tx: &Transaction<'_>, voided: ReceiptNumber, at: UnixMs) -> Result<(), BooksError> {
    tx.execute(
        "UPDATE reservation SET standing = 'open', closed_by = NULL, revision = revision + 1, changed_at = ?2
         WHERE closed_by = ?1 AND standing = 'handed_over'",
        params![voided.0, at.0],
    )?;
    Ok(())
}
