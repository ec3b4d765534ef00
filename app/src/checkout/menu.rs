//! 業務メニュー and 処理メニュー.

use catlink_shared::masters::Master;

use super::day::DayScreen;

/// Whether an entry can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// It opens 店頭販売.
    Counter,
    /// It opens a master.
    Master(Master),
    /// It opens 伝票照会・取消.
    Slips,
    /// It opens a screen of the business day.
    Day(DayScreen),
    /// It opens 予約一覧.
    Reservations,
    /// It opens クレジット利用履歴.
    History,
    /// It opens 電子ジャーナル.
    Papers,
    /// It opens 決済照合.
    Matching,
    /// It opens 外部ページの接続.
    Hosted,
}

/// One entry of 業務メニュー with its 処理メニュー.
#[derive(Debug)]
pub struct Business {
    /// Its name.
    pub name: &'static str,
    /// Its entries.
    pub processes: &'static [(&'static str, Entry)],
}

/// 業務メニュー
pub const MENU: &[Business] = &[
    Business {
        name: "日次業務",
        processes: &[
            ("店頭処理", Entry::Counter),
            ("予約", Entry::Reservations),
            ("伝票照会・取消", Entry::Slips),
            ("端末開設", Entry::Day(DayScreen::Open)),
            ("入出金", Entry::Day(DayScreen::Moves)),
            ("レジ点検", Entry::Day(DayScreen::Check)),
            ("精算", Entry::Day(DayScreen::Close)),
        ],
    },
    Business {
        name: "店舗設定",
        processes: &[
            ("カード会社マスタ", Entry::Master(Master::CardCompany)),
            ("端末マスタ", Entry::Master(Master::Register)),
            ("商品マスタ", Entry::Master(Master::Product)),
            ("店舗基本マスタ", Entry::Master(Master::Store)),
            ("担当者マスタ", Entry::Master(Master::Operator)),
            ("外部ページの接続", Entry::Hosted),
        ],
    },
    Business {
        name: "帳票",
        processes: &[
            ("日計", Entry::Day(DayScreen::Report)),
            ("クレジット利用履歴", Entry::History),
            ("決済照合", Entry::Matching),
            ("電子ジャーナル", Entry::Papers),
        ],
    },
];

/// Which of the two menus the keys move in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// 業務メニュー
    Business,
    /// 処理メニュー
    Process,
}

/// Where the clerk is in the menus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MenuPlace {
    /// Which menu.
    pub level: Level,
    /// Row of 業務メニュー.
    pub business: usize,
    /// Row of 処理メニュー.
    pub process: usize,
}

impl Default for MenuPlace {
    fn default() -> Self {
        Self { level: Level::Business, business: 0, process: 0 }
    }
}

impl MenuPlace {
    /// The chosen entry of 業務メニュー.
    #[must_use]
    pub fn business(self) -> &'static Business {
        MENU.get(self.business).unwrap_or(&MENU[0])
    }

    /// The chosen entry of 処理メニュー.
    #[must_use]
    pub fn process(self) -> Option<&'static (&'static str, Entry)> {
        self.business().processes.get(self.process)
    }

    /// Rows of the menu the keys move in.
    #[must_use]
    pub fn rows(self) -> usize {
        match self.level {
            Level::Business => MENU.len(),
            Level::Process => self.business().processes.len(),
        }
    }

    /// The row the keys are on.
    #[must_use]
    pub fn row(self) -> usize {
        match self.level {
            Level::Business => self.business,
            Level::Process => self.process,
        }
    }

    /// Goes to a row of the present menu.
    pub fn go_to(&mut self, row: usize) {
        let row = row.min(self.rows().saturating_sub(1));
        match self.level {
            Level::Business => (self.business, self.process) = (row, 0),
            Level::Process => self.process = row,
        }
    }
}
