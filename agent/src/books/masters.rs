//! The masters' rows: read, found, kept, deleted. Whatever changes one is judged by `catlink_shared::masters::check`, is
//! made from the revision it names, and leaves a line in 変更履歴.
//!
//! It knows rows as text by key; what they mean to a sale is `catalog`'s.

mod usage;

use std::borrow::Cow;

use catlink_shared::card::guard::mask;
use catlink_shared::ids::UnixMs;
use catlink_shared::masters::check::{self, Others};
use catlink_shared::masters::{Fault, Master, Row, Values};
use catlink_shared::wire::guarded;
use catlink_shared::wire::reply::{Refusal, RefusalCode, Retry};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::history::{self, By, Change, What};
use super::{BooksError, people, refuse, training};

/// A row that a page wants kept.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Of which master.
    pub master: Master,
    /// The row that is changed; none: a new one.
    pub code: Option<&'a str>,
    /// The revision it was made from.
    pub base_revision: u64,
    /// As typed.
    pub values: &'a Values,
}

/// A row; none of that code.
///
/// # Errors
/// The database.
pub fn find(connection: &Connection, master: Master, code: &str) -> Result<Option<Row>, BooksError> {
    let found: Option<(u64, String)> = connection
        .prepare_cached("SELECT revision, row_values FROM master_row WHERE master = ?1 AND code = ?2")?
        .query_row([master.word(), code], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((revision, values)) = found else { return Ok(None) };
    Ok(Some(Row { code: code.to_owned(), revision, values: serde_json::from_str(&values)? }))
}

/// Every row of a master, by code.
///
/// # Errors
/// The database.
pub fn all(connection: &Connection, master: Master) -> Result<Vec<Row>, BooksError> {
    Ok(search(connection, master, "", 0, u32::MAX)?.0)
}

/// The order people expect: by number where codes are numbers, else by text.
const BY_CODE: &str = "CAST(code AS INTEGER), code";

/// Rows that hold a text in one of their fields, and how many there are of them in all.
///
/// # Errors
/// The database.
pub fn search(
    connection: &Connection,
    master: Master,
    find: &str,
    from: u32,
    count: u32,
) -> Result<(Vec<Row>, u32), BooksError> {
    const FITS: &str = "master = ?1 AND (?2 = '' OR EXISTS (
        SELECT 1 FROM json_each(row_values) WHERE instr(lower(value), lower(?2)) > 0))";
    let total = connection
        .prepare_cached(&format!("SELECT count(*) FROM master_row WHERE {FITS}"))?
        .query_row([master.word(), find], |row| row.get(0))?;
    let mut query = connection.prepare_cached(&format!(
        "SELECT code, revision, row_values FROM master_row WHERE {FITS} ORDER BY {BY_CODE} LIMIT ?3 OFFSET ?4"
    ))?;
    let rows = query
        .query_map(params![master.word(), find, count, from], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?))
        })?
        .map(|row| {
            let (code, revision, values) = row?;
            Ok(Row { code, revision, values: serde_json::from_str(&values)? })
        })
        .collect::<Result<_, BooksError>>()?;
    Ok((rows, total))
}

/// Lays a row that the program itself knows; one that is there stays as it is.
///
/// # Errors
/// The database.
pub fn lay(tx: &Transaction<'_>, master: Master, values: &Values) -> Result<(), BooksError> {
    tx.prepare_cached(
        "INSERT OR IGNORE INTO master_row (master, code, revision, row_values) VALUES (?1, ?2, 1, ?3)",
    )?
    .execute(params![master.word(), master.code_of(values), serde_json::to_string(values)?])?;
    Ok(())
}

