//! 日計 of one business day.

use serde::{Deserialize, Serialize};

use super::{CheckView, Flows, MovementView, TerminalBooked, TerminalTyped};
use crate::money::Yen;
use crate::tax::TaxClass;

/// How many and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CountOf {
    /// How many.
    pub count: u32,
    /// How much.
    pub amount: Yen,
}

impl CountOf {
    /// Both together. Sums of a shop are far from what fits.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            count: self.count.saturating_add(other.count),
            amount: Yen::new(self.amount.get().saturating_add(other.amount.get())),
        }
    }

    /// One more.
    pub const fn add(&mut self, amount: Yen) {
        self.count = self.count.saturating_add(1);
        self.amount = Yen::new(self.amount.get().saturating_add(amount.get()));
    }
}

/// 日計
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayReport {
    /// `YYYY-MM-DD`
    pub day: String,
    /// The day with anything booked before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The one after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The shop.
    pub shop_name: String,
    /// 端末コード
    pub register_code: String,
    /// When it was made, `2026/11/23 21:10:05`.
    pub made_at: String,
    /// How the day stands.
    pub state: DayState,
    /// Live slips by kind.
    pub slips: Vec<SlipTotal>,
    /// 前受金
    #[serde(default, skip_serializing_if = "Advances::is_none")]
    pub advances: Advances,
    /// By tender: cash, then each カード会社.
    pub tenders: Vec<TenderTotal>,
    /// By tax rate.
    pub taxes: Vec<TaxTotal>,
    /// By 担当者, with what of theirs is to be looked at (要確認操作).
    pub operators: Vec<OperatorTotal>,
    /// 現金返金 of card sales.
    pub refunds: CardRefunds,
    /// 入出金, oldest first.
    pub movements: Vec<MovementView>,
    /// レジ点検, oldest first.
    pub checks: Vec<CheckView>,
    /// What moved the cash of this day.
    pub flows: Flows,
    /// The 精算 that closed it.
    pub closing: Option<ClosingView>,
    /// 前日分: slips of an approval that came after their day.
    pub earlier_days: CountOf,
    /// Training slips: how many.
    pub training: u32,
}

impl DayReport {
    /// Whether nothing at all was booked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slips.is_empty() && self.movements.is_empty() && matches!(self.state, DayState::NotOpened)
    }

    /// All live slips.
    #[must_use]
    pub fn total(&self) -> CountOf {
        self.slips.iter().fold(CountOf::default(), |all, slip| all.and(slip.of))
    }
}

/// How the day of a 日計 stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DayState {
    /// Nothing was ever booked in it.
    NotOpened,
    /// Not closed.
    Open {
        /// Since when.
        since: String,
        /// By whom; none: by itself.
        opened_by: Option<String>,
    },
    /// 精算済
    Closed {
        /// Since when.
        since: String,
        /// By whom; none: by itself.
        opened_by: Option<String>,
    },
}

impl DayState {
    /// As 日計 says it, on screen and paper.
    #[must_use]
    pub fn sentence(&self) -> String {
        let by = |who: &Option<String>| match who {
            Some(who) => format!("担当者 {who}"),
            None => "自動".to_owned(),
        };
        match self {
            Self::NotOpened => "未開設".to_owned(),
            Self::Open { since, opened_by } => format!("営業中(開設 {since} {})", by(opened_by)),
            Self::Closed { since, opened_by } => format!("精算済(開設 {since} {})", by(opened_by)),
        }
    }
}

/// Kinds of slips that change what was sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SoldKind {
    /// 売上
    Sale,
    /// 引渡
    HandOver,
    /// 取消
    Void,
    /// 返品
    Return,
}

impl SoldKind {
    /// Its word.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sale => "売上",
            Self::HandOver => "引渡",
            Self::Void => "取消",
            Self::Return => "返品",
        }
    }
}

/// 前受金: money in advance, which is no sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Advances {
    /// 内金 that came in.
    pub received: CountOf,
    /// 内金 that went into a sale, or back: negative.
    pub given_up: CountOf,
}

impl Advances {
    /// Whether there was none at all.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.received.count == 0 && self.given_up.count == 0
    }
}

/// Slips of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipTotal {
    /// Which.
    pub kind: SoldKind,
    /// How many and how much, signed.
    pub of: CountOf,
}

/// One tender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenderTotal {
    /// 現金, or the カード会社.
    pub name: String,
    /// カード区分; none for cash.
    pub category_name: Option<String>,
    /// How many and how much, signed.
    pub of: CountOf,
}

/// One tax rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxTotal {
    /// Which.
    pub class: TaxClass,
    /// What was sold at it, tax included.
    pub amount: Yen,
    /// The tax in it.
    pub tax: Yen,
}

/// One 担当者.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorTotal {
    /// 担当者コード; none: slips without one.
    pub code: Option<String>,
    /// Name.
    pub name: String,
    /// Slips.
    pub of: CountOf,
    /// 連動しないで確定
    pub unlinked: CountOf,
    /// Slips with 値引・割引.
    pub discounts: CountOf,
    /// 伝票取消
    #[serde(default)]
    pub voids: CountOf,
    /// 返品
    #[serde(default)]
    pub returns: CountOf,
    /// 決済結果の判断
    pub decisions: u32,
    /// 再発行 of what was printed before.
    #[serde(default, skip_serializing_if = "is_none")]
    pub reprints: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_none(count: &u32) -> bool {
    *count == 0
}

/// 現金返金 of card sales.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CardRefunds {
    /// How many and how much.
    pub of: CountOf,
}

/// A 精算 as 日計 shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingView {
    /// When.
    pub at: String,
    /// By whom.
    pub who: String,
    /// The manager who allowed it over open items.
    pub approved_by: Option<String>,
    /// Every day it closed, oldest first.
    pub days: Vec<String>,
    /// What should have been in the drawer.
    pub expected: Yen,
    /// What was counted.
    pub counted: super::Counted,
    /// What was open, in the clerk's words.
    pub open: Vec<String>,
    /// What the books had of each terminal.
    pub booked: Vec<TerminalBooked>,
    /// What was typed of each terminal.
    pub typed: Vec<TerminalTyped>,
}
