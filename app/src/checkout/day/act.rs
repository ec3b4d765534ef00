//! What the keys of the business day's screens do.

use catlink_shared::basket::CounterMode;
use catlink_shared::wire::day::{DayRequest, Direction};
use catlink_shared::wire::files::ReportFile;
use catlink_shared::wire::request::Request;

use super::keys::DayKey;
use super::{CloseStep, Day, DayField, DayScreen, Sure};
use crate::checkout::busy::Act;
use crate::checkout::field::Field;
use crate::checkout::screen::Screen;
use crate::checkout::{Checkout, Link};

/// Told where somebody would move real cash in 練習モード.
const TRAINING: &str = "練習モードでは、端末開設・入出金・レジ点検・精算はできません。責任者が端末マスタで通常に戻してください。";

/// Told before the drawer is read.
pub(super) const READING: &str = "引出しの残高を読み込んでいます。少し待ってもう一度確定してください。";

impl Checkout {
    /// Opens a screen of the business day from the menu.
    pub(in crate::checkout) fn open_day(&mut self, screen: DayScreen) {
        let training =
            self.shown.as_ref().is_some_and(|shown| matches!(shown.register.mode, CounterMode::Training));
        if training && screen.is_about_money() {
            return self.warn(TRAINING);
        }
        self.day = Day { count_by: self.day.count_by, ..Day::default() };
        self.clear_count();
        self.fields.clear(super::place::MOVE);
        self.open(Screen::Day(screen));
    }

    /// What a screen that has just come to the top reads.
    pub(in crate::checkout) fn read_day(&mut self, screen: DayScreen, now: u64) {
        match screen {
            DayScreen::Open | DayScreen::Moves | DayScreen::Check | DayScreen::Close => {
                self.ask_day(DayRequest::Drawer, now);
            }
            DayScreen::Report if self.day.report.is_none() => {
                self.ask_day(DayRequest::Report { day: None }, now);
            }
            DayScreen::Report | DayScreen::Sure(_) => {}
        }
    }

    /// An update came: what was sold elsewhere is in the drawer, too.
    pub(in crate::checkout) fn read_drawer_again(&mut self, now: u64) {
        if let Screen::Day(
            screen @ (DayScreen::Open | DayScreen::Moves | DayScreen::Check | DayScreen::Close),
        ) = self.top()
        {
            self.read_day(screen, now);
        }
    }

    pub(super) fn ask_day(&mut self, ask: DayRequest, now: u64) {
        if self.link == Link::Open {
            self.day.asked = Some(self.send(Request::Day { ask }, now));
        }
    }

    /// A key of the business day's screens.
    pub(in crate::checkout) fn day_key(&mut self, key: DayKey, now: u64) {
        match key {
            DayKey::CountOtherwise => self.count_otherwise(),
            DayKey::LastCount => self.take_last_count(),
            DayKey::Direction(direction) => self.day.direction = direction,
            DayKey::Back => self.back_in_close(),
            DayKey::Skip => self.skip_close_step(),
            DayKey::Day(way) => self.turn_day(way, now),
            DayKey::ExportMonth => self.export_month(),
        }
    }

    /// F8 on 日計: every business day of its month, one line each.
    fn export_month(&mut self) {
        let Some(day) = self.day.report.as_ref().map(|report| report.day.clone()) else { return };
        let month = day.get(..7).unwrap_or(&day);
        let file = ReportFile::Days { from: format!("{month}-01"), to: last_of_month(month) };
        self.open_export(file);
    }

    /// F12 on a screen of the business day.
    pub(in crate::checkout) fn confirm_day(&mut self, screen: DayScreen, now: u64) {
        match screen {
            DayScreen::Open => self.ask_to_open(),
            DayScreen::Moves => self.ask_to_move(),
            DayScreen::Check => match (self.counted(), self.expected_cash()) {
                (Some(_), Some(_)) => self.open(Screen::Day(DayScreen::Sure(Sure::Check))),
                (None, _) => self.warn("引出しの現金を数えて入力してください。空のときは0を入力します。"),
                (_, None) => self.warn(READING),
            },
            DayScreen::Close => self.next_close_step(),
            DayScreen::Sure(sure) => self.do_sure(sure, now),
            DayScreen::Report => {}
        }
    }

    fn ask_to_open(&mut self) {
        if self.day_view().opens.is_none() {
            return self
                .warn("本日はすでに開設されています。釣銭を足すときは「入出金」の入金で記録してください。");
        }
        let earlier = self.day_view().earlier;
        if !earlier.is_empty() {
            let days = earlier.join("、");
            return self
                .warn(format!("{days}が精算されていません。先に「精算」をしてから開設してください。"));
        }
        match self.counted() {
            Some(_) => self.open(Screen::Day(DayScreen::Sure(Sure::Open))),
            None => self.warn("釣銭準備金を入力してください。釣銭を入れないときは0を入力します。"),
        }
    }

