//! 変更履歴: who changed what, when, from what, to what. Append-only; each line's hash covers the line and the hash
//! before it, so that a line changed, taken out or put in later shows (`verify`).
//!
//! It knows no rule of any master.

use catlink_shared::ids::UnixMs;
use catlink_shared::masters::{Master, Values};
use catlink_shared::wire::masters::{ChangeView, FieldChange};
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;

use super::BooksError;
use crate::chain;
use crate::clock;

/// Who does something, and whose PIN allowed it. Both have proved who they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct By {
    /// 担当者コード; none: the program itself.
    pub who: Option<String>,
    /// The manager's 担当者コード, where one was needed.
    pub approved_by: Option<String>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// 登録
    Added,
    /// 変更
    Changed,
    /// 削除
    Deleted,
    /// 取込
    Imported,
    /// PIN設定: the PIN itself is never in it.
    PinSet,
    /// 承認: a manager allowed it over a clerk's screen.
    Approved,
    /// 自己承認: a manager did it himself.
    SelfApproved,
}

impl What {
    const ALL: &[What] = &[
        Self::Added,
        Self::Changed,
        Self::Deleted,
        Self::Imported,
        Self::PinSet,
        Self::Approved,
        Self::SelfApproved,
    ];

    /// Its word in the books.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Deleted => "deleted",
            Self::Imported => "imported",
            Self::PinSet => "pin_set",
            Self::Approved => "approved",
            Self::SelfApproved => "self_approved",
        }
    }

    /// Its word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Added => "登録",
            Self::Changed => "変更",
            Self::Deleted => "削除",
            Self::Imported => "取込",
            Self::PinSet => "PIN設定",
            Self::Approved => "承認",
            Self::SelfApproved => "自己承認",
        }
    }
}

/// One change.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// What was done.
    pub what: What,
    /// To which master; none: something else.
    pub master: Option<Master>,
    /// Which row, or what else.
    pub subject: &'a str,
    /// What stood there.
    pub was: &'a Values,
    /// What stands there now.
    pub became: &'a Values,
}

/// A line as its hash covers it.
#[derive(Serialize)]
struct Line<'a> {
    position: u64,
    at: i64,
    who: Option<&'a str>,
    approved_by: Option<&'a str>,
    what: &'a str,
    master: Option<&'a str>,
    subject: &'a str,
    was: &'a str,
    became: &'a str,
}

/// Writes a line.
///
/// # Errors
/// The database.
pub fn record(tx: &Transaction<'_>, change: &Change<'_>, by: &By, now: UnixMs) -> Result<(), BooksError> {
    let chain::Place { position, before } = chain::next(tx, "change")?;
    let (was, became) = (serde_json::to_string(change.was)?, serde_json::to_string(change.became)?);
    let line = Line {
        position,
        at: now.0,
        who: by.who.as_deref(),
        approved_by: by.approved_by.as_deref(),
        what: change.what.word(),
        master: change.master.map(Master::word),
        subject: change.subject,
        was: &was,
        became: &became,
    };
    let hash = chain::link(&before, &line)?;
    tx.prepare_cached(
        "INSERT INTO change (position, at, who, approved_by, what, master, subject, was, became, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        line.position,
        line.at,
        line.who,
        line.approved_by,
        line.what,
        line.master,
        line.subject,
        line.was,
        line.became,
        hash
    ])?;
    Ok(())
}

/// Whether a manager has allowed this very thing before.
///
/// # Errors
/// The database.
pub fn was_approved(connection: &Connection, subject: &str) -> Result<bool, BooksError> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM change WHERE master IS NULL AND subject = ?1 AND what IN ('approved', 'self_approved')",
        )?
        .exists([subject])?)
}

/// The position of the first line that is not as it was written; none: all are.
///
/// # Errors
/// The database.
pub fn verify(connection: &Connection) -> Result<Option<u64>, BooksError> {
    let mut query = connection.prepare(
        "SELECT position, at, who, approved_by, what, master, subject, was, became, hash FROM change ORDER BY position",
    )?;
    let mut rows = query.query([])?;
    let (mut expected, mut before) = (1, String::new());
    while let Some(row) = rows.next()? {
        let text = |column: usize| row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from);
        let needed = |column: usize| text(column).map(Option::unwrap_or_default);
        let line = Line {
            position: row.get(0)?,
            at: row.get(1)?,
            who: text(2)?,
            approved_by: text(3)?,
            what: needed(4)?,
            master: text(5)?,
            subject: needed(6)?,
            was: needed(7)?,
            became: needed(8)?,
        };
        let hash = needed(9)?;
        if line.position != expected || chain::link(&before, &line)? != hash {
            return Ok(Some(expected));
        }
        expected += 1;
        hash.clone_into(&mut before);
    }
    Ok(chain::cut_off(connection, "change", expected)?)
}

/// Lines for a screen, newest first.
///
/// # Errors
/// The database.
pub fn read(
    connection: &Connection,
    master: Option<Master>,
    before: Option<u64>,
    count: u32,
) -> Result<Vec<ChangeView>, BooksError> {
    let mut query = connection.prepare_cached(
        "SELECT position, at, who, approved_by, what, master, subject, was, became FROM change
         WHERE (?1 IS NULL OR master = ?1) AND (?2 IS NULL OR position < ?2) ORDER BY position DESC LIMIT ?3",
    )?;
    let mut rows = query.query(params![master.map(Master::word), before, count])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        let at = UnixMs(row.get(1)?);
        let what: String = row.get(4)?;
        let of: Option<String> = row.get(5)?;
        let of = of.and_then(|word| Master::ALL.iter().copied().find(|master| master.word() == word));
        let subject: String = row.get(6)?;
        let (was, became): (String, String) = (row.get(7)?, row.get(8)?);
        changes.push(ChangeView {
            position: row.get(0)?,
            at,
            at_text: clock::date_time_text(at),
            who: row.get(2)?,
            approved_by: row.get(3)?,
            what: What::ALL
                .iter()
                .find(|known| known.word() == what)
                .map_or(what, |known| known.label().to_owned()),
            subject: of.map_or(subject.clone(), |master| format!("{} {subject}", master.label())),
            fields: fields(of, &serde_json::from_str(&was)?, &serde_json::from_str(&became)?),
        });
    }
    Ok(changes)
}

/// What became of each field that changed, in the order of the form.
fn fields(master: Option<Master>, was: &Values, became: &Values) -> Vec<FieldChange> {
    let mut keys: Vec<&str> = was.iter().chain(became.iter()).map(|(key, _)| key).collect();
    keys.sort_unstable();
    keys.dedup();
    let place = |key: &str| master.and_then(|master| master.rules().iter().position(|rule| rule.key == key));
    keys.sort_by_key(|key| place(key));
    keys.into_iter()
        .filter(|key| was.get(key) != became.get(key))
        .map(|key| {
            let rule = master.and_then(|master| master.rule(key));
            let shown =
                |text: &str| rule.map_or_else(|| text.to_owned(), |rule| rule.shown(text).into_owned());
            FieldChange {
                label: rule.map_or(key, |rule| rule.label).to_owned(),
                from: shown(was.get(key)),
                to: shown(became.get(key)),
            }
        })
        .collect()
}
