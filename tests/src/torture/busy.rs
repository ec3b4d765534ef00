//! A database that is busy.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

/// Another program that holds the database for writing, as long as this lives.
#[derive(Debug)]
pub struct Busy {
    _connection: Connection,
}

impl Busy {
    /// Holds it, where nobody else does just now.
    #[must_use]
    pub fn hold(database: &Path) -> Option<Self> {
        let connection = Connection::open(database).ok()?;
        connection.busy_timeout(Duration::from_millis(100)).ok()?;
        connection.execute_batch("BEGIN IMMEDIATE").ok()?;
        Some(Self { _connection: connection })
    }
}
