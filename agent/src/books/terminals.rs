//! Which unit is the shop's at each port: remembered when the first one answers, and changed only by a person who says
//! that it was exchanged.

use catlink_shared::card::CatDeviceId;
use catlink_shared::terminal::TerminalId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::BooksError;
use crate::journal::device_word;
use crate::store::StoreError;

/// The shop's unit at a port; none where none has answered yet.
///
/// # Errors
/// The database.
pub fn kept(connection: &Connection, device: CatDeviceId) -> Result<Option<TerminalId>, BooksError> {
    let text: Option<String> = connection
        .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
        .query_row([name(device)], |row| row.get(0))
        .optional()?;
    let unreadable = |_| BooksError::Store(StoreError::Unreadable("terminal_id".to_owned()));
    text.map(|text| TerminalId::new(&text).map_err(unreadable)).transpose()
}

/// From now on this unit is the shop's at a port.
///
/// # Errors
/// The database.
pub fn keep(tx: &Transaction<'_>, device: CatDeviceId, unit: &TerminalId) -> Result<(), BooksError> {
    tx.execute(
        "INSERT INTO setting (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        params![name(device), unit.as_str()],
    )?;
    Ok(())
}

fn name(device: CatDeviceId) -> String {
    format!("terminal.{}", device_word(device))
}
