//! What kind of slip it is, and what that does to sales, 前受金 and money.
//!
//! Amounts within a slip are what is written on it, never negative; the kind says which way they count. Whatever the kind,
//! what the tenders come to is what sales and 前受金 change by together.

use serde::{Deserialize, Serialize};

use super::Slip;
use crate::ids::{ReceiptNumber, ReservationNumber};
use crate::money::Yen;

/// The slip that is voided or returned from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// Its number; none where the slip was not found and a manager let the goods be taken back all the same.
    pub receipt_number: Option<ReceiptNumber>,
    /// When it was sold, as printed: `2026年11月23日 10:05`, or as typed.
    pub sold_at_text: String,
    /// The number as typed, where the slip was not found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed_number: Option<String>,
}

/// What kind of slip.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum SlipKind {
    /// 売上
    #[default]
    Sale,
    /// 伝票取消: all of a slip of the same business day.
    Void {
        /// What is voided.
        of: Original,
        /// 内金 that is held again, where a 引渡 is voided.
        #[serde(default)]
        deposit: Yen,
    },
    /// 返品: goods of a slip of an earlier day.
    Return {
        /// What they are from.
        of: Original,
        /// For each line its place in the original; empty where the original was not found.
        places: Vec<usize>,
    },
    /// 予約, with its 内金 (maybe 0): money in advance, no sale and no tax.
    Reservation {
        /// Which.
        number: ReservationNumber,
        /// 内金
        deposit: Yen,
        /// Whose.
        customer: String,
        /// 引渡予定日, `YYYY-MM-DD`.
        due_date: String,
        /// 電話番号: in the books, never on paper.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        phone: String,
        /// メモ: in the books, never on paper.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    /// 引渡: the taxed sale of everything that was reserved.
    HandOver {
        /// Which.
        number: ReservationNumber,
        /// 内金充当
        deposit: Yen,
    },
    /// 予約取消: 内金 goes back.
    Cancellation {
        /// Which.
        number: ReservationNumber,
        /// 内金
        deposit: Yen,
        /// The slip it was paid with.
        of: Original,
    },
}

/// Which way the money of a slip goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the customer.
    In,
    /// To the customer.
    Out,
}

impl SlipKind {
    /// Whether it is what goes without saying.
    #[must_use]
    pub const fn is_sale(&self) -> bool {
        matches!(self, Self::Sale)
    }

    /// Its word in the books.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Void { .. } => "void",
            Self::Return { .. } => "return",
            Self::Reservation { .. } => "reservation",
            Self::HandOver { .. } => "hand_over",
            Self::Cancellation { .. } => "cancellation",
        }
    }

    /// Its name on screens.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Sale => "売上",
            Self::Void { .. } => "取消",
            Self::Return { .. } => "返品",
            Self::Reservation { .. } => "予約",
            Self::HandOver { .. } => "引渡",
            Self::Cancellation { .. } => "予約取消",
        }
    }

    /// Which way its money goes.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        match self {
            Self::Sale | Self::Reservation { .. } | Self::HandOver { .. } => Direction::In,
            Self::Void { .. } | Self::Return { .. } | Self::Cancellation { .. } => Direction::Out,
        }
    }

    /// Whether it holds a taxed sale, or takes one back; money in advance is none.
    #[must_use]
    pub const fn is_taxed(&self) -> bool {
        match self {
            Self::Sale | Self::Void { .. } | Self::Return { .. } | Self::HandOver { .. } => true,
            Self::Reservation { .. } | Self::Cancellation { .. } => false,
        }
    }

    /// The slip it undoes.
    #[must_use]
    pub const fn original(&self) -> Option<&Original> {
        match self {
            Self::Void { of, .. } | Self::Return { of, .. } | Self::Cancellation { of, .. } => Some(of),
            Self::Sale | Self::Reservation { .. } | Self::HandOver { .. } => None,
        }
    }

    /// 内金 that is named on it.
    const fn deposit(&self) -> Yen {
        match self {
            Self::Sale | Self::Return { .. } => Yen::ZERO,
            Self::Void { deposit, .. }
            | Self::Reservation { deposit, .. }
            | Self::HandOver { deposit, .. }
            | Self::Cancellation { deposit, .. } => *deposit,
        }
    }
}

