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

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::{Failure, Line, LineEvent, Timers};
use crate::driver::basic::block::{
    ACK, Assembled, Assembler, Block, BlockReader, ENQ, EOT, Holding, NAK, Token, ack_of, split,
};

/// Bids in all (`terminal-link`, bid).
const BIDS: u32 = 3;
/// A block in all: once, and at most three times again (`terminal-link`, block).
const SENDINGS: u32 = 4;

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

/// Whether the sender of an offered message still waits for its acknowledgement.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Transfer {
    Open,
    Ended,
}

struct Sending {
    blocks: VecDeque<Block>,
    sendings: u32,
    until: Instant,
    answer: Answer,
    /// Whether every sending of this block was answered by one NAK and nothing else.
    only_naks: bool,
}

/// What the last sending of a block was answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    None,
    /// NAK: wait for the line to be quiet before the next sending, so that each NAK counts for one only.
    Nak,
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
            State::Sending(sending) => Some(sending.until),
        }
    }

    fn say(&mut self, event: LineEvent) {
        self.events.push_back(event);
    }

    fn bid(&mut self, now: Instant, bids: u32) {
        self.output.extend([EOT, ENQ]);
        self.state = State::Bidding { bids, until: now + self.timers.bid_reply };
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

    fn when_free(&mut self, now: Instant, token: Token) -> State {
        match token {
            Token::Enq => {
                self.say(LineEvent::Heard);
                self.output.push(ACK);
                State::Receiving { assembler: Assembler::new(), until: now + self.timers.receive }
            }
            Token::Block(_) => {
                // A block outside a transfer.
                self.output.push(EOT);
                State::Free
            }
            Token::Eot | Token::Ack | Token::AckOf(_) | Token::Nak | Token::Bad(_) => State::Free,
        }
    }

    fn when_bidding(&mut self, token: Token, bids: u32, until: Instant) -> State {
        match token {
            Token::Ack => {
                self.say(LineEvent::Heard);
                self.say(LineEvent::Won);
                State::Won
            }
            Token::Nak => {
                self.say(LineEvent::Heard);
                self.say(LineEvent::Failed(Failure::BidBusy));
                State::Free
            }
            Token::Block(_) => {
                self.output.push(EOT);
                State::Bidding { bids, until }
            }
            // Both bid: the POS goes first. An older block's acknowledgement is no answer.
            Token::Enq | Token::Eot | Token::AckOf(_) | Token::Bad(_) => State::Bidding { bids, until },
        }
    }

    fn when_won(&mut self, token: Token) -> State {
        match token {
            Token::Eot => {
                self.say(LineEvent::Failed(Failure::BidUnanswered));
                State::Free
            }
            Token::Block(_) => {
                self.output.push(EOT);
                State::Won
            }
            // An earlier bid's answer that was late.
            Token::Enq | Token::Ack | Token::AckOf(_) | Token::Nak | Token::Bad(_) => State::Won,
        }
    }

    fn when_sending(&mut self, now: Instant, token: Token, mut sending: Sending) -> State {
        let number = sending.blocks.front().map(|block| block.number);
        match token {
            Token::AckOf(n) if Some(n) == number => {
                self.say(LineEvent::Heard);
                sending.blocks.pop_front();
                self.next_block(now, sending)
            }
            Token::Nak if sending.answer == Answer::None => {
                sending.answer = Answer::Nak;
                sending.until = now + self.timers.byte_gap_serial;
                State::Sending(sending)
            }
            Token::Nak => {
                // Two for one sending: noise, or an answer to something else.
                sending.only_naks = false;
                State::Sending(sending)
            }
            Token::Eot => {
                self.output.clear();
                self.say(LineEvent::Failed(Failure::Aborted));
                State::Free
            }
            Token::AckOf(_) | Token::Ack | Token::Enq | Token::Block(_) | Token::Bad(_) => {
                sending.only_naks = false;
                State::Sending(sending)
            }
        }
    }

    fn when_receiving(
        &mut self,
        now: Instant,
        token: Token,
        mut assembler: Assembler,
        until: Instant,
    ) -> State {
        match token {
            Token::Block(block) => {
                self.say(LineEvent::Heard);
                let number = block.number;
                match assembler.take(block) {
                    Assembled::More | Assembled::Again => self.output.extend(ack_of(number)),
                    Assembled::OutOfOrder | Assembled::TooLong => self.output.push(NAK),
                    Assembled::Whole(message) => {
                        self.say(LineEvent::Message(message));
                        return State::Offered { assembler, number, transfer: Transfer::Open };
                    }
                }
                State::Receiving { assembler, until: now + self.timers.receive }
            }
            Token::Bad(_) => {
                self.output.push(NAK);
                State::Receiving { assembler, until: now + self.timers.receive }
            }
            Token::Eot => State::Free,
            Token::Enq => {
                // Our answer to the bid was lost: a new transfer.
                self.output.push(ACK);
                State::Receiving { assembler: Assembler::new(), until: now + self.timers.receive }
            }
            Token::Ack | Token::AckOf(_) | Token::Nak => State::Receiving { assembler, until },
        }
    }

    /// The till is making the message durable. The same block again is not taken twice, and not yet answered.
    fn when_offered(&mut self, token: Token, transfer: Transfer) -> Transfer {
        match token {
            Token::Eot => Transfer::Ended,
            Token::Enq => {
                self.output.push(NAK);
                transfer
            }
            Token::Block(_) | Token::Bad(_) | Token::Ack | Token::AckOf(_) | Token::Nak => transfer,
        }
    }

    fn next_block(&mut self, now: Instant, mut sending: Sending) -> State {
        sending.sendings = 0;
        sending.only_naks = true;
        if sending.blocks.is_empty() {
            self.output.push(EOT);
            self.say(LineEvent::Delivered);
            return State::Free;
        }
        self.send_block(now, sending)
    }

    fn send_block(&mut self, now: Instant, mut sending: Sending) -> State {
        let bytes = sending.blocks.front().map(Block::encode).unwrap_or_default();
        sending.sendings += 1;
        sending.answer = Answer::None;
        sending.until = now + self.timers.block_reply + self.timers.wire(bytes.len());
        self.output.extend(bytes);
        State::Sending(sending)
    }

    fn block_unanswered(&mut self, now: Instant, mut sending: Sending) -> State {
        sending.only_naks &= sending.answer == Answer::Nak;
        if sending.sendings < SENDINGS && self.output.is_empty() {
            return self.send_block(now, sending);
        }
        // What has not left yet must not leave later.
        self.output.clear();
        self.output.push(EOT);
        self.say(LineEvent::Failed(if sending.only_naks {
            Failure::EveryTryRefused
        } else {
            Failure::Silence
        }));
        State::Free
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
            let blocks = split(message).into();
            let sending = Sending { blocks, sendings: 0, until: now, answer: Answer::None, only_naks: true };
            self.state = self.send_block(now, sending);
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
