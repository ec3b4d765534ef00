//! The rows a story is made of.

use catlink_shared::ids::{PaymentId, ReceiptNumber, SaleId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::payment::PaymentEvent;
use catlink_shared::rights::Approved;
use catlink_shared::terminal::TerminalResult;
use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;

use crate::books::BooksError;
use crate::books::actions::Action;

/// An event with what stands beside it.
pub(super) struct EventRow {
    pub(super) at: UnixMs,
    pub(super) event: PaymentEvent,
    pub(super) evidence: Option<TerminalResult>,
    pub(super) who: Option<String>,
    pub(super) approval: Option<Approved>,
}

/// One of 端末側の操作待ち.
pub(super) struct ActionRow {
    pub(super) action: Action,
    pub(super) opened_at: UnixMs,
    pub(super) closed: Option<Closed>,
}

/// How it was closed.
pub(super) struct Closed {
    pub(super) at: UnixMs,
    pub(super) slip_number: Option<String>,
    pub(super) amount: Option<Yen>,
    pub(super) by: Option<String>,
}

pub(super) fn events(connection: &Connection, payment_id: PaymentId) -> Result<Vec<EventRow>, BooksError> {
    let mut query = connection.prepare_cached(
        "SELECT at, event, evidence, who, approval FROM payment_event WHERE payment_id = ?1 ORDER BY position",
    )?;
    let mut rows = query.query([payment_id.to_string()])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(EventRow {
            at: UnixMs(row.get(0)?),
            event: serde_json::from_str(&row.get::<_, String>(1)?)?,
            evidence: json(row.get(2)?)?,
            who: row.get(3)?,
            approval: json(row.get(4)?)?,
        });
    }
    Ok(events)
}

pub(super) fn actions(connection: &Connection, payment_id: PaymentId) -> Result<Vec<ActionRow>, BooksError> {
    let mut query = connection.prepare_cached(
        "SELECT body, opened_at, closed_at, closed_slip_number, closed_amount, closed_by FROM terminal_action
         WHERE payment_id = ?1",
    )?;
    let mut rows = query.query([payment_id.to_string()])?;
    let mut actions = Vec::new();
    while let Some(row) = rows.next()? {
        let closed_at: Option<i64> = row.get(2)?;
        let (slip_number, amount, by) = (row.get(3)?, row.get::<_, Option<i64>>(4)?, row.get(5)?);
        let amount = amount.map(Yen::new);
        actions.push(ActionRow {
            action: serde_json::from_str(&row.get::<_, String>(0)?)?,
            opened_at: UnixMs(row.get(1)?),
            closed: closed_at.map(|at| Closed { at: UnixMs(at), slip_number, amount, by }),
        });
    }
    Ok(actions)
}

/// Every payment of a sale, oldest first.
pub(super) fn tries(connection: &Connection, sale_id: SaleId) -> Result<Vec<PaymentId>, BooksError> {
    let mut query =
        connection.prepare_cached("SELECT payment_id FROM payment WHERE sale_id = ?1 ORDER BY rowid")?;
    let ids = query.query_map([sale_id.to_string()], |row| row.get::<_, String>(0))?;
    let mut tries = Vec::new();
    for id in ids {
        // What is no id was never written here.
        tries.extend(id?.parse::<PaymentId>().ok());
    }
    Ok(tries)
}

/// The live slip that a payment paid.
pub(super) fn receipt_of(
    connection: &Connection,
    payment_id: PaymentId,
) -> Result<Option<ReceiptNumber>, BooksError> {
    let number: Option<i64> = connection
        .prepare_cached(
            "SELECT receipt_number FROM slip_tender WHERE mode = 'live' AND payment_id = ?1 AND kind = 'linked_card'",
        )?
        .query_row([payment_id.to_string()], |row| row.get(0))
        .optional()?;
    Ok(number.and_then(|number| u64::try_from(number).ok()).map(ReceiptNumber))
}

fn json<T: DeserializeOwned>(text: Option<String>) -> Result<Option<T>, BooksError> {
    Ok(text.as_deref().map(serde_json::from_str).transpose()?)
}
