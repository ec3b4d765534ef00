//! The terminal's vocabulary, in the words of UnifiedPOS "CAT" (OMG UnifiedPOS 1.15, CATConst).
//!
//! Numbers of the standard are frozen and may be stored and sent. What the standard has no word for is ours
//! and says so. What is particular to one model is in [`profile`].

pub mod daily_log;
mod numbers;
mod port;
pub mod profile;
mod said;
mod texts;
pub mod trace;
mod words;

pub use numbers::{CatError, PaymentCondition, PaymentMedia, TransactionType};
pub use port::{CatPort, Parity, SerialForm, StopBits};
pub use said::{Ready, SalesRequest, TerminalResult, TerminalState, Unit};
pub use texts::{
    ApprovalCode, BrandCode, CenterResultCode, Last4, MemoryId, NEWEST_SLIP, PaymentDetail, RegisterId,
    SlipNumber, TerminalId, TransactionNumber,
};
pub use words::{Phase, PosLink, RefusedReason, ResultWord, TerminalActivity, TrainingAbility};

/// A value that a typed word cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} cannot be {got}")]
pub struct BadWord {
    /// Which word.
    pub what: &'static str,
    /// Why not; never the value itself, which could be a card number.
    pub got: &'static str,
}
