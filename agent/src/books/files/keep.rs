//! Writes what a file brings, in one transaction: all of it, or nothing.
//!
//! It holds the one thread of the books, so everything was made ready before.

use catlink_shared::ids::UnixMs;
use catlink_shared::masters::{Master, Values};
use catlink_shared::wire::files::TableReport;
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Transaction, params};

use super::known::Base;
use super::prepare::{Leaves, Prepared, Table};
use super::{FileError, Ticker, bundle};
use crate::books::history::{self, By, Change, What};
use crate::books::{masters, refuse};

/// Keeps it.
///
/// # Errors
/// Another page has changed one of its masters since it was judged; the database; stopped.
pub fn keep(
    tx: &Transaction<'_>,
    prepared: &Prepared,
    by: &By,
    now: UnixMs,
    ticker: &Ticker,
) -> Result<(), FileError> {
    check_base(tx, prepared)?;
    ticker.begin(prepared.rows());
    for table in &prepared.tables {
        write(tx, table, ticker)?;
    }
    close(tx, prepared, by, now)
}

/// Nobody has changed a master since the file was judged against it.
///
/// # Errors
/// Somebody has; the database.
pub fn check_base(tx: &Transaction<'_>, prepared: &Prepared) -> Result<(), FileError> {
    if Base::read(tx, &prepared.base.masters())? == prepared.base {
        return Ok(());
    }
    Err(refuse(RefusalCode::StaleRow, MOVED_ON).into())
}

/// What goes with the rows, in the transaction that makes them current: 変更履歴, and where they come from.
///
/// # Errors
/// The database.
pub fn close(tx: &Transaction<'_>, prepared: &Prepared, by: &By, now: UnixMs) -> Result<(), FileError> {
    for (table, report) in prepared.tables.iter().zip(&prepared.report.tables) {
        record(tx, prepared, table, report, by, now)?;
    }
    if let Some(origin) = &prepared.origin {
        bundle::come_from(tx, origin)?;
    }
    masters::touched(tx)?;
    Ok(())
}

/// Told where somebody was quicker.
pub const MOVED_ON: &str = "ファイルを確認した後に、ほかの画面でマスタが変更されました。もう一度ファイルを選んで、内容を確認してください。何も登録されていません。";

fn write(tx: &Transaction<'_>, table: &Table, ticker: &Ticker) -> Result<(), FileError> {
    let master = table.master.word();
    let mut leave = tx.prepare_cached("DELETE FROM master_row WHERE master = ?1 AND code = ?2")?;
    for row in table.writes.iter().filter(|row| row.leaves == Leaves::Jan) {
        leave.execute([master, &row.code])?;
    }
    let mut put = tx.prepare_cached(
        "INSERT INTO master_row (master, code, revision, row_values) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (master, code) DO UPDATE SET revision = excluded.revision, row_values = excluded.row_values",
    )?;
    for row in &table.writes {
        ticker.tick()?;
        put.execute(params![master, row.code, row.revision, row.row_values])?;
    }
    Ok(())
}

/// One line says what came, and as many as it takes say what the changed rows were.
fn record(
    tx: &Transaction<'_>,
    prepared: &Prepared,
    table: &Table,
    report: &TableReport,
    by: &By,
    now: UnixMs,
) -> Result<(), FileError> {
    let subject = prepared.report.name.as_str();
    let line = |master: Master, was: &Values, became: &Values| {
        let change = Change { what: What::Imported, master: Some(master), subject, was, became };
        history::record(tx, &change, by, now)
    };
    for (was, became) in &table.changes {
        line(table.master, was, became)?;
    }
    let mut became = Values::default();
    let counts = [
        ("新規", report.new),
        ("変更", report.changed),
        ("変更なし", report.unchanged),
        ("誤り", report.bad),
    ];
    for (label, count) in counts {
        became.set(label, count.to_string());
    }
    became.set("SHA-256", prepared.digest.as_str());
    if let Some(file) = &prepared.report.revision {
        became.set("マスタファイル", format!("第{}版({})", file.revision, file.made_at));
    }
    line(table.master, &Values::default(), &became)?;
    Ok(())
}
