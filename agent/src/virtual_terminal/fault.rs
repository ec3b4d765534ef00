//! What can go wrong on request: a list that tests and people arm over HTTP, and that everything else asks.
//!
//! A fault is armed for a number of times or until it is cleared. Some act at once ([`Fault::acts_at_once`]); the
//! others wait for their moment. New faults are new variants; [`Fault::catalogue`] is what GET /faults lists.

mod armed;

use serde::{Deserialize, Serialize};

pub use armed::{ArmRequest, Armed, BadFault, FaultBox};

/// A step of a sale at which the terminal can die (the process ends with status 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// SALES is read, nothing is written.
    BeforeStorePending,
    /// SALES is on the disk, not acknowledged.
    AfterStorePending,
    /// The centre is about to be asked.
    BeforeCentre,
    /// The centre has answered, nothing is written.
    AfterCentre,
    /// The result is on the disk, not sent.
    AfterStoreResult,
    /// The result is acknowledged, which is not yet written.
    AfterSend,
}

/// Something that goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// Reads nothing and says nothing on the line.
    Silent,
    /// Waits before everything it says.
    Slow {
        /// How long.
        ms: u64,
    },
    /// The line goes away at once.
    CutNow {
        /// When it comes back; null: when it is plugged in again.
        #[serde(default = "soon")]
        back_after_ms: Option<u64>,
    },
    /// The line goes away when byte k of the next SALES has come.
    CutInSales {
        /// Which, counted from STX as 1.
        byte: usize,
        /// When it comes back.
        #[serde(default = "soon")]
        back_after_ms: Option<u64>,
    },
    /// The line goes away instead of a RESULT.
    CutBeforeResult {
        /// When it comes back.
        #[serde(default = "soon")]
        back_after_ms: Option<u64>,
    },
    /// The line goes away after byte k of a RESULT.
    CutInResult {
        /// Which, counted from STX as 1.
        byte: usize,
        /// When it comes back.
        #[serde(default = "soon")]
        back_after_ms: Option<u64>,
    },
    /// Refuses SALES as busy.
    Busy,
    /// Answers a bid with NAK (serial).
    BidBusy,
    /// POS接続 goes OFF.
    Standalone,
    /// The paper runs out.
    PaperOut,
    /// The terminal locks itself in training.
    TrainingLocked,
    /// The centre declines.
    Decline,
    /// 残高不足
    Deficient,
    /// The centre cannot be reached.
    CentreError,
    /// The centre charges, but its answer is lost.
    CentreAnswerLost,
    /// RESULT names another amount.
    WrongAmount {
        /// By how much more.
        by: i64,
    },
    /// RESULT names another payment.
    WrongPaymentId,
    /// RESULT names another request number.
    WrongSequenceNumber,
    /// RESULT names another unit.
    WrongUnit,
    /// RESULT turns the training flag round.
    WrongTraining,
    /// RESULT is of another type.
    WrongType,
    /// RESULT carries an error number nobody knows.
    UnlistedError,
    /// Approved for less (残高分); the centre charges only that.
    LessSettled {
        /// How much.
        settled: i64,
    },
    /// NAK to blocks that are right (serial).
    NakBlocks,
    /// A block leaves with a wrong BCC.
    WrongBcc,
    /// The acknowledgement of SALES is not sent (serial).
    LostAck,
    /// A RESULT is sent twice.
    DuplicateResult,
    /// The result before comes instead, and then the right one.
    StaleResult,
    /// A RESULT is sent late.
    LateResult {
        /// By how much.
        ms: u64,
    },
    /// A result is stored but not offered; QUERY and LAST still tell it.
    MuteResult,
    /// 処理未了, after the centre was asked.
    Incomplete {
        /// Whether the centre had charged.
        charged: bool,
    },
    /// Junk before STX.
    Garbage,
    /// What is sent leaves in pieces of few bytes.
    SplitWrites {
        /// Bytes a piece.
        size: usize,
    },
    /// What is sent is held back and leaves together with what follows (LAN).
    MergedWrites,
    /// Starts again: drops the line, reads its memory.
    Restart,
    /// The process dies at a step.
    DieAt {
        /// Which.
        step: Step,
    },
    /// The memory is wiped.
    WipedMemory,
    /// Another unit stands there.
    OtherUnit {
        /// Its 端末番号.
        terminal_id: String,
    },
    /// The terminal's clock is wrong.
    ClockOffset {
        /// By how much.
        ms: i64,
    },
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
                | Self::Standalone
                | Self::PaperOut
                | Self::TrainingLocked
                | Self::Restart
                | Self::WipedMemory
                | Self::OtherUnit { .. }
                | Self::ClockOffset { .. }
        )
    }

    /// One of each, with the values the panel proposes, and what a person calls it.
    #[must_use]
    pub fn catalogue() -> Vec<(Self, &'static str)> {
        let back_after_ms = soon();
        vec![
            (Self::Silent, "応答なし"),
            (Self::Slow { ms: 2_000 }, "応答が遅い"),
            (Self::CutNow { back_after_ms }, "回線切断(今すぐ)"),
            (Self::CutInSales { byte: 40, back_after_ms }, "売上要求の受信中に切断"),
            (Self::CutBeforeResult { back_after_ms }, "結果の送信前に切断"),
            (Self::CutInResult { byte: 40, back_after_ms }, "結果の送信中に切断"),
            (Self::Busy, "取引中として拒否"),
            (Self::BidBusy, "回線使用中(NAK)"),
            (Self::Standalone, "POS接続 OFF"),
            (Self::PaperOut, "用紙切れ"),
            (Self::TrainingLocked, "練習モード固定"),
            (Self::Decline, "お取り扱いできません"),
            (Self::Deficient, "残高不足"),
            (Self::CentreError, "センター接続不可"),
            (Self::CentreAnswerLost, "センター応答の消失(請求あり)"),
            (Self::WrongAmount { by: 100 }, "結果の金額違い"),
            (Self::WrongPaymentId, "結果の取引違い"),
            (Self::WrongSequenceNumber, "結果の要求番号違い"),
            (Self::WrongUnit, "結果の端末違い"),
            (Self::WrongTraining, "結果の練習区分違い"),
            (Self::WrongType, "結果の取引種別違い"),
            (Self::UnlistedError, "未知のエラー番号"),
            (Self::LessSettled { settled: 100 }, "一部金額のみ承認(残高分)"),
            (Self::NakBlocks, "受信ブロックをNAK"),
            (Self::WrongBcc, "送信ブロックのBCC誤り"),
            (Self::LostAck, "売上要求のACK消失"),
            (Self::DuplicateResult, "結果の二重送信"),
            (Self::StaleResult, "前回の結果を先に送信"),
            (Self::LateResult { ms: 5_000 }, "結果の遅れ"),
            (Self::MuteResult, "結果を送らない"),
            (Self::Incomplete { charged: true }, "処理未了(請求あり)"),
            (Self::Incomplete { charged: false }, "処理未了(請求なし)"),
            (Self::Garbage, "STX前の雑音"),
            (Self::SplitWrites { size: 3 }, "分割して送信"),
            (Self::MergedWrites, "まとめて送信"),
            (Self::Restart, "再起動"),
            (Self::DieAt { step: Step::BeforeStorePending }, "停止: 記録前"),
            (Self::DieAt { step: Step::AfterStorePending }, "停止: 記録後"),
            (Self::DieAt { step: Step::BeforeCentre }, "停止: センター前"),
            (Self::DieAt { step: Step::AfterCentre }, "停止: センター後"),
            (Self::DieAt { step: Step::AfterStoreResult }, "停止: 結果記録後"),
            (Self::DieAt { step: Step::AfterSend }, "停止: 結果送信後"),
            (Self::WipedMemory, "記憶消去"),
            (Self::OtherUnit { terminal_id: "9990000000001".to_owned() }, "端末交換"),
            (Self::ClockOffset { ms: -600_000 }, "時計の遅れ(10分)"),
        ]
    }
}
