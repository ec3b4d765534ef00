//! From a result to a booked sale. Transactions only; what they write is durable together or not at all.

use catlink_shared::basket::CounterMode;
use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::{PaymentId, ReceiptNumber, RunId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::payment::certainty::judge;
use catlink_shared::payment::{Difference, Judgement, PaymentEvent, PaymentState};
use catlink_shared::receipt::{DataKind, Receipt};
use catlink_shared::tender::{ByHand, CardDetails, Tender};
use catlink_shared::terminal::profile::{CatModel, WayBack};
use catlink_shared::terminal::{RegisterId, ResultWord, SlipNumber, TerminalResult};
use catlink_shared::wire::update::ActionKind;
use rusqlite::Transaction;

use super::cash_back;
use crate::books::actions::{self, Action, Except};
use crate::books::day::standing;
use crate::books::slips::{self, NamedSlip};
use crate::books::{BooksError, catalog, numbers, reservations, sales};
use crate::broken;
use crate::journal::{self, Beside, Payment};
use crate::register::new_action_id;

/// Writes a terminal's result into the journal, judged by the certainty table. Says which payment it belongs to, if one
/// of ours. A result that is ours by register and unknown to the journal becomes an open question.
///
/// # Errors
/// The database: the result must not be acknowledged.
pub fn take(
    tx: &Transaction<'_>,
    result: &TerminalResult,
    device: CatDeviceId,
    model: CatModel,
    register_id: &RegisterId,
    now: UnixMs,
) -> Result<Option<PaymentId>, BooksError> {
    let ours = result.register_id.as_ref() == Some(register_id);
    let known = match (result.payment_id, result.sequence_number) {
        (Some(payment_id), _) => journal::find(tx, payment_id)?,
        // Class last tells our request number and not our key.
        (None, Some(number)) if ours => journal::find_by_sequence(tx, number)?,
        (None, Some(_) | None) => None,
    };
    let Some(payment) = known else {
        if ours && result.training_mode != Some(true) && matches!(result.result, ResultWord::Approved) {
            open_stranger(tx, result, model, now)?;
        }
        tracing::warn!(?device, "a result of no payment of ours was taken");
        return Ok(None);
    };
    let payment_id = payment.frozen.payment_id;
    let open = payment.state.is_under_way() || payment.state.unknown().is_some();
    if !open && journal::was_told(tx, payment_id, result)? {
        // What was settled with this word in hand is not opened by the same word again.
        return Ok(Some(payment_id));
    }
    take_judged(tx, payment_id, judge_with_books(tx, &payment, result)?, result, now)?;
    Ok(Some(payment_id))
}

/// Writes a judged result, and what it calls for on the terminal.
///
/// # Errors
/// The database.
pub fn take_judged(
    tx: &Transaction<'_>,
    payment_id: PaymentId,
    judgement: Judgement,
    result: &TerminalResult,
    now: UnixMs,
) -> Result<(), BooksError> {
    let beside = Beside { result: Some(result), ..Beside::default() };
    let event = PaymentEvent::ResultTaken { judgement };
    let state = journal::append(tx, payment_id, &event, now, &beside)?.state().clone();
    open_action_for(tx, payment_id, &state, now)
}

/// The certainty table, and beside it what a person has typed from the paper or booked by hand.
fn judge_with_books(
    tx: &Transaction<'_>,
    payment: &Payment,
    result: &TerminalResult,
) -> Result<Judgement, BooksError> {
    let mut judgement = judge(&payment.frozen.asked, result);
    if broken::CONTRADICTED_IS_APPROVED && matches!(judgement, Judgement::Contradicted { .. }) {
        judgement = Judgement::Approved;
    }
    if !matches!(judgement, Judgement::Approved) {
        return Ok(judgement);
    }
    if payment.paper.as_ref().is_some_and(|paper| result.slip_number.as_ref() != Some(&paper.slip_number)) {
        return Ok(Judgement::Contradicted { differences: vec![Difference::SlipNumber] });
    }
    let receipt_number = booked_by_hand(tx, payment, result.slip_number.as_ref())?;
    Ok(receipt_number.map_or(judgement, |receipt_number| Judgement::BookedByHand { receipt_number }))
}

/// The sale's slip, where its money was taken by hand and this terminal slip is what that was closed with: the charge is
/// the sale's, and no reason to void.
fn booked_by_hand(
    tx: &Transaction<'_>,
    payment: &Payment,
    slip_number: Option<&SlipNumber>,
) -> Result<Option<ReceiptNumber>, BooksError> {
    let Some(settled) = slips::of_sale(tx, payment.frozen.sale_id)? else { return Ok(None) };
    let closed_with = actions::hand_payment_of(tx, settled.receipt_number)?.and_then(|hand| hand.closed_with);
    let same = closed_with.is_some() && closed_with.as_ref() == slip_number;
    Ok(same.then_some(settled.receipt_number))
}

/// Money moved that no payment of the journal asked for: it must not go unseen – unless its slip is booked, and the money
/// is that sale's.
fn open_stranger(
    tx: &Transaction<'_>,
    result: &TerminalResult,
    model: CatModel,
    now: UnixMs,
) -> Result<(), BooksError> {
    if let Some(slip_number) = &result.slip_number {
        let slip = NamedSlip {
            terminal_id: &result.unit.terminal_id,
            slip_number,
            mode: CounterMode::Live,
            since: UnixMs(now.0.saturating_sub(actions::ONE_ROUND_MS)),
        };
        // Booked already, or on the list already.
        if slips::names(tx, slip, None)? || actions::names(tx, slip, Except::Nobody)? {
            return Ok(());
        }
    }
    let action = Action {
        kind: ActionKind::Contradiction,
        amount: result.settled_amount.or(result.amount).unwrap_or_default(),
        or_amount: result.amount,
        card_company_name: "記録にない決済".to_owned(),
        model: Some(model),
        terminal_id: Some(result.unit.terminal_id.clone()),
        receipt_number: None,
        slip_number: result.slip_number.clone(),
        way_back: model.profile().way_back(None, result.brand.as_ref()),
    };
    actions::open(tx, new_action_id(), result.payment_id, &action, now)
}

/// States that leave something to be done on the terminal open its action. In training there is none: nothing was billed.
///
/// # Errors
/// The database.
pub fn open_action_for(
    tx: &Transaction<'_>,
    payment_id: PaymentId,
    state: &PaymentState,
    now: UnixMs,
) -> Result<(), BooksError> {
    let (kind, receipt_number) = match state {
        PaymentState::VoidPromised => (ActionKind::VoidOnTerminal, None),
        PaymentState::DoublyReceived => (ActionKind::DoubleReceipt, None),
        PaymentState::Uncollected { receipt_number } => (ActionKind::HandPayment, Some(*receipt_number)),
        // A contradicted payment is an open question itself and is settled there.
        PaymentState::Contradicted { .. }
        | PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Unknown { .. }
        | PaymentState::Held { .. }
        | PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::Sold { .. }
        | PaymentState::NotCharged { .. }
        | PaymentState::Superseded { .. } => return Ok(()),
    };
    let Some(payment) = journal::find(tx, payment_id)? else { return Ok(()) };
    if payment.frozen.asked.training_mode {
        return Ok(());
    }
    let details = details(&payment);
    let way_back = match kind {
        ActionKind::HandPayment => WayBack::Void,
        ActionKind::VoidOnTerminal
        | ActionKind::DoubleReceipt
        | ActionKind::Contradiction
        | ActionKind::VoidSlip
        | ActionKind::ReturnGoods => cash_back::way_back(&payment),
    };
    // What is to be taken by hand has no slip yet; what is to be voided has.
    let slip_number = receipt_number.is_none().then_some(details.slip_number).flatten();
    let amount = match kind {
        ActionKind::HandPayment => payment.frozen.asked.amount,
        ActionKind::VoidOnTerminal
        | ActionKind::DoubleReceipt
        | ActionKind::Contradiction
        | ActionKind::VoidSlip
        | ActionKind::ReturnGoods => charged_amount(&payment),
    };
    let asked = payment.frozen.asked.amount;
    let action = Action {
        kind,
        amount,
        or_amount: (asked != amount).then_some(asked),
        card_company_name: payment.frozen.company.name,
        model: Some(payment.frozen.model),
        terminal_id: details.terminal_id,
        receipt_number,
        slip_number,
        way_back,
    };
    actions::open(tx, new_action_id(), Some(payment_id), &action, now)
}

/// What was charged, as far as terminal or paper say a sum of money; else what was asked.
#[must_use]
pub fn charged_amount(payment: &Payment) -> Yen {
    let told = payment.result.as_ref().and_then(|result| result.settled_amount);
    let typed = payment.paper.as_ref().map(|paper| paper.amount);
    told.into_iter().chain(typed).find(|amount| *amount > Yen::ZERO).unwrap_or(payment.frozen.asked.amount)
}

/// Makes the sale of an approved payment – at once, unless since PaymentSent the agent restarted, the page changed or the
/// day ended: then the clerk is asked whether the goods were handed over. A payment that is not approved is left alone.
///
/// # Errors
/// The database; the approval stands as an open payment.
pub fn settle(
    tx: &Transaction<'_>,
    payment_id: PaymentId,
    run_id: RunId,
    data: DataKind,
    now: UnixMs,
) -> Result<Option<Receipt>, BooksError> {
    let Some(payment) = journal::find(tx, payment_id)? else { return Ok(None) };
    let PaymentState::Approved { by } = payment.state else { return Ok(None) };
    if let Some(receipt_number) = booked_by_hand(tx, &payment, details(&payment).slip_number.as_ref())? {
        journal::append(tx, payment_id, &PaymentEvent::SaleMade { receipt_number }, now, &Beside::default())?;
        return Ok(None);
    }
    if !reservations::is_open_for(tx, &payment.frozen.slip)? {
        // Handed over or cancelled otherwise, after a person's word that this was not charged.
        journal::append(tx, payment_id, &PaymentEvent::HandOverAsked, now, &Beside::default())?;
        return Ok(None);
    }
    match by {
        ByHand::Terminal if is_late(tx, &payment, run_id, now)? => {
            journal::append(tx, payment_id, &PaymentEvent::HandOverAsked, now, &Beside::default())?;
            Ok(None)
        }
        ByHand::Terminal | ByHand::Person => book(tx, payment, by, data, now).map(Some),
    }
}

fn is_late(tx: &Transaction<'_>, payment: &Payment, run_id: RunId, now: UnixMs) -> Result<bool, BooksError> {
    let restarted = payment.sent.as_ref().is_none_or(|sent| sent.run_id != run_id);
    let owner = sales::find(tx, payment.frozen.sale_id)?.and_then(|sale| sale.owner);
    let shop = catalog::shop(tx)?;
    let ended = !standing::now(tx, now, shop.cutoff_hour)?.is_still(&payment.frozen.slip.business_day);
    Ok(restarted || owner != Some(payment.frozen.owner) || ended)
}

/// Books the sale of an approved payment as it was frozen.
///
/// # Errors
/// The database; nothing of it was kept.
pub fn book(
    tx: &Transaction<'_>,
    payment: Payment,
    by: ByHand,
    data: DataKind,
    now: UnixMs,
) -> Result<Receipt, BooksError> {
    let shop = catalog::shop(tx)?;
    let today = numbers::open_business_day_for_what_is_done(tx, now, shop.cutoff_hour)?;
    let booked = details(&payment);
    let frozen = payment.frozen;
    let mut slip = frozen.slip;
    // A closed day is never reopened: booked today, marked 前日分.
    let earlier_day = (slip.business_day != today).then(|| std::mem::replace(&mut slip.business_day, today));
    slip.tenders = vec![Tender::LinkedCard {
        amount: frozen.asked.amount,
        payment_id: frozen.payment_id,
        card_company_code: frozen.company.code,
        card_company_name: frozen.company.name,
        category: frozen.company.category,
        category_name: frozen.category_name,
        stamp: frozen.stamp,
        model: frozen.model,
        by_hand: by,
        details: booked.clone(),
    }];
    let receipt = slips::book(tx, slip, data, earlier_day, now)?;
    if let (Some(terminal_id), Some(slip_number)) = (&booked.terminal_id, &booked.slip_number) {
        actions::link_stranger(tx, terminal_id, slip_number, frozen.asked.amount, now)?;
    }
    let event = PaymentEvent::SaleMade { receipt_number: receipt.receipt_number };
    journal::append(tx, frozen.payment_id, &event, now, &Beside::default())?;
    Ok(receipt)
}

/// What a receipt shows of the terminal's side: what a person typed from its paper, or its result.
#[must_use]
pub fn details(payment: &Payment) -> CardDetails {
    let Some(paper) = &payment.paper else { return told(payment) };
    CardDetails {
        terminal_id: Some(payment.frozen.asked.unit.terminal_id.clone()),
        slip_number: Some(paper.slip_number.clone()),
        approval_code: paper.approval_code.clone(),
        terminal_time: asked_at(payment),
        ..CardDetails::default()
    }
}

/// What the terminal itself said of a payment, as far as it did.
#[must_use]
pub fn told(payment: &Payment) -> CardDetails {
    let terminal_id = Some(payment.frozen.asked.unit.terminal_id.clone());
    let Some(result) = &payment.result else { return CardDetails { terminal_id, ..CardDetails::default() } };
    let name = |code: &str| payment.frozen.model.profile().brand_name(code).to_owned();
    CardDetails {
        terminal_id,
        slip_number: result.slip_number.clone(),
        approval_code: result.approval_code.clone(),
        brand_name: result.brand.as_ref().map(|brand| name(brand.as_str())),
        brand: result.brand.clone(),
        account_last4: result.account_last4.clone(),
        payment_condition: result.payment_condition,
        payment_detail: result.payment_detail.clone(),
        balance: result.balance,
        terminal_time: result.terminal_time.or_else(|| asked_at(payment)),
    }
}

/// When SALES left, on the terminal's clock as it was compared then.
fn asked_at(payment: &Payment) -> Option<UnixMs> {
    let sent = payment.sent.as_ref()?;
    Some(UnixMs(sent.at.0.saturating_add(sent.clock_offset_ms.unwrap_or(0))))
}
