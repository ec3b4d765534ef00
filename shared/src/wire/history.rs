//! クレジット利用履歴 (`credit_history`): what a page asks of the card payments, and what it is told.
//!
//! A row is a card's share of a live slip. Amounts have their sign: what goes back to the customer is negative.

use serde::{Deserialize, Serialize};

use crate::card::CardCategoryCode;
use crate::ids::{PaymentId, ReceiptNumber, UnixMs};
use crate::money::Yen;
use crate::tender::LinkInfo;
use crate::terminal::{Last4, SlipNumber};

/// Most rows in one answer.
pub const MOST_ROWS: usize = 50;

/// Most rows on paper.
pub const MOST_PRINTED: usize = 500;

/// Most business days whose chart is drawn by day; a longer period is drawn by month.
pub const MOST_CHART_DAYS: i32 = 62;

/// What is asked of the card payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "history", rename_all = "snake_case")]
pub enum HistoryRequest {
    /// The list, from a place on.
    Rows {
        /// Which payments.
        filter: HistoryFilter,
        /// Place of the first row that is wanted, newest first.
        at: u64,
    },
    /// 集計・グラフ
    Totals {
        /// Of which payments.
        filter: HistoryFilter,
    },
    /// What is printed: the sums, and the list as far as it goes on paper.
    Sheet {
        /// Of which payments.
        filter: HistoryFilter,
    },
}

/// Which payments; what is not said does not count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HistoryFilter {
    /// The first business day, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// カード会社コード
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_code: Option<String>,
    /// カード区分
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CardCategoryCode>,
    /// 担当者コード
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_code: Option<String>,
    /// How it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<CardWay>,
    /// What kind of slip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<UseKind>,
    /// How much, whichever way it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Yen>,
    /// The terminal's 伝票番号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip_number: Option<SlipNumber>,
    /// カード番号(下4桁)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last4: Option<Last4>,
}

/// How a card's money was taken or went back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardWay {
    /// 連動, as the terminal itself said.
    Linked,
    /// 連動, as a person read off the terminal's paper: 決済連携 is marked (手).
    LinkedByPerson,
    /// 手動: 連動しないで確定.
    Hand,
    /// 非連動: a card that this register does not link.
    Unlinked,
    /// Money that goes back to the card (取消・返品).
    Back,
}

impl CardWay {
    /// All of them, as they are offered.
    pub const ALL: [Self; 5] = [Self::Linked, Self::LinkedByPerson, Self::Hand, Self::Unlinked, Self::Back];

    /// Its word in the books.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::LinkedByPerson => "linked_by_person",
            Self::Hand => "hand",
            Self::Unlinked => "unlinked",
            Self::Back => "back",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Linked => "連動",
            Self::LinkedByPerson => "連動(手)",
            Self::Hand => "手動",
            Self::Unlinked => "非連動",
            Self::Back => "カード返金",
        }
    }

    /// The one of a word in the books.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.word() == word)
    }
}

/// What kind of slip a payment belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UseKind {
    /// 売上
    Sale,
    /// 取消
    Void,
    /// 返品
    Return,
    /// 予約 (内金)
    Reservation,
    /// 引渡
    HandOver,
    /// 予約取消
    Cancellation,
}

impl UseKind {
    /// All of them, as they are offered.
    pub const ALL: [Self; 6] =
        [Self::Sale, Self::Void, Self::Return, Self::Reservation, Self::HandOver, Self::Cancellation];

    /// Its word in the books, that of its slip's kind.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Void => "void",
            Self::Return => "return",
            Self::Reservation => "reservation",
            Self::HandOver => "hand_over",
            Self::Cancellation => "cancellation",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sale => "売上",
            Self::Void => "取消",
            Self::Return => "返品",
            Self::Reservation => "予約",
            Self::HandOver => "引渡",
            Self::Cancellation => "予約取消",
        }
    }

    /// The one of a word in the books.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// 手動決済 伝票番号: what became of a payment that is taken by hand on the terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum HandSlip {
    /// It is not typed yet: a 端末側の操作待ち stands open.
    Open,
    /// The number that was typed.
    Typed {
        /// It.
        slip_number: SlipNumber,
    },
    /// Nothing was taken on the terminal, says a person.
    NeverTaken,
}

