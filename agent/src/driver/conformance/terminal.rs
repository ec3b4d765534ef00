//! A terminal that does what a test says, byte by byte where it must. Shares the codec with the driver and nothing
//! else: its handling of the line is its own, so that both ends cannot agree on the same mistake.

use std::collections::VecDeque;
use std::time::Duration;

use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::{SalesRequest, TerminalActivity, TerminalResult};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, timeout, timeout_at};

use super::{PATIENCE, ready, state};
use crate::driver::basic::Framing;
use crate::driver::basic::block::{
    ACK, Block, BlockReader, ENQ, EOT, Holding, NAK, Token, ack_of, split, split_at,
};
use crate::driver::basic::message::{FromPos, FromTerminal};
use crate::link::memory;

/// What a terminal's line can be.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

pub(crate) struct ScriptedTerminal {
    framing: Framing,
    exchange: Option<memory::Exchange>,
    wire: Option<Box<dyn Wire>>,
    reader: BlockReader,
    tokens: VecDeque<Token>,
    /// Came in while the terminal itself wanted to speak.
    early: VecDeque<FromPos>,
    /// The bid of the next message is already answered.
    yielded: bool,
    /// Payments charged: once for each SALES taken.
    pub(crate) charges: Vec<PaymentId>,
}

impl ScriptedTerminal {
    pub(crate) fn new(framing: Framing, exchange: memory::Exchange) -> Self {
        Self { exchange: Some(exchange), ..Self::on(framing, None) }
    }

    pub(crate) fn on(framing: Framing, wire: Option<Box<dyn Wire>>) -> Self {
        Self {
            framing,
            exchange: None,
            wire,
            reader: BlockReader::new(),
            tokens: VecDeque::new(),
            early: VecDeque::new(),
            yielded: false,
            charges: Vec::new(),
        }
    }

    /// Takes the next connection; what was unread is thrown away.
    pub(crate) async fn accept(&mut self) {
        let exchange = self.exchange.as_mut().expect("a line in memory");
        let wire = timeout(PATIENCE, exchange.accept()).await.expect("a call in time").expect("a driver");
        self.wire = Some(Box::new(wire));
        self.reader.clear();
        self.tokens.clear();
        self.early.clear();
        self.yielded = false;
    }

    /// Pulls the cable.
    pub(crate) fn cut(&mut self) {
        self.wire = None;
    }

