//! Blocks and control characters: the alphabet of catlink basic, for both ends of the line.
//!
//! Knows bytes only: no message, no clock, no line. Whoever owns the line pushes what came in and tells the reader
//! when the line has been quiet.
//!
//! ```text
//!  STX n text… ETB|ETX BCC      n = '0'–'9', text ≤ 1024 bytes, BCC = XOR of n … ETB|ETX
//! ```
//!
//! A bid is answered by ACK alone, a block by ACK and its number. To tell them apart the reader holds an ACK until
//! the next byte (a digit makes it [`Token::AckOf`]) or until the caller says that the line was quiet.

mod assemble;
mod reader;

use std::fmt;

pub use assemble::{Assembled, Assembler};
pub use reader::{BlockReader, Holding};

/// Start of text (JIS X 5002, ISO 1745).
pub const STX: u8 = 0x02;
/// End of text: the message's last block.
pub const ETX: u8 = 0x03;
/// End of transmission: the transfer is over, the line is free.
pub const EOT: u8 = 0x04;
/// Enquiry: may I send?
pub const ENQ: u8 = 0x05;
/// Yes; followed by a digit: block taken.
pub const ACK: u8 = 0x06;
/// No; the block was not right.
pub const NAK: u8 = 0x15;
/// End of transmission block: more blocks follow.
pub const ETB: u8 = 0x17;
/// Separates fields inside a text; the only control byte a text may have.
pub const FS: u8 = 0x1C;

/// Most bytes of text in one block (ours, `terminal-link`: 1024).
pub const MOST_TEXT: usize = 1024;

/// One block of a message.
#[derive(Clone, PartialEq, Eq)]
pub struct Block {
    /// 0–9, counting from 0 in each transfer, after 9 again 0.
    pub number: u8,
    /// The message's bytes in this block.
    pub text: Vec<u8>,
    /// Whether the message ends here (ETX) or goes on (ETB).
    pub last: bool,
}

/// Says how long the text is, never what it is.
impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, text, last } = self;
        write!(f, "Block {{ number: {number}, {} bytes, last: {last} }}", text.len())
    }
}

impl Block {
    /// The block as it goes on the line.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.text.len() + 4);
        bytes.push(STX);
        bytes.push(b'0' + self.number % 10);
        bytes.extend_from_slice(&self.text);
        bytes.push(if self.last { ETX } else { ETB });
        bytes.push(check(&bytes[1..]));
        bytes
    }
}

/// The blocks of a message, in order: at least one, the last one marked.
#[must_use]
pub fn split(message: &[u8]) -> Vec<Block> {
    split_at(message, MOST_TEXT)
}

/// [`split`] with blocks of at most `most` bytes (1 where 0 is asked, [`MOST_TEXT`] at most). A sender may use smaller
/// blocks than it must.
#[must_use]
pub fn split_at(message: &[u8], most: usize) -> Vec<Block> {
    let most = most.clamp(1, MOST_TEXT);
    let count = message.len().div_ceil(most).max(1);
    (0..count)
        .map(|place| {
            let text = message.iter().skip(place * most).take(most).copied().collect();
            // The remainder of ten always fits.
            Block { number: (place % 10) as u8, text, last: place + 1 == count }
        })
        .collect()
}

/// The acknowledgement of a block.
#[must_use]
pub fn ack_of(number: u8) -> [u8; 2] {
    [ACK, b'0' + number % 10]
}

/// BCC: XOR of all bytes after STX up to and including ETB or ETX.
#[must_use]
pub fn check(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum ^ byte)
}

/// What a reader makes of incoming bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// The other side wants the line.
    Enq,
    /// The other side ends the transfer.
    Eot,
    /// ACK alone: the bid's answer.
    Ack,
    /// ACK and a number: that block was taken.
    AckOf(u8),
    /// Busy (to a bid) or not right (to a block).
    Nak,
    /// A block whose form and BCC are right.
    Block(Block),
    /// A block that is not: to be answered NAK.
    Bad(BadBlock),
}

/// Why a block is not right. Never says what was in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadBlock {
    /// BCC does not match.
    #[error("wrong check byte")]
    Check,
    /// The number is no digit.
    #[error("block number is no digit")]
    Number,
    /// A control byte in the text.
    #[error("control byte in the text")]
    Control,
    /// More than 1024 bytes of text.
    #[error("block too long")]
    TooLong,
    /// The line fell silent inside the block.
    #[error("silence inside a block")]
    Gap,
}

impl BadBlock {
    /// The reason as fixed text.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::Check => "wrong check byte",
            Self::Number => "block number is no digit",
            Self::Control => "control byte in the text",
            Self::TooLong => "block too long",
            Self::Gap => "silence inside a block",
        }
    }
}

#[cfg(test)]
mod tests;
