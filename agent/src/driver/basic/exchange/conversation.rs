//! What is said when: greeting, questions, SALES, and what the terminal's messages mean to the till.
//!
//! One message is on its way at a time, in this order: HELLO until READY, CANCEL, SALES, one question, the daily log, PING.
//! Only one question waits for its answer; the daily log comes beside it.

mod asking;
mod claiming;
mod hearing;
mod logging;
mod noting;
mod selling;
mod sending;

use std::collections::VecDeque;

use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::trace::LineNote;
use catlink_shared::terminal::{RegisterId, Unit};
use tokio::time::Instant;

use super::{Failure, Line, LineEvent, Timers};
use crate::driver::basic::message::{FromPos, VERSION};
use crate::driver::{Doubt, DriverEvent, NotTaken, Question};
use crate::trace::Tracer;
use asking::Asking;
use claiming::Claim;
use logging::Logging;
use selling::Sales;
use sending::Sending;

/// One conversation; outlives connections.
pub(in crate::driver::basic) struct Conversation {
    timers: Timers,
    register_id: RegisterId,
    /// None while the port is closed.
    line: Option<Box<dyn Line>>,
    state_of_line: LineState,
    greeting: Greeting,
    claim: Claim,
    sales: Sales,
    cancels: VecDeque<PaymentId>,
    asking: Asking,
    logging: Logging,
    /// Who greeted last.
    unit: Option<Unit>,
    /// What the line is busy with.
    sending: Option<Sending>,
    offer: Offer,
    /// When the terminal was heard last, or the line was opened.
    heard: Instant,
    /// When HELLO or PING is due; none while one is wanted or on its way.
    call_at: Option<Instant>,
    voice: Voice,
    holder: Option<String>,
    /// How the last HELLO failed.
    unsaid: Option<Failure>,
    events: VecDeque<DriverEvent>,
    tracer: Tracer,
    /// Whose RESULT is on offer.
    offered: Option<PaymentId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Greeting {
    Open,
    /// A shared terminal that is not claimed has answered PING.
    Seen,
    Answered,
}

/// Whether the connection is of any use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::driver::basic) enum LineState {
    Sound,
    Broken,
    /// Given back: to be closed, and opened again.
    Left,
}

/// Whether the terminal is heard.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Voice {
    Heard,
    Silent,
}

/// A RESULT between the terminal and the till.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Offer {
    None,
    /// Its event is queued.
    Queued,
    /// The till has it; nothing else is said until it answers.
    Said,
}

impl Conversation {
    pub(in crate::driver::basic) fn new(timers: Timers, register_id: RegisterId, now: Instant) -> Self {
        Self {
            timers,
            register_id,
            line: None,
            state_of_line: LineState::Sound,
            greeting: Greeting::Open,
            claim: Claim::Alone,
            sales: Sales::None,
            cancels: VecDeque::new(),
            asking: Asking::new(),
            logging: Logging::None,
            unit: None,
            sending: None,
            offer: Offer::None,
            heard: now,
            call_at: None,
            voice: Voice::Heard,
            holder: None,
            unsaid: None,
            events: VecDeque::new(),
            tracer: Tracer::none(),
            offered: None,
        }
    }

    /// What is to be told next. While a RESULT is with the till, nothing but the loss of the line.
    pub(in crate::driver::basic) fn event(&mut self) -> Option<DriverEvent> {
        if self.offer == Offer::Said {
            return None;
        }
        let event = self.events.pop_front()?;
        if let DriverEvent::ResultOffered(_) = event {
            self.offer = Offer::Said;
        }
        Some(event)
    }

    pub(in crate::driver::basic) fn line(&self) -> Option<&dyn Line> {
        self.line.as_deref()
    }

    /// HELLO was answered since the line was opened.
    pub(in crate::driver::basic) fn greeted(&self) -> bool {
        self.greeting == Greeting::Answered
    }

    /// The last HELLO could not be said, since the terminal was busy.
    pub(in crate::driver::basic) fn greeting_was_busy(&self) -> bool {
        self.unsaid == Some(Failure::BidBusy)
    }

    /// The terminal has said since the line was opened that it is there.
    pub(in crate::driver::basic) fn answered(&self) -> bool {
        self.greeting != Greeting::Open
    }

    /// Whether the connection is of any use.
    pub(in crate::driver::basic) fn state_of_line(&self) -> LineState {
        self.state_of_line
    }

    /// Since when the terminal has not been heard; none while it waits for the till.
    pub(in crate::driver::basic) fn unheard_since(&self) -> Option<Instant> {
        (self.offer == Offer::None).then_some(self.heard)
    }

    /// The port is open.
    pub(in crate::driver::basic) fn opened(&mut self, now: Instant, line: Box<dyn Line>) {
        self.note(LineNote::Opened);
        self.line = Some(line);
        self.state_of_line = LineState::Sound;
        self.greeting = Greeting::Open;
        self.voice = Voice::Heard;
        self.heard = now;
        self.call_at = Some(now);
        self.step(now);
    }

