//! The terminal's vocabulary, in the words of UnifiedPOS "CAT" (OMG UnifiedPOS 1.15, CATConst).
//!
//! Numbers of the standard are frozen and may be stored and sent. What the standard has no word for is ours
//! and says so. What is particular to one model is in [`profile`].

pub mod profile;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::card::CardCategoryCode;
use crate::ids::{PaymentId, SequenceNumber, UnixMs};
use crate::money::Yen;

/// A value that a typed word cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} cannot be {got}")]
pub struct BadWord {
    /// Which word.
    pub what: &'static str,
    /// Why not; never the value itself, which could be a card number.
    pub got: &'static str,
}

/// Makes an enum whose values are numbers of the standard (or of ours, where the doc says so).
macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $number:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in the order of the standard.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The number as stored and sent.
            #[must_use]
            pub const fn number(self) -> u16 {
                match self { $($name::$variant => $number),+ }
            }

            /// The value of a number, where it has one.
            #[must_use]
            pub const fn from_number(number: u16) -> Option<Self> {
                match number { $($number => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

numbered! {
    /// What is asked of a terminal (取引種別, UnifiedPOS TransactionType).
    TransactionType {
        /// A sale.
        Sales = 10,
        /// A void of a sale.
        Void = 20,
        /// A refund.
        Refund = 21,
        /// A void of a pre-sale.
        VoidPreSales = 29,
        /// Completion of a pre-sale.
        Completion = 30,
        /// A pre-sale.
        PreSales = 40,
        /// A check of the card.
        CheckCard = 41,
        /// A cash deposit on an e-money card.
        CashDeposit = 50,
    }
}

numbered! {
    /// How the customer pays a credit card (支払区分, UnifiedPOS PaymentCondition).
    PaymentCondition {
        /// 一括
        Lump = 10,
        /// ボーナス
        Bonus1 = 21,
        /// ボーナス
        Bonus2 = 22,
        /// ボーナス
        Bonus3 = 23,
        /// ボーナス
        Bonus4 = 24,
        /// ボーナス
        Bonus5 = 25,
        /// ボーナス併用
        BonusCombination1 = 31,
        /// ボーナス併用
        BonusCombination2 = 32,
        /// ボーナス併用
        BonusCombination3 = 33,
        /// ボーナス併用
        BonusCombination4 = 34,
        /// 分割
        Installment1 = 61,
        /// 分割
        Installment2 = 62,
        /// 分割
        Installment3 = 63,
        /// リボ
        Revolving = 80,
        /// デビット
        Debit = 110,
        /// 電子マネー
        ElectronicMoney = 111,
    }
}

impl PaymentCondition {
    /// The word on a receipt.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Lump => "一括",
            Self::Bonus1 | Self::Bonus2 | Self::Bonus3 | Self::Bonus4 | Self::Bonus5 => "ボーナス",
            Self::BonusCombination1
            | Self::BonusCombination2
            | Self::BonusCombination3
            | Self::BonusCombination4 => "ボーナス併用",
            Self::Installment1 | Self::Installment2 | Self::Installment3 => "分割",
            Self::Revolving => "リボ",
            Self::Debit => "デビット",
            Self::ElectronicMoney => "電子マネー",
        }
    }
}

numbered! {
    /// What the money came from (支払種別, UnifiedPOS PaymentMedia; `Code` is ours).
    PaymentMedia {
        /// Not said.
        Unspecified = 0,
        /// クレジット
        Credit = 1,
        /// デビット
        Debit = 2,
        /// 電子マネー
        ElectronicMoney = 3,
        /// QR and bar codes (ours).
        Code = 4,
    }
}

/// What the terminal says went wrong (UnifiedPOS ECAT_*). `None` on the line means no error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CatError {
    /// ECAT_CENTERERROR: the centre refused or could not.
    Center,
    /// ECAT_COMMANDERROR: the terminal was asked for something it does not do.
    Command,
    /// ECAT_RESET: stopped on the terminal.
    Reset,
    /// ECAT_COMMUNICATIONERROR: the terminal lost the centre.
    Communication,
    /// ECAT_DAILYLOGOVERFLOW: the daily log is full.
    DailyLogOverflow,
    /// ECAT_DEFICIENT: balance too low (残高不足).
    Deficient,
    /// ECAT_OVERDEPOSIT: too much on the card.
    OverDeposit,
    /// A number this version does not know. It settles nothing.
    Unlisted(u16),
}

