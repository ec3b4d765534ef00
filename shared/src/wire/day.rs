//! The business day on the wire: 端末開設, 入出金, レジ点検, 精算 and 日計.

mod counted;
mod drawer;
mod report;
mod standing;

use serde::{Deserialize, Serialize};

use crate::money::Yen;

pub use counted::{Counted, DENOMINATIONS, MOST_PIECES, Pieces};
pub use drawer::{
    CheckView, DayTotal, DrawerView, Flows, LastClosing, MovementView, TerminalBooked, TerminalTyped,
    difference,
};
pub use report::{
    Advances, CardRefunds, ClosingView, CountOf, DayReport, DayState, OperatorTotal, SlipTotal, SoldKind,
    TaxTotal, TenderTotal,
};
pub use standing::{DayView, Standing};

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
