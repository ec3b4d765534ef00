//! JIS X 5002 basic mode, point to point (ISO 1745), with numbered blocks: the POS's end.
//!
//! ```text
//!            start            ACK            go             last ACK n, EOT
//!   Free ──────────▶ Bidding ─────▶ Won ──────────▶ Sending ──────────────▶ Free
//!    │ ▲                                            NAK, silence: the block again, three times
//!    │ └── EOT, or nothing for 5 s
//!    └─ ENQ / ACK ─▶ Receiving ── last block ─▶ Offered ── accept / ACK n ─▶ Receiving
//!                                               refuse / EOT ─▶ Free
//! ```
//!
//! Both bid: the POS goes first, so an ENQ while bidding is ignored and the bid goes on.

mod receiving;
mod sending;

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::{Failure, Line, LineEvent, Timers};
use crate::driver::basic::block::{Assembler, BlockReader, EOT, Holding, Token, ack_of, split};
use receiving::Transfer;
use sending::Sending;

/// Bids in all (`terminal-link`, bid).
const BIDS: u32 = 3;
/// A serial line.
pub(in crate::driver::basic) struct SerialLine {
    timers: Timers,
    reader: BlockReader,
    state: State,
    output: Vec<u8>,
    begun: bool,
    last_byte: Option<Instant>,
    events: VecDeque<LineEvent>,
}

enum State {
    Free,
    Bidding { bids: u32, until: Instant },
    Won,
    Sending(Sending),
    Receiving { assembler: Assembler, until: Instant },
    Offered { assembler: Assembler, number: u8, transfer: Transfer },
}

impl SerialLine {
    pub(in crate::driver::basic) fn new(timers: Timers) -> Self {
        Self {
            timers,
            reader: BlockReader::new(),
            state: State::Free,
            output: Vec::new(),
            begun: false,
            last_byte: None,
            events: VecDeque::new(),
        }
    }

    /// How long an unfinished token may stay so.
    fn gap(&self) -> Option<Duration> {
        match (self.reader.holding(), &self.state) {
            (Holding::Nothing, _) => None,
            (Holding::Ack, State::Bidding { .. }) => Some(self.timers.ack_settle + self.timers.wire(2)),
            (Holding::Ack | Holding::Block, _) => Some(self.timers.byte_gap_serial),
        }
    }

    fn gap_deadline(&self) -> Option<Instant> {
        Some(self.last_byte? + self.gap()?)
    }

    fn state_deadline(&self) -> Option<Instant> {
        match &self.state {
            State::Free | State::Won | State::Offered { .. } => None,
            // An answer has begun to come in: no other bid on top of it.
            State::Bidding { .. } if self.reader.holding() == Holding::Ack => None,
            State::Bidding { until, .. } | State::Receiving { until, .. } => Some(*until),
            State::Sending(sending) => Some(sending.until()),
        }
    }

    fn say(&mut self, event: LineEvent) {
        self.events.push_back(event);
    }

    fn take(&mut self, now: Instant, token: Token) {
        self.state = match std::mem::replace(&mut self.state, State::Free) {
            State::Free => self.when_free(now, token),
            State::Bidding { bids, until } => self.when_bidding(token, bids, until),
            State::Won => self.when_won(token),
            State::Sending(sending) => self.when_sending(now, token, sending),
            State::Receiving { assembler, until } => self.when_receiving(now, token, assembler, until),
            State::Offered { assembler, number, transfer } => {
                let transfer = self.when_offered(token, transfer);
                State::Offered { assembler, number, transfer }
            }
        };
    }
}

impl Line for SerialLine {
    fn received(&mut self, now: Instant, bytes: &[u8]) {
        self.last_byte = Some(now);
        if let State::Receiving { until, .. } = &mut self.state {
            *until = now + self.timers.receive;
        }
        for token in self.reader.push(bytes) {
            self.take(now, token);
        }
    }

    fn tick(&mut self, now: Instant) {
        if self.gap_deadline().is_some_and(|at| at <= now)
            && let Some(token) = self.reader.quiet()
        {
            self.take(now, token);
        }
        if self.state_deadline().is_none_or(|at| at > now) {
            return;
        }
        match std::mem::replace(&mut self.state, State::Free) {
            State::Bidding { bids, .. } if bids < BIDS => self.bid(now, bids + 1),
            State::Bidding { .. } => {
                self.output.push(EOT);
                self.say(LineEvent::Failed(Failure::BidUnanswered));
            }
            State::Sending(sending) => self.state = self.block_unanswered(now, sending),
            // The sender fell silent: the line is free.
            State::Receiving { .. } | State::Free => {}
            same @ (State::Won | State::Offered { .. }) => self.state = same,
        }
    }

    fn deadline(&self) -> Option<Instant> {
        [self.gap_deadline(), self.state_deadline()].into_iter().flatten().min()
    }

    fn output(&self) -> &[u8] {
        &self.output
    }

    fn wrote(&mut self, _now: Instant, count: usize) {
        self.output.drain(..count.min(self.output.len()));
        if matches!(self.state, State::Sending(_)) {
            self.begun = true;
        }
    }

    fn hungry(&self) -> bool {
        true
    }

    fn free(&self) -> bool {
        matches!(self.state, State::Free) && self.reader.holding() == Holding::Nothing
    }

    fn start(&mut self, now: Instant) {
        if matches!(self.state, State::Free) {
            self.begun = false;
            self.bid(now, 1);
        }
    }

    fn go(&mut self, now: Instant, message: &[u8]) {
        if matches!(self.state, State::Won) {
            self.state = self.next_block(now, Sending::of(split(message), now));
        }
    }

    fn give_back(&mut self, _now: Instant) {
        if matches!(self.state, State::Won | State::Bidding { .. }) {
            self.output.push(EOT);
            self.state = State::Free;
        }
    }

    fn begun(&self) -> bool {
        self.begun
    }

    fn accept(&mut self, now: Instant) {
        match std::mem::replace(&mut self.state, State::Free) {
            State::Offered { assembler, number, transfer: Transfer::Open } => {
                self.output.extend(ack_of(number));
                self.state = State::Receiving { assembler, until: now + self.timers.receive };
            }
            State::Offered { transfer: Transfer::Ended, .. } => {}
            other => self.state = other,
        }
    }

    fn refuse(&mut self, _now: Instant) {
        match std::mem::replace(&mut self.state, State::Free) {
            State::Offered { transfer: Transfer::Open, .. } => self.output.push(EOT),
            State::Offered { transfer: Transfer::Ended, .. } => {}
            other => self.state = other,
        }
    }

    fn event(&mut self) -> Option<LineEvent> {
        self.events.pop_front()
    }
}
