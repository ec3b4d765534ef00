//! 電子ジャーナル: every paper as it was printed, append-only, each line chained to the one before by its hash.
//!
//! A slip's own paper is kept in the transaction that books the slip. Whatever goes to a printer after that is asked for
//! first (`issue`), so that a page prints nothing that is not here. It knows no page and no printer.

pub mod export;
pub mod find;
pub mod issue;
mod kept;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::{ReceiptNumber, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{Formal, PrintLine, Receipt};
use catlink_shared::wire::paper::PaperKind;
use rusqlite::{Connection, Transaction, params};

use super::BooksError;
use super::slips::mode_word;
use crate::chain;
use kept::Line;

/// The version of [`PrintLine`] as JSON. A line kept once is read for seven years: new kinds of lines are added, old ones
/// stay.
const LAYOUT: u32 = 1;

/// A paper that is to be kept.
#[derive(Debug, Clone)]
pub(super) struct Paper<'a> {
    pub(super) at: UnixMs,
    pub(super) business_day: &'a str,
    pub(super) mode: CounterMode,
    pub(super) kind: PaperKind,
    pub(super) receipt_number: Option<ReceiptNumber>,
    /// 0: the first one; then the how manieth 再発行.
    pub(super) copy: u32,
    pub(super) who: Option<&'a str>,
    pub(super) amount: Option<Yen>,
    pub(super) formal: Option<&'a Formal>,
    pub(super) lines: &'a [PrintLine],
}

/// A slip's own paper, in the transaction that books the slip. There is nothing in it that can fail for business reasons.
///
/// # Errors
/// The database.
pub fn keep_first(tx: &Transaction<'_>, receipt: &Receipt) -> Result<(), BooksError> {
    let slip = &receipt.slip;
    let paper = Paper {
        at: receipt.issued_at,
        business_day: &slip.business_day,
        mode: slip.mode,
        kind: PaperKind::of_slip(&slip.kind),
        receipt_number: Some(receipt.receipt_number),
        copy: 0,
        who: slip.operator.as_ref().map(|operator| operator.code.as_str()),
        amount: Some(slip.due()),
        formal: None,
        lines: &receipt.print(),
    };
    keep(tx, &paper).map(drop)
}

/// Keeps a paper: its place in the journal.
///
/// # Errors
/// The database.
pub(super) fn keep(tx: &Transaction<'_>, paper: &Paper<'_>) -> Result<u64, BooksError> {
    let chain::Place { position, before } = chain::next(tx, "paper")?;
    let formal = paper.formal.map(serde_json::to_string).transpose()?;
    let lines = serde_json::to_string(paper.lines)?;
    let line = Line {
        position,
        at: paper.at.0,
        business_day: paper.business_day,
        mode: mode_word(paper.mode),
        kind: paper.kind.word(),
        receipt_number: paper.receipt_number.map(|number| number.0),
        copy: paper.copy,
        who: paper.who,
        amount: paper.amount.map(Yen::get),
        formal: formal.as_deref(),
        layout: LAYOUT,
        lines: &lines,
    };
    let hash = chain::link(&before, &line)?;
    tx.prepare_cached(
        "INSERT INTO paper (position, at, business_day, mode, kind, receipt_number, copy, who, amount, formal, layout,
                            lines, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        line.position,
        line.at,
        line.business_day,
        line.mode,
        line.kind,
        line.receipt_number,
        line.copy,
        line.who,
        line.amount,
        line.formal,
        line.layout,
        line.lines,
        hash
    ])?;
    Ok(line.position)
}

/// The position of the first paper that is not as it was kept; none: all are.
///
/// # Errors
/// The database.
pub fn verify(connection: &Connection) -> Result<Option<u64>, BooksError> {
    let mut query = connection.prepare(&format!("SELECT {} FROM paper ORDER BY position", kept::COLUMNS))?;
    let mut rows = query.query([])?;
    let (mut expected, mut before) = (1, String::new());
    while let Some(row) = rows.next()? {
        let (line, hash) = Line::read(row)?;
        if line.position != expected || chain::link(&before, &line)? != hash {
            return Ok(Some(expected));
        }
        expected += 1;
        hash.clone_into(&mut before);
    }
    Ok(chain::cut_off(connection, "paper", expected)?)
}

/// 再発行 of a business day by 担当者コード, 領収書 and slips' own papers alike. Training does not count.
///
/// # Errors
/// The database.
pub fn reprints(connection: &Connection, day: &str) -> Result<BTreeMap<Option<String>, u32>, BooksError> {
    let mut query = connection.prepare_cached(
        "SELECT who, count(*) FROM paper WHERE business_day = ?1 AND copy > 0 AND mode = 'live' GROUP BY who",
    )?;
    let rows = query.query_map([day], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
