//! How long the reports take with many slips: a page of クレジット利用履歴 anywhere in its list, its sums and chart, and 伝票照会.
//!
//! `cargo bench -p catlink-agent --bench reports [-- FILTER]` measures on books of CATLINK_BENCH_SLIPS slips (`10000`; several
//! with commas, as `10000,100000,1000000`). Books are made once and kept in `bench-books` of the target folder; they are
//! made anew when the tables or the generator change. A million slips take some 4 GB and some minutes.

#[path = "reports/many.rs"]
mod many;

use std::hint::black_box;
use std::time::Duration;

use catlink_agent::books::day::report;
use catlink_agent::books::history::By;
use catlink_agent::books::matching::{self, Wanted};
use catlink_agent::books::{BooksError, card_history, inquiry, refuse, terminals};
use catlink_agent::store::{Claim, Store};
use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::reconciliation::Period;
use catlink_shared::terminal::daily_log::{DailyLog, LogLine};
use catlink_shared::terminal::{
    Last4, MemoryId, PaymentMedia, ResultWord, SlipNumber, TerminalId, TransactionType, Unit,
};
use catlink_shared::wire::history::{CardWay, HistoryFilter, HistoryReply, HistoryRequest, UseKind};
use catlink_shared::wire::reply::RefusalCode;
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

impl Books {
    /// Compares and keeps nothing: each time begins with the same books.
    fn compare(&self, log: &DailyLog) {
        let wanted = Wanted {
            device: CatDeviceId::Cat1,
            period: Period { from: log.from, to: log.to },
            by: By { who: Some("101".into()), approved_by: None },
        };
        let log = log.clone();
        let compared = self.runtime.block_on(self.store.write::<(), BooksError, _>(Claim::None, move |tx| {
            terminals::keep(tx, CatDeviceId::Cat1, &log.unit.terminal_id, &wanted.by, log.to)?;
            black_box(matching::keep_log(tx, &wanted, &log, log.to)?);
            Err(nothing_is_kept())
        }));
        assert_eq!(compared.expect_err("rolled back").to_string(), nothing_is_kept().to_string());
    }

    /// What the terminal lists of some time: everything the books have of it.
    fn log(&self, from: UnixMs, to: UnixMs) -> DailyLog {
        let unit = Unit {
            terminal_id: TerminalId::new(many::TERMINAL).expect("a terminal"),
            memory_id: MemoryId::new("bench").expect("a memory"),
        };
        let of = unit.clone();
        let lines = self.runtime.block_on(self.store.look(move |connection| {
            let mut query = connection.prepare(
                "SELECT slip_number, amount, terminal_time FROM slip_tender
                 WHERE kind = 'linked_card' AND mode = 'live' AND terminal_id = ?1 AND terminal_time BETWEEN ?2 AND ?3",
            )?;
            let lines = query.query_map((many::TERMINAL, from.0, to.0), |row| {
                Ok(LogLine {
                    unit: of.clone(),
                    slip_number: SlipNumber::new(&row.get::<_, String>(0)?).expect("a number"),
                    transaction_type: TransactionType::Sales,
                    amount: Yen::new(row.get(1)?),
                    terminal_time: UnixMs(row.get(2)?),
                    payment_media: PaymentMedia::Credit,
                    result: ResultWord::Approved,
                })
            })?;
            Ok::<_, BooksError>(lines.collect::<Result<Vec<_>, _>>()?)
        }));
        DailyLog { unit, from, to, lines: lines.expect("lines") }
    }
}

fn nothing_is_kept() -> BooksError {
    refuse(RefusalCode::NotAllowed, "nothing is kept of it")
}

fn comparisons(group: &mut BenchmarkGroup<'_, WallTime>, books: &Books) {
    // 2026-05-10 in Japan.
    let midnight = UnixMs(1_778_338_800_000);
    for (name, days) in [("day", 1), ("month", 31)] {
        let to = UnixMs(midnight.0 + days * 24 * 3_600_000 - 1);
        let log = books.log(midnight, to);
        group.bench_function(format!("comparison/{name} of {} lines", log.lines.len()), |bench| {
            bench.iter(|| books.compare(&log));
        });
    }
    group.bench_function("report of a day", |bench| {
        bench.iter(|| {
            let report = books
                .runtime
                .block_on(books.store.look(|connection| report::of_day(connection, "2026-05-10", UnixMs(0))));
            black_box(report.expect("a report"));
        });
    });
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
        comparisons(&mut group, &books);
        group.finish();
    }
    criterion.final_summary();
}
