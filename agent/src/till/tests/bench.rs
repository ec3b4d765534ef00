//! A till on a scripted driver and a real database. A second connection to the database looks over its shoulder.

use std::path::{Path, PathBuf};

use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::ids::{PageId, SaleId};
use catlink_shared::money::Yen;
use catlink_shared::receipt::DataKind;
use catlink_shared::reservation::Purpose;
use catlink_shared::tax::{Rounding, TaxClass};
use catlink_shared::terminal::{
    CatPort, MemoryId, PosLink, RegisterId, ResultWord, TerminalResult, TrainingAbility,
};
use catlink_shared::wire::update::Snapshot;
use rusqlite::Connection;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::super::*;
use crate::books::history::By;
use crate::books::sales;
use crate::clock;
use crate::config::{DemoHistory, PortSetting, Settings, Sharing};
use crate::driver::{DriverEvent, SendPermit, Taken};
use crate::journal;
use crate::register::wiring;
use crate::store::death::Death;
use crate::store::{Claim, Store};
pub(super) use catlink_shared::payment::PaymentState;
pub(super) use catlink_shared::terminal::{Phase, Unit};

/// What the till did to its driver, with what the database held at that moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Did {
    StartSales { stored: String },
    Proceed { stored: String },
    Abandon,
    Acknowledge { stored: String },
    Refuse,
    AskPayment,
    AskLast,
    AskLog,
    DropLog,
    Cancel,
    Claim,
    Release,
}

impl Did {
    /// What leaves with it.
    fn step(&self) -> &'static str {
        match self {
            Self::StartSales { .. } => "the order",
            Self::Proceed { .. } => "SALES",
            Self::Abandon => "the line given back",
            Self::Acknowledge { .. } => "the acknowledgement",
            Self::Refuse => "the refusal",
            Self::AskPayment => "QUERY",
            Self::AskLast => "LAST",
            Self::AskLog => "DAILYLOG",
            Self::DropLog => "DAILYLOG given up",
            Self::Cancel => "CANCEL",
            Self::Claim => "HELLO",
            Self::Release => "the terminal given back",
        }
    }
}

struct Script {
    pub(super) events: UnboundedReceiver<DriverEvent>,
    pub(super) did: UnboundedSender<Did>,
    database: PathBuf,
    death: Death,
}

impl Script {
    /// What the till does is a step it can die at, too; what the dead do reaches no terminal.
    fn note(&self, did: Did) {
        if self.death.step(did.step()) {
            self.did.send(did).unwrap();
        }
    }

    /// The state of the only payment as another process would read it.
    fn stored(&self) -> String {
        stored(&self.database)
    }
}

pub(super) fn stored(database: &Path) -> String {
    let connection = Connection::open(database).unwrap();
    connection
        .query_row("SELECT state_word FROM payment ORDER BY rowid DESC LIMIT 1", [], |row| row.get(0))
        .unwrap_or_else(|_| "nothing".to_owned())
}

impl CatDriver for Script {
    async fn next(&mut self) -> DriverEvent {
        match self.events.recv().await {
            Some(event) => event,
            None => std::future::pending().await,
        }
    }

    fn ask(&mut self, question: Question) {
        match question {
            Question::Payment(_) => self.note(Did::AskPayment),
            Question::Last => self.note(Did::AskLast),
            Question::DailyLog { .. } => self.note(Did::AskLog),
            Question::State => {}
        }
    }

    fn claim(&mut self) {
        self.note(Did::Claim);
    }

    fn release(&mut self) {
        self.note(Did::Release);
    }

    fn drop_log(&mut self) {
        self.note(Did::DropLog);
    }

    fn cancel(&mut self, _: PaymentId) {
        self.note(Did::Cancel);
    }

    fn start_sales(&mut self, _: SalesOrder) {
        self.note(Did::StartSales { stored: self.stored() });
    }

    fn proceed(&mut self, _: SendPermit) {
        self.note(Did::Proceed { stored: self.stored() });
    }

    fn abandon(&mut self) {
        self.note(Did::Abandon);
    }

    fn acknowledge(&mut self, _: Taken) {
        self.note(Did::Acknowledge { stored: self.stored() });
    }

