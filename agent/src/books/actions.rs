//! What stays to be done on a terminal (端末側の操作待ち): opened with the event that calls for it, closed with what the
//! terminal's paper says, or where its brand cannot be voided with the cash that was given back.

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::{ActionId, PaymentId, ReceiptNumber, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::terminal::profile::{CatModel, WayBack};
use catlink_shared::terminal::{SlipNumber, TerminalId};
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::update::{ActionKind, ActionView};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::slips::{self, NamedSlip};
use super::{BooksError, refuse};
use crate::clock;
use crate::register::new_action_id;
use crate::store::StoreError;

pub use catlink_shared::terminal::daily_log::ONE_ROUND_MS;

/// What an action is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What.
    pub kind: ActionKind,
    /// How much.
    pub amount: Yen,
    /// Where the terminal names another sum than it was asked for: that one, which the paper may say instead.
    #[serde(default)]
    pub or_amount: Option<Yen>,
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
    /// How its money goes back to the customer, where the action asks for that.
    #[serde(default)]
    pub way_back: WayBack,
}

/// An action that is still to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenAction {
    /// What it is about.
    pub action: Action,
    /// The key of its payment, where there is one.
    pub payment_id: Option<PaymentId>,
    /// Since when.
    pub opened_at: UnixMs,
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
/// Not open, another amount, or a slip that is another one's: it stays open.
pub fn close(
    tx: &Transaction<'_>,
    action_id: ActionId,
    slip_number: &SlipNumber,
    amount: Yen,
    who: Option<&str>,
    at: UnixMs,
) -> Result<(), BooksError> {
    let OpenAction { action, opened_at, .. } = find_open(tx, action_id)?;
    check_paper(tx, Except::Action(action_id), &action, slip_number, opened_at)?;
    if action.amount != amount && action.or_amount != Some(amount) {
        return Err(refuse(
            RefusalCode::BadEvidence,
            format!(
                "金額が一致しません(操作待ち ¥{} / 入力 ¥{amount})。端末の売上票を確認してください。違う金額で操作した場合は、F6 の「金額相違」で記録してください。",
                action.amount
            ),
        ));
    }
    tx.execute(
        "UPDATE terminal_action SET closed_at = ?2, closed_slip_number = ?3, closed_amount = ?4, closed_by = ?5
         WHERE action_id = ?1",
        params![action_id.to_string(), at.0, slip_number.as_str(), amount.get(), who],
    )?;
    if let (ActionKind::HandPayment, Some(terminal_id)) = (action.kind, &action.terminal_id) {
        link_stranger(tx, terminal_id, slip_number, amount, at)?;
    }
    Ok(())
}

/// Closes an action whose money was given back in cash: there is no paper.
///
/// # Errors
/// The database.
pub fn close_refunded(
    tx: &Transaction<'_>,
    action_id: ActionId,
    amount: Yen,
    who: Option<&str>,
    at: UnixMs,
) -> Result<(), BooksError> {
    tx.execute(
        "UPDATE terminal_action SET closed_at = ?2, closed_amount = ?3, closed_by = ?4 WHERE action_id = ?1",
        params![action_id.to_string(), at.0, amount.get(), who],
    )?;
    Ok(())
}

/// An action that is still to be done.
///
/// # Errors
/// Closed already, or there is none.
pub fn find_open(connection: &Connection, action_id: ActionId) -> Result<OpenAction, BooksError> {
    let found: Option<(String, Option<String>, i64)> = connection
        .prepare_cached(
            "SELECT body, payment_id, opened_at FROM terminal_action WHERE action_id = ?1 AND closed_at IS NULL",
        )?
        .query_row([action_id.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((body, payment_id, opened_at)) = found else {
        return Err(refuse(
            RefusalCode::UnknownAction,
            "その操作待ちは、もう完了しているか、見つかりません。",
        ));
    };
    let payment_id = payment_id
        .map(|id| id.parse().map_err(|_| StoreError::Unreadable("payment_id".to_owned())))
        .transpose()?;
    Ok(OpenAction { action: serde_json::from_str(&body)?, payment_id, opened_at: UnixMs(opened_at) })
}

/// The money of a payment nobody knew is that of a sale which is booked with its slip now: nothing is left to be done.
///
/// # Errors
/// The database.
pub fn link_stranger(
    tx: &Transaction<'_>,
    terminal_id: &TerminalId,
    slip_number: &SlipNumber,
    amount: Yen,
    at: UnixMs,
) -> Result<(), BooksError> {
    tx.execute(
        "UPDATE terminal_action SET closed_at = ?4, closed_slip_number = ?2, closed_amount = ?3
         WHERE closed_at IS NULL AND kind = ?5 AND json_extract(body, '$.terminal_id') = ?1
           AND json_extract(body, '$.slip_number') = ?2 AND json_extract(body, '$.amount') = ?3",
        params![
            terminal_id.as_str(),
            slip_number.as_str(),
            amount.get(),
            at.0,
            serde_json::to_string(&ActionKind::Contradiction)?,
        ],
    )?;
    Ok(())
}

/// A slip closes one thing only, and the slip of a void is not the slip it voids.
fn check_paper(
    tx: &Transaction<'_>,
    except: Except,
    action: &Action,
    slip_number: &SlipNumber,
    opened_at: UnixMs,
) -> Result<(), BooksError> {
    let voids = match action.kind {
        ActionKind::HandPayment => false,
        ActionKind::VoidOnTerminal
        | ActionKind::DoubleReceipt
        | ActionKind::Contradiction
        | ActionKind::VoidSlip
        | ActionKind::ReturnGoods => true,
    };
    if voids && action.slip_number.as_ref() == Some(slip_number) {
        return Err(refuse(
            RefusalCode::BadEvidence,
            "それは元の売上票の番号です。端末で取り消したときの取消伝票番号を入力してください。",
        ));
    }
    let Some(terminal_id) = &action.terminal_id else { return Ok(()) };
    let slip = NamedSlip {
        terminal_id,
        slip_number,
        mode: CounterMode::Live,
        since: UnixMs(opened_at.0.saturating_sub(ONE_ROUND_MS)),
    };
    if slips::names(tx, slip, None)? || names(tx, slip, except)? {
        return Err(refuse(
            RefusalCode::BadEvidence,
            "その伝票番号は、すでに別の伝票または操作待ちで登録されています。番号を確認してください。",
        ));
    }
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
            way_back: action.way_back,
        })
    })
    .collect()
}

