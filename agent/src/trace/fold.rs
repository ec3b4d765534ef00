//! Which lines are the same again: a terminal that is asked every other second says the same for hours.

use std::collections::HashMap;

use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::trace::{LineNote, TraceField, TraceLine};

/// Payments whose repetitions are remembered at once.
const MOST_PAYMENTS: usize = 16;

/// Whether a line is worth keeping whoever it belongs to.
pub(super) fn tells_of_money(line: &TraceLine) -> bool {
    match line {
        TraceLine::Message { kind, .. } => matches!(kind.as_str(), "SALES" | "RESULT"),
        TraceLine::Malformed { .. } => true,
        TraceLine::Note { .. } | TraceLine::Missing { .. } | TraceLine::Full => false,
    }
}

/// What makes a line the same as an earlier one; none for what is kept each time.
fn sameness(line: &TraceLine) -> Option<String> {
    match line {
        TraceLine::Message { way, kind, fields } => {
            let again = ["HELLO", "READY", "PING", "STATE", "QUERY", "PENDING", "NONE", "FORGOTTEN", "LAST"];
            // The terminal's clock goes on; what it says stays the same.
            let told: Vec<&TraceField> =
                fields.iter().filter(|field| field.name.as_deref() != Some("terminal_time")).collect();
            again.contains(&kind.as_str()).then(|| format!("{way:?} {kind} {told:?}"))
        }
        TraceLine::Note { note } => match note {
            LineNote::Opened
            | LineNote::Lost
            | LineNote::Silent
            | LineNote::Busy
            | LineNote::Unanswered
            | LineNote::NoAnswer
            | LineNote::NakHeard
            | LineNote::NakSaid
            | LineNote::SentAgain
            | LineNote::HeardAgain
            | LineNote::Noise => Some(format!("{note:?}")),
            LineNote::Won
            | LineNote::Delivered
            | LineNote::EveryTryRefused
            | LineNote::Aborted
            | LineNote::Acknowledged
            | LineNote::NotAcknowledged => None,
        },
        TraceLine::Malformed { .. } => Some(format!("{line:?}")),
        TraceLine::Missing { .. } | TraceLine::Full => None,
    }
}

/// The rows a repetition is counted in: those since the last line of the payment that was none.
#[derive(Debug, Default)]
pub(super) struct Folds {
    of: HashMap<Option<PaymentId>, HashMap<String, i64>>,
}

impl Folds {
    /// The row that says this already.
    pub(super) fn row(&self, payment_id: Option<PaymentId>, line: &TraceLine) -> Option<i64> {
        self.of.get(&payment_id)?.get(&sameness(line)?).copied()
    }

    /// A new row says this.
    pub(super) fn said(&mut self, payment_id: Option<PaymentId>, line: &TraceLine, row: i64) {
        if self.of.len() >= MOST_PAYMENTS && !self.of.contains_key(&payment_id) {
            self.of.clear();
        }
        let rows = self.of.entry(payment_id).or_default();
        match sameness(line) {
            Some(same) => {
                rows.insert(same, row);
            }
            None => rows.clear(),
        }
    }

    /// Rows that are gone count nothing any more.
    pub(super) fn forget(&mut self) {
        self.of.clear();
    }
}
