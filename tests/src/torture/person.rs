//! The person at the desk: settles open questions from what the terminal's display, history and paper show, and from
//! nothing else. The centre's book is never looked at here.

use catlink_shared::ids::PaymentId;
use catlink_shared::money::Yen;
use catlink_shared::payment::{Decision, Doubt, HandOver, PaperSlip, PaymentState};
use catlink_shared::terminal::{ApprovalCode, CatError, SlipNumber};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::PaymentView;
use serde_json::json;

use super::desk::{Case, Desk};
use super::evidence::Evidence;
use super::page::Heard;
use super::rest::Move;
use super::sight::{Logged, Seen};
use crate::counter::OPERATOR;

impl Desk<'_> {
    /// Does the next thing about a payment.
    pub(super) fn settle(&mut self, case: &mut Case<'_>, payment: &PaymentView) -> Move {
        match &payment.state {
            PaymentState::AwaitingHandOver { .. } => self.answer_hand_over(case, payment.payment_id),
            PaymentState::Unknown { .. }
                if case.plan.takes_otherwise && self.may_take_otherwise(case, payment) =>
            {
                self.take_otherwise(payment)
            }
            PaymentState::Unknown { .. } | PaymentState::Held { .. } | PaymentState::Superseded { .. } => {
                self.decide(case, payment)
            }
            PaymentState::Contradicted { .. } => self.put_straight(case, payment),
            PaymentState::Accepted
            | PaymentState::Sent
            | PaymentState::Approved { .. }
            | PaymentState::Sold { .. }
            | PaymentState::VoidPromised
            | PaymentState::NotCharged { .. }
            | PaymentState::Uncollected { .. }
            | PaymentState::DoublyReceived => Move::Wait,
        }
    }

    fn answer_hand_over(&mut self, case: &mut Case<'_>, payment_id: PaymentId) -> Move {
        let answer = if case.plan.handed_over { HandOver::Sold } else { HandOver::VoidOnTerminal };
        self.say(Request::AnswerHandOver { payment_id, answer, operator_code: Some(OPERATOR.to_owned()) })
    }

    /// 【結果不明】
    fn decide(&mut self, case: &mut Case<'_>, payment: &PaymentView) -> Move {
        let Some(seen) = self.seen() else { return Move::Wait };
        if seen.is_unfinished() {
            return self.look_into_unfinished(case, payment.payment_id);
        }
        if !seen.is_idle() {
            return Move::Wait;
        }
        let decision = match self.evidence(&seen, payment.payment_id) {
            Evidence::Slip(slip) if slip.voided => {
                return Move::Leave("its slip is voided already".to_owned());
            }
            Evidence::Slip(slip) => charged(&seen, &slip),
            Evidence::Nothing if !may_be_charged_unseen(&payment.state) => {
                Some(Decision::NotOnRecord { newest_slip: newest(&seen) })
            }
            Evidence::Nothing | Evidence::Unclear => return self.hold(payment, newest(&seen)),
        };
        self.decided(payment.payment_id, decision)
    }

    /// Choice 4, once.
    fn hold(&mut self, payment: &PaymentView, newest_slip: Option<SlipNumber>) -> Move {
        let payment_id = payment.payment_id;
        if matches!(payment.state, PaymentState::Held { .. }) || !self.held.insert(payment_id) {
            return Move::Leave("nobody can tell from the terminal".to_owned());
        }
        let decision = Decision::Hold { contact: "03-0000-0000".to_owned(), newest_slip };
        let made = self.decided(payment_id, Some(decision));
        if made != Move::Did {
            self.held.remove(&payment_id);
        }
        made
    }

    /// 処理未了 is on the display: 残高照会, or the customer has gone.
    fn look_into_unfinished(&mut self, case: &mut Case<'_>, payment_id: PaymentId) -> Move {
        if !case.plan.checks_balance {
            self.stand.act(&json!({"act": "confirm"}));
            if let Some(known) = self.known.get_mut(&payment_id) {
                known.confirmed = true;
            }
        } else {
            self.stand.act(&json!({"act": "balance_check"}));
            self.wait(std::time::Duration::from_millis(300), |desk| {
                desk.seen().is_some_and(|seen| !seen.is_unfinished())
            });
        }
        Move::Did
    }

    /// 【決済内容相違】
    fn put_straight(&mut self, case: &mut Case<'_>, payment: &PaymentView) -> Move {
        let Some(seen) = self.seen() else { return Move::Wait };
        if seen.is_unfinished() {
            return self.look_into_unfinished(case, payment.payment_id);
        }
        if !seen.is_idle() {
            return Move::Wait;
        }
        let payment_id = payment.payment_id;
        let slip = match self.evidence(&seen, payment_id) {
            Evidence::Slip(slip) => slip,
            Evidence::Nothing => {
                return self.decided(payment_id, Some(Decision::NotOnRecord { newest_slip: newest(&seen) }));
            }
            Evidence::Unclear => return Move::Leave("nobody can tell from the terminal".to_owned()),
        };
        let as_asked = slip.amount == payment.amount.get();
        // Goods that were paid for are not taken back because of a wrong word of the terminal.
        let is_sold = matches!(payment.state, PaymentState::Contradicted { receipt_number: Some(_), .. });
        if !slip.voided && as_asked && (case.plan.keeps_charge || is_sold) {
            let made = self.decided(payment_id, charged(&seen, &slip));
            if made == Move::Did {
                return made;
            }
        }
        self.void_it(payment, &seen, &slip)
    }

    fn void_it(&mut self, payment: &PaymentView, seen: &Seen, slip: &Logged) -> Move {
        let payment_id = payment.payment_id;
        let of_void = if slip.voided { self.slip_of_void(seen, slip) } else { None };
        let Some(of_void) = of_void.or_else(|| self.void_by_hand(&slip.slip_number)) else {
            let made = self.decided(payment_id, charged(seen, slip));
            return match made {
                Move::Did => made,
                other => Move::Leave(format!("cannot be voided, and as charged: {other:?}")),
            };
        };
        let Ok(slip_number) = SlipNumber::new(&of_void) else { return Move::Wait };
        self.decided(
            payment_id,
            Some(Decision::VoidedOnTerminal { slip_number, amount: Yen::new(slip.amount) }),
        )
    }

    /// The 取消 in the history that belongs to a slip that says it was undone.
    fn slip_of_void(&self, seen: &Seen, slip: &Logged) -> Option<String> {
        let is_it = |entry: &&Logged| entry.transaction_type == "void" && entry.amount == slip.amount;
        seen.log.iter().rev().find(is_it).map(|entry| entry.slip_number.clone())
    }

    fn decided(&mut self, payment_id: PaymentId, decision: Option<Decision>) -> Move {
        let Some(decision) = decision else {
            return Move::Leave("what the terminal shows cannot be typed".to_owned());
        };
        self.say(Request::DecidePayment { payment_id, decision, operator_code: Some(OPERATOR.to_owned()) })
    }

    pub(super) fn say(&mut self, request: Request) -> Move {
        let text = format!("{request:?}");
        let heard = self.page.ask(request);
        self.note(format!("{text}: {heard:.300?}"));
        match heard {
            Heard::Done(_) => Move::Did,
            Heard::Refused(code) => Move::Refused(format!("{code:?}")),
            Heard::Nothing => Move::Wait,
        }
    }
}

/// 「端末がエラーで終了しました。請求されている可能性があります。」 – and no slip: nobody at the counter can tell. A terminal that
/// could not reach its centre undoes what it asked for.
fn may_be_charged_unseen(state: &PaymentState) -> bool {
    match state.unknown() {
        Some((Doubt::Error { ecat }, _)) => ecat.is_some_and(|ecat| ecat != CatError::Communication),
        Some(_) | None => false,
    }
}

/// Choice 1, typed from the paper.
fn charged(seen: &Seen, slip: &Logged) -> Option<Decision> {
    let approval = seen.printed(&slip.slip_number, "承認番号");
    Some(Decision::Charged {
        paper: PaperSlip {
            slip_number: SlipNumber::new(&slip.slip_number).ok()?,
            amount: Yen::new(slip.amount),
            time: slip.time(),
            approval_code: approval.and_then(|code| ApprovalCode::new(&code).ok()),
        },
    })
}

fn newest(seen: &Seen) -> Option<SlipNumber> {
    seen.newest_slip.as_ref().and_then(|slip| SlipNumber::new(slip).ok())
}
