//! The keys of 領収書 and 電子ジャーナル.

use super::IssueScreen;
use crate::checkout::Checkout;
use crate::checkout::command::{BACK, Command, FunctionKey, Ready, key};
use crate::checkout::run::Step;

/// What a function key does here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueCommand {
    /// F7領収書
    OpenFormal,
    /// F5条件
    OpenFilter,
    /// F2条件クリア
    ClearFilter,
    /// F6種類
    NextKind,
    /// F2前頁 and F3次頁
    Turn(Step),
    /// F8 CSV書出
    Export,
}

impl Checkout {
    pub(in crate::checkout) fn issue_keys(&self, screen: IssueScreen) -> Vec<FunctionKey> {
        let of = |number, label, command| key(number, label, Command::Issues(command));
        match screen {
            IssueScreen::List => self.journal_keys(),
            IssueScreen::Filter => vec![
                of(2, "条件クリア", IssueCommand::ClearFilter),
                of(6, "種類", IssueCommand::NextKind),
                BACK,
                key(12, "検索", Command::Confirm),
            ],
            IssueScreen::Paper => {
                let read = self.issue.paper().is_some();
                vec![BACK, ready(read, key(10, "印刷", Command::Print))]
            }
            IssueScreen::Formal => {
                let can = self.issue.standing().is_some_and(|standing| standing.why_not.is_none());
                vec![key(9, "いいえ", Command::Close), ready(can, key(12, "発行", Command::Confirm))]
            }
        }
    }

    fn journal_keys(&self) -> Vec<FunctionKey> {
        let of = |number, label, command| key(number, label, Command::Issues(command));
        let any = self.issue.list().total().is_some_and(|total| total > 0);
        let here = self.issue.list().chosen().is_some();
        vec![
            ready(any, of(2, "前頁", IssueCommand::Turn(Step::Up))),
            ready(any, of(3, "次頁", IssueCommand::Turn(Step::Down))),
            of(5, "検索", IssueCommand::OpenFilter),
            ready(any, of(8, "CSV書出", IssueCommand::Export)),
            BACK,
            ready(here, key(10, "印刷", Command::Print)),
            ready(here, key(12, "表示", Command::Confirm)),
        ]
    }

    pub(in crate::checkout) fn run_issue(&mut self, command: IssueCommand) {
        match command {
            IssueCommand::OpenFormal => self.open_formal(),
            IssueCommand::OpenFilter => self.open_filter(),
            IssueCommand::ClearFilter => self.clear_filter(),
            IssueCommand::NextKind => self.next_kind(),
            IssueCommand::Turn(way) => self.turn_journal(way),
            IssueCommand::Export => self.export_journal(),
        }
    }

    /// F12 on one of these screens.
    pub(in crate::checkout) fn confirm_issue(&mut self, screen: IssueScreen, now: u64) {
        match screen {
            IssueScreen::List => self.open_paper(now),
            IssueScreen::Filter => self.find_papers(),
            IssueScreen::Formal => self.issue_formal(now),
            IssueScreen::Paper => {}
        }
    }

    /// F7領収書, where the slip on the screen has one by its kind.
    pub(in crate::checkout) fn formal_key(&self) -> Option<FunctionKey> {
        self.formal_of().map(|_| key(7, "領収書", Command::Issues(IssueCommand::OpenFormal)))
    }
}

const fn ready(is_ready: bool, key: FunctionKey) -> FunctionKey {
    FunctionKey { ready: if is_ready { Ready::Yes } else { Ready::No }, ..key }
}
