//! The business day on the page: 端末開設, 入出金, レジ点検, 精算 and 日計.
//!
//! What is in the drawer and what a day comes to is the agent's, read when a screen opens and whenever an update comes while
//! it is open. What is typed stands in the fields as everywhere. It knows no rule of who may close what: the agent asks for a
//! manager by refusing.

mod act;
mod arrive;
mod close;
mod count;
pub mod keys;
pub mod place;

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::RequestId;
use catlink_shared::wire::day::{CheckView, DayReport, DayView, Direction, DrawerView};

use super::Checkout;
pub use close::{CloseStep, Done, OpenItem};
pub use place::DayField;

/// A screen of the business day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayScreen {
    /// 端末開設
    Open,
    /// 入出金
    Moves,
    /// レジ点検
    Check,
    /// 精算
    Close,
    /// 日計
    Report,
    /// 「…よろしいですか?」
    Sure(Sure),
}

/// What is asked about before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sure {
    /// 端末開設
    Open,
    /// 入出金
    Move,
    /// レジ点検
    Check,
    /// 精算
    Close,
}

impl DayScreen {
    /// Its name in the page, for tests and styles.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "day-open",
            Self::Moves => "day-moves",
            Self::Check => "day-check",
            Self::Close => "day-close",
            Self::Report => "day-report",
            Self::Sure(_) => "day-sure",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open | Self::Sure(Sure::Open) => "端末開設",
            Self::Moves | Self::Sure(Sure::Move) => "入出金",
            Self::Check | Self::Sure(Sure::Check) => "レジ点検",
            Self::Close | Self::Sure(Sure::Close) => "精算",
            Self::Report => "日計",
        }
    }

    /// Whether it stands over another screen.
    #[must_use]
    pub const fn is_dialog(self) -> bool {
        match self {
            Self::Open | Self::Moves | Self::Check | Self::Close | Self::Report => false,
            Self::Sure(_) => true,
        }
    }

    /// Whether cash is typed or booked here.
    #[must_use]
    pub const fn is_about_money(self) -> bool {
        match self {
            Self::Open | Self::Moves | Self::Check | Self::Close | Self::Sure(_) => true,
            Self::Report => false,
        }
    }
}

/// How a drawer is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CountBy {
    /// 金種別
    #[default]
    Denominations,
    /// 合計
    Sum,
}

/// What the page has open of the business day.
#[derive(Debug, Clone, Default)]
pub struct Day {
    pub(super) drawer: Option<DrawerView>,
    pub(super) asked: Option<RequestId>,
    pub(super) report: Option<DayReport>,
    pub(super) count_by: CountBy,
    pub(super) direction: Direction,
    pub(super) step: CloseStep,
    /// Terminals whose 日計 was taken, says the clerk.
    pub(super) totalled: Vec<CatDeviceId>,
    /// The レジ点検 that was kept here last.
    pub(super) kept: Option<CheckView>,
}

impl Day {
    /// The drawer as it should be, as far as it is read.
    #[must_use]
    pub fn drawer(&self) -> Option<&DrawerView> {
        self.drawer.as_ref()
    }

    /// 日計, as far as it is read.
    #[must_use]
    pub fn report(&self) -> Option<&DayReport> {
        self.report.as_ref()
    }

    /// How the drawer is counted.
    #[must_use]
    pub fn count_by(&self) -> CountBy {
        self.count_by
    }

    /// 入金 or 出金.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Where 精算 is.
    #[must_use]
    pub fn step(&self) -> CloseStep {
        self.step
    }

    /// The last レジ点検, to be printed.
    #[must_use]
    pub fn kept(&self) -> Option<&CheckView> {
        self.kept.as_ref().or_else(|| self.drawer.as_ref()?.checks.last())
    }
}

impl Checkout {
    /// What is open of the business day.
    #[must_use]
    pub fn day(&self) -> &Day {
        &self.day
    }

    /// How the business day stands.
    #[must_use]
    pub fn day_view(&self) -> DayView {
        self.shown.as_ref().map(|shown| shown.register.day.clone()).unwrap_or_default()
    }

    /// `YYYY-MM-DD` of the day that is on.
    #[must_use]
    pub fn business_day(&self) -> &str {
        self.shown.as_ref().map_or("", |shown| shown.register.business_day.as_str())
    }
}
