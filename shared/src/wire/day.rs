//! The business day on the wire: 端末開設, 入出金, レジ点検, 精算 and 日計.

mod counted;
mod report;

use serde::{Deserialize, Serialize};

use crate::card::CatDeviceId;
use crate::money::Yen;
use crate::terminal::profile::CatModel;

pub use counted::{Counted, DENOMINATIONS, MOST_PIECES, Pieces};
pub use report::{
    CardRefunds, ClosingView, CountOf, DayReport, DayState, OperatorTotal, SlipKind, SlipTotal, TaxTotal,
    TenderTotal,
};

/// What a page asks of the business day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DayRequest {
    /// What should be in the drawer, and what moved it. Reads only.
    Drawer,
    /// 日計 of a day; not said: the newest. Reads only.
    Report {
        /// `YYYY-MM-DD`
        #[serde(default, skip_serializing_if = "Option::is_none")]
        day: Option<String>,
    },
    /// 端末開設
    Open {
        /// The day the page showed.
        day: String,
        /// 釣銭準備金
        float: Yen,
    },
    /// 入出金
    Move {
        /// Which way.
        direction: Direction,
        /// How much.
        amount: Yen,
        /// What for.
        reason: String,
    },
    /// レジ点検
    Check {
        /// What the page showed as being in the drawer.
        expected: Yen,
        /// What was counted.
        counted: Counted,
    },
    /// 精算 of every day that is not closed yet.
    Close {
        /// The days the page showed.
        days: Vec<String>,
        /// What the page showed as being in the drawer.
        expected: Yen,
        /// What was counted.
        counted: Counted,
        /// What was typed of each terminal.
        terminals: Vec<TerminalTyped>,
    },
}

impl DayRequest {
    /// Whether it changes nothing.
    #[must_use]
    pub const fn only_reads(&self) -> bool {
        match self {
            Self::Drawer | Self::Report { .. } => true,
            Self::Open { .. } | Self::Move { .. } | Self::Check { .. } | Self::Close { .. } => false,
        }
    }
}

/// The answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DayReply {
    /// The drawer as it should be.
    Drawer {
        /// It.
        drawer: Box<DrawerView>,
    },
    /// 日計
    Report {
        /// It.
        report: Box<DayReport>,
    },
    /// The day is open.
    Opened {
        /// Which.
        day: String,
    },
    /// Cash was moved.
    Moved,
    /// レジ点検 is kept.
    Checked {
        /// It.
        check: CheckView,
    },
    /// The days are closed.
    Closed {
        /// Which, oldest first.
        days: Vec<String>,
    },
}

/// Into the drawer, or out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 入金
    #[default]
    In,
    /// 出金
    Out,
}

impl Direction {
    /// Its word on screens and paper.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::In => "入金",
            Self::Out => "出金",
        }
    }

    /// Its word in the books.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

/// How the business day stands, for every screen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DayView {
    /// The day that is on.
    pub standing: Standing,
    /// Earlier days that are not closed yet, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<String>,
    /// The day that 端末開設 would open; none where it would open nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<String>,
}

impl DayView {
    /// Whether there is nothing to say of it.
    #[must_use]
    pub fn is_unsaid(&self) -> bool {
        *self == Self::default()
    }

    /// Whether anything is refused that a slip or a payment is asked for with.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        matches!(self.standing, Standing::Closed { .. })
    }
}

/// How a business day stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Standing {
    /// Nothing was booked in it yet: the first slip, or 端末開設, opens it.
    #[default]
    NotOpened,
    /// Open.
    Open {
        /// Since when, `11/23 09:00`.
        since: String,
        /// 釣銭準備金; none where it opened by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        float: Option<Yen>,
    },
    /// 精算済: nothing is booked in it any more.
    Closed {
        /// When, `11/23 21:10`.
        at: String,
    },
}

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