impl CatError {
    /// The number as sent.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::Center => 1,
            Self::Command => 90,
            Self::Reset => 91,
            Self::Communication => 92,
            Self::DailyLogOverflow => 200,
            Self::Deficient => 201,
            Self::OverDeposit => 202,
            Self::Unlisted(number) => number,
        }
    }

    /// The error of a number.
    #[must_use]
    pub const fn from_number(number: u16) -> Self {
        match number {
            1 => Self::Center,
            90 => Self::Command,
            91 => Self::Reset,
            92 => Self::Communication,
            200 => Self::DailyLogOverflow,
            201 => Self::Deficient,
            202 => Self::OverDeposit,
            other => Self::Unlisted(other),
        }
    }
}

/// How far a transaction got on the terminal, as STATUS reports and RESULT repeats in `phase_reached` (ours).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The clerk or customer chooses a brand.
    BrandSelect,
    /// The clerk chooses 支払区分.
    ConditionSelect,
    /// Waiting for the card.
    CardWait,
    /// Inserted or touched. E-money may be written from here on.
    CardRead,
    /// The customer types the PIN.
    Pin,
    /// The centre is asked.
    Center,
    /// The terminal prints.
    Printing,
    /// No paper in the terminal; its timer stands.
    PaperOut,
    /// The terminal's cover is open; its timer stands.
    CoverOpen,
    /// The terminal starts again; its timer stands.
    Restarting,
}

impl Phase {
    /// Every phase.
    pub const ALL: &[Phase] = &[
        Self::BrandSelect,
        Self::ConditionSelect,
        Self::CardWait,
        Self::CardRead,
        Self::Pin,
        Self::Center,
        Self::Printing,
        Self::PaperOut,
        Self::CoverOpen,
        Self::Restarting,
    ];

    /// The word on the line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::BrandSelect => "brand_select",
            Self::ConditionSelect => "condition_select",
            Self::CardWait => "card_wait",
            Self::CardRead => "card_read",
            Self::Pin => "pin",
            Self::Center => "center",
            Self::Printing => "printing",
            Self::PaperOut => "paper_out",
            Self::CoverOpen => "cover_open",
            Self::Restarting => "restarting",
        }
    }

    /// Whether RESULT's `phase_reached` proves that no card had been read.
    /// A choice counts only where it came before the card, which the terminal says by naming it as reached.
    #[must_use]
    pub const fn is_before_card(self) -> bool {
        match self {
            Self::BrandSelect | Self::ConditionSelect | Self::CardWait => true,
            Self::CardRead
            | Self::Pin
            | Self::Center
            | Self::Printing
            | Self::PaperOut
            | Self::CoverOpen
            | Self::Restarting => false,
        }
    }

    /// Whether a 中止 can still be asked for; once the centre is asked the key is grey.
    #[must_use]
    pub const fn may_cancel(self) -> bool {
        match self {
            Self::BrandSelect
            | Self::ConditionSelect
            | Self::CardWait
            | Self::CardRead
            | Self::Pin
            | Self::PaperOut
            | Self::CoverOpen => true,
            Self::Center | Self::Printing | Self::Restarting => false,
        }
    }

    /// Whether the agent's own timer stands still (for at most three minutes) in this phase.
    #[must_use]
    pub const fn stops_timer(self) -> bool {
        match self {
            Self::PaperOut | Self::CoverOpen | Self::Restarting => true,
            Self::BrandSelect
            | Self::ConditionSelect
            | Self::CardWait
            | Self::CardRead
            | Self::Pin
            | Self::Center
            | Self::Printing => false,
        }
    }
}

impl FromStr for Phase {
    type Err = BadWord;

    fn from_str(word: &str) -> Result<Self, BadWord> {
        Self::ALL
            .iter()
            .copied()
            .find(|phase| phase.word() == word)
            .ok_or(BadWord { what: "phase", got: "an unknown word" })
    }
}

