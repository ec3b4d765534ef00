//! The part of a transaction in which money moves: the centre is asked, its word is taken, the slip is printed.

use catlink_shared::money::Yen;
use catlink_shared::terminal::{ApprovalCode, CatError, Phase, TransactionType};

use super::super::finish::Ending;
use super::super::{Auto, Doing, Engine, Output};
use super::Approval;
use crate::virtual_terminal::centre::{Answer, Authorise, ChargeKind, Question, Wish};
use crate::virtual_terminal::clock::Now;
use crate::virtual_terminal::fault::{Fault, FaultBox, Step};
use crate::virtual_terminal::wallet::Issuer;

impl Engine {
    /// Asks the centre, or does what a fault wants in its place. From here 中止 is grey.
    pub(super) fn ask_centre(&mut self, now: Now, faults: &mut FaultBox) {
        self.enter(now, Phase::Center);
        let terminal_id = self.memory.terminal_id.clone();
        let Doing::At(transaction) = &mut self.doing else { return };
        let (Some(facts), Some((card, _))) = (transaction.facts(), transaction.shown) else { return };
        let origin = &transaction.pending.origin;
        let amount = origin.amount();
        let is_refund = origin.transaction_type() == TransactionType::Refund;
        let short = facts.balance_before.is_some_and(|balance| balance < amount.get()) && !is_refund;
        if short || faults.fires(&Fault::Deficient) {
            return self.end(now, Ending::Deficient);
        }
        if faults.fires(&Fault::OverDeposit) {
            return self.end(now, Ending::Failed { ecat: CatError::OverDeposit });
        }
        if origin.is_training() {
            return;
        }
        let declines = card.issuer == Issuer::Declines || self.auto == Auto::Decline;
        let wish = if declines || faults.fires(&Fault::Decline) { Wish::Decline } else { Wish::Approve };
        let spoilt = faults.take(|fault| match fault {
            Fault::Incomplete { charged } => Some((Ending::Unfinished, *charged)),
            Fault::CentreFails { ecat, charged } => {
                Some((Ending::Failed { ecat: CatError::from_number(*ecat) }, *charged))
            }
            _other => None,
        });
        let less = faults.take(|fault| match fault {
            Fault::LessSettled { settled } => Some(Yen::new(*settled)),
            _other => None,
        });
        let question = Question::Authorise(Authorise {
            reference: transaction.pending.reference.clone(),
            terminal_id,
            payment_id: origin.payment_id(),
            amount: less.unwrap_or(amount),
            kind: if is_refund { ChargeKind::Refund } else { ChargeKind::Sale },
            wish,
        });
        transaction.ends_as = spoilt.clone().map(|(ending, _)| ending);
        transaction.pending.asked = Some(facts);
        self.memory.pending = Some(transaction.pending.clone());
        self.out.extend([Output::Store, Output::Step(Step::BeforeCentre)]);
        if let Some((ending, false)) = spoilt {
            self.end(now, ending);
        } else if faults.fires(&Fault::CentreError) {
            self.end(now, Ending::Unreachable);
        } else {
            self.out.push(Output::Ask(question));
        }
    }

    /// The centre's word on the transaction under way.
    pub(in super::super) fn authorised(
        &mut self,
        now: Now,
        reference: &str,
        answer: &Answer,
        faults: &mut FaultBox,
    ) {
        let Doing::At(transaction) = &mut self.doing else { return };
        if transaction.pending.reference != reference || transaction.phase != Phase::Center {
            return;
        }
        self.out.push(Output::Step(Step::AfterCentre));
        if faults.fires(&Fault::CentreAnswerLost) {
            return self.end(now, Ending::Unreachable);
        }
        match (answer, transaction.ends_as.take()) {
            (Answer::Authorised { .. }, Some(ending)) => self.end(now, ending),
            (Answer::Authorised { approval_code, amount, .. }, None) => {
                transaction.approved =
                    Some(Approval { approval_code: approval_code.clone(), settled: *amount });
                self.enter(now, Phase::Printing);
            }
            (Answer::Declined { code }, _) => self.end(now, Ending::Declined { code: code.clone() }),
            (Answer::Reversed | Answer::Unknown, _) => self.end(now, Ending::Cancelled { here: true }),
            (Answer::Unreachable, _) => self.end(now, Ending::Unreachable),
        }
    }

    /// Training never reaches the centre: the terminal says yes by itself.
    pub(super) fn approve_training(&mut self, now: Now) {
        let Doing::At(transaction) = &mut self.doing else { return };
        let settled = transaction.pending.origin.amount();
        let Ok(approval_code) = ApprovalCode::new("000000") else { return };
        transaction.approved = Some(Approval { approval_code, settled });
        self.enter(now, Phase::Printing);
    }

    pub(super) fn printed(&mut self, now: Now) {
        let Doing::At(transaction) = &mut self.doing else { return };
        if let Some(approval) = transaction.approved.take() {
            self.end(now, Ending::Approved { approval });
        }
    }
}
