//! The sender: bid, blocks, repetitions.

use std::collections::VecDeque;

use catlink_shared::terminal::trace::LineNote;
use tokio::time::Instant;

use super::{SerialLine, State};
use crate::driver::basic::block::{Block, ENQ, EOT, Token};
use crate::driver::basic::exchange::{Failure, LineEvent};

/// A block in all: once, and at most three times again (`terminal-link`, block).
const SENDINGS: u32 = 4;

/// A message on its way.
pub(super) struct Sending {
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

impl Sending {
    /// A message of which nothing is sent yet.
    pub(super) fn of(blocks: Vec<Block>, now: Instant) -> Self {
        Self { blocks: blocks.into(), sendings: 0, until: now, answer: Answer::None, only_naks: true }
    }

    /// Until when the sending just made may be answered.
    pub(super) fn until(&self) -> Instant {
        self.until
    }
}

impl SerialLine {
    pub(super) fn bid(&mut self, now: Instant, bids: u32) {
        self.output.extend([EOT, ENQ]);
        self.state = State::Bidding { bids, until: now + self.timers.bid_reply };
    }

    pub(super) fn when_bidding(&mut self, token: Token, bids: u32, until: Instant) -> State {
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

    pub(super) fn when_won(&mut self, token: Token) -> State {
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

    pub(super) fn when_sending(&mut self, now: Instant, token: Token, mut sending: Sending) -> State {
        let number = sending.blocks.front().map(|block| block.number);
        match token {
            Token::AckOf(n) if Some(n) == number => {
                self.say(LineEvent::Heard);
                sending.blocks.pop_front();
                self.next_block(now, sending)
            }
            Token::Nak if sending.answer == Answer::None => {
                self.say(LineEvent::Noted(LineNote::NakHeard));
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

    /// Sends the next block, or ends the transfer after the last.
    pub(super) fn next_block(&mut self, now: Instant, mut sending: Sending) -> State {
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

    /// The time for an answer is over, or NAK has settled: the block again, or the end.
    pub(super) fn block_unanswered(&mut self, now: Instant, mut sending: Sending) -> State {
        sending.only_naks &= sending.answer == Answer::Nak;
        if sending.sendings < SENDINGS && self.output.is_empty() {
            self.say(LineEvent::Noted(LineNote::SentAgain));
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
