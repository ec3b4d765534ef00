//! Which key does what on the screens of 決済照合.

use super::MatchScreen;
use crate::checkout::Checkout;
use crate::checkout::command::{BACK, Command, FunctionKey, LISTS, Ready, key};
use crate::checkout::run::Step;

/// What a function key does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchKey {
    /// F2前頁 and F3次頁
    Turn(Step),
    /// F6新しい照合
    New,
    /// F5端末: the next one.
    NextTerminal,
    /// F6合計を入力
    Totals,
    /// F5決済種別: the next one.
    NextCategory,
    /// F9中止
    Stop,
    /// F6対応済みにする
    Close,
    /// F8CSV書出
    Export,
    /// F1取消: the slip typed last.
    DropSlip,
    /// F5: 売上, or 取消・返品.
    NextSlipKind,
}

const fn of(number: u8, label: &'static str, command: MatchKey) -> FunctionKey {
    key(number, label, Command::Match(command))
}

const fn if_so(is: bool, key: FunctionKey) -> FunctionKey {
    FunctionKey { ready: if is { Ready::Yes } else { Ready::No }, ..key }
}

impl Checkout {
    /// The keys of a screen, in the order of their numbers.
    pub(in crate::checkout) fn match_keys(&self, screen: MatchScreen) -> Vec<FunctionKey> {
        let (up, down) = (of(2, "前頁", MatchKey::Turn(Step::Up)), of(3, "次頁", MatchKey::Turn(Step::Down)));
        let select = key(5, "選択", Command::SelectNext);
        match screen {
            MatchScreen::List => {
                let (at, total) = self.matching.place.unwrap_or_default();
                let rows = self.matching.runs.len();
                let more = at + u64::try_from(rows).unwrap_or(0) < total;
                vec![
                    if_so(at > 0, up),
                    if_so(more, down),
                    LISTS,
                    if_so(rows > 0, select),
                    of(6, "新しい照合", MatchKey::New),
                    BACK,
                    if_so(rows > 0, key(12, "開く", Command::Confirm)),
                ]
            }
            MatchScreen::New => {
                let terminals = self.matching.terminals().map_or(0, <[_]>::len);
                vec![
                    if_so(terminals > 1, of(5, "端末", MatchKey::NextTerminal)),
                    if_so(terminals > 0, of(6, "合計を入力", MatchKey::Totals)),
                    BACK,
                    if_so(terminals > 0, key(12, "中間計取込", Command::Confirm)),
                ]
            }
            MatchScreen::Reading => vec![of(9, "中止", MatchKey::Stop)],
            MatchScreen::Totals => {
                vec![of(5, "決済種別", MatchKey::NextCategory), BACK, key(12, "照合", Command::Confirm)]
            }
            MatchScreen::Run(_) => self.run_keys(up, down, select),
            MatchScreen::Close(_) => vec![select, BACK, key(12, "対応済み", Command::Confirm)],
            MatchScreen::Itemise(_) => {
                let typed = !self.matching.slips.is_empty();
                vec![
                    if_so(typed, of(1, "1件取消", MatchKey::DropSlip)),
                    of(5, "売上・取消", MatchKey::NextSlipKind),
                    BACK,
                    if_so(typed, key(12, "照合", Command::Confirm)),
                ]
            }
        }
    }

    fn run_keys(&self, up: FunctionKey, down: FunctionKey, select: FunctionKey) -> Vec<FunctionKey> {
        let sheet = self.matching.sheet.as_ref();
        let (at, total) = sheet.map_or((0, 0), |sheet| (sheet.at, sheet.total));
        let rows = sheet.map_or(0, |sheet| sheet.rows.len());
        let more = at + u64::try_from(rows).unwrap_or(0) < total;
        let open = self.chosen_difference().is_some_and(|row| row.closed.is_none());
        vec![
            if_so(at > 0, up),
            if_so(more, down),
            LISTS,
            if_so(rows > 0, select),
            if_so(open, of(6, "対応済みに", MatchKey::Close)),
            if_so(sheet.is_some(), of(8, "CSV書出", MatchKey::Export)),
            BACK,
            if_so(sheet.is_some(), key(10, "印刷", Command::Print)),
            if_so(open, key(12, "次の操作", Command::Confirm)),
        ]
    }
}
