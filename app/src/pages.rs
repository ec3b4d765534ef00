//! Screens under the dialogs.

pub(crate) mod menu;
pub(crate) mod sale;