/// Keeps a row.
///
/// # Errors
/// Names every field that is wrong, or that the row is there already, has moved on, or is gone.
pub fn save(
    tx: &Transaction<'_>,
    wanted: Wanted<'_>,
    by: &By,
    now: UnixMs,
) -> Result<(Row, Vec<Fault>), BooksError> {
    let master = wanted.master;
    let present = wanted.code.map(|code| find(tx, master, code)).transpose()?.flatten();
    let values = unmasked(wanted.values, present.as_ref());
    let judged = check::row(master, &values, &Books { tx }).map_err(|faults| bad_row(&faults))?;
    let code = master.code_of(&judged.values);
    let before = match wanted.code {
        Some(named) => {
            if named != code {
                return Err(refuse(
                    RefusalCode::BadRow,
                    "コードは変更できません。新しい行として登録してください。",
                ));
            }
            Some(at_revision(tx, master, named, wanted.base_revision)?)
        }
        None => None,
    };
    usage::before_change(tx, master, before.as_ref(), &judged.values)?;
    if let (Master::Register, Some(before)) = (master, &before) {
        training::before_change(tx, &code, &before.values, &judged.values, now)?;
    }
    keep(tx, wanted, code, before, judged.values, by, now).map(|row| (row, judged.warnings))
}

/// A text that went out masked and comes back as it was shown is the one that is kept: it is judged as that, and never
/// replaced by its stars unseen.
fn unmasked(values: &Values, present: Option<&Row>) -> Values {
    let mut values = values.clone();
    let Some(present) = present else { return values };
    for (key, kept) in present.values.iter() {
        let shown = guarded::field(key).reading_out().map(|reading| mask(kept, reading));
        if shown.is_some_and(|shown| matches!(shown, Cow::Owned(_)) && values.get(key) == shown) {
            values.set(key, kept.to_owned());
        }
    }
    values
}

/// Changes a row as the program itself must, whatever stands on the counter.
///
/// # Errors
/// The row has moved on, or the database.
pub fn put_back(tx: &Transaction<'_>, wanted: Wanted<'_>, by: &By, now: UnixMs) -> Result<(), BooksError> {
    let code = wanted.master.code_of(wanted.values);
    let before = at_revision(tx, wanted.master, &code, wanted.base_revision)?;
    keep(tx, wanted, code, Some(before), wanted.values.clone(), by, now).map(|_| ())
}

fn keep(
    tx: &Transaction<'_>,
    wanted: Wanted<'_>,
    code: String,
    before: Option<Row>,
    values: Values,
    by: &By,
    now: UnixMs,
) -> Result<Row, BooksError> {
    let master = wanted.master;
    let row = match &before {
        Some(before) if before.values == values => before.clone(),
        Some(before) => replace(tx, master, before, values)?,
        None => insert(tx, master, &code, values)?,
    };
    if before.as_ref() != Some(&row) {
        let was = before.map(|before| before.values).unwrap_or_default();
        let what = if wanted.code.is_none() { What::Added } else { What::Changed };
        history::record(
            tx,
            &Change { what, master: Some(master), subject: &code, was: &was, became: &row.values },
            by,
            now,
        )?;
        touched(tx)?;
    }
    Ok(row)
}

/// Deletes a row that nothing needs.
///
/// # Errors
/// Something needs it, it has moved on, or it is gone.
pub fn delete(
    tx: &Transaction<'_>,
    master: Master,
    code: &str,
    base_revision: u64,
    by: &By,
    now: UnixMs,
) -> Result<(), BooksError> {
    let row = at_revision(tx, master, code, base_revision)?;
    usage::before_delete(tx, master, &row)?;
    tx.execute("DELETE FROM master_row WHERE master = ?1 AND code = ?2", [master.word(), code])?;
    if master == Master::Operator {
        people::forget(tx, code)?;
    }
    let became = Values::default();
    let change = Change {
        what: What::Deleted,
        master: Some(master),
        subject: code,
        was: &row.values,
        became: &became,
    };
    history::record(tx, &change, by, now)?;
    touched(tx)
}

/// Rises with every change of the masters.
///
/// # Errors
/// The database.
pub fn revision(connection: &Connection) -> Result<u64, BooksError> {
    let revision = connection
        .prepare_cached("SELECT value FROM counter WHERE name = 'masters'")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(revision.unwrap_or_default())
}

