//! One conversation with a terminal, without clock or line: bytes and times go in, bytes and events come out.
//!
//! ```text
//!   Basic (clock, link) ── bytes, now ──▶ Conversation ── messages ──▶ Line: SerialLine | LanLine ── bytes ──▶
//! ```
//!
//! [`Conversation`] knows what is said when; a [`Line`] knows how a message gets across. Neither judges what a
//! silence means for the money.

mod conversation;
mod lan;
mod serial;
mod timers;

use catlink_shared::terminal::trace::LineNote;
use tokio::time::Instant;

pub(super) use conversation::{Conversation, LineState};
pub(super) use lan::LanLine;
pub(super) use serial::SerialLine;
pub use timers::Timers;

/// How blocks travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// Bids, acknowledgements, EOT.
    Serial,
    /// Blocks only; TCP keeps the order.
    Lan,
}

/// What happened on a line.
#[derive(PartialEq, Eq)]
pub(super) enum LineEvent {
    /// The line is ours: `go` or `give_back`.
    Won,
    /// The message was taken.
    Delivered,
    /// It was not, or nobody knows.
    Failed(Failure),
    /// A whole message came in: `accept` or `refuse`. Until then no other one comes.
    Message(Vec<u8>),
    /// The other side did something only a living terminal does.
    Heard,
    /// Something for the trace alone.
    Noted(LineNote),
    /// The line is of no use any more: open it again. Says what was wrong with what came in, where that was it.
    Broken(Option<&'static str>),
}

/// How a sending failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    BidUnanswered,
    BidBusy,
    EveryTryRefused,
    Silence,
    Aborted,
}

/// How messages get across. Calls that do not fit the state are ignored.
pub(super) trait Line: Send {
    /// Bytes came in.
    fn received(&mut self, now: Instant, bytes: &[u8]);
    /// Time went by.
    fn tick(&mut self, now: Instant);
    /// When `tick` is wanted next.
    fn deadline(&self) -> Option<Instant>;
    /// Bytes to write now.
    fn output(&self) -> &[u8];
    /// So many of them are written.
    fn wrote(&mut self, now: Instant, count: usize);
    /// Whether more bytes may come in now.
    fn hungry(&self) -> bool;
    /// Whether a sending may start.
    fn free(&self) -> bool;
    /// Starts a sending: `Won` or `Failed` follows.
    fn start(&mut self, now: Instant);
    /// Sends, after `Won`: `Delivered` or `Failed` follows.
    fn go(&mut self, now: Instant, message: &[u8]);
    /// Gives the line back after `Won`.
    fn give_back(&mut self, now: Instant);
    /// Whether any byte of the message last given to `go` may have left.
    fn begun(&self) -> bool;
    /// Takes the message: it is acknowledged.
    fn accept(&mut self, now: Instant);
    /// Does not take it.
    fn refuse(&mut self, now: Instant);
    /// What happened, oldest first.
    fn event(&mut self) -> Option<LineEvent>;
}
