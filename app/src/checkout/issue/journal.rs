//! 電子ジャーナル: a long list, what is looked for in it, and one paper as it was printed.

use catlink_shared::wire::files::ReportFile;
use catlink_shared::wire::paper::{PaperFilter, PaperKind, PaperRequest};
use catlink_shared::wire::request::Request;

use super::{Issue, IssueScreen};
use crate::checkout::field::Field;
use crate::checkout::run::Step;
use crate::checkout::screen::Screen;
use crate::checkout::{Checkout, Effect, Link};

impl Checkout {
    /// Opens 電子ジャーナル from the menu.
    pub(in crate::checkout) fn open_journal(&mut self) {
        self.issue = Issue::default();
        self.open(Screen::Issue(IssueScreen::List));
    }

    /// After every event: rows that are to be seen and are not here are asked for.
    pub(in crate::checkout) fn look_after_journal(&mut self, now: u64) {
        if self.top() != Screen::Issue(IssueScreen::List) || self.link != Link::Open || !self.is_signed_in() {
            return;
        }
        for at in self.issue.list.wanted() {
            let ask = PaperRequest::Find { filter: self.issue.filter.clone(), at };
            let id = self.send(Request::Paper { ask }, now);
            self.issue.asked.push(id);
        }
    }

    /// The person scrolled.
    pub fn on_journal_scrolled(&mut self, first: u64, visible: u64, now: u64) -> Vec<Effect> {
        self.issue.list.look_at(first, visible);
        self.finish(now)
    }

    /// A row was clicked.
    pub fn on_journal_row(&mut self, place: u64, now: u64) -> Vec<Effect> {
        self.somebody_acts(now);
        self.issue.list.go_to(place);
        self.finish(now)
    }

    /// ↑ and ↓
    pub(in crate::checkout) fn step_in_journal(&mut self, way: Step) {
        self.issue.list.go_by(match way {
            Step::Up => -1,
            Step::Down => 1,
        });
    }

    /// F2前頁 and F3次頁
    pub(super) fn turn_journal(&mut self, way: Step) {
        self.issue.list.turn(match way {
            Step::Up => -1,
            Step::Down => 1,
        });
    }

    /// The paper that F10 and F12 mean.
    pub(in crate::checkout) fn chosen_paper(&self) -> Option<u64> {
        match self.top() {
            Screen::Issue(IssueScreen::Paper) => self.issue.paper().map(|paper| paper.row.position),
            _ => self.issue.list.chosen().map(|row| row.position),
        }
    }

    /// F12表示
    pub(super) fn open_paper(&mut self, now: u64) {
        let Some(position) = self.chosen_paper().filter(|_| self.link == Link::Open) else { return };
        self.issue.paper = None;
        self.open(Screen::Issue(IssueScreen::Paper));
        self.send(Request::Paper { ask: PaperRequest::Read { position } }, now);
    }

    /// F5条件
    pub(super) fn open_filter(&mut self) {
        let filter = self.issue.filter.clone();
        self.issue.kind = filter.kind;
        let number = filter.receipt_number.map(|number| number.to_string());
        for (field, text) in [
            (Field::FindFrom, filter.from),
            (Field::FindTo, filter.to),
            (Field::FindNumber, number),
            (Field::PaperText, filter.text),
        ] {
            self.fields.set(field, text.unwrap_or_default());
        }
        self.open(Screen::Issue(IssueScreen::Filter));
    }

    /// F6種類: the next one, and around.
    pub(super) fn next_kind(&mut self) {
        let all = PaperKind::ALL;
        self.issue.kind = match self.issue.kind {
            None => all.first().copied(),
            Some(kind) => {
                let place = all.iter().position(|one| *one == kind).map_or(0, |place| place + 1);
                all.get(place).copied()
            }
        };
    }

    /// F2条件クリア
    pub(super) fn clear_filter(&mut self) {
        self.fields.clear(IssueScreen::Filter.fields());
        self.issue.kind = None;
    }

    /// F12検索
    pub(super) fn find_papers(&mut self) {
        match self.typed_filter() {
            Ok(filter) => {
                self.close();
                self.issue.filter = filter;
                self.issue.trouble = None;
                self.issue.asked.clear();
                self.issue.list.begin();
            }
            Err(sentence) => self.warn(sentence),
        }
    }

    fn typed_filter(&self) -> Result<PaperFilter, String> {
        let (from, to) = (self.typed_day(Field::FindFrom)?, self.typed_day(Field::FindTo)?);
        if let (Some(from), Some(to)) = (&from, &to)
            && from > to
        {
            return Err("日付の範囲が逆です。開始日を先の日付にしてください。".to_owned());
        }
        let text = Some(self.fields.get(Field::PaperText).trim().to_owned()).filter(|text| !text.is_empty());
        Ok(PaperFilter {
            receipt_number: self.typed_number()?,
            to: to.or_else(|| from.clone()),
            from,
            kind: self.issue.kind,
            text,
        })
    }

    /// F8 CSV書出 of what is listed.
    pub(super) fn export_journal(&mut self) {
        self.open_export(ReportFile::Paper { filter: self.issue.filter.clone() });
    }
}
