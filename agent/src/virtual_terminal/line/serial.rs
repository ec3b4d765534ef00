//! A serial line: basic mode, point to point, numbered blocks. JIS X 5002, ISO 1745.
//!
//! ```text
//!  idle ──ENQ heard──▶ receiving ──EOT, 5 s──▶ idle
//!   └─parcel─▶ bidding ──ACK──▶ sending ──last ACK n──▶ EOT, idle
//!                └──ENQ heard: the POS goes first──▶ receiving ─▶ bidding
//! ```

use std::collections::VecDeque;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::wire::{self, RequestWatch};
use super::{Command, Commit, End, Event, Kind, Line, Parcel, Plug};
use crate::driver::basic::block::{
    ACK, Assembled, Assembler, Block, BlockReader, ENQ, EOT, Holding, NAK, Token, ack_of, split,
};
use crate::virtual_terminal::engine::Connection;
use crate::virtual_terminal::fault::Fault;

/// A bid or a block is made again this often (`terminal-link`).
const AGAIN: usize = 3;

/// What is held back waits so long for what follows (ours: less than a register takes to free the line).
const HELD_AT_MOST: Duration = Duration::from_millis(400);

/// One opening of the line.
pub(super) struct Serial<'a, T> {
    io: T,
    line: &'a mut Line,
    connection: Connection,
    reader: BlockReader,
    tokens: VecDeque<Token>,
    queue: VecDeque<Parcel>,
    /// The end of a transfer, held back so that it leaves together with what follows.
    held: Vec<u8>,
    watch: RequestWatch,
}

/// What waiting brought.
enum Heard {
    Token(Token),
    /// A parcel to send.
    Parcel,
    /// Nothing in time.
    Nothing,
}

/// What became of a bid.
enum Bid {
    Won,
    Lost,
}

/// Whether a parcel that comes ends the waiting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parcels {
    Wake,
    Queue,
}

impl<'a, T: AsyncRead + AsyncWrite + Unpin> Serial<'a, T> {
    pub(super) fn new(io: T, line: &'a mut Line, connection: Connection) -> Self {
        let (reader, watch) = (BlockReader::new(), RequestWatch::default());
        let (tokens, queue, held) = (VecDeque::new(), VecDeque::new(), Vec::new());
        Self { io, line, connection, reader, tokens, queue, held, watch }
    }

    /// Works until the line ends.
    pub(super) async fn run(mut self) -> End {
        let end = loop {
            if let Err(end) = self.turn().await {
                break end;
            }
        };
        for parcel in &self.queue {
            self.line.undelivered(parcel);
        }
        end
    }

    async fn turn(&mut self) -> Result<(), End> {
        if let Some(parcel) = self.queue.pop_front() {
            let delivered = self.deliver(&parcel).await;
            if let (Some(payment_id), Ok(true)) = (parcel.payment_id, delivered) {
                self.line.tell(Event::Delivered(payment_id));
            } else {
                self.line.undelivered(&parcel);
            }
            return delivered.map(|_told| ());
        }
        // Nothing follows for ever so long: what is held back leaves after all.
        let held = (!self.held.is_empty()).then_some(HELD_AT_MOST);
        match self.wait(held, Parcels::Wake).await? {
            Heard::Token(Token::Enq) => self.receive().await,
            // A block outside a transfer.
            Heard::Token(Token::Block(_)) => self.write(&[EOT]).await,
            Heard::Token(Token::Ack | Token::AckOf(_) | Token::Nak | Token::Eot | Token::Bad(_))
            | Heard::Parcel => Ok(()),
            Heard::Nothing => self.write(&[]).await,
        }
    }