/// What the terminal is doing, from its STATE messages. Settles nothing about any payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TerminalActivity {
    /// Nothing pending; ready for SALES.
    Idle,
    /// A transaction is on.
    Busy,
    /// POS link is off; a person operates it by hand (非連動).
    Standalone,
    /// No paper.
    PaperOut,
    /// Starting again, perhaps with something pending.
    Restarting,
    /// Out of order.
    Error,
}

impl TerminalActivity {
    /// Every activity.
    pub const ALL: &[TerminalActivity] =
        &[Self::Idle, Self::Busy, Self::Standalone, Self::PaperOut, Self::Restarting, Self::Error];

    /// The word on the line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Busy => "busy",
            Self::Standalone => "standalone",
            Self::PaperOut => "paper_out",
            Self::Restarting => "restarting",
            Self::Error => "error",
        }
    }
}

impl FromStr for TerminalActivity {
    type Err = BadWord;

    fn from_str(word: &str) -> Result<Self, BadWord> {
        Self::ALL
            .iter()
            .copied()
            .find(|activity| activity.word() == word)
            .ok_or(BadWord { what: "state", got: "an unknown word" })
    }
}

/// Whether the terminal takes requests from the POS (`pos_link`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PosLink {
    /// 連動中
    On,
    /// 非連動
    Off,
}

/// What READY says of training (0, 1 able, 2 locked).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrainingAbility {
    /// The terminal knows no training.
    Unable,
    /// Training by a flag in the request.
    Able,
    /// The terminal itself is locked in training: no live sale.
    Locked,
}

/// Why a terminal would not take a request (REFUSED reason).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusedReason {
    /// Another transaction is on.
    Busy,
    /// POS link is off.
    Standalone,
    /// Training does not fit.
    Training,
    /// Another register holds the terminal.
    OtherRegister,
    /// The request named another unit or memory.
    OtherUnit,
    /// A field was not acceptable.
    BadField,
}

impl RefusedReason {
    /// Every reason.
    pub const ALL: &[RefusedReason] =
        &[Self::Busy, Self::Standalone, Self::Training, Self::OtherRegister, Self::OtherUnit, Self::BadField];

    /// The word on the line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::Standalone => "standalone",
            Self::Training => "training",
            Self::OtherRegister => "other_register",
            Self::OtherUnit => "other_unit",
            Self::BadField => "bad_field",
        }
    }
}

impl FromStr for RefusedReason {
    type Err = BadWord;

    fn from_str(word: &str) -> Result<Self, BadWord> {
        Self::ALL
            .iter()
            .copied()
            .find(|reason| reason.word() == word)
            .ok_or(BadWord { what: "reason", got: "an unknown word" })
    }
}

/// How a transaction ended, in RESULT's own word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultWord {
    /// 承認 / 決済完了
    Approved,
    /// お取り扱いできません
    Declined,
    /// 中止
    Cancelled,
    /// 処理未了: may well be charged.
    Incomplete,
    /// Ended with an error; `ecat` says which.
    Error,
}

impl ResultWord {
    /// Every word.
    pub const ALL: &[ResultWord] =
        &[Self::Approved, Self::Declined, Self::Cancelled, Self::Incomplete, Self::Error];

    /// The word on the line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
            Self::Incomplete => "incomplete",
            Self::Error => "error",
        }
    }
}

impl FromStr for ResultWord {
    type Err = BadWord;

    fn from_str(word: &str) -> Result<Self, BadWord> {
        Self::ALL
            .iter()
            .copied()
            .find(|result| result.word() == word)
            .ok_or(BadWord { what: "result", got: "an unknown word" })
    }
}

/// Makes a text type with a rule, checked when built and when read.
macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:literal, $rule:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text, where it obeys the rule.
            ///
            /// # Errors
            /// Empty, too long, or a character that does not belong: drop the value, never store it raw.
            pub fn new(text: &str) -> Result<Self, BadWord> {
                let allowed: fn(char) -> bool = $rule;
                if text.is_empty() {
                    return Err(BadWord { what: $what, got: "empty" });
                }
                if text.chars().count() > $max {
                    return Err(BadWord { what: $what, got: "that long" });
                }
                if !text.chars().all(allowed) {
                    return Err(BadWord { what: $what, got: "made of such characters" });
                }
                Ok(Self(text.to_owned()))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadWord;

            fn try_from(text: String) -> Result<Self, BadWord> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }
    };
}