    /// The line is gone: says what that means for what was on its way. A RESULT on offer is no longer one.
    pub(in crate::driver::basic) fn lost(&mut self) {
        let begun = self.line.as_ref().is_some_and(|line| line.begun());
        if self.line.is_some() && self.state_of_line != LineState::Left {
            self.note(LineNote::Lost);
        }
        self.line = None;
        self.state_of_line = LineState::Sound;
        self.greeting = Greeting::Open;
        self.given_back();
        let sending = self.sending.take();
        self.call_at = None;
        self.holder = None;
        if self.offer != Offer::None {
            self.offer = Offer::None;
            self.events.retain(|event| !matches!(event, DriverEvent::ResultOffered(_)));
        }
        match std::mem::replace(&mut self.sales, Sales::None) {
            Sales::None => {}
            Sales::Sent if begun => self.events.push_back(DriverEvent::SalesDoubtful(Doubt::Cut)),
            Sales::Waiting { .. } | Sales::Bidding(_) | Sales::Won { .. } | Sales::Sent => {
                self.not_taken(NotTaken::NotConnected);
            }
            Sales::Withdrawn => self.not_taken(NotTaken::Withdrawn),
        }
        if let Some(Sending::Cancel(payment_id)) = sending {
            self.events.push_back(DriverEvent::CancelUnheard(payment_id));
        }
        for payment_id in self.cancels.drain(..) {
            self.events.push_back(DriverEvent::CancelUnheard(payment_id));
        }
        if let Some(question) = self.asking.give_up() {
            self.events.push_back(DriverEvent::Unanswered(question));
        }
        self.log_cut();
    }

    /// Something the driver itself has to tell.
    pub(in crate::driver::basic) fn tell(&mut self, event: DriverEvent) {
        self.events.push_back(event);
    }

    pub(in crate::driver::basic) fn ask(&mut self, now: Instant, question: Question) {
        match question {
            Question::DailyLog { from, to } => self.want_log(now, from, to),
            Question::State | Question::Payment(_) | Question::Last => {
                self.asking.ask(question, now + self.timers.line_wait);
            }
        }
        self.step(now);
    }

    pub(in crate::driver::basic) fn cancel(&mut self, now: Instant, payment_id: PaymentId) {
        if self.withdraw(now, payment_id) {
            return;
        }
        if !self.greeted() {
            self.events.push_back(DriverEvent::CancelUnheard(payment_id));
            return;
        }
        if !self.cancels.contains(&payment_id) {
            self.cancels.push_back(payment_id);
        }
        self.step(now);
    }

    pub(in crate::driver::basic) fn received(&mut self, now: Instant, bytes: &[u8]) {
        if let Some(line) = &mut self.line {
            line.received(now, bytes);
        }
        self.step(now);
    }

    pub(in crate::driver::basic) fn wrote(&mut self, now: Instant, count: usize) {
        if let Some(line) = &mut self.line {
            line.wrote(now, count);
        }
        self.step(now);
    }

    /// When `tick` is wanted next.
    pub(in crate::driver::basic) fn deadline(&self) -> Option<Instant> {
        let line = self.line.as_ref().and_then(|line| line.deadline());
        if self.offer != Offer::None {
            return line;
        }
        let silent = match (&self.line, self.voice) {
            (Some(_), Voice::Heard) => Some(self.heard + self.timers.silent),
            (Some(_), Voice::Silent) | (None, _) => None,
        };
        let sales = match &self.sales {
            Sales::Waiting { until, .. } | Sales::Won { until, .. } => Some(*until),
            Sales::None | Sales::Bidding(_) | Sales::Withdrawn | Sales::Sent => None,
        };
        // While the line is busy, its own end is what a call waits for.
        let call = if self.may_send() { self.call_at } else { None };
        [line, silent, sales, call, self.asking.deadline(), self.log_deadline()].into_iter().flatten().min()
    }

    pub(in crate::driver::basic) fn tick(&mut self, now: Instant) {
        if let Some(line) = &mut self.line {
            line.tick(now);
        }
        self.step(now);
        if self.offer != Offer::None {
            return;
        }
        if self.line.is_some() && self.voice == Voice::Heard && self.heard + self.timers.silent <= now {
            // Whoever speaks next may be another unit: greet again.
            self.voice = Voice::Silent;
            self.greeting = Greeting::Open;
            self.given_back();
            self.note(LineNote::Silent);
            self.log_cut();
            self.events.push_back(DriverEvent::Silent);
        }
        while let Some(question) = self.asking.overdue(now) {
            self.events.push_back(DriverEvent::Unanswered(question));
        }
        self.log_overdue(now);
        self.sales_overdue(now);
        self.step(now);
    }

    fn hear(&mut self, now: Instant) {
        self.heard = now;
        self.voice = Voice::Heard;
        if self.call_at.is_some() && self.greeted() {
            self.call_at = Some(now + self.timers.ping);
        }
    }

    /// Handles what happened on the line and starts what is due, until neither is left.
    fn step(&mut self, now: Instant) {
        loop {
            while let Some(event) = self.line.as_mut().and_then(|line| line.event()) {
                self.handle(now, event);
            }
            if !self.may_send() {
                return;
            }
            let Some(next) = self.next_sending(now) else { return };
            self.sending = Some(next);
            if let Some(line) = &mut self.line {
                line.start(now);
            }
        }
    }

    fn handle(&mut self, now: Instant, event: LineEvent) {
        match event {
            LineEvent::Won => self.won(now),
            LineEvent::Delivered => self.delivered(now),
            LineEvent::Failed(failure) => self.failed(now, failure),
            LineEvent::Message(bytes) => self.message(now, &bytes),
            LineEvent::Heard => self.hear(now),
            LineEvent::Noted(note) => self.note(note),
            LineEvent::Broken(why) => {
                self.state_of_line = LineState::Broken;
                if why.is_some() {
                    self.note(LineNote::Noise);
                }
                if let (Some(why), Offer::None) = (why, self.offer) {
                    self.events.push_back(DriverEvent::Nonsense { why });
                }
            }
        }
    }
}
