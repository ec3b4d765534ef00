//! Runs and their differences as pages show them: what is open first.

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::UnixMs;
use catlink_shared::terminal::TerminalId;
use catlink_shared::wire::matching::{
    ClosedView, DifferenceRow, MatchReply, MatchSource, RunRow, RunSheet, RunSummary,
};
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::slips::PAGE_ROWS;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Body;
use crate::books::{BooksError, refuse};
use crate::clock;
use crate::store::StoreError;

/// A block of runs.
///
/// # Errors
/// The database.
pub fn runs(connection: &Connection, at: u64) -> Result<MatchReply, BooksError> {
    let total = connection.query_row("SELECT count(*) FROM matching_run", [], |row| row.get(0))?;
    let mut query = connection.prepare_cached(
        "SELECT run FROM matching_run r
         ORDER BY EXISTS (SELECT 1 FROM matching_difference d WHERE d.run = r.run AND NOT EXISTS
                          (SELECT 1 FROM matching_closing c WHERE c.difference = d.difference)) DESC, run DESC
         LIMIT ?1 OFFSET ?2",
    )?;
    let keys: Vec<u64> =
        query.query_map(params![PAGE_ROWS, at], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let rows = keys.into_iter().map(|run| Ok(find(connection, run)?.0)).collect::<Result<_, BooksError>>()?;
    Ok(MatchReply::Runs { at, total, rows })
}

/// One run with a block of its differences.
///
/// # Errors
/// There is none; the database.
pub fn sheet(connection: &Connection, run: u64, at: u64) -> Result<RunSheet, BooksError> {
    let (row, summary) = find(connection, run)?;
    let total = u64::from(row.differences);
    Ok(RunSheet { row, summary, at, total, rows: differences(connection, run, at)? })
}

/// A block of differences of a run, those that are open first.
///
/// # Errors
/// The database.
pub fn differences(connection: &Connection, run: u64, at: u64) -> Result<Vec<DifferenceRow>, BooksError> {
    let mut query = connection.prepare_cached(
        "SELECT d.difference, d.at, d.body, c.reason, c.at, c.who, c.by_run, c.note
         FROM matching_difference d LEFT JOIN matching_closing c USING (difference)
         WHERE d.run = ?1 ORDER BY c.difference IS NOT NULL, d.difference LIMIT ?2 OFFSET ?3",
    )?;
    let mut rows = query.query(params![run, PAGE_ROWS, at])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(difference(row)?);
    }
    Ok(found)
}

fn difference(row: &Row<'_>) -> Result<DifferenceRow, BooksError> {
    let body: Body = serde_json::from_str(&row.get::<_, String>(2)?)?;
    let at: Option<i64> = row.get(1)?;
    let closed = match row.get::<_, Option<String>>(3)? {
        None => None,
        Some(reason) => Some(ClosedView {
            with: serde_json::from_str(&reason)?,
            at_text: clock::date_time_text(UnixMs(row.get(4)?)),
            who: row.get(5)?,
            by_run: row.get(6)?,
            note: row.get(7)?,
        }),
    };
    Ok(DifferenceRow {
        difference: row.get(0)?,
        kind: body.kind,
        subject: body.text,
        at_text: at.map(|at| clock::short_text(UnixMs(at))).unwrap_or_default(),
        slip_number: body.slip_number,
        here: body.here,
        there: body.there,
        next: body.next,
        closed,
    })
}

/// A run as the database has it.
struct Stored {
    row: [String; 5],
    at: UnixMs,
    from: UnixMs,
    to: UnixMs,
    differences: u32,
    closed: u32,
}

/// A run, with what it came to.
///
/// # Errors
/// There is none; the database.
pub(super) fn find(connection: &Connection, run: u64) -> Result<(RunRow, RunSummary), BooksError> {
    let found = connection
        .prepare_cached(
            "SELECT r.who, r.device, r.terminal_id, r.source, r.summary, r.at, r.from_time, r.to_time,
                    (SELECT count(*) FROM matching_difference d WHERE d.run = r.run),
                    (SELECT count(*) FROM matching_closing c WHERE c.run = r.run)
             FROM matching_run r WHERE r.run = ?1",
        )?
        .query_row([run], |row| {
            Ok(Stored {
                row: [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?],
                at: UnixMs(row.get(5)?),
                from: UnixMs(row.get(6)?),
                to: UnixMs(row.get(7)?),
                differences: row.get(8)?,
                closed: row.get(9)?,
            })
        })
        .optional()?;
    let Some(Stored { row: [who, device, terminal_id, source, summary], at, from, to, differences, closed }) =
        found
    else {
        return Err(refuse(
            RefusalCode::UnknownRun,
            "その照合は見つかりません。照合の一覧を確認してください。",
        ));
    };
    let row = RunRow {
        run,
        at_text: clock::date_time_text(at),
        who,
        device: device_of(&device)?,
        terminal_id: TerminalId::new(&terminal_id).map_err(|_| unreadable("terminal_id"))?,
        from_text: clock::date_time_text(from),
        to_text: clock::date_time_text(to),
        source: source_of(&source),
        differences,
        open: differences.saturating_sub(closed),
    };
    Ok((row, serde_json::from_str(&summary)?))
}

fn device_of(word: &str) -> Result<CatDeviceId, BooksError> {
    serde_json::from_value(word.into()).map_err(|_| unreadable("device"))
}

fn source_of(word: &str) -> MatchSource {
    if word == super::keep::source_word(MatchSource::Log) { MatchSource::Log } else { MatchSource::Typed }
}

fn unreadable(what: &str) -> BooksError {
    BooksError::Store(StoreError::Unreadable(what.to_owned()))
}
