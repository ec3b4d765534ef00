//! Books of a few payments in every state, with what they held after each commit; and damaged copies of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use catlink_agent::books::history::By;
use catlink_agent::books::{BooksError, sales};
use catlink_agent::clock;
use catlink_agent::config::{DemoHistory, PortSetting, Settings, Sharing};
use catlink_agent::journal::{self, Beside, JournalError, Payment, Sent};
use catlink_agent::register::Register;
use catlink_agent::store::{Claim, OpenError, Store, StoreError};
use catlink_agent::till::{admission, settlement};
use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::{PageId, PaymentId, RunId, SaleId};
use catlink_shared::masters::register::PortRow;
use catlink_shared::money::Yen;
use catlink_shared::payment::{Decision, Doubt, InquiryAnswer, PaymentEvent};
use catlink_shared::receipt::DataKind;
use catlink_shared::reservation::Purpose;
use catlink_shared::tax::{Rounding, TaxClass};
use catlink_shared::terminal::profile::CatModel;
use catlink_shared::terminal::{
    CatPort, CenterResultCode, MemoryId, PosLink, Ready, RegisterId, ResultWord, SlipNumber, TerminalId,
    TerminalResult, TrainingAbility, Unit,
};
use catlink_shared::wire::update::LinkState;
use rusqlite::Connection;

/// The log's header (SQLite file format, 4.1).
pub(crate) const HEADER: usize = 32;
/// Before each page.
pub(crate) const FRAME_HEADER: usize = 24;

const PAGE: u64 = 2;

/// What the books held after a commit.
#[derive(Debug, Clone)]
pub(crate) struct Commit {
    /// How long the log was then.
    pub(crate) log_bytes: usize,
    /// Every row of every table.
    rows: Vec<String>,
}

/// Books whose last commits are in the log only.
pub(crate) struct Books {
    name: &'static str,
    database: Vec<u8>,
    /// The log.
    pub(crate) log: Vec<u8>,
    /// What was in the log's place before.
    pub(crate) older_log: Vec<u8>,
    /// The index of the whole log.
    pub(crate) index: Vec<u8>,
    /// The state without any log, and after each commit.
    pub(crate) commits: Vec<Commit>,
    page_bytes: usize,
}

impl Books {
    pub(crate) async fn make(name: &'static str) -> Self {
        let folder = new_folder(name);
        let store = Store::open(&folder, DataKind::Demo).expect("a fresh folder");
        let register = Register::open(store, settings(&folder)).await.expect("opens");
        let log = folder.join("catlink.sqlite-wal");
        let older_log = std::fs::read(&log).expect("the log of the ground");
        // Written back and begun anew: the log's file is cut to nothing.
        let written_back = register.store.read::<_, StoreError, _>(|connection| {
            Ok(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))?)
        });
        assert_eq!(written_back.await.expect("writes back"), 0, "somebody reads");
        let mut maker = Maker { register, log: log.clone(), commits: Vec::new() };
        maker.note().await;
        maker.tell_the_story().await;
        let page_bytes = 4_096;
        let read = |file: &str| std::fs::read(folder.join(file)).expect("there");
        let books = Self {
            name,
            database: read("catlink.sqlite"),
            log: read("catlink.sqlite-wal"),
            older_log,
            index: read("catlink.sqlite-shm"),
            commits: maker.commits,
            page_bytes,
        };
        assert_eq!((books.log.len() - HEADER) % books.frame(), 0, "frames are of another size");
        assert!(books.commits.len() > 15 && books.log.len() > 40 * books.frame(), "too short a story");
        let _left_to_the_system = std::fs::remove_dir_all(folder);
        books
    }

    /// Bytes of a frame.
    pub(crate) fn frame(&self) -> usize {
        FRAME_HEADER + self.page_bytes
    }

    /// The last commit that is whole in so many bytes of the log.
    pub(crate) fn whole_within(&self, bytes: usize) -> &Commit {
        self.commits.iter().rev().find(|commit| commit.log_bytes <= bytes).unwrap_or(&self.commits[0])
    }
}

/// Plays payments, one commit after the other.
struct Maker {
    register: Arc<Register>,
    log: PathBuf,
    commits: Vec<Commit>,
}

