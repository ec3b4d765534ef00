//! A register of the run: shift after shift, each on books of its own, until its share is done.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;

use super::Folders;
use super::deck::Deck;
use super::desk::Desk;
use super::pay::End;
use super::plan::Plan;
use super::settings::Settings;
use super::tally::Tally;

/// Payments on one set of books: enough for slips and questions of many to mix, few enough that terminal and comparison
/// stay fast.
const SHIFT: u64 = 60;

/// A register of the run.
#[derive(Debug)]
pub(super) struct Register<'a> {
    settings: &'a Settings,
    folders: &'a Folders,
    deck: &'a Deck,
    number: u64,
}

impl<'a> Register<'a> {
    pub(super) fn new(settings: &'a Settings, folders: &'a Folders, deck: &'a Deck, number: u64) -> Self {
        Self { settings, folders, deck, number }
    }

    /// Does these payments, or fewer where something was wrong somewhere.
    pub(super) fn work(&self, payments: Range<u64>, stop: &AtomicBool) -> Tally {
        let mut total = Tally::default();
        let mut next = payments.start;
        while next < payments.end && total.is_right() && !stop.load(Ordering::Relaxed) {
            let shift = next..payments.end.min(next + SHIFT);
            let first = next;
            match self.shift(shift, stop, &mut next) {
                Ok(tally) => total.add(tally),
                Err(error) => {
                    total
                        .mismatches
                        .push(format!("register {} from payment {first}: {error:#}", self.number));
                }
            }
        }
        total
    }

    /// One shift; `next` is the first payment that is still to be done.
    fn shift(&self, payments: Range<u64>, stop: &AtomicBool, next: &mut u64) -> Result<Tally> {
        let first = payments.start;
        let place = self.folders.place(&format!("{}-{first}", self.number))?;
        let (logs, data) = (place.logs.clone(), place.data.clone());
        let mut desk = Desk::open(self.settings, place, self.number)?;
        let mut trouble = None;
        for number in payments {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            *next = number + 1;
            match desk.pay(&Plan::of(self.settings, self.deck, self.number, number)) {
                Ok(End::Rest) if !desk.is_used_up() => {}
                Ok(End::Rest | End::Stuck) => break,
                Err(error) => {
                    desk.note_trouble(&error);
                    trouble = Some(format!("payment {number}: {error:#}"));
                    break;
                }
            }
        }
        let agrees = desk.close()?;
        let mut tally = desk.take_tally();
        tally.mismatches.extend(trouble);
        for mismatch in &mut tally.mismatches {
            *mismatch = format!(
                "{mismatch} [seed {} register {} from {first}, {}]",
                self.settings.seed,
                self.number,
                logs.display()
            );
        }
        if agrees && tally.is_right() && !self.settings.keep_logs {
            drop(desk);
            // What is left of a shift that was right is of no interest.
            let _ = std::fs::remove_dir_all(&logs);
        } else {
            std::fs::write(logs.join("notes.txt"), desk.notes())?;
            desk.keep_the_books(&logs);
        }
        let _ = std::fs::remove_dir_all(&data);
        Ok(tally)
    }
}
