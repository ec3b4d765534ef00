//! One row's form: tabs, choices, references, leaving it, and keeping it.

use catlink_shared::masters::{Fault, Master, Row, Takes, Values};

use super::{Form, List, Place};
use crate::checkout::Checkout;
use crate::checkout::busy::Act;
use crate::checkout::field::Field;
use crate::checkout::screen::Screen;

impl Form {
    pub(super) fn of(master: Master, row: Row) -> Self {
        let before = master.filled(row.values);
        Self { code: Some(row.code), base_revision: row.revision, before, ..Self::blank(master) }
    }

    pub(super) fn blank(master: Master) -> Self {
        Self {
            master,
            code: None,
            base_revision: 0,
            before: master.blank(),
            faults: Vec::new(),
            tab: 0,
            left: None,
        }
    }
}

impl Checkout {
    pub(super) fn open_form(&mut self, form: Form) {
        for field in super::place::fields_of(form.master) {
            if let Field::Entry(place) = field {
                self.fields.set(*field, form.before.get(place.rule().key).to_owned());
            }
        }
        let master = form.master;
        self.desk.form = Some(form);
        self.desk.test = None;
        self.open(Screen::Row(master));
    }

    /// What stands in the form, every tab of it.
    #[must_use]
    pub fn typed_row(&self) -> Values {
        let Some(form) = &self.desk.form else { return Values::default() };
        let mut values = Values::default();
        for field in super::place::fields_of(form.master) {
            if let Field::Entry(place) = field {
                values.set(place.rule().key, self.fields.get(*field));
            }
        }
        values
    }

    /// Whether leaving the form would lose something that was typed.
    #[must_use]
    pub fn form_is_changed(&self) -> bool {
        self.desk.form.as_ref().is_some_and(|form| form.before != self.typed_row())
    }

    /// F9戻る
    pub(in crate::checkout) fn leave_form(&mut self) {
        if self.form_is_changed() {
            self.remember_place();
            return self.open(Screen::Abandon);
        }
        self.close_form();
    }

    /// Closes the form and whatever stands over it; 店舗基本マスタ has no list to go back to.
    pub(in crate::checkout) fn close_form(&mut self) {
        let Some(form) = self.desk.form.take() else { return };
        while self.stack.last().is_some_and(|screen| *screen != Screen::Masters(form.master)) {
            self.stack.pop();
        }
        if form.master == Master::Store {
            self.stack.pop();
        }
        self.notice = None;
    }

    /// F12確定
    pub(in crate::checkout) fn save_row(&mut self, now: u64) {
        let Some(form) = &self.desk.form else { return };
        let (master, code, base_revision) = (form.master, form.code.clone(), form.base_revision);
        let values = self.typed_row();
        let faults: Vec<Fault> = master
            .rules()
            .iter()
            .filter_map(|rule| {
                rule.take(values.get(rule.key)).err().map(|message| Fault::new(rule.key, message))
            })
            .collect();
        if faults.is_empty() {
            self.begin_act(Act::SaveRow { master, code, base_revision, values }, now);
        } else {
            let first = faults.first().map(|fault| fault.message.clone()).unwrap_or_default();
            self.show_faults(faults);
            self.warn(first);
        }
    }

    /// Marks the fields that are wrong and goes to the first of them.
    pub(super) fn show_faults(&mut self, faults: Vec<Fault>) {
        let Some(form) = &mut self.desk.form else { return };
        let place = faults.first().and_then(|fault| Place::of(form.master, &fault.key));
        form.faults = faults;
        if let Some(place) = place {
            self.go_to_place(place);
        }
    }

    fn go_to_place(&mut self, place: Place) {
        let Some(form) = &mut self.desk.form else { return };
        form.tab = form.tabs().iter().position(|tab| *tab == place.rule().tab).unwrap_or_default();
        self.focus = Some(Field::Entry(place));
        self.fresh = true;
    }

    /// F10: the next tab, and around.
    pub(in crate::checkout) fn next_tab(&mut self) {
        let Some(form) = &self.desk.form else { return };
        let tab = (form.tab + 1) % form.tabs().len().max(1);
        self.go_to_tab(tab);
    }

