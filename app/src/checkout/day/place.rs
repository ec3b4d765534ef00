//! The fields of the business day's screens.

use catlink_shared::card::CatDeviceId;
use catlink_shared::wire::day::DENOMINATIONS;

use super::{CloseStep, CountBy, Day, DayScreen};
use crate::checkout::field::{Field, Takes};

/// A field of the business day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayField {
    /// 入出金: how much.
    Amount,
    /// 入出金: what for.
    Reason,
    /// What was counted, as a sum.
    Sum,
    /// Pieces of a denomination, by its place in the list of them.
    Pieces(u8),
    /// How many payments a terminal's 中間計 says.
    Count(CatDeviceId),
    /// How much it says.
    Total(CatDeviceId),
}

const fn field(field: DayField) -> Field {
    Field::Day(field)
}

/// The fields of 入出金.
pub const MOVE: &[Field] = &[field(DayField::Amount), field(DayField::Reason)];
/// A count as a sum.
pub const SUM: &[Field] = &[field(DayField::Sum)];
/// A count by denomination, down one column and then the other.
pub const PIECES: &[Field] = &[
    field(DayField::Pieces(0)),
    field(DayField::Pieces(1)),
    field(DayField::Pieces(2)),
    field(DayField::Pieces(3)),
    field(DayField::Pieces(4)),
    field(DayField::Pieces(5)),
    field(DayField::Pieces(6)),
    field(DayField::Pieces(7)),
    field(DayField::Pieces(8)),
    field(DayField::Pieces(9)),
];
/// 中間計 of both terminals, of the first, of the second.
const BOTH: &[Field] = &[
    field(DayField::Count(CatDeviceId::Cat1)),
    field(DayField::Total(CatDeviceId::Cat1)),
    field(DayField::Count(CatDeviceId::Cat2)),
    field(DayField::Total(CatDeviceId::Cat2)),
];

impl DayField {
    /// Its id in the page.
    #[must_use]
    pub fn id(self) -> &'static str {
        const IDS: [&str; DENOMINATIONS.len()] = [
            "yen-10000",
            "yen-5000",
            "yen-2000",
            "yen-1000",
            "yen-500",
            "yen-100",
            "yen-50",
            "yen-10",
            "yen-5",
            "yen-1",
        ];
        match self {
            Self::Amount => "cash-amount",
            Self::Reason => "cash-reason",
            Self::Sum => "counted-sum",
            Self::Pieces(at) => IDS.get(usize::from(at)).copied().unwrap_or_default(),
            Self::Count(CatDeviceId::Cat1) => "cat1-count",
            Self::Count(CatDeviceId::Cat2) => "cat2-count",
            Self::Total(CatDeviceId::Cat1) => "cat1-total",
            Self::Total(CatDeviceId::Cat2) => "cat2-total",
        }
    }

    /// Its label.
    #[must_use]
    pub fn label(self) -> &'static str {
        const LABELS: [&str; DENOMINATIONS.len()] = [
            "10,000円札",
            "5,000円札",
            "2,000円札",
            "1,000円札",
            "500円玉",
            "100円玉",
            "50円玉",
            "10円玉",
            "5円玉",
            "1円玉",
        ];
        match self {
            Self::Amount => "金額(円)",
            Self::Reason => "理由",
            Self::Sum => "現金の合計(円)",
            Self::Pieces(at) => LABELS.get(usize::from(at)).copied().unwrap_or_default(),
            Self::Count(_) => "件数",
            Self::Total(_) => "金額(円)",
        }
    }

    /// What it takes.
    #[must_use]
    pub const fn takes(self) -> Takes {
        match self {
            Self::Amount | Self::Sum | Self::Total(_) => Takes::Digits(8),
            Self::Reason => Takes::Text(60),
            Self::Pieces(_) | Self::Count(_) => Takes::Digits(5),
        }
    }
}

impl Day {
    /// The fields that can be typed into on a screen.
    pub(in crate::checkout) fn fields(&self, screen: DayScreen) -> &'static [Field] {
        match screen {
            DayScreen::Open | DayScreen::Check => self.count_fields(),
            DayScreen::Moves => MOVE,
            DayScreen::Close => match self.step {
                CloseStep::Items | CloseStep::Totals | CloseStep::Last => &[],
                CloseStep::Compare => self.compare_fields(),
                CloseStep::Count => self.count_fields(),
            },
            DayScreen::Report | DayScreen::Sure(_) => &[],
        }
    }

    const fn count_fields(&self) -> &'static [Field] {
        match self.count_by {
            CountBy::Denominations => PIECES,
            CountBy::Sum => SUM,
        }
    }

    fn compare_fields(&self) -> &'static [Field] {
        match self.linked().as_slice() {
            [] => &[],
            [CatDeviceId::Cat1] => BOTH.split_at(2).0,
            [CatDeviceId::Cat2] => BOTH.split_at(2).1,
            [_, ..] => BOTH,
        }
    }
}
