//! What a person may decide on an unknown payment, and the checks before it stands.
//!
//! The words of the choices matter, since 「未処理」 and 「処理未了」 are easily confused. Every decision keeps who, when
//! and what was typed.

use std::time::Duration;

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::{PaymentId, SaleId, UnixMs};
use catlink_shared::payment::{Decision, HandOver, PaymentEvent, PaymentState, PortHold};
use catlink_shared::rights::Right;
use catlink_shared::terminal::{SlipNumber, TerminalId};
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::Transaction;

use super::admission::must_find;
use super::authority;
use super::evidence::{
    bad_evidence, check_charged, check_idle, check_not_on_record, check_voided, open_hand_payment,
};
use super::{cash_back, settlement};
use crate::books::history::By;
use crate::books::{BooksError, actions, refuse, reservations, rights, terminals};
use crate::journal::{self, Beside, JournalError, Payment};
use crate::register::Surroundings;
use crate::register::board::DeviceBoard;

/// Writes a person's decision, and what follows from it, in one transaction.
///
/// # Errors
/// Refused, with the reason for the clerk; nothing was written.
pub fn decide(
    tx: &Transaction<'_>,
    payment_id: PaymentId,
    decision: &Decision,
    line: Option<&DeviceBoard>,
    decide_after: Duration,
    who: Option<&str>,
    around: &Surroundings,
) -> Result<Payment, BooksError> {
    let payment = must_find(tx, payment_id)?;
    let decision = &as_printed(decision.clone());
    check_time(&payment, decide_after, around.now)?;
    let differences = match decision {
        Decision::Charged { paper } => check_charged(tx, &payment, paper, around.now)?,
        Decision::NotOnRecord { newest_slip } => {
            check_not_on_record(tx, &payment, newest_slip.as_ref(), line)?;
            Vec::new()
        }
        Decision::Hold { contact, newest_slip } => {
            check_hold(&payment, contact, newest_slip.as_ref(), line)?;
            Vec::new()
        }
        Decision::VoidedOnTerminal { slip_number, amount } => {
            check_voided(tx, &payment, slip_number, *amount)?;
            Vec::new()
        }
        Decision::RefundedInCash { amount } => {
            cash_back::check(&payment, *amount)?;
            Vec::new()
        }
    };
    let approval = authority::of_decision(tx, &payment, decision, &around.by)?;
    let event = PaymentEvent::DecisionMade { decision: decision.clone(), differences };
    let beside = Beside { who, approval: approval.as_ref(), ..Beside::default() };
    let state = journal::append(tx, payment_id, &event, around.now, &beside)?.state().clone();
    free_exchanged(tx, &payment, &state, around.now)?;
    close_hand_payment(tx, &payment, decision, &state, who, around.now)?;
    cash_back::book_decided(tx, &payment, decision, who, around.now)?;
    settlement::open_action_for(tx, payment_id, &state, around.now)?;
    settlement::settle(tx, payment_id, around.run_id, around.data, around.now)?;
    must_find(tx, payment_id)
}

/// 別の方法で受取る: the payment no longer locks its sale; whatever shows of it later is a second charge. In the transaction
/// that settles the other tender.
///
/// # Errors
/// Not an unknown payment of this sale, or too early; nothing was written.
pub fn supersede(
    tx: &Transaction<'_>,
    payment_id: PaymentId,
    sale_id: SaleId,
    decide_after: Duration,
    who: Option<&str>,
    around: &Surroundings,
) -> Result<(), BooksError> {
    let payment = must_find(tx, payment_id)?;
    if payment.frozen.sale_id != sale_id {
        return Err(refuse(RefusalCode::UnknownPayment, "その決済は、この会計のものではありません。"));
    }
    check_time(&payment, decide_after, around.now)?;
    let approval = authority::of_superseding(tx, &around.by)?;
    let beside = Beside { who, approval: approval.as_ref(), ..Beside::default() };
    let appended = journal::append(tx, payment_id, &PaymentEvent::PaymentSuperseded, around.now, &beside);
    let state = match appended {
        Err(JournalError::NotAllowed { .. }) => {
            return Err(refuse(
                RefusalCode::NotAllowed,
                "カード決済の結果が分かりました。別の方法では受け取れません。画面の表示を確認してください。",
            ));
        }
        other => other?.state().clone(),
    };
    free_exchanged(tx, &payment, &state, around.now)
}

/// A payment that waits for a person keeps no terminal that is another unit by now.
fn free_exchanged(
    tx: &Transaction<'_>,
    payment: &Payment,
    state: &PaymentState,
    now: UnixMs,
) -> Result<(), BooksError> {
    let waits = matches!(
        state,
        PaymentState::Held { port: PortHold::Kept, .. }
            | PaymentState::Superseded { port: PortHold::Kept, .. }
    );
    let kept = terminals::kept(tx, payment.frozen.device)?;
    if waits && kept.is_some_and(|kept| kept != payment.frozen.asked.unit.terminal_id) {
        let id = payment.frozen.payment_id;
        journal::append(tx, id, &PaymentEvent::PortFreed, now, &Beside::default())?;
    }
    Ok(())
}

