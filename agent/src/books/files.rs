//! Masters as files: CSV of one master, and the masters file that makes every store's card companies the same.
//!
//! ```text
//!   bytes ─▶ text ─▶ sheet | bundle ─▶ judge (against known) ─▶ Prepared ─▶ keep, in one transaction
//!   known ─▶ sheet | bundle ─▶ bytes
//! ```
//!
//! What takes long is done beside the books' thread; only `keep` holds it, with everything made ready, and many rows go
//! there in pieces (`staging`). It knows no page.

pub mod bundle;
mod cells;
pub mod judge;
pub mod keep;
pub mod known;
pub mod left_out;
pub mod make;
pub mod prepare;
pub mod sheet;
pub mod spool;
pub mod staging;
pub mod text;

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use catlink_shared::masters::Master;

use super::BooksError;
use crate::store::{NoRoom, StoreError};

/// Masters whose rows a CSV file can bring. The others are few, and set up one by one.
pub const IMPORTED: &[Master] =
    &[Master::Product, Master::CardCompany, Master::CardCategory, Master::TaxClass];

/// Why a file did not come through. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Somebody pressed F9中止.
    #[error("stopped")]
    Stopped,
    /// The file or the books.
    #[error(transparent)]
    Books(#[from] BooksError),
}

impl From<StoreError> for FileError {
    fn from(error: StoreError) -> Self {
        Self::Books(error.into())
    }
}

impl From<rusqlite::Error> for FileError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Books(error.into())
    }
}

impl From<serde_json::Error> for FileError {
    fn from(error: serde_json::Error) -> Self {
        Self::Books(error.into())
    }
}

impl NoRoom for FileError {
    fn is_no_room(&self) -> bool {
        match self {
            Self::Stopped => false,
            Self::Books(error) => error.is_no_room(),
        }
    }
}

/// How far something is, and whether it is to stop: shared by who does it and who asks.
#[derive(Debug, Default)]
pub struct Ticker {
    done: AtomicU32,
    total: AtomicU32,
    stop: AtomicBool,
}

impl Ticker {
    /// So many rows are to be done now, none of them is.
    pub fn begin(&self, total: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(u32::try_from(total).unwrap_or(u32::MAX), Ordering::Relaxed);
    }

    /// One row more is done.
    ///
    /// # Errors
    /// Somebody wants it stopped.
    pub fn tick(&self) -> Result<(), FileError> {
        self.done.fetch_add(1, Ordering::Relaxed);
        if self.stop.load(Ordering::Relaxed) { Err(FileError::Stopped) } else { Ok(()) }
    }

    /// It is to stop at the next row.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Rows done, and how many there are.
    #[must_use]
    pub fn so_far(&self) -> (u32, u32) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests;
