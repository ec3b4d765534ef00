//! A master's list: reading it page by page, going through it, and what its keys do.

use catlink_shared::masters::Master;
use catlink_shared::wire::masters::MastersRequest;
use catlink_shared::wire::request::Request;

use super::{Form, List, PAGE};
use crate::checkout::busy::Act;
use crate::checkout::field::Field;
use crate::checkout::run::Step;
use crate::checkout::screen::Screen;
use crate::checkout::{Checkout, Link};

/// Lines of 変更履歴 that are read at once.
const CHANGES: u32 = 100;

impl Checkout {
    /// Opens a master from the menu or from another master.
    pub(in crate::checkout) fn open_master(&mut self, master: Master) {
        self.desk.list = None;
        self.fields.clear(&[Field::Find]);
        self.open(Screen::Masters(master));
    }

    /// Reads the page of the list that stands open, from a row on.
    pub(in crate::checkout) fn read_list(&mut self, master: Master, from: u32, now: u64) {
        let find = self.fields.get(Field::Find).to_owned();
        let mut list = match self.desk.list.take() {
            Some(list) if list.master == master => List { find, from, ..list },
            Some(_) | None => List::new(master, &find, from),
        };
        list.asked = self.ask_rows(&list, now);
        self.desk.list = Some(list);
    }

    pub(super) fn ask_rows(&mut self, list: &List, now: u64) -> Option<catlink_shared::ids::RequestId> {
        if self.link != Link::Open {
            return None;
        }
        let ask = MastersRequest::Read {
            master: list.master,
            find: list.find.clone(),
            from: list.from,
            count: PAGE,
        };
        Some(self.send(Request::Masters { ask }, now))
    }

    /// What a list that has just come to the top reads.
    pub(in crate::checkout) fn read_what_is_shown(&mut self, now: u64) {
        match self.top() {
            Screen::Masters(master) => {
                let from =
                    self.desk.list.as_ref().filter(|list| list.master == master).map_or(0, |list| list.from);
                self.read_list(master, from, now);
            }
            Screen::Changes(master) => {
                let ask = MastersRequest::Changes { master: Some(master), before: None, count: CHANGES };
                self.desk.changes.clear();
                self.send(Request::Masters { ask }, now);
            }
            Screen::Files(_) => self.begin_files(now),
            Screen::Slips(screen) => self.read_slips_shown(screen, now),
            Screen::Day(screen) => self.read_day(screen, now),
            Screen::Reserve(screen) => self.read_reservations(screen, now),
            Screen::Issue(screen) => self.read_issue_shown(screen, now),
            Screen::Story => self.read_story(now),
            Screen::History(screen) => self.read_history(screen, now),
            Screen::Matching(screen) => self.read_matching(screen, now),
            Screen::Hosted(screen) => self.read_hosted(screen, now),
            _ => {}
        }
    }

    /// The text to find was changed: the list begins anew.
    pub(in crate::checkout) fn find_rows(&mut self, now: u64) {
        self.cursor = None;
        match self.top() {
            Screen::Masters(master) => self.read_list(master, 0, now),
            Screen::Options => self.read_options(0, now),
            _ => {}
        }
    }

    /// One page on or back.
    pub(in crate::checkout) fn turn_page(&mut self, way: Step, now: u64) {
        let Some(list) = self.open_list() else { return };
        let from = match way {
            Step::Down => list.from + PAGE,
            Step::Up => list.from.saturating_sub(PAGE),
        };
        if from == list.from || from >= list.total {
            return;
        }
        self.cursor = Some(0);
        match self.top() {
            Screen::Masters(master) => self.read_list(master, from, now),
            _ => self.read_options(from, now),
        }
    }

    /// The list the keys move in.
    pub(in crate::checkout) fn open_list(&self) -> Option<&List> {
        match self.top() {
            Screen::Masters(_) => self.desk.list.as_ref(),
            Screen::Options => self.desk.options.as_ref(),
            _ => None,
        }
    }

    /// The row the keys are on.
    pub(in crate::checkout) fn listed_row(&self) -> Option<&catlink_shared::masters::Row> {
        self.open_list()?.rows.get(self.cursor.unwrap_or(0))
    }

    /// F12修正
    pub(in crate::checkout) fn edit_row(&mut self, master: Master) {
        match self.listed_row().cloned() {
            Some(row) => self.open_form(Form::of(master, row)),
            None => self.warn("修正する行がありません。F2新規で登録してください。"),
        }
    }

    /// F2新規
    pub(in crate::checkout) fn new_row(&mut self, master: Master) {
        self.open_form(Form::blank(master));
    }

    /// F12はい in 【削除確認】
    pub(in crate::checkout) fn erase_row(&mut self, master: Master, now: u64) {
        if let Some(row) = self.desk.in_question.clone() {
            self.begin_act(Act::EraseRow { master, code: row.code, base_revision: row.revision }, now);
        }
    }

    /// The row that 【削除確認】 or 【PIN設定】 is about, as it was when that opened: the list below may move on.
    #[must_use]
    pub fn row_in_question(&self) -> Option<&catlink_shared::masters::Row> {
        self.desk.in_question.as_ref()
    }

    /// F1削除
    pub(in crate::checkout) fn ask_to_erase(&mut self, master: Master) {
        match self.listed_row().cloned() {
            Some(row) => {
                self.desk.in_question = Some(row);
                self.open(Screen::Erase(master));
            }
            None => self.warn("削除する行がありません。"),
        }
    }
}
