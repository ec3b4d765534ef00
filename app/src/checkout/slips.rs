//! 伝票照会・取消 and 返品: finding a slip, seeing what can be done with it, and doing it.
//!
//! ```text
//!   Find ──▶ Sheet ──▶ Void ─────────────┐
//!     │        └─────▶ Goods ──▶ GiveBack ├─▶ the slip that was made
//!     └──▶ Unknown ──▶ UnknownBack ───────┘
//! ```
//!
//! What can be done is the agent's word ([`SlipSheet`]); here is only what the clerk chose.

mod find;
mod give_back;
pub mod keys;
mod made;
mod sheet;
mod unknown;
mod void;

use catlink_shared::basket::Draft;
use catlink_shared::ids::{ReceiptNumber, RequestId};
use catlink_shared::receipt::SlipKind;
use catlink_shared::refund::RefundBy;
use catlink_shared::wire::slips::{HeldRow, SlipQuery, SlipRow, SlipSheet};

use super::Checkout;
use super::field::Field;
use super::screen::Screen;

/// Which of its screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipScreen {
    /// 伝票照会: looking for slips.
    Find,
    /// 【伝票】: one slip.
    Sheet,
    /// 【伝票取消】
    Void,
    /// 【返品】: which goods of the slip.
    Goods,
    /// 【返品確定】
    GiveBack,
    /// 【元伝票のない返品】: which goods.
    Unknown,
    /// The same, confirmed.
    UnknownBack,
}

/// What a slip is found by.
const FIND: &[Field] = &[
    Field::FindNumber,
    Field::FindFrom,
    Field::FindTo,
    Field::FindAmount,
    Field::FindOperator,
    Field::FindLast4,
    Field::FindSlip,
];

impl SlipScreen {
    /// Its name in the page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Find => "slips",
            Self::Sheet => "slip",
            Self::Void => "void",
            Self::Goods => "goods-back",
            Self::GiveBack => "give-back",
            Self::Unknown => "goods-unknown",
            Self::UnknownBack => "give-back-unknown",
        }
    }

    /// Whether money moves with its F12.
    #[must_use]
    pub const fn is_about_money(self) -> bool {
        matches!(self, Self::Void | Self::GiveBack | Self::UnknownBack)
    }

    /// Its fields, in order.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Find => FIND,
            Self::Sheet => &[],
            Self::Void | Self::GiveBack => &[Field::Operator],
            Self::Goods => &[Field::BackPieces],
            Self::Unknown => &[Field::BackCode],
            Self::UnknownBack => &[Field::SoldOn, Field::SoldNumber, Field::Operator],
        }
    }
}

/// What happens with the goods of a slip that is voided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Afterwards {
    /// Nothing.
    #[default]
    Nothing,
    /// 取消して打ち直し: they are the next sale.
    Retype,
}

/// What is open of the slips.
#[derive(Debug, Clone, Default)]
pub struct SlipDesk {
    /// The search that was asked for last.
    asked: Option<RequestId>,
    query: SlipQuery,
    /// The clerk has just asked for a number: its slip opens by itself, once.
    opens_found: bool,
    /// Where the pages before this one began.
    earlier: Vec<Option<ReceiptNumber>>,
    held: Vec<HeldRow>,
    rows: Vec<SlipRow>,
    more: bool,
    /// Which slip stands open, or is being read.
    number: Option<ReceiptNumber>,
    sheet: Option<Box<SlipSheet>>,
    /// How the money of each tender goes back, as chosen.
    ways: Vec<RefundBy>,
    /// How many pieces of each line come back, as chosen.
    pieces: Vec<u32>,
    /// Goods whose slip is not found.
    basket: Draft,
    afterwards: Afterwards,
    /// What is to be the next sale.
    retype: Option<Draft>,
}

/// A mode of its own, by colour and word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakingBack {
    /// 取消
    Void,
    /// 返品
    Return,
}

impl Checkout {
    /// Whether what is worked on takes a slip back, or has just done so.
    #[must_use]
    pub fn taking_back(&self) -> Option<TakingBack> {
        match self.stack.last()? {
            Screen::Slips(SlipScreen::Void) => Some(TakingBack::Void),
            Screen::Slips(
                SlipScreen::Goods | SlipScreen::GiveBack | SlipScreen::Unknown | SlipScreen::UnknownBack,
            ) => Some(TakingBack::Return),
            Screen::Receipt => match self.receipt.as_ref()?.slip.kind {
                SlipKind::Void { .. } => Some(TakingBack::Void),
                SlipKind::Return { .. } => Some(TakingBack::Return),
                SlipKind::Sale
                | SlipKind::Reservation { .. }
                | SlipKind::HandOver { .. }
                | SlipKind::Cancellation { .. } => None,
            },
            _ => None,
        }
    }
}

impl SlipDesk {
    /// 保留
    #[must_use]
    pub fn held(&self) -> &[HeldRow] {
        &self.held
    }

    /// The slips that were found.
    #[must_use]
    pub fn rows(&self) -> &[SlipRow] {
        &self.rows
    }

    /// Whether there are older ones.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.more
    }

    /// Which page of the search it is, from 1.
    #[must_use]
    pub fn page(&self) -> usize {
        self.earlier.len() + 1
    }

    /// Whether a voided slip's goods are the next sale.
    #[must_use]
    pub fn is_retyping(&self) -> bool {
        matches!(self.afterwards, Afterwards::Retype)
    }

    /// Whether the search is not answered yet.
    #[must_use]
    pub fn is_searching(&self) -> bool {
        self.asked.is_some()
    }

    /// The slip that stands open.
    #[must_use]
    pub fn sheet(&self) -> Option<&SlipSheet> {
        self.sheet.as_deref()
    }

    /// How the money of each tender goes back.
    #[must_use]
    pub fn ways(&self) -> &[RefundBy] {
        &self.ways
    }

    /// How many pieces of each line come back.
    #[must_use]
    pub fn pieces(&self) -> &[u32] {
        &self.pieces
    }

    /// Goods whose slip is not found.
    #[must_use]
    pub fn basket(&self) -> &Draft {
        &self.basket
    }

    /// Whether goods of a voided slip wait to be the next sale.
    #[must_use]
    pub fn will_retype(&self) -> bool {
        self.retype.is_some()
    }
}
