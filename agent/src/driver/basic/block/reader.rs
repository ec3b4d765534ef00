//! Bytes → [`Token`]s, one at a time, without a clock.

use super::{ACK, BadBlock, Block, ENQ, EOT, ETB, ETX, FS, MOST_TEXT, NAK, STX, Token};

/// Bytes after STX from which a block without end is given up (twice the longest block, so that one too long is seen
/// to its end and its BCC is not taken for a control character).
const ENDLESS: usize = 2 * MOST_TEXT;

/// Reads tokens out of bytes, however these were cut or merged on their way. Junk outside a block is dropped.
#[derive(Default)]
pub struct BlockReader {
    state: State,
}

/// What a reader is in the middle of; says which silence matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// Nothing.
    Nothing,
    /// An ACK that may still get its digit.
    Ack,
    /// A block that has begun.
    Block,
}

#[derive(Default)]
enum State {
    #[default]
    Between,
    Ack,
    /// STX seen.
    Number,
    Text(Partial),
    /// ETB or ETX seen, BCC to come.
    Check(Partial, Last),
}

#[derive(Clone, Copy)]
enum Last {
    Yes,
    No,
}

/// A block so far.
#[derive(Default)]
struct Partial {
    number: u8,
    text: Vec<u8>,
    seen: usize,
    sum: u8,
    /// The first thing that was wrong; the rest of the block is read and thrown away.
    fault: Option<BadBlock>,
}

impl Partial {
    fn blame(&mut self, fault: BadBlock) {
        self.fault.get_or_insert(fault);
        self.text = Vec::new();
    }
}

impl BlockReader {
    /// A reader that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes bytes as they came and gives what they complete.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Token> {
        let mut tokens = Vec::new();
        for &byte in bytes {
            self.take(byte, &mut tokens);
        }
        tokens
    }

    /// What is unfinished.
    #[must_use]
    pub fn holding(&self) -> Holding {
        match self.state {
            State::Between => Holding::Nothing,
            State::Ack => Holding::Ack,
            State::Number | State::Text(_) | State::Check(..) => Holding::Block,
        }
    }

    /// To be called when no byte has come for the byte timer (100 ms on a serial line, 5 s on LAN): an unfinished
    /// block is bad, a held ACK was a bare one.
    pub fn quiet(&mut self) -> Option<Token> {
        match std::mem::take(&mut self.state) {
            State::Between => None,
            State::Ack => Some(Token::Ack),
            State::Number => Some(Token::Bad(BadBlock::Gap)),
            State::Text(partial) | State::Check(partial, _) => {
                Some(Token::Bad(partial.fault.unwrap_or(BadBlock::Gap)))
            }
        }
    }

    /// Forgets what is unfinished (a new connection).
    pub fn clear(&mut self) {
        self.state = State::Between;
    }

    fn take(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        self.state = match std::mem::take(&mut self.state) {
            State::Between => between(byte, tokens),
            State::Ack if byte.is_ascii_digit() => {
                tokens.push(Token::AckOf(byte - b'0'));
                State::Between
            }
            State::Ack => {
                tokens.push(Token::Ack);
                between(byte, tokens)
            }
            // STX is no number, so of two in a row the first was junk.
            State::Number if byte == STX => State::Number,
            State::Number => State::Text(first(byte)),
            State::Text(partial) => in_text(partial, byte, tokens),
            State::Check(partial, last) => {
                tokens.push(finish(partial, last, byte));
                State::Between
            }
        };
    }
}

fn between(byte: u8, tokens: &mut Vec<Token>) -> State {
    match byte {
        STX => return State::Number,
        ACK => return State::Ack,
        ENQ => tokens.push(Token::Enq),
        EOT => tokens.push(Token::Eot),
        NAK => tokens.push(Token::Nak),
        _junk => {}
    }
    State::Between
}

fn first(byte: u8) -> Partial {
    let mut partial = Partial { sum: byte, seen: 1, ..Partial::default() };
    if byte.is_ascii_digit() {
        partial.number = byte - b'0';
    } else {
        partial.blame(BadBlock::Number);
    }
    partial
}

fn in_text(mut partial: Partial, byte: u8, tokens: &mut Vec<Token>) -> State {
    partial.seen += 1;
    partial.sum ^= byte;
    match byte {
        ETB => return State::Check(partial, Last::No),
        ETX => return State::Check(partial, Last::Yes),
        _other if partial.fault.is_some() => {}
        FS | 0x20..=0x7E | 0x80..=0xFF if partial.text.len() < MOST_TEXT => partial.text.push(byte),
        FS | 0x20..=0x7E | 0x80..=0xFF => partial.blame(BadBlock::TooLong),
        _control => partial.blame(BadBlock::Control),
    }
    if partial.seen < ENDLESS {
        return State::Text(partial);
    }
    tokens.push(Token::Bad(partial.fault.unwrap_or(BadBlock::TooLong)));
    State::Between
}

fn finish(partial: Partial, last: Last, check: u8) -> Token {
    match partial.fault {
        Some(fault) => Token::Bad(fault),
        None if partial.sum != check => Token::Bad(BadBlock::Check),
        None => Token::Block(Block {
            number: partial.number,
            text: partial.text,
            last: match last {
                Last::Yes => true,
                Last::No => false,
            },
        }),
    }
}
