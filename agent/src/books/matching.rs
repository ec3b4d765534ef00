//! 決済照合: a run compares what the books have of one terminal with what it lists, or with sums typed from its paper.
//!
//! ```text
//!  gather (books) ─┐                          ┌─▶ keep: run, lines, differences, what was confirmed
//!                  ├─▶ shared::reconciliation ┤
//!  log or typed ───┘                          └─▶ and what an earlier run had open of the same time is closed
//! ```
//!
//! Nothing here settles a payment: a charge that the list shows is a difference with its next step, and a person takes it.
//! Runs, differences and closings are only ever added. It knows no line and no page.

mod close;
mod edges;
mod findings;
mod follow;
mod gather;
mod itemise;
mod keep;
mod list;
pub mod period;
mod totals;

use std::collections::HashSet;

use catlink_shared::card::{CardCategoryCode, CatDeviceId};
use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::reconciliation::Period;
use catlink_shared::terminal::daily_log::DailyLog;
use catlink_shared::terminal::{SlipNumber, TerminalId};
use catlink_shared::wire::day::CountOf;
use catlink_shared::wire::matching::{DifferenceKind, NextStep, RunSummary, TypedTotal};
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

use super::history::By;
use super::{BooksError, refuse, terminals};

pub use close::{close, open_action};
pub use edges::{newest_since, setup};
pub use itemise::itemise;
pub use list::{differences, runs, sheet};

/// Which terminal, in which time, and who wants to know.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Which port.
    pub device: CatDeviceId,
    /// On the terminal's clock.
    pub period: Period,
    /// Who asks.
    pub by: By,
}

/// What a run found.
#[derive(Debug, Default)]
struct Found {
    differences: Vec<Difference>,
    confirmed: Vec<PaymentId>,
    /// What nothing was concluded of.
    undecided: HashSet<String>,
    summary: RunSummary,
}

/// One difference.
#[derive(Debug, Clone)]
struct Difference {
    /// The same in every run.
    subject: String,
    at: Option<UnixMs>,
    body: Body,
}

/// What a difference says, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Body {
    kind: DifferenceKind,
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    slip_number: Option<SlipNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    here: Option<CountOf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    there: Option<CountOf>,
    next: NextStep,
    /// Of a sum: its カード区分; none: all together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    category: Option<CardCategoryCode>,
}

/// Compares a terminal's 中間計 and keeps the run.
///
/// # Errors
/// The log is another terminal's than the shop's; the database. Nothing was kept.
pub fn keep_log(
    tx: &Transaction<'_>,
    wanted: &Wanted,
    log: &DailyLog,
    now: UnixMs,
) -> Result<u64, BooksError> {
    let terminal_id = shops(tx, wanted.device)?;
    if log.unit.terminal_id != terminal_id {
        return Err(refuse(
            RefusalCode::BadLog,
            format!(
                "別の端末({})の中間計です。登録されている端末は {terminal_id} です。何も登録していません。端末の接続を確認してください。",
                log.unit.terminal_id
            ),
        ));
    }
    let booked = gather::booked(tx, &terminal_id, wanted.period, now)?;
    let found = findings::of_log(&booked, log, wanted.period);
    let run = keep::run(tx, wanted, &terminal_id, keep::Source::Log(log), &found, now)?;
    follow::New { run, terminal_id: &terminal_id, now }.log(tx, wanted.period, &found)?;
    Ok(run)
}

/// Compares sums that were typed, and keeps the run.
///
/// # Errors
/// No sum, a sum that cannot be, or no unit has ever answered at that port; the database. Nothing was kept.
pub fn keep_typed(
    tx: &Transaction<'_>,
    wanted: &Wanted,
    typed: &[TypedTotal],
    now: UnixMs,
) -> Result<u64, BooksError> {
    let terminal_id = shops(tx, wanted.device)?;
    totals::check(typed)?;
    let booked = gather::booked(tx, &terminal_id, wanted.period, now)?;
    let found = totals::compared(tx, &booked, typed, wanted.period)?;
    let run = keep::run(tx, wanted, &terminal_id, keep::Source::Typed(typed), &found, now)?;
    follow::New { run, terminal_id: &terminal_id, now }.totals(tx, wanted.period, typed, &found)?;
    Ok(run)
}

fn shops(connection: &Connection, device: CatDeviceId) -> Result<TerminalId, BooksError> {
    terminals::kept(connection, device)?.ok_or_else(|| {
        refuse(
            RefusalCode::TerminalNotReady,
            format!(
                "{}の端末番号がまだ登録されていません。端末を一度接続してから照合してください。",
                device.label()
            ),
        )
    })
}

/// Which run confirmed what a person said of a payment (証拠待ち), if one did.
///
/// # Errors
/// The database.
pub fn confirmed_by(connection: &Connection, payment_id: PaymentId) -> Result<Option<u64>, BooksError> {
    use rusqlite::OptionalExtension as _;
    Ok(connection
        .prepare_cached("SELECT run FROM matching_confirmed WHERE payment_id = ?1")?
        .query_row([payment_id.to_string()], |row| row.get(0))
        .optional()?)
}
