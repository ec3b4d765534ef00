//! Our own time per linked payment: from the page's request to the sale on every page, on a terminal that answers at once.
//!
//! `cargo bench -p catlink-agent --bench payment [-- N]` plays N payments (500) against a real database in the folder
//! CATLINK_BENCH_DIR (the system's temporary folder), then the same commits with nothing in them, and prints both: what is
//! left is ours. Nothing is asserted; the numbers go into the note.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use catlink_agent::books::history::By;
use catlink_agent::books::{BooksError, sales};
use catlink_agent::config::{DemoHistory, PortSetting, Settings, Sharing};
use catlink_agent::driver::basic::block::{Assembled, Assembler, BlockReader, Token, split};
use catlink_agent::driver::basic::message::{FromPos, FromTerminal};
use catlink_agent::driver::basic::{Basic, Framing, Timers};
use catlink_agent::link::{LinkAddress, memory};
use catlink_agent::register::{Register, wiring};
use catlink_agent::store::{Claim, Store, StoreError};
use catlink_agent::till::admission::Start;
use catlink_agent::{clock, till};
use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::{PageId, PaymentId, SaleId};
use catlink_shared::money::Yen;
use catlink_shared::receipt::DataKind;
use catlink_shared::reservation::Purpose;
use catlink_shared::tax::{Rounding, TaxClass};
use catlink_shared::terminal::profile::CatModel;
use catlink_shared::terminal::{
    CatPort, MemoryId, PosLink, Ready, RegisterId, ResultWord, SalesRequest, SlipNumber, TerminalActivity,
    TerminalId, TerminalResult, TerminalState, TrainingAbility, Unit,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

/// Commits of one payment: accepted, sent, result taken, settled.
const COMMITS: u32 = 4;

#[tokio::main]
async fn main() {
    let count = std::env::args().filter_map(|arg| arg.parse().ok()).next().unwrap_or(500);
    let root = std::env::var_os("CATLINK_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = root.join(format!("catlink-bench-{}", std::process::id()));
    let payments = payments(&folder, count).await;
    let commits = commits(&folder.join("empty"), count).await;
    println!(
        "payments                p50 {:>8.2?}  p99 {:>8.2?}",
        percentile(&payments, 50),
        percentile(&payments, 99)
    );
    println!(
        "their {COMMITS} commits, empty  p50 {:>8.2?}  p99 {:>8.2?}",
        percentile(&commits, 50),
        percentile(&commits, 99)
    );
    let ours = |p| percentile(&payments, p).saturating_sub(percentile(&commits, 50));
    println!("ours beside the disk    p50 {:>8.2?}  p99 {:>8.2?}   ({count} payments)", ours(50), ours(99));
    if let Err(error) = std::fs::remove_dir_all(&folder) {
        eprintln!("{}: {error}", folder.display());
    }
}

fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted
        .get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1)))
        .copied()
        .unwrap_or_default()
}

async fn commits(folder: &Path, count: u32) -> Vec<Duration> {
    let store = Store::open(folder, DataKind::Demo).expect("a fresh folder");
    let mut times = Vec::new();
    for turn in 0..count {
        let begun = Instant::now();
        for commit in 0..COMMITS {
            let value = turn * COMMITS + commit;
            store
                .write::<_, StoreError, _>(Claim::None, move |tx| {
                    tx.execute("INSERT OR REPLACE INTO counter (name, value) VALUES ('bench', ?1)", [value])?;
                    Ok(())
                })
                .await
                .expect("a commit");
        }
        times.push(begun.elapsed());
    }
    times
}

async fn payments(folder: &Path, count: u32) -> Vec<Duration> {
    let store = Store::open(folder, DataKind::Demo).expect("a fresh folder");
    let register = Register::open(store, settings(folder)).await.expect("a fresh register");
    let (dialer, mut exchange) = memory::pair(4_096);
    tokio::spawn(async move {
        while let Some(line) = exchange.accept().await {
            tokio::spawn(terminal(line));
        }
    });
    let driver = Basic::new(
        LinkAddress::Memory(dialer),
        Framing::Lan,
        Timers::default(),
        register.settings.register.clone(),
    )
    .traced(register.trace.tracer(CatDeviceId::Cat1));
    let row = register.store.read(wiring::in_force).await.expect("the row").remove(0);
    let handle = till::start(Arc::clone(&register), row, driver);
    let mut updates = register.watch();
    updates
        .wait_for(|now| {
            now.as_ref().is_some_and(|now| {
                now.terminals.iter().any(|terminal| terminal.activity == Some(TerminalActivity::Idle))
            })
        })
        .await
        .expect("the terminal");
    let mut times = Vec::new();
    for turn in 0..count {
        let sale_id = SaleId::from_parts(u64::from(turn), &[1; 10]);
        keep_draft(&register, sale_id).await;
        let begun = Instant::now();
        handle.start(order(sale_id, turn)).await.expect("accepted");
        updates
            .wait_for(|now| {
                now.as_ref().is_some_and(|now| {
                    now.last_receipt.as_ref().is_some_and(|receipt| receipt.slip.sale_id == sale_id)
                })
            })
            .await
            .expect("the sale");
        times.push(begun.elapsed());
    }
    times
}

