//! The trace of the terminals' lines: what was said and what happened, beside the payments it belongs to.
//!
//! It is apart from the books in everything: a file of its own, a thread of its own, and nobody who waits for it. A line
//! of the trace is handed over and forgotten; where the thread is behind, the disk nearly full or the file broken, lines
//! are dropped and counted. So no payment can become slower or fail by it, and nothing may be concluded from it.
//!
//! ```text
//!  driver ── Tracer ──▶ (a bounded channel) ──▶ Keeper ──▶ trace.sqlite
//!  till ──── about ──▶                             ▲
//!  books of a payment's story ── Trace::of ────────┘
//! ```

mod file;
mod fold;
mod keeper;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::terminal::trace::{LineNote, TraceLine};
use tokio::sync::oneshot;

use crate::clock;
pub use keeper::Bounds;
use keeper::{Keeper, Order};

/// Lines that may wait for the thread.
const MOST_WAITING: usize = 1_024;

/// A line as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// When.
    pub at: UnixMs,
    /// How often, one after the other.
    pub times: u32,
    /// When last.
    pub last_at: UnixMs,
    /// What.
    pub line: TraceLine,
}

/// A line on its way.
#[derive(Debug, Clone)]
struct Fresh {
    at: UnixMs,
    device: CatDeviceId,
    payment_id: Option<PaymentId>,
    line: TraceLine,
}

/// What cannot be read just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the line trace cannot be read now")]
pub struct Unreadable;

/// The trace of every terminal of this register.
#[derive(Debug, Clone)]
pub struct Trace {
    orders: SyncSender<Order>,
    dropped: Arc<AtomicU64>,
    /// The open payment of each terminal: what happens on its line belongs to it.
    about: [Arc<Mutex<Option<PaymentId>>>; 2],
}

impl Trace {
    /// The trace of a data folder. It never fails: what cannot be kept is dropped.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        Self::bounded(folder, Bounds::default())
    }

    /// The same with other bounds.
    #[must_use]
    pub fn bounded(folder: &Path, bounds: Bounds) -> Self {
        let (orders, inbox) = sync_channel(MOST_WAITING);
        let dropped = Arc::new(AtomicU64::new(0));
        let keeper = Keeper::new(folder, bounds, Arc::clone(&dropped));
        let started = thread::Builder::new().name("trace".to_owned()).spawn(move || keeper.run(&inbox));
        if let Err(error) = started {
            // Without the thread the channel is closed: everything is dropped.
            tracing::error!(%error, "no line trace");
        }
        Self { orders, dropped, about: Default::default() }
    }

    /// Who tells it of a terminal's line.
    #[must_use]
    pub fn tracer(&self, device: CatDeviceId) -> Tracer {
        Tracer { to: Some((self.clone(), device)) }
    }

    /// What happens on a terminal's line from now on belongs to this payment, where it names no other.
    pub fn about(&self, device: CatDeviceId, payment_id: Option<PaymentId>) {
        *self.slot(device).lock().unwrap_or_else(PoisonError::into_inner) = payment_id;
    }

    /// What is kept of a payment, oldest first; all that was handed over before is in it.
    ///
    /// # Errors
    /// The thread is behind or gone, or the file cannot be read.
    pub async fn of(&self, payment_id: PaymentId) -> Result<Vec<Kept>, Unreadable> {
        let (reply, answer) = oneshot::channel();
        self.orders.try_send(Order::Read { payment_id, reply }).map_err(|_| Unreadable)?;
        answer.await.map_err(|_| Unreadable)?
    }

    /// How many lines were dropped that the trace has not told of yet.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    fn slot(&self, device: CatDeviceId) -> &Mutex<Option<PaymentId>> {
        match device {
            CatDeviceId::Cat1 => &self.about[0],
            CatDeviceId::Cat2 => &self.about[1],
        }
    }

    fn hand_over(&self, fresh: Fresh) {
        if self.orders.try_send(Order::Keep(fresh)).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Tells the trace of one terminal's line. Never waits.
#[derive(Debug, Clone)]
pub struct Tracer {
    to: Option<(Trace, CatDeviceId)>,
}

impl Tracer {
    /// One that tells nobody.
    #[must_use]
    pub const fn none() -> Self {
        Self { to: None }
    }

    /// Something happened on the line; of a payment, or of the open one.
    pub fn note(&self, of: Option<PaymentId>, note: LineNote) {
        let Some((trace, device)) = &self.to else { return };
        if let Some(payment_id) = of.or_else(|| self.open_payment()) {
            let line = TraceLine::Note { note };
            trace.hand_over(Fresh { at: clock::now(), device: *device, payment_id: Some(payment_id), line });
        }
    }

    /// A message went by: what it is, and the payment it names. Of those that belong to no payment only what tells of
    /// money, or cannot be read, is kept.
    pub fn message(&self, describe: impl FnOnce() -> (Option<PaymentId>, TraceLine)) {
        let Some((trace, device)) = &self.to else { return };
        let (named, line) = describe();
        let payment_id = named.or_else(|| self.open_payment());
        if payment_id.is_some() || fold::tells_of_money(&line) {
            trace.hand_over(Fresh { at: clock::now(), device: *device, payment_id, line });
        }
    }

    fn open_payment(&self) -> Option<PaymentId> {
        let (trace, device) = self.to.as_ref()?;
        *trace.slot(*device).lock().unwrap_or_else(PoisonError::into_inner)
    }
}
