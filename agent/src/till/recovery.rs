//! What the last run left open: for each open payment, what follows from the agent having gone down.

use catlink_shared::ids::{PaymentId, RunId, UnixMs};
use catlink_shared::payment::certainty::judge;
use catlink_shared::payment::{Doubt, InquiryAnswer, LastWord, NotCharged, PaymentEvent, PaymentState};
use catlink_shared::receipt::DataKind;
use catlink_shared::terminal::profile::RecoveryClass;
use catlink_shared::terminal::{TerminalResult, TransactionType, Unit};
use rusqlite::{Connection, Transaction};

use super::settlement;
use crate::books::BooksError;
use crate::broken;
use crate::journal::{self, Beside, LastReading, Payment};
use crate::store::Store;

/// A NONE later than this after PaymentSent proves nothing (terminal-link: results last 7 days).
const NONE_PROVES_FOR_MS: i64 = 5 * 24 * 3_600 * 1_000;
/// How far clocks may be apart that were compared when the link opened: they drift, and are set in steps.
const CLOCK_SLACK_MS: i64 = 60_000;

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
        | PaymentState::Uncollected { .. }
        | PaymentState::Superseded { .. }
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

/// Which open payments of a terminal a question can settle, and how they are asked for. Class last: only the payment whose
/// SALES was the last to leave; after another one its transaction is not the last any more.
///
/// # Errors
/// The database.
pub fn askable(
    connection: &Connection,
    open: &[Payment],
) -> Result<Vec<(PaymentId, RecoveryClass)>, BooksError> {
    let mut askable = Vec::new();
    for payment in open {
        let Some((_, last_word)) = payment.state.unknown() else { continue };
        let may = match payment.frozen.recovery {
            RecoveryClass::Keyed => true,
            // Once it has answered with something that proves nothing, it will not say more.
            RecoveryClass::Last => {
                last_word != LastWord::Useless && !journal::another_was_sent_after(connection, payment)?
            }
            RecoveryClass::None => false,
        };
        if may {
            askable.push((payment.frozen.payment_id, payment.frozen.recovery));
        }
    }
    Ok(askable)
}

/// Class last: what the terminal's last transaction, read while it is idle, says of an unknown payment. Unchanged since
/// before SALES left: not charged. Changed, and amount, type and time fit: ours. Anything else, or no reading before: a
/// person.
///
/// # Errors
/// The database.
pub fn compare_last(
    tx: &Transaction<'_>,
    payment_id: PaymentId,
    unit: &Unit,
    reading: &LastReading,
    now: UnixMs,
) -> Result<(), BooksError> {
    let Some(payment) = journal::find(tx, payment_id)? else { return Ok(()) };
    let asked_in_time = payment.state.unknown().is_some() && !journal::another_was_sent_after(tx, &payment)?;
    if !asked_in_time {
        return Ok(());
    }
    let same_unit = *unit == payment.frozen.asked.unit;
    let before = payment.last_before.as_ref().filter(|_| same_unit);
    let answer = match (before, &reading.result) {
        (Some(before), _) if before == reading => InquiryAnswer::LastUnchanged,
        (Some(_), Some(last)) => match as_ours(&payment, last, now) {
            Some(ours) => {
                let judgement = judge(&payment.frozen.asked, &ours);
                return settlement::take_judged(tx, payment_id, judgement, &ours, now);
            }
            None => InquiryAnswer::LastUnfit,
        },
        (Some(_) | None, _) => InquiryAnswer::LastUnfit,
    };
    let beside = Beside { last: Some(reading), ..Beside::default() };
    journal::append(tx, payment_id, &PaymentEvent::InquiryAnswered { answer }, now, &beside)?;
    Ok(())
}

/// The terminal's last transaction as this payment's result, where amount, type and time fit and nothing it says of who
/// asked is another's.
fn as_ours(payment: &Payment, last: &TerminalResult, now: UnixMs) -> Option<TerminalResult> {
    let asked = &payment.frozen.asked;
    let sent = payment.sent.as_ref()?;
    let offset = sent.clock_offset_ms?;
    let fits = last.amount == Some(asked.amount)
        && last.transaction_type == Some(TransactionType::Sales)
        && last.training_mode == Some(asked.training_mode)
        && last.register_id.as_ref().is_none_or(|register| *register == asked.register_id)
        && last.sequence_number.is_none_or(|number| number == asked.sequence_number);
    let at = last.terminal_time?.0 - offset;
    let in_time = sent.at.0 - CLOCK_SLACK_MS <= at && at <= now.0.max(sent.at.0) + CLOCK_SLACK_MS;
    (fits && in_time).then(|| TerminalResult {
        payment_id: Some(asked.payment_id),
        register_id: Some(asked.register_id.clone()),
        sequence_number: Some(asked.sequence_number),
        ..last.clone()
    })
}

/// Whether NONE from `unit` proves that the payment was never taken: same unit, same memory, not too late. A clock that was
/// put back since cannot say that it is not too late.
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
                let in_time = payment
                    .sent
                    .is_some_and(|sent| (-CLOCK_SLACK_MS..NONE_PROVES_FOR_MS).contains(&now.since(sent.at)));
                (payment.frozen.asked.unit == unit && in_time) || broken::NONE_TRUSTED_WITHOUT_MEMORY
            }))
        })
        .await
}