/// What a slip changes the books by, with its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// Sales, tax included.
    pub sales: Yen,
    /// 前受金
    pub deposits: Yen,
}

impl Slip {
    /// What sales and 前受金 change by.
    #[must_use]
    pub fn effect(&self) -> Effect {
        let (total, deposit) = (self.totals.total, self.kind.deposit());
        let (sales, deposits) = match &self.kind {
            SlipKind::Sale => (total, Yen::ZERO),
            SlipKind::Void { .. } => (minus(total), deposit),
            SlipKind::Return { .. } => (minus(total), Yen::ZERO),
            SlipKind::Reservation { .. } => (Yen::ZERO, deposit),
            SlipKind::HandOver { .. } => (total, minus(deposit)),
            SlipKind::Cancellation { .. } => (Yen::ZERO, minus(deposit)),
        };
        Effect { sales, deposits }
    }

    /// What its tenders come to: what is paid with it, or goes back.
    #[must_use]
    pub fn due(&self) -> Yen {
        match &self.kind {
            SlipKind::Sale | SlipKind::Return { .. } => self.totals.total,
            SlipKind::Void { deposit, .. } | SlipKind::HandOver { deposit, .. } => {
                self.totals.total.checked_sub(*deposit).unwrap_or(self.totals.total)
            }
            SlipKind::Reservation { deposit, .. } | SlipKind::Cancellation { deposit, .. } => *deposit,
        }
    }
}

/// An amount that goes the other way. A slip's amounts are far from the ends of [`Yen`].
fn minus(amount: Yen) -> Yen {
    Yen::ZERO.checked_sub(amount).unwrap_or(amount)
}

#[cfg(test)]
mod tests {
    use super::{Direction, Original, SlipKind};
    use crate::basket::{CounterMode, Draft, Totals};
    use crate::ids::{ReservationNumber, SaleId};
    use crate::money::Yen;
    use crate::receipt::{ShopHeader, Slip};
    use crate::tax::Rounding;

    fn slip(kind: SlipKind, total: i64) -> Slip {
        let shop = ShopHeader {
            name: String::new(),
            address: String::new(),
            phone: String::new(),
            registration_number: None,
            header: Vec::new(),
            footer: Vec::new(),
        };
        let totals = Totals {
            total: Yen::new(total),
            ..Draft::default().totals(Rounding::Down).expect("an empty basket")
        };
        Slip {
            sale_id: SaleId::from_parts(0, &[0; 10]),
            kind,
            mode: CounterMode::Live,
            business_day: String::new(),
            register_code: String::new(),
            operator: None,
            shop,
            lines: Vec::new(),
            totals,
            tenders: Vec::new(),
        }
    }

    #[test]
    fn whatever_the_kind_sales_and_advances_change_by_what_is_paid() {
        let of = || Original { receipt_number: None, sold_at_text: String::new(), typed_number: None };
        let number = ReservationNumber(1);
        let deposit = Yen::new(300);
        let kinds = [
            SlipKind::Sale,
            SlipKind::Void { of: of(), deposit: Yen::ZERO },
            SlipKind::Void { of: of(), deposit },
            SlipKind::Return { of: of(), places: Vec::new() },
            SlipKind::Reservation {
                number,
                deposit,
                customer: String::new(),
                due_date: String::new(),
                phone: String::new(),
                note: String::new(),
            },
            SlipKind::HandOver { number, deposit },
            SlipKind::Cancellation { number, deposit, of: of() },
        ];
        for kind in kinds {
            let slip = slip(kind, 1_000);
            let effect = slip.effect();
            let signed = match slip.kind.direction() {
                Direction::In => slip.due().get(),
                Direction::Out => -slip.due().get(),
            };
            assert_eq!(effect.sales.get() + effect.deposits.get(), signed, "{:?}", slip.kind);
        }
    }

    #[test]
    fn a_slip_kept_before_there_were_kinds_is_a_sale() {
        let mut json = serde_json::to_value(slip(SlipKind::Sale, 1)).expect("serializes");
        assert!(json.as_object_mut().expect("an object").remove("kind").is_none(), "not said for a sale");
        let read: Slip = serde_json::from_value(json).expect("reads");
        assert_eq!(read.kind, SlipKind::Sale);
    }
}
