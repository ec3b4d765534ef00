//! The events themselves: appended, replayed, and chained by hash, so that one that was changed, taken out or put in later
//! shows. The first ones vouch for what stands beside them, too: the frozen slip, and what SALES left on.

use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::payment::transition::{Step, transition};
use catlink_shared::payment::{PaymentEvent, PaymentState};
use catlink_shared::terminal::TerminalResult;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, Transaction, params};
use serde::Serialize;

use super::{Beside, JournalError, event_word, from_json, to_json, to_json_option};
use crate::chain;
use crate::store::StoreError;

/// An event as its hash covers it.
#[derive(Serialize)]
struct Line<'a> {
    position: u64,
    payment_id: &'a str,
    at: i64,
    event: &'a str,
    evidence: Option<&'a str>,
    who: Option<&'a str>,
    approval: Option<&'a str>,
    /// With `PaymentAccepted` the frozen slip, with `PaymentSent` what was kept then.
    rests_on: Option<&'a str>,
}

/// Appends an event, whatever it means.
pub(super) fn insert(
    tx: &Transaction<'_>,
    payment_id: PaymentId,
    event: &PaymentEvent,
    at: UnixMs,
    beside: &Beside<'_>,
) -> Result<(), JournalError> {
    let chain::Place { position, before } = chain::next(tx, "payment_event")?;
    let evidence = beside.result.or(beside.last.and_then(|last| last.result.as_ref()));
    let (id, event_json) = (payment_id.to_string(), to_json(event)?);
    let (evidence, approval) = (to_json_option(evidence)?, to_json_option(beside.approval)?);
    let rests_on = match event {
        PaymentEvent::PaymentAccepted => to_json_option(beside.frozen)?,
        PaymentEvent::PaymentSent => to_json_option(beside.sent)?,
        PaymentEvent::PaymentNotCharged { .. }
        | PaymentEvent::PaymentDoubted { .. }
        | PaymentEvent::ResultTaken { .. }
        | PaymentEvent::InquiryAnswered { .. }
        | PaymentEvent::DecisionMade { .. }
        | PaymentEvent::HandOverAsked
        | PaymentEvent::HandOverAnswered { .. }
        | PaymentEvent::SaleMade { .. }
        | PaymentEvent::PaymentSuperseded
        | PaymentEvent::LastRead
        | PaymentEvent::PortFreed
        | PaymentEvent::RefundedInCash { .. } => None,
    };
    let line = Line {
        position,
        payment_id: &id,
        at: at.0,
        event: &event_json,
        evidence: evidence.as_deref(),
        who: beside.who,
        approval: approval.as_deref(),
        rests_on: rests_on.as_deref(),
    };
    let hash = chain::link(&before, &line).map_err(StoreError::from)?;
    tx.prepare_cached(
        "INSERT INTO payment_event (position, payment_id, at, event, evidence, who, approval, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![line.position, id, at.0, event_json, evidence, beside.who, approval, hash])?;
    Ok(())
}

/// Whether the terminal has said this very thing of the payment before.
///
/// # Errors
/// The database.
pub fn was_told(
    connection: &Connection,
    payment_id: PaymentId,
    result: &TerminalResult,
) -> Result<bool, JournalError> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM payment_event WHERE payment_id = ?1 AND evidence = ?2")?
        .exists(params![payment_id.to_string(), to_json(result)?])?)
}

/// Every event of a payment, replayed from the beginning through the transition function.
///
/// # Errors
/// The database, a row written by a newer version, or a row that cannot follow (the journal was tampered with).
pub fn replay(connection: &Connection, payment_id: PaymentId) -> Result<Option<PaymentState>, JournalError> {
    let mut query = connection
        .prepare_cached("SELECT event FROM payment_event WHERE payment_id = ?1 ORDER BY position")?;
    let rows = query.query_map([payment_id.to_string()], |row| row.get::<_, String>(0))?;
    let mut state: Option<PaymentState> = None;
    for event in rows {
        let event: PaymentEvent = from_json(&event?)?;
        match transition(state.as_ref(), &event) {
            Step::Next(next) => state = Some(next),
            Step::AlreadyThere => {}
            Step::NotAllowed => {
                let word = state.as_ref().map_or("new", PaymentState::word);
                return Err(JournalError::NotAllowed { state: word, event: event_word(&event) });
            }
        }
    }
    Ok(state)
}

