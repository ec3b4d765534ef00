//! 精算, step by step: open items, 照合, the terminals' 日計, the drawer, the end.

use catlink_shared::card::CatDeviceId;
use catlink_shared::wire::day::{CountOf, DayTotal, TerminalTyped};

use super::{Day, DayField, DayScreen, Sure};
use crate::checkout::Checkout;
use crate::checkout::field::Field;
use crate::checkout::questions::Open;
use crate::checkout::screen::Screen;

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

/// How far a step of 精算 is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Not yet.
    Open,
    /// Done.
    Done,
    /// Done, with something that a manager must allow.
    WithItems,
    /// There is no linked terminal.
    NotNeeded,
}

impl Done {
    /// Its word in the list of steps.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "未",
            Self::Done => "済",
            Self::WithItems => "要承認",
            Self::NotNeeded => "不要",
        }
    }
}

/// Something that is open, as the first step lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenItem {
    /// What kind.
    pub kind: &'static str,
    /// Which.
    pub text: String,
}

impl Day {
    /// The terminals that are linked here now.
    pub(in crate::checkout) fn linked(&self) -> Vec<CatDeviceId> {
        let terminals = self.drawer.as_ref().map(|drawer| drawer.terminals.as_slice()).unwrap_or_default();
        terminals.iter().filter(|terminal| terminal.model.is_some()).map(|terminal| terminal.device).collect()
    }
}

impl Checkout {
    /// What is open now, a line each.
    #[must_use]
    pub fn open_items(&self) -> Vec<OpenItem> {
        let Some(shown) = self.shown.as_ref() else { return Vec::new() };
        let mut items: Vec<OpenItem> = self
            .open_things()
            .into_iter()
            .filter_map(|open| match open {
                Open::Question(payment) => {
                    let text = format!("{} ¥{}", payment.card_company_name, payment.amount);
                    Some(OpenItem { kind: "要確認", text })
                }
                Open::Action(action) => {
                    let text = format!("{} {} ¥{}", action.label(), action.card_company_name, action.amount);
                    Some(OpenItem { kind: "端末側の操作待ち", text })
                }
                Open::Exchange(_) => None,
            })
            .collect();
        let sales = shown.parked.iter().map(|sale| ("会計保留", sale));
        let current = shown.current.iter().filter(|sale| !sale.draft.lines.is_empty());
        for (kind, sale) in sales.chain(current.map(|sale| ("会計中の伝票", sale))) {
            let total = sale.draft.totals().map(|totals| totals.total.to_string()).unwrap_or_default();
            items.push(OpenItem { kind, text: format!("¥{total}") });
        }
        items
    }

    /// Whether a payment is under way: then nothing is closed.
    #[must_use]
    pub fn payment_is_under_way(&self) -> bool {
        self.shown.as_ref().is_some_and(|shown| {
            shown.payments.iter().any(|payment| !payment.state.is_question() && payment.state.holds_port())
        })
    }

    /// How far a step is.
    #[must_use]
    pub fn done(&self, step: CloseStep) -> Done {
        let linked = self.day.linked();
        let behind = if self.day.step > step { Done::Done } else { Done::Open };
        match step {
            CloseStep::Compare | CloseStep::Totals if linked.is_empty() => Done::NotNeeded,
            CloseStep::Items if self.day.step > step && !self.open_items().is_empty() => Done::WithItems,
            CloseStep::Compare if self.day.step > step && !self.all_agree() => Done::WithItems,
            CloseStep::Totals
                if self.day.step > step
                    && !linked.iter().all(|device| self.day.totalled.contains(device)) =>
            {
                Done::WithItems
            }
            CloseStep::Items | CloseStep::Compare | CloseStep::Totals => behind,
            CloseStep::Count | CloseStep::Last => behind,
        }
    }

    /// What was typed of a terminal's 中間計.
    #[must_use]
    pub fn subtotal(&self, device: CatDeviceId) -> Option<CountOf> {
        let count = self.fields.get(Field::Day(DayField::Count(device))).parse().ok()?;
        let amount = self.fields.yen(Field::Day(DayField::Total(device)))?;
        Some(CountOf { count, amount })
    }

    fn all_agree(&self) -> bool {
        let terminals =
            self.day.drawer.as_ref().map(|drawer| drawer.terminals.as_slice()).unwrap_or_default();
        let mut linked = terminals.iter().filter(|terminal| terminal.model.is_some());
        linked.all(|terminal| self.subtotal(terminal.device) == Some(terminal.booked))
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
        if self.day.drawer.as_ref().is_none_or(|drawer| drawer.days.is_empty()) {
            return self.warn("精算する営業日がありません。販売または端末開設をした日に精算します。");
        }
        match self.day.step {
            CloseStep::Items if self.payment_is_under_way() => {
                self.warn("カードの決済が進行中です。終わってから精算してください。");
            }
            CloseStep::Items if self.day.linked().is_empty() => self.go_to_close_step(CloseStep::Count),
            CloseStep::Items => self.go_to_close_step(CloseStep::Compare),
            CloseStep::Compare => {
                let typed = self.day.linked().into_iter().all(|device| self.subtotal(device).is_some());
                if !typed {
                    return self.warn(
                        "端末ごとに、中間計の件数と金額を入力してください。0件のときは0を入力します。照合できないときは F7 です。",
                    );
                }
                self.day.not_compared = false;
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
                self.day.not_compared = true;
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
