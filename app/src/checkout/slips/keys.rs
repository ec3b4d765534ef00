//! The keys of 伝票照会 and what it leads to.

use catlink_shared::wire::slips::{May, SlipState};

use super::{Afterwards, SlipScreen};
use crate::checkout::Checkout;
use crate::checkout::command::{BACK, Command, FunctionKey, LISTS, Ready, key};
use crate::checkout::run::Step;
use crate::checkout::screen::Screen;
use crate::checkout::story::StoryCommand;

/// What a function key does here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipCommand {
    /// F5検索
    Find,
    /// F2条件クリア
    Clear,
    /// 前頁 and 次頁
    Turn(Step),
    /// F9 in 【伝票】
    CloseSheet,
    /// F1取消
    OpenVoid,
    /// F4返品
    OpenGoods,
    /// F5: the other way back for the money of a tender.
    ChangeWay,
    /// F6取消して打ち直し
    ChangeAfterwards,
    /// F2すべて
    AllPieces,
    /// F8元伝票なし返品
    OpenUnknown,
    /// F11行削除
    DropLine,
}

impl Checkout {
    pub(in crate::checkout) fn slip_keys(&self, screen: SlipScreen) -> Vec<FunctionKey> {
        let of = |number, label, command| key(number, label, Command::Slips(command));
        match screen {
            SlipScreen::Find => self.find_keys(),
            SlipScreen::Sheet => self.sheet_keys(),
            SlipScreen::Void => {
                let retype = match self.slips.afterwards {
                    Afterwards::Nothing => "打ち直し",
                    Afterwards::Retype => "打ち直しなし",
                };
                vec![
                    of(5, "返金方法", SlipCommand::ChangeWay),
                    of(6, retype, SlipCommand::ChangeAfterwards),
                    key(9, "いいえ", Command::Close),
                    key(12, "はい", Command::Confirm),
                ]
            }
            SlipScreen::Goods => {
                vec![of(2, "すべて", SlipCommand::AllPieces), BACK, key(12, "次へ", Command::Confirm)]
            }
            SlipScreen::GiveBack => vec![
                of(5, "返金方法", SlipCommand::ChangeWay),
                key(9, "いいえ", Command::Close),
                key(12, "はい", Command::Confirm),
            ],
            SlipScreen::Unknown => {
                vec![BACK, of(11, "行削除", SlipCommand::DropLine), key(12, "次へ", Command::Confirm)]
            }
            SlipScreen::UnknownBack => {
                vec![key(9, "いいえ", Command::Close), key(12, "はい", Command::Confirm)]
            }
        }
    }

    fn find_keys(&self) -> Vec<FunctionKey> {
        let ready = |yes: bool| if yes { Ready::Yes } else { Ready::No };
        let of = |number, label, command| key(number, label, Command::Slips(command));
        let any = !self.slips.rows.is_empty() || !self.slips.held.is_empty();
        vec![
            of(2, "条件クリア", SlipCommand::Clear),
            FunctionKey {
                ready: ready(self.slips.page() > 1), ..of(3, "前頁", SlipCommand::Turn(Step::Up))
            },
            LISTS,
            of(5, "検索", SlipCommand::Find),
            FunctionKey { ready: ready(self.slips.more), ..of(7, "次頁", SlipCommand::Turn(Step::Down)) },
            of(8, "元伝票なし返品", SlipCommand::OpenUnknown),
            BACK,
            FunctionKey { ready: ready(any), ..key(12, "開く", Command::Confirm) },
        ]
    }

    fn sheet_keys(&self) -> Vec<FunctionKey> {
        let of = |number, label, command| key(number, label, Command::Slips(command));
        let mut keys = vec![of(9, "戻る", SlipCommand::CloseSheet)];
        let Some(sheet) = self.slips.sheet() else { return keys };
        // A key that cannot be stays live where it can say why.
        if matches!(sheet.void, May::Yes) || matches!(sheet.state, SlipState::Settled | SlipState::OnHold) {
            keys.push(of(1, "取消", SlipCommand::OpenVoid));
        }
        if matches!(sheet.give_back, May::Yes) || matches!(sheet.state, SlipState::PartlyReturned) {
            keys.push(of(4, "拡張:返品", SlipCommand::OpenGoods));
        }
        keys.extend(self.formal_key());
        keys.push(key(10, "印刷", Command::Print));
        if sheet.payment_id.is_some() {
            keys.push(key(6, "決済の経過", Command::Story(StoryCommand::OpenOfSlip)));
        }
        keys.sort_unstable_by_key(|key| key.number);
        keys
    }

    pub(in crate::checkout) fn run_slips(&mut self, command: SlipCommand, now: u64) {
        match command {
            SlipCommand::Find => self.find_slips(now),
            SlipCommand::Clear => self.clear_search(now),
            SlipCommand::Turn(way) => self.turn_slips(way, now),
            SlipCommand::CloseSheet => self.close_sheet(),
            SlipCommand::OpenVoid => self.open_void(),
            SlipCommand::OpenGoods => self.open_goods(),
            SlipCommand::ChangeWay => self.change_way(),
            SlipCommand::ChangeAfterwards => self.change_afterwards(),
            SlipCommand::AllPieces => self.take_all_pieces(),
            SlipCommand::OpenUnknown => self.open_unknown(),
            SlipCommand::DropLine => self.drop_back_line(),
        }
    }

    /// F12 on one of these screens.
    pub(in crate::checkout) fn confirm_slips(&mut self, screen: SlipScreen, now: u64) {
        match screen {
            SlipScreen::Find => self.open_found(),
            SlipScreen::Sheet => {}
            SlipScreen::Void => self.void_slip(now),
            SlipScreen::Goods => self.confirm_goods(),
            SlipScreen::GiveBack => self.give_goods_back(now),
            SlipScreen::Unknown => self.confirm_unknown(),
            SlipScreen::UnknownBack => self.give_unknown_back(now),
        }
    }

    /// Enter on one of these screens, with a field in focus.
    pub(in crate::checkout) fn enter_slips(&mut self, screen: SlipScreen, now: u64) {
        match screen {
            SlipScreen::Find => self.find_slips_or_open(now),
            SlipScreen::Goods => self.take_pieces(),
            SlipScreen::Unknown => self.take_back_code(),
            SlipScreen::Void | SlipScreen::GiveBack | SlipScreen::UnknownBack => self.move_focus(Step::Down),
            SlipScreen::Sheet => {}
        }
    }

    /// What F12 of a receipt leads to.
    #[must_use]
    pub fn word_after_receipt(&self) -> &'static str {
        match (self.stack.first(), self.slips.will_retype()) {
            (Some(Screen::Slips(_) | Screen::History(_)), true) => "打ち直しへ",
            (Some(Screen::Slips(_)), false) => "伝票照会へ",
            (Some(Screen::History(_)), false) => "履歴へ",
            (Some(Screen::Reserve(_)), _) => "予約へ",
            _ => "次の会計へ",
        }
    }

    /// How many rows the list of one of these screens has.
    pub(in crate::checkout) fn slip_rows(&self, screen: SlipScreen) -> usize {
        let desk = &self.slips;
        match screen {
            SlipScreen::Find => desk.held.len() + desk.rows.len(),
            SlipScreen::Goods => desk.pieces.len(),
            SlipScreen::Void | SlipScreen::GiveBack => desk.ways.len(),
            SlipScreen::Unknown => desk.basket.lines.len(),
            SlipScreen::Sheet | SlipScreen::UnknownBack => 0,
        }
    }
}
