//! What kind of terminal it is, and how fast.

use catlink_shared::terminal::profile::{CatModel, RecoveryClass};

/// What kind of terminal it is.
#[derive(Debug, Clone, Copy)]
pub struct Setup {
    /// Model.
    pub model: CatModel,
    /// What it can be asked after a lost result.
    pub recovery: RecoveryClass,
    /// What it hangs on.
    pub line: LineKind,
    /// How fast it is.
    pub pace: Pace,
}

/// What the terminal hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// A serial line, or a pty in its place.
    Serial,
    /// TCP.
    Lan,
}

/// How long things take, milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Reading a card, printing, and the automatic customer's every step.
    pub step_ms: u64,
    /// STATUS at least this often while waiting: 10 s (`terminal-link`).
    pub status_ms: u64,
    /// A result not acknowledged is offered again after this, then after twice as long, …
    pub reoffer_ms: u64,
    /// … but never later than this.
    pub reoffer_most_ms: u64,
    /// A register not heard for this long no longer holds a keyed terminal on LAN: 10 s (`terminal-link`).
    pub hold_ms: u64,
    /// How long the outcome stays on the display.
    pub notice_ms: u64,
    /// A centre that cannot be reached is asked again after this.
    pub centre_ms: u64,
}

impl Pace {
    /// The usual pace with every step this long.
    #[must_use]
    pub const fn usual(step_ms: u64) -> Self {
        Self {
            step_ms,
            status_ms: 10_000,
            reoffer_ms: 2_000,
            reoffer_most_ms: 30_000,
            hold_ms: 10_000,
            notice_ms: 6_000,
            centre_ms: 2_000,
        }
    }

    /// The same with everything but the steps multiplied: a terminal for a line whose timers are.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        let ms = |ms: u64| {
            let scaled = std::time::Duration::from_millis(ms).mul_f64(factor.clamp(0.001, 1_000.0));
            u64::try_from(scaled.as_millis()).unwrap_or(u64::MAX).max(1)
        };
        Self {
            step_ms: self.step_ms,
            status_ms: ms(self.status_ms),
            reoffer_ms: ms(self.reoffer_ms),
            reoffer_most_ms: ms(self.reoffer_most_ms),
            hold_ms: ms(self.hold_ms),
            notice_ms: ms(self.notice_ms),
            centre_ms: ms(self.centre_ms),
        }
    }
}
