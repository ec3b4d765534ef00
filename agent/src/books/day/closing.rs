//! 精算: every day that is not closed yet, together, with one count of the drawer. It is done once.

pub mod open_items;
pub mod terminals;

use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::rights::Right;
use catlink_shared::wire::day::{ClosingView, Counted, Flows, TerminalBooked, TerminalTyped};
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::{check, drawer, must_be_live, stale, standing, who};
use crate::books::history::By;
use crate::books::{BooksError, refuse, rights};
use crate::clock;

/// What a page closes: as it showed it.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// The days.
    pub days: &'a [String],
    /// What should be in the drawer.
    pub expected: Yen,
    /// What was counted.
    pub counted: &'a Counted,
    /// What was typed of each terminal.
    pub terminals: &'a [TerminalTyped],
}

/// What is kept of a 精算 beside its sums.
#[derive(Debug, Serialize, Deserialize)]
struct Body {
    days: Vec<String>,
    flows: Flows,
    counted: Counted,
    open: Vec<String>,
    booked: Vec<TerminalBooked>,
    typed: Vec<TerminalTyped>,
}

/// Closes the days the page showed.
///
/// # Errors
/// They are closed, others are not closed either, the drawer moved, a payment is under way, something is open and no manager
/// allows it, 練習モード: nothing was written.
pub fn close(tx: &Transaction<'_>, wanted: &Wanted<'_>, by: &By, now: UnixMs) -> Result<(), BooksError> {
    must_be_live(tx, now)?;
    let who = who(by)?;
    as_shown(tx, wanted.days)?;
    open_items::none_under_way(tx)?;
    check::as_shown(tx, wanted.expected, wanted.counted)?;
    let booked = terminals::booked(tx, wanted.days)?;
    let mut open = open_items::found(tx)?;
    open.extend(terminals::undone(&booked, wanted.terminals));
    let approved_by = match open.as_slice() {
        [] => None,
        [..] => Some(rights::claim(tx, Right::CloseWithOpenItems, by)?.by),
    };
    let body = Body {
        days: wanted.days.to_vec(),
        flows: drawer::now(tx)?,
        counted: wanted.counted.clone(),
        open,
        booked,
        typed: wanted.terminals.to_vec(),
    };
    write(tx, &body, who, approved_by.as_deref(), now)
}

fn write(
    tx: &Transaction<'_>,
    body: &Body,
    who: &str,
    approved_by: Option<&str>,
    now: UnixMs,
) -> Result<(), BooksError> {
    tx.execute(
        "INSERT INTO closing (at, who, approved_by, expected, counted, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            now.0,
            who,
            approved_by,
            body.flows.expected().get(),
            body.counted.sum().get(),
            serde_json::to_string(body)?,
        ],
    )?;
    let closing = tx.last_insert_rowid();
    tx.execute("UPDATE register_day SET closing = ?1 WHERE closing IS NULL", [closing])?;
    Ok(())
}

/// The days the page showed are the ones that are not closed yet.
fn as_shown(connection: &Connection, shown: &[String]) -> Result<(), BooksError> {
    let unclosed = standing::unclosed(connection)?;
    if unclosed.as_slice() == shown && !shown.is_empty() {
        return Ok(());
    }
    if !shown.is_empty() && shown.iter().all(|day| !unclosed.contains(day)) {
        return Err(refuse(
            RefusalCode::DayClosed,
            "この営業日は、別の画面ですでに精算されています。日計で内容を確認してください。",
        ));
    }
    if unclosed.is_empty() {
        return Err(refuse(RefusalCode::NotAllowed, "精算する営業日がありません。"));
    }
    Err(stale(
        "精算の途中で営業日が変わりました。画面を更新しましたので、精算する営業日を確認してもう一度操作してください。",
    ))
}

/// The 精算 that closed a day.
///
/// # Errors
/// The database, or a row of a newer version.
pub fn of_day(connection: &Connection, day: &str) -> Result<Option<ClosingView>, BooksError> {
    let row = connection
        .prepare_cached(
            "SELECT c.at, c.who, c.approved_by, c.expected, c.body
             FROM closing c JOIN register_day d USING (closing) WHERE d.business_day = ?1",
        )?
        .query_row([day], |row| {
            let (at, who, approved_by) = (UnixMs(row.get(0)?), row.get(1)?, row.get(2)?);
            Ok((at, who, approved_by, Yen::new(row.get(3)?), row.get::<_, String>(4)?))
        })
        .optional()?;
    let Some((at, who, approved_by, expected, body)) = row else { return Ok(None) };
    let Body { days, counted, open, booked, typed, flows: _ } = serde_json::from_str(&body)?;
    let at = clock::short_text(at);
    Ok(Some(ClosingView { at, who, approved_by, days, expected, counted, open, booked, typed }))
}

/// Closes what is not closed yet as the demo month does: counted with a difference, and nothing asked.
///
/// # Errors
/// The database.
pub fn close_for_demo(
    tx: &Transaction<'_>,
    difference: i64,
    who: &str,
    now: UnixMs,
) -> Result<(), BooksError> {
    let days = standing::unclosed(tx)?;
    let flows = drawer::of_days(tx, &days)?;
    let amount = Yen::new(flows.expected().get().saturating_add(difference));
    let booked = terminals::booked(tx, &days)?;
    let typed = terminals::agreeing(&booked);
    let body = Body { days, flows, counted: Counted::Sum { amount }, open: Vec::new(), booked, typed };
    write(tx, &body, who, None, now)
}
