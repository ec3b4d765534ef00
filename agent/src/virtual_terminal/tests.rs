//! The whole simulator in one process, against a scripted POS that shares nothing with it but the codec.

mod answers;
mod lan;
mod pos;
mod pty;
mod script;

use catlink_shared::card::CardCategoryCode;
use catlink_shared::ids::{PaymentId, SequenceNumber};
use catlink_shared::money::Yen;
use catlink_shared::terminal::profile::{CatModel, RecoveryClass};
use catlink_shared::terminal::{RegisterId, SalesRequest, TerminalId, Unit};
use std::sync::Arc;
use tokio::sync::Mutex;

use super::act::Auto;
use super::centre::{Book, CentreLink};
use super::clock;
use super::device::{self, Device};
use super::engine::{LineKind, Pace, Setup};
use super::fault::ArmRequest;
use super::line::{self, Place, Timers};
use super::memory::MemoryFile;

/// A running simulator and its book.
pub(crate) struct Simulator {
    pub(crate) device: Device,
    book: Arc<Mutex<Book>>,
}

impl Simulator {
    pub(crate) fn start(place: Place) -> Self {
        Self::with_recovery(place, CatModel::JtC60.profile().recovery)
    }

    /// One whose lost results are found out in this way.
    pub(crate) fn with_recovery(place: Place, recovery: RecoveryClass) -> Self {
        let book = Arc::new(Mutex::new(Book::in_memory()));
        let kind = if matches!(place, Place::Tcp(_)) { LineKind::Lan } else { LineKind::Serial };
        let setup = Setup { model: CatModel::JtC60, recovery, line: kind, pace: Pace::usual(1) };
        let faults = line::Faults::default();
        let line = line::start(place, Timers::scaled(1.0), faults.clone());
        let parts = device::Parts {
            setup,
            terminal_id: TerminalId::new("1234567890123").expect("digits"),
            file: MemoryFile::Process(None),
            centre: CentreLink::Inside(Arc::clone(&book)),
            auto: Auto::Approve,
            faults,
            line,
            script: None,
        };
        Self { device: device::start(parts).expect("starts"), book }
    }

    /// Where the line is, once it is anywhere but there.
    pub(crate) async fn place(&self, but: &str) -> String {
        let mut place = self.device.place();
        let is_new = |place: &Option<String>| place.as_ref().is_some_and(|place| place != but);
        let found = place.wait_for(is_new).await.expect("runs").clone().expect("a place");
        found.split_once(' ').expect("kind and name").1.to_owned()
    }

    pub(crate) async fn fault(&self, json: serde_json::Value) {
        let armed = ArmRequest::read(json).expect("a fault").0;
        self.device.fault(armed).await.expect("runs");
    }

    async fn charged(&self) -> Vec<i64> {
        self.book.lock().await.charged().map(|charge| charge.amount.get()).collect()
    }
}

/// A payment of now, the same one for the same key as long as the tests run.
fn key_of(key: u8) -> PaymentId {
    static BEGUN: std::sync::LazyLock<u64> =
        std::sync::LazyLock::new(|| u64::try_from(clock::wall().0).expect("after 1970"));
    PaymentId::from_parts(*BEGUN, &[key; 10])
}

fn sales(key: u8, unit: &Unit) -> SalesRequest {
    SalesRequest {
        payment_id: key_of(key),
        register_id: register("R1"),
        unit: unit.clone(),
        sequence_number: SequenceNumber(u32::from(key)),
        amount: Yen::new(1_200),
        payment: CardCategoryCode(8),
        training_mode: false,
        timeout_s: 30,
    }
}

fn register(name: &str) -> RegisterId {
    RegisterId::new(name).expect("name")
}
