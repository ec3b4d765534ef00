//! catlink basic: the open family, ours, which the virtual terminal speaks too (`docs/terminals/basic.md`).
//!
//! [`Basic`] joins a clock and a link to a conversation; all that is said is decided in `exchange`.

pub mod block;
mod exchange;
#[cfg(test)]
mod fixtures;
pub mod message;

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::{CatPort, RegisterId};
use tokio::time::{Instant, Sleep, sleep_until};

pub use exchange::{Framing, Timers};

use super::{CatDriver, DriverEvent, Question, SalesOrder, SendPermit, Taken};
use crate::link::{Link, LinkAddress, LinkTrouble};
use crate::trace::Tracer;
use exchange::{Conversation, LanLine, Line, LineState, SerialLine};

/// Bytes read at once.
const READ_BYTES: usize = 512;

type Opening = Pin<Box<dyn Future<Output = Result<Link, LinkTrouble>> + Send>>;

/// A terminal that speaks catlink basic.
pub struct Basic {
    address: LinkAddress,
    framing: Framing,
    timers: Timers,
    port: Port,
    /// The next pause before opening.
    pause: Duration,
    /// What was last said of the port; said again only when it changes.
    trouble: Option<LinkTrouble>,
    heard: Heard,
    conversation: Conversation,
}

/// Whether any byte has come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    Nothing,
    Bytes,
}

/// What a line gives that greets nobody: for whoever tests a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impression {
    /// Nothing has come in.
    Silence,
    /// The last bid was answered busy.
    Busy,
    /// Bytes that are no greeting.
    Noise,
}

/// The link. Each state keeps what it waits for, so that a cancelled `next` loses nothing.
enum Port {
    Closed(Pin<Box<Sleep>>),
    Opening(Opening),
    Open(Link),
}

/// Why one wait was over.
enum Woken {
    Dial,
    Opened(Result<Link, LinkTrouble>),
    Read(usize),
    Wrote(usize),
    Broken(LinkTrouble),
    Time,
}

impl Basic {
    /// A terminal at a serial port or a socket, with the specification's timers. Nothing happens before
    /// [`CatDriver::next`] is called.
    ///
    /// Must be called within a Tokio runtime with time and I/O.
    #[must_use]
    pub fn on_port(port: &CatPort, register_id: RegisterId) -> Self {
        Self::paced(port, 1, register_id)
    }

    /// The same with every timer divided.
    ///
    /// Must be called within a Tokio runtime with time and I/O.
    #[must_use]
    pub fn paced(port: &CatPort, divided_by: u32, register_id: RegisterId) -> Self {
        let (framing, timers) = match port {
            CatPort::Serial { form, .. } => (Framing::Serial, Timers::at(*form)),
            CatPort::Tcp { .. } => (Framing::Lan, Timers::default()),
        };
        Self::new(port.into(), framing, timers.divided(divided_by), register_id)
    }

    /// A terminal at any address, with any framing and timers.
    ///
    /// Must be called within a Tokio runtime with time and I/O.
    #[must_use]
    pub fn new(address: LinkAddress, framing: Framing, timers: Timers, register_id: RegisterId) -> Self {
        let now = Instant::now();
        Self {
            address,
            framing,
            port: Port::Closed(Box::pin(sleep_until(now))),
            pause: timers.reopen_first,
            trouble: None,
            heard: Heard::Nothing,
            conversation: Conversation::new(timers.clone(), register_id, now),
            timers,
        }
    }

    /// The same where another register uses the terminal, too (共用): it is greeted only while it is claimed.
    #[must_use]
    pub fn shared(mut self) -> Self {
        self.conversation.share();
        self
    }

    /// The same with a trace of its line.
    #[must_use]
    pub fn traced(mut self, tracer: Tracer) -> Self {
        self.conversation.trace_with(tracer);
        self
    }

    /// What the line has given so far. It proves nothing about a greeting that was answered.
    #[must_use]
    pub fn impression(&self) -> Impression {
        match (self.heard, self.conversation.greeting_was_busy()) {
            (Heard::Nothing, _) => Impression::Silence,
            (Heard::Bytes, true) => Impression::Busy,
            (Heard::Bytes, false) => Impression::Noise,
        }
    }

    fn opened(&mut self, now: Instant, link: Link) {
        let line: Box<dyn Line> = match self.framing {
            Framing::Serial => Box::new(SerialLine::new(self.timers.clone())),
            Framing::Lan => Box::new(LanLine::new(self.timers.clone())),
        };
        self.port = Port::Open(link);
        self.conversation.opened(now, line);
    }

    /// The port is not open, or not any more: says so where that is news, and pauses before the next try.
    fn closed(&mut self, now: Instant, trouble: LinkTrouble) {
        self.port = Port::Closed(Box::pin(sleep_until(now + self.pause)));
        self.pause = (self.pause * 2).min(self.timers.reopen_most);
        self.conversation.lost();
        if self.trouble.as_ref() != Some(&trouble) {
            self.conversation.tell(DriverEvent::Lost(trouble.clone()));
            self.trouble = Some(trouble);
        }
    }

