//! The thread that keeps the trace: in batches, within bounds, and only where there is room to spare.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::terminal::trace::TraceLine;
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::fold::{Folds, tells_of_money};
use super::{Fresh, Kept, Unreadable, file};
use crate::clock;

/// How long lines gather before they are written together.
const GATHER: Duration = Duration::from_millis(100);

/// Most lines in one transaction.
const BATCH: usize = 256;

/// Payments whose number of lines is remembered at once.
const MOST_COUNTED: usize = 64;

/// What the trace may come to.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Lines in all.
    pub lines: u32,
    /// Lines of one payment; what tells of money is kept beyond it.
    pub of_payment: u32,
    /// Days.
    pub days: u16,
    /// Bytes that stay free on the disk: the books are worth more than the trace.
    pub keep_free: u64,
    /// After so many new lines old ones go.
    pub trim_each: u32,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { lines: 200_000, of_payment: 2_000, days: 90, keep_free: 16 << 20, trim_each: 1_000 }
    }
}

/// What the thread is asked.
pub(super) enum Order {
    Keep(Fresh),
    Read { payment_id: PaymentId, reply: oneshot::Sender<Result<Vec<Kept>, Unreadable>> },
}

pub(super) struct Keeper {
    folder: PathBuf,
    bounds: Bounds,
    dropped: Arc<AtomicU64>,
    connection: Option<Connection>,
    folds: Folds,
    counts: HashMap<PaymentId, u32>,
    since_trim: u32,
}

impl Keeper {
    pub(super) fn new(folder: &Path, bounds: Bounds, dropped: Arc<AtomicU64>) -> Self {
        Self {
            folder: folder.to_owned(),
            bounds,
            dropped,
            connection: None,
            folds: Folds::default(),
            counts: HashMap::new(),
            // What is too old goes with the first lines.
            since_trim: bounds.trim_each,
        }
    }

    /// Until nobody can tell it anything any more.
    pub(super) fn run(mut self, inbox: &Receiver<Order>) {
        while let Ok(first) = inbox.recv() {
            let until = Instant::now() + GATHER;
            let mut lines = Vec::new();
            let mut next = Ok(first);
            let reader = loop {
                match next {
                    Ok(Order::Keep(fresh)) => lines.push(fresh),
                    Ok(Order::Read { payment_id, reply }) => break Some((payment_id, reply)),
                    Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break None,
                }
                if lines.len() >= BATCH {
                    break None;
                }
                next = inbox.recv_timeout(until.saturating_duration_since(Instant::now()));
            };
            self.keep(&lines);
            if let Some((payment_id, reply)) = reader {
                // Whoever asked may be gone.
                let _ = reply.send(self.read(payment_id));
            }
        }
    }

    fn keep(&mut self, lines: &[Fresh]) {
        let Some(first) = lines.first() else { return };
        if !self.has_room() {
            return self.drop_all(lines);
        }
        let missing = self.dropped.load(Ordering::Relaxed);
        let told = (missing > 0).then(|| {
            let line = TraceLine::Missing { count: missing };
            Fresh { line, ..first.clone() }
        });
        let all: Vec<&Fresh> = told.iter().chain(lines).collect();
        match self.write(&all) {
            Ok(()) => {
                self.dropped.fetch_sub(missing, Ordering::Relaxed);
                self.trim();
            }
            Err(error) => {
                tracing::debug!(%error, "lines of the trace are dropped");
                // What was counted while writing was not kept.
                self.folds.forget();
                self.counts.clear();
                self.connection = None;
                self.drop_all(lines);
            }
        }
    }

    fn drop_all(&self, lines: &[Fresh]) {
        self.dropped.fetch_add(u64::try_from(lines.len()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn has_room(&self) -> bool {
        fs4::available_space(&self.folder).is_ok_and(|free| free >= self.bounds.keep_free)
    }

    fn write(&mut self, lines: &[&Fresh]) -> rusqlite::Result<()> {
        let mut connection = self.take_connection()?;
        let tx = connection.transaction()?;
        for &fresh in lines {
            if let Some(row) = self.folds.row(fresh.payment_id, &fresh.line) {
                file::again(&tx, row, fresh.at)?;
                continue;
            }
            if let Some(fresh) = self.within_bounds(&tx, fresh)? {
                let row = file::insert(&tx, &fresh)?;
                self.folds.said(fresh.payment_id, &fresh.line, row);
                self.since_trim += 1;
            }
        }
        tx.commit()?;
        self.connection = Some(connection);
        Ok(())
    }

    /// The line, or in its place that there were too many, or nothing.
    fn within_bounds(&mut self, tx: &Connection, fresh: &Fresh) -> rusqlite::Result<Option<Fresh>> {
        let Some(payment_id) = fresh.payment_id else { return Ok(Some(fresh.clone())) };
        if self.counts.len() >= MOST_COUNTED && !self.counts.contains_key(&payment_id) {
            self.counts.clear();
        }
        let known = match self.counts.get(&payment_id) {
            Some(count) => *count,
            None => file::count(tx, payment_id)?,
        };
        self.counts.insert(payment_id, known.saturating_add(1));
        Ok(if known < self.bounds.of_payment || tells_of_money(&fresh.line) {
            Some(fresh.clone())
        } else if known == self.bounds.of_payment {
            Some(Fresh { line: TraceLine::Full, ..fresh.clone() })
        } else {
            None
        })
    }

    fn trim(&mut self) {
        if self.since_trim < self.bounds.trim_each {
            return;
        }
        self.since_trim = 0;
        let Some(connection) = &self.connection else { return };
        let before = UnixMs(clock::now().0 - i64::from(self.bounds.days) * 24 * 3_600 * 1_000);
        match file::trim(connection, self.bounds.lines, before) {
            Ok(true) => {
                self.folds.forget();
                self.counts.clear();
            }
            Ok(false) => {}
            Err(error) => tracing::debug!(%error, "old lines of the trace stay"),
        }
    }

    fn read(&mut self, payment_id: PaymentId) -> Result<Vec<Kept>, Unreadable> {
        let connection = self.take_connection().map_err(|_| Unreadable)?;
        let lines = file::read(&connection, payment_id).map_err(|_| Unreadable);
        self.connection = Some(connection);
        lines
    }

    fn take_connection(&mut self) -> rusqlite::Result<Connection> {
        match self.connection.take() {
            Some(connection) => Ok(connection),
            None => file::open(&self.folder),
        }
    }
}
