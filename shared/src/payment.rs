//! One try to take money on a terminal: its states and events.
//!
//! ```text
//!            ┌────────▶ NotCharged ◀───────────────┐
//!            │               ▲                     │ person / NONE
//!  Accepted ─┴─▶ Sent ───────┼──▶ Unknown ◀──▶ Held
//!                 │          │        │ late answer, choice 1
//!                 ▼          │        ▼
//!              Approved ◀────┴──── (judged)
//!                 │   └──▶ AwaitingHandOver ──▶ VoidPromised
//!                 ▼                 │
//!                Sold ◀─────────────┘          Contradicted, Superseded, DoublyReceived
//! ```
//!
//! The journal keeps [`PaymentEvent`]s; [`transition::transition`] turns them into a [`PaymentState`], live and in
//! replay. [`certainty`] judges what a terminal said.

pub mod certainty;
pub mod transition;
pub mod words;

use serde::{Deserialize, Serialize};

use crate::ids::{ReceiptNumber, UnixMs};
use crate::money::Yen;
use crate::tender::ByHand;
use crate::terminal::{ApprovalCode, CatError, CenterResultCode, RefusedReason, SlipNumber};

/// Why it is certain that nothing was charged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum NotCharged {
    /// The line was not open: port missing, LAN connect refused, no READY.
    NotConnected,
    /// The bid was never answered.
    BidUnanswered,
    /// The bid was answered busy.
    BidBusy,
    /// Every try of SALES was answered NAK.
    EveryTryRefused,
    /// The agent went down between accepting and sending, or could not write that it would send.
    NeverSent,
    /// The unit that answered is not fit for this sale (training lock, another unit, simulated): nothing was sent.
    UnfitTerminal,
    /// REFUSED with our payment_id.
    Refused {
        /// The terminal's reason.
        reason: RefusedReason,
    },
    /// お取り扱いできません
    Declined {
        /// The centre's code.
        center_result_code: CenterResultCode,
    },
    /// 残高不足
    Deficient,
    /// Too much on the card.
    OverDeposit,
    /// 中止
    Cancelled,
    /// Stopped on the terminal, or timed out there, before a card was read.
    StoppedBeforeCard,
    /// QUERY was answered NONE by the unit and memory journaled at sending, in time.
    NoneOnRecord,
    /// LAST is what it was before the sale (class last).
    LastUnchanged,
    /// Choice 2 of 【結果不明】: a person found nothing on the terminal.
    PersonFoundNone {
        /// The terminal's newest slip as typed.
        newest_slip: Option<SlipNumber>,
    },
    /// A contradicted payment was voided on the terminal, says a person from its paper.
    VoidedOnTerminal {
        /// The terminal's slip of the void.
        slip_number: SlipNumber,
    },
    /// A contradicted payment of a brand that cannot be voided: its money was given back in cash.
    RefundedInCash {
        /// How much.
        amount: Yen,
    },
}

impl NotCharged {
    /// Whether there had been a charge, and it was undone: what the terminal says of that charge is no news.
    #[must_use]
    pub const fn is_undone_charge(&self) -> bool {
        match self {
            Self::VoidedOnTerminal { .. } | Self::RefundedInCash { .. } => true,
            Self::NotConnected
            | Self::BidUnanswered
            | Self::BidBusy
            | Self::EveryTryRefused
            | Self::NeverSent
            | Self::UnfitTerminal
            | Self::Refused { .. }
            | Self::Declined { .. }
            | Self::Deficient
            | Self::OverDeposit
            | Self::Cancelled
            | Self::StoppedBeforeCard
            | Self::NoneOnRecord
            | Self::LastUnchanged
            | Self::PersonFoundNone { .. } => false,
        }
    }
}

/// Why nobody knows yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Doubt {
    /// Silence after SALES began to leave.
    Silence,
    /// The line went away after SALES began to leave.
    Cut,
    /// The receiver broke the transfer off.
    Aborted,
    /// Our own timer.
    TimedOut,
    /// The agent went down after PaymentSent.
    AgentRestarted,
    /// 処理未了
    Incomplete,
    /// An error once the card was (or may have been) read, or one this version does not know.
    Error {
        /// What the terminal called it.
        ecat: Option<CatError>,
    },
    /// A decline or stop that does not carry our data.
    Mismatched,
    /// The terminal had forgotten, or its memory or unit is not the one SALES went to.
    Forgotten,
}

