//! DAILYLOG: the log on its way, beside everything else that is said.
//!
//! ```text
//!          ask            delivered          END: DailyLogRead or DailyLogBroken
//!   None ───────▶ Wanted ───────────▶ Coming ─────────────────────────────────────▶ None
//!                                       │ a payment begins, or nobody wants it: DailyLogBroken(Dropped)
//!                                       ▼
//!                                     Ignored (lines that still come are dropped)
//! ```
//!
//! Only the reporting log can be asked for: the codec has no other. It goes last in line, never holds up a question, and a
//! payment ends it.

use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::terminal::Unit;
use catlink_shared::terminal::daily_log::{LogCollector, LogLine, LogTrouble, MOST_LOG_LINES};
use tokio::time::Instant;

use super::Conversation;
use crate::driver::DriverEvent;

/// Lines between two words on how far it is.
const TOLD_EVERY: u32 = 20;

/// Where the log is.
pub(super) enum Logging {
    None,
    /// To be asked for by then.
    Wanted {
        from: UnixMs,
        to: UnixMs,
        until: Instant,
    },
    /// Asked for, or being asked for.
    Coming(Coming),
    /// Given up; what still comes of it is no news.
    Ignored,
}

/// A log that comes.
pub(super) struct Coming {
    collector: LogCollector,
    /// When its next line is overdue; none before the terminal has the question.
    quiet_at: Option<Instant>,
    /// When it has taken too long altogether.
    ends_at: Instant,
}

impl Conversation {
    pub(super) fn want_log(&mut self, now: Instant, from: UnixMs, to: UnixMs) {
        match self.logging {
            Logging::None | Logging::Ignored => {
                self.logging = Logging::Wanted { from, to, until: now + self.timers.line_wait };
            }
            Logging::Wanted { .. } | Logging::Coming(_) => {}
        }
    }

    /// The log's turn: nothing else is to be said.
    pub(super) fn next_log(&mut self, now: Instant) -> Option<(UnixMs, UnixMs)> {
        let (Logging::Wanted { from, to, .. }, Some(unit)) = (&self.logging, &self.unit) else { return None };
        let (from, to) = (*from, *to);
        let collector = LogCollector::new(unit.clone(), from, to);
        let ends_at = now + self.timers.log_most;
        self.logging = Logging::Coming(Coming { collector, quiet_at: None, ends_at });
        Some((from, to))
    }

    pub(super) fn log_delivered(&mut self, now: Instant) {
        let quiet = now + self.timers.log_quiet;
        if let Logging::Coming(coming) = &mut self.logging {
            coming.quiet_at = Some(quiet);
        }
    }

    pub(super) fn log_undelivered(&mut self) {
        self.break_log(Logging::None, LogTrouble::Unheard);
    }

    pub(super) fn log_line(&mut self, now: Instant, line: LogLine) {
        self.log_grows(now, |collector| collector.take(line));
    }

    pub(super) fn log_spoilt(&mut self, now: Instant) {
        self.log_grows(now, LogCollector::spoil);
    }

    fn log_grows(&mut self, now: Instant, take: impl FnOnce(&mut LogCollector)) {
        let quiet = now + self.timers.log_quiet;
        match &mut self.logging {
            Logging::Coming(coming) => {
                take(&mut coming.collector);
                coming.quiet_at = Some(quiet);
                let came = coming.collector.came();
                if usize::try_from(came).is_ok_and(|came| came > MOST_LOG_LINES) {
                    return self.break_log(Logging::Ignored, LogTrouble::TooLong);
                }
                if came % TOLD_EVERY == 0 {
                    self.events.push_back(DriverEvent::DailyLogGrows { lines: came });
                }
            }
            // Of one that was asked for before.
            Logging::Wanted { .. } | Logging::Ignored => {}
            Logging::None => self.nobody_asked(),
        }
    }

    pub(super) fn log_ended(&mut self, unit: &Unit, count: u32, total: Yen) {
        match std::mem::replace(&mut self.logging, Logging::None) {
            Logging::Coming(coming) => {
                self.events.push_back(match coming.collector.end(unit, count, total) {
                    Ok(log) => DriverEvent::DailyLogRead(Box::new(log)),
                    Err(why) => DriverEvent::DailyLogBroken { why },
                });
            }
            Logging::Ignored => {}
            wanted @ Logging::Wanted { .. } => self.logging = wanted,
            Logging::None => self.nobody_asked(),
        }
    }

    fn nobody_asked(&mut self) {
        self.events.push_back(DriverEvent::Nonsense { why: "a daily log nobody asked for" });
    }

    /// Whether lines are waited for.
    pub(super) fn log_comes(&self) -> bool {
        matches!(self.logging, Logging::Coming(_))
    }

    /// REFUSED that names no payment: the log's, where none of its lines has come.
    pub(super) fn log_refused(&mut self, why: LogTrouble) -> bool {
        let its = matches!(&self.logging, Logging::Coming(coming) if coming.collector.came() == 0);
        if its {
            self.break_log(Logging::None, why);
        }
        its
    }

    /// Nobody wants it any more. The terminal goes on until it is asked for something else.
    pub(in crate::driver::basic) fn drop_log(&mut self) {
        match self.logging {
            Logging::Wanted { .. } => self.break_log(Logging::None, LogTrouble::Dropped),
            Logging::Coming(_) => self.break_log(Logging::Ignored, LogTrouble::Dropped),
            Logging::None | Logging::Ignored => {}
        }
    }

    /// The line is gone, or nobody is at its other end.
    pub(super) fn log_cut(&mut self) {
        match self.logging {
            Logging::Coming(_) => self.break_log(Logging::None, LogTrouble::BrokenOff),
            Logging::Ignored => self.logging = Logging::None,
            Logging::None | Logging::Wanted { .. } => {}
        }
    }

    fn break_log(&mut self, then: Logging, otherwise: LogTrouble) {
        if let Logging::Wanted { .. } | Logging::Coming(_) = self.logging {
            self.events.push_back(DriverEvent::DailyLogBroken { why: otherwise });
        }
        self.logging = then;
    }

    pub(super) fn log_deadline(&self) -> Option<Instant> {
        match &self.logging {
            Logging::Wanted { until, .. } => Some(*until),
            Logging::Coming(coming) => {
                Some(coming.quiet_at.map_or(coming.ends_at, |at| at.min(coming.ends_at)))
            }
            Logging::None | Logging::Ignored => None,
        }
    }

    pub(super) fn log_overdue(&mut self, now: Instant) {
        if self.log_deadline().is_none_or(|at| at > now) {
            return;
        }
        match &self.logging {
            Logging::Wanted { .. } => self.break_log(Logging::None, LogTrouble::Unheard),
            Logging::Coming(coming) if coming.collector.came() == 0 => {
                self.break_log(Logging::Ignored, LogTrouble::Unheard);
            }
            Logging::Coming(_) => self.break_log(Logging::Ignored, LogTrouble::BrokenOff),
            Logging::None | Logging::Ignored => {}
        }
    }
}