/// The first event that is missing or not as it was written, or the first payment whose events do not lead to where it is
/// kept as standing; none: the journal is as it was written, as far as it can tell by itself.
///
/// # Errors
/// The database, or a row written by a newer version.
pub fn first_that_differs(connection: &Connection) -> Result<Option<String>, JournalError> {
    if let Some(position) = first_broken_link(connection)? {
        return Ok(Some(format!("{position}行目")));
    }
    let mut payments = connection.prepare("SELECT payment_id, state FROM payment ORDER BY accepted_at")?;
    let kept = payments.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    for payment in kept {
        let (id, state) = payment?;
        if !stands_as_told(connection, &id, &state)? {
            return Ok(Some(format!("決済 {id} の記録")));
        }
    }
    Ok(None)
}

fn first_broken_link(connection: &Connection) -> Result<Option<u64>, JournalError> {
    let Some(begins) = chain_begins(connection)? else {
        return first_gap(connection);
    };
    let mut query = connection.prepare(
        "SELECT position, payment_id, at, event, evidence, who, approval, hash,
                CASE json_extract(event, '$.event') WHEN 'payment_accepted' THEN frozen WHEN 'payment_sent' THEN sent END
         FROM payment_event LEFT JOIN payment USING (payment_id) ORDER BY position",
    )?;
    let mut rows = query.query([])?;
    let (mut expected, mut before) = (1, String::new());
    while let Some(row) = rows.next()? {
        let position: u64 = row.get(0)?;
        let hash: Option<String> = match row.get_ref(7)? {
            ValueRef::Text(hash) => Some(String::from_utf8_lossy(hash).into_owned()),
            _ => None,
        };
        let vouched = match &hash {
            // Written before there was a chain.
            None => position < begins,
            Some(hash) => position >= begins && *hash == hash_of(row, &before)?,
        };
        if position != expected || !vouched {
            return Ok(Some(expected));
        }
        expected += 1;
        before = hash.unwrap_or_default();
    }
    Ok(chain::cut_off(connection, "payment_event", expected)?)
}

/// The first event of the chain; none: the books are of a version that had none, and no newer one has opened them yet.
fn chain_begins(connection: &Connection) -> Result<Option<u64>, JournalError> {
    let named = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'journal_chain'";
    if !connection.prepare(named)?.exists([])? {
        return Ok(None);
    }
    Ok(Some(connection.query_row("SELECT begins FROM journal_chain", [], |row| row.get(0))?))
}

fn first_gap(connection: &Connection) -> Result<Option<u64>, JournalError> {
    let mut query = connection.prepare("SELECT position FROM payment_event ORDER BY position")?;
    let mut expected = 1;
    for position in query.query_map([], |row| row.get::<_, u64>(0))? {
        if position? != expected {
            return Ok(Some(expected));
        }
        expected += 1;
    }
    Ok(chain::cut_off(connection, "payment_event", expected)?)
}

/// How many events nothing vouches for, since they were written before there was a chain.
///
/// # Errors
/// The database.
pub fn before_the_chain(connection: &Connection) -> Result<u64, JournalError> {
    let newest: u64 =
        connection.query_row("SELECT coalesce(max(position), 0) FROM payment_event", [], |row| row.get(0))?;
    Ok(chain_begins(connection)?.map_or(newest, |begins| newest.min(begins.saturating_sub(1))))
}

fn hash_of(row: &Row<'_>, before: &str) -> Result<String, JournalError> {
    let text = |column: usize| row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from);
    let line = Line {
        position: row.get(0)?,
        payment_id: text(1)?.unwrap_or_default(),
        at: row.get(2)?,
        event: text(3)?.unwrap_or_default(),
        evidence: text(4)?,
        who: text(5)?,
        approval: text(6)?,
        rests_on: text(8)?,
    };
    Ok(chain::link(before, &line).map_err(StoreError::from)?)
}

