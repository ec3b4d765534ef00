//! What the books have of a terminal in a period: linked tenders, payments without a sale, what was done by hand.

mod actions;
mod payments;

use std::collections::HashSet;

use catlink_shared::card::CardCategoryCode;
use catlink_shared::ids::{ActionId, PaymentId, ReceiptNumber, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::reconciliation::{Item, NUMBERED_SLACK_MS, Period, Span, Standing};
use catlink_shared::terminal::{SlipNumber, TerminalId};
use rusqlite::{Connection, params};

use crate::books::BooksError;
use crate::store::StoreError;

/// Before SALES left the terminal cannot have charged; clocks that were compared drift. 1 min (ours).
const BEFORE_MS: i64 = 60_000;
/// A payment is over by then: its time limit, paper and restarts (ours).
const PAYMENT_TAKES_MS: i64 = 15 * 60_000;
/// The terminal's clock and ours may be apart by so much and still be looked for (ours).
const CLOCKS_APART_MS: i64 = 2 * 24 * 3_600_000;

/// One thing the books have.
#[derive(Debug, Clone)]
pub(super) struct Booked {
    /// What is compared.
    pub(super) item: Item,
    /// What it is, the same in every run.
    pub(super) subject: String,
    /// The same for people.
    pub(super) text: String,
    pub(super) receipt: Option<ReceiptNumber>,
    pub(super) payment: Option<PaymentId>,
    pub(super) action: Option<ActionId>,
    pub(super) category: Option<CardCategoryCode>,
}

/// Everything the books have of a terminal in a period, and a little around it.
///
/// # Errors
/// The database.
pub(super) fn booked(
    connection: &Connection,
    terminal_id: &TerminalId,
    period: Period,
    now: UnixMs,
) -> Result<Vec<Booked>, BooksError> {
    let mut all = tenders(connection, terminal_id, period)?;
    all.extend(payments::without_sale(connection, terminal_id, period, now)?);
    all.extend(actions::by_hand(connection, terminal_id, period, now)?);
    Ok(all)
}

/// The linked tenders of live slips.
fn tenders(
    connection: &Connection,
    terminal_id: &TerminalId,
    period: Period,
) -> Result<Vec<Booked>, BooksError> {
    let by_person = told_by_paper(connection, period)?;
    let mut query = connection.prepare_cached(
        "SELECT terminal_time, slip_number, amount, receipt_number, payment_id, category FROM slip_tender
         WHERE kind = 'linked_card' AND mode = 'live' AND terminal_id = ?1 AND terminal_time BETWEEN ?2 AND ?3",
    )?;
    let margin = NUMBERED_SLACK_MS + BEFORE_MS;
    let mut rows = query.query(params![
        terminal_id.as_str(),
        period.from.0.saturating_sub(margin),
        period.to.0.saturating_add(margin)
    ])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (at, amount) = (UnixMs(row.get(0)?), Yen::new(row.get(2)?));
        let slip_number: Option<String> = row.get(1)?;
        let id: String = row.get(4)?;
        let said = by_person.contains(&id);
        let receipt = ReceiptNumber(row.get(3)?);
        found.push(Booked {
            item: Item {
                standing: if said { Standing::SaidCharged } else { Standing::Booked },
                span: if said { around(at) } else { Span::at(at) },
                slip_number: slip_number.and_then(|text| SlipNumber::new(&text).ok()),
                amount,
            },
            subject: format!("payment:{id}"),
            text: format!("伝票 {receipt}"),
            receipt: Some(receipt),
            payment: id.parse().ok(),
            action: None,
            category: row.get::<_, Option<u16>>(5)?.map(CardCategoryCode),
        });
    }
    Ok(found)
}

/// Payments whose slip a person typed (証拠待ち).
fn told_by_paper(connection: &Connection, period: Period) -> Result<HashSet<String>, BooksError> {
    let mut query = connection.prepare_cached(
        "SELECT payment_id FROM payment WHERE paper IS NOT NULL AND accepted_at BETWEEN ?1 AND ?2
         AND coalesce(json_extract(result, '$.result'), '') <> 'approved'",
    )?;
    let ids = query.query_map(widened(period), |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// A period of the terminal's clock, as it may be on ours.
fn widened(period: Period) -> [i64; 2] {
    [period.from.0.saturating_sub(CLOCKS_APART_MS), period.to.0.saturating_add(CLOCKS_APART_MS)]
}

/// When a payment may have been charged that began then.
fn around(began: UnixMs) -> Span {
    Span { from: UnixMs(began.0 - BEFORE_MS), to: UnixMs(began.0 + PAYMENT_TAKES_MS) }
}

fn unreadable(what: &str) -> BooksError {
    BooksError::Store(StoreError::Unreadable(what.to_owned()))
}
