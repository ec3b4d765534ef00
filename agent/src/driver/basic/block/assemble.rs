//! Blocks of one transfer → one message.

use super::Block;

/// Longest message, bytes (ours: sixteen blocks; the longest RESULT is under one).
const MOST_MESSAGE: usize = 16 * super::MOST_TEXT;

/// Puts a transfer's blocks together. One per transfer, on LAN one per connection.
#[derive(Default)]
pub struct Assembler {
    expected: u8,
    taken: Option<u8>,
    message: Vec<u8>,
}

/// What a block was to its transfer.
#[derive(Clone, PartialEq, Eq)]
pub enum Assembled {
    /// Taken; more is to come.
    More,
    /// Taken; here is the message.
    Whole(Vec<u8>),
    /// The block taken last, sent again: acknowledge it again and drop it.
    Again,
    /// Not the number that follows: not right.
    OutOfOrder,
    /// The message grows beyond all bounds: not right.
    TooLong,
}

impl Assembler {
    /// An empty transfer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one block. After [`Assembled::Whole`] the next new block must have number 0 again on LAN, where one
    /// assembler serves the connection: call [`Assembler::restart`] there.
    pub fn take(&mut self, block: Block) -> Assembled {
        if Some(block.number) == self.taken {
            return Assembled::Again;
        }
        if block.number != self.expected {
            return Assembled::OutOfOrder;
        }
        if self.message.len() + block.text.len() > MOST_MESSAGE {
            return Assembled::TooLong;
        }
        self.taken = Some(block.number);
        self.expected = (block.number + 1) % 10;
        self.message.extend_from_slice(&block.text);
        if block.last { Assembled::Whole(std::mem::take(&mut self.message)) } else { Assembled::More }
    }

    /// A new transfer begins: numbers count from 0 again.
    pub fn restart(&mut self) {
        *self = Self::default();
    }
}
