//! What can go wrong on request: a list that tests and people arm over HTTP, and that everything else asks.
//!
//! A fault is armed for a number of times or until it is cleared. Some act at once ([`Fault::acts_at_once`]); the
//! others wait for their moment. New faults are new variants; [`Fault::catalogue`] is what GET /faults lists, and
//! [`Script`] plays them one after the other. Where a fault has `back_after_ms`, what went away comes back by itself.

mod armed;
mod catalogue;
mod script;
mod words;

use catlink_shared::terminal::{Phase, RefusedReason};
use serde::{Deserialize, Serialize};

pub use armed::{ArmRequest, Armed, BadFault, FaultBox, Leaked};
pub use script::{BadScript, Script, ScriptRequest, Turn};
pub use words::{LeakPlace, RequestWord, SaidWord, Step};

/// Something that goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named for what they are: see the note above")]
pub enum Fault {
    /// Reads nothing and says nothing on the line, until it is cleared or the time is over.
    Silent {
        #[serde(default)]
        back_after_ms: Option<u64>,
    },
    /// Waits before everything it says.
    Slow { ms: u64 },
    /// The line goes away at once; null: until it is plugged in again.
    CutNow {
        #[serde(default = "soon")]
        back_after_ms: Option<u64>,
    },
    /// The line goes away when byte k (from STX as 1) of the next SALES has come.
    CutInSales {
        byte: usize,
        #[serde(default = "soon")]
        back_after_ms: Option<u64>,
    },
    /// The same in another message of the POS.
    CutInRequest {
        message: RequestWord,
        byte: usize,
        #[serde(default = "soon")]
        back_after_ms: Option<u64>,
    },
    /// SALES is taken and stored; the line goes away in place of its acknowledgement.
    CutOnceTaken {
        #[serde(default = "soon")]
        back_after_ms: Option<u64>,
    },
    /// The line goes away instead of a RESULT.
    CutBeforeResult {
        #[serde(default = "soon")]
        back_after_ms: Option<u64>,
    },
    /// The line goes away after byte k (from STX as 1) of a RESULT.
    CutInResult {
        byte: usize,
        #[serde(default = "soon")]
        back_after_ms: Option<u64>,
    },
    /// The same in another message of the terminal.
    CutInAnswer {
        message: SaidWord,
        byte: usize,
        #[serde(default = "soon")]
        back_after_ms: Option<u64>,
    },
    /// Refuses SALES as busy.
    Busy,
    /// Refuses SALES for another reason.
    Refuse { reason: RefusedReason },
    /// Answers a bid with NAK (serial).
    BidBusy,
    /// POS接続 goes OFF.
    Standalone {
        #[serde(default)]
        back_after_ms: Option<u64>,
    },
    /// The paper runs out.
    PaperOut {
        #[serde(default)]
        back_after_ms: Option<u64>,
    },
    /// The paper runs out while the slip is being printed.
    PaperOutInPrinting {
        #[serde(default)]
        back_after_ms: Option<u64>,
    },
    /// The cover is opened.
    CoverOpen {
        #[serde(default)]
        back_after_ms: Option<u64>,
    },
    /// The cover is opened while the slip is being printed.
    CoverOpenInPrinting {
        #[serde(default)]
        back_after_ms: Option<u64>,
    },
    /// The terminal locks itself in training.
    TrainingLocked {
        #[serde(default)]
        back_after_ms: Option<u64>,
    },
    /// Somebody presses 中止 in this phase. Where 中止 is grey nothing comes of it.
    CancelIn { phase: Phase },
    /// The centre declines.
    Decline,
    /// 残高不足
    Deficient,
    /// Too much on the card.
    OverDeposit,
    /// The centre cannot be reached.
    CentreError,
    /// The centre charges, but its answer is lost.
    CentreAnswerLost,
    /// Ends in this error number; `charged`: the centre had charged all the same.
    CentreFails { ecat: u16, charged: bool },
    /// The centre's answer comes late.
    CentreLate { ms: u64 },
    /// The centre cannot be reached when it is asked what became of something, or to undo it.
    EnquiryError,
    /// RESULT names another amount.
    WrongAmount { by: i64 },
    /// RESULT names another payment.
    WrongPaymentId,
    /// RESULT names another register.
    WrongRegister,
    /// RESULT names another request number.
    WrongSequenceNumber,
    /// RESULT names another slip.
    WrongSlipNumber { by: u32 },
    /// RESULT names another unit.
    WrongUnit,
    /// RESULT names another memory.
    WrongMemory,
    /// RESULT turns the training flag round.
    WrongTraining,
    /// RESULT is of another type.
    WrongType,
    /// RESULT carries an error number nobody knows.
    UnlistedError,
    /// Approved for less (残高分); the centre charges only that.
    LessSettled { settled: i64 },
    /// NAK to blocks that are right (serial).
    NakBlocks,
    /// NAK to SALES, though it is right (serial): four in a row and it was never taken.
    NakSales,
    /// A block leaves with a wrong BCC.
    WrongBcc,
    /// The acknowledgement of SALES is not sent (serial).
    LostAck,
    /// The POS's acknowledgement of a RESULT is not heard (serial): the block comes again.
    DeafToAck,
    /// A RESULT is sent twice.
    DuplicateResult,
    /// The result before comes instead, and then the right one.
    StaleResult,
    /// A RESULT is sent late.
    LateResult { ms: u64 },
    /// A result is stored but not offered; QUERY and LAST still tell it.
    MuteResult,
    /// A result comes in the middle of the next sale and not before, unless it is asked for.
    ResultInNextSale,
    /// The result before comes again in the middle of the next sale.
    RepeatInNextSale,
    /// The answer to QUERY or LAST comes late.
    LateAnswer { ms: u64 },
    /// QUERY or LAST is not answered.
    MuteAnswer,
    /// The answer to QUERY or LAST comes twice.
    DuplicateAnswer,
    /// The answer to the question before comes first, and then the right one.
    StaleAnswer,
    /// QUERY or LAST is answered with another payment.
    OtherPaymentAnswer,
    /// The answer to QUERY or LAST names another unit.
    OtherUnitAnswer,
    /// A line of the daily log is not sent.
    LogLineMissing,
    /// A line of the daily log is cut short.
    LogLineCutShort,
    /// A line of the daily log is sent twice.
    LogLineTwice,
    /// A line of the daily log names another unit.
    LogLineOfOtherUnit,
    /// What is said holds a full card number, spelt so: something no terminal may do.
    CardNumber { place: LeakPlace, text: String },
    /// 処理未了, after the centre was asked; `charged`: the centre had charged.
    Incomplete { charged: bool },
    /// Junk before STX.
    Garbage,
    /// What is sent leaves in pieces of so many bytes.
    SplitWrites { size: usize },
    /// What is sent is held back and leaves together with what follows.
    MergedWrites,
    /// Starts again: drops the line, reads its memory.
    Restart,
    /// The same as soon as it is in this phase.
    RestartIn { phase: Phase },
    /// The process dies at a step.
    DieAt { step: Step },
    /// The memory is wiped.
    WipedMemory,
    /// Another unit stands there.
    OtherUnit { terminal_id: String },
    /// The terminal's clock is wrong by so much.
    ClockOffset { ms: i64 },
}

/// A cut line comes back after a second unless told otherwise.
#[expect(clippy::unnecessary_wraps, reason = "serde asks for the field's type")]
fn soon() -> Option<u64> {
    Some(1_000)
}

impl Fault {
    /// Whether it acts when asked for, rather than waiting for its moment.
    #[must_use]
    pub const fn acts_at_once(&self) -> bool {
        matches!(
            self,
            Self::CutNow { .. }
                | Self::Standalone { .. }
                | Self::PaperOut { .. }
                | Self::CoverOpen { .. }
                | Self::TrainingLocked { .. }
                | Self::Restart
                | Self::WipedMemory
                | Self::OtherUnit { .. }
                | Self::ClockOffset { .. }
        )
    }

    /// Whether it is about the answer to a question.
    #[must_use]
    pub const fn is_of_answers(&self) -> bool {
        matches!(
            self,
            Self::LateAnswer { .. }
                | Self::MuteAnswer
                | Self::DuplicateAnswer
                | Self::StaleAnswer
                | Self::OtherPaymentAnswer
                | Self::OtherUnitAnswer
                | Self::CutInRequest { message: RequestWord::Query | RequestWord::Last, .. }
        )
    }
}
