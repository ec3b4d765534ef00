//! The fields of 決済照合.

use super::MatchScreen;
use crate::checkout::field::{Field, Takes};

/// A field of 決済照合.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchField {
    /// First day, on the terminal's clock.
    FromDay,
    /// First minute.
    FromTime,
    /// Last day.
    ToDay,
    /// Last minute.
    ToTime,
    /// How many the paper says.
    Count,
    /// How much it says.
    Amount,
    /// What there is to say about a closing.
    Note,
    /// The number of a slip of paper.
    Slip,
    /// Its amount.
    SlipAmount,
}

const fn field(field: MatchField) -> Field {
    Field::Match(field)
}

/// The period.
pub const PERIOD: &[Field] = &[
    field(MatchField::FromDay),
    field(MatchField::FromTime),
    field(MatchField::ToDay),
    field(MatchField::ToTime),
];
/// A sum.
pub const SUM: &[Field] = &[field(MatchField::Count), field(MatchField::Amount)];
/// A slip of paper.
pub const SLIP: &[Field] = &[field(MatchField::Slip), field(MatchField::SlipAmount)];
const NOTE: &[Field] = &[field(MatchField::Note)];

impl MatchField {
    /// Its id in the page.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::FromDay => "match-from-day",
            Self::FromTime => "match-from-time",
            Self::ToDay => "match-to-day",
            Self::ToTime => "match-to-time",
            Self::Count => "match-count",
            Self::Amount => "match-amount",
            Self::Note => "match-note",
            Self::Slip => "match-slip",
            Self::SlipAmount => "match-slip-amount",
        }
    }

    /// Its label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::FromDay => "開始日",
            Self::FromTime => "開始時刻",
            Self::ToDay => "終了日",
            Self::ToTime => "終了時刻",
            Self::Count => "件数",
            Self::Amount => "金額(円)",
            Self::Note => "メモ",
            Self::Slip => "売上票の伝票番号",
            Self::SlipAmount => "売上票の金額(円)",
        }
    }

    /// What it takes.
    #[must_use]
    pub const fn takes(self) -> Takes {
        match self {
            Self::FromDay | Self::ToDay => Takes::Code(10),
            Self::FromTime | Self::ToTime => Takes::Code(5),
            Self::Count => Takes::Digits(6),
            Self::Amount => Takes::Digits(11),
            Self::Note => Takes::Text(200),
            Self::Slip | Self::SlipAmount => Takes::Digits(8),
        }
    }
}

impl MatchScreen {
    /// Its fields in the order Enter goes through them.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::List | Self::Reading | Self::Run(_) => &[],
            Self::New => PERIOD,
            Self::Totals => SUM,
            Self::Close(_) => NOTE,
            Self::Itemise(_) => SLIP,
        }
    }
}
