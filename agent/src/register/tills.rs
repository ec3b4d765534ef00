//! The tills of this register: started, stopped and started anew as its row of 端末マスタ says, while the program runs.
//!
//! The row is the truth; this only follows it. A till whose port did not change is not touched. One that changed is over,
//! and its line closed, before another one opens. It knows no protocol: how a till is started it is told.

mod lending;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::PaymentId;
use catlink_shared::masters::register::PortRow;
use catlink_shared::wire::update::Snapshot;

use super::{Register, wiring};
use crate::books::BooksError;
use crate::link::place::Place;
use crate::till::TillHandle;
pub use lending::Loan;

/// Starts the till of a port.
pub type Starter = Box<dyn Fn(&Arc<Register>, PortRow) -> TillHandle + Send + Sync>;

/// The tills that run.
#[derive(Default)]
pub(super) struct Tills {
    starter: OnceLock<Starter>,
    running: Mutex<Vec<Running>>,
    /// Places that are somebody else's for a while: no till opens there.
    lent: Mutex<Vec<Place>>,
    /// One change of the wiring at a time.
    switching: tokio::sync::Mutex<()>,
}

#[derive(Debug, Clone)]
struct Running {
    row: PortRow,
    till: TillHandle,
}

impl std::fmt::Debug for Tills {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Tills").field("running", &self.running).finish_non_exhaustive()
    }
}

impl Tills {
    fn running<T>(&self, look: impl FnOnce(&mut Vec<Running>) -> T) -> T {
        look(&mut self.running.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn lent<T>(&self, look: impl FnOnce(&mut Vec<Place>) -> T) -> T {
        look(&mut self.lent.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Those of the ports whose place nobody has borrowed.
    async fn free(&self, ports: Vec<PortRow>) -> Vec<PortRow> {
        let lent = self.lent(|lent| lent.clone());
        let mut free = Vec::new();
        for port in ports {
            let taken = !lent.is_empty() && {
                let place = Place::of(&port.port).await;
                lent.iter().any(|other| other.is_same(&place))
            };
            if !taken {
                free.push(port);
            }
        }
        free
    }
}

/// What the wiring follows of a snapshot: another row, another open payment.
type Mark = (u64, Vec<PaymentId>);

fn mark(snapshot: &Snapshot) -> Mark {
    let open = snapshot.payments.iter().map(|payment| payment.payment_id).collect();
    (snapshot.register.masters_revision, open)
}

impl Register {
    /// Starts the tills, and from now on starts and stops them as the row says; once.
    ///
    /// # Errors
    /// The database.
    pub async fn start_tills(self: &Arc<Self>, starter: Starter) -> Result<(), BooksError> {
        // A second call would change how tills are started behind those that run; there is none.
        let _ = self.tills.starter.set(starter);
        self.rewire().await?;
        tokio::spawn(follow(Arc::downgrade(self), self.watch()));
        Ok(())
    }

    /// The till of a device.
    #[must_use]
    pub fn till(&self, device: CatDeviceId) -> Option<TillHandle> {
        self.tills.running(|running| {
            running.iter().find(|running| running.row.device == device).map(|running| running.till.clone())
        })
    }

    /// Every till.
    #[must_use]
    pub fn tills(&self) -> Vec<TillHandle> {
        self.tills.running(|running| running.iter().map(|running| running.till.clone()).collect())
    }

    /// Brings the tills to what the row says now.
    ///
    /// # Errors
    /// The database; the tills are as they were.
    pub async fn rewire(self: &Arc<Self>) -> Result<(), BooksError> {
        let Some(starter) = self.tills.starter.get() else { return Ok(()) };
        let switching = self.tills.switching.lock().await;
        let wanted = self.store.read(wiring::wanted).await?;
        let wanted = self.tills.free(wanted).await;
        let running = self.tills.running(|running| running.clone());
        let mut changed = false;
        for old in running.iter().filter(|running| !wanted.contains(&running.row)) {
            changed |= self.stop_till(old).await;
        }
        for row in wanted {
            let occupied =
                self.tills.running(|running| running.iter().any(|running| running.row.device == row.device));
            if !occupied {
                self.board(|board| board.connect(row.device, row.model));
                let till = starter(self, row.clone());
                self.tills.running(|running| running.push(Running { row, till }));
                changed = true;
            }
        }
        drop(switching);
        if changed {
            self.refresh().await;
        }
        Ok(())
    }

    /// The same for whoever can do nothing about it: what failed is tried again with the next change. Whether it is done.
    pub async fn follow_row(self: &Arc<Self>) -> bool {
        let done = self.rewire().await;
        done.inspect_err(|error| tracing::error!(%error, "the wiring could not be read")).is_ok()
    }

    /// Whether the till is over, and its line closed: one that is at a payment goes on until that is settled.
    async fn stop_till(&self, old: &Running) -> bool {
        if old.till.stop().await.is_err() {
            tracing::warn!(device = ?old.row.device, "a till is at a payment: it keeps its port until that is over");
            return false;
        }
        self.tills.running(|running| running.retain(|running| running.row.device != old.row.device));
        self.board(|board| board.disconnect(old.row.device));
        true
    }
}

/// Follows what the till of a settled payment, or another register's page, changes: the row and the open payments.
async fn follow(
    register: std::sync::Weak<Register>,
    mut shown: tokio::sync::watch::Receiver<Option<Arc<Snapshot>>>,
) {
    let mut followed: Option<Mark> = None;
    while shown.changed().await.is_ok() {
        let now = shown.borrow_and_update().as_deref().map(mark);
        let Some(register) = register.upgrade() else { return };
        if now.is_some() && now != followed && register.follow_row().await {
            followed = now;
        }
    }
}
