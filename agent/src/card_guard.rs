//! The guard against card data at every edge of the agent: what comes in is refused or masked, what goes out is masked, and
//! each time it is counted, told to the log and to 監査記録 by edge and field, never by what it was.
//!
//! What card data looks like is `catlink_shared::card::guard`'s; how a field is read, `catlink_shared::wire::guarded`'s.

pub mod log;
mod page;
mod probe;
mod tally;

use std::borrow::Cow;

use catlink_shared::card::guard::{Reading, mask};

use crate::door::complaints::CARD_DATA;
pub use page::{has_card_data, masked};
pub use probe::may_hold;
pub use tally::{keep_audit, total};

/// Where it was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edge {
    /// A terminal's message: the text is masked, the message goes on.
    Line,
    /// A page's request: it is refused.
    PageIn,
    /// A message to a page: the text is masked, the message goes out.
    PageOut,
    /// A line of the log.
    Log,
    /// A free text on its way into the books.
    Database,
    /// A cell of a file.
    File,
    /// What a command prints.
    Support,
}

impl Edge {
    /// Every one.
    pub const ALL: [Self; 7] =
        [Self::Line, Self::PageIn, Self::PageOut, Self::Log, Self::Database, Self::File, Self::Support];

    /// Its word in 監査記録.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::PageIn => "page_in",
            Self::PageOut => "page_out",
            Self::Log => "log",
            Self::Database => "database",
            Self::File => "file",
            Self::Support => "support",
        }
    }
}

/// Counts what was stopped, and tells of it. `field` is a name of ours, never one that came in.
pub fn stopped(edge: Edge, field: &str) {
    tally::count(edge, field);
    // A line of the log about a line of the log would be one more.
    if edge != Edge::Log && CARD_DATA.may_say() {
        tracing::warn!(edge = edge.word(), field, "what looks like card data was stopped");
    }
}

/// A text without card data.
#[must_use]
pub fn without<'a>(edge: Edge, field: &str, text: &'a str, reading: Reading) -> Cow<'a, str> {
    let masked = mask(text, reading);
    if matches!(masked, Cow::Owned(_)) {
        stopped(edge, field);
    }
    masked
}

/// A free text as it goes into the books: never a reason not to write them.
#[must_use]
pub fn kept<'a>(field: &str, text: &'a str) -> Cow<'a, str> {
    without(Edge::Database, field, text, Reading::Free)
}

/// A sentence for whoever sits at the command line.
#[must_use]
pub fn said(text: &str) -> Cow<'_, str> {
    without(Edge::Support, "output", text, Reading::Line)
}

#[cfg(test)]
mod tests;
