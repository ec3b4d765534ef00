//! After a restart: what was pending is found out before anything else; what was given up is reversed.

use catlink_shared::terminal::Phase;

use super::finish::Ending;
use super::screen::Tone;
use super::transaction::Approval;
use super::{Doing, Engine, Output};
use crate::virtual_terminal::centre::{Answer, Question};
use crate::virtual_terminal::clock::Now;
use crate::virtual_terminal::fault::{Fault, FaultBox};

impl Engine {
    /// Goes on from the memory.
    pub(super) fn resume(&mut self, now: Now) {
        if let Some(unfinished) = self.memory.unfinished.clone() {
            self.doing = Doing::Unfinished(Box::new(unfinished));
        }
        if !self.memory.reversals.is_empty() {
            self.ask_again_ms = Some(now.ms);
        }
        let Some(pending) = self.memory.pending.clone() else { return };
        if pending.asked.is_some() && !pending.origin.is_training() {
            self.doing = Doing::Enquiring(Box::new(pending));
            self.ask_again_ms = Some(now.ms);
        } else {
            // The centre was never asked, so nothing can have been charged.
            self.conclude(now, &pending, None, Phase::Restarting, &Ending::Cancelled { here: true });
        }
    }

    /// Asks the centre what it has not answered yet.
    pub(super) fn ask_again(&mut self) {
        self.ask_again_ms = None;
        if let Doing::Enquiring(pending) = &self.doing {
            let reference = pending.reference.clone();
            self.out.push(Output::Ask(Question::Enquire { reference }));
        }
        for reference in self.memory.reversals.clone() {
            self.out.push(Output::Ask(Question::Reverse { reference }));
        }
    }

    pub(super) fn answered(&mut self, now: Now, question: &Question, answer: Answer, faults: &mut FaultBox) {
        let asks_after = matches!(question, Question::Enquire { .. } | Question::Reverse { .. });
        let answer =
            if asks_after && faults.fires(&Fault::EnquiryError) { Answer::Unreachable } else { answer };
        match question {
            Question::Authorise(authorise) => self.authorised(now, &authorise.reference, &answer, faults),
            Question::Enquire { reference } => self.enquired(now, reference, answer),
            Question::Reverse { reference } => self.reversed(now, reference, &answer),
        }
    }

    fn enquired(&mut self, now: Now, reference: &str, answer: Answer) {
        let pending = match &self.doing {
            Doing::Enquiring(pending) | Doing::Unfinished(pending) if pending.reference == reference => {
                (**pending).clone()
            }
            _other => return,
        };
        let ending = match answer {
            Answer::Authorised { approval_code, amount, .. } => {
                Ending::Approved { approval: Approval { approval_code, settled: amount } }
            }
            Answer::Declined { code } => Ending::Declined { code },
            Answer::Reversed | Answer::Unknown => Ending::Cancelled { here: true },
            Answer::Unreachable => {
                if matches!(self.doing, Doing::Enquiring(_)) {
                    self.ask_again_ms = Some(now.ms + self.setup.pace.centre_ms);
                } else {
                    self.notify(now, "通信エラー", "センターと通信できません", Tone::Bad);
                }
                return;
            }
        };
        self.doing = Doing::Idle;
        self.conclude(now, &pending, pending.asked.as_ref(), Phase::Center, &ending);
    }

    fn reversed(&mut self, now: Now, reference: &str, answer: &Answer) {
        if matches!(&self.doing, Doing::Voiding(entry) if entry.reference == reference) {
            return self.voided(now, answer);
        }
        match answer {
            Answer::Unreachable => self.ask_again_ms = Some(now.ms + self.setup.pace.centre_ms),
            Answer::Authorised { .. } | Answer::Declined { .. } | Answer::Reversed | Answer::Unknown => {
                self.memory.reversals.retain(|given_up| given_up != reference);
                self.out.push(Output::Store);
            }
        }
    }
}
