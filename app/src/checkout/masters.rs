//! 店舗設定 on the page: a master's list, one row's form, what can be chosen for a field, and 変更履歴.
//!
//! The tables of rules in `catlink_shared::masters` say what there is; nothing here knows a field by name. What is typed
//! stands in the fields as everywhere; what the agent keeps is read from it page by page and never changed here.

mod arrive;
pub mod files;
mod form;
mod list;
mod names;
mod pin;
pub mod place;
mod ports;
mod sample;

use catlink_shared::ids::RequestId;
use catlink_shared::masters::{Fault, Master, Row, Values};
use catlink_shared::wire::masters::ChangeView;
use catlink_shared::wire::port_test::{FoundPort, PortTest};

pub use place::Place;

/// Rows of one page of a list: as many as the smallest screen shows.
pub const PAGE: u32 = 12;

/// What the page has open of the masters.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    /// The list, as far as it is read.
    pub(super) list: Option<List>,
    /// The row that is open.
    pub(super) form: Option<Form>,
    /// What can be chosen for a field.
    pub(super) options: Option<List>,
    /// The row that 【削除確認】 or 【PIN設定】 is about.
    pub(super) in_question: Option<Row>,
    /// 変更履歴
    pub(super) changes: Vec<ChangeView>,
    /// What the connection test of the form showed.
    pub(super) test: Option<PortTest>,
    /// The ports of this computer.
    pub(super) ports: Option<Vec<FoundPort>>,
    /// 【取込・書出】
    pub(super) files: files::Files,
}

/// One page of a master's rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Which master.
    pub master: Master,
    /// The text that rows hold.
    pub find: String,
    /// How many rows come before this page.
    pub from: u32,
    /// The page.
    pub rows: Vec<Row>,
    /// How many rows there are in all.
    pub total: u32,
    /// The question that is not answered yet.
    pub(super) asked: Option<RequestId>,
}

/// A row in the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Of which master.
    pub master: Master,
    /// Its code; none: a new row.
    pub code: Option<String>,
    /// The revision it was read at.
    pub base_revision: u64,
    /// As it was read.
    pub before: Values,
    /// What is wrong with which field, since it was last sent.
    pub faults: Vec<Fault>,
    /// The tab that is shown.
    pub tab: usize,
    /// The field that had the focus when a dialog was opened over the form.
    pub(super) left: Option<Place>,
}

impl List {
    fn new(master: Master, find: &str, from: u32) -> Self {
        Self { master, find: find.to_owned(), from, rows: Vec::new(), total: 0, asked: None }
    }

    /// Which page this is, and of how many.
    #[must_use]
    pub fn pages(&self) -> (u32, u32) {
        (self.from / PAGE + 1, self.total.div_ceil(PAGE).max(1))
    }

    /// Whether it has not been read yet.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        self.asked.is_some() && self.rows.is_empty()
    }
}

impl Form {
    /// The tabs of the form, in order; one without a name where there are none.
    #[must_use]
    pub fn tabs(&self) -> Vec<&'static str> {
        let mut tabs: Vec<&'static str> = Vec::new();
        for rule in self.master.rules() {
            if !tabs.contains(&rule.tab) {
                tabs.push(rule.tab);
            }
        }
        tabs
    }

    /// The fields of the tab that is shown.
    #[must_use]
    pub fn fields(&self) -> &'static [super::field::Field] {
        let tabs = self.tabs();
        place::fields_of_tab(self.master, tabs.get(self.tab).copied().unwrap_or_default())
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn fault(&self, key: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.key == key).map(|fault| fault.message.as_str())
    }
}

impl Desk {
    /// The list that is open.
    #[must_use]
    pub fn list(&self) -> Option<&List> {
        self.list.as_ref()
    }

    /// The form that is open.
    #[must_use]
    pub fn form(&self) -> Option<&Form> {
        self.form.as_ref()
    }

    /// What can be chosen for the field the form is at.
    #[must_use]
    pub fn options(&self) -> Option<&List> {
        self.options.as_ref()
    }

    /// How far 【取込・書出】 is.
    #[must_use]
    pub fn files(&self) -> &files::Files {
        &self.files
    }

    /// 変更履歴, newest first.
    #[must_use]
    pub fn changes(&self) -> &[ChangeView] {
        &self.changes
    }
}
