//! What is asked of a terminal and what it says, whatever the line's protocol.

use serde::{Deserialize, Serialize};

use super::{
    ApprovalCode, BrandCode, CatError, CenterResultCode, Last4, MemoryId, PaymentCondition, PaymentDetail,
    PaymentMedia, Phase, PosLink, RegisterId, ResultWord, SlipNumber, TerminalActivity, TerminalId,
    TrainingAbility, TransactionNumber, TransactionType,
};
use crate::card::CardCategoryCode;
use crate::ids::{PaymentId, SequenceNumber, UnixMs};
use crate::money::Yen;

/// A terminal's unit and memory; every answer carries both and is judged by them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unit {
    /// Which device.
    pub terminal_id: TerminalId,
    /// Which memory.
    pub memory_id: MemoryId,
}

/// What a sale asks of a terminal (SALES).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SalesRequest {
    /// Our key of the payment.
    pub payment_id: PaymentId,
    /// Who asks.
    pub register_id: RegisterId,
    /// The unit and memory the register believes it talks to.
    pub unit: Unit,
    /// The number people and UnifiedPOS know the request by.
    pub sequence_number: SequenceNumber,
    /// The whole sum, tax included; `tax_others` is always sent as 0.
    pub amount: Yen,
    /// 決済種別: settlement category or method.
    pub payment: CardCategoryCode,
    /// Nothing is billed where set.
    pub training_mode: bool,
    /// How long the terminal may wait for customer and centre, seconds.
    pub timeout_s: u32,
}

/// What a terminal says became of a transaction (RESULT). Fields it left out are `None`; nothing is guessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalResult {
    /// Who speaks.
    pub unit: Unit,
    /// Which payment.
    pub payment_id: Option<PaymentId>,
    /// Which register asked.
    pub register_id: Option<RegisterId>,
    /// Which request.
    pub sequence_number: Option<SequenceNumber>,
    /// What kind of transaction.
    pub transaction_type: Option<TransactionType>,
    /// How it ended.
    pub result: ResultWord,
    /// How far it got; missing proves nothing.
    pub phase_reached: Option<Phase>,
    /// What went wrong.
    pub ecat: Option<CatError>,
    /// The centre's code.
    pub center_result_code: Option<CenterResultCode>,
    /// The terminal's slip.
    pub slip_number: Option<SlipNumber>,
    /// 承認番号
    pub approval_code: Option<ApprovalCode>,
    /// 支払種別
    pub payment_media: Option<PaymentMedia>,
    /// Brand as it came.
    pub brand: Option<BrandCode>,
    /// 支払区分
    pub payment_condition: Option<PaymentCondition>,
    /// 支払明細
    pub payment_detail: Option<PaymentDetail>,
    /// Last four digits.
    pub account_last4: Option<Last4>,
    /// 処理通番
    pub transaction_number: Option<TransactionNumber>,
    /// What was asked, echoed.
    pub amount: Option<Yen>,
    /// What was really charged.
    pub settled_amount: Option<Yen>,
    /// Balance left on an e-money card.
    pub balance: Option<Yen>,
    /// Whether it was training.
    pub training_mode: Option<bool>,
    /// The terminal's clock, as Japan time text `YYYY-MM-DDThh:mm:ss` read into milliseconds.
    pub terminal_time: Option<UnixMs>,
}

impl TerminalResult {
    /// A result that carries over what was asked and says nothing more than how it ended.
    #[must_use]
    pub fn echoing(asked: &SalesRequest, result: ResultWord) -> Self {
        Self {
            unit: asked.unit.clone(),
            payment_id: Some(asked.payment_id),
            register_id: Some(asked.register_id.clone()),
            sequence_number: Some(asked.sequence_number),
            transaction_type: Some(TransactionType::Sales),
            result,
            phase_reached: None,
            ecat: None,
            center_result_code: None,
            slip_number: None,
            approval_code: None,
            payment_media: None,
            brand: None,
            payment_condition: None,
            payment_detail: None,
            account_last4: None,
            transaction_number: None,
            amount: Some(asked.amount),
            settled_amount: Some(asked.amount),
            balance: None,
            training_mode: Some(asked.training_mode),
            terminal_time: None,
        }
    }
}

/// What a terminal says of itself when the link opens (READY).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ready {
    /// Who speaks.
    pub unit: Unit,
    /// Version of the protocol it speaks.
    pub version: u16,
    /// The model's word; one we do not know is kept as it came.
    pub model: String,
    /// Whether it takes requests.
    pub pos_link: PosLink,
    /// What it can do of training.
    pub training: TrainingAbility,
    /// A virtual terminal says so always.
    pub simulated: bool,
    /// `query`, `last`, `dailylog`, `void`, …
    pub capabilities: Vec<String>,
    /// The newest slip it has printed.
    pub newest_slip: Option<SlipNumber>,
    /// Its clock.
    pub terminal_time: Option<UnixMs>,
}

/// What a terminal says of itself unasked (STATE).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalState {
    /// Who speaks.
    pub unit: Unit,
    /// What it does.
    pub activity: TerminalActivity,
    /// Whether it takes requests.
    pub pos_link: PosLink,
    /// The newest slip it has printed.
    pub newest_slip: Option<SlipNumber>,
    /// Its clock.
    pub terminal_time: Option<UnixMs>,
}
