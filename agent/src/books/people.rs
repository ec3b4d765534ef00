//! Operators as they sign in: who is meant by a code or a name tag, whose PIN is kept, and how many wrong tries were made.
//!
//! A PIN stands here as an argon2id hash and nowhere else: not in the row, the history, `done_request` or a log. A try is
//! counted, durably, before it is judged, so that many at once are no more than one after the other.

mod pin;
mod tries;

use catlink_shared::ids::UnixMs;
use catlink_shared::masters::operator::{self, OperatorRow, Role, Standing};
use catlink_shared::masters::{Master, Values};
use catlink_shared::wire::people::Staff;
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::history::{self, By, Change, What};
use super::masters::{self, Wanted};
use super::{BooksError, refuse};

pub use pin::{Hash, demo_hash, hash, is_pin_of};
pub use tries::{Lock, lock_after, wrong_pin};

/// A try that was counted and is to be judged.
#[derive(Debug, Clone)]
pub struct Try {
    /// Who is meant.
    pub row: OperatorRow,
    /// His PIN's hash.
    pub hash: Hash,
    /// The wrong tries in a row, this one counted as one.
    pub wrong: u32,
}

/// The operator of a code or of a name tag's bar code; none where nobody who works here is meant.
///
/// # Errors
/// The database.
pub fn find(connection: &Connection, typed: &str) -> Result<Option<OperatorRow>, BooksError> {
    let typed = catlink_shared::barcode::half_width(typed);
    if typed.is_empty() {
        return Ok(None);
    }
    let row = match masters::find(connection, Master::Operator, &typed)? {
        Some(row) => Some(row.values),
        None => by_barcode(connection, &typed)?,
    };
    Ok(row.map(|values| operator::read(&values)).filter(|row| row.standing == Standing::Active))
}

