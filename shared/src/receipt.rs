//! A finished slip as it is kept, and its receipt as it is printed.
//!
//! A receipt is a list of [`PrintLine`]s: the page lays them out for screen and paper, and their plain text is what the
//! electronic journal keeps. It carries what a simplified qualified invoice (適格簡易請求書) must: shop and registration
//! number, date, goods with ※ for the reduced rate, amount and tax per rate (National Tax Agency, Invoice System Q&A).

mod kind;
mod number;
pub mod paper;
mod print;

use serde::{Deserialize, Serialize};

use crate::basket::{CounterMode, Discount, Line, Totals};
use crate::ids::{ReceiptNumber, SaleId, UnixMs};
use crate::money::Yen;
use crate::tender::Tender;

pub use kind::{Direction, Effect, Original, SlipKind};
pub use number::{ScannedNumber, barcode_text, scanned_number};

/// The shop as a receipt names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopHeader {
    /// Name.
    pub name: String,
    /// Address.
    pub address: String,
    /// Phone.
    pub phone: String,
    /// 登録番号: `T` and 13 digits; none for a shop that issues no invoices.
    pub registration_number: Option<String>,
    /// First lines of the receipt, above the name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<String>,
    /// Last lines of the receipt.
    pub footer: Vec<String>,
}

/// Who served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operator {
    /// 担当者コード
    pub code: String,
    /// Name.
    pub name: String,
}

/// A slip, frozen: all of a sale but its number and the time it was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Which sale; a slip that is no sale of its own has an id of its own.
    pub sale_id: SaleId,
    /// What kind of slip.
    #[serde(default, skip_serializing_if = "SlipKind::is_sale")]
    pub kind: SlipKind,
    /// Live or training.
    pub mode: CounterMode,
    /// The business day it belongs to, `YYYY-MM-DD`.
    pub business_day: String,
    /// The register.
    pub register_code: String,
    /// Who served, where the register asks.
    pub operator: Option<Operator>,
    /// The shop.
    pub shop: ShopHeader,
    /// The goods.
    pub lines: Vec<Line>,
    /// What they come to.
    pub totals: Totals,
    /// How it was paid; never empty in a settled slip of more than ¥0.
    pub tenders: Vec<Tender>,
}

impl Slip {
    /// Whether anything of it was sold for less: 値引, 割引 or 伝票値引.
    #[must_use]
    pub fn is_discounted(&self) -> bool {
        self.totals.slip_discount != Yen::ZERO
            || self.lines.iter().any(|line| !matches!(line.discount, Discount::None))
    }

    /// Whether it was settled by 連動しないで確定.
    #[must_use]
    pub fn is_unlinked(&self) -> bool {
        self.tenders.iter().any(|tender| matches!(tender, Tender::Card { unlinked_reason: Some(_), .. }))
    }

    /// What went back in cash for what had been paid by card.
    #[must_use]
    pub fn cash_for_card(&self) -> Yen {
        let given = self.tenders.iter().filter_map(|tender| match tender {
            Tender::CashBack { amount, instead_of: Some(_), .. } => Some(amount.get()),
            Tender::CashBack { instead_of: None, .. }
            | Tender::Cash { .. }
            | Tender::Card { .. }
            | Tender::CardBack { .. }
            | Tender::LinkedCard { .. } => None,
        });
        Yen::new(given.fold(0, i64::saturating_add))
    }
}

/// Whether money or a virtual terminal's play money was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataKind {
    /// A shop's books.
    Real,
    /// A data folder started with `--demo`.
    Demo,
}

/// A settled slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// 伝票番号 of the POS.
    pub receipt_number: ReceiptNumber,
    /// When it was settled, the agent's clock.
    pub issued_at: UnixMs,
    /// The same in Japan time, `2026年11月23日 10:05`.
    pub issued_at_text: String,
    /// Demo books are marked on every receipt.
    pub data: DataKind,
    /// 前日分: settled after the day it began on was closed.
    #[serde(default)]
    pub earlier_day: Option<String>,
    /// The slip.
    pub slip: Slip,
}

/// One line of a printed receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PrintLine {
    /// The shop's name and the like.
    Title {
        /// What it says.
        text: String,
    },
    /// Centred.
    Center {
        /// What it says.
        text: String,
    },
    /// From the left.
    Left {
        /// What it says.
        text: String,
    },
    /// Left and right.
    Pair {
        /// What.
        left: String,
        /// How much.
        right: String,
    },
    /// Left and right, large: the total.
    Total {
        /// What.
        left: String,
        /// How much.
        right: String,
    },
    /// A rule.
    Rule,
    /// The slip's number as a bar code (Code 128).
    Barcode {
        /// What it encodes.
        text: String,
    },
}