impl Maker {
    async fn tell_the_story(&mut self) {
        // One sale tried three times: never taken, declined, paid.
        let first = SaleId::from_parts(1, &[1; 10]);
        self.keep(first, 1).await;
        let lost = self.sent(first, 1).await;
        self.happen(lost.frozen.payment_id, PaymentEvent::PaymentDoubted { because: Doubt::Cut }).await;
        let none = PaymentEvent::InquiryAnswered { answer: InquiryAnswer::None };
        self.happen(lost.frozen.payment_id, none).await;
        let declined = self.sent(first, 2).await;
        let code = CenterResultCode::new("G30").expect("a code");
        let result = TerminalResult::echoing(&declined.frozen.asked, ResultWord::Declined);
        self.take(TerminalResult { center_result_code: Some(code), ..result }).await;
        let paid = self.sent(first, 3).await;
        let result = TerminalResult::echoing(&paid.frozen.asked, ResultWord::Approved);
        self.take(TerminalResult { slip_number: Some(SlipNumber::five(1)), ..result }).await;
        self.settle(paid.frozen.payment_id).await;
        // Another stays open: held by a person.
        let second = SaleId::from_parts(1, &[2; 10]);
        self.keep(second, 2).await;
        let held = self.sent(second, 4).await;
        self.happen(held.frozen.payment_id, PaymentEvent::PaymentDoubted { because: Doubt::Silence }).await;
        let hold = Decision::Hold { contact: "山田様 090".into(), newest_slip: None };
        let decided = PaymentEvent::DecisionMade { decision: hold, differences: Vec::new() };
        self.happen(held.frozen.payment_id, decided).await;
    }

    /// Writes down what the books hold now.
    async fn note(&mut self) {
        let log_bytes = std::fs::metadata(&self.log).map_or(0, |meta| meta.len());
        let rows = self.register.store.read::<_, StoreError, _>(rows).await.expect("reads");
        self.commits.push(Commit { log_bytes: usize::try_from(log_bytes).expect("small"), rows });
    }

    async fn keep(&mut self, sale_id: SaleId, quantity: u32) {
        let line = Line {
            product_code: "1001".into(),
            name: "おにぎり 鮭".into(),
            unit_price: Yen::new(1_000),
            quantity,
            tax: TaxClass::REDUCED_8,
            discount: Discount::None,
        };
        let draft = Draft {
            mode: CounterMode::Live,
            lines: vec![line],
            slip_discount: Yen::ZERO,
            purpose: Purpose::Sale,
        };
        let put =
            move |tx: &rusqlite::Transaction<'_>| sales::put(tx, page(), sale_id, 0, &draft, clock::now());
        self.register.store.write::<_, BooksError, _>(Claim::None, put).await.expect("keeps");
        self.note().await;
    }

    async fn sent(&mut self, sale_id: SaleId, key: u8) -> Payment {
        let amount = Yen::new(if key == 4 { 2_000 } else { 1_000 });
        let start = admission::Start {
            page: page(),
            sale_id,
            payment_id: PaymentId::from_parts(3, &[key; 10]),
            draft_revision: 1,
            amount,
            rounding: Rounding::Down,
            card_company_code: "02".into(),
            operator_code: Some("101".into()),
            by: By::default(),
        };
        let accepted = admission::accept(&self.register, start, &facts()).await.expect("accepts");
        let admission::Accepted::Now(payment) = accepted else { panic!("accepted before") };
        self.note().await;
        let payment_id = payment.frozen.payment_id;
        let sent = Sent {
            at: clock::now(),
            run_id: self.register.run_id,
            newest_slip: None,
            clock_offset_ms: Some(0),
        };
        let write = move |tx: &rusqlite::Transaction<'_>| {
            let beside = Beside { sent: Some(&sent), ..Beside::default() };
            journal::append(tx, payment_id, &PaymentEvent::PaymentSent, clock::now(), &beside).map(drop)
        };
        self.register.store.write::<_, JournalError, _>(Claim::Reserve, write).await.expect("sends");
        self.note().await;
        payment
    }

    async fn happen(&mut self, payment_id: PaymentId, event: PaymentEvent) {
        let write = move |tx: &rusqlite::Transaction<'_>| {
            journal::append(tx, payment_id, &event, clock::now(), &Beside::default()).map(drop)
        };
        self.register.store.write::<_, JournalError, _>(Claim::Reserve, write).await.expect("appends");
        self.note().await;
    }

    async fn take(&mut self, result: TerminalResult) {
        let register_id = self.register.settings.register.clone();
        let write = move |tx: &rusqlite::Transaction<'_>| {
            settlement::take(tx, &result, CatDeviceId::Cat1, CatModel::JtC60, &register_id, clock::now())
                .map(drop)
        };
        self.register.store.write::<_, BooksError, _>(Claim::Reserve, write).await.expect("takes");
        self.note().await;
    }

    async fn settle(&mut self, payment_id: PaymentId) {
        let run_id: RunId = self.register.run_id;
        let write = move |tx: &rusqlite::Transaction<'_>| {
            settlement::settle(tx, payment_id, run_id, DataKind::Demo, clock::now())
                .map(|receipt| receipt.is_some())
        };
        let sold = self.register.store.write::<_, BooksError, _>(Claim::Reserve, write).await;
        assert!(sold.expect("settles"), "it was not sold");
        self.note().await;
    }
}

/// A copy of the books with another log.
pub(crate) struct Copy {
    folder: PathBuf,
}

