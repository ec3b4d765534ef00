//! The trace's file: opened, set aside where it is broken, and its rows.

use std::path::{Path, PathBuf};

use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::terminal::trace::TraceLine;
use rusqlite::{Connection, Transaction, params};

use super::{Fresh, Kept};
use crate::journal::device_word;

/// Most lines of one payment in one answer.
const MOST_READ: usize = 3_000;

/// Where the trace of a folder is.
pub(super) fn path(folder: &Path) -> PathBuf {
    folder.join("trace.sqlite")
}

/// Opens it. One that is no database is set aside, since a trace is not worth stopping for.
pub(super) fn open(folder: &Path) -> rusqlite::Result<Connection> {
    let path = path(folder);
    match connect(&path) {
        Err(error) if is_broken(&error) => {
            tracing::warn!(%error, "the line trace is broken: it is set aside, and a new one begun");
            for end in ["", "-wal", "-shm"] {
                let part = folder.join(format!("trace.sqlite{end}"));
                // What is not there need not be moved; what cannot be moved fails again below.
                let _ = std::fs::rename(&part, folder.join(format!("trace.broken.sqlite{end}")));
            }
            connect(&path)
        }
        opened => opened,
    }
}

fn is_broken(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode;
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt | ErrorCode::Unknown)
    )
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // A power cut may cost the last lines, never the file; and the disk is not waited for at each commit.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.execute_batch(include_str!("line_trace.sql"))?;
    Ok(connection)
}

pub(super) fn insert(tx: &Transaction<'_>, fresh: &Fresh) -> rusqlite::Result<i64> {
    let line = serde_json::to_string(&fresh.line)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    tx.prepare_cached(
        "INSERT INTO line_trace (at, last_at, device, payment_id, line) VALUES (?1, ?1, ?2, ?3, ?4)",
    )?
    .insert(params![
        fresh.at.0,
        device_word(fresh.device),
        fresh.payment_id.map(|id| id.to_string()),
        line
    ])
}

pub(super) fn again(tx: &Transaction<'_>, row: i64, at: UnixMs) -> rusqlite::Result<()> {
    tx.prepare_cached("UPDATE line_trace SET times = times + 1, last_at = ?2 WHERE position = ?1")?
        .execute(params![row, at.0])
        .map(drop)
}

pub(super) fn count(connection: &Connection, payment_id: PaymentId) -> rusqlite::Result<u32> {
    connection
        .prepare_cached("SELECT count(*) FROM line_trace WHERE payment_id = ?1")?
        .query_row([payment_id.to_string()], |row| row.get(0))
}

/// Deletes what is older than `before`, and the oldest beyond `most` rows. Says whether anything went.
pub(super) fn trim(connection: &Connection, most: u32, before: UnixMs) -> rusqlite::Result<bool> {
    // The newest row that is too old takes all before it along.
    let old: Option<i64> = connection.query_row(
        "SELECT max(position) FROM line_trace
         WHERE last_at < ?1 AND position <= (SELECT min(position) FROM line_trace) + ?2",
        params![before.0, i64::from(most)],
        |row| row.get(0),
    )?;
    let newest: Option<i64> =
        connection.query_row("SELECT max(position) FROM line_trace", [], |row| row.get(0))?;
    let beyond = newest.map(|newest| newest - i64::from(most));
    let Some(up_to) = old.max(beyond) else { return Ok(false) };
    Ok(connection.execute("DELETE FROM line_trace WHERE position <= ?1", [up_to])? > 0)
}

pub(super) fn read(connection: &Connection, payment_id: PaymentId) -> rusqlite::Result<Vec<Kept>> {
    let mut query = connection.prepare_cached(
        "SELECT at, times, last_at, line FROM line_trace WHERE payment_id = ?1 ORDER BY position LIMIT ?2",
    )?;
    let most = i64::try_from(MOST_READ).unwrap_or(i64::MAX);
    let rows = query.query_map(params![payment_id.to_string(), most], |row| {
        let kept = (UnixMs(row.get(0)?), row.get(1)?, UnixMs(row.get(2)?));
        Ok((kept, row.get::<_, String>(3)?))
    })?;
    let mut lines = Vec::new();
    for row in rows {
        let ((at, times, last_at), text) = row?;
        // One that a newer version wrote is left out.
        if let Ok(line) = serde_json::from_str::<TraceLine>(&text) {
            lines.push(Kept { at, times, last_at, line });
        }
    }
    Ok(lines)
}
