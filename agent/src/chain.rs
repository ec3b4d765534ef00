//! A chain of hashes: each line's covers the line and the hash before it, so that a line changed, taken out or put in later
//! shows. It knows what no table means.

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::digest;

/// The hash of a line that follows the one of that hash; the first one follows nothing.
///
/// # Errors
/// A line that cannot be written down.
pub fn link(before: &str, line: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(serde_json::to_vec(line)?);
    Ok(digest::hex(&hasher.finalize()))
}

/// Where the next line goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its number.
    pub position: u64,
    /// The hash it follows.
    pub before: String,
}

/// The place behind the last line. Numbers that were given once are not given again: where lines were cut off at the end,
/// the next one leaves their gap open to be seen.
///
/// # Errors
/// The database.
pub fn next(connection: &Connection, table: &'static str) -> rusqlite::Result<Place> {
    let last: Option<(u64, Option<String>)> = connection
        .prepare_cached(&format!("SELECT position, hash FROM {table} ORDER BY position DESC LIMIT 1"))?
        // A damaged hash is for the audit to name; it keeps nobody from writing on.
        .query_row([], |row| Ok((row.get(0)?, row.get(1).unwrap_or_default())))
        .optional()?;
    let (last, before) = last.unwrap_or_default();
    let given = counted(connection, table)?.unwrap_or_default().max(last);
    Ok(Place { position: given + 1, before: before.unwrap_or_default() })
}

/// Whether lines were cut off at the end: a table's numbers were counted, too. Gives the first that is missing.
///
/// # Errors
/// The database.
pub fn cut_off(connection: &Connection, table: &'static str, expected: u64) -> rusqlite::Result<Option<u64>> {
    let counted = counted(connection, table)?;
    Ok(counted.filter(|counted| *counted >= expected).map(|_| expected))
}

fn counted(connection: &Connection, table: &'static str) -> rusqlite::Result<Option<u64>> {
    let counted: Option<Option<u64>> = connection
        .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = ?1")?
        .query_row([table], |row| Ok(row.get(0).ok()))
        .optional()?;
    Ok(counted.flatten())
}
