//! Settled slips: written once, in the transaction that settles them, and never changed.

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::{PaymentId, ReceiptNumber, SaleId, UnixMs};
use catlink_shared::receipt::{DataKind, Receipt, Slip};
use catlink_shared::tender::Tender;
use catlink_shared::terminal::{SlipNumber, TerminalId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{BooksError, numbers, sales};
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
    tx.execute(
        "INSERT INTO slip (mode, receipt_number, sale_id, business_day, issued_at, total, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            mode_word(slip.mode),
            receipt_number.0,
            slip.sale_id.to_string(),
            slip.business_day,
            at.0,
            slip.totals.total.get(),
            serde_json::to_string(&receipt)?,
        ],
    )?;
    for (place, tender) in slip.tenders.iter().enumerate() {
        insert_tender(tx, slip.mode, receipt_number, place, tender)?;
    }
    sales::settle(tx, slip.sale_id, at)?;
    Ok(receipt)
}

fn insert_tender(
    tx: &Transaction<'_>,
    mode: CounterMode,
    receipt_number: ReceiptNumber,
    place: usize,
    tender: &Tender,
) -> Result<(), BooksError> {
    let (kind, company, category, payment_id, details) = match tender {
        Tender::Cash { .. } => ("cash", None, None, None, None),
        Tender::Card { card_company_code, category, .. } => {
            ("card", Some(card_company_code), Some(category.0), None, None)
        }
        Tender::LinkedCard { card_company_code, category, payment_id, details, .. } => {
            ("linked_card", Some(card_company_code), Some(category.0), Some(*payment_id), Some(details))
        }
    };
    tx.execute(
        "INSERT INTO slip_tender (mode, receipt_number, place, kind, amount, company_code, category, payment_id,
                                  terminal_id, slip_number)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            mode_word(mode),
            receipt_number.0,
            place,
            kind,
            tender.amount().get(),
            company,
            category,
            payment_id.map(|id| id.to_string()),
            details.and_then(|details| details.terminal_id.as_ref()).map(TerminalId::as_str),
            details.and_then(|details| details.slip_number.as_ref()).map(SlipNumber::as_str),
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

/// Whether a sale has its settled slip, and with which payment, if a linked one.
///
/// # Errors
/// The database.
pub fn settled_with(connection: &Connection, sale_id: SaleId) -> Result<Option<Option<String>>, BooksError> {
    Ok(connection
        .prepare_cached(
            "SELECT max(t.payment_id) FROM slip s JOIN slip_tender t USING (mode, receipt_number)
             WHERE s.sale_id = ?1 GROUP BY s.sale_id",
        )?
        .query_row([sale_id.to_string()], |row| row.get(0))
        .optional()?)
}

/// Whether a terminal's slip is booked already, by a settled slip of that terminal – of another payment than `own`.
///
/// # Errors
/// The database.
pub fn terminal_slip_is_booked(
    connection: &Connection,
    terminal_id: &TerminalId,
    slip_number: &SlipNumber,
    own: Option<PaymentId>,
) -> Result<bool, BooksError> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM slip_tender WHERE slip_number = ?1 AND terminal_id = ?2 AND payment_id IS NOT ?3",
        )?
        .exists(params![slip_number.as_str(), terminal_id.as_str(), own.map(|id| id.to_string())])?)
}

/// Whether a live slip of this terminal was booked since a time: training slips count apart, and numbers come round again.
///
/// # Errors
/// The database.
pub fn terminal_slip_is_booked_since(
    connection: &Connection,
    terminal_id: &TerminalId,
    slip_number: &SlipNumber,
    since: UnixMs,
) -> Result<bool, BooksError> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM slip_tender t JOIN slip s USING (mode, receipt_number)
             WHERE t.slip_number = ?1 AND t.terminal_id = ?2 AND t.mode = 'live' AND s.issued_at >= ?3",
        )?
        .exists(params![slip_number.as_str(), terminal_id.as_str(), since.0])?)
}

fn mode_word(mode: CounterMode) -> &'static str {
    match mode {
        CounterMode::Live => "live",
        CounterMode::Training => "training",
    }
}

#[cfg(test)]
mod tests;