/// 「端末が交換されました」: the unit at a port is the shop's now, and what waits for a person on the old one keeps nobody from
/// paying.
///
/// # Errors
/// Another unit answers than the one that was shown; nothing was written.
pub fn accept_terminal(
    tx: &Transaction<'_>,
    device: CatDeviceId,
    terminal_id: &TerminalId,
    line: Option<&DeviceBoard>,
    by: &By,
    now: UnixMs,
) -> Result<(), BooksError> {
    // Cleared when the line falls silent: what answers now, not what answered last.
    let answers = line.and_then(|line| line.exchanged.as_ref()).map(|exchange| &exchange.found);
    if answers != Some(terminal_id) {
        return Err(refuse(
            RefusalCode::TerminalNotReady,
            "その端末は今接続されていません。端末の接続を確認してください。",
        ));
    }
    let subject = format!("{} {terminal_id}", device.label());
    rights::claim_and_record(tx, Right::TerminalExchange, &subject, by, now)?;
    terminals::keep(tx, device, terminal_id, by, now)?;
    for payment in journal::open_payments(tx)?.iter().filter(|payment| payment.frozen.device == device) {
        free_exchanged(tx, payment, &payment.state, now)?;
    }
    Ok(())
}

/// A sale whose money was to be taken by hand, and the slip on the paper is that hand payment: one charge, one sale.
fn close_hand_payment(
    tx: &Transaction<'_>,
    payment: &Payment,
    decision: &Decision,
    state: &PaymentState,
    who: Option<&str>,
    now: UnixMs,
) -> Result<(), BooksError> {
    let (PaymentState::Approved { .. }, Decision::Charged { paper }) = (state, decision) else {
        return Ok(());
    };
    let Some(action_id) = open_hand_payment(tx, payment)? else { return Ok(()) };
    actions::close(tx, action_id, &paper.slip_number, paper.amount, who, now)
}

/// Slip numbers as the terminal prints them, whatever zeros were left out in typing.
fn as_printed(mut decision: Decision) -> Decision {
    let printed = |slip: &mut SlipNumber| *slip = slip.as_printed();
    match &mut decision {
        Decision::Charged { paper } => printed(&mut paper.slip_number),
        Decision::NotOnRecord { newest_slip } | Decision::Hold { newest_slip, .. } => {
            newest_slip.iter_mut().for_each(printed);
        }
        Decision::VoidedOnTerminal { slip_number, .. } => printed(slip_number),
        Decision::RefundedInCash { .. } => {}
    }
    decision
}

/// Writes the clerk's answer to 「商品はお渡し済みですか?」, with the sale or the action that follows.
///
/// # Errors
/// The question is not open; nothing was written.
pub fn answer_hand_over(
    tx: &Transaction<'_>,
    payment_id: PaymentId,
    answer: HandOver,
    who: Option<&str>,
    around: &Surroundings,
) -> Result<Payment, BooksError> {
    check_reservation(tx, payment_id, answer)?;
    let beside = Beside { who, ..Beside::default() };
    let event = PaymentEvent::HandOverAnswered { answer };
    let state = journal::append(tx, payment_id, &event, around.now, &beside)?.state().clone();
    match state {
        PaymentState::Approved { by } => {
            let payment = must_find(tx, payment_id)?;
            settlement::book(tx, payment, by, around.data, around.now)?;
        }
        other => settlement::open_action_for(tx, payment_id, &other, around.now)?,
    }
    must_find(tx, payment_id)
}

/// What was reserved is handed over once.
fn check_reservation(
    tx: &Transaction<'_>,
    payment_id: PaymentId,
    answer: HandOver,
) -> Result<(), BooksError> {
    match answer {
        HandOver::VoidOnTerminal => Ok(()),
        HandOver::Sold if reservations::is_open_for(tx, &must_find(tx, payment_id)?.frozen.slip)? => Ok(()),
        HandOver::Sold => Err(refuse(
            RefusalCode::ReservationMoved,
            "この予約は、すでに引渡済みか取消済みです。この決済は端末で取消してください。",
        )),
    }
}

/// A person looks only when inquiry has had its time. A clock that was put back must not keep anybody waiting.
fn check_time(payment: &Payment, decide_after: Duration, now: UnixMs) -> Result<(), BooksError> {
    let waited = payment.doubted_at.map(|since| u128::try_from(now.since(since)).unwrap_or(u128::MAX));
    let unknown = matches!(payment.state, PaymentState::Unknown { .. });
    if unknown && waited.is_some_and(|waited| waited < decide_after.as_millis()) {
        return Err(refuse(
            RefusalCode::TooEarly,
            "結果を確認しています。しばらく待っても結果が出ない場合に選択できます。",
        ));
    }
    Ok(())
}

/// 4. 確認できない(保留)
fn check_hold(
    payment: &Payment,
    contact: &str,
    newest: Option<&SlipNumber>,
    line: Option<&DeviceBoard>,
) -> Result<(), BooksError> {
    if contact.trim().is_empty() {
        return Err(bad_evidence("お客様の連絡先を入力してください。"));
    }
    if contact.chars().count() > 100 {
        return Err(bad_evidence("お客様の連絡先は100文字までです。"));
    }
    if catlink_shared::card::looks_like_card_number(contact) {
        return Err(bad_evidence("カード番号は入力できません。電話番号などの連絡先を入力してください。"));
    }
    if newest.is_some() { check_idle(payment, newest, line) } else { Ok(()) }
}
