//! What the device says, acknowledges and asks, with whatever is to go wrong with it.

use std::time::Duration;

use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::TerminalResult;
use tokio::sync::oneshot;

use super::{Body, leak, mischief};
use crate::driver::basic::message::FromTerminal;
use crate::virtual_terminal::centre::Question;
use crate::virtual_terminal::engine::{Asked, Connection};
use crate::virtual_terminal::fault::Fault;
use crate::virtual_terminal::line::{Command, Commit, Kind, Parcel};

/// What the line waits for. Dropped without being given, it means no.
pub(super) struct Acknowledgement {
    pub(super) sender: oneshot::Sender<Commit>,
    pub(super) is_sales: bool,
}

impl Acknowledgement {
    fn give(self) {
        let _gone = self.sender.send(Commit::Taken);
    }

    fn lose(self) {
        let _gone = self.sender.send(Commit::TakenUnheard);
    }
}

impl Body {
    /// What was heard is acknowledged, unless a fault wants otherwise.
    pub(super) fn acknowledge(&self, commit: Acknowledgement) {
        let mut faults = self.parts.faults.lock();
        let cut = commit.is_sales.then(|| {
            faults.take(|fault| match fault {
                Fault::CutOnceTaken { back_after_ms } => Some(*back_after_ms),
                _other => None,
            })
        });
        if let Some(back_after_ms) = cut.flatten() {
            commit.lose();
            self.command(Command::Cut(back_after_ms.map(Duration::from_millis)));
        } else if commit.is_sales && faults.fires(&Fault::LostAck) {
            commit.lose();
        } else {
            commit.give();
        }
    }

    pub(super) fn say(&mut self, to: Connection, message: FromTerminal) {
        let kind = match &message {
            FromTerminal::State(_) => Kind::News,
            FromTerminal::Status { payment_id, .. } => {
                self.interject(to, *payment_id);
                Kind::News
            }
            FromTerminal::Pending { .. } | FromTerminal::None { .. } | FromTerminal::Forgotten { .. } => {
                return self.answer(to, vec![(message, None)]);
            }
            FromTerminal::Result(_) => Kind::Result,
            FromTerminal::Log(_) => return self.say_log_line(to, message),
            FromTerminal::End { .. } => Kind::Log,
            FromTerminal::Ready(_) | FromTerminal::HelloRefused { .. } | FromTerminal::Refused { .. } => {
                Kind::Answer
            }
        };
        for message in leak::said(&message, &self.parts.faults) {
            self.send(Parcel { to, message, kind, payment_id: None });
        }
    }

    /// A line of the daily log, with whatever is to go wrong with it.
    fn say_log_line(&self, to: Connection, line: FromTerminal) {
        for message in mischief::log_line(line, &self.parts.faults) {
            self.send(Parcel { to, message, kind: Kind::Log, payment_id: None });
        }
    }

    pub(super) fn send(&self, parcel: Parcel) {
        self.command(Command::Send(parcel));
    }

    pub(super) fn ask(&self, question: Question) {
        let (centre, answers) = (self.parts.centre.clone(), self.answers.clone());
        let is_charge = matches!(question, Question::Authorise(_));
        let late = self.parts.faults.lock().take(|fault| match fault {
            Fault::CentreLate { ms } if is_charge => Some(Duration::from_millis(*ms)),
            _other => None,
        });
        tokio::spawn(async move {
            let answer = centre.ask(&question).await;
            tokio::time::sleep(late.unwrap_or_default()).await;
            let _over = answers.send((question, answer));
        });
    }

    /// Offers a result, unless a fault wants otherwise.
    pub(super) fn offer(
        &mut self,
        to: Connection,
        payment_id: Option<PaymentId>,
        result: TerminalResult,
        asked: Asked,
    ) {
        let kept = asked == Asked::Unasked && self.keep_for_next_sale(&result);
        let plan = mischief::plan(&result, self.told.as_ref(), asked, &self.parts.faults);
        if let Some(cut) = plan.cut {
            self.command(Command::Cut(cut.back_after_ms.map(Duration::from_millis)));
        }
        if (kept || plan.keep_back)
            && let (Some(engine), Some(payment_id)) = (&mut self.engine, payment_id)
        {
            return engine.keep_back(payment_id);
        }
        if let Some(before) = self.told.replace(result)
            && before.payment_id != self.told.as_ref().and_then(|told| told.payment_id)
        {
            self.told_before = Some(before);
        }
        let last = plan.messages.len().saturating_sub(1);
        let told =
            plan.messages.into_iter().enumerate().map(|(at, result)| {
                (FromTerminal::Result(Box::new(result)), payment_id.filter(|_| at == last))
            });
        match asked {
            Asked::Unasked => self.send_all(to, told.collect(), plan.late),
            Asked::Asked => self.answer(to, told.collect()),
        }
    }
}
