//! Many rows made current at once, without keeping a payment waiting.
//!
//! ```text
//!   rows of the file ─┐ in pieces, other writes go between
//!                     ├─▶ master_next ─▶ master_row, in one short transaction
//!   all other rows  ──┘
//! ```
//!
//! The new table is filled beside the old one and takes its name with the lines of 変更履歴. Whatever ends it before that
//! leaves the old one as it was; what is left of the new one is thrown away before the next file, and at start.

use std::sync::Arc;

use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Connection, Transaction, params};
use tokio::sync::Mutex;

use super::keep::{self, MOVED_ON};
use super::prepare::Prepared;
use super::{FileError, Ticker};
use crate::books::history::By;
use crate::books::{BooksError, masters, numbers, refuse};
use crate::clock;
use crate::store::{Claim, Store};

/// Rows that are written at once: some milliseconds.
const PIECE: usize = 1_000;
/// As many rows as a single transaction may write: what is quicker than copying all others.
const FEW: usize = 2_000;

/// One file at a time: there is one table to fill.
static FILLING: Mutex<()> = Mutex::const_new(());

/// How the masters stood when the filling began: whatever is kept by anybody moves it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stand {
    revision: u64,
    position: u64,
}

/// Keeps what a file brings: all of it, or nothing.
///
/// # Errors
/// Another page has changed a master since it was judged; the database; stopped.
pub async fn keep(
    store: &Store,
    prepared: Arc<Prepared>,
    by: By,
    ticker: Arc<Ticker>,
) -> Result<(), FileError> {
    if prepared.rows() <= FEW {
        let write = move |tx: &Transaction<'_>| keep::keep(tx, &prepared, &by, clock::now(), &ticker);
        return store.write(Claim::None, write).await;
    }
    let _alone = FILLING.lock().await;
    let kept = fill_and_swap(store, &prepared, by, &ticker).await;
    if kept.is_err() {
        // Where even this fails, the next start does it.
        let _ = store.write::<_, BooksError, _>(Claim::None, throw_away).await;
    }
    kept
}

/// What a filling that did not come to its end has left.
///
/// # Errors
/// The database.
pub fn throw_away(tx: &Transaction<'_>) -> Result<(), BooksError> {
    Ok(tx.execute_batch("DROP TABLE IF EXISTS master_next")?)
}

async fn fill_and_swap(
    store: &Store,
    prepared: &Arc<Prepared>,
    by: By,
    ticker: &Arc<Ticker>,
) -> Result<(), FileError> {
    let (stand, rows) = store.write::<_, FileError, _>(Claim::None, begin).await?;
    ticker.begin(prepared.rows().saturating_add(rows));
    fill(store, prepared, ticker).await?;
    copy_others(store, ticker).await?;
    let prepared = Arc::clone(prepared);
    store.write(Claim::None, move |tx| swap(tx, stand, &prepared, &by)).await
}

/// An empty table with the rules of the old one.
fn begin(tx: &Transaction<'_>) -> Result<(Stand, usize), FileError> {
    throw_away(tx)?;
    let number = numbers::next(tx, "master_table")?;
    let make =
        "SELECT sql FROM sqlite_schema WHERE tbl_name = 'master_row' AND sql IS NOT NULL ORDER BY type DESC";
    let made: Vec<String> = tx.prepare(make)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for sql in made {
        tx.execute_batch(&renamed(&sql, number))?;
    }
    let rows: u32 = tx.query_row("SELECT count(*) FROM master_row", [], |row| row.get(0))?;
    Ok((Stand::read(tx)?, usize::try_from(rows).unwrap_or(usize::MAX)))
}

/// `CREATE …` of a table or an index of its, for the table beside it. Names of indexes are one list for all tables.
fn renamed(sql: &str, number: i64) -> String {
    let sql = sql.replacen("\"master_row\"", "master_row", 1).replacen("master_row", "master_next", 1);
    match sql.split_once(" ON master_next") {
        None => sql,
        Some((index, rest)) => {
            let name = index.rsplit_once("__").map_or(index, |(name, _)| name);
            format!("{name}__{number} ON master_next{rest}")
        }
    }
}

async fn fill(store: &Store, prepared: &Arc<Prepared>, ticker: &Arc<Ticker>) -> Result<(), FileError> {
    for (place, table) in prepared.tables.iter().enumerate() {
        for from in (0..table.writes.len()).step_by(PIECE) {
            let (prepared, ticker) = (Arc::clone(prepared), Arc::clone(ticker));
            store.write(Claim::None, move |tx| piece(tx, &prepared, place, from, &ticker)).await?;
        }
    }
    Ok(())
}

fn piece(
    tx: &Transaction<'_>,
    prepared: &Prepared,
    table: usize,
    from: usize,
    ticker: &Ticker,
) -> Result<(), FileError> {
    let Some(table) = prepared.tables.get(table) else { return Ok(()) };
    let mut put = tx.prepare_cached(
        "INSERT INTO master_next (master, code, revision, row_values) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for row in table.writes.iter().skip(from).take(PIECE) {
        ticker.tick()?;
        put.execute(params![table.master.word(), row.code, row.revision, row.row_values])?;
    }
    Ok(())
}

/// Every row that the file does not bring stays as it is.
async fn copy_others(store: &Store, ticker: &Arc<Ticker>) -> Result<(), FileError> {
    let mut after = Some(0);
    while let Some(from) = after {
        let ticker = Arc::clone(ticker);
        after = store.write(Claim::None, move |tx| copy_piece(tx, from, &ticker)).await?;
    }
    Ok(())
}

/// Copies from a row on; the last row it looked at, where there may be more.
fn copy_piece(tx: &Transaction<'_>, after: i64, ticker: &Ticker) -> Result<Option<i64>, FileError> {
    let last: Option<i64> = tx
        .prepare_cached(
            "SELECT max(rowid) FROM (SELECT rowid FROM master_row WHERE rowid > ?1 ORDER BY rowid LIMIT ?2)",
        )?
        .query_row(params![after, PIECE], |row| row.get(0))?;
    let Some(last) = last else { return Ok(None) };
    tx.prepare_cached(
        "INSERT INTO master_next (master, code, revision, row_values)
         SELECT master, code, revision, row_values FROM master_row AS old
         WHERE rowid > ?1 AND rowid <= ?2
           AND NOT EXISTS (SELECT 1 FROM master_next AS new WHERE new.master = old.master AND new.code = old.code)",
    )?
    .execute([after, last])?;
    for _ in 0..PIECE {
        ticker.tick()?;
    }
    Ok(Some(last))
}

/// The new table takes the place of the old one.
fn swap(tx: &Transaction<'_>, stand: Stand, prepared: &Prepared, by: &By) -> Result<(), FileError> {
    if Stand::read(tx)? != stand {
        return Err(refuse(RefusalCode::StaleRow, MOVED_ON).into());
    }
    keep::check_base(tx, prepared)?;
    tx.execute_batch("DROP TABLE master_row; ALTER TABLE master_next RENAME TO master_row")?;
    keep::close(tx, prepared, by, clock::now())
}

impl Stand {
    fn read(connection: &Connection) -> Result<Self, BooksError> {
        let position = "SELECT coalesce(max(position), 0) FROM change WHERE master IS NOT NULL";
        Ok(Self {
            revision: masters::revision(connection)?,
            position: connection.prepare_cached(position)?.query_row([], |row| row.get(0))?,
        })
    }
}

#[cfg(test)]
mod tests;
