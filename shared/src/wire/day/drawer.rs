//! The drawer: what moved its cash, what was counted, and what the books have of each terminal beside it.

use serde::{Deserialize, Serialize};

use super::report::CountOf;
use super::{Counted, Direction};
use crate::card::CatDeviceId;
use crate::money::Yen;
use crate::terminal::profile::CatModel;
use crate::wire::matching::RunRow;

/// What moved the cash of some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Flows {
    /// 釣銭準備金
    pub float: Yen,
    /// Cash of slips; what went back for voids and returns is taken off.
    pub sales: Yen,
    /// 現金返金 of card sales.
    pub refunds: Yen,
    /// 入金
    pub paid_in: Yen,
    /// 出金
    pub paid_out: Yen,
}

impl Flows {
    /// What should be in the drawer. Sums of a shop's day are far from what fits.
    #[must_use]
    pub const fn expected(&self) -> Yen {
        let into = self.float.get().saturating_add(self.sales.get()).saturating_add(self.paid_in.get());
        Yen::new(into.saturating_sub(self.refunds.get()).saturating_sub(self.paid_out.get()))
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        const fn sum(one: Yen, other: Yen) -> Yen {
            Yen::new(one.get().saturating_add(other.get()))
        }
        Self {
            float: sum(self.float, other.float),
            sales: sum(self.sales, other.sales),
            refunds: sum(self.refunds, other.refunds),
            paid_in: sum(self.paid_in, other.paid_in),
            paid_out: sum(self.paid_out, other.paid_out),
        }
    }
}

/// The drawer as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerView {
    /// The days that are not closed yet, oldest first.
    pub days: Vec<String>,
    /// What moved their cash.
    pub flows: Flows,
    /// 入出金 of those days, oldest first.
    pub movements: Vec<MovementView>,
    /// レジ点検 of those days, oldest first.
    pub checks: Vec<CheckView>,
    /// What was counted at the last 精算.
    pub last_closing: Option<LastClosing>,
    /// What the books have of each linked terminal in those days.
    pub terminals: Vec<TerminalBooked>,
}

/// One 入出金.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovementView {
    /// `11/23 10:05`
    pub at: String,
    /// By whom.
    pub who: String,
    /// Which way.
    pub direction: Direction,
    /// How much.
    pub amount: Yen,
    /// What for.
    pub reason: String,
}

/// One レジ点検.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckView {
    /// `11/23 10:05`
    pub at: String,
    /// By whom.
    pub who: String,
    /// What should have been there.
    pub expected: Yen,
    /// What was.
    pub counted: Counted,
}

impl CheckView {
    /// 過不足
    #[must_use]
    pub fn difference(&self) -> Yen {
        difference(self.counted.sum(), self.expected)
    }
}

/// 過不足: what is there, less what should be.
#[must_use]
pub const fn difference(counted: Yen, expected: Yen) -> Yen {
    Yen::new(counted.get().saturating_sub(expected.get()))
}

/// What was counted at the last 精算: proposed as 釣銭準備金, and marked as such.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastClosing {
    /// `11/22 21:10`
    pub at: String,
    /// How much.
    pub counted: Yen,
}

/// Linked payments of one terminal as the books have them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalBooked {
    /// CAT1 or CAT2.
    pub device: CatDeviceId,
    /// Its model, where it is set up here now.
    pub model: Option<CatModel>,
    /// How many and how much.
    pub booked: CountOf,
    /// The newest 決済照合 of it since these days were opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<RunRow>,
}

/// What was typed of one terminal at 精算.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalTyped {
    /// CAT1 or CAT2.
    pub device: CatDeviceId,
    /// Its 中間計; none: 照合 was not done.
    pub subtotal: Option<CountOf>,
    /// Its 日計.
    pub day_total: DayTotal,
}

/// Whether the terminal's own 日計, which clears it, was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayTotal {
    /// Not yet.
    #[default]
    NotDone,
    /// Somebody says so.
    Done,
}
