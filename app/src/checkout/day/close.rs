//! 精算, step by step: open items, 照合, the terminals' 日計, the drawer, the end.

mod items;
mod progress;

use catlink_shared::card::CatDeviceId;
use catlink_shared::wire::day::{CountOf, DayTotal, TerminalTyped};

use super::{Day, DayField, DayScreen, Sure};
use crate::checkout::Checkout;
use crate::checkout::field::Field;
use crate::checkout::screen::Screen;

pub use items::OpenItem;
pub use progress::Done;

/// A step of 精算, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum CloseStep {
    /// Open questions, actions and sales are looked at.
    #[default]
    Items,
    /// 照合 with each terminal's 中間計.
    Compare,
    /// Each terminal's 日計.
    Totals,
    /// The drawer is counted.
    Count,
    /// What will be closed.
    Last,
}

impl CloseStep {
    /// Every step, in order.
    pub const ALL: &[CloseStep] = &[Self::Items, Self::Compare, Self::Totals, Self::Count, Self::Last];

    /// Its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Items => "未完了の確認",
            Self::Compare => "端末との照合",
            Self::Totals => "端末の日計",
            Self::Count => "現金の確認",
            Self::Last => "精算の確定",
        }
    }
}

impl Day {
    /// The terminals that are linked here now.
    pub(in crate::checkout) fn linked(&self) -> Vec<CatDeviceId> {
        let terminals = self.drawer.as_ref().map(|drawer| drawer.terminals.as_slice()).unwrap_or_default();
        terminals.iter().filter(|terminal| terminal.model.is_some()).map(|terminal| terminal.device).collect()
    }
}

impl Checkout {
    /// What was typed of a terminal's 中間計.
    #[must_use]
    pub fn subtotal(&self, device: CatDeviceId) -> Option<CountOf> {
        let count = self.fields.get(Field::Day(DayField::Count(device))).parse().ok()?;
        let amount = self.fields.yen(Field::Day(DayField::Total(device)))?;
        Some(CountOf { count, amount })
    }

    /// What goes with 精算 of each linked terminal.
    pub(super) fn typed_terminals(&self) -> Vec<TerminalTyped> {
        let of = |device: CatDeviceId| TerminalTyped {
            device,
            subtotal: self.subtotal(device),
            day_total: if self.day.totalled.contains(&device) { DayTotal::Done } else { DayTotal::NotDone },
        };
        self.day.linked().into_iter().map(of).collect()
    }

    /// F12 in 精算: the step is done.
    pub(super) fn next_close_step(&mut self) {
        match self.day.drawer.as_ref().map(|drawer| drawer.days.is_empty()) {
            None => return self.warn(super::act::READING),
            Some(true) => {
                return self.warn("精算する営業日がありません。販売または端末開設をした日に精算します。");
            }
            Some(false) => {}
        }
        match self.day.step {
            CloseStep::Items if self.payment_is_under_way() => {
                self.warn("カードの決済が進行中です。終わってから精算してください。");
            }
            CloseStep::Items if self.day.linked().is_empty() => self.go_to_close_step(CloseStep::Count),
            CloseStep::Items => self.go_to_close_step(CloseStep::Compare),
            CloseStep::Compare => {
                if !self.all_compared() {
                    return self.warn(
                        "端末ごとに、中間計の件数と金額を入力してください。0件のときは0を入力します。照合できないときは F7 です。",
                    );
                }
                self.go_to_close_step(CloseStep::Totals);
            }
            CloseStep::Totals => {
                self.day.totalled = self.day.linked();
                self.go_to_close_step(CloseStep::Count);
            }
            CloseStep::Count if self.counted().is_none() => {
                self.warn("引出しの現金を数えて入力してください。空のときは0を入力します。");
            }
            CloseStep::Count => self.go_to_close_step(CloseStep::Last),
            CloseStep::Last => self.open(Screen::Day(DayScreen::Sure(Sure::Close))),
        }
    }

    /// F7 in 精算: what cannot be done today is left, and said.
    pub(super) fn skip_close_step(&mut self) {
        match self.day.step {
            CloseStep::Compare => {
                for device in self.day.linked() {
                    self.fields
                        .clear(&[Field::Day(DayField::Count(device)), Field::Day(DayField::Total(device))]);
                }
                self.go_to_close_step(CloseStep::Totals);
            }
            CloseStep::Totals => {
                self.day.totalled.clear();
                self.go_to_close_step(CloseStep::Count);
            }
            CloseStep::Items | CloseStep::Count | CloseStep::Last => {}
        }
    }

    /// F9 in 精算: one step back, and out of the first.
    pub(super) fn back_in_close(&mut self) {
        let linked = !self.day.linked().is_empty();
        match self.day.step {
            CloseStep::Items => self.close(),
            CloseStep::Compare => self.go_to_close_step(CloseStep::Items),
            CloseStep::Totals => self.go_to_close_step(CloseStep::Compare),
            CloseStep::Count if linked => self.go_to_close_step(CloseStep::Totals),
            CloseStep::Count => self.go_to_close_step(CloseStep::Items),
            CloseStep::Last => self.go_to_close_step(CloseStep::Count),
        }
    }

    pub(super) fn go_to_close_step(&mut self, step: CloseStep) {
        self.day.step = step;
        self.notice = None;
        self.focus_first();
    }
}
