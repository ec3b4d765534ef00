//! The till against a scripted driver and a real database: what is durable when a byte may leave, and what follows from
//! each thing a line can do. A second connection to the database looks over the till's shoulder.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::ids::{PageId, PaymentId, SaleId};
use catlink_shared::money::Yen;
use catlink_shared::payment::{Difference, Doubt as Why, LastWord, NotCharged, PaymentState};
use catlink_shared::receipt::DataKind;
use catlink_shared::tax::TaxClass;
use catlink_shared::tender::ByHand;
use catlink_shared::terminal::{
    CatPort, MemoryId, PosLink, ResultWord, TerminalId, TrainingAbility, TransactionType,
};
use catlink_shared::wire::update::Snapshot;
use rusqlite::Connection;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::*;
use crate::books::sales;
use crate::config::{PortSetting, Settings};
use crate::link::LinkTrouble;
use crate::store::Store;

/// What the till did to its driver, with what the database held at that moment.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Did {
    StartSales { stored: String },
    Proceed { stored: String },
    Abandon,
    Acknowledge { stored: String },
    Refuse,
    AskPayment,
    Cancel,
}

struct Script {
    events: UnboundedReceiver<DriverEvent>,
    did: UnboundedSender<Did>,
    database: PathBuf,
}

impl Script {
    fn note(&self, did: Did) {
        self.did.send(did).unwrap();
    }

    /// The state of the only payment as another process would read it.
    fn stored(&self) -> String {
        stored(&self.database)
    }
}

