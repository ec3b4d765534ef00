//! Bytes in, bytes out: a serial port, a socket, or a pipe in memory for tests. Knows no protocol.

pub mod holder;
pub mod memory;
pub mod place;
pub mod serial;
pub mod tcp;

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use catlink_shared::terminal::{CatPort, SerialForm};
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf};
use tokio::net::TcpStream;
use tokio_serial::SerialStream;

/// What is wrong with a line, as the settings and the page explain it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkTrouble {
    /// There is no such port.
    #[error("no such port")]
    Missing,
    /// The system does not let us open it.
    #[error("permission denied")]
    Permission,
    /// Another program holds it.
    #[error("in use by another program")]
    InUse,
    /// There is something of that name, and it is no serial port.
    #[error("not a serial port")]
    NotSerial,
    /// Nobody listens at that address.
    #[error("connection refused")]
    ConnectRefused,
    /// The address did not answer in time, or no way leads there.
    #[error("connection timed out")]
    ConnectTimeout,
    /// Nobody knows the name in the address.
    #[error("no such host")]
    UnknownHost,
    /// It was open and went away (unplugged, closed by the other side).
    #[error("unplugged or closed")]
    Gone,
    /// Anything else the system said.
    #[error("{0}")]
    System(String),
}

/// Where a line leads.
#[derive(Debug, Clone)]
pub enum LinkAddress {
    /// A serial port.
    Serial {
        /// The device: `/dev/ttyUSB0`, `COM3`.
        path: String,
        /// Speed and form.
        form: SerialForm,
    },
    /// A socket: `host:port`.
    Tcp(String),
    /// A pipe in memory.
    Memory(memory::Dialer),
}

impl From<&CatPort> for LinkAddress {
    fn from(port: &CatPort) -> Self {
        match port {
            CatPort::Serial { path, form } => Self::Serial { path: path.clone(), form: *form },
            CatPort::Tcp { address } => Self::Tcp(address.clone()),
        }
    }
}

impl LinkAddress {
    /// Opens the line, waiting at most `timeout` for a connection.
    ///
    /// # Errors
    /// Why it is not open; trying again later is always safe.
    pub async fn open(self, timeout: Duration) -> Result<Link, LinkTrouble> {
        match self {
            Self::Serial { path, form } => serial::open(&path, form).map(Link::Serial),
            Self::Tcp(address) => tcp::open(&address, timeout).await.map(Link::Tcp),
            Self::Memory(dialer) => dialer.dial().map(Link::Memory),
        }
    }
}

/// An open line. A line that has ended is an error (`Gone`), never an empty read.
#[derive(Debug)]
pub enum Link {
    /// A serial port, held exclusively.
    Serial(SerialStream),
    /// A socket, TCP_NODELAY.
    Tcp(TcpStream),
    /// A pipe in memory.
    Memory(DuplexStream),
}

impl Link {
    /// Reads what there is, one byte at least.
    ///
    /// # Errors
    /// The line is over: open it again.
    pub fn poll_read(&mut self, cx: &mut Context<'_>, buffer: &mut [u8]) -> Poll<Result<usize, LinkTrouble>> {
        let mut buffer = ReadBuf::new(buffer);
        let outcome = match self {
            Self::Serial(stream) => Pin::new(stream).poll_read(cx, &mut buffer),
            Self::Tcp(stream) => Pin::new(stream).poll_read(cx, &mut buffer),
            Self::Memory(stream) => Pin::new(stream).poll_read(cx, &mut buffer),
        };
        Poll::Ready(match ready!(outcome) {
            Ok(()) if buffer.filled().is_empty() => Err(LinkTrouble::Gone),
            Ok(()) => Ok(buffer.filled().len()),
            Err(error) => Err(broken(&error)),
        })
    }

    /// Writes what the line takes now, one byte at least. There is nothing to flush: a socket sends at once, and
    /// draining a serial port would block the thread for the time the bytes take.
    ///
    /// # Errors
    /// The line is over: open it again. None of these bytes has left.
    pub fn poll_write(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize, LinkTrouble>> {
        let outcome = match self {
            Self::Serial(stream) => Pin::new(stream).poll_write(cx, bytes),
            Self::Tcp(stream) => Pin::new(stream).poll_write(cx, bytes),
            Self::Memory(stream) => Pin::new(stream).poll_write(cx, bytes),
        };
        Poll::Ready(match ready!(outcome) {
            Ok(0) => Err(LinkTrouble::Gone),
            Ok(count) => Ok(count),
            Err(error) => Err(broken(&error)),
        })
    }
}

/// What an error on an open line means. A pulled USB adapter shows as EIO, ENXIO or an empty read, a closed socket in
/// many ways; they are all one thing to whoever holds the line.
fn broken(error: &io::Error) -> LinkTrouble {
    tracing::debug!(kind = ?error.kind(), "the line broke");
    LinkTrouble::Gone
}
