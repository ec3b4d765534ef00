//! レジ点検: what was counted in the drawer, beside what should be in it.

use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::wire::day::{CheckView, Counted};
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Connection, Transaction, params};

use super::{drawer, must_be_live, stale, who};
use crate::books::history::By;
use crate::books::{BooksError, catalog, numbers, refuse};
use crate::clock;

/// Keeps a レジ点検.
///
/// # Errors
/// The drawer moved while it was counted, a count that cannot be, a closed day, 練習モード: nothing was written.
pub fn keep(
    tx: &Transaction<'_>,
    expected: Yen,
    counted: &Counted,
    by: &By,
    now: UnixMs,
) -> Result<CheckView, BooksError> {
    must_be_live(tx, now)?;
    let who = who(by)?;
    let day = numbers::open_business_day(tx, now, catalog::shop(tx)?.cutoff_hour)?;
    as_shown(tx, expected, counted)?;
    tx.execute(
        "INSERT INTO drawer_check (business_day, at, who, expected, counted, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![day, now.0, who, expected.get(), counted.sum().get(), serde_json::to_string(counted)?],
    )?;
    Ok(CheckView { at: clock::short_text(now), who: who.to_owned(), expected, counted: counted.clone() })
}

/// Whether a count is one, and of the drawer as the page showed it.
///
/// # Errors
/// It is not.
pub(super) fn as_shown(connection: &Connection, expected: Yen, counted: &Counted) -> Result<(), BooksError> {
    if !counted.can_be() {
        return Err(refuse(RefusalCode::BadTender, "数えた金額を0~99,999,999円で入力してください。"));
    }
    if drawer::now(connection)?.expected() != expected {
        return Err(stale(
            "数えている間に現金の動きがありました。画面を更新しましたので、引出しの現金を確認してもう一度確定してください。",
        ));
    }
    Ok(())
}

/// レジ点検 of some days, oldest first.
///
/// # Errors
/// The database, or a count of a newer version.
pub fn of_days(connection: &Connection, days: &[String]) -> Result<Vec<CheckView>, BooksError> {
    let mut statement = connection.prepare_cached(
        "SELECT at, who, expected, body FROM drawer_check WHERE business_day = ?1 ORDER BY place",
    )?;
    let mut checks = Vec::new();
    for day in days {
        let rows = statement.query_map([day], |row| {
            let body: String = row.get(3)?;
            Ok((UnixMs(row.get(0)?), row.get(1)?, Yen::new(row.get(2)?), body))
        })?;
        for row in rows {
            let (at, who, expected, body) = row?;
            let counted = serde_json::from_str(&body)?;
            checks.push(CheckView { at: clock::short_text(at), who, expected, counted });
        }
    }
    Ok(checks)
}