    fn refuse(&mut self) {
        self.note(Did::Refuse);
    }
}

pub(super) struct Bench {
    pub(super) register: Arc<Register>,
    pub(super) till: TillHandle,
    pub(super) events: UnboundedSender<DriverEvent>,
    pub(super) did: tokio::sync::Mutex<UnboundedReceiver<Did>>,
    pub(super) folder: PathBuf,
    pub(super) page: PageId,
    pub(super) sale_id: SaleId,
}

pub(super) fn sale_id() -> SaleId {
    SaleId::from_parts(1, &[1; 10])
}

/// The sale of the next customer.
pub(super) fn other_sale() -> SaleId {
    SaleId::from_parts(9, &[9; 10])
}

pub(super) fn new_folder() -> PathBuf {
    crate::scratch::path("till")
}

pub(super) fn settings(folder: &Path) -> Settings {
    Settings {
        data_dir: folder.to_owned(),
        listen: "127.0.0.1:0".parse().unwrap(),
        reach: crate::config::Reach::ThisComputer,
        hosts: Vec::new(),
        demo: true,
        demo_history: DemoHistory::None,
        register: RegisterId::new("01").unwrap(),
        ports: vec![(
            CatDeviceId::Cat1,
            PortSetting {
                model: CatModel::JtC60,
                port: CatPort::Tcp { address: "unused:1".into() },
                sharing: Sharing::Alone,
            },
        )],
        payment_timeout_s: 60,
        decide_after: Duration::ZERO,
        line_timers_divided_by: 1,
    }
}

pub(super) fn unit(memory: &str) -> Unit {
    Unit { terminal_id: TerminalId::new("1234567890123").unwrap(), memory_id: MemoryId::new(memory).unwrap() }
}

pub(super) fn ready(memory: &str) -> Ready {
    Ready {
        unit: unit(memory),
        version: 1,
        model: "jt-c60".into(),
        pos_link: PosLink::On,
        training: TrainingAbility::Able,
        simulated: true,
        capabilities: vec!["query".into()],
        newest_slip: None,
        terminal_time: None,
    }
}

impl Bench {
    pub(super) async fn new() -> Self {
        Self::on(new_folder(), sale_id()).await
    }

    /// A register (again) on a folder, with the terminal ready.
    pub(super) async fn on(folder: PathBuf, sale_id: SaleId) -> Self {
        Self::with(folder, sale_id, ready("m1")).await
    }

    /// The same with a terminal that says this of itself.
    pub(super) async fn with(folder: PathBuf, sale_id: SaleId, ready: Ready) -> Self {
        let settings = settings(&folder);
        let bench = Self::opened(folder, sale_id, settings).await;
        bench.happen(DriverEvent::Ready(ready));
        bench.wait("the terminal to be ready", |s| s.terminals[0].link != LinkNoAnswer).await;
        bench
    }

    /// A register whose terminal has not said anything yet.
    pub(super) async fn opened(folder: PathBuf, sale_id: SaleId, settings: Settings) -> Self {
        let store = open_when_free(&folder).await;
        let register = Register::open(store, settings).await.unwrap();
        let (events, inbox) = unbounded_channel();
        let (did, seen) = unbounded_channel();
        let (database, death) = (folder.join("catlink.sqlite"), register.store.death.clone());
        let script = Script { events: inbox, did, database, death };
        let row = register.store.read(wiring::in_force).await.unwrap().remove(0);
        let till = start(Arc::clone(&register), row, script);
        let page = PageId::from_parts(2, &[2; 10]);
        Self { register, till, events, did: tokio::sync::Mutex::new(seen), folder, page, sale_id }
    }

    pub(super) fn happen(&self, event: DriverEvent) {
        self.events.send(event).unwrap();
    }

    pub(super) async fn wait(&self, what: &str, condition: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        let mut updates = self.register.watch();
        let found = updates.wait_for(|now| now.as_ref().is_some_and(|now| condition(now)));
        let found = tokio::time::timeout(Duration::from_secs(20), found).await;
        let found = found.unwrap_or_else(|_| panic!("waited in vain for {what}")).unwrap();
        Arc::clone(found.as_ref().unwrap())
    }