fn stored(database: &Path) -> String {
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
        if matches!(question, Question::Payment(_)) {
            self.note(Did::AskPayment);
        }
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

struct Bench {
    register: Arc<Register>,
    till: TillHandle,
    events: UnboundedSender<DriverEvent>,
    did: Arc<Mutex<UnboundedReceiver<Did>>>,
    folder: PathBuf,
    page: PageId,
    sale_id: SaleId,
}

fn new_folder() -> PathBuf {
    std::env::temp_dir().join(format!("catlink-till-{}", uuid::Uuid::now_v7()))
}

fn settings(folder: &Path) -> Settings {
    Settings {
        data_dir: folder.to_owned(),
        listen: "127.0.0.1:0".parse().unwrap(),
        demo: true,
        register: RegisterId::new("01").unwrap(),
        ports: vec![(
            CatDeviceId::Cat1,
            PortSetting { model: CatModel::JtC60, port: CatPort::Tcp { address: "unused:0".into() } },
        )],
        payment_timeout_s: 60,
        decide_after: Duration::ZERO,
        line_timers_divided_by: 1,
    }
}

fn unit(memory: &str) -> Unit {
    Unit { terminal_id: TerminalId::new("1234567890123").unwrap(), memory_id: MemoryId::new(memory).unwrap() }
}

fn ready(memory: &str) -> Ready {
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
    async fn new() -> Self {
        Self::on(new_folder(), SaleId::from_parts(1, &[1; 10])).await
    }

    /// A register (again) on a folder, with the terminal ready.
    async fn on(folder: PathBuf, sale_id: SaleId) -> Self {
        let store = open_when_free(&folder).await;
        let register = Register::open(store, settings(&folder)).await.unwrap();
        let (events, inbox) = unbounded_channel();
        let (did, seen) = unbounded_channel();
        let script = Script { events: inbox, did, database: folder.join("catlink.sqlite") };
        let till = start(Arc::clone(&register), CatDeviceId::Cat1, CatModel::JtC60, script);
        let page = PageId::from_parts(2, &[2; 10]);
        let bench = Self { register, till, events, did: Arc::new(Mutex::new(seen)), folder, page, sale_id };
        bench.happen(DriverEvent::Ready(ready("m1")));
        bench.wait("the terminal to be ready", |s| s.terminals[0].link == LinkLinked).await;
        bench
    }

    fn happen(&self, event: DriverEvent) {
        self.events.send(event).unwrap();
    }

    async fn wait(&self, what: &str, condition: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        let mut updates = self.register.watch();
        let found = updates.wait_for(|now| now.as_ref().is_some_and(|now| condition(now)));
        let found = tokio::time::timeout(Duration::from_secs(20), found).await;
        let found = found.unwrap_or_else(|_| panic!("waited in vain for {what}")).unwrap();
        Arc::clone(found.as_ref().unwrap())
    }

    async fn keep_draft(&self) {
        let line = Line {
            product_code: "1001".into(),
            name: "おにぎり".into(),
            unit_price: Yen::new(1_000),
            quantity: 1,
            tax: TaxClass::REDUCED_8,
            discount: Discount::None,
        };
        let draft = Draft { mode: CounterMode::Live, lines: vec![line], slip_discount: Yen::ZERO };
        let (page, sale_id) = (self.page, self.sale_id);
        self.register
            .store
            .write::<_, BooksError, _>(Claim::None, move |tx| {
                sales::put(tx, page, sale_id, 0, &draft, clock::now())
            })
            .await
            .unwrap();
    }

    fn order(&self, id: u8) -> Start {
        Start {
            page: self.page,
            sale_id: self.sale_id,
            payment_id: PaymentId::from_parts(3, &[id; 10]),
            draft_revision: 1,
            amount: Yen::new(1_000),
            card_company_code: "02".into(),
            operator_code: Some("101".into()),
        }
    }

    /// A payment whose SALES has left.
    async fn sent(&self) -> Payment {
        self.keep_draft().await;
        let payment = self.till.start(self.order(1)).await.unwrap();
        self.happen(DriverEvent::LineWon);
        assert_eq!(self.did().await, Did::StartSales { stored: "accepted".into() });
        assert_eq!(self.did().await, Did::Proceed { stored: "sent".into() });
        self.happen(DriverEvent::SalesTaken);
        payment
    }

    async fn did(&self) -> Did {
        let mut did = self.did.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        tokio::time::timeout(Duration::from_secs(20), did.recv()).await.expect("the till to act").unwrap()
    }

    async fn state(&self) -> PaymentState {
        let payment_id = self.order(1).payment_id;
        let found = self.register.store.read(move |c| journal::find(c, payment_id)).await.unwrap();
        found.expect("the payment").state
    }

    async fn wait_state(&self, word: &str) -> PaymentState {
        let database = self.folder.join("catlink.sqlite");
        self.wait(word, |_| stored(&database) == word).await;
        self.state().await
    }

    fn result(&self, payment: &Payment, word: ResultWord) -> TerminalResult {
        let asked = &payment.frozen.asked;
        TerminalResult {
            unit: asked.unit.clone(),
            payment_id: Some(asked.payment_id),
            register_id: Some(asked.register_id.clone()),
            sequence_number: Some(asked.sequence_number),
            transaction_type: Some(TransactionType::Sales),
            result: word,
            phase_reached: Some(Phase::Printing),
            ecat: None,
            center_result_code: None,
            slip_number: catlink_shared::terminal::SlipNumber::new("00001").ok(),
            approval_code: None,
            payment_media: None,
            brand: None,
            payment_condition: None,
            payment_detail: None,
            account_last4: None,
            transaction_number: None,
            amount: Some(asked.amount),
            settled_amount: Some(asked.amount),
            balance: None,
            training_mode: Some(false),
            terminal_time: None,
        }
    }

    fn offer(&self, result: TerminalResult) {
        self.happen(DriverEvent::ResultOffered(Box::new(result)));
    }

    /// The agent dies: its tasks and its lock go, its folder stays.
    fn die(self) -> (PathBuf, SaleId) {
        (self.folder, self.sale_id)
    }
}

use catlink_shared::wire::update::LinkState::Linked as LinkLinked;

/// The dead agent's database thread lets the lock go when its last job is done.
async fn open_when_free(folder: &Path) -> Store {
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

#[tokio::test]
async fn nothing_is_sent_or_acknowledged_before_it_is_durable() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    bench.offer(bench.result(&payment, ResultWord::Approved));
    assert_eq!(bench.did().await, Did::Acknowledge { stored: "approved".into() });
    let state = bench.wait_state("sold").await;
    assert!(matches!(state, PaymentState::Sold { by: ByHand::Terminal, .. }));
    let snapshot = bench.wait("the sale", |s| s.current.is_none() && s.payments.is_empty()).await;
    let receipt = snapshot.last_receipt.as_ref().expect("a receipt");
    assert_eq!(receipt.slip.totals.total, Yen::new(1_000));
}

#[tokio::test]
async fn the_same_payment_asked_twice_is_one_payment() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let again = bench.till.start(bench.order(1)).await.unwrap();
    assert_eq!(again.frozen, payment.frozen);
    let other = Start { amount: Yen::new(999), ..bench.order(1) };
    let refused = bench.till.start(other).await.unwrap_err().into_refusal();
    assert_eq!(refused.code, RefusalCode::PaymentReused);
    bench.offer(bench.result(&payment, ResultWord::Approved));
    assert_eq!(bench.did().await, Did::Acknowledge { stored: "approved".into() });
}

