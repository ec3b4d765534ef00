//! 現金返金: cash given back for what was charged and cannot be voided on a terminal. 日計 and the drawer count it.

use catlink_shared::ids::{ActionId, PaymentId, UnixMs};
use catlink_shared::money::Yen;
use rusqlite::{Transaction, params};

use super::{BooksError, catalog, numbers};

/// What the money goes back for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundOf {
    /// 【決済内容相違】 of a payment.
    Payment(PaymentId),
    /// A 端末側の操作待ち, and its payment where it is about one.
    Action(ActionId, Option<PaymentId>),
}

/// Books cash that was given back, on the business day that is open; after 精算 that is the next one.
///
/// # Errors
/// The database; an action is refunded once.
pub fn book(
    tx: &Transaction<'_>,
    of: RefundOf,
    amount: Yen,
    who: Option<&str>,
    at: UnixMs,
) -> Result<(), BooksError> {
    let (action_id, payment_id) = match of {
        RefundOf::Payment(payment_id) => (None, Some(payment_id)),
        RefundOf::Action(action_id, payment_id) => (Some(action_id), payment_id),
    };
    let day = numbers::open_business_day_for_what_is_done(tx, at, catalog::shop(tx)?.cutoff_hour)?;
    tx.execute(
        "INSERT INTO cash_refund (action_id, payment_id, amount, business_day, at, who)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            action_id.map(|id| id.to_string()),
            payment_id.map(|id| id.to_string()),
            amount.get(),
            day,
            at.0,
            who,
        ],
    )?;
    Ok(())
}
