//! The receiver: answers to bids and blocks, and the message on offer.

use catlink_shared::terminal::trace::LineNote;
use tokio::time::Instant;

use super::{SerialLine, State};
use crate::driver::basic::block::{ACK, Assembled, Assembler, EOT, NAK, Token, ack_of};
use crate::driver::basic::exchange::LineEvent;

/// Whether the sender of an offered message still waits for its acknowledgement.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Transfer {
    Open,
    Ended,
}

impl SerialLine {
    pub(super) fn when_free(&mut self, now: Instant, token: Token) -> State {
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

    pub(super) fn when_receiving(
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
                    Assembled::More => self.output.extend(ack_of(number)),
                    Assembled::Again => {
                        self.say(LineEvent::Noted(LineNote::HeardAgain));
                        self.output.extend(ack_of(number));
                    }
                    Assembled::OutOfOrder | Assembled::TooLong => self.answer_nak(),
                    Assembled::Whole(message) => {
                        self.say(LineEvent::Message(message));
                        return State::Offered { assembler, number, transfer: Transfer::Open };
                    }
                }
                State::Receiving { assembler, until: now + self.timers.receive }
            }
            Token::Bad(_) => {
                self.answer_nak();
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
    pub(super) fn when_offered(&mut self, token: Token, transfer: Transfer) -> Transfer {
        match token {
            Token::Eot => Transfer::Ended,
            Token::Enq => {
                self.output.push(NAK);
                transfer
            }
            Token::Block(_) => {
                self.say(LineEvent::Noted(LineNote::HeardAgain));
                transfer
            }
            Token::Bad(_) | Token::Ack | Token::AckOf(_) | Token::Nak => transfer,
        }
    }

    fn answer_nak(&mut self) {
        self.say(LineEvent::Noted(LineNote::NakSaid));
        self.output.push(NAK);
    }
}
