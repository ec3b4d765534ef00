//! 予約取消: the reservation ends, and 内金 goes back.

use catlink_shared::ids::ReservationNumber;
use catlink_shared::receipt::{Receipt, SlipKind};
use catlink_shared::refund::Refund;
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::slips::HandPayment;
use rusqlite::Transaction;

use super::void::check_word;
use super::{Around, Goods, must_find, original, slip_like};
use crate::books::refunds::Of;
use crate::books::{BooksError, refunds, refuse, reservations, slips};
use crate::journal;

/// Which reservation, as it was read.
#[derive(Debug, Clone, Copy)]
pub struct Which {
    /// 予約番号
    pub number: ReservationNumber,
    /// Its revision.
    pub revision: u64,
}

/// Cancels a reservation.
///
/// # Errors
/// It has moved on, a question about its 内金 is open, the money does not go back that way, or a manager has to allow it;
/// nothing was written.
pub fn cancel(
    tx: &Transaction<'_>,
    around: &Around,
    which: Which,
    refunds: &[Refund],
    hand: HandPayment,
) -> Result<Receipt, BooksError> {
    let reservation = reservations::must_be_free(tx, which.number, which.revision)?;
    let paid_with = must_find(tx, reservation.receipt_number)?;
    if journal::sale_has_question(tx, paid_with.slip.sale_id)? {
        return Err(refuse(
            RefusalCode::ReservationMoved,
            "この予約の内金には、結果の分からない決済があります。先に「要確認」の一覧から確認してください。",
        ));
    }
    if hand == HandPayment::NotTaken {
        check_word(tx, &paid_with, around)?;
    }
    let (number, deposit) = (which.number, reservation.booking.deposit);
    let totals = reservation.goods.totals()?;
    let goods = Goods { lines: reservation.goods.lines, totals };
    let kind = SlipKind::Cancellation { number, deposit, of: original(&paid_with) };
    let mut slip = slip_like(tx, around, kind, goods, &paid_with.slip.register_code)?;
    let left = refunds::left(tx, &paid_with, Of::Slip)?;
    slip.tenders =
        refunds::tenders(tx, (&paid_with, Of::Slip), slip.due(), refunds, hand, &around.by, around.now)?;
    let who = slip.operator.as_ref().map(|operator| operator.code.clone());
    let made = slips::book(tx, slip, around.data, None, around.now)?;
    refunds::open_actions(tx, &paid_with, &left, &made, who.as_deref(), around.now)?;
    Ok(made)
}
