//! 決済照合: what the books have of one terminal in a period, beside what the terminal lists, one by one.
//!
//! It knows no storage, no clock and no terminal. Whatever order things come in, each booked item and each line ends in
//! exactly one place, and nothing is matched twice.
//!
//! ```text
//!  items (books) ─┐   1. slip number, amount, time    ┐
//!                 ├─▶ 2. slip number, time            ├─▶ Comparison: each item's Fate, each line's item
//!  lines (there) ─┘   3. amount and time alone        ┘
//! ```

mod compare;
#[cfg(test)]
mod tests;

use crate::ids::UnixMs;
use crate::money::Yen;
use crate::terminal::SlipNumber;

pub use compare::compare;

/// A slip's number means that slip only so near its time: clocks drift, paper is printed later than it is paid, and numbers
/// come round or begin anew after a wiped memory. 15 min (ours).
pub const NUMBERED_SLACK_MS: i64 = 15 * 60_000;
/// Where only amount and time tell, clocks may be apart by so much. 2 min (ours, as for a typed time).
pub const SLACK_MS: i64 = 2 * 60_000;

/// A range of the terminal's time, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// From when on.
    pub from: UnixMs,
    /// Until when.
    pub to: UnixMs,
}

impl Period {
    /// Whether all of a span lies in it.
    #[must_use]
    pub fn covers(self, span: Span) -> bool {
        self.from <= span.from && span.to <= self.to
    }
}

/// When something happened on the terminal's clock, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Not before.
    pub from: UnixMs,
    /// Not after.
    pub to: UnixMs,
}

impl Span {
    /// Exactly then.
    #[must_use]
    pub const fn at(at: UnixMs) -> Self {
        Self { from: at, to: at }
    }

    /// How far a time is from it.
    #[must_use]
    pub fn distance(self, at: UnixMs) -> i64 {
        self.from.since(at).max(at.since(self.to)).max(0)
    }
}

/// A transaction that came about, as the terminal lists it or its paper says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// The terminal's clock; none where only paper was typed.
    pub at: Option<UnixMs>,
    /// The terminal's slip.
    pub slip_number: SlipNumber,
    /// What was charged; negative: what went back.
    pub amount: Yen,
}

/// What the books know of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It came about: the terminal said so, or its paper closed an action.
    Booked,
    /// A person said that it was charged (証拠待ち).
    SaidCharged,
    /// On the list of 端末側の操作待ち with its slip: money nobody had asked for, which may have gone either way.
    Listed,
    /// Nobody knows (結果不明, 保留).
    Open,
    /// Taken or given back by hand; its slip was not typed yet.
    Unnumbered,
    /// A person said that nothing was charged (証拠待ち).
    SaidNotCharged,
}

impl Standing {
    /// Whether its money is in the books.
    #[must_use]
    pub const fn counts(self) -> bool {
        match self {
            Self::Booked | Self::SaidCharged | Self::Listed => true,
            Self::Open | Self::Unnumbered | Self::SaidNotCharged => false,
        }
    }
}

/// One thing the books have of the terminal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// What is known of it.
    pub standing: Standing,
    /// When, on the terminal's clock.
    pub span: Span,
    /// The terminal's slip, where known.
    pub slip_number: Option<SlipNumber>,
    /// How much; negative: what went back.
    pub amount: Yen,
}

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// This line is it.
    Matched(usize),
    /// This line is it, with another amount.
    Differs(usize),
    /// It should be there, and is not.
    Absent,
    /// It may have been before or after the period: nothing is concluded.
    Outside,
}

/// Where every item and every line ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// By item.
    pub fates: Vec<Fate>,
    /// By line: the item it belongs to; none: only there.
    pub owners: Vec<Option<usize>>,
}

/// What one item and its fate come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Finding {
    /// Both sides agree.
    Agreed,
    /// 証拠待ち: the terminal says what the person said.
    Confirmed,
    /// POSのみ
    OnlyHere,
    /// 金額相違
    AmountDiffers,
    /// A question that the terminal's list answers.
    Answered,
    /// By hand, and the list shows its slip.
    NumberFound,
    /// A person said charged, and the terminal has none.
    NotChargedAfterAll,
    /// A person said not charged, and the terminal has it.
    ChargedAfterAll,
    /// Still open, and the list does not show it.
    StillOpen,
    /// Not of this period.
    Outside,
}

/// What an item's fate means.
#[must_use]
pub const fn finding(standing: Standing, fate: Fate) -> Finding {
    match (standing, fate) {
        (_, Fate::Outside) => Finding::Outside,
        (Standing::Booked | Standing::Listed, Fate::Matched(_)) => Finding::Agreed,
        (Standing::SaidCharged, Fate::Matched(_)) | (Standing::SaidNotCharged, Fate::Absent) => {
            Finding::Confirmed
        }
        (Standing::Open, Fate::Matched(_) | Fate::Differs(_)) => Finding::Answered,
        (Standing::Unnumbered, Fate::Matched(_) | Fate::Differs(_)) => Finding::NumberFound,
        (Standing::SaidNotCharged, Fate::Matched(_) | Fate::Differs(_)) => Finding::ChargedAfterAll,
        (Standing::Booked | Standing::Listed | Standing::SaidCharged, Fate::Differs(_)) => {
            Finding::AmountDiffers
        }
        (Standing::Booked, Fate::Absent) => Finding::OnlyHere,
        (Standing::SaidCharged, Fate::Absent) => Finding::NotChargedAfterAll,
        (Standing::Listed | Standing::Open | Standing::Unnumbered, Fate::Absent) => Finding::StillOpen,
    }
}