    /// A tab, by its number.
    pub(in crate::checkout) fn go_to_tab(&mut self, tab: usize) {
        let Some(form) = &mut self.desk.form else { return };
        if tab < form.tabs().len() {
            form.tab = tab;
            self.focus = form.fields().first().copied();
            self.fresh = true;
        }
    }

    /// Enter in the last field of a tab goes on to the next one.
    pub(in crate::checkout) fn enter_in_form(&mut self) -> bool {
        let Some(form) = &self.desk.form else { return false };
        let is_last = self.focus.is_some() && form.fields().last().copied() == self.focus;
        if is_last && form.tab + 1 < form.tabs().len() {
            self.next_tab();
            return true;
        }
        false
    }

    /// F5選択: the next choice, or the list a reference is chosen from.
    pub(in crate::checkout) fn choose_entry(&mut self, now: u64) {
        let Some(Field::Entry(place)) = self.focus else { return };
        if self.lists_ports(place) {
            return self.find_ports(now);
        }
        match place.rule().takes {
            Takes::Choice(options) => {
                let text = self.fields.get(Field::Entry(place)).to_owned();
                let next = options.iter().position(|(code, _)| *code == text).map_or(0, |at| at + 1);
                if let Some((code, _)) = options.get(next % options.len()) {
                    self.set_entry(place, code);
                }
            }
            Takes::Reference(master) => {
                self.remember_place();
                self.fields.clear(&[Field::FindOption]);
                self.desk.options = Some(List::new(master, "", 0));
                self.open(Screen::Options);
                self.read_options(0, now);
            }
            Takes::Text(_)
            | Takes::Code(_)
            | Takes::Digits(..)
            | Takes::Number(..)
            | Takes::Date
            | Takes::Jan
            | Takes::Registration
            | Takes::Phone => {
                self.say("この項目は入力してください。F5 で選べるのは、選択肢かコードの項目です。")
            }
        }
    }

    /// A choice is touched.
    pub fn on_option(&mut self, place: Place, code: &str, now: u64) -> Vec<crate::checkout::Effect> {
        if !self.is_busy() {
            self.focus = Some(Field::Entry(place));
            self.set_entry(place, code);
        }
        self.finish(now)
    }

    /// A tab is touched.
    pub fn on_tab(&mut self, tab: usize, now: u64) -> Vec<crate::checkout::Effect> {
        if !self.is_busy() {
            self.go_to_tab(tab);
        }
        self.finish(now)
    }

    pub(super) fn set_entry(&mut self, place: Place, text: &str) {
        self.fields.set(Field::Entry(place), text.to_owned());
        self.fresh = true;
        self.entry_changed(place);
    }

    /// A fault that was shown is no longer said of a field that was changed since.
    pub(in crate::checkout) fn entry_changed(&mut self, place: Place) {
        self.forget_test_of(place);
        if let Some(form) = &mut self.desk.form {
            form.faults.retain(|fault| fault.key != place.rule().key);
        }
    }

    /// Reads what can be chosen for the field the form is at.
    pub(super) fn read_options(&mut self, from: u32, now: u64) {
        let find = self.fields.get(Field::FindOption).to_owned();
        let Some(list) = self.desk.options.take() else { return };
        let mut list = List { find, from, ..list };
        list.asked = self.ask_rows(&list, now);
        self.desk.options = Some(list);
    }

    /// F12 in the list of what can be chosen.
    pub(in crate::checkout) fn take_option(&mut self) {
        let row = self.listed_row().cloned();
        let place = self.desk.form.as_ref().and_then(|form| form.left);
        match (row, place) {
            (Some(row), Some(place)) => {
                self.close();
                // 税区分 is dated: products name the class, whatever its day.
                let code = row.values.text("code").unwrap_or(row.code);
                self.set_entry(place, &code);
            }
            _ => self.warn("選べる行がありません。"),
        }
    }

    pub(super) fn remember_place(&mut self) {
        let place = match self.focus {
            Some(Field::Entry(place)) => Some(place),
            _ => None,
        };
        if let Some(form) = &mut self.desk.form {
            form.left = place;
        }
    }

    /// Where the form's focus belongs when it comes to the top.
    pub(in crate::checkout) fn place_in_form(&self) -> Option<Field> {
        let form = self.desk.form.as_ref()?;
        form.left.map(Field::Entry).or_else(|| form.fields().first().copied())
    }
}