    /// The POS won the line.
    async fn receive(&mut self) -> Result<(), End> {
        if self.line.faults.lock().fires(&Fault::BidBusy) {
            return self.write(&[NAK]).await;
        }
        let mut transfer = Assembler::new();
        self.write(&[ACK]).await?;
        loop {
            match self.wait(Some(self.line.timers.free), Parcels::Queue).await? {
                Heard::Nothing | Heard::Token(Token::Eot) => return Ok(()),
                Heard::Token(Token::Enq) => {
                    // Our ACK did not arrive, or the POS begins again.
                    transfer.restart();
                    self.write(&[ACK]).await?;
                }
                Heard::Token(Token::Bad(_)) => self.write(&[NAK]).await?,
                Heard::Token(Token::Block(block)) => {
                    if self.naks(&block) {
                        self.write(&[NAK]).await?;
                    } else if !self.take(&mut transfer, block).await? {
                        return Ok(());
                    }
                }
                Heard::Token(Token::Ack | Token::AckOf(_) | Token::Nak) | Heard::Parcel => {}
            }
        }
    }

    /// One block; false where the transfer is over with it.
    async fn take(&mut self, transfer: &mut Assembler, block: Block) -> Result<bool, End> {
        let acknowledgement = ack_of(block.number);
        match transfer.take(block) {
            Assembled::More | Assembled::Again => self.write(&acknowledgement).await?,
            Assembled::OutOfOrder | Assembled::TooLong => self.write(&[NAK]).await?,
            Assembled::Whole(bytes) => {
                let (commit, answer) = oneshot::channel();
                self.line.tell(Event::Message { from: self.connection, bytes, commit });
                match answer.await {
                    Ok(Commit::Taken) => self.write(&acknowledgement).await?,
                    Ok(Commit::TakenUnheard) => {}
                    Ok(Commit::Refused) | Err(_) => {
                        self.write(&[EOT]).await?;
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }

    /// Sends a message; whether it was acknowledged.
    async fn deliver(&mut self, parcel: &Parcel) -> Result<bool, End> {
        if parcel.to != self.connection || wire::is_silent(&self.line.faults) {
            return Ok(false);
        }
        wire::dawdle(&self.line.faults).await;
        if let Bid::Lost = self.bid().await? {
            // Nobody listens: news would only pile up.
            self.queue.retain(|queued| !matches!(queued.kind, Kind::News | Kind::Log));
            return Ok(false);
        }
        for block in split(&parcel.message) {
            if !self.send(&block, parcel.kind).await? {
                return Ok(false);
            }
        }
        if self.line.faults.lock().fires(&Fault::MergedWrites) {
            self.held.push(EOT);
        } else {
            self.write(&[EOT]).await?;
        }
        Ok(true)
    }

    /// Whether a block that is right is answered NAK all the same.
    fn naks(&self, block: &Block) -> bool {
        let mut faults = self.line.faults.lock();
        faults.fires(&Fault::NakBlocks)
            || (block.text.starts_with(b"SALES") && faults.fires(&Fault::NakSales))
    }

    /// Whether an acknowledgement is not heard.
    fn is_deaf(&self, kind: Kind) -> bool {
        kind == Kind::Result && self.line.faults.lock().fires(&Fault::DeafToAck)
    }

    async fn bid(&mut self) -> Result<Bid, End> {
        let mut tries = 0;
        while tries <= AGAIN {
            self.write(&[EOT, ENQ]).await?;
            tries += 1;
            let deadline = Instant::now() + self.line.timers.bid;
            loop {
                let left = deadline.saturating_duration_since(Instant::now());
                match self.wait(Some(left), Parcels::Queue).await? {
                    Heard::Token(Token::Ack) => return Ok(Bid::Won),
                    // Both bid: the POS goes first, the terminal waits, and its bid does not count.
                    Heard::Token(Token::Enq) => {
                        self.receive().await?;
                        tries = 0;
                        break;
                    }
                    Heard::Token(Token::Block(_)) => self.write(&[EOT]).await?,
                    // Busy: again when the time is up.
                    Heard::Token(Token::Nak | Token::Eot | Token::AckOf(_) | Token::Bad(_))
                    | Heard::Parcel => {}
                    Heard::Nothing => break,
                }
            }
        }
        Ok(Bid::Lost)
    }

    async fn send(&mut self, block: &Block, kind: Kind) -> Result<bool, End> {
        for _try in 0..=AGAIN {
            self.write(&[]).await?;
            wire::write_block(&mut self.io, block.encode(), kind, &self.line.faults).await?;
            let deadline = Instant::now() + self.line.timers.block;
            loop {
                let left = deadline.saturating_duration_since(Instant::now());
                match self.wait(Some(left), Parcels::Queue).await? {
                    Heard::Token(Token::AckOf(number)) if number == block.number && !self.is_deaf(kind) => {
                        return Ok(true);
                    }
                    // Of an older block.
                    Heard::Token(Token::AckOf(_) | Token::Ack | Token::Bad(_)) | Heard::Parcel => {}
                    Heard::Token(Token::Nak) | Heard::Nothing => break,
                    // It could not be made durable there.
                    Heard::Token(Token::Eot) => {
                        self.write(&[EOT]).await?;
                        return Ok(false);
                    }
                    // The POS has begun again: it goes first.
                    Heard::Token(Token::Enq) => {
                        self.receive().await?;
                        return Ok(false);
                    }
                    Heard::Token(Token::Block(_)) => self.write(&[EOT]).await?,
                }
            }
        }
        self.write(&[EOT]).await?;
        Ok(false)
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), End> {
        let bytes = [std::mem::take(&mut self.held).as_slice(), bytes].concat();
        wire::write(&mut self.io, &bytes).await
    }

    /// The next token, or what else ends the waiting.
    async fn wait(&mut self, most: Option<Duration>, parcels: Parcels) -> Result<Heard, End> {
        let deadline = most.map(|most| Instant::now() + most);
        let mut bytes = [0; 512];
        loop {
            if let Some(token) = self.tokens.pop_front() {
                return Ok(Heard::Token(token));
            }
            if parcels == Parcels::Wake && !self.queue.is_empty() {
                return Ok(Heard::Parcel);
            }
            let quiet = match self.reader.holding() {
                Holding::Nothing => None,
                Holding::Ack => Some(self.line.timers.bare_ack),
                Holding::Block => Some(self.line.timers.byte),
            };
            tokio::select! {
                biased;
                command = self.line.commands.recv() => self.obey(command)?,
                read = self.io.read(&mut bytes) => {
                    let count = read.ok().filter(|count| *count > 0).ok_or(End::After(super::AGAIN))?;
                    self.hear(&bytes[..count])?;
                }
                () = sleep(quiet) => self.tokens.extend(self.reader.quiet()),
                () = sleep_until(deadline) => return Ok(Heard::Nothing),
            }
        }
    }

    fn hear(&mut self, bytes: &[u8]) -> Result<(), End> {
        if wire::is_silent(&self.line.faults) {
            self.reader.clear();
            return Ok(());
        }
        let (whole, cut) = self.watch.push(bytes, &self.line.faults);
        self.tokens.extend(self.reader.push(&bytes[..whole]));
        cut.map_or(Ok(()), Err)
    }

    fn obey(&mut self, command: Option<Command>) -> Result<(), End> {
        match command {
            Some(Command::Send(parcel)) => wire::line_up(&mut self.queue, parcel),
            Some(Command::EndLog) => self.queue.retain(|queued| queued.kind != Kind::Log),
            Some(Command::Close(_) | Command::Plug(Plug::In)) => {}
            Some(Command::Cut(back)) => return Err(End::of(back)),
            Some(Command::Plug(Plug::Out)) => return Err(End::Pulled),
            None => return Err(End::Over),
        }
        Ok(())
    }
}

async fn sleep(wait: Option<Duration>) {
    sleep_until(wait.map(|wait| Instant::now() + wait)).await;
}

async fn sleep_until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
