//! The end of a shift at a desk: the books are closed, and what went wrong is kept.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::desk::Desk;
use super::tally::Tally;
use super::verdict::verdict;
use crate::books::PosBooks;

/// How long a terminal may take to undo at the centre what it gave up.
const TO_UNDO: Duration = Duration::from_secs(2);

impl Desk<'_> {
    /// Closes the books: what they say goes into the tally. Says whether they agree.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn close(&mut self) -> Result<bool> {
        self.stand.revive()?;
        let began = Instant::now();
        let (centre, pos, found) = loop {
            let centre = self.stand.centre.book()?;
            let pos = PosBooks::read(&self.stand.agent.database()).context("the books at the end")?;
            let found = verdict(&centre, &pos, self.renumbered);
            // A terminal that gave a charge up while the centre was away is still undoing it.
            if found.is_right() || began.elapsed() > TO_UNDO {
                break (centre, pos, found);
            }
            self.page.look();
        };
        let agrees = found.is_right();
        for mismatch in &found.mismatches {
            self.note(format!("MISMATCH {mismatch}"));
        }
        if !agrees {
            self.note(format!("centre {centre:?}\npos {pos:?}"));
        }
        for why in std::mem::take(&mut self.left).into_values() {
            *self.tally.left.entry(why).or_default() += 1;
        }
        self.tally.add(found);
        Ok(agrees)
    }

    /// What it counted so far; begins anew.
    pub fn take_tally(&mut self) -> Tally {
        std::mem::take(&mut self.tally)
    }

    /// Everything that happened, for a run that was wrong.
    #[must_use]
    pub fn notes(&self) -> String {
        self.notes.join("\n")
    }

    /// Whether the books should be closed before the next payment.
    #[must_use]
    pub fn is_used_up(&self) -> bool {
        self.renumbered
    }

    /// Notes what must not have happened.
    pub fn note_trouble(&mut self, error: &anyhow::Error) {
        self.note(format!("TROUBLE {error:#}"));
    }

    /// Keeps both books beside the logs.
    pub fn keep_the_books(&self, logs: &Path) {
        let centre = self.stand.place.file("centre.jsonl");
        for file in [self.stand.agent.database(), centre, self.stand.place.file("cat1.json")] {
            if let Some(name) = file.file_name() {
                // Whatever can be kept.
                let _ = std::fs::copy(&file, logs.join(name));
            }
        }
    }
}
