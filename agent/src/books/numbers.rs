//! Numbers that are given once: receipts, requests to terminals, business days.

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::{ReceiptNumber, ReservationNumber, SequenceNumber, UnixMs};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::BooksError;
use crate::clock;

/// The next 伝票番号. Live and training slips count apart. A number is used when its transaction commits.
///
/// # Errors
/// The database.
pub fn next_receipt(tx: &Transaction<'_>, mode: CounterMode) -> Result<ReceiptNumber, BooksError> {
    let name = match mode {
        CounterMode::Live => "receipt.live",
        CounterMode::Training => "receipt.training",
    };
    Ok(ReceiptNumber(u64::try_from(next(tx, name)?).unwrap_or_default()))
}

/// The next 予約番号. A card that is declined leaves a gap.
///
/// # Errors
/// The database.
pub fn next_reservation(tx: &Transaction<'_>) -> Result<ReservationNumber, BooksError> {
    Ok(ReservationNumber(u64::try_from(next(tx, "reservation")?).unwrap_or_default()))
}

/// The next SequenceNumber to a terminal: per register, never reused.
///
/// # Errors
/// The database.
pub fn next_sequence(tx: &Transaction<'_>) -> Result<SequenceNumber, BooksError> {
    Ok(SequenceNumber(u32::try_from(next(tx, "sequence")?).unwrap_or(u32::MAX)))
}

pub(super) fn next(tx: &Transaction<'_>, name: &str) -> Result<i64, BooksError> {
    Ok(tx.query_row(
        "INSERT INTO counter (name, value) VALUES (?1, 1)
         ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
        [name],
        |row| row.get(0),
    )?)
}

/// The open business day, `YYYY-MM-DD`: moves forward by itself when 営業区切り時刻 has passed, never back.
///
/// # Errors
/// The database.
pub fn business_day(connection: &Connection, now: UnixMs, cutoff_hour: u8) -> Result<String, BooksError> {
    let by_clock = clock::business_date(now, cutoff_hour);
    let stored: Option<String> = connection
        .query_row("SELECT value FROM setting WHERE name = 'business_day'", [], |row| row.get(0))
        .optional()?;
    Ok(match stored {
        Some(stored) if stored > by_clock => stored,
        _ => by_clock,
    })
}

/// Opens the business day of a slip that is being written.
///
/// # Errors
/// The database.
pub fn open_business_day(tx: &Transaction<'_>, now: UnixMs, cutoff_hour: u8) -> Result<String, BooksError> {
    let day = business_day(tx, now, cutoff_hour)?;
    let moved = tx.execute(
        "INSERT INTO setting (name, value) VALUES ('business_day', ?1)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
        params![day],
    )?;
    if moved > 0 {
        super::requests::forget_old(tx, now)?;
        super::training::end_with_the_day(tx, &day, now)?;
    }
    Ok(day)
}