    /// Pulls the cable for good: nobody takes calls any more.
    pub(crate) fn remove(&mut self) {
        self.cut();
        self.exchange = None;
    }

    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        let wire = self.wire.as_mut().expect("a line");
        wire.write_all(bytes).await.expect("a driver that reads");
        wire.flush().await.expect("a driver that reads");
    }

    /// Whether the driver still takes them.
    pub(crate) async fn try_write(&mut self, bytes: &[u8]) -> bool {
        self.wire.as_mut().expect("a line").write_all(bytes).await.is_ok()
    }

    /// What came in while nobody listened.
    pub(crate) async fn forget_what_came(&mut self) {
        let mut buffer = [0; 4096];
        let read = self.wire.as_mut().expect("a line").read(&mut buffer);
        assert!(timeout(Duration::from_millis(1), read).await.is_ok(), "nothing came");
        self.reader.clear();
        self.tokens.clear();
    }

    /// Exactly so many bytes, as they are.
    pub(crate) async fn read_bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        let wire = self.wire.as_mut().expect("a line");
        timeout(PATIENCE, wire.read_exact(&mut bytes)).await.expect("bytes in time").expect("a driver");
        bytes
    }

    /// Nothing at all comes for a while.
    pub(crate) async fn hears_nothing(&mut self, during: Duration) {
        assert!(self.tokens.is_empty());
        let mut byte = [0];
        let read = self.wire.as_mut().expect("a line").read(&mut byte);
        assert!(timeout(during, read).await.is_err(), "a byte came");
    }

    pub(crate) async fn token(&mut self) -> Token {
        timeout(PATIENCE, self.some_token()).await.expect("a token in time")
    }

    async fn some_token(&mut self) -> Token {
        loop {
            if let Some(token) = self.tokens.pop_front() {
                return token;
            }
            self.read_some().await;
        }
    }

    /// Waits for a token without taking it. May be cancelled.
    async fn until_token(&mut self) {
        while self.tokens.is_empty() {
            self.read_some().await;
        }
    }

    async fn read_some(&mut self) {
        let mut buffer = [0; 256];
        let read = self.wire.as_mut().expect("a line").read(&mut buffer);
        let count = match self.reader.holding() {
            Holding::Nothing => read.await,
            Holding::Ack | Holding::Block => match timeout(Duration::from_millis(20), read).await {
                Ok(outcome) => outcome,
                Err(_quiet) => {
                    self.tokens.extend(self.reader.quiet());
                    return;
                }
            },
        };
        let count = count.expect("a driver that writes");
        assert!(count > 0, "the driver closed the line");
        self.tokens.extend(self.reader.push(&buffer[..count]));
    }

    /// Answers the next bid, so that the driver has the line. Nothing to do on LAN.
    pub(crate) async fn yield_line(&mut self) {
        if self.framing == Framing::Lan {
            return;
        }
        loop {
            match self.token().await {
                Token::Enq => break,
                Token::Eot => {}
                other => panic!("{other:?} instead of a bid"),
            }
        }
        self.write(&[ACK]).await;
        self.yielded = true;
    }

    /// The next message, acknowledged.
    pub(crate) async fn take_any(&mut self) -> FromPos {
        if let Some(message) = self.early.pop_front() {
            return message;
        }
        if self.framing == Framing::Serial && !self.yielded {
            self.yield_line().await;
        }
        self.yielded = false;
        let message = self.take_blocks().await;
        if let FromPos::Sales(request) = &message
            && !self.charges.contains(&request.payment_id)
        {
            self.charges.push(request.payment_id);
        }
        message
    }

    async fn take_blocks(&mut self) -> FromPos {
        let mut text = Vec::new();
        loop {
            let token = self.token().await;
            let Token::Block(block) = token else { panic!("{token:?} instead of a block") };
            text.extend_from_slice(&block.text);
            if self.framing == Framing::Serial {
                self.write(&ack_of(block.number)).await;
            }
            if block.last {
                break;
            }
        }
        if self.framing == Framing::Serial {
            assert_eq!(self.token().await, Token::Eot);
        }
        FromPos::decode(&text).expect("a driver's message")
    }

    /// The next message that is no PING; PINGs are answered.
    pub(crate) async fn take(&mut self) -> FromPos {
        loop {
            match self.take_any().await {
                FromPos::Ping => self.send(&FromTerminal::State(state(TerminalActivity::Idle))).await,
                message => return message,
            }
        }
    }

    pub(crate) async fn take_sales(&mut self) -> SalesRequest {
        match self.take().await {
            FromPos::Sales(request) => request,
            other => panic!("{} instead of SALES", other.trace()),
        }
    }

    /// HELLO and READY.
    pub(crate) async fn greet(&mut self) {
        let hello = self.take_any().await;
        assert!(matches!(hello, FromPos::Hello { version: 1, .. }), "{} instead of HELLO", hello.trace());
        self.send(&FromTerminal::Ready(ready())).await;
    }

    /// Only PINGs come for a while; they are answered.
    pub(crate) async fn hears_only_pings(&mut self, during: Duration) {
        let end = Instant::now() + during;
        while timeout_at(end, self.until_token()).await.is_ok() {
            let message = self.take_any().await;
            assert_eq!(message, FromPos::Ping);
            self.send(&FromTerminal::State(state(TerminalActivity::Idle))).await;
        }
    }

    /// A message, acknowledged by the driver.
    pub(crate) async fn send(&mut self, message: &FromTerminal) {
        self.send_blocks(split(&message.encode())).await;
        self.acknowledged().await;
    }

    /// Blocks of what is no message, acknowledged by the driver.
    pub(crate) async fn send_raw(&mut self, blocks: Vec<Block>) {
        self.send_blocks(blocks).await;
        self.acknowledged().await;
    }

    /// A message in small blocks.
    pub(crate) async fn send_in_blocks_of(&mut self, most: usize, message: &FromTerminal) {
        self.send_blocks(split_at(&message.encode(), most)).await;
    }

    /// RESULT, up to its last block; the acknowledgement of that is [`Self::acknowledged`].
    pub(crate) async fn offer(&mut self, result: &TerminalResult) {
        self.send_blocks(split(&FromTerminal::Result(Box::new(result.clone())).encode())).await;
    }

    async fn send_blocks(&mut self, blocks: Vec<Block>) {
        if self.framing == Framing::Serial {
            self.win_line().await;
        }
        for block in blocks {
            self.write(&block.encode()).await;
            if self.framing == Framing::Serial && !block.last {
                assert_eq!(self.token().await, Token::AckOf(block.number));
            }
        }
    }

    /// Bids. Where the driver bids too it goes first.
    pub(crate) async fn win_line(&mut self) {
        self.write(&[EOT, ENQ]).await;
        loop {
            match self.token().await {
                Token::Ack => return,
                Token::Eot => {}
                Token::Enq => {
                    self.write(&[ACK]).await;
                    let message = self.take_blocks().await;
                    self.early.push_back(message);
                    self.write(&[EOT, ENQ]).await;
                }
                other => panic!("{other:?} instead of an answer to the bid"),
            }
        }
    }

    /// The last block is acknowledged; the transfer ends.
    pub(crate) async fn acknowledged(&mut self) {
        if self.framing == Framing::Serial {
            let token = self.token().await;
            assert!(matches!(token, Token::AckOf(_)), "{token:?} instead of an acknowledgement");
            self.write(&[EOT]).await;
        }
    }

    /// The driver gives the line back unused.
    pub(crate) async fn forget_yielded(&mut self) {
        assert_eq!(self.token().await, Token::Eot);
        self.yielded = false;
    }

    /// Refuses the next bid: busy.
    pub(crate) async fn refuse_line(&mut self) {
        self.yielded = false;
        while self.token().await != Token::Enq {}
        self.write(&[NAK]).await;
    }
}