    pub(super) async fn keep_draft(&self) {
        self.keep_draft_of(self.sale_id).await;
    }

    pub(super) async fn keep_draft_of(&self, sale_id: SaleId) {
        self.keep_draft_for(sale_id, Purpose::Sale).await.unwrap();
    }

    pub(super) async fn keep_draft_for(&self, sale_id: SaleId, purpose: Purpose) -> Result<u64, BooksError> {
        let line = Line {
            product_code: "1001".into(),
            name: "おにぎり".into(),
            unit_price: Yen::new(1_000),
            quantity: 1,
            tax: TaxClass::REDUCED_8,
            discount: Discount::None,
        };
        let draft = Draft { mode: CounterMode::Live, lines: vec![line], slip_discount: Yen::ZERO, purpose };
        let page = self.page;
        self.register
            .store
            .write::<_, BooksError, _>(Claim::None, move |tx| {
                sales::put(tx, page, sale_id, 0, &draft, clock::now())
            })
            .await
    }

    pub(super) fn order(&self, id: u8) -> Start {
        Start {
            page: self.page,
            sale_id: self.sale_id,
            payment_id: PaymentId::from_parts(3, &[id; 10]),
            draft_revision: 1,
            amount: Yen::new(1_000),
            rounding: Rounding::Down,
            card_company_code: "02".into(),
            operator_code: Some("101".into()),
            by: By::default(),
        }
    }

    /// A payment whose SALES has left.
    pub(super) async fn sent(&self) -> Payment {
        self.keep_draft().await;
        let payment = self.till.start(self.order(1)).await.unwrap();
        self.happen(DriverEvent::LineWon);
        assert_eq!(self.did().await, Did::StartSales { stored: "accepted".into() });
        assert_eq!(self.did().await, Did::Proceed { stored: "sent".into() });
        self.happen(DriverEvent::SalesTaken);
        payment
    }

    pub(super) async fn did(&self) -> Did {
        let mut did = self.did.lock().await;
        tokio::time::timeout(Duration::from_secs(20), did.recv()).await.expect("the till to act").unwrap()
    }

    pub(super) async fn state(&self) -> PaymentState {
        let payment_id = self.order(1).payment_id;
        let found = self.register.store.read(move |c| journal::find(c, payment_id)).await.unwrap();
        found.expect("the payment").state
    }

    pub(super) async fn wait_state(&self, word: &str) -> PaymentState {
        self.wait_stored(word).await;
        self.state().await
    }

    /// Waits until the database says so. The agent that committed it may be dead by then, and answers nobody.
    pub(super) async fn wait_stored(&self, word: &str) {
        let database = self.folder.join("catlink.sqlite");
        self.wait(word, |_| stored(&database) == word).await;
    }

    pub(super) fn result(&self, payment: &Payment, word: ResultWord) -> TerminalResult {
        TerminalResult {
            phase_reached: Some(Phase::Printing),
            slip_number: Some(catlink_shared::terminal::SlipNumber::five(1)),
            ..TerminalResult::echoing(&payment.frozen.asked, word)
        }
    }

    pub(super) fn offer(&self, result: TerminalResult) {
        self.happen(DriverEvent::ResultOffered(Box::new(result)));
    }

    /// The agent dies: its tasks and its lock go, its folder stays.
    pub(super) fn die(self) -> (PathBuf, SaleId) {
        (self.folder, self.sale_id)
    }
}

pub(super) use catlink_shared::wire::update::LinkState::{Linked as LinkLinked, NoAnswer as LinkNoAnswer};

/// The dead agent's database thread lets the lock go when its last job is done.
pub(super) async fn open_when_free(folder: &Path) -> Store {
    let mut waits = tokio::time::interval(Duration::from_millis(5));
    for _ in 0..2_000 {
        match Store::open(folder, DataKind::Demo) {
            Ok(store) => return store,
            Err(crate::store::OpenError::InUse(_)) => {
                waits.tick().await;
            }
            Err(error) => panic!("{error}"),
        }
    }
    panic!("the folder stays locked");
}
