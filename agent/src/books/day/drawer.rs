//! The money in the drawer: 釣銭準備金, cash of slips, 現金返金 and 入出金 of the days that are not closed yet.

use catlink_shared::money::Yen;
use catlink_shared::wire::day::{DrawerView, Flows, LastClosing};
use rusqlite::{Connection, OptionalExtension, params};

use super::{check, closing, movement, standing};
use crate::books::BooksError;
use crate::clock;

/// What moved the cash of one day. Training slips never count; what goes back in cash is negative.
///
/// # Errors
/// The database.
pub fn of_day(connection: &Connection, day: &str) -> Result<Flows, BooksError> {
    let sum = |sql: &str| -> Result<Yen, BooksError> {
        let sum: i64 = connection.prepare_cached(sql)?.query_row(params![day], |row| row.get(0))?;
        Ok(Yen::new(sum))
    };
    Ok(Flows {
        float: sum("SELECT coalesce(sum(float_amount), 0) FROM register_day WHERE business_day = ?1")?,
        sales: sum(
            "SELECT coalesce(sum(t.amount), 0) FROM slip s CROSS JOIN slip_tender t USING (mode, receipt_number)
             WHERE s.business_day = ?1 AND s.mode = 'live' AND t.kind IN ('cash', 'cash_back')",
        )?,
        refunds: sum("SELECT coalesce(sum(amount), 0) FROM cash_refund WHERE business_day = ?1")?,
        paid_in: sum(
            "SELECT coalesce(sum(amount), 0) FROM cash_movement WHERE business_day = ?1 AND direction = 'in'",
        )?,
        paid_out: sum(
            "SELECT coalesce(sum(amount), 0) FROM cash_movement WHERE business_day = ?1 AND direction = 'out'",
        )?,
    })
}

/// What moved the cash that is in the drawer now.
///
/// # Errors
/// The database.
pub fn now(connection: &Connection) -> Result<Flows, BooksError> {
    of_days(connection, &standing::unclosed(connection)?)
}

/// What moved the cash of some days together.
///
/// # Errors
/// The database.
pub fn of_days(connection: &Connection, days: &[String]) -> Result<Flows, BooksError> {
    days.iter().try_fold(Flows::default(), |all, day| Ok(all.and(of_day(connection, day)?)))
}

/// The drawer as pages are shown.
///
/// # Errors
/// The database.
pub fn view(connection: &Connection) -> Result<DrawerView, BooksError> {
    let days = standing::unclosed(connection)?;
    Ok(DrawerView {
        flows: of_days(connection, &days)?,
        movements: movement::of_days(connection, &days)?,
        checks: check::of_days(connection, &days)?,
        last_closing: last_closing(connection)?,
        terminals: closing::terminals::booked(connection, &days)?,
        days,
    })
}

fn last_closing(connection: &Connection) -> Result<Option<LastClosing>, BooksError> {
    Ok(connection
        .prepare_cached("SELECT at, counted FROM closing ORDER BY closing DESC LIMIT 1")?
        .query_row([], |row| {
            let at = catlink_shared::ids::UnixMs(row.get(0)?);
            Ok(LastClosing { at: clock::short_text(at), counted: Yen::new(row.get(1)?) })
        })
        .optional()?)
}
