//! A register whose tills are started by its row, on terminals that only say that they are there.

use std::path::Path;
use std::sync::Mutex;

use catlink_shared::masters::register::{self as row_of, Sharing};
use catlink_shared::masters::{Master, Row, Values};
use catlink_shared::terminal::CatPort;
use catlink_shared::wire::reply::Refusal;
use catlink_shared::wire::update::TerminalView;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::super::super::*;
use super::super::bench::*;
use crate::books::history::By;
use crate::books::masters::{self, Wanted};
use crate::clock;
use crate::driver::{DriverEvent, SendPermit, Taken};
use crate::store::Claim;

/// A terminal that answers as it is told, and says when its line is closed.
struct Line {
    row: PortRow,
    events: UnboundedReceiver<DriverEvent>,
    log: UnboundedSender<Seen>,
}

/// What became of a line.
#[derive(Debug, PartialEq)]
pub(super) enum Seen {
    Opened(CatDeviceId, String),
    Closed(CatDeviceId, String),
}

pub(super) fn address(row: &PortRow) -> String {
    match &row.port {
        CatPort::Tcp { address } => address.clone(),
        CatPort::Serial { path, .. } => path.clone(),
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // The test may be over.
        let _ = self.log.send(Seen::Closed(self.row.device, address(&self.row)));
    }
}

impl CatDriver for Line {
    async fn next(&mut self) -> DriverEvent {
        match self.events.recv().await {
            Some(event) => event,
            None => std::future::pending().await,
        }
    }
    fn ask(&mut self, _: Question) {}
    fn claim(&mut self) {}
    fn release(&mut self) {}
    fn drop_log(&mut self) {}
    fn cancel(&mut self, _: PaymentId) {}
    fn start_sales(&mut self, _: SalesOrder) {}
    fn proceed(&mut self, _: SendPermit) {}
    fn abandon(&mut self) {}
    fn acknowledge(&mut self, _: Taken) {}
    fn refuse(&mut self) {}
}

/// A register whose tills are started by its row.
pub(super) struct Shop {
    pub(super) bench: Bench,
    seen: tokio::sync::Mutex<UnboundedReceiver<Seen>>,
}

impl Shop {
    /// CAT1 a JT-C60 at one:1, ready.
    pub(super) async fn open() -> Self {
        let folder = new_folder();
        let mut settings = settings(&folder);
        settings.ports[0].1.port = CatPort::Tcp { address: "192.0.2.1:1".into() };
        Self::on(&folder, settings).await
    }

    async fn on(folder: &Path, settings: crate::config::Settings) -> Self {
        let register = Register::open(open_when_free(folder).await, settings).await.unwrap();
        let (log, seen) = unbounded_channel();
        let (newest, events) = (Arc::new(Mutex::new(None)), unbounded_channel::<DriverEvent>().0);
        let kept = Arc::clone(&newest);
        let starter = move |register: &Arc<Register>, row: PortRow| {
            let (say, events) = unbounded_channel();
            say.send(DriverEvent::Ready(ready("m1"))).unwrap();
            log.send(Seen::Opened(row.device, address(&row))).unwrap();
            if row.device == CatDeviceId::Cat1 {
                *kept.lock().unwrap() = Some(say);
            } else {
                // Nobody else speaks for CAT2, and its line stays open.
                std::mem::forget(say);
            }
            let line = Line { row: row.clone(), events, log: log.clone() };
            start(Arc::clone(register), row, line)
        };
        register.start_tills(Box::new(starter)).await.unwrap();
        let till = register.till(CatDeviceId::Cat1).unwrap();
        let page = catlink_shared::ids::PageId::from_parts(2, &[2; 10]);
        let did = tokio::sync::Mutex::new(unbounded_channel().1);
        let mut bench =
            Bench { register, till, events, did, folder: folder.to_owned(), page, sale_id: sale_id() };
        bench.events = newest.lock().unwrap().clone().unwrap();
        bench.wait("the terminal", |s| s.terminals.iter().any(is_linked)).await;
        let shop = Self { bench, seen: tokio::sync::Mutex::new(seen) };
        assert_eq!(shop.seen().await, opened(CatDeviceId::Cat1, "192.0.2.1:1"));
        shop
    }

    pub(super) async fn seen(&self) -> Seen {
        let mut seen = self.seen.lock().await;
        tokio::time::timeout(Duration::from_secs(20), seen.recv()).await.expect("a line to change").unwrap()
    }

    pub(super) async fn nothing_happened(&self) {
        assert!(self.seen.lock().await.try_recv().is_err());
    }

    pub(super) async fn row(&self) -> Row {
        let find = |connection: &rusqlite::Connection| masters::find(connection, Master::Register, "01");
        self.bench.register.store.read(find).await.unwrap().unwrap()
    }

    /// A manager keeps the row as changed, and the tills follow.
    pub(super) async fn save(&self, change: impl FnOnce(&mut Values)) -> Result<(), Refusal> {
        let row = self.row().await;
        let mut values = row.values.clone();
        change(&mut values);
        let write = move |tx: &rusqlite::Transaction<'_>| {
            let wanted = Wanted {
                master: Master::Register,
                code: Some("01"),
                base_revision: row.revision,
                values: &values,
            };
            masters::save(tx, wanted, &By::default(), clock::now()).map(drop)
        };
        let register = &self.bench.register;
        register
            .store
            .write::<_, BooksError, _>(Claim::None, write)
            .await
            .map_err(BooksError::into_refusal)?;
        assert!(register.follow_row().await);
        Ok(())
    }

    pub(super) async fn save_port(&self, device: CatDeviceId, address: &str) -> Result<(), Refusal> {
        let model = CatModel::JtC60;
        let port = CatPort::Tcp { address: address.to_owned() };
        let row = PortRow { device, model, port, sharing: Sharing::Alone };
        self.save(|values| row_of::put_port(values, &row)).await
    }

    /// A payment of which nobody knows yet what became of it.
    pub(super) async fn open_payment(&self) -> PaymentId {
        self.bench.keep_draft().await;
        let payment = self.bench.till.start(self.bench.order(1)).await.unwrap();
        self.bench.happen(DriverEvent::LineWon);
        self.bench.happen(DriverEvent::SalesTaken);
        let payment_id = payment.frozen.payment_id;
        // Seen as soon as somebody may look.
        while self.bench.state().await != PaymentState::Sent {
            tokio::task::yield_now().await;
        }
        payment_id
    }
}

pub(super) fn is_linked(terminal: &TerminalView) -> bool {
    terminal.link == LinkLinked
}

pub(super) fn opened(device: CatDeviceId, address: &str) -> Seen {
    Seen::Opened(device, address.to_owned())
}

pub(super) fn closed(device: CatDeviceId, address: &str) -> Seen {
    Seen::Closed(device, address.to_owned())
}
