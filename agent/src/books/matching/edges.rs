//! Where 決済照合 meets the rest: what a new run can be of, and what 精算 shows of it.

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::UnixMs;
use catlink_shared::wire::matching::{MatchSetup, MatchTerminal, RunRow};
use rusqlite::{Connection, OptionalExtension, params};

use super::list;
use crate::books::{BooksError, catalog, terminals};
use crate::clock;
use crate::journal::device_word;

/// What a new run can be of: each terminal whose unit is known, from where its last run ended.
///
/// # Errors
/// The database.
pub fn setup(connection: &Connection, now: UnixMs) -> Result<MatchSetup, BooksError> {
    let (shop, row) = (catalog::shop(connection)?, catalog::register(connection)?);
    let mut found = Vec::new();
    for port in row.ports {
        let Some(terminal_id) = terminals::kept(connection, port.device)? else { continue };
        let last: Option<i64> = connection
            .prepare_cached("SELECT max(to_time) FROM matching_run WHERE terminal_id = ?1")?
            .query_row([terminal_id.as_str()], |row| row.get(0))?;
        let begins = last.map_or_else(
            || clock::midnight_before(now, shop.cutoff_hour, 0).0,
            |to| UnixMs(to.saturating_add(1).min(now.0)),
        );
        let from = clock::minute_text(begins);
        found.push(MatchTerminal { device: port.device, model: port.model, terminal_id, from });
    }
    let categories = catalog::categories(connection)?;
    Ok(MatchSetup {
        terminals: found,
        now: clock::minute_text(now),
        categories: categories.into_iter().map(|category| (category.code, category.name)).collect(),
    })
}

/// The newest run of a port that was made on or after a time.
///
/// # Errors
/// The database.
pub fn newest_since(
    connection: &Connection,
    device: CatDeviceId,
    since: UnixMs,
) -> Result<Option<RunRow>, BooksError> {
    let run: Option<u64> = connection
        .prepare_cached(
            "SELECT run FROM matching_run WHERE device = ?1 AND at >= ?2 ORDER BY run DESC LIMIT 1",
        )?
        .query_row(params![device_word(device), since.0], |row| row.get(0))
        .optional()?;
    run.map(|run| Ok(list::find(connection, run)?.0)).transpose()
}
