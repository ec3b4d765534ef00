//! What comes in, and what it is to the till.

use catlink_shared::terminal::daily_log::LogTrouble;
use catlink_shared::terminal::trace::LineNote;
use tokio::time::Instant;

use super::{Conversation, Greeting, Offer};
use crate::driver::basic::message::FromTerminal;
use crate::driver::{DriverEvent, NoResult, Question};

impl Conversation {
    /// A whole message. Everything but a RESULT is acknowledged at once.
    pub(super) fn message(&mut self, now: Instant, bytes: &[u8]) {
        self.hear(now);
        let read = FromTerminal::decode(bytes);
        self.note_heard(bytes, &read);
        match read {
            Ok(FromTerminal::Result(result)) => {
                self.offered = result.payment_id;
                self.asking.answered_by_result(result.payment_id);
                self.offer = Offer::Queued;
                self.events.push_back(DriverEvent::ResultOffered(result));
                return;
            }
            Ok(message) => {
                tracing::trace!(message = message.trace(), "received");
                self.tell_of(now, message);
            }
            Err(_) if FromTerminal::was_to_be_log(bytes) && self.log_comes() => self.log_spoilt(now),
            Err(bad) => {
                tracing::debug!(%bad, "dropped a message");
                self.events.push_back(DriverEvent::Nonsense { why: bad.why() });
            }
        }
        if let Some(line) = &mut self.line {
            line.accept(now);
        }
    }

    pub(super) fn tell_of(&mut self, now: Instant, message: FromTerminal) {
        let event = match message {
            FromTerminal::Ready(ready) => {
                self.greeting = Greeting::Answered;
                self.unit = Some(ready.unit.clone());
                self.holder = None;
                self.call_at = Some(now + self.timers.ping);
                DriverEvent::Ready(ready)
            }
            FromTerminal::HelloRefused { holder, .. } => {
                if self.holder.as_ref() == Some(&holder) {
                    return;
                }
                self.holder = Some(holder.clone());
                self.greeting = Greeting::Open;
                DriverEvent::HelloRefused { holder }
            }
            FromTerminal::State(state) => {
                self.asking.answered(Question::State);
                self.seen();
                DriverEvent::State(state)
            }
            FromTerminal::Status { unit, payment_id, phase } => {
                DriverEvent::Status { unit, payment_id, phase }
            }
            FromTerminal::Refused { unit, payment_id, reason } => {
                let of_log = payment_id.is_none() && !self.asking.is_open(Question::Last);
                if of_log && self.log_refused(LogTrouble::Refused(reason)) {
                    return;
                }
                self.asking.answered(payment_id.map_or(Question::Last, Question::Payment));
                DriverEvent::Refused { unit, payment_id, reason }
            }
            FromTerminal::Pending { unit, payment_id } => {
                self.asking.answered(Question::Payment(payment_id));
                DriverEvent::NoResult { unit, payment_id: Some(payment_id), answer: NoResult::Pending }
            }
            FromTerminal::None { unit, payment_id } => {
                self.asking.answered(payment_id.map_or(Question::Last, Question::Payment));
                DriverEvent::NoResult { unit, payment_id, answer: NoResult::None }
            }
            FromTerminal::Forgotten { unit, payment_id } => {
                self.asking.answered(Question::Payment(payment_id));
                DriverEvent::NoResult { unit, payment_id: Some(payment_id), answer: NoResult::Forgotten }
            }
            FromTerminal::Log(line) => return self.log_line(now, line),
            FromTerminal::End { unit, count, total } => return self.log_ended(&unit, count, total),
            FromTerminal::Result(_) => return,
        };
        self.events.push_back(event);
    }

    pub(in crate::driver::basic) fn acknowledge(&mut self, now: Instant) {
        if self.offer == Offer::Said {
            self.offer = Offer::None;
            self.note_answer(LineNote::Acknowledged);
            // It waited for us, not we for it.
            self.hear(now);
            if let Some(line) = &mut self.line {
                line.accept(now);
            }
            self.step(now);
        }
    }

    pub(in crate::driver::basic) fn refuse(&mut self, now: Instant) {
        if self.offer == Offer::Said {
            self.offer = Offer::None;
            self.note_answer(LineNote::NotAcknowledged);
            self.hear(now);
            if let Some(line) = &mut self.line {
                line.refuse(now);
            }
            self.step(now);
        }
    }
}