/// What an answer does not agree in with what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// 端末番号
    TerminalId,
    /// Which register.
    RegisterId,
    /// Which request.
    SequenceNumber,
    /// 取引種別
    TransactionType,
    /// What was asked.
    Amount,
    /// What was charged.
    SettledAmount,
    /// Training.
    TrainingMode,
    /// Approved, with an error.
    Ecat,
    /// The slip that was booked by hand is another one.
    SlipNumber,
    /// Approved after it had been settled as not charged, or after its sale was paid otherwise.
    SettledOtherwise,
    /// Not approved after it had been settled as charged.
    NotApprovedAfterAll,
}

/// The judgement on a RESULT, by the certainty table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "judged", rename_all = "snake_case")]
pub enum Judgement {
    /// Charged, exactly as asked.
    Approved,
    /// Certainly not charged.
    NotCharged {
        /// Why.
        because: NotCharged,
    },
    /// Charged, exactly as asked – after nobody had known of it, and its slip is booked for this sale by hand already: no
    /// reason to void.
    BookedByHand {
        /// The sale's slip.
        receipt_number: ReceiptNumber,
    },
    /// Charged, but not as asked.
    Contradicted {
        /// In what.
        differences: Vec<Difference>,
    },
    /// Proves nothing.
    Unknown {
        /// Why.
        because: Doubt,
    },
}

/// What a terminal says to a question, without a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InquiryAnswer {
    /// Still at it.
    Pending,
    /// Never taken: from the unit and memory journaled at sending, in time.
    None,
    /// NONE, but from another unit or memory, or too late: proves nothing.
    UntrustedNone,
    /// Too long ago: proves nothing.
    Forgotten,
    /// Class last: the last transaction is the one that was read before SALES left. Never taken.
    LastUnchanged,
    /// Class last: the last transaction is another one and does not fit ours: proves nothing.
    LastUnfit,
}

/// What a person typed from the terminal's paper (choice 1). Nothing is prefilled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperSlip {
    /// 伝票番号
    pub slip_number: SlipNumber,
    /// 金額
    pub amount: Yen,
    /// 時刻 as typed, `HH:MM` on the terminal's clock.
    pub time: String,
    /// 承認番号, for a card.
    pub approval_code: Option<ApprovalCode>,
}

/// A person's decision on an unknown (or contradicted) payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "choice", rename_all = "snake_case")]
pub enum Decision {
    /// 1. 端末で決済完了(売上票あり)
    Charged {
        /// What the paper says.
        paper: PaperSlip,
    },
    /// 2. 端末に記録なし(請求なし)
    NotOnRecord {
        /// The terminal's newest slip as typed; none where it has never printed one.
        newest_slip: Option<SlipNumber>,
    },
    /// 4. 確認できない(保留)
    Hold {
        /// How to reach the customer.
        contact: String,
        /// The newest slip, where the terminal is idle: frees the port.
        newest_slip: Option<SlipNumber>,
    },
    /// For 【決済内容相違】 only: voided on the terminal.
    VoidedOnTerminal {
        /// The terminal's slip of the void.
        slip_number: SlipNumber,
        /// Its amount.
        amount: Yen,
    },
    /// For 【決済内容相違】 of a brand that cannot be voided: 現金返金.
    RefundedInCash {
        /// What the customer was given.
        amount: Yen,
    },
}

/// Whether a held payment still keeps its terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortHold {
    /// No other linked payment on that terminal.
    Kept,
    /// The terminal showed that it is idle and its newest slip was entered.
    Freed,
}

/// What the clerk said of goods whose approval came late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandOver {
    /// 販売確定
    Sold,
    /// 端末で取消
    VoidOnTerminal,
}