impl HandSlip {
    /// What stands in its column.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Open => "(未登録)".to_owned(),
            Self::Typed { slip_number } => slip_number.to_string(),
            Self::NeverTaken => "(決済なし)".to_owned(),
        }
    }
}

/// A card payment in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    /// The slip's number.
    pub receipt_number: ReceiptNumber,
    /// Which of the slip's tenders, from 0.
    pub place: u32,
    /// `YYYY-MM-DD`
    pub business_day: String,
    /// When the slip was issued.
    pub issued_at: UnixMs,
    /// The same in Japan, `2026/11/23 10:05:09`.
    pub issued_at_text: String,
    /// What kind of slip.
    pub kind: UseKind,
    /// カード会社, as it was called then.
    pub company_name: String,
    /// カード区分名, as it was then.
    pub category_name: String,
    /// The brand that the terminal told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// With its sign.
    pub amount: Yen,
    /// 担当者
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_name: Option<String>,
    /// How it was taken.
    pub way: CardWay,
    /// 決済連携
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_info: Option<LinkInfo>,
    /// 手動決済 伝票番号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_slip: Option<HandSlip>,
    /// カード番号(下4桁)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last4: Option<Last4>,
    /// The linked payment, for its 経過.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_id: Option<PaymentId>,
}

/// How many, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sum {
    /// 件数
    pub count: u64,
    /// With its sign.
    pub amount: Yen,
}

impl Sum {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let amount = self.amount.checked_add(other.amount).unwrap_or(self.amount);
        Self { count: self.count + other.count, amount }
    }
}

/// What comes in and what goes back, apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sums {
    /// 売上・予約・引渡
    pub taken: Sum,
    /// 取消・返品・予約取消: never above 0.
    pub back: Sum,
}

impl Sums {
    /// Both together.
    #[must_use]
    pub fn all(self) -> Sum {
        self.taken.plus(self.back)
    }
}

/// The sums of a category, company or brand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumLine {
    /// Its name.
    pub name: String,
    /// Its sums.
    pub sums: Sums,
}

/// What a chart's points stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartUnit {
    /// Business days.
    Day,
    /// Months.
    Month,
}

/// A day or month of the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartPoint {
    /// `YYYY-MM-DD` or `YYYY-MM`.
    pub at: String,
    /// What each category of the chart came to, what went back taken off.
    pub amounts: Vec<Yen>,
}

/// Amounts by category and day or month, without gaps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// What its points stand for.
    pub unit: ChartUnit,
    /// Names of the categories, as in [`HistoryTotals::by_category`].
    pub categories: Vec<String>,
    /// Oldest first.
    pub points: Vec<ChartPoint>,
}

/// What the payments of a filter come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryTotals {
    /// Everything.
    pub all: Sums,
    /// By カード区分, in the order of their codes.
    pub by_category: Vec<SumLine>,
    /// By カード会社, in the order of their codes.
    pub by_company: Vec<SumLine>,
    /// By the brand that the terminal told; what it told none of comes last.
    pub by_brand: Vec<SumLine>,
    /// By day and category.
    pub chart: Chart,
}

/// What there is to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "history", rename_all = "snake_case")]
pub enum HistoryReply {
    /// To [`HistoryRequest::Rows`].
    Rows {
        /// Place of the first of them.
        at: u64,
        /// How many there are in all.
        total: u64,
        /// At most [`MOST_ROWS`], newest first.
        rows: Vec<HistoryRow>,
    },
    /// To [`HistoryRequest::Totals`].
    Totals {
        /// The sums.
        totals: Box<HistoryTotals>,
    },
    /// To [`HistoryRequest::Sheet`].
    Sheet {
        /// The sums.
        totals: Box<HistoryTotals>,
        /// At most [`MOST_PRINTED`], newest first.
        rows: Vec<HistoryRow>,
        /// When it was read, `2026/11/23 10:05:09`.
        at_text: String,
    },
}

#[cfg(test)]
mod tests {
    use super::{CardWay, UseKind};

    #[test]
    fn words_of_the_books_are_those_of_the_wire() {
        for way in CardWay::ALL {
            assert_eq!(serde_json::to_value(way).ok(), Some(way.word().into()));
            assert_eq!(CardWay::of_word(way.word()), Some(way));
        }
        for kind in UseKind::ALL {
            assert_eq!(serde_json::to_value(kind).ok(), Some(kind.word().into()));
            assert_eq!(UseKind::of_word(kind.word()), Some(kind));
        }
    }
}
