//! What the last run left open: for each open payment, what follows from the agent having gone down.

use catlink_shared::ids::{PaymentId, RunId, UnixMs};
use catlink_shared::payment::{Doubt, NotCharged, PaymentEvent, PaymentState};
use catlink_shared::receipt::DataKind;
use catlink_shared::terminal::Unit;
use rusqlite::Transaction;

use super::settlement;
use crate::books::BooksError;
use crate::journal::{self, Beside};
use crate::store::Store;

/// A NONE later than this after PaymentSent proves nothing (terminal-link: results last 7 days).
const NONE_PROVES_FOR_MS: i64 = 5 * 24 * 3_600 * 1_000;

/// What follows for a payment from the agent starting again.
#[must_use]
pub fn follows_from_restart(state: &PaymentState) -> Option<PaymentEvent> {
    match state {
        // PaymentAccepted without PaymentSent: no byte has left.
        PaymentState::Accepted => Some(PaymentEvent::PaymentNotCharged { because: NotCharged::NeverSent }),
        PaymentState::Sent => Some(PaymentEvent::PaymentDoubted { because: Doubt::AgentRestarted }),
        PaymentState::Unknown { .. }
        | PaymentState::Held { .. }
        | PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::Sold { .. }
        | PaymentState::VoidPromised
        | PaymentState::NotCharged { .. }
        | PaymentState::Contradicted { .. }
        | PaymentState::Superseded
        | PaymentState::DoublyReceived => None,
    }
}

/// At start: every open payment of the register, whether its terminal is still configured or not.
///
/// # Errors
/// The database; nothing was changed, and the agent does not start.
pub fn at_start(tx: &Transaction<'_>, run_id: RunId, data: DataKind, now: UnixMs) -> Result<(), BooksError> {
    for payment in journal::open_payments(tx)? {
        let payment_id = payment.frozen.payment_id;
        if let Some(event) = follows_from_restart(&payment.state) {
            tracing::warn!(%payment_id, state = payment.state.word(), "left open by the last run");
            journal::append(tx, payment_id, &event, now, &Beside::default())?;
        }
        // An approval whose sale was not made any more.
        settlement::settle(tx, payment_id, run_id, data, now)?;
    }
    Ok(())
}

/// Whether NONE from `unit` proves that the payment was never taken: same unit, same memory, not too late.
///
/// # Errors
/// The database.
pub async fn trusted_none(
    store: &Store,
    payment_id: PaymentId,
    unit: &Unit,
    now: UnixMs,
) -> Result<bool, BooksError> {
    let unit = unit.clone();
    store
        .read(move |connection| {
            Ok(journal::find(connection, payment_id)?.is_some_and(|payment| {
                let in_time = payment.sent.is_some_and(|sent| now.since(sent.at) < NONE_PROVES_FOR_MS);
                payment.frozen.asked.unit == unit && in_time
            }))
        })
        .await
}
