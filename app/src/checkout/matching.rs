//! 決済照合 on the page: the runs, a new one, its differences one by one, and how each is done or closed.
//!
//! What differs and what is to be done about it is the agent's word; the page opens what the next step names. It knows no rule
//! of who may close what: the agent asks for a manager by refusing.

mod act;
mod arrive;
mod keys;
pub mod place;
mod typed;

use catlink_shared::card::CardCategoryCode;
use catlink_shared::ids::{PaymentId, RequestId};
use catlink_shared::wire::matching::{
    CloseReason, DifferenceRow, MatchSetup, MatchTerminal, RunRow, RunSheet, TypedSlip,
};

use super::Checkout;
pub use keys::MatchKey;
pub use place::MatchField;

/// A screen of 決済照合.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchScreen {
    /// The runs.
    List,
    /// 新しい照合: which terminal, which time.
    New,
    /// The 中間計 is being read.
    Reading,
    /// Sums from the terminal's paper.
    Totals,
    /// One run.
    Run(u64),
    /// 【差異の対応】: why a difference is closed.
    Close(u64),
    /// A sum gone through slip by slip.
    Itemise(u64),
}

impl MatchScreen {
    /// Its name in the page, for tests and styles.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "matching",
            Self::New => "matching-new",
            Self::Reading => "matching-reading",
            Self::Totals => "matching-totals",
            Self::Run(_) => "matching-run",
            Self::Close(_) => "matching-close",
            Self::Itemise(_) => "matching-itemise",
        }
    }

    /// Whether it stands over another screen.
    #[must_use]
    pub const fn is_dialog(self) -> bool {
        match self {
            Self::List | Self::New | Self::Totals | Self::Run(_) | Self::Itemise(_) => false,
            Self::Reading | Self::Close(_) => true,
        }
    }
}

/// What a slip of paper is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SlipKind {
    /// 売上
    #[default]
    Sale,
    /// 取消・返品: what went back.
    Back,
}

impl SlipKind {
    /// Its word.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sale => "売上",
            Self::Back => "取消・返品",
        }
    }
}

/// What the page has open of 決済照合.
#[derive(Debug, Clone, Default)]
pub struct Matching {
    runs: Vec<RunRow>,
    /// Place of the first run here, and how many there are; none: not read yet.
    place: Option<(u64, u64)>,
    asked: Option<RequestId>,
    setup: Option<MatchSetup>,
    terminal: usize,
    /// Which sum is typed: 0 is all together, then each カード区分.
    category: usize,
    sheet: Option<RunSheet>,
    /// Lines of the 中間計 so far.
    lines: u32,
    /// When to ask again how far it is.
    look_at: Option<u64>,
    slips: Vec<TypedSlip>,
    slip_kind: SlipKind,
    /// What the terminal's list says of a payment, shown beside its question.
    beside: Option<(PaymentId, String)>,
}

impl Matching {
    /// The runs of the page that is shown.
    #[must_use]
    pub fn runs(&self) -> &[RunRow] {
        &self.runs
    }

    /// Place of the first run here, and how many there are; none: not read yet.
    #[must_use]
    pub const fn place(&self) -> Option<(u64, u64)> {
        self.place
    }

    /// Terminals that can be compared; none: not read yet.
    #[must_use]
    pub fn terminals(&self) -> Option<&[MatchTerminal]> {
        self.setup.as_ref().map(|setup| setup.terminals.as_slice())
    }

    /// The terminal that is chosen.
    #[must_use]
    pub fn terminal(&self) -> Option<&MatchTerminal> {
        self.setup.as_ref()?.terminals.get(self.terminal)
    }

    /// Which sum is typed, and its name.
    #[must_use]
    pub fn category(&self) -> (Option<CardCategoryCode>, &str) {
        let named = self.category.checked_sub(1).and_then(|at| self.setup.as_ref()?.categories.get(at));
        named.map_or((None, "合計(すべて)"), |(code, name)| (Some(*code), name))
    }

    /// The run that stands open, as far as it is read.
    #[must_use]
    pub fn sheet(&self) -> Option<&RunSheet> {
        self.sheet.as_ref()
    }

    /// Lines of the 中間計 so far.
    #[must_use]
    pub const fn lines(&self) -> u32 {
        self.lines
    }

    /// Slips of paper typed so far.
    #[must_use]
    pub fn slips(&self) -> &[TypedSlip] {
        &self.slips
    }

    /// What the slip that is typed is of.
    #[must_use]
    pub const fn slip_kind(&self) -> SlipKind {
        self.slip_kind
    }

    fn rows(&self) -> usize {
        self.sheet.as_ref().map_or(0, |sheet| sheet.rows.len())
    }

    fn difference(&self, difference: u64) -> Option<&DifferenceRow> {
        self.sheet.as_ref()?.rows.iter().find(|row| row.difference == difference)
    }
}

impl Checkout {
    /// What is open of 決済照合.
    #[must_use]
    pub fn matching(&self) -> &Matching {
        &self.matching
    }

    /// Rows of the list on a screen.
    pub(super) fn matching_rows(&self, screen: MatchScreen) -> usize {
        match screen {
            MatchScreen::List => self.matching.runs.len(),
            MatchScreen::Run(_) => self.matching.rows(),
            MatchScreen::Close(_) => CloseReason::ALL.len(),
            MatchScreen::New | MatchScreen::Reading | MatchScreen::Totals | MatchScreen::Itemise(_) => 0,
        }
    }

    /// One difference of the run that stands open.
    #[must_use]
    pub fn difference(&self, difference: u64) -> Option<&DifferenceRow> {
        self.matching.difference(difference)
    }

    /// What the terminal's 中間計 says of a payment nobody knows the end of. Nothing of it is filled in anywhere.
    #[must_use]
    pub fn said_by_the_log(&self, payment_id: PaymentId) -> Option<&str> {
        self.matching.beside.as_ref().filter(|(id, _)| *id == payment_id).map(|(_, text)| text.as_str())
    }
}
