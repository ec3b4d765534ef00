//! A line in memory: one side dials, the other takes the calls, so that cuts and reconnections can be tested.

use tokio::io::DuplexStream;
use tokio::sync::mpsc;

use super::LinkTrouble;

/// Dials; every call is a new line.
#[derive(Debug, Clone)]
pub struct Dialer {
    calls: mpsc::UnboundedSender<DuplexStream>,
    pipe_bytes: usize,
}

/// Takes the calls. Dropped: there is no such port any more.
#[derive(Debug)]
pub struct Exchange(mpsc::UnboundedReceiver<DuplexStream>);

/// A dialer and whom it reaches. `pipe_bytes` are under way in one direction before a writer has to wait; with 1 every
/// read gives one byte.
#[must_use]
pub fn pair(pipe_bytes: usize) -> (Dialer, Exchange) {
    let (calls, exchange) = mpsc::unbounded_channel();
    (Dialer { calls, pipe_bytes }, Exchange(exchange))
}

impl Dialer {
    /// A new line.
    ///
    /// # Errors
    /// [`LinkTrouble::Missing`] where nobody is there to take the call.
    pub fn dial(&self) -> Result<DuplexStream, LinkTrouble> {
        let (ours, theirs) = tokio::io::duplex(self.pipe_bytes);
        self.calls.send(theirs).map_err(|_| LinkTrouble::Missing)?;
        Ok(ours)
    }
}

impl Exchange {
    /// The other end of the next line dialled; nothing once all dialers are gone.
    pub async fn accept(&mut self) -> Option<DuplexStream> {
        self.0.recv().await
    }
}
