//! What the line trace is told. It is told and forgotten: nothing waits for it, nothing follows from it.

use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::trace::LineNote;

use super::sending::Sending;
use super::{Conversation, Failure, FromPos};
use crate::driver::basic::message::{BadMessage, FromTerminal, trace};
use crate::trace::Tracer;

impl Conversation {
    /// Who keeps the trace.
    pub(in crate::driver::basic) fn trace_with(&mut self, tracer: Tracer) {
        self.tracer = tracer;
    }

    pub(super) fn note(&self, note: LineNote) {
        self.tracer.note(None, note);
    }

    /// A message of ours goes out.
    pub(super) fn note_sending(&self, message: &FromPos) {
        self.tracer.message(|| {
            let traced = trace::outgoing(message);
            (traced.payment_id, traced.line)
        });
    }

    /// A message came in.
    pub(super) fn note_heard(&self, bytes: &[u8], read: &Result<FromTerminal, BadMessage>) {
        self.tracer.message(|| {
            let traced = trace::incoming(bytes, read);
            (traced.payment_id, traced.line)
        });
    }

    /// Of what is asked again and again only the messages themselves are kept.
    pub(super) fn note_turn(&self, sending: Option<Sending>, note: LineNote) {
        match sending {
            Some(Sending::Sales | Sending::Cancel(_)) => self.note(note),
            Some(Sending::Hello | Sending::Ping | Sending::Question(_) | Sending::DailyLog { .. }) | None => {
            }
        }
    }

    pub(super) fn note_failure(&self, failure: Failure) {
        self.note(match failure {
            Failure::BidUnanswered => LineNote::Unanswered,
            Failure::BidBusy => LineNote::Busy,
            Failure::EveryTryRefused => LineNote::EveryTryRefused,
            Failure::Silence => LineNote::NoAnswer,
            Failure::Aborted => LineNote::Aborted,
        });
    }

    pub(super) fn note_answer(&mut self, note: LineNote) {
        let of: Option<PaymentId> = self.offered.take();
        self.tracer.note(of, note);
    }
}
