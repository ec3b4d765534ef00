//! A register, typed rows, and virtual terminals on real lines.

use std::sync::Arc;
use std::time::Duration;

use catlink_shared::card::CatDeviceId;
use catlink_shared::masters::{Master, Values};
use catlink_shared::receipt::DataKind;
use catlink_shared::terminal::RegisterId;
use catlink_shared::terminal::profile::{CatModel, RecoveryClass};
use catlink_shared::wire::port_test::{PortCause, PortTest};
use catlink_shared::wire::update::LinkState;

use crate::books::BooksError;
use crate::books::history::By;
use crate::books::masters::{self, Wanted};
use crate::config::{DemoHistory, Settings};
use crate::register::Register;
use crate::store::{Claim, Store};
use crate::virtual_terminal::line::Place;
use crate::virtual_terminal::tests::Simulator;

/// A virtual JT-C60 on LAN, and where.
pub(super) async fn lan() -> (Simulator, String) {
    lan_of(CatModel::JtC60.profile().recovery).await
}

/// One that can be asked for lost results in this way.
pub(super) async fn lan_of(recovery: RecoveryClass) -> (Simulator, String) {
    at(Place::Tcp("127.0.0.1:0".parse().expect("an address")), recovery).await
}

/// One on a serial line.
pub(super) async fn pty() -> (Simulator, String) {
    at(Place::Pty { link: None }, CatModel::JtC60.profile().recovery).await
}

async fn at(place: Place, recovery: RecoveryClass) -> (Simulator, String) {
    let simulator = Simulator::with_recovery(place, recovery);
    let place = simulator.place("").await;
    (simulator, place)
}

/// A row with a JT-C60 at CAT1 on LAN.
pub(super) fn tcp(address: &str) -> Values {
    row("2", address)
}

/// A row with one on a serial line.
pub(super) fn serial(path: &str) -> Values {
    row("1", path)
}

fn row(line: &str, port: &str) -> Values {
    let mut values = Master::Register.blank();
    for (key, text) in
        [("code", "01"), ("link_mode", "1"), ("cat1_line", line), ("cat1_model", "1"), ("cat1_port", port)]
    {
        values.set(key, text);
    }
    values
}

/// A register whose ports are tested.
pub(super) struct Bench {
    pub(super) register: Arc<Register>,
}

impl Bench {
    pub(super) async fn demo() -> Self {
        Self::on(DataKind::Demo, 1).await
    }

    pub(super) async fn real() -> Self {
        Self::on(DataKind::Real, 1).await
    }

    /// It waits a tenth of the time, for lines where nobody answers.
    pub(super) async fn hasty() -> Self {
        Self::on(DataKind::Demo, 10).await
    }

    /// One with a till on this row.
    pub(super) async fn with_a_till(values: &Values) -> Self {
        let bench = Self::demo().await;
        let values = values.clone();
        let write = move |tx: &rusqlite::Transaction<'_>| {
            let before = masters::find(tx, Master::Register, "01")?.expect("the row");
            let wanted = Wanted {
                master: Master::Register,
                code: Some("01"),
                base_revision: before.revision,
                values: &values,
            };
            masters::save(tx, wanted, &By::default(), crate::clock::now()).map(drop)
        };
        bench.register.store.write::<_, BooksError, _>(Claim::None, write).await.expect("saves");
        bench.register.start_tills(Box::new(crate::run::start_till)).await.expect("starts");
        bench
    }

    async fn on(kind: DataKind, line_timers_divided_by: u32) -> Self {
        let folder = crate::scratch::path("port-test");
        let settings = Settings {
            data_dir: folder.clone(),
            listen: "127.0.0.1:0".parse().expect("an address"),
            reach: crate::config::Reach::ThisComputer,
            hosts: Vec::new(),
            demo: kind == DataKind::Demo,
            register: RegisterId::new("01").expect("a name"),
            ports: Vec::new(),
            demo_history: DemoHistory::None,
            payment_timeout_s: 60,
            decide_after: Duration::ZERO,
            line_timers_divided_by,
        };
        let store = Store::open(&folder, kind).expect("a fresh folder");
        Self { register: Register::open(store, settings).await.expect("a register") }
    }

    pub(super) async fn test(&self, values: &Values) -> PortTest {
        super::run(&self.register, CatDeviceId::Cat1, values).await.expect("a test")
    }

    pub(super) async fn causes(&self, values: &Values) -> Vec<PortCause> {
        self.test(values).await.troubles.iter().map(|trouble| trouble.cause).collect()
    }

    /// Waits until the till's terminal is linked.
    pub(super) async fn linked(&self) {
        let mut shown = self.register.watch();
        let linked = shown.wait_for(|now| {
            now.as_ref().is_some_and(|now| now.terminals.iter().any(|it| it.link == LinkState::Linked))
        });
        tokio::time::timeout(Duration::from_secs(20), linked).await.expect("it is linked").expect("it runs");
    }
}
