//! A paper as its row keeps it, and as its hash covers it.

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::{ReceiptNumber, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{Formal, PrintLine};
use catlink_shared::wire::paper::{PaperKind, PaperRow, PaperView};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;

use crate::books::{BooksError, refuse};
use crate::clock;
use crate::store::StoreError;
use catlink_shared::wire::reply::RefusalCode;

/// The columns of [`Line::read`], in its order.
pub(super) const COLUMNS: &str =
    "position, at, business_day, mode, kind, receipt_number, copy, who, amount, formal, layout, lines, hash";

/// A paper as its hash covers it.
#[derive(Debug, Serialize)]
pub(super) struct Line<'a> {
    pub(super) position: u64,
    pub(super) at: i64,
    pub(super) business_day: &'a str,
    pub(super) mode: &'a str,
    pub(super) kind: &'a str,
    pub(super) receipt_number: Option<u64>,
    pub(super) copy: u32,
    pub(super) who: Option<&'a str>,
    pub(super) amount: Option<i64>,
    pub(super) formal: Option<&'a str>,
    pub(super) layout: u32,
    pub(super) lines: &'a str,
}

impl<'a> Line<'a> {
    /// From a row of [`COLUMNS`], with its hash.
    pub(super) fn read(row: &'a Row<'_>) -> Result<(Self, &'a str), BooksError> {
        let text = |column: usize| row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from);
        let needed = |column: usize| text(column).map(Option::unwrap_or_default);
        let line = Self {
            position: row.get(0)?,
            at: row.get(1)?,
            business_day: needed(2)?,
            mode: needed(3)?,
            kind: needed(4)?,
            receipt_number: row.get(5)?,
            copy: row.get(6)?,
            who: text(7)?,
            amount: row.get(8)?,
            formal: text(9)?,
            layout: row.get(10)?,
            lines: needed(11)?,
        };
        Ok((line, needed(12)?))
    }

    /// What a list says of it.
    pub(super) fn row(&self) -> Result<PaperRow, BooksError> {
        let kind = PaperKind::ALL.iter().copied().find(|kind| kind.word() == self.kind);
        Ok(PaperRow {
            position: self.position,
            at_text: clock::date_time_text(UnixMs(self.at)),
            business_day: self.business_day.to_owned(),
            kind: kind.ok_or_else(|| StoreError::Unreadable(format!("paper {}", self.position)))?,
            receipt_number: self.receipt_number.map(ReceiptNumber),
            copy: self.copy,
            amount: self.amount.map(Yen::new),
            who: self.who.map(str::to_owned),
        })
    }

    /// Its lines as they were printed.
    pub(super) fn printed(&self) -> Result<Vec<PrintLine>, BooksError> {
        Ok(serde_json::from_str(self.lines)?)
    }

    /// As a page shows it.
    pub(super) fn view(&self) -> Result<PaperView, BooksError> {
        let mode = if self.mode == "training" { CounterMode::Training } else { CounterMode::Live };
        Ok(PaperView { row: self.row()?, mode, lines: self.printed()? })
    }
}

/// A paper by its place.
pub(super) fn at(connection: &Connection, position: u64) -> Result<PaperView, BooksError> {
    let mut query = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM paper WHERE position = ?1"))?;
    let mut rows = query.query([position])?;
    match rows.next()? {
        Some(row) => Line::read(row)?.0.view(),
        None => Err(refuse(
            RefusalCode::NoPaper,
            "その記録は電子ジャーナルにありません。一覧から選び直してください。",
        )),
    }
}

/// The first paper of a kind of a slip: where it is in the journal.
pub(super) fn first(
    connection: &Connection,
    mode: &str,
    kind: PaperKind,
    number: ReceiptNumber,
) -> Result<Option<u64>, BooksError> {
    Ok(connection
        .prepare_cached(
            "SELECT position FROM paper WHERE mode = ?1 AND kind = ?2 AND receipt_number = ?3 AND copy = 0",
        )?
        .query_row(rusqlite::params![mode, kind.word(), number.0], |row| row.get(0))
        .optional()?)
}

/// How often such a paper was kept: the first one and its copies.
pub(super) fn count(
    connection: &Connection,
    mode: &str,
    kind: PaperKind,
    number: ReceiptNumber,
) -> Result<u32, BooksError> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM paper WHERE mode = ?1 AND kind = ?2 AND receipt_number = ?3")?
        .query_row(rusqlite::params![mode, kind.word(), number.0], |row| row.get(0))?)
}

/// What was written on the newest 領収書 of a slip.
pub(super) fn last_formal(
    connection: &Connection,
    number: ReceiptNumber,
) -> Result<Option<Formal>, BooksError> {
    let text: Option<String> = connection
        .prepare_cached(
            "SELECT formal FROM paper WHERE mode = 'live' AND kind = 'formal' AND receipt_number = ?1
             ORDER BY copy DESC LIMIT 1",
        )?
        .query_row([number.0], |row| row.get(0))
        .optional()?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}