checked_text! {
    /// The terminal's number of a slip (UnifiedPOS SlipNumber), digits with leading zeros kept.
    /// Five digits on JT-C60, reused after 99999, so it identifies nothing alone.
    SlipNumber, "slip_number", 8, |c| c.is_ascii_digit()
}
checked_text! {
    /// 承認番号 (UnifiedPOS ApprovalCode): may have letters and leading zeros.
    ApprovalCode, "approval_code", 12, |c| c.is_ascii_alphanumeric()
}
checked_text! {
    /// センター応答コード (UnifiedPOS CenterResultCode).
    CenterResultCode, "center_result_code", 12, |c| c.is_ascii_alphanumeric() || c == '-'
}
checked_text! {
    /// 端末番号 (TID): 13 digits on JT-C60.
    TerminalId, "terminal_id", 20, |c| c.is_ascii_alphanumeric() || c == '-'
}
checked_text! {
    /// The terminal's memory (ours): changes when the memory is new or wiped.
    MemoryId, "memory_id", 40, |c| c.is_ascii_alphanumeric() || c == '-'
}
checked_text! {
    /// The register's name on the line (ours).
    RegisterId, "register_id", 20, |c| c.is_ascii_alphanumeric() || c == '-' || c == '_'
}
checked_text! {
    /// 処理通番 (UnifiedPOS TransactionNumber).
    TransactionNumber, "transaction_number", 12, |c| c.is_ascii_alphanumeric()
}
checked_text! {
    /// What the terminal calls the brand; an unknown one is kept and shown as it came (12 characters at most, so
    /// that no card number fits).
    BrandCode, "brand", 12, |c| !c.is_control()
}
checked_text! {
    /// 支払明細 (UnifiedPOS PaymentDetail): numbers separated by commas.
    PaymentDetail, "payment_detail", 24, |c| c.is_ascii_digit() || c == ','
}
checked_text! {
    /// The last digits of a card number, four at most: all that is ever kept of it.
    Last4, "account_last4", 4, |c| c.is_ascii_digit()
}

impl SlipNumber {
    /// The figure.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.0.parse().unwrap_or(0)
    }

    /// Five digits, as JT-C60 writes them.
    #[must_use]
    pub fn five(number: u32) -> Self {
        Self(format!("{:05}", number % 100_000))
    }
}

impl Last4 {
    /// What may be kept of a masked or full card number: its last four digits. Nothing where it has none.
    #[must_use]
    pub fn reduce(account: &str) -> Option<Self> {
        let digits: Vec<char> = account.chars().filter(char::is_ascii_digit).collect();
        let tail: String = digits.iter().skip(digits.len().saturating_sub(4)).collect();
        Self::new(&tail).ok()
    }
}

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

numbered! {
    /// Parity of a serial line (numbers are ours).
    Parity {
        /// N
        None = 0,
        /// E
        Even = 1,
        /// O
        Odd = 2,
    }
}

numbered! {
    /// Stop bits of a serial line (numbers are ours).
    StopBits {
        /// 1
        One = 1,
        /// 2
        Two = 2,
    }
}

/// Speed and form of a serial line; data bits are always 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SerialForm {
    /// Bits per second, 1200–115200.
    pub baud: u32,
    /// Parity.
    pub parity: Parity,
    /// Stop bits.
    pub stop_bits: StopBits,
}

impl Default for SerialForm {
    /// 9600 8N1
    fn default() -> Self {
        Self { baud: 9600, parity: Parity::None, stop_bits: StopBits::One }
    }
}

/// Where a terminal is connected (CAT1/CAT2ポート番号).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CatPort {
    /// A serial port.
    Serial {
        /// The device: `/dev/ttyUSB0`, `COM3`.
        path: String,
        /// Speed and form.
        form: SerialForm,
    },
    /// A socket.
    Tcp {
        /// `host:port`
        address: String,
    },
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
