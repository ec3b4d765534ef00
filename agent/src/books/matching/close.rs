//! Closing a difference: with a reason, or by putting what is on the terminal alone on the list of 端末側の操作待ち.

use catlink_shared::basket::CounterMode;
use catlink_shared::card::looks_like_card_number;
use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::rights::Right;
use catlink_shared::terminal::TerminalId;
use catlink_shared::wire::matching::{CloseReason, ClosedWith, MOST_NOTE, NextStep};
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::update::ActionKind;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::Body;
use crate::books::actions::{self, Action, Except, ONE_ROUND_MS};
use crate::books::history::By;
use crate::books::slips::{self, NamedSlip};
use crate::books::{BooksError, catalog, refuse, rights};
use crate::card_guard::kept;
use crate::journal::device_word;
use crate::register::new_action_id;
use crate::store::StoreError;

/// A difference that is still open.
pub(super) struct Open {
    pub(super) difference: u64,
    pub(super) run: u64,
    pub(super) terminal_id: TerminalId,
    pub(super) body: Body,
    at: Option<UnixMs>,
    device: String,
}

/// How a person closes one.
pub(super) struct Closing<'a> {
    pub(super) with: ClosedWith,
    pub(super) note: &'a str,
    pub(super) approved_by: Option<&'a str>,
}

/// Reads a difference that must be open.
///
/// # Errors
/// There is none, or it is closed.
pub(super) fn find(connection: &Connection, difference: u64) -> Result<Open, BooksError> {
    type Found = (u64, String, Option<i64>, String, String, bool);
    let found: Option<Found> = connection
        .prepare_cached(
            "SELECT d.run, d.terminal_id, d.at, d.body, r.device, c.difference IS NOT NULL
             FROM matching_difference d JOIN matching_run r USING (run)
             LEFT JOIN matching_closing c USING (difference) WHERE d.difference = ?1",
        )?
        .query_row([difference], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
        })
        .optional()?;
    let Some((run, terminal_id, at, body, device, closed)) = found else {
        return Err(refuse(
            RefusalCode::UnknownRun,
            "その差異は見つかりません。照合の一覧を確認してください。",
        ));
    };
    if closed {
        return Err(refuse(
            RefusalCode::DifferenceClosed,
            "その差異は、すでに対応済みです。照合の結果を確認してください。",
        ));
    }
    let unreadable = |_| BooksError::Store(StoreError::Unreadable("terminal_id".to_owned()));
    let terminal_id = TerminalId::new(&terminal_id).map_err(unreadable)?;
    let body = serde_json::from_str(&body)?;
    Ok(Open { difference, run, terminal_id, body, at: at.map(UnixMs), device })
}

/// Closes a difference with a reason. Money on the terminal alone is a manager's to let go.
///
/// # Errors
/// Not open, no note where the reason needs one, or a manager is needed: nothing was written.
pub fn close(
    tx: &Transaction<'_>,
    difference: u64,
    reason: CloseReason,
    note: &str,
    by: &By,
    now: UnixMs,
) -> Result<u64, BooksError> {
    let open = find(tx, difference)?;
    let note = check_note(reason, note)?;
    let approved_by = if open.body.kind.is_unknown_charge() {
        let allowed = rights::claim(tx, Right::ManualDecision, by)?;
        let amount = open.body.there.map(|there| there.amount).unwrap_or_default();
        let slip = open.body.slip_number.as_ref().map(ToString::to_string).unwrap_or_default();
        let subject = format!("決済照合 {} {slip} ¥{amount}", open.body.kind.label());
        rights::claim_and_record(tx, Right::ManualDecision, &subject, by, now)?;
        Some(allowed.by)
    } else {
        None
    };
    let with = ClosedWith::Reason { reason };
    open.write(tx, &Closing { with, note: &note, approved_by: approved_by.as_deref() }, by, now)?;
    Ok(open.run)
}

fn check_note(reason: CloseReason, note: &str) -> Result<String, BooksError> {
    let bad = |message: String| Err(refuse(RefusalCode::BadEvidence, message));
    let note = note.trim();
    if note.chars().count() > MOST_NOTE {
        return bad(format!("メモは{MOST_NOTE}文字までです。"));
    }
    if looks_like_card_number(note) {
        return bad("カード番号は入力できません。メモを書き直してください。".to_owned());
    }
    if note.is_empty() && reason == CloseReason::Other {
        return bad("理由が「その他」のときは、メモを入力してください。".to_owned());
    }
    Ok(note.to_owned())
}

/// Puts a charge that is on the terminal alone on the list of 端末側の操作待ち, and closes its difference so. It is a 「記録に
/// ない決済」: its slip may still turn out to be a hand payment's, which then takes it off the list again.
///
/// # Errors
/// Not open, no such charge, or its slip is booked or listed by now: nothing was written.
pub fn open_action(tx: &Transaction<'_>, difference: u64, by: &By, now: UnixMs) -> Result<u64, BooksError> {
    let open = find(tx, difference)?;
    let (Some(slip_number), Some(there)) = (&open.body.slip_number, open.body.there) else {
        return Err(not_a_charge());
    };
    if open.body.next != NextStep::RegisterAction || there.amount <= Yen::ZERO {
        return Err(not_a_charge());
    }
    let slip = NamedSlip {
        terminal_id: &open.terminal_id,
        slip_number,
        mode: CounterMode::Live,
        since: UnixMs(open.at.unwrap_or(now).0.saturating_sub(ONE_ROUND_MS)),
    };
    if slips::names(tx, slip, None)? || actions::names(tx, slip, Except::Nobody)? {
        return Err(refuse(
            RefusalCode::BadEvidence,
            format!("伝票番号 {slip_number} は、照合の後にPOSへ登録されています。もう一度照合してください。"),
        ));
    }
    let ports = catalog::register(tx)?.ports;
    let model = ports.iter().find(|port| device_word(port.device) == open.device).map(|port| port.model);
    let action = Action {
        kind: ActionKind::Contradiction,
        amount: there.amount,
        or_amount: None,
        card_company_name: "記録にない決済".to_owned(),
        model,
        terminal_id: Some(open.terminal_id.clone()),
        receipt_number: None,
        slip_number: Some(slip_number.clone()),
        way_back: model.map(|model| model.profile().way_back(None, None)).unwrap_or_default(),
    };
    actions::open(tx, new_action_id(), None, &action, now)?;
    open.write(tx, &Closing { with: ClosedWith::ActionOpened, note: "", approved_by: None }, by, now)?;
    Ok(open.run)
}

fn not_a_charge() -> BooksError {
    refuse(
        RefusalCode::NotAllowed,
        "この差異は、端末側の操作待ちに登録できません。端末の売上票を確認してください。",
    )
}

impl Open {
    /// Closes it by a person.
    ///
    /// # Errors
    /// The database.
    pub(super) fn write(
        &self,
        tx: &Transaction<'_>,
        closing: &Closing<'_>,
        by: &By,
        now: UnixMs,
    ) -> Result<(), BooksError> {
        tx.execute(
            "INSERT INTO matching_closing (difference, run, at, who, approved_by, reason, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                self.difference,
                self.run,
                now.0,
                by.who.as_deref().unwrap_or_default(),
                closing.approved_by,
                serde_json::to_string(&closing.with)?,
                kept("note", closing.note),
            ],
        )?;
        Ok(())
    }
}