/// Where a payment stands. A state holds only what is true in it.
///
/// Late evidence can put any settled payment into [`PaymentState::Contradicted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PaymentState {
    /// Journaled; nothing has been sent.
    Accepted,
    /// SALES may be at the terminal.
    Sent,
    /// Nobody knows. 【結果不明】
    Unknown {
        /// Why.
        because: Doubt,
        /// Whether the terminal's last word was that it is still at it.
        last_word: LastWord,
    },
    /// 確認できない(保留): stays as 要確認 until a manager settles it.
    Held {
        /// Why nobody knows.
        because: Doubt,
        /// How to reach the customer.
        contact: String,
        /// Whether the terminal is free for others.
        port: PortHold,
        /// The terminal's last word: while it is PENDING, nobody may call the payment not charged.
        #[serde(default)]
        last_word: LastWord,
    },
    /// Charged; its sale is being made.
    Approved {
        /// Who says so.
        by: ByHand,
    },
    /// Charged, found out late: 「商品はお渡し済みですか?」
    AwaitingHandOver {
        /// Who says so.
        by: ByHand,
    },
    /// Charged, and here is its sale.
    Sold {
        /// Who says so.
        by: ByHand,
        /// The slip.
        receipt_number: ReceiptNumber,
    },
    /// Charged, found out late, the customer gone without goods: to be voided on the terminal.
    VoidPromised,
    /// Certainly not charged.
    NotCharged {
        /// Why.
        because: NotCharged,
    },
    /// 【決済内容相違】: what the terminal says and what we know do not agree.
    Contradicted {
        /// In what.
        differences: Vec<Difference>,
        /// The slip, where it had been sold.
        receipt_number: Option<ReceiptNumber>,
    },
    /// Its sale stands, and no charge does: said to be charged by a person, found otherwise. The money is collected by hand,
    /// as an action on the terminal.
    Uncollected {
        /// The slip.
        receipt_number: ReceiptNumber,
    },
    /// 別の方法で受取る: the sale was paid otherwise while this was unknown. It stays a question until the terminal or a
    /// person has said what became of it: a charge here would be the second one.
    Superseded {
        /// Why nobody knows.
        because: Doubt,
        /// Whether the terminal is free for others.
        port: PortHold,
        /// The terminal's last word.
        last_word: LastWord,
    },
    /// Approved after it was superseded: to be voided on the terminal (二重受取).
    DoublyReceived,
}

/// The terminal's last word on an unknown payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastWord {
    /// It has not answered.
    #[default]
    Nothing,
    /// PENDING
    Pending,
    /// An answer that proves nothing.
    Useless,
}

impl PaymentState {
    /// Whether the terminal's port is kept for it: one open payment per port.
    #[must_use]
    pub const fn holds_port(&self) -> bool {
        match self {
            Self::Accepted
            | Self::Sent
            | Self::Unknown { .. }
            | Self::Approved { .. }
            | Self::Contradicted { .. } => true,
            Self::Held { port, .. } | Self::Superseded { port, .. } => matches!(port, PortHold::Kept),
            Self::AwaitingHandOver { .. }
            | Self::Sold { .. }
            | Self::VoidPromised
            | Self::NotCharged { .. }
            | Self::Uncollected { .. }
            | Self::DoublyReceived => false,
        }
    }

    /// Whether the sale is locked by it: one open payment per sale.
    #[must_use]
    pub const fn holds_sale(&self) -> bool {
        match self {
            Self::Accepted
            | Self::Sent
            | Self::Unknown { .. }
            | Self::Held { .. }
            | Self::Approved { .. }
            | Self::AwaitingHandOver { .. }
            | Self::Contradicted { .. } => true,
            Self::Sold { .. }
            | Self::VoidPromised
            | Self::NotCharged { .. }
            | Self::Uncollected { .. }
            | Self::Superseded { .. }
            | Self::DoublyReceived => false,
        }
    }

    /// Whether it is shown as an open question (要確認) to every page of the register.
    #[must_use]
    pub const fn is_question(&self) -> bool {
        match self {
            Self::Unknown { .. }
            | Self::Held { .. }
            | Self::AwaitingHandOver { .. }
            | Self::Superseded { .. }
            | Self::Contradicted { .. } => true,
            Self::Accepted
            | Self::Sent
            | Self::Approved { .. }
            | Self::Sold { .. }
            | Self::VoidPromised
            | Self::NotCharged { .. }
            | Self::Uncollected { .. }
            | Self::DoublyReceived => false,
        }
    }