/// Whose naming of a slip does not count: one's own. For whoever claims a slip, an open 「記録にない決済」 does not count
/// either: it may well be the claimer's own money ([`link_stranger`]).
#[derive(Debug, Clone, Copy)]
pub enum Except {
    /// Nobody's.
    Nobody,
    /// Those of a payment.
    Payment(PaymentId),
    /// An action.
    Action(ActionId),
}

/// Whether a terminal's slip is named by an action, open or closed. In training there are none.
///
/// # Errors
/// The database.
pub fn names(connection: &Connection, slip: NamedSlip<'_>, except: Except) -> Result<bool, BooksError> {
    let (payment, action) = match except {
        Except::Nobody => (None, None),
        Except::Payment(id) => (Some(id.to_string()), None),
        Except::Action(id) => (None, Some(id.to_string())),
    };
    Ok(slip.mode == CounterMode::Live
        && connection
            .prepare_cached(
                "SELECT 1 FROM terminal_action WHERE json_extract(body, '$.terminal_id') = ?2
                 AND ((closed_slip_number = ?1 AND closed_at >= ?3)
                      OR (json_extract(body, '$.slip_number') = ?1 AND opened_at >= ?3))
                 AND (?4 IS NULL OR payment_id IS NOT ?4) AND (?5 IS NULL OR action_id <> ?5)
                 AND ((?4 IS NULL AND ?5 IS NULL) OR kind <> ?6 OR closed_at IS NOT NULL)",
            )?
            .exists(params![
                slip.slip_number.as_str(),
                slip.terminal_id.as_str(),
                slip.since.0,
                payment,
                action,
                serde_json::to_string(&ActionKind::Contradiction)?
            ])?)
}

/// The hand payment of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandPayment {
    /// Which action.
    pub action_id: ActionId,
    /// Whether it stands open still.
    pub is_open: bool,
    /// The slip that closed it; none while it is open, or where nothing was taken.
    pub closed_with: Option<SlipNumber>,
    /// Model of the terminal, where known.
    pub model: Option<CatModel>,
    /// The terminal, where known.
    pub terminal_id: Option<TerminalId>,
}

/// The hand payment (手動決済) that stands for a receipt's money, if one does.
///
/// # Errors
/// The database.
pub fn hand_payment_of(
    connection: &Connection,
    receipt_number: ReceiptNumber,
) -> Result<Option<HandPayment>, BooksError> {
    type Found = (String, Option<String>, bool, String);
    let found: Option<Found> = connection
        .prepare_cached(
            "SELECT action_id, closed_slip_number, closed_at IS NULL, body FROM terminal_action
             WHERE kind = ?1 AND json_extract(body, '$.receipt_number') = ?2",
        )?
        .query_row(params![serde_json::to_string(&ActionKind::HandPayment)?, receipt_number.0], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((id, closed_with, is_open, body)) = found else { return Ok(None) };
    let action: Action = serde_json::from_str(&body)?;
    Ok(Some(HandPayment {
        action_id: id.parse().map_err(|_| StoreError::Unreadable("action_id".to_owned()))?,
        is_open,
        closed_with: closed_with.and_then(|text| SlipNumber::new(&text).ok()),
        model: action.model,
        terminal_id: action.terminal_id,
    }))
}

/// The hand payment of a receipt that is voided was never taken, says a person: nothing is left to be done.
///
/// # Errors
/// The database.
pub fn withdraw_hand_payment(
    tx: &Transaction<'_>,
    receipt_number: ReceiptNumber,
    who: Option<&str>,
    at: UnixMs,
) -> Result<(), BooksError> {
    tx.execute(
        "UPDATE terminal_action SET closed_at = ?3, closed_amount = 0, closed_by = ?4
         WHERE closed_at IS NULL AND kind = ?1 AND json_extract(body, '$.receipt_number') = ?2",
        params![serde_json::to_string(&ActionKind::HandPayment)?, receipt_number.0, at.0, who],
    )?;
    Ok(())
}

/// The paper of an action names another amount than it should: what was done instead is an action of its own, and this one
/// stays to be done.
///
/// # Errors
/// Not open, the amount is right after all, or a slip that is another one's: nothing was written.
pub fn report_difference(
    tx: &Transaction<'_>,
    action_id: ActionId,
    slip_number: &SlipNumber,
    amount: Yen,
    at: UnixMs,
) -> Result<(), BooksError> {
    let OpenAction { action, opened_at, .. } = find_open(tx, action_id)?;
    check_paper(tx, Except::Nobody, &action, slip_number, opened_at)?;
    if amount <= Yen::ZERO || action.amount == amount || action.or_amount == Some(amount) {
        return Err(refuse(
            RefusalCode::BadEvidence,
            "売上票の金額が操作待ちの金額と同じです。そのまま完了にしてください。",
        ));
    }
    let done = Action {
        kind: ActionKind::Contradiction,
        amount,
        or_amount: None,
        slip_number: Some(slip_number.clone()),
        ..action
    };
    open(tx, new_action_id(), None, &done, at)
}
