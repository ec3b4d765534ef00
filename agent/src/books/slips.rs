//! Settled slips: written once, in the transaction that settles them, and never changed. A reservation goes with its slip.

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::{PaymentId, ReceiptNumber, SaleId, UnixMs};
use catlink_shared::receipt::{DataKind, Direction, Receipt, Slip, SlipKind};
use catlink_shared::tender::Tender;
use catlink_shared::terminal::{Last4, SlipNumber, TerminalId};
use catlink_shared::wire::slips::SlipState;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{BooksError, numbers, paper, reservations, sales};
use crate::clock;

/// Books a slip: number, tenders, the sale settled. There is nothing in it that can fail for business reasons.
///
/// # Errors
/// The database only; then nothing of it was kept.
pub fn book(
    tx: &Transaction<'_>,
    slip: Slip,
    data: DataKind,
    earlier_day: Option<String>,
    at: UnixMs,
) -> Result<Receipt, BooksError> {
    let receipt_number = numbers::next_receipt(tx, slip.mode)?;
    let receipt = Receipt {
        receipt_number,
        issued_at: at,
        issued_at_text: clock::receipt_text(at),
        data,
        earlier_day,
        slip,
    };
    let slip = &receipt.slip;
    let effect = slip.effect();
    tx.execute(
        "INSERT INTO slip (mode, receipt_number, sale_id, kind, business_day, issued_at, total, deposit, operator_code,
                           operator_name, discounted, unlinked, earlier_day, cash_for_card, of_receipt, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        params![
            mode_word(slip.mode),
            receipt_number.0,
            slip.sale_id.to_string(),
            slip.kind.word(),
            slip.business_day,
            at.0,
            effect.sales.get(),
            effect.deposits.get(),
            slip.operator.as_ref().map(|operator| operator.code.as_str()),
            slip.operator.as_ref().map(|operator| operator.name.as_str()),
            slip.is_discounted(),
            slip.is_unlinked(),
            receipt.earlier_day,
            slip.cash_for_card().get(),
            slip.kind.original().and_then(|of| of.receipt_number).map(|number| number.0),
            serde_json::to_string(&receipt)?,
        ],
    )?;
    insert_taxes(tx, &receipt)?;
    for (place, tender) in slip.tenders.iter().enumerate() {
        insert_tender(tx, &receipt, place, tender)?;
    }
    paper::keep_first(tx, &receipt)?;
    reservations::follow(tx, &receipt)?;
    sales::settle(tx, slip.sale_id, at)?;
    Ok(receipt)
}

/// The taxed sale within a slip: money in advance has none.
fn insert_taxes(tx: &Transaction<'_>, receipt: &Receipt) -> Result<(), BooksError> {
    let slip = &receipt.slip;
    if !slip.kind.is_taxed() {
        return Ok(());
    }
    let sign = sign(slip);
    for class in &slip.totals.classes {
        tx.execute(
            "INSERT INTO slip_tax (mode, receipt_number, tax_kind, percent, amount, tax)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                mode_word(slip.mode),
                receipt.receipt_number.0,
                class.class.kind.word(),
                class.class.percent,
                sign * class.amount.get(),
                sign * class.tax.get(),
            ],
        )?;
    }
    Ok(())
}

fn sign(slip: &Slip) -> i64 {
    match slip.kind.direction() {
        Direction::In => 1,
        Direction::Out => -1,
    }
}

fn insert_tender(
    tx: &Transaction<'_>,
    receipt: &Receipt,
    place: usize,
    tender: &Tender,
) -> Result<(), BooksError> {
    let (slip, receipt_number, at) = (&receipt.slip, receipt.receipt_number, receipt.issued_at);
    let (kind, company, category, payment_id, details) = match tender {
        Tender::Cash { .. } => ("cash", None, None, None, None),
        Tender::CashBack { .. } => ("cash_back", None, None, None, None),
        Tender::CardBack { card_company_code, category, .. } => {
            ("card_back", Some(card_company_code), Some(category.0), None, None)
        }
        Tender::Card { card_company_code, category, .. } => {
            ("card", Some(card_company_code), Some(category.0), None, None)
        }
        Tender::LinkedCard { card_company_code, category, payment_id, details, .. } => {
            ("linked_card", Some(card_company_code), Some(category.0), Some(*payment_id), Some(details))
        }
    };
    tx.execute(
        "INSERT INTO slip_tender (mode, receipt_number, place, kind, amount, company_code, category, payment_id,
                                  terminal_id, slip_number, last4, terminal_time)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            mode_word(slip.mode),
            receipt_number.0,
            place,
            kind,
            sign(slip) * tender.amount().get(),
            company,
            category,
            payment_id.map(|id| id.to_string()),
            details.and_then(|details| details.terminal_id.as_ref()).map(TerminalId::as_str),
            details.and_then(|details| details.slip_number.as_ref()).map(SlipNumber::as_str),
            details.and_then(|details| details.account_last4.as_ref()).map(Last4::as_str),
            details.map(|details| details.terminal_time.unwrap_or(at).0),
        ],
    )?;
    Ok(())
}

