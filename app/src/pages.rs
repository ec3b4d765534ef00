//! Screens under the dialogs.

pub(crate) mod day;
pub(crate) mod history;
pub(crate) mod hosted;
pub(crate) mod issue;
pub(crate) mod masters;
pub(crate) mod matching;
pub(crate) mod menu;
pub(crate) mod reserve;
pub(crate) mod sale;
pub(crate) mod slips;
