//! A large product file: how long it takes to check, and how long keeping it keeps a sale's write waiting.
//!
//! `cargo bench -p catlink-agent --bench import [-- N]` imports N products (100,000) into an empty database in the folder
//! CATLINK_BENCH_DIR (the system's temporary folder), then the same with every price changed, while another task writes
//! as a sale does; prints the times, and the longest such write. Nothing is asserted.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use catlink_agent::books::files::{make, prepare, staging};
use catlink_agent::books::history::By;
use catlink_agent::books::{BooksError, catalog};
use catlink_agent::store::{Claim, Store};
use catlink_shared::masters::Master;
use catlink_shared::receipt::DataKind;
use catlink_shared::wire::files::Encoding;

#[tokio::main]
async fn main() {
    let rows = std::env::args().filter_map(|arg| arg.parse().ok()).next().unwrap_or(100_000);
    let root = std::env::var_os("CATLINK_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = root.join(format!("catlink-bench-import-{}", std::process::id()));
    let store = Store::open(&folder, DataKind::Demo).expect("a database");
    store
        .write::<_, BooksError, _>(Claim::None, |tx| catalog::lay_ground(tx, "01"))
        .await
        .expect("the ground");
    import(&store, "new", file(rows, 100)).await;
    import(&store, "changed", file(rows, 200)).await;
    let began = Instant::now();
    let made = make::csv(&store, Master::Product, Encoding::ShiftJis, Arc::default()).await;
    let bytes = made.expect("an export").content.whole().len();
    println!("export    {:>8.2?} ({bytes} bytes)", began.elapsed());
    drop(store);
    let _ = std::fs::remove_dir_all(folder);
}

fn file(rows: u32, price: u32) -> Vec<u8> {
    let mut text = String::from("商品コード,商品名,単価,内税/外税,税区分,JANコード\r\n");
    for number in 0..rows {
        let digits = format!("4900{number:08}");
        let sum: u32 = digits
            .bytes()
            .zip([1, 3].into_iter().cycle())
            .map(|(digit, weight)| u32::from(digit - b'0') * weight)
            .sum();
        let check = (10 - sum % 10) % 10;
        let price = price + number % 900;
        let _ = write!(text, "P{number},商品 {number},{price},0,reduced,{digits}{check}\r\n");
    }
    text.into_bytes()
}

async fn import(store: &Store, what: &str, bytes: Vec<u8>) {
    let over = Arc::new(AtomicBool::new(false));
    let sales = tokio::spawn(sales(store.clone(), Arc::clone(&over)));
    let began = Instant::now();
    let prepared = prepare::file(store, Master::Product, "file".to_owned(), bytes, Arc::default()).await;
    let prepared = prepared.expect("a file that is fine");
    let checked = began.elapsed();
    let began = Instant::now();
    let kept = staging::keep(store, Arc::new(prepared), By::default(), Arc::default()).await;
    kept.expect("it is kept");
    let kept = began.elapsed();
    over.store(true, Ordering::Relaxed);
    let longest = sales.await.expect("the sales");
    println!("{what:<9} check {checked:>8.2?}  keep {kept:>8.2?}  longest sale's write {longest:>8.2?}");
}

/// A small durable write now and then, as a sale makes them; says how long the longest took.
async fn sales(store: Store, over: Arc<AtomicBool>) -> Duration {
    let mut longest = Duration::ZERO;
    while !over.load(Ordering::Relaxed) {
        let began = Instant::now();
        let write = store.write::<_, BooksError, _>(Claim::None, |tx| catalog::put_setting(tx, "bench", &1));
        write.await.expect("a write");
        longest = longest.max(began.elapsed());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    longest
}