    /// The terminal was given back: the link is closed, which tells it so, and opened again at once to look on.
    fn left(&mut self, now: Instant) {
        self.port = Port::Closed(Box::pin(sleep_until(now)));
        self.conversation.lost();
    }

    /// On LAN a link over which nothing comes is given up: a terminal that was switched off says no goodbye.
    fn drop_at(&self) -> Option<Instant> {
        match (self.framing, &self.port) {
            (Framing::Lan, Port::Open(_)) => {
                self.conversation.unheard_since().map(|since| since + self.timers.lan_drop)
            }
            (Framing::Serial, _) | (Framing::Lan, Port::Closed(_) | Port::Opening(_)) => None,
        }
    }

    fn close_where_due(&mut self, now: Instant) {
        match self.conversation.state_of_line() {
            LineState::Sound => {}
            LineState::Broken => self.closed(now, LinkTrouble::Gone),
            LineState::Left => self.left(now),
        }
    }

    fn deadline(&self) -> Option<Instant> {
        [self.conversation.deadline(), self.drop_at()].into_iter().flatten().min()
    }

    /// Waits for one thing to happen. Nothing is lost where this is cancelled.
    async fn wait(&mut self, buffer: &mut [u8]) -> Woken {
        let mut alarm = self.deadline().map(|at| Box::pin(sleep_until(at)));
        poll_fn(|cx| {
            if let Poll::Ready(woken) = self.poll_port(cx, buffer) {
                return Poll::Ready(woken);
            }
            match &mut alarm {
                Some(alarm) => alarm.as_mut().poll(cx).map(|()| Woken::Time),
                None => Poll::Pending,
            }
        })
        .await
    }

    fn poll_port(&mut self, cx: &mut Context<'_>, buffer: &mut [u8]) -> Poll<Woken> {
        match &mut self.port {
            Port::Closed(pause) => pause.as_mut().poll(cx).map(|()| Woken::Dial),
            Port::Opening(opening) => opening.as_mut().poll(cx).map(Woken::Opened),
            Port::Open(link) => {
                let Some(line) = self.conversation.line() else { return Poll::Pending };
                if !line.output().is_empty()
                    && let Poll::Ready(outcome) = link.poll_write(cx, line.output())
                {
                    return Poll::Ready(outcome.map_or_else(Woken::Broken, Woken::Wrote));
                }
                if !line.hungry() {
                    return Poll::Pending;
                }
                link.poll_read(cx, buffer).map(|outcome| outcome.map_or_else(Woken::Broken, Woken::Read))
            }
        }
    }

    fn handle(&mut self, woken: Woken, buffer: &[u8]) {
        let now = Instant::now();
        match woken {
            Woken::Dial => {
                self.port = Port::Opening(Box::pin(self.address.clone().open(self.timers.connect)));
            }
            Woken::Opened(Ok(link)) => self.opened(now, link),
            Woken::Opened(Err(trouble)) | Woken::Broken(trouble) => self.closed(now, trouble),
            Woken::Read(count) => {
                self.heard = Heard::Bytes;
                self.conversation.received(now, &buffer[..count]);
            }
            Woken::Wrote(count) => self.conversation.wrote(now, count),
            Woken::Time => {}
        }
        // After a read too: one that never stops talking must not stop the clock.
        if self.drop_at().is_some_and(|at| at <= now) {
            self.closed(now, LinkTrouble::Gone);
        } else if self.deadline().is_some_and(|at| at <= now) {
            self.conversation.tick(now);
        }
        self.close_where_due(now);
        if self.conversation.answered() {
            self.pause = self.timers.reopen_first;
            self.trouble = None;
        }
    }
}

impl CatDriver for Basic {
    async fn next(&mut self) -> DriverEvent {
        let mut buffer = [0; READ_BYTES];
        loop {
            self.close_where_due(Instant::now());
            if let Some(event) = self.conversation.event() {
                return event;
            }
            let woken = self.wait(&mut buffer).await;
            self.handle(woken, &buffer);
        }
    }

    fn claim(&mut self) {
        self.conversation.claim(Instant::now());
    }

    fn release(&mut self) {
        self.conversation.release(Instant::now());
    }

    fn ask(&mut self, question: Question) {
        self.conversation.ask(Instant::now(), question);
    }

    fn drop_log(&mut self) {
        self.conversation.drop_log();
    }

    fn cancel(&mut self, payment_id: PaymentId) {
        self.conversation.cancel(Instant::now(), payment_id);
    }

    fn start_sales(&mut self, order: SalesOrder) {
        self.conversation.start_sales(Instant::now(), order);
    }

    fn proceed(&mut self, permit: SendPermit) {
        self.conversation.proceed(Instant::now(), &permit);
    }

    fn abandon(&mut self) {
        self.conversation.abandon(Instant::now());
    }

    fn acknowledge(&mut self, _taken: Taken) {
        self.conversation.acknowledge(Instant::now());
    }

    fn refuse(&mut self) {
        self.conversation.refuse(Instant::now());
    }
}
