//! The function keys of the business day's screens.

use catlink_shared::wire::day::Direction;

use super::{CloseStep, CountBy, DayScreen};
use crate::checkout::Checkout;
use crate::checkout::command::{BACK, CONFIRM, Command, FunctionKey, LISTS, Ready, key};
use crate::checkout::run::Step;

/// What a function key does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKey {
    /// By denomination, or as a sum.
    CountOtherwise,
    /// What was counted at the last 精算.
    LastCount,
    /// 入金 or 出金.
    Direction(Direction),
    /// One step of 精算 back.
    Back,
    /// A step of 精算 that cannot be done today.
    Skip,
    /// The day before or after.
    Day(Step),
    /// 日計一覧 of the month of the day that is shown, as CSV.
    ExportMonth,
}

impl Checkout {
    /// The keys of a screen, in the order of their numbers.
    pub(in crate::checkout) fn day_keys(&self, screen: DayScreen) -> Vec<FunctionKey> {
        match screen {
            DayScreen::Open => {
                vec![key(5, "前回の金額", Command::Day(DayKey::LastCount)), self.count_key(), BACK, CONFIRM]
            }
            DayScreen::Moves => vec![
                key(2, "入金", Command::Day(DayKey::Direction(Direction::In))),
                key(3, "出金", Command::Day(DayKey::Direction(Direction::Out))),
                BACK,
                CONFIRM,
            ],
            DayScreen::Check => {
                let print = ready(self.day.kept().is_some(), key(10, "印刷", Command::Print));
                vec![self.count_key(), BACK, print, CONFIRM]
            }
            DayScreen::Close => self.close_keys(),
            DayScreen::Report => self.report_keys(),
            DayScreen::Sure(_) => {
                vec![key(9, "いいえ", Command::Close), key(12, "はい", Command::Confirm)]
            }
        }
    }

    fn count_key(&self) -> FunctionKey {
        let label = match self.day.count_by {
            CountBy::Denominations => "合計で入力",
            CountBy::Sum => "金種で入力",
        };
        key(6, label, Command::Day(DayKey::CountOtherwise))
    }

    fn close_keys(&self) -> Vec<FunctionKey> {
        let back = key(9, "戻る", Command::Day(DayKey::Back));
        let next = key(12, "次へ", Command::Confirm);
        match self.day.step {
            CloseStep::Items => vec![LISTS, back, next],
            CloseStep::Compare => vec![key(7, "照合しない", Command::Day(DayKey::Skip)), back, next],
            CloseStep::Totals => {
                let skip = key(7, "実施しない", Command::Day(DayKey::Skip));
                vec![skip, back, key(12, "実施した", Command::Confirm)]
            }
            CloseStep::Count => vec![self.count_key(), back, next],
            CloseStep::Last => vec![back, key(12, "精算", Command::Confirm)],
        }
    }

    fn report_keys(&self) -> Vec<FunctionKey> {
        let report = self.day.report.as_ref();
        let before = report.is_some_and(|report| report.before.is_some());
        let after = report.is_some_and(|report| report.after.is_some());
        vec![
            ready(before, key(2, "前の営業日", Command::Day(DayKey::Day(Step::Up)))),
            ready(after, key(3, "次の営業日", Command::Day(DayKey::Day(Step::Down)))),
            ready(report.is_some(), key(8, "月のCSV", Command::Day(DayKey::ExportMonth))),
            BACK,
            ready(report.is_some(), key(10, "印刷", Command::Print)),
        ]
    }
}

const fn ready(is_ready: bool, key: FunctionKey) -> FunctionKey {
    FunctionKey { ready: if is_ready { Ready::Yes } else { Ready::No }, ..key }
}
