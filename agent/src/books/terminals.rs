//! Which unit is the shop's at each port: remembered when the first one answers, and changed only by a person who has
//! tested the connection or says that it was exchanged. Each change is a line in 変更履歴.

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::UnixMs;
use catlink_shared::masters::{Master, Values};
use catlink_shared::terminal::TerminalId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::history::{self, By, Change, What};
use super::{BooksError, catalog};
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
pub fn keep(
    tx: &Transaction<'_>,
    device: CatDeviceId,
    unit: &TerminalId,
    by: &By,
    now: UnixMs,
) -> Result<(), BooksError> {
    let known = kept(tx, device)?;
    if known.as_ref() == Some(unit) {
        return Ok(());
    }
    note(tx, device, known.as_ref(), unit, by, now)?;
    tx.execute(
        "INSERT INTO setting (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        params![name(device), unit.as_str()],
    )?;
    Ok(())
}

/// The change as it stands in the history of this register's row.
fn note(
    tx: &Transaction<'_>,
    device: CatDeviceId,
    was: Option<&TerminalId>,
    became: &TerminalId,
    by: &By,
    now: UnixMs,
) -> Result<(), BooksError> {
    let label = format!("{} 端末番号", device.label());
    let values = |unit: Option<&TerminalId>| -> Values {
        unit.map(|unit| (label.as_str(), unit.as_str())).into_iter().collect()
    };
    let (subject, was, became) = (catalog::own_register(tx)?, values(was), values(Some(became)));
    let change = Change {
        what: What::Changed,
        master: Some(Master::Register),
        subject: &subject,
        was: &was,
        became: &became,
    };
    history::record(tx, &change, by, now)
}

fn name(device: CatDeviceId) -> String {
    format!("terminal.{}", device_word(device))
}