/// A receipt by its number, which live and training slips count apart.
///
/// # Errors
/// The database.
pub fn find(
    connection: &Connection,
    mode: CounterMode,
    receipt_number: ReceiptNumber,
) -> Result<Option<Receipt>, BooksError> {
    let body: Option<String> = connection
        .query_row(
            "SELECT body FROM slip WHERE mode = ?1 AND receipt_number = ?2",
            params![mode_word(mode), receipt_number.0],
            |row| row.get(0),
        )
        .optional()?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

/// The live slips that take one back, oldest first.
///
/// # Errors
/// The database.
pub fn that_undo(connection: &Connection, number: ReceiptNumber) -> Result<Vec<Receipt>, BooksError> {
    // The plus keeps the order from leading the way: every live slip is in the order of its number, few undo this one.
    let mut query = connection.prepare_cached(
        "SELECT body FROM slip WHERE mode = 'live' AND of_receipt = ?1 ORDER BY +receipt_number",
    )?;
    let bodies = query.query_map([number.0], |row| row.get::<_, String>(0))?;
    bodies.map(|body| Ok(serde_json::from_str(&body?)?)).collect()
}

/// What became of a live slip.
///
/// # Errors
/// The database.
pub fn state(connection: &Connection, receipt: &Receipt) -> Result<SlipState, BooksError> {
    if receipt.slip.mode == CounterMode::Training {
        return Ok(SlipState::Settled);
    }
    let mut pieces = 0;
    for undone in that_undo(connection, receipt.receipt_number)? {
        match &undone.slip.kind {
            SlipKind::Void { .. } | SlipKind::Cancellation { .. } => return Ok(SlipState::Voided),
            SlipKind::Return { .. } => pieces += undone.slip.totals.pieces,
            SlipKind::Sale | SlipKind::Reservation { .. } | SlipKind::HandOver { .. } => {}
        }
    }
    Ok(match pieces {
        0 => SlipState::Settled,
        some if some < receipt.slip.totals.pieces => SlipState::PartlyReturned,
        _ => SlipState::Returned,
    })
}

/// The newest settled slip, live or training.
///
/// # Errors
/// The database.
pub fn newest(connection: &Connection) -> Result<Option<Receipt>, BooksError> {
    let body: Option<String> = connection
        .prepare_cached("SELECT body FROM slip ORDER BY rowid DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

/// The settled slip of a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettledSale {
    /// Its number.
    pub receipt_number: ReceiptNumber,
    /// The linked payment it was paid by, if one.
    pub payment_id: Option<PaymentId>,
}

/// The settled slip of a sale, if it has one.
///
/// # Errors
/// The database.
pub fn of_sale(connection: &Connection, sale_id: SaleId) -> Result<Option<SettledSale>, BooksError> {
    let found: Option<(u64, Option<String>)> = connection
        .prepare_cached(
            "SELECT s.receipt_number, max(t.payment_id) FROM slip s LEFT JOIN slip_tender t USING (mode, receipt_number)
             WHERE s.sale_id = ?1 GROUP BY s.receipt_number",
        )?
        .query_row([sale_id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map(|(receipt_number, payment_id)| SettledSale {
        receipt_number: ReceiptNumber(receipt_number),
        payment_id: payment_id.and_then(|id| id.parse().ok()),
    }))
}

/// A slip of a terminal that somebody names.
#[derive(Debug, Clone, Copy)]
pub struct NamedSlip<'a> {
    /// Which terminal printed it.
    pub terminal_id: &'a TerminalId,
    /// Its number: numbers come round again.
    pub slip_number: &'a SlipNumber,
    /// Training slips count apart.
    pub mode: CounterMode,
    /// From when on the number means this slip.
    pub since: UnixMs,
}

/// Whether a terminal's slip is booked, by a settled slip of the same mode – of another payment than `own`.
///
/// # Errors
/// The database.
pub fn names(
    connection: &Connection,
    slip: NamedSlip<'_>,
    own: Option<PaymentId>,
) -> Result<bool, BooksError> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM slip_tender t CROSS JOIN slip s USING (mode, receipt_number)
             WHERE t.slip_number = ?1 AND t.terminal_id = ?2 AND t.mode = ?3 AND s.issued_at >= ?4
               AND t.payment_id IS NOT ?5",
        )?
        .exists(params![
            slip.slip_number.as_str(),
            slip.terminal_id.as_str(),
            mode_word(slip.mode),
            slip.since.0,
            own.map(|id| id.to_string()),
        ])?)
}

/// The newest slip of a terminal that was booked before a time.
///
/// # Errors
/// The database.
pub fn newest_of_terminal(
    connection: &Connection,
    terminal_id: &TerminalId,
    before: UnixMs,
) -> Result<Option<SlipNumber>, BooksError> {
    let text: Option<String> = connection
        .prepare_cached(
            // From the newest slip back, in the order they were booked in: the one that is asked for is near.
            "SELECT t.slip_number FROM slip_tender t CROSS JOIN slip s USING (mode, receipt_number)
             WHERE t.slip_number IS NOT NULL AND t.terminal_id = ?1 AND t.mode = 'live' AND s.issued_at <= ?2
             ORDER BY t.receipt_number DESC LIMIT 1",
        )?
        .query_row(params![terminal_id.as_str(), before.0], |row| row.get(0))
        .optional()?;
    Ok(text.and_then(|text| SlipNumber::new(&text).ok()))
}

pub(super) fn mode_word(mode: CounterMode) -> &'static str {
    match mode {
        CounterMode::Live => "live",
        CounterMode::Training => "training",
    }
}

#[cfg(test)]
mod tests;
