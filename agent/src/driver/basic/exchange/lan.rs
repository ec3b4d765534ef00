//! The same blocks over TCP, without bid, EOT or acknowledgements: TCP keeps the order.
//!
//! A message is delivered when all of it is written. A bad block, a wrong number or a silence inside a block ends the
//! connection; control characters and other bytes outside a block are junk.

use std::collections::VecDeque;

use tokio::time::Instant;

use super::{Failure, Line, LineEvent, Timers};
use crate::driver::basic::block::{Assembled, Assembler, Block, BlockReader, Holding, Token, split};

/// Blocks kept while a message is on offer; then no more is read until it is answered.
const MOST_WAITING: usize = 32;

/// A LAN line.
pub(in crate::driver::basic) struct LanLine {
    timers: Timers,
    reader: BlockReader,
    assembler: Assembler,
    waiting: VecDeque<Block>,
    offer: Offer,
    sending: Sending,
    output: Vec<u8>,
    begun: bool,
    last_byte: Option<Instant>,
    events: VecDeque<LineEvent>,
}

enum Offer {
    None,
    Open,
}

enum Sending {
    Free,
    Won,
    Writing { until: Instant },
}

impl LanLine {
    pub(in crate::driver::basic) fn new(timers: Timers) -> Self {
        Self {
            timers,
            reader: BlockReader::new(),
            assembler: Assembler::new(),
            waiting: VecDeque::new(),
            offer: Offer::None,
            sending: Sending::Free,
            output: Vec::new(),
            begun: false,
            last_byte: None,
            events: VecDeque::new(),
        }
    }

    fn break_off(&mut self, why: Option<&'static str>) {
        self.waiting.clear();
        self.events.push_back(LineEvent::Broken(why));
    }

    fn take(&mut self, token: Token) {
        match token {
            Token::Block(block) => self.waiting.push_back(block),
            Token::Bad(bad) => self.break_off(Some(bad.why())),
            Token::Enq | Token::Eot | Token::Ack | Token::AckOf(_) | Token::Nak => {}
        }
    }

    fn read_on(&mut self) {
        while let Offer::None = self.offer
            && let Some(block) = self.waiting.pop_front()
        {
            self.events.push_back(LineEvent::Heard);
            match self.assembler.take(block) {
                Assembled::More => {}
                Assembled::Whole(message) => {
                    self.assembler.restart();
                    self.offer = Offer::Open;
                    self.events.push_back(LineEvent::Message(message));
                }
                Assembled::Again | Assembled::OutOfOrder => self.break_off(Some("block out of order")),
                Assembled::TooLong => self.break_off(Some("message too long")),
            }
        }
    }

    fn gap_deadline(&self) -> Option<Instant> {
        match self.reader.holding() {
            Holding::Nothing | Holding::Ack => None,
            Holding::Block => Some(self.last_byte? + self.timers.byte_gap_lan),
        }
    }

    fn write_deadline(&self) -> Option<Instant> {
        match self.sending {
            Sending::Free | Sending::Won => None,
            Sending::Writing { until } => Some(until),
        }
    }
}

impl Line for LanLine {
    fn received(&mut self, now: Instant, bytes: &[u8]) {
        self.last_byte = Some(now);
        for token in self.reader.push(bytes) {
            self.take(token);
        }
        self.read_on();
    }

    fn tick(&mut self, now: Instant) {
        if self.gap_deadline().is_some_and(|at| at <= now)
            && let Some(token) = self.reader.quiet()
        {
            self.take(token);
        }
        if self.write_deadline().is_some_and(|at| at <= now) {
            self.sending = Sending::Free;
            self.output.clear();
            self.events.push_back(LineEvent::Failed(Failure::Silence));
            self.break_off(None);
        }
    }

    fn deadline(&self) -> Option<Instant> {
        [self.gap_deadline(), self.write_deadline()].into_iter().flatten().min()
    }

    fn output(&self) -> &[u8] {
        &self.output
    }

    fn wrote(&mut self, _now: Instant, count: usize) {
        self.output.drain(..count.min(self.output.len()));
        if let Sending::Writing { .. } = self.sending {
            self.begun = true;
            if self.output.is_empty() {
                self.sending = Sending::Free;
                self.events.push_back(LineEvent::Delivered);
            }
        }
    }

    fn hungry(&self) -> bool {
        self.waiting.len() < MOST_WAITING
    }

    fn free(&self) -> bool {
        matches!(self.sending, Sending::Free)
    }

    fn start(&mut self, _now: Instant) {
        if self.free() {
            self.begun = false;
            self.sending = Sending::Won;
            self.events.push_back(LineEvent::Won);
        }
    }

    fn go(&mut self, now: Instant, message: &[u8]) {
        if let Sending::Won = self.sending {
            self.output.extend(split(message).iter().flat_map(Block::encode));
            self.sending = Sending::Writing { until: now + self.timers.byte_gap_lan };
        }
    }

    fn give_back(&mut self, _now: Instant) {
        if let Sending::Won = self.sending {
            self.sending = Sending::Free;
        }
    }

    fn begun(&self) -> bool {
        self.begun
    }

    fn accept(&mut self, _now: Instant) {
        self.offer = Offer::None;
        self.read_on();
    }

    fn refuse(&mut self, _now: Instant) {
        if let Offer::Open = self.offer {
            self.break_off(None);
        }
    }

    fn event(&mut self) -> Option<LineEvent> {
        self.events.pop_front()
    }
}
