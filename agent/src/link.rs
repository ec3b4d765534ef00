//! Bytes in, bytes out: a serial port, a socket, or a pipe in memory for tests. Knows no protocol.

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
    /// Nobody listens at that address.
    #[error("connection refused")]
    ConnectRefused,
    /// The address did not answer in time.
    #[error("connection timed out")]
    ConnectTimeout,
    /// It was open and went away (unplugged, closed by the other side).
    #[error("unplugged or closed")]
    Gone,
    /// Anything else the system said.
    #[error("{0}")]
    System(String),
}
