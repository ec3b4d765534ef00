//! A chain of hashes: each line's covers the line and the hash before it, so that a line changed, taken out or put in later
//! shows. It knows what no table means.

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::BooksError;

/// The hash of a line that follows the one of that hash; the first one follows nothing.
///
/// # Errors
/// A line that cannot be written down.
pub fn link(before: &str, line: &impl Serialize) -> Result<String, BooksError> {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(serde_json::to_vec(line)?);
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether lines were cut off at the end: a table's numbers were counted, too. Gives the first that is missing.
///
/// # Errors
/// The database.
pub fn cut_off(connection: &Connection, table: &str, expected: u64) -> Result<Option<u64>, BooksError> {
    let counted: Option<u64> = connection
        .query_row("SELECT seq FROM sqlite_sequence WHERE name = ?1", [table], |row| row.get(0))
        .optional()?;
    Ok(counted.filter(|counted| *counted >= expected).map(|_| expected))
}
