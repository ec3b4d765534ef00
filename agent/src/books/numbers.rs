//! Numbers that are given once: receipts, requests to terminals; and the business day of a slip that is written.

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::{ReceiptNumber, ReservationNumber, SequenceNumber, UnixMs};
use rusqlite::{Connection, Transaction};

use super::BooksError;
use super::day::standing;

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

/// The business day that is on, `YYYY-MM-DD`: moves forward by itself when 営業区切り時刻 has passed, never back. After 精算
/// it stays the day that was closed until another one opens.
///
/// # Errors
/// The database.
pub fn business_day(connection: &Connection, now: UnixMs, cutoff_hour: u8) -> Result<String, BooksError> {
    Ok(standing::now(connection, now, cutoff_hour)?.day)
}

/// Opens the business day of something that is asked for: a slip, a payment, cash in or out.
///
/// # Errors
/// [`catlink_shared::wire::reply::RefusalCode::DayClosed`]: the day is closed, and no other one was opened.
pub fn open_business_day(tx: &Transaction<'_>, now: UnixMs, cutoff_hour: u8) -> Result<String, BooksError> {
    let day = standing::now(tx, now, cutoff_hour)?;
    day.must_not_be_closed()?;
    standing::enter(tx, day.day, now)
}

/// Opens the business day of what cannot be refused any more: an approval that came late, cash that was given back. Where
/// the day is closed that is the next one, by itself.
///
/// # Errors
/// The database.
pub fn open_business_day_for_what_is_done(
    tx: &Transaction<'_>,
    now: UnixMs,
    cutoff_hour: u8,
) -> Result<String, BooksError> {
    let day = standing::now(tx, now, cutoff_hour)?.takes_what_is_done();
    standing::enter(tx, day, now)
}
