//! 練習モード: switched on in this register's row of 端末マスタ, for the business day it is switched on, and never over a
//! sale or a payment.
//!
//! It ends with the day by itself: the mode is judged by the clock, and the row is put back with the first slip of a new day.

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::UnixMs;
use catlink_shared::masters::{Fault, Master, Values};
use rusqlite::{Connection, Transaction};

use super::history::By;
use super::masters::{self, Wanted, bad_row};
use super::{BooksError, catalog, numbers, sales};
use crate::journal;

/// The business day 練習モード was switched on.
const DAY: &str = "training_day";

/// The mode new sales get now.
///
/// # Errors
/// The database.
pub fn mode(connection: &Connection, now: UnixMs) -> Result<CounterMode, BooksError> {
    let shop = catalog::shop(connection)?;
    if shop.mode == CounterMode::Live {
        return Ok(CounterMode::Live);
    }
    let today = numbers::business_day(connection, now, shop.cutoff_hour)?;
    let since: Option<String> = catalog::setting(connection, DAY)?;
    Ok(if since.as_deref() == Some(today.as_str()) { CounterMode::Training } else { CounterMode::Live })
}

/// Whether this register's row may become what is wanted: no switching over a sale on the counter, a parked one, or a
/// payment that is not settled.
///
/// # Errors
/// Says what is in the way, beside the field.
pub fn before_change(
    tx: &Transaction<'_>,
    code: &str,
    before: &Values,
    after: &Values,
    now: UnixMs,
) -> Result<(), BooksError> {
    if code != catalog::own_register(tx)? || before.get("mode") == after.get("mode") {
        return Ok(());
    }
    let in_the_way = if sales::current(tx)?.is_some() {
        Some("会計中の伝票があります。会計を終えるか取消してから、切り替えてください。")
    } else if !sales::parked(tx)?.is_empty() {
        Some("会計保留の伝票があります。呼出して会計を終えるか取消してから、切り替えてください。")
    } else if !journal::open_payments(tx)?.is_empty() {
        Some("結果が確定していない決済があります。要確認の一覧から確定してから、切り替えてください。")
    } else {
        None
    };
    if let Some(message) = in_the_way {
        return Err(bad_row(&[Fault::new("mode", message)]));
    }
    let shop = catalog::shop(tx)?;
    catalog::put_setting(tx, DAY, &numbers::business_day(tx, now, shop.cutoff_hour)?)
}

/// A new business day has begun: the row says so, too.
///
/// # Errors
/// The database.
pub fn end_with_the_day(tx: &Transaction<'_>, now: UnixMs) -> Result<(), BooksError> {
    let code = catalog::own_register(tx)?;
    let Some(row) = masters::find(tx, Master::Register, &code)? else { return Ok(()) };
    if row.values.get("mode") != "1" {
        return Ok(());
    }
    let mut values = row.values.clone();
    values.set("mode", "0");
    values.set("reason", "");
    masters::put_back(
        tx,
        Wanted { master: Master::Register, code: Some(&code), base_revision: row.revision, values: &values },
        &By::default(),
        now,
    )
}

#[cfg(test)]
mod tests;
