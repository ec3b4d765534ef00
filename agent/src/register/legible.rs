//! Whether this version can read the journal it is about to work on. Looked at before anything is opened for writing, so that
//! a journal with rows of a newer version stays as it is, byte for byte.
//!
//! Looked at is what the agent cannot do without: every open payment, with its events, and the newest rows. What is long
//! settled is read where it is shown, and says there that it cannot be.

use std::path::{Path, PathBuf};

use catlink_shared::payment::{PaperSlip, PaymentEvent, PaymentState};
use catlink_shared::terminal::TerminalResult;
use rusqlite::{Connection, OpenFlags, Row};
use serde::de::DeserializeOwned;

use crate::journal::{Frozen, Sent};

/// Rows at the end of the journal that are looked at whatever their payment's state (ours: some days of a busy shop).
const NEWEST: u32 = 500;

/// A row this version cannot read.
#[derive(Debug, thiserror::Error)]
#[error(
    "payment {payment_id} in {folder}: its {column} cannot be read ({why}). It was written by a newer catlink, or is \
     damaged: install the newer version again, or restore a backup. Nothing was changed"
)]
pub struct Illegible {
    folder: PathBuf,
    payment_id: String,
    column: &'static str,
    why: serde_json::Error,
}

/// Looks at the journal in a data folder. A folder without one, or one that cannot be read at all, is for
/// [`crate::store::Store::open`] to judge.
///
/// # Errors
/// Names the first payment that cannot be read: do not start.
pub fn check(folder: &Path) -> Result<(), Illegible> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let Ok(connection) = Connection::open_with_flags(folder.join("catlink.sqlite"), flags) else {
        return Ok(());
    };
    match first_illegible(&connection) {
        Ok(None) | Err(_) => Ok(()),
        Ok(Some((payment_id, column, why))) => {
            Err(Illegible { folder: folder.to_owned(), payment_id, column, why })
        }
    }
}

type Found = Option<(String, &'static str, serde_json::Error)>;

fn first_illegible(connection: &Connection) -> rusqlite::Result<Found> {
    let mut payments = connection.prepare(
        "SELECT payment_id, frozen, state, sent, result, paper FROM payment
         WHERE holds_port = 1 OR holds_sale = 1 OR is_question = 1
            OR rowid > (SELECT max(rowid) FROM payment) - ?1
         ORDER BY rowid",
    )?;
    let mut rows = payments.query([NEWEST])?;
    while let Some(row) = rows.next()? {
        if let Some(found) = in_payment(row)? {
            return Ok(Some(found));
        }
    }
    let mut events = connection.prepare(
        "SELECT payment_id, event, evidence FROM payment_event
         WHERE position > (SELECT max(position) FROM payment_event) - ?1
            OR payment_id IN (SELECT payment_id FROM payment
                              WHERE holds_port = 1 OR holds_sale = 1 OR is_question = 1)
         ORDER BY position",
    )?;
    let mut rows = events.query([NEWEST])?;
    while let Some(row) = rows.next()? {
        let event = reads::<PaymentEvent>(row, 1, "event")?;
        if let Some(found) = event.or(reads::<TerminalResult>(row, 2, "evidence")?) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn in_payment(row: &Row<'_>) -> rusqlite::Result<Found> {
    // The state first: it says best what is new.
    Ok(reads::<PaymentState>(row, 2, "state")?
        .or(reads::<Frozen>(row, 1, "frozen slip")?)
        .or(reads::<Sent>(row, 3, "sending")?)
        .or(reads::<TerminalResult>(row, 4, "result")?)
        .or(reads::<PaperSlip>(row, 5, "paper")?))
}

fn reads<T: DeserializeOwned>(row: &Row<'_>, column: usize, name: &'static str) -> rusqlite::Result<Found> {
    let text: Option<String> = row.get(column)?;
    let trouble = text.and_then(|text| serde_json::from_str::<T>(&text).err());
    let payment_id: String = row.get(0)?;
    Ok(trouble.map(|why| (payment_id, name, why)))
}