/// Notes that the masters have changed.
///
/// # Errors
/// The database.
pub fn touched(tx: &Transaction<'_>) -> Result<(), BooksError> {
    super::numbers::next(tx, "masters").map(|_| ())
}

/// The row, where nobody has changed it since it was seen.
///
/// # Errors
/// Changed or deleted meanwhile.
pub fn at_revision(
    tx: &Transaction<'_>,
    master: Master,
    code: &str,
    revision: u64,
) -> Result<Row, BooksError> {
    let row = find(tx, master, code)?.ok_or_else(|| {
        refuse(RefusalCode::UnknownRow, "この行は、ほかの画面で削除されています。一覧を確認してください。")
    })?;
    if row.revision == revision {
        return Ok(row);
    }
    Err(refuse(
        RefusalCode::StaleRow,
        "この行は、開いている間にほかの画面で変更されました。F9で戻って開き直し、内容を確認してください。入力した内容は登録していません。",
    ))
}

fn replace(tx: &Transaction<'_>, master: Master, before: &Row, values: Values) -> Result<Row, BooksError> {
    let revision = before.revision + 1;
    tx.prepare_cached(
        "UPDATE master_row SET revision = ?3, row_values = ?4 WHERE master = ?1 AND code = ?2",
    )?
    .execute(params![master.word(), before.code, revision, serde_json::to_string(&values)?])
    .map_err(|error| taken(master, error))?;
    Ok(Row { code: before.code.clone(), revision, values })
}

fn insert(tx: &Transaction<'_>, master: Master, code: &str, values: Values) -> Result<Row, BooksError> {
    tx.prepare_cached("INSERT INTO master_row (master, code, revision, row_values) VALUES (?1, ?2, 1, ?3)")?
        .execute(params![master.word(), code, serde_json::to_string(&values)?])
        .map_err(|error| taken(master, error))?;
    Ok(Row { code: code.to_owned(), revision: 1, values })
}

/// A unique index says that the code, the JAN or the bar code is another row's.
fn taken(master: Master, error: rusqlite::Error) -> BooksError {
    let unique = error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation);
    if !unique {
        return error.into();
    }
    let text = error.to_string();
    let (key, message) = if text.contains("one_product_per_jan") {
        ("jan", "このJANコードは、ほかの商品で使われています。")
    } else if text.contains("one_operator_per_barcode") {
        ("barcode", "このバーコードは、ほかの担当者で使われています。")
    } else {
        ("code", "このコードは登録済みです。別のコードを入力するか、一覧からその行を開いて修正してください。")
    };
    let faults = vec![Fault::new(if master == Master::TaxClass { "valid_from" } else { key }, message)];
    let mut refusal = Refusal::new(RefusalCode::RowExists, message, Retry::Useless);
    refusal.faults = faults;
    BooksError::Refused(refusal)
}

/// A refusal that names the fields.
#[must_use]
pub fn bad_row(faults: &[Fault]) -> BooksError {
    let message = match faults {
        [only] => only.message.clone(),
        [first, ..] => format!("{}ほか{}件の誤りがあります。", first.message, faults.len() - 1),
        [] => "入力に誤りがあります。".to_owned(),
    };
    let mut refusal = Refusal::new(RefusalCode::BadRow, message, Retry::Useless);
    refusal.faults = faults.to_vec();
    BooksError::Refused(refusal)
}

/// The books as the rules see them.
struct Books<'a> {
    tx: &'a Connection,
}

impl Others for Books<'_> {
    fn has(&self, master: Master, code: &str) -> bool {
        let sql = match master {
            // Its rows are dated: any of them will do.
            Master::TaxClass => {
                "SELECT 1 FROM master_row WHERE master = ?1 AND json_extract(row_values, '$.code') = ?2"
            }
            _ => "SELECT 1 FROM master_row WHERE master = ?1 AND code = ?2",
        };
        let found = self.tx.prepare_cached(sql).and_then(|mut query| query.exists([master.word(), code]));
        // A database that cannot be read refuses the row; the write that follows says why.
        found.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
