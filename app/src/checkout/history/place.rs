//! The fields of 【検索】 of クレジット利用履歴.

use catlink_shared::wire::history::{CardWay, UseKind};

use crate::checkout::field::{Field, Takes};

/// A field of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HistoryField {
    /// 営業日(から)
    From,
    /// 営業日(まで)
    To,
    /// カード会社コード
    Company,
    /// カード区分
    Category,
    /// 担当者コード
    Operator,
    /// 連動, by number.
    Way,
    /// 区分, by number.
    Kind,
    /// 金額
    Amount,
    /// 端末の伝票番号
    Slip,
    /// カード下4桁
    Last4,
}

/// All of them, in order.
pub(super) const FIND: &[Field] = &[
    Field::History(HistoryField::From),
    Field::History(HistoryField::To),
    Field::History(HistoryField::Company),
    Field::History(HistoryField::Category),
    Field::History(HistoryField::Operator),
    Field::History(HistoryField::Way),
    Field::History(HistoryField::Kind),
    Field::History(HistoryField::Amount),
    Field::History(HistoryField::Slip),
    Field::History(HistoryField::Last4),
];

impl HistoryField {
    /// Its id in the page.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::From => "history-from",
            Self::To => "history-to",
            Self::Company => "history-company",
            Self::Category => "history-category",
            Self::Operator => "history-operator",
            Self::Way => "history-way",
            Self::Kind => "history-kind",
            Self::Amount => "history-amount",
            Self::Slip => "history-slip",
            Self::Last4 => "history-last4",
        }
    }

    /// Its label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::From => "営業日(から)",
            Self::To => "営業日(まで)",
            Self::Company => "カード会社",
            Self::Category => "カード区分",
            Self::Operator => "担当者",
            Self::Way => "連動",
            Self::Kind => "区分",
            Self::Amount => "金額",
            Self::Slip => "端末の伝票番号",
            Self::Last4 => "カード下4桁",
        }
    }

    /// What it takes.
    #[must_use]
    pub const fn takes(self) -> Takes {
        match self {
            Self::From | Self::To => Takes::Code(10),
            Self::Company | Self::Operator => Takes::Code(12),
            Self::Category | Self::Last4 => Takes::Digits(4),
            Self::Way | Self::Kind => Takes::Digits(1),
            Self::Amount => Takes::Digits(8),
            Self::Slip => Takes::Digits(5),
        }
    }
}

/// The one of a number from 1.
pub(super) fn by_number<T: Copy>(all: &[T], typed: &str) -> Option<T> {
    let number: usize = typed.parse().ok()?;
    all.get(number.checked_sub(1)?).copied()
}

/// What 連動 is by number: `1:連動 2:…`.
pub(super) fn numbered<T>(all: &[T], label: impl Fn(&T) -> &'static str) -> String {
    let each = all.iter().zip(1..).map(|(one, number)| format!("{number}:{}", label(one)));
    each.collect::<Vec<_>>().join(" ")
}

/// The numbers of a field that takes one, in words.
pub(super) fn choices(field: HistoryField) -> Option<String> {
    match field {
        HistoryField::Way => Some(numbered(&CardWay::ALL, |way| way.label())),
        HistoryField::Kind => Some(numbered(&UseKind::ALL, |kind| kind.label())),
        HistoryField::From
        | HistoryField::To
        | HistoryField::Company
        | HistoryField::Category
        | HistoryField::Operator
        | HistoryField::Amount
        | HistoryField::Slip
        | HistoryField::Last4 => None,
    }
}
