//! catlink basic: the open family, ours, which the virtual terminal speaks too (`docs/terminals/basic.md`).

pub mod block;
pub mod message;
