//! The differences of a run, and what it says about those that earlier runs left open: carried over, or agreeing now.

use std::collections::HashSet;

use catlink_shared::ids::UnixMs;
use catlink_shared::reconciliation::Period;
use catlink_shared::terminal::TerminalId;
use catlink_shared::wire::matching::{ClosedWith, TypedTotal};
use rusqlite::{OptionalExtension, Transaction, params};

use super::{Difference, Found, totals};
use crate::books::BooksError;

/// Which run of which terminal, and when.
pub(super) struct New<'a> {
    pub(super) run: u64,
    pub(super) terminal_id: &'a TerminalId,
    pub(super) now: UnixMs,
}

/// A difference that an earlier run left open.
struct Open {
    difference: u64,
    run: u64,
    subject: String,
    at: Option<UnixMs>,
    from: UnixMs,
    to: UnixMs,
}

impl New<'_> {
    /// Writes the differences of a log. One that was closed by a person stays closed.
    ///
    /// # Errors
    /// The database.
    pub(super) fn log(&self, tx: &Transaction<'_>, period: Period, found: &Found) -> Result<(), BooksError> {
        self.add(tx, &found.differences)?;
        let still: HashSet<&str> =
            found.differences.iter().map(|difference| difference.subject.as_str()).collect();
        for open in self.open_before(tx)? {
            // A sum is answered line by line where all of its time is.
            let covered = open.at.map_or(period.from <= open.from && open.to <= period.to, |at| {
                period.from <= at && at <= period.to
            });
            let decided = !still.contains(open.subject.as_str()) && !found.undecided.contains(&open.subject);
            if covered && decided {
                self.close(tx, open.difference, open.run, ClosedWith::AgreedLater)?;
            }
        }
        Ok(())
    }

    /// Writes the differences of typed sums; an earlier sum of the same time is agreed to or carried over.
    ///
    /// # Errors
    /// The database.
    pub(super) fn totals(
        &self,
        tx: &Transaction<'_>,
        period: Period,
        typed: &[TypedTotal],
        found: &Found,
    ) -> Result<(), BooksError> {
        for open in self.open_before(tx)? {
            let asked = typed.iter().any(|total| totals::subject(total.category) == open.subject);
            let covered = open.at.is_none() && period.from <= open.from && open.to <= period.to;
            if asked && covered {
                let still = found.differences.iter().any(|difference| difference.subject == open.subject);
                let with = if still { ClosedWith::CarriedOver } else { ClosedWith::AgreedLater };
                self.close(tx, open.difference, open.run, with)?;
            }
        }
        for difference in &found.differences {
            self.insert(tx, difference)?;
        }
        Ok(())
    }

    /// Adds differences about single transactions.
    ///
    /// # Errors
    /// The database.
    pub(super) fn add(&self, tx: &Transaction<'_>, differences: &[Difference]) -> Result<(), BooksError> {
        for difference in differences {
            let before = self.newest_of(tx, &difference.subject)?;
            let added = self.insert(tx, difference)?;
            match before {
                None | Some((_, _, Some(ClosedWith::AgreedLater | ClosedWith::CarriedOver))) => {}
                Some((open, run, None)) => self.close(tx, open, run, ClosedWith::CarriedOver)?,
                Some((
                    _,
                    _,
                    Some(
                        ClosedWith::Reason { .. }
                        | ClosedWith::ActionOpened
                        | ClosedWith::Itemised
                        | ClosedWith::ClosedBefore,
                    ),
                )) => self.close(tx, added, self.run, ClosedWith::ClosedBefore)?,
            }
        }
        Ok(())
    }

    fn insert(&self, tx: &Transaction<'_>, difference: &Difference) -> Result<u64, BooksError> {
        tx.prepare_cached(
            "INSERT INTO matching_difference (run, terminal_id, subject, at, body) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            self.run,
            self.terminal_id.as_str(),
            difference.subject,
            difference.at.map(|at| at.0),
            serde_json::to_string(&difference.body)?,
        ])?;
        Ok(u64::try_from(tx.last_insert_rowid()).unwrap_or_default())
    }

    /// The newest difference about the same thing, its run, and how it was closed.
    fn newest_of(
        &self,
        tx: &Transaction<'_>,
        subject: &str,
    ) -> Result<Option<(u64, u64, Option<ClosedWith>)>, BooksError> {
        let found: Option<(u64, u64, Option<String>)> = tx
            .prepare_cached(
                "SELECT d.difference, d.run, c.reason FROM matching_difference d
                 LEFT JOIN matching_closing c USING (difference)
                 WHERE d.terminal_id = ?1 AND d.subject = ?2 ORDER BY d.difference DESC LIMIT 1",
            )?
            .query_row(params![self.terminal_id.as_str(), subject], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        let Some((difference, run, reason)) = found else { return Ok(None) };
        Ok(Some((difference, run, reason.map(|reason| serde_json::from_str(&reason)).transpose()?)))
    }

    fn open_before(&self, tx: &Transaction<'_>) -> Result<Vec<Open>, BooksError> {
        let mut query = tx.prepare_cached(
            "SELECT d.difference, d.run, d.subject, d.at, r.from_time, r.to_time
             FROM matching_difference d JOIN matching_run r USING (run)
             WHERE d.terminal_id = ?1 AND d.run <> ?2
               AND NOT EXISTS (SELECT 1 FROM matching_closing c WHERE c.difference = d.difference)",
        )?;
        let rows = query.query_map(params![self.terminal_id.as_str(), self.run], |row| {
            Ok(Open {
                difference: row.get(0)?,
                run: row.get(1)?,
                subject: row.get(2)?,
                at: row.get::<_, Option<i64>>(3)?.map(UnixMs),
                from: UnixMs(row.get(4)?),
                to: UnixMs(row.get(5)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Closes a difference by this run.
    fn close(
        &self,
        tx: &Transaction<'_>,
        difference: u64,
        of_run: u64,
        with: ClosedWith,
    ) -> Result<(), BooksError> {
        tx.prepare_cached(
            "INSERT INTO matching_closing (difference, run, at, reason, note, by_run)
             VALUES (?1, ?2, ?3, ?4, '', ?5)",
        )?
        .execute(params![
            difference,
            of_run,
            self.now.0,
            serde_json::to_string(&with)?,
            self.run
        ])?;
        Ok(())
    }
}
