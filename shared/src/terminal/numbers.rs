//! Words whose numbers the standard freezes (UnifiedPOS CATConst), and a few of ours.

use serde::{Deserialize, Serialize};

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

impl TransactionType {
    /// Which way it counts in a total.
    #[must_use]
    pub const fn sign(self) -> i64 {
        match self {
            Self::Void | Self::Refund | Self::VoidPreSales => -1,
            Self::Sales | Self::Completion | Self::PreSales | Self::CheckCard | Self::CashDeposit => 1,
        }
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

pub(super) use numbered;