fn by_barcode(connection: &Connection, barcode: &str) -> Result<Option<Values>, BooksError> {
    let found: Option<String> = connection
        .prepare_cached(
            "SELECT row_values FROM master_row
             WHERE master = 'operator' AND json_extract(row_values, '$.barcode') = ?1",
        )?
        .query_row([barcode], |row| row.get(0))
        .optional()?;
    Ok(found.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// What somebody of this code may, where he works here.
///
/// # Errors
/// The database.
pub fn role(connection: &Connection, code: &str) -> Result<Option<Role>, BooksError> {
    let row = masters::find(connection, Master::Operator, code)?.map(|row| operator::read(&row.values));
    Ok(row.filter(|row| row.standing == Standing::Active).map(|row| row.role))
}

/// Counts a try of somebody's PIN as a wrong one; [`proved`] takes it back.
///
/// # Errors
/// Nobody is meant, he has no PIN, or too many were wrong: nothing is counted.
pub fn begin_try(tx: &Transaction<'_>, typed: &str, now: UnixMs) -> Result<Try, BooksError> {
    let row = find(tx, typed)?.ok_or_else(nobody)?;
    let kept = kept(tx, &row.operator.code)?.ok_or_else(|| {
        refuse(
            RefusalCode::WrongPin,
            "この担当者にはPINが設定されていません。責任者に、担当者マスタでのPINの設定を依頼してください。",
        )
    })?;
    tries::check(kept.wrong, kept.wrong_at, now)?;
    let wrong = kept.wrong + 1;
    tx.prepare_cached("UPDATE operator_pin SET wrong = ?2, wrong_at = ?3 WHERE code = ?1")?
        .execute(params![row.operator.code, wrong, now.0])?;
    Ok(Try { row, hash: kept.hash, wrong })
}

/// Nobody of that code works here: the same words as for a wrong PIN.
#[must_use]
pub fn nobody() -> BooksError {
    refuse(RefusalCode::WrongPin, "担当者コードかPINが違います。")
}

/// The PIN was right: wrong tries before it are forgotten.
///
/// # Errors
/// The database.
pub fn proved(tx: &Transaction<'_>, code: &str) -> Result<(), BooksError> {
    tx.prepare_cached("UPDATE operator_pin SET wrong = 0 WHERE code = ?1")?.execute([code])?;
    Ok(())
}

/// Keeps a new PIN; wrong tries and locks of the old one are gone.
///
/// # Errors
/// There is no such operator.
pub fn set_pin(
    tx: &Transaction<'_>,
    code: &str,
    hash: &Hash,
    by: &By,
    now: UnixMs,
) -> Result<(), BooksError> {
    if masters::find(tx, Master::Operator, code)?.is_none() {
        return Err(refuse(RefusalCode::UnknownOperator, "その担当者コードは登録されていません。"));
    }
    lay_pin(tx, code, hash)?;
    let nothing = Values::default();
    let change = Change {
        what: What::PinSet,
        master: Some(Master::Operator),
        subject: code,
        was: &nothing,
        became: &nothing,
    };
    history::record(tx, &change, by, now)
}

/// Keeps a PIN that the program itself knows.
///
/// # Errors
/// The database.
pub fn lay_pin(tx: &Transaction<'_>, code: &str, hash: &Hash) -> Result<(), BooksError> {
    tx.prepare_cached(
        "INSERT INTO operator_pin (code, hash, wrong, wrong_at) VALUES (?1, ?2, 0, 0)
         ON CONFLICT (code) DO UPDATE SET hash = excluded.hash, wrong = 0, wrong_at = 0",
    )?
    .execute(params![code, hash.text()])?;
    Ok(())
}

/// Forgets the PIN of an operator who is deleted: whoever gets the code later starts without one.
///
/// # Errors
/// The database.
pub fn forget(tx: &Transaction<'_>, code: &str) -> Result<(), BooksError> {
    tx.execute("DELETE FROM operator_pin WHERE code = ?1", [code])?;
    Ok(())
}

/// Whether a manager who works here has a PIN.
///
/// # Errors
/// The database.
pub fn staff(connection: &Connection) -> Result<Staff, BooksError> {
    let managed = connection
        .prepare_cached(
            "SELECT 1 FROM operator_pin JOIN master_row ON master = 'operator' AND master_row.code = operator_pin.code
             WHERE json_extract(row_values, '$.role') = '2' AND json_extract(row_values, '$.active') = '1'",
        )?
        .exists([])?;
    Ok(if managed { Staff::Managed } else { Staff::NoManager })
}

/// The first manager of a shop that has none with a PIN: a new row, or a manager's who has no PIN yet.
///
/// # Errors
/// There is one already, the code is a clerk's, or a field is wrong.
pub fn first_manager(
    tx: &Transaction<'_>,
    code: &str,
    name: &str,
    hash: &Hash,
    now: UnixMs,
) -> Result<(), BooksError> {
    if staff(tx)? == Staff::Managed {
        return Err(refuse(
            RefusalCode::NotAllowed,
            "責任者は登録済みです。サインインして、担当者マスタから登録してください。",
        ));
    }
    let by = By { who: Some(code.to_owned()), approved_by: None };
    match role(tx, code)? {
        Some(Role::Manager) => {}
        Some(Role::Clerk) => {
            return Err(refuse(
                RefusalCode::RowExists,
                "そのコードは担当者として登録済みです。責任者には別のコードを使ってください。",
            ));
        }
        None => {
            let mut values = Master::Operator.blank();
            for (key, text) in [("code", code), ("name", name), ("role", "2")] {
                values.set(key, text);
            }
            let wanted = Wanted { master: Master::Operator, code: None, base_revision: 0, values: &values };
            masters::save(tx, wanted, &by, now)?;
        }
    }
    set_pin(tx, code, hash, &by, now)
}

struct Kept {
    hash: Hash,
    wrong: u32,
    wrong_at: UnixMs,
}

fn kept(connection: &Connection, code: &str) -> Result<Option<Kept>, BooksError> {
    Ok(connection
        .prepare_cached("SELECT hash, wrong, wrong_at FROM operator_pin WHERE code = ?1")?
        .query_row([code], |row| {
            Ok(Kept { hash: Hash::kept(row.get(0)?), wrong: row.get(1)?, wrong_at: UnixMs(row.get(2)?) })
        })
        .optional()?)
}

#[cfg(test)]
mod tests;
