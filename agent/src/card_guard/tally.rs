//! How often the guard stopped something at each edge, and the lines of 監査記録 that say so: at most one a minute for an edge.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::Edge;
use crate::books::audit::{self, Entry, What};
use crate::store::Store;

/// Between two lines of one edge.
const MINUTE: Duration = Duration::from_secs(60);

/// One edge's count.
struct Tally {
    total: AtomicU64,
    told: AtomicU64,
    /// The newest field.
    field: Mutex<String>,
}

impl Tally {
    const fn new() -> Self {
        Self { total: AtomicU64::new(0), told: AtomicU64::new(0), field: Mutex::new(String::new()) }
    }
}

static TALLIES: [Tally; Edge::ALL.len()] = [const { Tally::new() }; Edge::ALL.len()];
static NEWS: Notify = Notify::const_new();

fn of(edge: Edge) -> &'static Tally {
    let [line, page_in, page_out, log, database, file, support] = &TALLIES;
    match edge {
        Edge::Line => line,
        Edge::PageIn => page_in,
        Edge::PageOut => page_out,
        Edge::Log => log,
        Edge::Database => database,
        Edge::File => file,
        Edge::Support => support,
    }
}

pub(super) fn count(edge: Edge, field: &str) {
    let tally = of(edge);
    tally.total.fetch_add(1, Ordering::Relaxed);
    let mut newest = tally.field.lock().unwrap_or_else(PoisonError::into_inner);
    newest.clear();
    newest.push_str(field);
    drop(newest);
    NEWS.notify_one();
}

/// How often something was stopped at an edge since the agent began to run.
#[must_use]
pub fn total(edge: Edge) -> u64 {
    of(edge).total.load(Ordering::Relaxed)
}

/// Writes to 監査記録 what is stopped from now on, for as long as the agent runs.
pub async fn keep_audit(store: Store) {
    let mut last: [Option<Instant>; Edge::ALL.len()] = [None; Edge::ALL.len()];
    loop {
        let now = Instant::now();
        let mut next = None;
        for (edge, last) in Edge::ALL.into_iter().zip(&mut last) {
            let since = total(edge) - of(edge).told.load(Ordering::Relaxed);
            match turn(since, *last, now) {
                Turn::None => {}
                Turn::Later(due) => next = Some(next.map_or(due, |next: Instant| next.min(due))),
                Turn::Now => {
                    *last = Some(now);
                    audit::note(&store, entry(edge, since)).await;
                }
            }
        }
        match next {
            Some(due) => {
                tokio::select! { () = NEWS.notified() => {}, () = tokio::time::sleep_until(due) => {} }
            }
            None => NEWS.notified().await,
        }
    }
}

/// When a line is due.
#[derive(Debug, PartialEq, Eq)]
enum Turn {
    /// There is nothing to say.
    None,
    /// A minute after the line before.
    Later(Instant),
    /// At once.
    Now,
}

fn turn(since: u64, last: Option<Instant>, now: Instant) -> Turn {
    match last.map(|last| last + MINUTE) {
        _ if since == 0 => Turn::None,
        Some(due) if due > now => Turn::Later(due),
        Some(_) | None => Turn::Now,
    }
}

fn entry(edge: Edge, since: u64) -> Entry {
    of(edge).told.fetch_add(since, Ordering::Relaxed);
    let field = of(edge).field.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Entry { what: What::CardDataStopped, who: None, subject: format!("{} {field} {since}", edge.word()) }
}

#[cfg(test)]
mod tests {
    use catlink_shared::receipt::DataKind;

    use super::{Edge, Instant, MINUTE, Store, Turn, keep_audit, turn};
    use crate::books::BooksError;
    use crate::books::audit::card_data_stopped;
    use crate::card_guard::stopped;

    #[test]
    fn an_edge_has_at_most_one_line_a_minute() {
        let now = Instant::now();
        assert_eq!(turn(0, None, now), Turn::None);
        assert_eq!(turn(1, None, now), Turn::Now);
        assert_eq!(turn(9, Some(now), now), Turn::Later(now + MINUTE));
        assert_eq!(turn(9, Some(now), now + MINUTE), Turn::Now);
    }

    #[tokio::test]
    async fn what_was_stopped_stands_in_the_audit_by_edge_and_field() {
        let store = Store::open(&crate::scratch::path("tally"), DataKind::Real).unwrap();
        let keeper = tokio::spawn(keep_audit(store.clone()));
        stopped(Edge::Support, "output");
        let subject = loop {
            let found = store
                .read::<_, BooksError, _>(|c| {
                    let of = "SELECT subject FROM audit WHERE what = 'card_data_stopped' AND subject LIKE 'support%'";
                    Ok(c.query_row(of, [], |row| row.get::<_, String>(0)).ok())
                })
                .await
                .unwrap();
            match found {
                Some(subject) => break subject,
                None => tokio::task::yield_now().await,
            }
        };
        keeper.abort();
        assert!(subject.starts_with("support output "), "{subject}");
        assert!(store.read(card_data_stopped).await.unwrap() > 0);
    }
}
