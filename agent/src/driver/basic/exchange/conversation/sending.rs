//! What goes out next, and what becomes of it.

use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::terminal::trace::LineNote;
use tokio::time::Instant;

use super::selling::Sales;
use super::{Conversation, Failure, FromPos, VERSION};
use crate::driver::{DriverEvent, NotTaken, Question};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sending {
    Hello,
    Ping,
    Cancel(PaymentId),
    Question(Question),
    DailyLog { from: UnixMs, to: UnixMs },
    Sales,
}

impl Conversation {
    pub(super) fn may_send(&self) -> bool {
        self.sending.is_none() && self.line.as_ref().is_some_and(|line| line.free())
    }

    pub(super) fn next_sending(&mut self, now: Instant) -> Option<Sending> {
        let call_due = self.call_at.is_some_and(|at| at <= now);
        if !self.greeted() {
            if let Sales::Waiting { .. } = self.sales {
                self.sales = Sales::None;
                self.not_taken(NotTaken::NotConnected);
            }
            return self.next_ungreeted(call_due);
        }
        if let Some(payment_id) = self.cancels.pop_front() {
            return Some(Sending::Cancel(payment_id));
        }
        match std::mem::replace(&mut self.sales, Sales::None) {
            Sales::Waiting { order, .. } => {
                self.sales = Sales::Bidding(order);
                return Some(Sending::Sales);
            }
            other => self.sales = other,
        }
        if let Some(question) = self.asking.next() {
            return Some(Sending::Question(question));
        }
        if let Some((from, to)) = self.next_log(now) {
            return Some(Sending::DailyLog { from, to });
        }
        call_due.then(|| {
            self.call_at = None;
            Sending::Ping
        })
    }

    pub(super) fn won(&mut self, now: Instant) {
        self.note_turn(self.sending, LineNote::Won);
        let message = match self.sending {
            None => return,
            Some(Sending::Hello) => {
                FromPos::Hello { version: VERSION, register_id: self.register_id.clone() }
            }
            Some(Sending::Ping | Sending::Question(Question::State)) => FromPos::Ping,
            Some(Sending::Cancel(payment_id)) => FromPos::Cancel { payment_id },
            Some(Sending::Question(Question::Payment(payment_id))) => FromPos::Query { payment_id },
            Some(Sending::Question(Question::Last)) => FromPos::Last,
            Some(Sending::DailyLog { from, to } | Sending::Question(Question::DailyLog { from, to })) => {
                FromPos::DailyLog { from: Some(from), to: Some(to) }
            }
            Some(Sending::Sales) => return self.won_for_sales(now),
        };
        self.go(now, &message);
    }

    pub(super) fn go(&mut self, now: Instant, message: &FromPos) {
        tracing::trace!(message = message.trace(), "sending");
        self.note_sending(message);
        if let Some(line) = &mut self.line {
            line.go(now, &message.encode());
        }
    }

    pub(super) fn delivered(&mut self, now: Instant) {
        self.note_turn(self.sending, LineNote::Delivered);
        match self.sending.take() {
            Some(Sending::Hello | Sending::Ping) => self.call_at = Some(now + self.timers.ping),
            Some(Sending::Question(question)) => self.asking.delivered(question, now + self.timers.answer),
            Some(Sending::DailyLog { .. }) => self.log_delivered(now),
            Some(Sending::Sales) => {
                self.sales = Sales::None;
                self.events.push_back(DriverEvent::SalesTaken);
            }
            Some(Sending::Cancel(_)) | None => {}
        }
    }

    pub(super) fn failed(&mut self, now: Instant, failure: Failure) {
        self.note_failure(failure);
        match self.sending.take() {
            Some(Sending::Hello) => {
                self.unsaid = Some(failure);
                self.call_at = Some(now + self.timers.ping);
            }
            Some(Sending::Ping) => self.call_at = Some(now + self.timers.ping),
            Some(Sending::Question(question)) => {
                self.asking.forget(question);
                self.events.push_back(DriverEvent::Unanswered(question));
            }
            Some(Sending::DailyLog { .. }) => self.log_undelivered(),
            Some(Sending::Cancel(payment_id)) => {
                self.events.push_back(DriverEvent::CancelUnheard(payment_id));
            }
            Some(Sending::Sales) => self.sales_failed(failure),
            None => {}
        }
    }
}