#[tokio::test]
async fn a_second_payment_is_refused_while_one_is_open() {
    let bench = Bench::new().await;
    bench.sent().await;
    let refused = bench.till.start(bench.order(2)).await.unwrap_err().into_refusal();
    assert_eq!(refused.code, RefusalCode::TerminalOccupied);
    // The till's memory aside, the database refuses by itself.
    let (page, sale_id) = (bench.page, bench.sale_id);
    let payable = bench.register.store.read(move |c| sales::payable(c, page, sale_id, 1)).await;
    assert_eq!(payable.unwrap_err().into_refusal().code, RefusalCode::SaleLocked);
}

#[tokio::test]
async fn what_certainly_did_not_arrive_frees_the_sale() {
    for (why, because) in [
        (NotTaken::NotConnected, NotCharged::NotConnected),
        (NotTaken::BidUnanswered, NotCharged::BidUnanswered),
        (NotTaken::BidBusy, NotCharged::BidBusy),
        (NotTaken::EveryTryRefused, NotCharged::EveryTryRefused),
    ] {
        let bench = Bench::new().await;
        bench.keep_draft().await;
        bench.till.start(bench.order(1)).await.unwrap();
        bench.happen(DriverEvent::SalesNotTaken(why));
        assert_eq!(bench.wait_state("not_charged").await, PaymentState::NotCharged { because });
        let again = bench.till.start(bench.order(2)).await.unwrap();
        assert_eq!(again.state, PaymentState::Accepted);
    }
}

#[tokio::test]
async fn a_refusal_by_the_terminal_is_not_charged() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    bench.happen(DriverEvent::Refused {
        unit: unit("m1"),
        payment_id: Some(payment.frozen.payment_id),
        reason: catlink_shared::terminal::RefusedReason::Busy,
    });
    bench.wait_state("not_charged").await;
}

#[tokio::test]
async fn a_cut_after_sending_is_unknown_and_is_asked_about_never_sent_again() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    let state = bench.wait_state("unknown").await;
    assert_eq!(state, PaymentState::Unknown { because: Why::Cut, last_word: LastWord::Nothing });
    bench.happen(DriverEvent::Ready(ready("m1")));
    assert_eq!(bench.did().await, Did::AskPayment);
    bench.offer(bench.result(&payment, ResultWord::Approved));
    loop {
        match bench.did().await {
            Did::AskPayment => {}
            did => {
                assert_eq!(did, Did::Acknowledge { stored: "approved".into() });
                break;
            }
        }
    }
    bench.wait_state("sold").await;
}

