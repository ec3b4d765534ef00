//! How long the reports take with many slips: a page of クレジット利用履歴 anywhere in its list, its sums and chart, and 伝票照会.
//!
//! `cargo bench -p catlink-agent --bench reports [-- FILTER]` measures on books of CATLINK_BENCH_SLIPS slips (`10000`; several
//! with commas, as `10000,100000,1000000`). Books are made once and kept in `bench-books` of the target folder; they are
//! made anew when the tables or the generator change. A million slips take some 4 GB and some minutes.

#[path = "reports/many.rs"]
mod many;

use std::hint::black_box;
use std::time::Duration;

use catlink_agent::books::{BooksError, card_history, inquiry};
use catlink_agent::store::Store;
use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::terminal::{Last4, SlipNumber};
use catlink_shared::wire::history::{CardWay, HistoryFilter, HistoryReply, HistoryRequest, UseKind};
use catlink_shared::wire::slips::SlipQuery;
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion};
use tokio::runtime::Runtime;

/// Books, and what drives them.
struct Books {
    runtime: Runtime,
    store: Store,
}

impl Books {
    fn open(slips: u64) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        let store = runtime.block_on(many::books(slips));
        Self { runtime, store }
    }

    fn history(&self, ask: HistoryRequest) -> HistoryReply {
        self.runtime
            .block_on(self.store.look(move |connection| card_history::answer(connection, &ask, UnixMs(0))))
            .expect("an answer")
    }

    fn rows(&self, filter: &HistoryFilter, at: u64) -> u64 {
        match self.history(HistoryRequest::Rows { filter: filter.clone(), at }) {
            HistoryReply::Rows { total, .. } => total,
            other => panic!("{other:?}"),
        }
    }

    fn find(&self, query: SlipQuery) {
        let found = self
            .runtime
            .block_on(self.store.look(move |connection| inquiry::find(connection, &query)))
            .map_err(|error: BooksError| error.to_string());
        black_box(found.expect("an answer"));
    }
}

fn days(from: &str, to: &str) -> HistoryFilter {
    HistoryFilter { from: Some(from.into()), to: Some(to.into()), ..HistoryFilter::default() }
}

fn history(group: &mut BenchmarkGroup<'_, WallTime>, books: &Books) {
    let year = days(many::FIRST_DAY, many::LAST_DAY);
    let month = days("2026-05-01", "2026-05-31");
    let total = books.rows(&year, 0);
    for (name, at) in [("begin", 0), ("middle", total / 2), ("end", total.saturating_sub(50))] {
        group.bench_function(format!("page/{name}"), |bench| bench.iter(|| black_box(books.rows(&year, at))));
    }
    let filters = [
        ("company", HistoryFilter { company_code: Some("07".into()), ..year.clone() }),
        ("hand", HistoryFilter { way: Some(CardWay::Hand), ..year.clone() }),
        ("voids", HistoryFilter { kind: Some(UseKind::Void), ..year.clone() }),
        ("operator", HistoryFilter { operator_code: Some("103".into()), ..year.clone() }),
        ("amount", HistoryFilter { amount: Some(Yen::new(1_580)), ..year.clone() }),
        ("last4", HistoryFilter { last4: Last4::new("4242").ok(), ..year.clone() }),
        ("slip", HistoryFilter { slip_number: SlipNumber::new("00042").ok(), ..year.clone() }),
    ];
    for (name, filter) in &filters {
        let middle = books.rows(filter, 0) / 2;
        group.bench_function(format!("page of {name}/middle"), |bench| {
            bench.iter(|| black_box(books.rows(filter, middle)));
        });
        group.bench_function(format!("totals of {name}/year"), |bench| {
            bench.iter(|| black_box(books.history(HistoryRequest::Totals { filter: filter.clone() })));
        });
    }
    for (name, filter) in [("month", &month), ("year", &year)] {
        group.bench_function(format!("totals/{name}"), |bench| {
            bench.iter(|| black_box(books.history(HistoryRequest::Totals { filter: filter.clone() })));
        });
    }
}

fn slips(group: &mut BenchmarkGroup<'_, WallTime>, books: &Books) {
    let queries = [
        ("amount", SlipQuery { amount: Some(Yen::new(1_580)), ..SlipQuery::default() }),
        ("last4", SlipQuery { last4: Last4::new("4242").ok(), ..SlipQuery::default() }),
        (
            "operator and day",
            SlipQuery {
                operator_code: Some("103".into()),
                from: Some("2026-05-10".into()),
                to: Some("2026-05-10".into()),
                ..SlipQuery::default()
            },
        ),
    ];
    for (name, query) in queries {
        group.bench_function(format!("slips/{name}"), |bench| bench.iter(|| books.find(query.clone())));
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let sizes = std::env::var("CATLINK_BENCH_SLIPS").unwrap_or_else(|_| "10000".into());
    for size in sizes.split(',').filter_map(|size| size.trim().parse().ok()) {
        let books = Books::open(size);
        let mut group = criterion.benchmark_group(format!("{size}"));
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(1));
        history(&mut group, &books);
        slips(&mut group, &books);
        group.finish();
    }
    criterion.final_summary();
}
