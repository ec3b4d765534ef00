//! Reports as CSV files: which one, and its name.

mod card_history;
mod days;
mod matching;
pub mod period;

use std::sync::Arc;

use catlink_shared::wire::files::{Encoding, ReportFile};

use super::files::make::Made;
use super::files::{FileError, Ticker};
use super::paper;
use crate::store::Store;

/// Makes the file of a report.
///
/// # Errors
/// What the report says; the disk; stopped.
pub async fn make(
    store: &Store,
    what: ReportFile,
    encoding: Encoding,
    ticker: Arc<Ticker>,
) -> Result<Made, FileError> {
    match what {
        ReportFile::Days { from, to } => days::export(store, from, to, encoding, &ticker).await,
        ReportFile::History { filter } => card_history::export(store, filter, encoding, &ticker).await,
        ReportFile::Paper { filter } => paper::export::export(store, filter, encoding, &ticker).await,
        ReportFile::Matching { run } => matching::export(store, run, encoding, &ticker).await,
    }
}
