//! Payments that left and have no sale of their own: open questions, decisions, charges that were undone.

use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::payment::{NotCharged, PaymentState};
use catlink_shared::reconciliation::{Item, Period, Span, Standing};
use catlink_shared::terminal::{ResultWord, SlipNumber, TerminalId};
use rusqlite::Connection;

use super::{Booked, around, widened};
use crate::books::BooksError;
use crate::journal::{self, Payment};

/// What the books know of them.
///
/// # Errors
/// The database.
pub(super) fn without_sale(
    connection: &Connection,
    terminal_id: &TerminalId,
    period: Period,
    now: UnixMs,
) -> Result<Vec<Booked>, BooksError> {
    let [from, to] = widened(period);
    let mut found = Vec::new();
    for payment in journal::without_sale(connection, UnixMs(from), UnixMs(to))? {
        let asked = &payment.frozen.asked;
        if asked.unit.terminal_id != *terminal_id || asked.training_mode {
            continue;
        }
        let (charge, voided) = read(&payment, now);
        let near = |booked: &Booked| {
            booked.item.span.distance(period.from) == 0
                || (period.from <= booked.item.span.to && booked.item.span.from <= period.to)
        };
        found.extend(charge.into_iter().chain(voided).filter(near));
    }
    Ok(found)
}

/// The charge, where there may be one, and the void of it, where a person typed one.
fn read(payment: &Payment, now: UnixMs) -> (Option<Booked>, Option<Booked>) {
    match &payment.state {
        PaymentState::Unknown { .. }
        | PaymentState::Sent
        | PaymentState::Held { .. }
        | PaymentState::Superseded { .. } => (Some(asked(payment, Standing::Open)), None),
        PaymentState::NotCharged { because: NotCharged::PersonFoundNone { .. } } => {
            (Some(asked(payment, Standing::SaidNotCharged)), None)
        }
        PaymentState::NotCharged { because: NotCharged::VoidedOnTerminal { slip_number } } => {
            let charge = charged(payment);
            let voided = voided(payment, slip_number, charge.item.amount, now);
            (Some(charge), Some(voided))
        }
        PaymentState::NotCharged { because: NotCharged::RefundedInCash { .. } }
        | PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::VoidPromised
        | PaymentState::Contradicted { .. }
        | PaymentState::DoublyReceived => (Some(charged(payment)), None),
        PaymentState::NotCharged {
            because:
                NotCharged::NotConnected
                | NotCharged::BidUnanswered
                | NotCharged::BidBusy
                | NotCharged::EveryTryRefused
                | NotCharged::NeverSent
                | NotCharged::UnfitTerminal
                | NotCharged::Refused { .. }
                | NotCharged::Declined { .. }
                | NotCharged::Deficient
                | NotCharged::OverDeposit
                | NotCharged::Cancelled
                | NotCharged::StoppedBeforeCard
                | NotCharged::NoneOnRecord
                | NotCharged::LastUnchanged,
        }
        // What is to be taken by hand is an action, what is sold a tender.
        | PaymentState::Uncollected { .. }
        | PaymentState::Sold { .. }
        | PaymentState::Accepted => (None, None),
    }
}

/// As it was asked for: its slip is not known.
fn asked(payment: &Payment, standing: Standing) -> Booked {
    booked(payment, standing, around(began(payment)), None, payment.frozen.asked.amount)
}

/// As terminal or paper say it was charged; one that neither has a slip of is open.
fn charged(payment: &Payment) -> Booked {
    let told = payment.result.as_ref().filter(|result| result.result == ResultWord::Approved);
    match (told, &payment.paper) {
        (Some(told), _) if told.slip_number.is_some() => {
            let span = told.terminal_time.map_or_else(|| around(began(payment)), Span::at);
            let amount = told.settled_amount.filter(|amount| *amount > Yen::ZERO);
            let amount = amount.unwrap_or(payment.frozen.asked.amount);
            booked(payment, Standing::Booked, span, told.slip_number.clone(), amount)
        }
        (_, Some(paper)) => {
            let (span, slip) = (around(began(payment)), Some(paper.slip_number.clone()));
            booked(payment, Standing::SaidCharged, span, slip, paper.amount)
        }
        (_, None) => asked(payment, Standing::Open),
    }
}

fn voided(payment: &Payment, slip_number: &SlipNumber, amount: Yen, now: UnixMs) -> Booked {
    let span = Span { from: began(payment), to: now.max(began(payment)) };
    let amount = Yen::new(-amount.get());
    let void = booked(payment, Standing::Booked, span, Some(slip_number.clone()), amount);
    Booked {
        subject: format!("voided:{}", payment.frozen.payment_id),
        text: format!("{} の取消", void.text),
        ..void
    }
}

/// When SALES left, on the terminal's clock.
fn began(payment: &Payment) -> UnixMs {
    match &payment.sent {
        Some(sent) => UnixMs(sent.at.0.saturating_add(sent.clock_offset_ms.unwrap_or(0))),
        None => payment.accepted_at,
    }
}

fn booked(
    payment: &Payment,
    standing: Standing,
    span: Span,
    slip_number: Option<SlipNumber>,
    amount: Yen,
) -> Booked {
    let payment_id = payment.frozen.payment_id;
    Booked {
        item: Item { standing, span, slip_number, amount },
        subject: format!("payment:{payment_id}"),
        text: format!("決済 {}", payment.frozen.company.name),
        receipt: None,
        payment: Some(payment_id),
        action: None,
        category: Some(payment.frozen.company.category),
    }
}
