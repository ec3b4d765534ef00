//! The terminal's end of the line: bids, numbered blocks, connections. Shares only the codec with the driver, so that a
//! mistake on one side shows on the other. Knows no payment: what is a RESULT and what is SALES it knows for faults only.

mod lan;
mod port;
mod serial;
mod wire;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use catlink_shared::ids::PaymentId;
use tokio::sync::{mpsc, oneshot};

use super::engine::Connection;
use super::fault::FaultBox;

/// The faults everyone asks.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<Mutex<FaultBox>>);

impl Faults {
    /// The list. A panic elsewhere does not spoil it.
    pub fn lock(&self) -> MutexGuard<'_, FaultBox> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where the line is.
#[derive(Debug, Clone)]
pub enum Place {
    /// A serial port.
    Serial(PathBuf),
    /// A pty, with a stable name for its other end.
    Pty {
        /// A symlink that always leads to it.
        link: Option<PathBuf>,
    },
    /// A listener.
    Tcp(SocketAddr),
}

/// The line's own times (`terminal-link`; the POS bids after 1 s, the terminal after 1.3 s).
#[derive(Debug, Clone, Copy)]
pub struct Timers {
    /// A bid not answered is made again after this.
    pub bid: Duration,
    /// A block not acknowledged is sent again after this.
    pub block: Duration,
    /// A receiver that hears nothing for this long frees the line.
    pub free: Duration,
    /// Longest silence inside a block, serial.
    pub byte: Duration,
    /// Longest silence inside a block, LAN.
    pub lan_byte: Duration,
    /// An ACK without a digit is a bare one after this (ours: a byte takes 8 ms at 1200 baud).
    pub bare_ack: Duration,
}

impl Timers {
    /// The times of the protocol, all of them multiplied.
    #[must_use]
    pub fn scaled(factor: f64) -> Self {
        let ms = |ms: u64| Duration::from_millis(ms).mul_f64(factor.clamp(0.001, 1_000.0));
        Self {
            bid: ms(1_300),
            block: ms(3_000),
            free: ms(5_000),
            byte: ms(100),
            lan_byte: ms(5_000),
            bare_ack: ms(20),
        }
    }
}

/// What kind of message it is, as far as the line cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A RESULT: what became of it is told.
    Result,
    /// STATE or STATUS: worth nothing once nobody listens.
    News,
    /// An answer.
    Answer,
    /// A line of the daily log, or its end: everything else goes first.
    Log,
}

/// A message on its way out.
#[derive(Debug)]
pub struct Parcel {
    /// To whom.
    pub to: Connection,
    /// The message.
    pub message: Vec<u8>,
    /// What kind.
    pub kind: Kind,
    /// Whose result, where what became of it is wanted.
    pub payment_id: Option<PaymentId>,
}

/// What the line is told.
#[derive(Debug)]
pub enum Command {
    /// Say this.
    Send(Parcel),
    /// What is left of a daily log is not said any more.
    EndLog,
    /// Close a connection.
    Close(Connection),
    /// Go away; come back by yourself after this, or when plugged in.
    Cut(Option<Duration>),
    /// Plugged in, or pulled.
    Plug(Plug),
}

/// Whether the line is plugged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plug {
    /// In.
    In,
    /// Out.
    Out,
}

/// Whether a message is durable enough to be acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commit {
    /// Yes.
    Taken,
    /// Yes, but the acknowledgement is lost.
    TakenUnheard,
    /// No.
    Refused,
}

/// What the line tells.
#[derive(Debug)]
pub enum Event {
    /// It is open, here.
    At(String),
    /// It is not.
    Away,
    /// Someone can speak.
    Opened(Connection),
    /// Someone no longer can.
    Closed(Connection),
    /// A message; it is acknowledged as answered.
    Message {
        /// From whom.
        from: Connection,
        /// Its bytes.
        bytes: Vec<u8>,
        /// The answer.
        commit: oneshot::Sender<Commit>,
    },
    /// A result was acknowledged.
    Delivered(PaymentId),
    /// A result was not.
    Undelivered(PaymentId),
}

/// Why a line's run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// It comes back after this.
    After(Duration),
    /// It comes back when plugged in.
    Pulled,
    /// The simulator is over.
    Over,
}

/// A port that fails is tried again after this (ours).
const AGAIN: Duration = Duration::from_millis(500);

/// What a line works with.
struct Line {
    commands: mpsc::UnboundedReceiver<Command>,
    events: mpsc::UnboundedSender<Event>,
    faults: Faults,
    timers: Timers,
    connections: u64,
}

impl Line {
    fn tell(&self, event: Event) {
        // Nobody listens only when the simulator ends.
        let _over = self.events.send(event);
    }

    fn undelivered(&self, parcel: &Parcel) {
        if let Some(payment_id) = parcel.payment_id {
            self.tell(Event::Undelivered(payment_id));
        }
    }

    fn connection(&mut self) -> Connection {
        self.connections += 1;
        Connection(self.connections)
    }

    /// Waits until the line may come back.
    async fn stay_away(&mut self, end: End) -> End {
        self.tell(Event::Away);
        let back = match end {
            End::After(back) => Some(tokio::time::Instant::now() + back),
            End::Pulled => None,
            End::Over => return End::Over,
        };
        loop {
            let wait = async {
                match back {
                    Some(at) => tokio::time::sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = wait => return end,
                command = self.commands.recv() => match command {
                    Some(Command::Plug(Plug::In)) => return end,
                    Some(Command::Plug(Plug::Out) | Command::Cut(None)) => return Box::pin(self.stay_away(End::Pulled)).await,
                    Some(Command::Send(parcel)) => self.undelivered(&parcel),
                    Some(Command::Close(_) | Command::EndLog | Command::Cut(Some(_))) => {}
                    None => return End::Over,
                }
            }
        }
    }
}

impl End {
    fn of(back: Option<Duration>) -> Self {
        back.map_or(Self::Pulled, Self::After)
    }
}

/// The line's handle.
#[derive(Debug)]
pub struct Ends {
    /// Tell it.
    pub commands: mpsc::UnboundedSender<Command>,
    /// Hear it.
    pub events: mpsc::UnboundedReceiver<Event>,
}

/// Starts the line. [`Event::At`] says where, as soon as it is open.
#[must_use]
pub fn start(place: Place, timers: Timers, faults: Faults) -> Ends {
    let (commands, from_device) = mpsc::unbounded_channel();
    let (to_device, events) = mpsc::unbounded_channel();
    let line = Line { commands: from_device, events: to_device, faults, timers, connections: 0 };
    match place {
        Place::Tcp(address) => tokio::spawn(lan::host(line, address)),
        Place::Serial(path) => tokio::spawn(port::host_serial(line, path)),
        Place::Pty { link } => tokio::spawn(port::host_pty(line, link)),
    };
    Ends { commands, events }
}

#[cfg(test)]
mod tests;
