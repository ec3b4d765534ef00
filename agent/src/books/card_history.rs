//! クレジット利用履歴: the card payments of live slips as a list, and what they come to by day, category, company and brand.
//!
//! The rows and sums are kept by the database itself with every tender (`store/0004_history.sql`); here they are only read.
//! It knows nothing of pages, nor how a payment came about.

mod chart;
mod filter;
mod rows;
mod sums;
#[cfg(test)]
mod tests;

use catlink_shared::ids::UnixMs;
use catlink_shared::wire::history::{HistoryFilter, HistoryReply, HistoryRequest, HistoryRow, MOST_PRINTED};
use rusqlite::Connection;

use super::BooksError;
use crate::clock;
use filter::Conditions;

/// Rows that are read at once for a file.
pub const BLOCK: usize = 500;

/// Answers what a page asks.
///
/// # Errors
/// A period that is none, told to the clerk; or the database.
pub fn answer(
    connection: &Connection,
    ask: &HistoryRequest,
    now: UnixMs,
) -> Result<HistoryReply, BooksError> {
    match ask {
        HistoryRequest::Rows { filter, at } => {
            let page = rows::page(connection, &Conditions::of(filter)?, *at)?;
            Ok(HistoryReply::Rows { at: page.at, total: page.total, rows: page.rows })
        }
        HistoryRequest::Totals { filter } => {
            let totals = sums::totals(connection, filter, &Conditions::of(filter)?)?;
            Ok(HistoryReply::Totals { totals: Box::new(totals) })
        }
        HistoryRequest::Sheet { filter } => {
            let conditions = Conditions::of(filter)?;
            let rows = rows::after(connection, &conditions, None, MOST_PRINTED)?;
            let totals = Box::new(sums::totals(connection, filter, &conditions)?);
            Ok(HistoryReply::Sheet { totals, rows, at_text: clock::date_time_text(now) })
        }
    }
}

/// The rows of a filter that follow one, newest first, for files.
///
/// # Errors
/// A period that is none, told to the clerk; or the database.
pub fn block(
    connection: &Connection,
    filter: &HistoryFilter,
    behind: Option<&HistoryRow>,
) -> Result<Vec<HistoryRow>, BooksError> {
    rows::after(connection, &Conditions::of(filter)?, behind.map(rows::Mark::behind).as_ref(), BLOCK)
}

/// How many payments a filter has.
///
/// # Errors
/// A period that is none, told to the clerk; or the database.
pub fn count(connection: &Connection, filter: &HistoryFilter) -> Result<u64, BooksError> {
    rows::count(connection, &Conditions::of(filter)?)
}