    fn ask_to_move(&mut self) {
        let amount = self.fields.yen(Field::Day(DayField::Amount));
        let reason = self.fields.get(Field::Day(DayField::Reason)).trim().to_owned();
        let there = self.expected_cash();
        match amount.filter(|amount| amount.get() > 0) {
            None => self.warn("金額を1円以上で入力してください。"),
            Some(_) if reason.is_empty() => self.warn("理由を入力してください。"),
            Some(amount) => match there {
                Some(there) if self.day.direction == Direction::Out && amount > there => {
                    self.warn(format!(
                        "引出しにある金額(¥{there})を超える出金はできません。金額を確認してください。"
                    ));
                }
                Some(_) | None => self.open(Screen::Day(DayScreen::Sure(Sure::Move))),
            },
        }
    }

    /// F12はい
    fn do_sure(&mut self, sure: Sure, now: u64) {
        match self.day_request(sure) {
            Some(ask) => self.begin_act(Act::Day(ask), now),
            None => {
                self.close();
                self.warn("入力が足りません。内容を確認して、もう一度確定してください。");
            }
        }
    }

    /// What is asked of the agent, from what is typed.
    fn day_request(&self, sure: Sure) -> Option<DayRequest> {
        Some(match sure {
            Sure::Open => DayRequest::Open { day: self.day_view().opens?, float: self.counted()?.sum() },
            Sure::Move => DayRequest::Move {
                direction: self.day.direction,
                amount: self.fields.yen(Field::Day(DayField::Amount))?,
                reason: self.fields.get(Field::Day(DayField::Reason)).trim().to_owned(),
            },
            Sure::Check => DayRequest::Check { expected: self.expected_cash()?, counted: self.counted()? },
            Sure::Close => DayRequest::Close {
                days: self.day.drawer.as_ref()?.days.clone(),
                expected: self.expected_cash()?,
                counted: self.counted()?,
                terminals: self.typed_terminals(),
            },
        })
    }

    /// F5 in 端末開設: what was counted at the last 精算, as the clerk wants it.
    fn take_last_count(&mut self) {
        let last = self.day.drawer.as_ref().and_then(|drawer| drawer.last_closing.as_ref());
        let Some(counted) = last.map(|last| last.counted) else {
            return self.warn("前回の精算の記録がありません。釣銭準備金を入力してください。");
        };
        self.clear_count();
        self.day.count_by = super::CountBy::Sum;
        self.fields.set(Field::Day(DayField::Sum), counted.get().max(0).to_string());
        self.focus_first();
        self.say("前回の精算で数えた金額を入れました。引出しの現金と合っているか確認してください。");
    }

    fn turn_day(&mut self, way: crate::checkout::run::Step, now: u64) {
        let Some(report) = self.day.report.as_ref() else { return };
        let day = match way {
            crate::checkout::run::Step::Up => report.before.clone(),
            crate::checkout::run::Step::Down => report.after.clone(),
        };
        match day {
            Some(day) => self.ask_day(DayRequest::Report { day: Some(day) }, now),
            None => self.say("これより先の営業日の記録はありません。"),
        }
    }

    /// The focus goes to the first field of the screen as it is now.
    pub(super) fn focus_first(&mut self) {
        if let Screen::Day(screen) = self.work() {
            self.focus = self.day.fields(screen).first().copied();
            self.fresh = true;
        }
    }

    /// The first step again, where the days or the drawer have moved on.
    pub(super) fn begin_close_anew(&mut self) {
        self.clear_count();
        self.day.totalled.clear();
        self.go_to_close_step(CloseStep::Items);
    }
}

/// The last day of `YYYY-MM`.
fn last_of_month(month: &str) -> String {
    let mut parts = month.split('-').map(|part| part.parse::<u32>().unwrap_or(0));
    let (year, number) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match number {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    format!("{month}-{last}")
}

#[cfg(test)]
mod tests {
    use super::last_of_month;

    #[test]
    fn months_end_on_their_last_day() {
        let ends = ["2026-01", "2026-02", "2028-02", "2100-02", "2026-04", "2026-12"].map(last_of_month);
        assert_eq!(
            ends,
            ["2026-01-31", "2026-02-28", "2028-02-29", "2100-02-28", "2026-04-30", "2026-12-31"]
        );
    }
}