const PAGE: [u8; 10] = [7; 10];

async fn keep_draft(register: &Register, sale_id: SaleId) {
    let line = Line {
        product_code: "1001".to_owned(),
        name: "おにぎり 鮭".to_owned(),
        unit_price: Yen::new(158),
        quantity: 2,
        tax: TaxClass::REDUCED_8,
        discount: Discount::None,
    };
    let draft = Draft {
        mode: CounterMode::Live,
        lines: vec![line; 10],
        slip_discount: Yen::ZERO,
        purpose: Purpose::Sale,
    };
    register
        .store
        .write::<_, BooksError, _>(Claim::None, move |tx| {
            sales::put(tx, PageId::from_parts(1, &PAGE), sale_id, 0, &draft, clock::now())
        })
        .await
        .expect("a draft");
}

fn order(sale_id: SaleId, turn: u32) -> Start {
    Start {
        page: PageId::from_parts(1, &PAGE),
        sale_id,
        payment_id: PaymentId::from_parts(u64::from(turn), &[2; 10]),
        draft_revision: 1,
        amount: Yen::new(3_160),
        rounding: Rounding::Down,
        card_company_code: "02".to_owned(),
        operator_code: Some("101".to_owned()),
        by: By::default(),
    }
}

fn settings(folder: &Path) -> Settings {
    Settings {
        data_dir: folder.to_owned(),
        listen: ([127, 0, 0, 1], 0).into(),
        reach: catlink_agent::config::Reach::ThisComputer,
        hosts: Vec::new(),
        demo: true,
        demo_history: DemoHistory::None,
        register: RegisterId::new("01").expect("a name"),
        ports: vec![(
            CatDeviceId::Cat1,
            PortSetting {
                model: CatModel::JtC60,
                port: CatPort::Tcp { address: "127.0.0.1:9100".to_owned() },
                sharing: Sharing::Alone,
            },
        )],
        payment_timeout_s: 60,
        decide_after: Duration::from_secs(60),
        line_timers_divided_by: 1,
    }
}

/// A terminal that answers at once.
async fn terminal(mut line: DuplexStream) {
    let unit = Unit {
        terminal_id: TerminalId::new("1234567890123").expect("digits"),
        memory_id: MemoryId::new("bench").expect("a name"),
    };
    let (mut reader, mut assembler, mut buffer, mut slips) =
        (BlockReader::new(), Assembler::default(), [0; 4_096], 0);
    while let Ok(read) = line.read(&mut buffer).await {
        if read == 0 {
            return;
        }
        for token in reader.push(&buffer[..read]) {
            let Token::Block(block) = token else { continue };
            let Assembled::Whole(message) = assembler.take(block) else { continue };
            assembler.restart();
            let answer = match FromPos::decode(&message) {
                Ok(FromPos::Hello { .. }) => FromTerminal::Ready(ready(&unit)),
                Ok(FromPos::Sales(request)) => {
                    slips += 1;
                    FromTerminal::Result(Box::new(approved(&request, slips)))
                }
                _ => FromTerminal::State(TerminalState {
                    unit: unit.clone(),
                    activity: TerminalActivity::Idle,
                    pos_link: PosLink::On,
                    newest_slip: None,
                    terminal_time: None,
                }),
            };
            for block in split(&answer.encode()) {
                if line.write_all(&block.encode()).await.is_err() {
                    return;
                }
            }
        }
    }
}

fn ready(unit: &Unit) -> Ready {
    Ready {
        unit: unit.clone(),
        version: 1,
        model: "jt-c60".to_owned(),
        pos_link: PosLink::On,
        training: TrainingAbility::Able,
        simulated: true,
        capabilities: vec!["query".to_owned()],
        newest_slip: None,
        terminal_time: None,
    }
}

fn approved(asked: &SalesRequest, slips: u32) -> TerminalResult {
    TerminalResult {
        slip_number: Some(SlipNumber::five(slips)),
        ..TerminalResult::echoing(asked, ResultWord::Approved)
    }
}
