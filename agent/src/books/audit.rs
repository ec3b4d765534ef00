//! 監査記録: who came and went, who was refused, and what left the register. Append-only lines, chained by hash.
//!
//! What changed a setting stands in 変更履歴, what was decided of a payment beside its event; here is what would leave no trace
//! otherwise. It never stands in anybody's way: a line that cannot be written is told to the log, and the work goes on.

use catlink_shared::card::guard::Reading;
use catlink_shared::ids::UnixMs;
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;

use super::BooksError;
use crate::card_guard::{Edge, without};
use crate::chain;
use crate::clock;
use crate::store::{Claim, Store};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The agent began to run.
    Started,
    /// サインイン
    SignedIn,
    /// A tab came back with the token of its サインイン.
    Resumed,
    /// サインアウト, by key or after a while.
    SignedOut,
    /// A wrong PIN, or a code that nobody has.
    Refused,
    /// 責任者の承認: a manager's PIN was right.
    Allowed,
    /// A file went out.
    Exported,
    /// A code was shown for a page from elsewhere.
    PairingOffered,
    /// A page from elsewhere was paired.
    Paired,
    /// A wrong code was typed on such a page.
    PairingRefused,
    /// A page's key was taken away.
    Unpaired,
    /// The guard stopped what looks like card data: edge, field, how often since the line before.
    CardDataStopped,
}

impl What {
    /// Its word in the books.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::SignedIn => "signed_in",
            Self::Resumed => "resumed",
            Self::SignedOut => "signed_out",
            Self::Refused => "refused",
            Self::Allowed => "allowed",
            Self::Exported => "exported",
            Self::PairingOffered => "pairing_offered",
            Self::Paired => "paired",
            Self::PairingRefused => "pairing_refused",
            Self::Unpaired => "unpaired",
            Self::CardDataStopped => "card_data_stopped",
        }
    }
}

/// One line, as it is asked for.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What happened.
    pub what: What,
    /// 担当者コード, where somebody is known.
    pub who: Option<String>,
    /// With what, or for whom. Never what somebody typed: it might be a PIN.
    pub subject: String,
}

/// A line as its hash covers it.
#[derive(Serialize)]
struct Line<'a> {
    position: u64,
    at: i64,
    what: &'a str,
    who: Option<&'a str>,
    subject: &'a str,
}

/// Writes a line. Whoever asked goes on whether or not it could be written.
pub async fn note(store: &Store, entry: Entry) {
    let written = store.write(Claim::None, move |tx| append(tx, &entry, clock::now())).await;
    if let Err(error) = written {
        tracing::error!(%error, "a line of the audit could not be written");
    }
}

/// Appends a line.
///
/// # Errors
/// The database.
pub fn append(tx: &Transaction<'_>, entry: &Entry, at: UnixMs) -> Result<(), BooksError> {
    let chain::Place { position, before } = chain::next(tx, "audit")?;
    let line = Line {
        position,
        at: at.0,
        what: entry.what.word(),
        who: entry.who.as_deref(),
        subject: &without(Edge::Database, "subject", &entry.subject, Reading::Line),
    };
    let hash = chain::link(&before, &line)?;
    tx.prepare_cached(
        "INSERT INTO audit (position, at, what, who, subject, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![line.position, line.at, line.what, line.who, line.subject, hash])?;
    Ok(())
}

/// The position of the first line that is not as it was written; none: all are.
///
/// # Errors
/// The database.
pub fn verify(connection: &Connection) -> Result<Option<u64>, BooksError> {
    let mut query =
        connection.prepare("SELECT position, at, what, who, subject, hash FROM audit ORDER BY position")?;
    let mut rows = query.query([])?;
    let (mut expected, mut before) = (1, String::new());
    while let Some(row) = rows.next()? {
        let (what, who, subject): (String, Option<String>, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let line = Line {
            position: row.get(0)?,
            at: row.get(1)?,
            what: &what,
            who: who.as_deref(),
            subject: &subject,
        };
        let hash: String = row.get(5)?;
        if line.position != expected || chain::link(&before, &line)? != hash {
            return Ok(Some(expected));
        }
        expected += 1;
        before = hash;
    }
    Ok(chain::cut_off(connection, "audit", expected)?)
}

/// How many lines tell of card data that was stopped.
///
/// # Errors
/// The database.
pub fn card_data_stopped(connection: &Connection) -> Result<u64, BooksError> {
    let of = What::CardDataStopped.word();
    Ok(connection.query_row("SELECT count(*) FROM audit WHERE what = ?1", [of], |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use catlink_shared::ids::UnixMs;
    use catlink_shared::receipt::DataKind;

    use super::{Entry, What, append, note, verify};
    use crate::books::bench::{books, write};

    fn entry(what: What, subject: &str) -> Entry {
        Entry { what, who: Some("101".into()), subject: subject.into() }
    }

    #[tokio::test]
    async fn a_line_that_was_changed_taken_out_or_cut_off_shows() {
        let tampered = [
            ("", None),
            ("UPDATE audit SET who = '102' WHERE position = 2", Some(2)),
            ("UPDATE audit SET hash = 'x' WHERE position = 1", Some(1)),
            ("DELETE FROM audit WHERE position = 2", Some(2)),
            ("DELETE FROM audit WHERE position = 3", Some(3)),
        ];
        for (sql, broken) in tampered {
            let store = books(DataKind::Real).await;
            for subject in ["a", "b", "c"] {
                note(&store, entry(What::SignedIn, subject)).await;
            }
            let drop = "DROP TRIGGER audit_is_append_only_1; DROP TRIGGER audit_is_append_only_2;";
            write(&store, move |tx| Ok(tx.execute_batch(&format!("{drop} {sql}"))?)).await.unwrap();
            assert_eq!(store.read(verify).await.unwrap(), broken, "{sql}");
        }
    }

    #[tokio::test]
    async fn a_line_that_was_cut_off_shows_though_others_follow_it() {
        let store = books(DataKind::Real).await;
        for subject in ["a", "b"] {
            note(&store, entry(What::SignedIn, subject)).await;
        }
        let cut = "DROP TRIGGER audit_is_append_only_2; DELETE FROM audit WHERE position = 2";
        write(&store, move |tx| Ok(tx.execute_batch(cut)?)).await.unwrap();
        note(&store, entry(What::SignedIn, "c")).await;
        assert_eq!(store.read(verify).await.unwrap(), Some(2));
    }

    #[tokio::test]
    async fn a_line_stays_as_it_was_written() {
        let store = books(DataKind::Real).await;
        write(&store, |tx| append(tx, &entry(What::Exported, "x.csv"), UnixMs(1))).await.unwrap();
        for sql in ["UPDATE audit SET subject = ''", "DELETE FROM audit"] {
            assert!(write(&store, move |tx| Ok(tx.execute(sql, [])?)).await.is_err(), "{sql}");
        }
    }
}
