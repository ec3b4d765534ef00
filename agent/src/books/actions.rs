//! What stays to be done on a terminal (端末側の操作待ち): opened with the event that calls for it, closed with what the
//! terminal's paper says.

use catlink_shared::ids::{ActionId, PaymentId, ReceiptNumber, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::terminal::profile::CatModel;
use catlink_shared::terminal::{SlipNumber, TerminalId};
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::update::{ActionKind, ActionView};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::{BooksError, refuse};
use crate::clock;
use crate::store::StoreError;

/// What an action is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What.
    pub kind: ActionKind,
    /// How much.
    pub amount: Yen,
    /// カード会社
    pub card_company_name: String,
    /// Model, where known.
    pub model: Option<CatModel>,
    /// The terminal, where known.
    pub terminal_id: Option<TerminalId>,
    /// The slip it belongs to.
    pub receipt_number: Option<ReceiptNumber>,
    /// The terminal's slip that is concerned, where known.
    pub slip_number: Option<SlipNumber>,
}

/// Opens an action. One of a kind per payment: a second is the same one.
///
/// # Errors
/// The database.
pub fn open(
    tx: &Transaction<'_>,
    action_id: ActionId,
    payment_id: Option<PaymentId>,
    action: &Action,
    at: UnixMs,
) -> Result<(), BooksError> {
    tx.execute(
        "INSERT OR IGNORE INTO terminal_action (action_id, kind, body, payment_id, opened_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            action_id.to_string(),
            serde_json::to_string(&action.kind)?,
            serde_json::to_string(action)?,
            payment_id.map(|id| id.to_string()),
            at.0,
        ],
    )?;
    Ok(())
}

/// Closes an action with what the terminal's paper says.
///
/// # Errors
/// Not open, or another amount: it stays open.
pub fn close(
    tx: &Transaction<'_>,
    action_id: ActionId,
    slip_number: &SlipNumber,
    amount: Yen,
    who: Option<&str>,
    at: UnixMs,
) -> Result<(), BooksError> {
    let body: Option<String> = tx
        .query_row(
            "SELECT body FROM terminal_action WHERE action_id = ?1 AND closed_at IS NULL",
            [action_id.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    let Some(body) = body else {
        return Err(refuse(
            RefusalCode::UnknownAction,
            "その操作待ちは、もう完了しているか、見つかりません。",
        ));
    };
    let action: Action = serde_json::from_str(&body)?;
    if action.amount != amount {
        return Err(refuse(
            RefusalCode::BadEvidence,
            format!(
                "金額が一致しません(操作待ち ¥{} / 入力 ¥{amount})。端末の売上票を確認してください。違う金額で操作した場合は、端末で取消してからやり直してください。",
                action.amount
            ),
        ));
    }
    tx.execute(
        "UPDATE terminal_action SET closed_at = ?2, closed_slip_number = ?3, closed_amount = ?4, closed_by = ?5
         WHERE action_id = ?1",
        params![action_id.to_string(), at.0, slip_number.as_str(), amount.get(), who],
    )?;
    Ok(())
}

/// Open actions, oldest first.
///
/// # Errors
/// The database.
pub fn open_actions(connection: &Connection) -> Result<Vec<ActionView>, BooksError> {
    let mut query = connection.prepare_cached(
        "SELECT action_id, body, opened_at FROM terminal_action WHERE closed_at IS NULL ORDER BY opened_at, rowid",
    )?;
    let rows = query.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
    })?;
    rows.map(|row| {
        let (id, body, opened_at) = row?;
        let action: Action = serde_json::from_str(&body)?;
        Ok(ActionView {
            action_id: id.parse().map_err(|_| StoreError::Unreadable("action_id".to_owned()))?,
            kind: action.kind,
            amount: action.amount,
            card_company_name: action.card_company_name,
            model: action.model,
            receipt_number: action.receipt_number,
            slip_number: action.slip_number,
            opened_at: clock::short_text(UnixMs(opened_at)),
        })
    })
    .collect()
}

/// Whether a slip of this terminal is named by an action, open or closed, since a time: numbers come round again.
///
/// # Errors
/// The database.
pub fn names_terminal_slip(
    connection: &Connection,
    terminal_id: &TerminalId,
    slip_number: &SlipNumber,
    since: UnixMs,
) -> Result<bool, BooksError> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM terminal_action WHERE json_extract(body, '$.terminal_id') = ?2
             AND ((closed_slip_number = ?1 AND closed_at >= ?3)
                  OR (json_extract(body, '$.slip_number') = ?1 AND opened_at >= ?3))",
        )?
        .exists(params![slip_number.as_str(), terminal_id.as_str(), since.0])?)
}
