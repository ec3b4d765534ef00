//! A row of `payment`, read from its columns and their JSON.

use catlink_shared::ids::UnixMs;
use rusqlite::{Connection, OptionalExtension, Params, Row};

use super::{JournalError, Payment, from_json};

const SELECT: &str =
    "SELECT frozen, state, accepted_at, sent, doubted_at, result, paper, last_before FROM payment";

/// The first payment of a condition.
pub(super) fn one<P: Params>(
    connection: &Connection,
    condition: &str,
    params: P,
) -> Result<Option<Payment>, JournalError> {
    let mut query = connection.prepare_cached(&format!("{SELECT} {condition}"))?;
    query.query_row(params, Raw::read).optional()?.map(Raw::decode).transpose()
}

/// Every payment of a condition.
pub(super) fn all(connection: &Connection, condition: &str) -> Result<Vec<Payment>, JournalError> {
    let mut query = connection.prepare_cached(&format!("{SELECT} {condition}"))?;
    let rows = query.query_map([], Raw::read)?;
    rows.map(|raw| raw?.decode()).collect()
}

/// A row before its JSON is read.
struct Raw {
    frozen: String,
    state: String,
    accepted_at: i64,
    sent: Option<String>,
    doubted_at: Option<i64>,
    result: Option<String>,
    paper: Option<String>,
    last_before: Option<String>,
}

impl Raw {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            frozen: row.get(0)?,
            state: row.get(1)?,
            accepted_at: row.get(2)?,
            sent: row.get(3)?,
            doubted_at: row.get(4)?,
            result: row.get(5)?,
            paper: row.get(6)?,
            last_before: row.get(7)?,
        })
    }

    fn decode(self) -> Result<Payment, JournalError> {
        Ok(Payment {
            frozen: from_json(&self.frozen)?,
            state: from_json(&self.state)?,
            accepted_at: UnixMs(self.accepted_at),
            sent: self.sent.as_deref().map(from_json).transpose()?,
            doubted_at: self.doubted_at.map(UnixMs),
            result: self.result.as_deref().map(from_json).transpose()?,
            paper: self.paper.as_deref().map(from_json).transpose()?,
            last_before: self.last_before.as_deref().map(from_json).transpose()?,
        })
    }
}
