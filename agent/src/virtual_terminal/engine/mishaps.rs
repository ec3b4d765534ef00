//! What goes wrong with the terminal's body, on request: paper, cover, a hand on 中止, a restart; and what mends itself.

use catlink_shared::terminal::Phase;

use super::{Cover, Doing, Engine, Output, Paper};
use crate::virtual_terminal::act::Act;
use crate::virtual_terminal::clock::Now;
use crate::virtual_terminal::fault::{Fault, FaultBox};

/// A mend that finds the terminal busy tries again after this (ours).
const MEND_AGAIN_MS: u64 = 200;

/// What mends itself, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    at_ms: u64,
    act: Act,
}

impl Engine {
    /// Lets something be put right by itself.
    pub fn mend_later(&mut self, now: Now, after_ms: u64, act: Act) {
        self.mends.push(Mend { at_ms: now.ms + after_ms, act });
    }

    /// What is still to be put right, for the engine that follows this one.
    #[must_use]
    pub fn into_mends(self) -> Vec<Mend> {
        self.mends
    }

    /// Takes over from the engine before.
    pub fn with_mends(&mut self, mends: Vec<Mend>) {
        self.mends = mends;
    }

    pub(super) fn next_mend(&self) -> Option<u64> {
        self.mends.iter().map(|mend| mend.at_ms).min()
    }

    pub(super) fn mend_due(&mut self, now: Now, faults: &mut FaultBox) {
        let (due, later) = std::mem::take(&mut self.mends).into_iter().partition(|mend| mend.at_ms <= now.ms);
        self.mends = later;
        for mend in due {
            if self.do_act(now, mend.act.clone(), faults).is_err() {
                self.mend_later(now, MEND_AGAIN_MS, mend.act);
            }
        }
    }

    /// The terminal has just come to a phase, or is still in it.
    pub(super) fn happen_in_phase(&mut self, now: Now, faults: &mut FaultBox) {
        let Some(phase) = self.phase() else { return };
        let cancelled = faults.fires(&Fault::CancelIn { phase });
        if cancelled && let Err(why) = self.cancel_here(now) {
            tracing::info!(%why, "中止 does nothing here");
        }
        if faults.fires(&Fault::RestartIn { phase }) {
            self.out.push(Output::Restart);
        }
    }

    /// What may stop the printer at the very moment it prints.
    pub(super) fn happen_in_printing(&mut self, now: Now, faults: &mut FaultBox) {
        let paper = faults.take(|fault| match fault {
            Fault::PaperOutInPrinting { back_after_ms } => Some(*back_after_ms),
            _other => None,
        });
        if let Some(back_after_ms) = paper {
            self.paper = Paper::Out;
            self.mend_perhaps(now, back_after_ms, Act::Paper { loaded: true });
        }
        let cover = faults.take(|fault| match fault {
            Fault::CoverOpenInPrinting { back_after_ms } => Some(*back_after_ms),
            _other => None,
        });
        if let Some(back_after_ms) = cover {
            self.cover = Cover::Open;
            self.mend_perhaps(now, back_after_ms, Act::Cover { open: false });
        }
    }

    fn mend_perhaps(&mut self, now: Now, after_ms: Option<u64>, act: Act) {
        if let Some(after_ms) = after_ms {
            self.mend_later(now, after_ms, act);
        }
    }

    /// Where printing stands with the paper and the cover as they are.
    pub(super) fn printing(&self) -> Phase {
        match (self.cover, self.paper) {
            (Cover::Open, _) => Phase::CoverOpen,
            (Cover::Closed, Paper::Out) => Phase::PaperOut,
            (Cover::Closed, Paper::In) => Phase::Printing,
        }
    }

    /// Paper or cover have changed: a slip that waited for them goes on.
    pub(super) fn printer_changed(&mut self, now: Now) {
        let Doing::At(transaction) = &self.doing else { return };
        let phase = self.printing();
        if transaction.stands_still() && transaction.phase != phase {
            self.enter(now, phase);
        }
    }
}
