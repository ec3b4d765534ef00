//! 伝票取消: all of a slip, on its own business day.

use catlink_shared::ids::UnixMs;
use catlink_shared::masters::store::UnknownBy;
use catlink_shared::money::Yen;
use catlink_shared::receipt::{Receipt, SlipKind};
use catlink_shared::refund::Refund;
use catlink_shared::rights::Right;
use catlink_shared::wire::slips::{HandPayment, May, SlipState};
use rusqlite::{Connection, Transaction};

use super::{Around, Goods, allow, must_find, original, slip_like, why_not};
use crate::books::refunds::Of;
use crate::books::{BooksError, catalog, numbers, refunds, rights, slips};
use catlink_shared::ids::ReceiptNumber;

/// Whether a slip can be voided.
///
/// # Errors
/// The database.
pub fn may(connection: &Connection, receipt: &Receipt, now: UnixMs) -> Result<May, BooksError> {
    if let Some(why) = why_not(connection, receipt, now)? {
        return Ok(May::No { why });
    }
    if slips::state(connection, receipt)? == SlipState::PartlyReturned {
        return Ok(May::No {
            why: "この伝票は一部が返品済みです。残りは返品してください。".to_owned()
        });
    }
    let today = numbers::business_day(connection, now, catalog::shop(connection)?.cutoff_hour)?;
    if receipt.slip.business_day != today {
        let why = "前の営業日の伝票は取消できません。F4 拡張の「返品」で処理してください。";
        return Ok(May::No { why: why.to_owned() });
    }
    Ok(May::Yes)
}

/// Voids a slip.
///
/// # Errors
/// It cannot be, the money does not go back that way, or a manager has to allow it; nothing was written.
pub fn void(
    tx: &Transaction<'_>,
    around: &Around,
    number: ReceiptNumber,
    refunds: &[Refund],
    hand: HandPayment,
) -> Result<Receipt, BooksError> {
    let receipt = must_find(tx, number)?;
    allow(may(tx, &receipt, around.now)?)?;
    if hand == HandPayment::NotTaken {
        check_word(tx, &receipt, around)?;
    }
    let deposit = match &receipt.slip.kind {
        SlipKind::HandOver { deposit, .. } => *deposit,
        SlipKind::Sale
        | SlipKind::Void { .. }
        | SlipKind::Return { .. }
        | SlipKind::Reservation { .. }
        | SlipKind::Cancellation { .. } => Yen::ZERO,
    };
    let goods = Goods { lines: receipt.slip.lines.clone(), totals: receipt.slip.totals.clone() };
    let kind = SlipKind::Void { of: original(&receipt), deposit };
    let mut slip = slip_like(tx, around, kind, goods, &receipt.slip.register_code)?;
    let left = refunds::left(tx, &receipt, Of::Slip)?;
    slip.tenders =
        refunds::tenders(tx, (&receipt, Of::Slip), slip.due(), refunds, hand, &around.by, around.now)?;
    let who = slip.operator.as_ref().map(|operator| operator.code.clone());
    let made = slips::book(tx, slip, around.data, None, around.now)?;
    refunds::open_actions(tx, &receipt, &left, &made, who.as_deref(), around.now)?;
    Ok(made)
}

/// That nothing was taken by hand is a person's word about money.
pub(super) fn check_word(tx: &Transaction<'_>, receipt: &Receipt, around: &Around) -> Result<(), BooksError> {
    if catalog::store(tx)?.unknown_by == UnknownBy::Manager {
        let subject = format!("伝票 {} 手動決済なし", receipt.receipt_number);
        rights::claim_and_record(tx, Right::ManualDecision, &subject, &around.by, around.now)?;
    }
    Ok(())
}
