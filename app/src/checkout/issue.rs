//! 領収書 and 電子ジャーナル on the page.
//!
//! What a paper says and how often it was printed is the agent's; here is what was typed and looked for.

mod arrive;
mod formal;
mod journal;
pub mod keys;

use catlink_shared::ids::{ReceiptNumber, RequestId};
use catlink_shared::wire::paper::{FormalStanding, PaperFilter, PaperKind, PaperRow, PaperView};

use super::Checkout;
use super::field::Field;
use super::window::Window;

/// Which of its screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueScreen {
    /// 電子ジャーナル
    List,
    /// 【条件】: what is looked for in it.
    Filter,
    /// One paper as it was printed.
    Paper,
    /// 【領収書】
    Formal,
}

impl IssueScreen {
    /// Its name in the page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "journal",
            Self::Filter => "journal-filter",
            Self::Paper => "journal-paper",
            Self::Formal => "formal",
        }
    }

    /// Whether it stands over another screen.
    #[must_use]
    pub const fn is_dialog(self) -> bool {
        match self {
            Self::List => false,
            Self::Filter | Self::Paper | Self::Formal => true,
        }
    }

    /// Its fields, in order.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::List | Self::Paper => &[],
            Self::Filter => &[Field::FindFrom, Field::FindTo, Field::FindNumber, Field::PaperText],
            Self::Formal => &[Field::Addressee, Field::Proviso],
        }
    }
}

/// What is open of papers.
#[derive(Debug, Clone, Default)]
pub struct Issue {
    /// Of which slip a 領収書 is asked for.
    number: Option<ReceiptNumber>,
    standing: Option<Box<FormalStanding>>,
    filter: PaperFilter,
    /// The kind that is chosen in 【条件】.
    kind: Option<PaperKind>,
    list: Window<PaperRow>,
    /// Blocks that were asked for since the filter was set.
    asked: Vec<RequestId>,
    /// Why there is nothing to show.
    trouble: Option<String>,
    paper: Option<Box<PaperView>>,
}

impl Issue {
    /// How it stands with the 領収書 that is asked for.
    #[must_use]
    pub fn standing(&self) -> Option<&FormalStanding> {
        self.standing.as_deref()
    }

    /// What is looked for.
    #[must_use]
    pub fn filter(&self) -> &PaperFilter {
        &self.filter
    }

    /// The kind that is chosen in 【条件】.
    #[must_use]
    pub fn kind(&self) -> Option<PaperKind> {
        self.kind
    }

    /// The papers.
    #[must_use]
    pub fn list(&self) -> &Window<PaperRow> {
        &self.list
    }

    /// Why there is nothing to show.
    #[must_use]
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// The paper that stands open.
    #[must_use]
    pub fn paper(&self) -> Option<&PaperView> {
        self.paper.as_deref()
    }
}

impl Checkout {
    /// What is open of papers.
    #[must_use]
    pub fn issue_desk(&self) -> &Issue {
        &self.issue
    }
}
