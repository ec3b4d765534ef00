//! What a memory is made of.

use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::terminal::{
    Last4, PaymentCondition, PaymentDetail, SalesRequest, SlipNumber, TerminalResult, TransactionType,
};
use serde::{Deserialize, Serialize};

use crate::virtual_terminal::wallet::Brand;

/// What a person sets on the terminal; outlives a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switches {
    /// POS接続
    pub pos_link: bool,
    /// 一括払い固定
    pub lump_only: bool,
    /// 練習モード固定
    pub training_locked: bool,
}

/// Who wants a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Origin {
    /// The POS.
    Pos {
        /// What it asked.
        request: SalesRequest,
    },
    /// A person at the terminal.
    Hand {
        /// How much.
        amount: Yen,
        /// By what.
        payment: u16,
        /// Which way.
        transaction_type: TransactionType,
    },
}

impl Origin {
    /// What the POS asked, where it was the POS.
    #[must_use]
    pub const fn request(&self) -> Option<&SalesRequest> {
        match self {
            Self::Pos { request } => Some(request),
            Self::Hand { .. } => None,
        }
    }

    /// The POS's key.
    #[must_use]
    pub fn payment_id(&self) -> Option<PaymentId> {
        self.request().map(|request| request.payment_id)
    }

    /// How much.
    #[must_use]
    pub fn amount(&self) -> Yen {
        match self {
            Self::Pos { request } => request.amount,
            Self::Hand { amount, .. } => *amount,
        }
    }

    /// Whether nothing is billed.
    #[must_use]
    pub fn is_training(&self) -> bool {
        self.request().is_some_and(|request| request.training_mode)
    }

    /// What kind of transaction.
    #[must_use]
    pub const fn transaction_type(&self) -> TransactionType {
        match self {
            Self::Pos { .. } => TransactionType::Sales,
            Self::Hand { transaction_type, .. } => *transaction_type,
        }
    }
}

/// What the terminal knows of the card it took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFacts {
    /// Brand.
    pub brand: Brand,
    /// Last digits.
    pub last4: Option<Last4>,
    /// 支払区分
    pub condition: Option<PaymentCondition>,
    /// 支払明細
    pub detail: Option<PaymentDetail>,
    /// What was on it before.
    pub balance_before: Option<i64>,
}

/// A transaction under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Who wants it.
    pub origin: Origin,
    /// The centre's key of it.
    pub reference: String,
    /// 処理通番
    pub transaction_number: u32,
    /// Set before the centre is asked.
    pub asked: Option<CardFacts>,
}

/// What became of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// What was asked.
    pub request: SalesRequest,
    /// What became of it.
    pub result: TerminalResult,
    /// The centre's key of it.
    pub reference: String,
    /// When, on the true clock.
    pub stored_at: UnixMs,
    /// Whether the POS has acknowledged it.
    pub delivery: Delivery,
}

/// Whether the POS knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Not that the terminal knows of.
    Open,
    /// It acknowledged the result, or asked for it.
    Done,
}

/// One line of 取引履歴.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// 伝票番号
    pub slip_number: SlipNumber,
    /// What.
    pub transaction_type: TransactionType,
    /// How much money moved.
    pub amount: Yen,
    /// The terminal's clock.
    pub terminal_time: UnixMs,
    /// With what.
    pub brand: Brand,
    /// The centre's key of it.
    pub reference: String,
    /// Whether it was undone by a later entry.
    pub voided: bool,
}

/// A printed slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// 売上票, 取消票, 日計 …
    pub title: String,
    /// 伝票番号
    pub slip_number: Option<SlipNumber>,
    /// Its lines: label and value.
    pub lines: Vec<(String, String)>,
    /// Whether it says 練習.
    pub training: bool,
}
