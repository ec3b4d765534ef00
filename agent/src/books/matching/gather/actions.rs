//! What was taken or given back by hand on the terminal (端末側の操作待ち), as far as its paper was typed.

use catlink_shared::ids::{ActionId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::reconciliation::{Item, NUMBERED_SLACK_MS, Period, Span, Standing};
use catlink_shared::terminal::{SlipNumber, TerminalId};
use catlink_shared::wire::update::ActionKind;
use rusqlite::{Connection, params};

use super::{Booked, unreadable, widened};
use crate::books::BooksError;
use crate::books::actions::Action;

/// A hand payment may be taken on the terminal before its sale is booked. 1 h (ours).
const TAKEN_BEFORE_MS: i64 = 3_600_000;
/// A charge nobody had asked for may be told of a day later (ours).
const TOLD_LATER_MS: i64 = 24 * 3_600_000;

struct Row {
    id: ActionId,
    action: Action,
    opened_at: UnixMs,
    closed_at: Option<UnixMs>,
    closed_with: Option<(SlipNumber, Yen)>,
}

/// What the books know of it.
///
/// # Errors
/// The database.
pub(super) fn by_hand(
    connection: &Connection,
    terminal_id: &TerminalId,
    period: Period,
    now: UnixMs,
) -> Result<Vec<Booked>, BooksError> {
    let mut found = Vec::new();
    for row in rows(connection, period)? {
        if row.action.terminal_id.as_ref() == Some(terminal_id) {
            found.extend(listed(&row));
            found.extend(done(&row, now));
        }
    }
    Ok(found)
}

fn rows(connection: &Connection, period: Period) -> Result<Vec<Row>, BooksError> {
    let mut query = connection.prepare_cached(
        "SELECT action_id, body, opened_at, closed_at, closed_slip_number, closed_amount FROM terminal_action
         WHERE closed_at IS NULL AND opened_at <= ?2
         UNION ALL
         SELECT action_id, body, opened_at, closed_at, closed_slip_number, closed_amount FROM terminal_action
         WHERE closed_at >= ?1 AND opened_at <= ?2",
    )?;
    let [from, to] = widened(period);
    let mut rows = query.query(params![from, to])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, body): (String, String) = (row.get(0)?, row.get(1)?);
        let slip: Option<String> = row.get(4)?;
        let amount: Option<i64> = row.get(5)?;
        found.push(Row {
            id: id.parse().map_err(|_| unreadable("action_id"))?,
            action: serde_json::from_str(&body)?,
            opened_at: UnixMs(row.get(2)?),
            closed_at: row.get::<_, Option<i64>>(3)?.map(UnixMs),
            closed_with: slip.and_then(|slip| SlipNumber::new(&slip).ok()).zip(amount.map(Yen::new)),
        });
    }
    Ok(found)
}

/// Money nobody had asked for, by the slip it was told with – unless it turned out to be a sale's.
fn listed(row: &Row) -> Option<Booked> {
    let is_strange = match row.action.kind {
        ActionKind::Contradiction => true,
        ActionKind::HandPayment
        | ActionKind::VoidOnTerminal
        | ActionKind::DoubleReceipt
        | ActionKind::VoidSlip
        | ActionKind::ReturnGoods => false,
    };
    let slip_number = row.action.slip_number.clone().filter(|_| is_strange)?;
    if is_a_sales(row) {
        return None;
    }
    let span = Span {
        from: UnixMs(row.opened_at.0 - TOLD_LATER_MS),
        to: UnixMs(row.opened_at.0 + NUMBERED_SLACK_MS),
    };
    let item =
        Item { standing: Standing::Listed, span, slip_number: Some(slip_number), amount: row.action.amount };
    Some(booked(row, item, "listed"))
}

/// What was done by hand, or is to be.
fn done(row: &Row, now: UnixMs) -> Option<Booked> {
    let begins = UnixMs(row.opened_at.0 - TAKEN_BEFORE_MS);
    let sign = match row.action.kind {
        ActionKind::HandPayment => 1,
        ActionKind::VoidOnTerminal
        | ActionKind::DoubleReceipt
        | ActionKind::Contradiction
        | ActionKind::VoidSlip
        | ActionKind::ReturnGoods => -1,
    };
    let signed = |amount: Yen| Yen::new(sign * amount.get());
    let (standing, slip_number, amount, ends) = match (row.closed_at, &row.closed_with) {
        (Some(_), _) if is_a_sales(row) => return None,
        (Some(at), Some((slip, amount))) => {
            (Standing::Booked, Some(slip.clone()), *amount, UnixMs(at.0 + NUMBERED_SLACK_MS))
        }
        // Given back in cash, or never taken.
        (Some(_), None) => return None,
        (None, _) => (Standing::Unnumbered, None, row.action.amount, now),
    };
    let span = Span { from: begins, to: ends.max(begins) };
    Some(booked(row, Item { standing, span, slip_number, amount: signed(amount) }, "action"))
}

/// The charge nobody had asked for is a sale's: its slip is booked there.
fn is_a_sales(row: &Row) -> bool {
    let closed_with = row.closed_with.as_ref().map(|(slip, _)| slip);
    row.action.kind == ActionKind::Contradiction
        && closed_with.is_some()
        && closed_with == row.action.slip_number.as_ref()
}

fn booked(row: &Row, item: Item, what: &str) -> Booked {
    let of = row.action.receipt_number.map(|number| format!(" 伝票 {number}")).unwrap_or_default();
    Booked {
        item,
        subject: format!("{what}:{}", row.id),
        text: format!("{}{of}", row.action.kind.label()),
        receipt: row.action.receipt_number,
        payment: None,
        action: Some(row.id),
        category: None,
    }
}
