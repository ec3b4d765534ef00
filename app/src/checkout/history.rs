//! クレジット利用履歴: the list of card payments, what narrows it, its sums with the chart, and its paper.
//!
//! ```text
//!   List ──F5──▶ Find          F12: the slip (【伝票】 of 伝票照会), and back
//!     ├────F6──▶ Totals ─┐
//!     └────F10─▶ Paper ◀─┘     F8: CSV
//! ```
//!
//! Which payments there are, and what they come to, is the agent's word; here is only what the clerk looks at.

mod find;
mod keys;
mod place;
mod read;

use catlink_shared::wire::history::{HistoryFilter, HistoryRow, HistoryTotals};

use super::Checkout;
use super::field::Field;
use super::window::Window;

pub use keys::HistoryCommand;
pub use place::HistoryField;

/// Which of its screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryScreen {
    /// クレジット利用履歴
    List,
    /// 【検索】
    Find,
    /// 集計・グラフ
    Totals,
    /// What is printed.
    Paper,
}

impl HistoryScreen {
    /// Its name in the page, for tests and styles.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "history",
            Self::Find => "history-find",
            Self::Totals => "history-totals",
            Self::Paper => "history-paper",
        }
    }

    /// Whether it stands over another screen.
    #[must_use]
    pub const fn is_dialog(self) -> bool {
        match self {
            Self::Find => true,
            Self::List | Self::Totals | Self::Paper => false,
        }
    }

    /// Its fields, in order.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Find => place::FIND,
            Self::List | Self::Totals | Self::Paper => &[],
        }
    }
}

/// What is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The sums.
    pub totals: HistoryTotals,
    /// The list, as far as it goes on paper.
    pub rows: Vec<HistoryRow>,
    /// When it was read.
    pub at_text: String,
}

/// What the page has open of クレジット利用履歴.
#[derive(Debug, Clone, Default)]
pub struct History {
    filter: HistoryFilter,
    list: Window<HistoryRow>,
    /// What the sums are of, and they.
    totals: Option<(HistoryFilter, HistoryTotals)>,
    printed: Option<(HistoryFilter, Printed)>,
}

impl History {
    /// The list.
    #[must_use]
    pub fn list(&self) -> &Window<HistoryRow> {
        &self.list
    }

    /// The sums, once they are read.
    #[must_use]
    pub fn totals(&self) -> Option<&HistoryTotals> {
        self.totals.as_ref().filter(|(of, _)| *of == self.filter).map(|(_, totals)| totals)
    }

    /// What is printed, once it is read.
    #[must_use]
    pub fn printed(&self) -> Option<&Printed> {
        self.printed.as_ref().filter(|(of, _)| *of == self.filter).map(|(_, printed)| printed)
    }
}

impl Checkout {
    /// What is open of クレジット利用履歴.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }
}
