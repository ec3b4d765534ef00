//! A run as it is kept: what it compared, and what it confirmed.

use catlink_shared::ids::UnixMs;
use catlink_shared::terminal::TerminalId;
use catlink_shared::terminal::daily_log::DailyLog;
use catlink_shared::wire::matching::{MatchSource, TypedTotal};
use rusqlite::{Transaction, params};

use super::{Found, Wanted};
use crate::books::BooksError;
use crate::journal::device_word;

/// Where the terminal's side comes from.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    Log(&'a DailyLog),
    Typed(&'a [TypedTotal]),
}

/// The word a source is stored by.
pub(super) const fn source_word(source: MatchSource) -> &'static str {
    match source {
        MatchSource::Log => "log",
        MatchSource::Typed => "typed",
    }
}

/// Writes the run and what it compared, without its differences.
///
/// # Errors
/// The database.
pub(super) fn run(
    tx: &Transaction<'_>,
    wanted: &Wanted,
    terminal_id: &TerminalId,
    source: Source<'_>,
    found: &Found,
    now: UnixMs,
) -> Result<u64, BooksError> {
    let word = match source {
        Source::Log(_) => source_word(MatchSource::Log),
        Source::Typed(_) => source_word(MatchSource::Typed),
    };
    tx.execute(
        "INSERT INTO matching_run (at, who, device, terminal_id, from_time, to_time, source, summary)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            now.0,
            wanted.by.who.as_deref().unwrap_or_default(),
            device_word(wanted.device),
            terminal_id.as_str(),
            wanted.period.from.0,
            wanted.period.to.0,
            word,
            serde_json::to_string(&found.summary)?,
        ],
    )?;
    let run = u64::try_from(tx.last_insert_rowid()).unwrap_or_default();
    match source {
        Source::Log(log) => lines(tx, run, log)?,
        Source::Typed(typed) => sums(tx, run, typed)?,
    }
    confirm(tx, run, found)?;
    Ok(run)
}

fn lines(tx: &Transaction<'_>, run: u64, log: &DailyLog) -> Result<(), BooksError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO matching_line (run, place, slip_number, transaction_type, amount, terminal_time, payment_media,
                                    result)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for (place, line) in log.lines.iter().enumerate() {
        insert.execute(params![
            run,
            place,
            line.slip_number.as_str(),
            line.transaction_type.number(),
            line.amount.get(),
            line.terminal_time.0,
            line.payment_media.number(),
            line.result.word(),
        ])?;
    }
    Ok(())
}

fn sums(tx: &Transaction<'_>, run: u64, typed: &[TypedTotal]) -> Result<(), BooksError> {
    for total in typed {
        tx.execute(
            "INSERT INTO matching_total (run, category, count, amount) VALUES (?1, ?2, ?3, ?4)",
            params![run, total.category.map(|code| code.0), total.of.count, total.of.amount.get()],
        )?;
    }
    Ok(())
}

/// 証拠待ち that this run settles.
pub(super) fn confirm(tx: &Transaction<'_>, run: u64, found: &Found) -> Result<(), BooksError> {
    for payment_id in &found.confirmed {
        tx.execute(
            "INSERT OR IGNORE INTO matching_confirmed (payment_id, run) VALUES (?1, ?2)",
            params![payment_id.to_string(), run],
        )?;
    }
    Ok(())
}
