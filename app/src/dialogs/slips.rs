//! Dialogs of 伝票照会・取消 and 返品.

pub(crate) mod goods;
pub(crate) mod money;
pub(crate) mod sheet;
pub(crate) mod undo;
pub(crate) mod unknown;