/// Whether a payment's events lead to the state that is kept of it.
fn stands_as_told(connection: &Connection, id: &str, state: &str) -> Result<bool, JournalError> {
    let Ok(payment_id) = id.parse() else { return Ok(false) };
    match replay(connection, payment_id) {
        Ok(told) => Ok(told == Some(from_json(state)?)),
        Err(JournalError::NotAllowed { .. }) => Ok(false),
        Err(other) => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use catlink_shared::ids::{PaymentId, UnixMs};
    use catlink_shared::payment::PaymentEvent;
    use catlink_shared::receipt::DataKind;
    use rusqlite::Connection;

    use super::{Beside, before_the_chain, first_broken_link, insert};
    use crate::store::Store;

    fn happen(connection: &mut Connection, times: usize) {
        let tx = connection.transaction().unwrap();
        for _ in 0..times {
            let id = PaymentId::from_parts(1, &[7; 10]);
            insert(&tx, id, &PaymentEvent::PortFreed, UnixMs(1), &Beside::default()).unwrap();
        }
        tx.commit().unwrap();
    }

    /// Two events of before there was a chain, three of after, and something done to them.
    fn journal(sql: &str) -> Connection {
        let folder = crate::scratch::path("events");
        drop(Store::open(&folder, DataKind::Real).unwrap());
        let mut connection = Connection::open(folder.join("catlink.sqlite")).unwrap();
        let before = "PRAGMA foreign_keys = OFF;
             INSERT INTO payment_event (payment_id, at, event) VALUES ('p', 1, '{}'), ('p', 2, '{}');
             UPDATE journal_chain SET begins = 3;
             DROP TRIGGER payment_event_is_append_only_1; DROP TRIGGER payment_event_is_append_only_2;";
        connection.execute_batch(before).unwrap();
        happen(&mut connection, 3);
        connection.execute_batch(sql).unwrap();
        connection
    }

    #[test]
    fn what_was_written_before_the_chain_stands_and_nothing_after_it_goes_without() {
        for (sql, broken) in [
            ("", None),
            ("UPDATE payment_event SET who = '101' WHERE position = 4", Some(4)),
            ("UPDATE payment_event SET payment_id = 'q' WHERE position = 5", Some(5)),
            ("UPDATE payment_event SET hash = NULL WHERE position >= 4", Some(4)),
            ("UPDATE payment_event SET hash = 'x' WHERE position = 2", Some(2)),
            ("DELETE FROM payment_event WHERE position = 1", Some(1)),
            ("DELETE FROM payment_event WHERE position = 5", Some(5)),
        ] {
            assert_eq!(first_broken_link(&journal(sql)).unwrap(), broken, "{sql}");
        }
    }

    #[test]
    fn books_that_no_newer_version_has_opened_are_looked_through_as_far_as_they_go() {
        let connection = journal("DROP TABLE journal_chain; DELETE FROM payment_event WHERE position > 3");
        assert_eq!(first_broken_link(&connection).unwrap(), Some(4), "cut off");
        let whole = journal("DROP TABLE journal_chain");
        assert_eq!(first_broken_link(&whole).unwrap(), None);
        assert_eq!(before_the_chain(&whole).unwrap(), 5);
        assert_eq!(before_the_chain(&journal("")).unwrap(), 2);
    }

    #[test]
    fn a_damaged_line_is_named_and_keeps_nobody_from_writing_on() {
        let mut connection = journal(
            "UPDATE payment_event SET hash = CAST(x'ff' AS TEXT) WHERE position = 5;
             UPDATE sqlite_sequence SET seq = NULL WHERE name = 'payment_event'",
        );
        happen(&mut connection, 1);
        assert_eq!(first_broken_link(&connection).unwrap(), Some(5));
    }

    #[test]
    fn events_that_were_cut_off_show_though_others_follow() {
        let mut connection = journal("DELETE FROM payment_event WHERE position = 5");
        happen(&mut connection, 1);
        assert_eq!(first_broken_link(&connection).unwrap(), Some(5));
    }
}