#[tokio::test]
async fn none_counts_only_from_the_unit_and_memory_it_was_sent_to() {
    let bench = Bench::new().await;
    let payment_id = bench.sent().await.frozen.payment_id;
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    bench.wait_state("unknown").await;
    let none = |memory| DriverEvent::NoResult {
        unit: unit(memory),
        payment_id: Some(payment_id),
        answer: NoResult::None,
    };
    bench.happen(none("wiped"));
    bench
        .wait("the useless answer", |s| {
            matches!(
                s.payments.first().map(|p| &p.state),
                Some(PaymentState::Unknown { last_word: LastWord::Useless, .. })
            )
        })
        .await;
    bench.happen(none("m1"));
    let state = bench.wait_state("not_charged").await;
    assert_eq!(state, PaymentState::NotCharged { because: NotCharged::NoneOnRecord });
}

#[tokio::test]
async fn approved_for_another_amount_is_a_question_and_holds_the_sale() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let mut result = bench.result(&payment, ResultWord::Approved);
    result.settled_amount = Some(Yen::new(600));
    bench.offer(result);
    let state = bench.wait_state("contradicted").await;
    let differences = vec![Difference::SettledAmount];
    assert_eq!(state, PaymentState::Contradicted { differences, receipt_number: None });
    let refused = bench.till.start(bench.order(2)).await.unwrap_err().into_refusal();
    assert!(matches!(refused.code, RefusalCode::SaleLocked | RefusalCode::TerminalOccupied));
}

#[tokio::test]
async fn agent_killed_after_sending_asks_and_then_asks_the_clerk() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let (folder, sale_id) = bench.die();
    let bench = Bench::on(folder, sale_id).await;
    let state = bench.state().await;
    assert_eq!(state, PaymentState::Unknown { because: Why::AgentRestarted, last_word: LastWord::Nothing });
    assert_eq!(bench.did().await, Did::AskPayment);
    bench.offer(bench.result(&payment, ResultWord::Approved));
    bench.wait_state("awaiting_hand_over").await;
    let snapshot = bench.wait("the question", |s| !s.payments.is_empty()).await;
    assert!(snapshot.current.is_some(), "the sale waits, locked");
}

#[tokio::test]
async fn agent_killed_before_sending_has_charged_nothing() {
    let bench = Bench::new().await;
    bench.keep_draft().await;
    bench.till.start(bench.order(1)).await.unwrap();
    let (folder, sale_id) = bench.die();
    let bench = Bench::on(folder, sale_id).await;
    assert_eq!(bench.state().await, PaymentState::NotCharged { because: NotCharged::NeverSent });
}

#[tokio::test]
async fn replaying_the_journal_gives_the_state_it_keeps() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    bench.offer(bench.result(&payment, ResultWord::Approved));
    let state = bench.wait_state("sold").await;
    let payment_id = payment.frozen.payment_id;
    let replayed = bench.register.store.read(move |c| journal::replay(c, payment_id)).await.unwrap();
    assert_eq!(replayed, Some(state));
}

#[tokio::test]
async fn a_result_that_cannot_be_written_is_not_acknowledged() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let other = Connection::open(bench.folder.join("catlink.sqlite")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    bench.offer(bench.result(&payment, ResultWord::Approved));
    assert_eq!(bench.did().await, Did::Refuse);
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(bench.state().await, PaymentState::Sent);
    bench.offer(bench.result(&payment, ResultWord::Approved));
    assert_eq!(bench.did().await, Did::Acknowledge { stored: "approved".into() });
}

#[tokio::test]
async fn cancel_is_a_wish_and_grey_once_the_centre_is_asked() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let payment_id = payment.frozen.payment_id;
    bench.till.cancel(payment_id).await.unwrap();
    assert_eq!(bench.did().await, Did::Cancel);
    bench.happen(DriverEvent::Status { unit: unit("m1"), payment_id, phase: Phase::Center });
    bench.wait("the phase", |s| s.payments.first().is_some_and(|p| p.phase == Some(Phase::Center))).await;
    let refused = bench.till.cancel(payment_id).await.unwrap_err().into_refusal();
    assert_eq!(refused.code, RefusalCode::NotAllowed);
    assert_eq!(bench.state().await, PaymentState::Sent);
}