impl Copy {
    pub(crate) fn of(books: &Books, log: &[u8]) -> Self {
        let copy = Self { folder: new_folder(books.name) };
        std::fs::create_dir_all(&copy.folder).expect("a folder");
        copy.put("catlink.sqlite", &books.database);
        copy.put("catlink.sqlite-wal", log);
        copy
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    pub(crate) fn put(&self, file: &str, bytes: &[u8]) {
        std::fs::write(self.path(file), bytes).expect("writes");
    }

    /// It opens and holds exactly this; then it is thrown away.
    pub(crate) async fn must_hold(self, expected: &Commit, damage: &str) {
        self.holds(expected, damage).await;
    }

    pub(crate) async fn holds(&self, expected: &Commit, damage: &str) {
        let store = open_when_free(&self.folder).await.unwrap_or_else(|why| panic!("{damage}: {why}"));
        let check = store.read::<_, JournalError, _>(|connection| {
            let sound: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
            let strangers = connection.prepare("PRAGMA foreign_key_check")?.exists([])?;
            replay_all(connection)?;
            Ok((sound, strangers, rows(connection)?))
        });
        let (sound, strangers, rows) = check.await.unwrap_or_else(|why| panic!("{damage}: {why}"));
        assert_eq!((sound.as_str(), strangers), ("ok", false), "{damage}");
        if rows != expected.rows {
            let missing: Vec<_> = expected.rows.iter().filter(|row| !rows.contains(row)).collect();
            let surplus: Vec<_> = rows.iter().filter(|row| !expected.rows.contains(row)).collect();
            panic!("{damage}:\nmissing {missing:#?}\nsurplus {surplus:#?}");
        }
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _left_to_the_system = std::fs::remove_dir_all(&self.folder);
    }
}

/// Every payment is where its events lead.
fn replay_all(connection: &Connection) -> Result<(), JournalError> {
    let mut ids = connection.prepare("SELECT payment_id FROM payment")?;
    let ids: Vec<String> = ids.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for id in ids {
        let payment_id: PaymentId = id.parse().expect("an id");
        let stored = journal::find(connection, payment_id)?.expect("it was listed").state;
        assert_eq!(journal::replay(connection, payment_id)?, Some(stored), "{id}");
    }
    Ok(())
}

/// Every row of every table, in words.
fn rows(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut tables =
        connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let tables: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut all = Vec::new();
    for table in tables {
        let mut query = connection.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = query.column_count();
        let mut found = query.query([])?;
        while let Some(row) = found.next()? {
            let values: Result<Vec<_>, _> =
                (0..columns).map(|at| row.get_ref(at).map(|value| format!("{value:?}"))).collect();
            all.push(format!("{table}: {}", values?.join(" | ")));
        }
    }
    Ok(all)
}

/// A store that was just dropped lets its folder go when its thread has ended.
async fn open_when_free(folder: &Path) -> Result<Store, OpenError> {
    loop {
        match Store::open(folder, DataKind::Demo) {
            Err(OpenError::InUse(_)) => tokio::task::yield_now().await,
            opened => return opened,
        }
    }
}

fn new_folder(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("catlink-torn-{name}-{}", uuid::Uuid::now_v7()))
}

fn page() -> PageId {
    PageId::from_parts(PAGE, &[2; 10])
}

fn settings(folder: &Path) -> Settings {
    let port = PortSetting {
        model: CatModel::JtC60,
        port: CatPort::Tcp { address: "unused:1".into() },
        sharing: Sharing::Alone,
    };
    Settings {
        data_dir: folder.to_owned(),
        listen: "127.0.0.1:0".parse().expect("an address"),
        reach: catlink_agent::config::Reach::ThisComputer,
        hosts: Vec::new(),
        demo: true,
        demo_history: DemoHistory::None,
        register: RegisterId::new("01").expect("a name"),
        ports: vec![(CatDeviceId::Cat1, port)],
        payment_timeout_s: 60,
        decide_after: Duration::ZERO,
        line_timers_divided_by: 1,
    }
}

fn facts() -> admission::Facts {
    let unit = Unit {
        terminal_id: TerminalId::new("1234567890123").expect("digits"),
        memory_id: MemoryId::new("m1").expect("a word"),
    };
    let ready = Ready {
        unit,
        version: 1,
        model: "jt-c60".into(),
        pos_link: PosLink::On,
        training: TrainingAbility::Able,
        simulated: true,
        capabilities: vec!["query".into()],
        newest_slip: None,
        terminal_time: None,
    };
    admission::Facts {
        row: PortRow {
            device: CatDeviceId::Cat1,
            model: CatModel::JtC60,
            port: CatPort::Tcp { address: "unused:1".into() },
            sharing: Sharing::Alone,
        },
        ready: Some(ready),
        unfit: None,
        link: Some(LinkState::Linked),
        data: DataKind::Demo,
    }
}
