//! 照合 at 精算: what the books have of each terminal beside what was typed from its 中間計.

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::UnixMs;
use catlink_shared::masters::register::CatLinkMode;
use catlink_shared::money::Yen;
use catlink_shared::wire::day::{CountOf, DayTotal, TerminalBooked, TerminalTyped};
use catlink_shared::wire::matching::RunRow;
use rusqlite::{Connection, OptionalExtension};

use crate::books::{BooksError, catalog, matching};

/// What the books have of each terminal that is linked here, or that was when something was paid on it in these days.
///
/// # Errors
/// The database.
pub fn booked(connection: &Connection, days: &[String]) -> Result<Vec<TerminalBooked>, BooksError> {
    let row = catalog::register(connection)?;
    let in_force = match row.link_mode {
        CatLinkMode::Linked => row.ports,
        CatLinkMode::Unlinked => Vec::new(),
    };
    let mut terminals = Vec::new();
    for device in [CatDeviceId::Cat1, CatDeviceId::Cat2] {
        let model = in_force.iter().find(|port| port.device == device).map(|port| port.model);
        let booked = of_device(connection, device, days)?;
        if model.is_some() || booked.count > 0 {
            let run = newest_run(connection, device, days)?;
            terminals.push(TerminalBooked { device, model, booked, run });
        }
    }
    Ok(terminals)
}

/// The newest 決済照合 since the first of these days was opened.
fn newest_run(
    connection: &Connection,
    device: CatDeviceId,
    days: &[String],
) -> Result<Option<RunRow>, BooksError> {
    let Some(first) = days.iter().min() else { return Ok(None) };
    let opened: Option<i64> = connection
        .prepare_cached("SELECT opened_at FROM register_day WHERE business_day = ?1")?
        .query_row([first], |row| row.get(0))
        .optional()?;
    opened.map_or(Ok(None), |at| matching::newest_since(connection, device, UnixMs(at)))
}

fn of_device(connection: &Connection, device: CatDeviceId, days: &[String]) -> Result<CountOf, BooksError> {
    let mut all = CountOf::default();
    let mut statement = connection.prepare_cached(
        "SELECT t.amount FROM slip s CROSS JOIN slip_tender t USING (mode, receipt_number)
         CROSS JOIN payment p ON p.payment_id = t.payment_id
         WHERE s.business_day = ?1 AND s.mode = 'live' AND t.kind = 'linked_card' AND p.device = ?2",
    )?;
    let device = serde_json::to_value(device)?;
    let device = device.as_str().unwrap_or_default();
    for day in days {
        let amounts = statement.query_map([day.as_str(), device], |row| row.get(0))?;
        for amount in amounts {
            all.add(Yen::new(amount?));
        }
    }
    Ok(all)
}

/// What of the terminals was not done, a line each, in the clerk's words. A difference is kept and is nothing undone: what
/// was taken or voided on the terminal by hand makes one.
#[must_use]
pub fn undone(booked: &[TerminalBooked], typed: &[TerminalTyped]) -> Vec<String> {
    let mut undone = Vec::new();
    for terminal in booked.iter().filter(|terminal| terminal.model.is_some()) {
        let label = terminal.device.label();
        let of = typed.iter().find(|typed| typed.device == terminal.device);
        if of.is_none_or(|typed| typed.subtotal.is_none()) {
            undone.push(format!("{label} 照合 未実施"));
        }
        match of.map(|typed| typed.day_total).unwrap_or_default() {
            DayTotal::NotDone => undone.push(format!("{label} 端末の日計 未実施")),
            DayTotal::Done => {}
        }
    }
    undone
}

/// Terminals that agree with the books.
#[must_use]
pub fn agreeing(booked: &[TerminalBooked]) -> Vec<TerminalTyped> {
    let agrees = |terminal: &TerminalBooked| TerminalTyped {
        device: terminal.device,
        subtotal: Some(terminal.booked),
        day_total: DayTotal::Done,
    };
    booked.iter().map(agrees).collect()
}
