//! The function keys of クレジット利用履歴.

use catlink_shared::ids::PaymentId;
use catlink_shared::wire::files::ReportFile;

use super::HistoryScreen;
use crate::checkout::Checkout;
use crate::checkout::command::{BACK, Command, FunctionKey, Ready, key};
use crate::checkout::run::Step;
use crate::checkout::screen::Screen;

/// What a function key does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryCommand {
    /// F2前頁 and F3次頁
    Turn(Step),
    /// F4経過: the time line of the payment the keys are on.
    Story,
    /// F8 CSV書出
    Export,
    /// F2条件クリア in 【検索】
    Clear,
    /// F5選択 in 【検索】
    NextCondition,
}

impl Checkout {
    /// The keys of a screen, in the order of their numbers.
    pub(in crate::checkout) fn history_keys(&self, screen: HistoryScreen) -> Vec<FunctionKey> {
        let of = |number, label, command| key(number, label, Command::History(command));
        let open = |number, label, screen| key(number, label, Command::Open(Screen::History(screen)));
        let if_so = |is: bool, key: FunctionKey| FunctionKey {
            ready: if is { Ready::Yes } else { Ready::No },
            ..key
        };
        let any = self.history.list.total().is_some_and(|total| total > 0);
        match screen {
            HistoryScreen::List => vec![
                if_so(any, of(2, "前頁", HistoryCommand::Turn(Step::Up))),
                if_so(any, of(3, "次頁", HistoryCommand::Turn(Step::Down))),
                if_so(self.payment_of_row().is_some(), of(4, "参照:経過", HistoryCommand::Story)),
                open(5, "検索", HistoryScreen::Find),
                open(6, "集計グラフ", HistoryScreen::Totals),
                if_so(any, of(8, "CSV書出", HistoryCommand::Export)),
                BACK,
                if_so(any, open(10, "印刷", HistoryScreen::Paper)),
                if_so(any, key(12, "伝票を開く", Command::Confirm)),
            ],
            HistoryScreen::Find => vec![
                of(2, "条件クリア", HistoryCommand::Clear),
                of(5, "選択", HistoryCommand::NextCondition),
                BACK,
                key(12, "検索", Command::Confirm),
            ],
            HistoryScreen::Totals => vec![
                open(5, "検索", HistoryScreen::Find),
                if_so(any, of(8, "CSV書出", HistoryCommand::Export)),
                BACK,
                if_so(any, open(10, "印刷", HistoryScreen::Paper)),
            ],
            HistoryScreen::Paper => {
                vec![BACK, if_so(self.history.printed().is_some(), key(10, "印刷", Command::Print))]
            }
        }
    }

    /// The linked payment of the row the keys are on.
    fn payment_of_row(&self) -> Option<PaymentId> {
        self.history.list.chosen()?.payment_id
    }

    pub(in crate::checkout) fn run_history(&mut self, command: HistoryCommand, now: u64) {
        match command {
            HistoryCommand::Turn(Step::Up) => self.history.list.turn(-1),
            HistoryCommand::Turn(Step::Down) => self.history.list.turn(1),
            HistoryCommand::Story => {
                if let Some(payment_id) = self.payment_of_row() {
                    self.open_story(payment_id, now);
                }
            }
            HistoryCommand::Export => {
                let filter = self.history.filter.clone();
                self.open_export(ReportFile::History { filter });
            }
            HistoryCommand::Clear => self.begin_conditions(),
            HistoryCommand::NextCondition => self.next_condition(),
        }
    }

    /// F12 on one of these screens.
    pub(in crate::checkout) fn confirm_history(&mut self, screen: HistoryScreen) {
        match screen {
            HistoryScreen::List => match self.history.list.chosen().map(|row| row.receipt_number) {
                Some(number) => self.open_sheet(number),
                None => self.warn("開く伝票がありません。F5 検索で条件を変えてください。"),
            },
            HistoryScreen::Find => self.find_history(),
            HistoryScreen::Totals | HistoryScreen::Paper => {}
        }
    }

    /// How many rows the list of one of these screens has, and which one the keys are on.
    pub(in crate::checkout) fn history_rows(&self, screen: HistoryScreen) -> (usize, usize) {
        match screen {
            HistoryScreen::List => {
                let size = |rows: u64| usize::try_from(rows).unwrap_or(usize::MAX);
                (size(self.history.list.total().unwrap_or(0)), size(self.history.list.cursor()))
            }
            HistoryScreen::Find | HistoryScreen::Totals | HistoryScreen::Paper => (0, 0),
        }
    }

    /// The keys go to a row.
    pub(in crate::checkout) fn go_to_history_row(&mut self, row: usize) {
        self.history.list.go_to(row as u64);
    }
}
