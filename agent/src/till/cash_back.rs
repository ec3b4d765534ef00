//! 現金返金: where a charge is to go back to the customer and its brand cannot be voided on the terminal, cash is the way.
//! What was given back is booked, and kept with the payment.

use catlink_shared::ids::{ActionId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::payment::{Decision, PaymentEvent};
use catlink_shared::rights::Right;
use catlink_shared::terminal::profile::WayBack;
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::update::ActionKind;
use rusqlite::Transaction;

use super::evidence::bad_evidence;
use super::settlement;
use crate::books::cash_refunds::{self, RefundOf};
use crate::books::history::By;
use crate::books::{BooksError, actions, refuse, rights};
use crate::journal::{self, Beside, Payment};

/// How a payment's money goes back to the customer. What the terminal only practised took none: there is no cash to give.
#[must_use]
pub fn way_back(payment: &Payment) -> WayBack {
    let asked = &payment.frozen.asked;
    let result = payment.result.as_ref();
    if result.and_then(|result| result.training_mode).unwrap_or(asked.training_mode) {
        return WayBack::Void;
    }
    let brand = result.and_then(|result| result.brand.as_ref());
    payment.frozen.model.profile().way_back(Some(payment.frozen.company.category), brand)
}

/// What a clerk is to do with a charge that cannot stand.
pub(super) fn how_to_undo(payment: &Payment) -> &'static str {
    match way_back(payment) {
        WayBack::Void => "端末で取消し、取消伝票番号を入力してください。",
        WayBack::Cash => {
            "このブランドは端末で取消できません。お客様へ現金で返金し、「現金で返金した」で金額を入力してください。"
        }
    }
}

/// 「現金で返金した」 in 【決済内容相違】: only where there is no other way, and what was charged.
pub(super) fn check(payment: &Payment, amount: Yen) -> Result<(), BooksError> {
    check_way(way_back(payment))?;
    check_amount(settlement::charged_amount(payment), amount)
}

/// Books what a decision says was given back.
pub(super) fn book_decided(
    tx: &Transaction<'_>,
    payment: &Payment,
    decision: &Decision,
    who: Option<&str>,
    now: UnixMs,
) -> Result<(), BooksError> {
    match decision {
        Decision::RefundedInCash { amount } => {
            cash_refunds::book(tx, RefundOf::Payment(payment.frozen.payment_id), *amount, who, now)
        }
        Decision::Charged { .. }
        | Decision::NotOnRecord { .. }
        | Decision::Hold { .. }
        | Decision::VoidedOnTerminal { .. } => Ok(()),
    }
}

/// Closes a 端末側の操作待ち that cannot be done on the terminal: its money was given back in cash.
///
/// # Errors
/// Not open, nothing to give back, a brand that can be voided, or another amount: it stays open and nothing was written.
pub fn close_action(
    tx: &Transaction<'_>,
    action_id: ActionId,
    amount: Yen,
    who: Option<&str>,
    by: &By,
    now: UnixMs,
) -> Result<(), BooksError> {
    let open = actions::find_open(tx, action_id)?;
    match open.action.kind {
        ActionKind::HandPayment => {
            return Err(refuse(
                RefusalCode::NotAllowed,
                "この操作待ちは手動決済です。端末から出た売上票の伝票番号と金額を入力してください。",
            ));
        }
        ActionKind::VoidOnTerminal | ActionKind::DoubleReceipt | ActionKind::Contradiction => {
            check_way(open.action.way_back)?;
        }
        // Of a sale that was booked, a manager may give cash for what a card gave.
        ActionKind::VoidSlip | ActionKind::ReturnGoods => {
            let slip = open.action.receipt_number.map_or_else(String::new, |number| number.to_string());
            rights::claim_and_record(tx, Right::CashRefund, &format!("伝票 {slip} ¥{amount}"), by, now)?;
        }
    }
    check_amount(open.action.amount, amount)?;
    actions::close_refunded(tx, action_id, amount, who, now)?;
    cash_refunds::book(tx, RefundOf::Action(action_id, open.payment_id), amount, who, now)?;
    // Money nobody asked for has a key at most, and no payment.
    let journaled = match open.payment_id {
        Some(payment_id) => journal::find(tx, payment_id)?,
        None => None,
    };
    if let Some(payment) = journaled {
        let beside = Beside { who, ..Beside::default() };
        let event = PaymentEvent::RefundedInCash { amount };
        journal::append(tx, payment.frozen.payment_id, &event, now, &beside)?;
    }
    Ok(())
}

fn check_way(way_back: WayBack) -> Result<(), BooksError> {
    match way_back {
        WayBack::Cash => Ok(()),
        WayBack::Void => Err(refuse(
            RefusalCode::ManagerOnly,
            "このブランドは端末で取消できます。端末で取消し、取消票の伝票番号と金額を入力してください。カードの売上を現金で返金できるのは責任者だけです。",
        )),
    }
}

fn check_amount(charged: Yen, amount: Yen) -> Result<(), BooksError> {
    if amount == charged {
        return Ok(());
    }
    Err(bad_evidence(&format!(
        "返金した金額(¥{amount})が、決済された金額(¥{charged})と違います。決済された金額と同じ額を返金してください。"
    )))
}
