//! A POS that follows a script: its own, simple end of the line.

use std::collections::VecDeque;

use catlink_shared::terminal::{TerminalResult, Unit};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::register;
use crate::driver::basic::block::{
    ACK, Assembled, Assembler, Block, BlockReader, ENQ, EOT, Token, ack_of, split,
};
use crate::driver::basic::message::{FromPos, FromTerminal};

/// How it speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    Serial,
    Lan,
}

pub(super) struct Pos<T> {
    pub(super) io: T,
    manner: Manner,
    reader: BlockReader,
    tokens: VecDeque<Token>,
    /// Messages that came while it wanted to speak.
    heard: VecDeque<FromTerminal>,
}

impl<T: AsyncRead + AsyncWrite + Unpin> Pos<T> {
    pub(super) fn new(io: T, manner: Manner) -> Self {
        let (tokens, heard) = (VecDeque::new(), VecDeque::new());
        Self { io, manner, reader: BlockReader::new(), tokens, heard }
    }

    /// HELLO, and who answers.
    pub(super) async fn greet(&mut self, name: &str) -> Unit {
        self.say(&FromPos::Hello { version: 1, register_id: register(name) }).await;
        loop {
            if let FromTerminal::Ready(ready) = self.hear().await {
                return ready.unit;
            }
        }
    }

    pub(super) async fn say(&mut self, message: &FromPos) {
        if self.manner == Manner::Serial {
            self.win().await;
        }
        for block in split(&message.encode()) {
            self.write(&block.encode()).await;
            while self.manner == Manner::Serial {
                match self.token().await {
                    Some(Token::AckOf(number)) if number == block.number => break,
                    Some(Token::Nak) | None => self.write(&block.encode()).await,
                    _other => {}
                }
            }
        }
        if self.manner == Manner::Serial {
            self.write(&[EOT]).await;
        }
    }

    /// Bids; the POS goes first, so what the terminal wants waits.
    pub(super) async fn win(&mut self) {
        self.write(&[EOT, ENQ]).await;
        while self.token().await != Some(Token::Ack) {}
    }

    pub(super) async fn hear(&mut self) -> FromTerminal {
        if let Some(message) = self.heard.pop_front() {
            return message;
        }
        let mut transfer = Assembler::new();
        loop {
            match self.token().await {
                Some(Token::Enq) => {
                    transfer.restart();
                    self.write(&[ACK]).await;
                }
                Some(Token::Block(block)) => {
                    let acknowledgement = ack_of(block.number);
                    let taken = transfer.take(block);
                    if self.manner == Manner::Serial {
                        self.write(&acknowledgement).await;
                    }
                    if let Assembled::Whole(bytes) = taken {
                        return FromTerminal::decode(&bytes).expect("a message");
                    }
                }
                Some(Token::Bad(_)) => self.write(&[crate::driver::basic::block::NAK]).await,
                _other => {}
            }
        }
    }

    pub(super) async fn result(&mut self) -> TerminalResult {
        loop {
            if let FromTerminal::Result(result) = self.hear().await {
                return *result;
            }
        }
    }

    /// The next answer that is neither STATE nor STATUS.
    pub(super) async fn answer(&mut self) -> FromTerminal {
        loop {
            match self.hear().await {
                FromTerminal::State(_) | FromTerminal::Status { .. } => {}
                answer => return answer,
            }
        }
    }

    pub(super) async fn write(&mut self, bytes: &[u8]) {
        self.io.write_all(bytes).await.expect("writes");
        self.io.flush().await.expect("flushes");
    }

    pub(super) async fn block(&mut self, block: &Block) {
        self.write(&block.encode()).await;
    }

    /// The next token; nothing after two seconds of silence.
    pub(super) async fn token(&mut self) -> Option<Token> {
        let mut bytes = [0; 256];
        loop {
            if let Some(token) = self.tokens.pop_front() {
                return Some(token);
            }
            let quiet = std::time::Duration::from_millis(
                if self.reader.holding() == crate::driver::basic::block::Holding::Nothing {
                    2_000
                } else {
                    50
                },
            );
            match tokio::time::timeout(quiet, self.io.read(&mut bytes)).await {
                Ok(read) => {
                    let count = read.expect("reads");
                    assert!(count > 0, "the line is gone");
                    self.tokens.extend(self.reader.push(&bytes[..count]));
                }
                Err(_quiet) => match self.reader.quiet() {
                    Some(token) => return Some(token),
                    None => return None,
                },
            }
        }
    }

    /// Waits until the line is gone.
    pub(super) async fn gone(mut self) {
        let mut bytes = [0; 256];
        while self.io.read(&mut bytes).await.is_ok_and(|count| count > 0) {}
    }
}
