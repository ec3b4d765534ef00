//! `catlink audit`: whether what may only be added to is still as it was written. It reads, writes nothing, and may run
//! beside the agent.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::books::{BooksError, audit, history, paper};
use crate::journal::{self, JournalError};
use crate::store::{self, OpenError};

/// Flags of `catlink audit`.
#[derive(Debug, clap::Args)]
pub struct AuditArgs {
    /// Folder of the books
    #[arg(long, env = "CATLINK_DATA_DIR", value_name = "DIR")]
    pub data_dir: PathBuf,
}

/// Why nothing could be said.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The folder is not there: a command never makes one.
    #[error("data folder {0} is not there: name the folder that `catlink run` uses")]
    NoFolder(PathBuf),
    /// The folder cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The books cannot be read.
    #[error(transparent)]
    Books(#[from] BooksError),
    /// The journal cannot be read.
    #[error("the payment journal: {0}")]
    Journal(#[from] JournalError),
}

/// What was found of one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub of: &'static str,
    /// So many lines.
    pub lines: u64,
    /// Of them were written before there was a chain.
    pub unvouched: u64,
    /// The first one that is not as it was written.
    pub broken: Option<String>,
}

/// Looks through all of them.
///
/// # Errors
/// They cannot be read.
pub fn look_through(folder: &Path) -> Result<Vec<Finding>, AuditError> {
    if !folder.is_dir() {
        return Err(AuditError::NoFolder(folder.to_owned()));
    }
    let connection = store::open_to_read(folder)?;
    // All of it as it was at one moment, though the agent may go on writing.
    let moment = connection.unchecked_transaction().map_err(BooksError::from)?;
    let chained = |of, table, broken: Option<u64>| {
        let broken = broken.map(|position| format!("{position}行目"));
        Ok::<_, AuditError>(Finding { of, lines: count(&moment, table)?, unvouched: 0, broken })
    };
    Ok(vec![
        chained("変更履歴", "change", history::verify(&moment)?)?,
        chained("電子ジャーナル", "paper", paper::verify(&moment)?)?,
        chained("監査記録", "audit", audit::verify(&moment)?)?,
        Finding {
            of: "決済の記録",
            lines: count(&moment, "payment_event")?,
            unvouched: journal::before_the_chain(&moment)?,
            broken: journal::first_that_differs(&moment)?,
        },
    ])
}

/// How many lines of 監査記録 tell of card data that was stopped at an edge.
///
/// # Errors
/// They cannot be read.
pub fn card_data_stopped(folder: &Path) -> Result<u64, AuditError> {
    Ok(audit::card_data_stopped(&store::open_to_read(folder)?)?)
}

fn count(connection: &Connection, table: &str) -> Result<u64, AuditError> {
    let counted = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0));
    Ok(counted.map_err(BooksError::from)?)
}

impl Finding {
    /// The sentence for whoever looks.
    #[must_use]
    pub fn sentence(&self) -> String {
        match &self.broken {
            None if self.unvouched > 0 => {
                let (of, lines, before) = (self.of, self.lines, self.unvouched);
                format!("{of}: {lines}行 異常なし(うち {before}行は、連鎖のない旧版の記録)")
            }
            None => format!("{}: {}行 異常なし", self.of, self.lines),
            Some(place) => {
                format!("{}: 異常あり。{place}から、書き換えまたは欠落があります。", self.of)
            }
        }
    }
}
