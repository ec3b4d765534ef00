//! 決済の経過: what a page asks of one payment's whole story, and what it is told. The words are the agent's.

use serde::{Deserialize, Serialize};

use crate::card::CatDeviceId;
use crate::ids::{PaymentId, ReceiptNumber, SequenceNumber};
use crate::money::Yen;
use crate::terminal::{SlipNumber, TerminalId};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "story", rename_all = "snake_case")]
pub enum StoryRequest {
    /// The story of one payment.
    Read {
        /// Which.
        payment_id: PaymentId,
    },
}

/// One payment's story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// What it is the story of.
    pub head: StoryHead,
    /// What happened, in order.
    pub entries: Vec<StoryEntry>,
    /// Every payment of the same sale, oldest first; this one is among them.
    pub tries: Vec<PaymentId>,
}

/// What a story is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryHead {
    /// Which payment.
    pub payment_id: PaymentId,
    /// When it was accepted.
    pub accepted_at_text: String,
    /// カード会社
    pub card_company_name: String,
    /// カード区分名
    pub category_name: String,
    /// What was asked.
    pub amount: Yen,
    /// On which terminal.
    pub device: CatDeviceId,
    /// Its model.
    pub model_name: String,
    /// The unit that was asked.
    pub terminal_id: TerminalId,
    /// The request's number.
    pub sequence_number: SequenceNumber,
    /// Where it stands.
    pub state_text: String,
    /// The slip that it paid.
    pub receipt_number: Option<ReceiptNumber>,
    /// The terminal's slip.
    pub slip_number: Option<SlipNumber>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryEntry {
    /// When.
    pub at_text: String,
    /// Where it is known from.
    pub from: StorySource,
    /// What.
    pub text: String,
    /// What was said, typed and allowed with it, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
}

/// Where something is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StorySource {
    /// 決済: the journal.
    Payment,
    /// 端末: 端末側の操作待ち.
    Terminal,
    /// 電文: the terminal's line.
    Line,
}
