//! Words of the line: where a transaction stands, what the terminal does, why it refuses, how it ended.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::BadWord;

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