    /// Whether the terminal may be at it now: accepted, or SALES on its way, and nothing has been heard of its end.
    #[must_use]
    pub const fn is_under_way(&self) -> bool {
        match self {
            Self::Accepted | Self::Sent => true,
            Self::Unknown { .. }
            | Self::Held { .. }
            | Self::Approved { .. }
            | Self::AwaitingHandOver { .. }
            | Self::Sold { .. }
            | Self::VoidPromised
            | Self::NotCharged { .. }
            | Self::Contradicted { .. }
            | Self::Uncollected { .. }
            | Self::Superseded { .. }
            | Self::DoublyReceived => false,
        }
    }

    /// What nobody knows of it, where that is so: only then is the terminal asked.
    #[must_use]
    pub const fn unknown(&self) -> Option<(Doubt, LastWord)> {
        match self {
            Self::Unknown { because, last_word }
            | Self::Held { because, last_word, .. }
            | Self::Superseded { because, last_word, .. } => Some((*because, *last_word)),
            Self::Accepted
            | Self::Sent
            | Self::Approved { .. }
            | Self::AwaitingHandOver { .. }
            | Self::Sold { .. }
            | Self::VoidPromised
            | Self::NotCharged { .. }
            | Self::Contradicted { .. }
            | Self::Uncollected { .. }
            | Self::DoublyReceived => None,
        }
    }

    /// A short word for lists and logs.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Sent => "sent",
            Self::Unknown { .. } => "unknown",
            Self::Held { .. } => "held",
            Self::Approved { .. } => "approved",
            Self::AwaitingHandOver { .. } => "awaiting_hand_over",
            Self::Sold { .. } => "sold",
            Self::VoidPromised => "void_promised",
            Self::NotCharged { .. } => "not_charged",
            Self::Contradicted { .. } => "contradicted",
            Self::Uncollected { .. } => "uncollected",
            Self::Superseded { .. } => "superseded",
            Self::DoublyReceived => "doubly_received",
        }
    }
}

/// One row of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum PaymentEvent {
    /// The frozen slip is kept, with room on the disk for all that may follow.
    PaymentAccepted,
    /// The line is won; SALES leaves now.
    PaymentSent,
    /// Certain, without a RESULT, that nothing was charged.
    PaymentNotCharged {
        /// Why.
        because: NotCharged,
    },
    /// Nobody knows any more.
    PaymentDoubted {
        /// Why.
        because: Doubt,
    },
    /// The terminal's result, judged; its fields are kept beside the event.
    ResultTaken {
        /// By the certainty table.
        judgement: Judgement,
    },
    /// The terminal answered a question without a result.
    InquiryAnswered {
        /// What it said.
        answer: InquiryAnswer,
    },
    /// A person decided.
    DecisionMade {
        /// What.
        decision: Decision,
        /// In what the paper does not agree with what was asked: not empty makes it contradicted.
        #[serde(default)]
        differences: Vec<Difference>,
    },
    /// An approval that came late: the sale waits for the clerk's word.
    HandOverAsked,
    /// The clerk's word.
    HandOverAnswered {
        /// What.
        answer: HandOver,
    },
    /// Its sale is booked.
    SaleMade {
        /// As this slip.
        receipt_number: ReceiptNumber,
    },
    /// Its sale was paid otherwise.
    PaymentSuperseded,
    /// Class last: what the terminal's last transaction was before SALES left; the reading is kept beside the event.
    LastRead,
    /// The terminal at this port is another unit now: the old one keeps nobody from paying.
    PortFreed,
    /// What was to be voided cannot be, and was given back in cash: its action is closed.
    RefundedInCash {
        /// How much.
        amount: Yen,
    },
}

/// An event with its time on the agent's clock, as the time line shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedEvent {
    /// When.
    pub at: UnixMs,
    /// What.
    pub event: PaymentEvent,
}
