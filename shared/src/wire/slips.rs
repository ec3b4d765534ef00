//! 伝票照会, 伝票取消 and 返品: what a page asks of settled slips, and what it is told.

use serde::{Deserialize, Serialize};

use crate::basket::Draft;
use crate::ids::{PaymentId, ReceiptNumber, SaleId};
use crate::money::Yen;
use crate::receipt::{Receipt, SlipKind};
use crate::refund::{Refund, RefundBy};
use crate::returns::LineBack;
use crate::terminal::profile::{CatModel, PartialReturn, WayBack};
use crate::terminal::{Last4, SlipNumber};

/// Rows in one answer.
pub const PAGE_ROWS: usize = 50;

/// What is asked of settled slips.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "slips", rename_all = "snake_case")]
pub enum SlipsRequest {
    /// 伝票照会
    Find {
        /// What is looked for.
        query: SlipQuery,
    },
    /// One slip, with what can be done with it.
    Read {
        /// Which live slip.
        receipt_number: ReceiptNumber,
    },
    /// 伝票取消
    Void {
        /// The id of the slip that is made, by the page.
        slip_id: SaleId,
        /// What is voided.
        receipt_number: ReceiptNumber,
        /// How the money goes back.
        refunds: Vec<Refund>,
        /// Whether what was to be taken by hand ever was.
        hand: HandPayment,
        /// 担当者コード, where the register asks for it.
        operator_code: Option<String>,
    },
    /// 返品 of goods of a slip.
    GiveBack {
        /// The id of the slip that is made, by the page.
        slip_id: SaleId,
        /// What they were sold with.
        receipt_number: ReceiptNumber,
        /// Which goods.
        lines: Vec<LineBack>,
        /// What the page showed that goes back.
        total: Yen,
        /// How it goes back.
        refunds: Vec<Refund>,
        /// 担当者コード, where the register asks for it.
        operator_code: Option<String>,
    },
    /// 返品 of goods whose slip is not found: a manager's, and in cash.
    GiveBackUnknown {
        /// The id of the slip that is made, by the page.
        slip_id: SaleId,
        /// The goods, at the price that goes back.
        draft: Draft,
        /// What the page showed that goes back.
        total: Yen,
        /// The day they were sold, as the customer says or another receipt does.
        sold_on: String,
        /// The slip's number as typed, where there is one.
        number: String,
        /// 担当者コード, where the register asks for it.
        operator_code: Option<String>,
    },
}

/// What is looked for; what is not said does not count. Newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SlipQuery {
    /// 伝票番号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt_number: Option<ReceiptNumber>,
    /// The first business day, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What was paid or went back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Yen>,
    /// 担当者コード
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_code: Option<String>,
    /// カード番号(下4桁)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last4: Option<Last4>,
    /// The terminal's 伝票番号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip_number: Option<SlipNumber>,
    /// Only what is older than this one: the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<ReceiptNumber>,
}

/// What became of a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlipState {
    /// 確定
    Settled,
    /// 取消済
    Voided,
    /// 返品済(一部)
    PartlyReturned,
    /// 返品済
    Returned,
    /// 保留: paid with a card, and nobody knows yet whether.
    OnHold,
}

impl SlipState {
    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Settled => "確定",
            Self::Voided => "取消済",
            Self::PartlyReturned => "返品済(一部)",
            Self::Returned => "返品済",
            Self::OnHold => "保留",
        }
    }
}

/// One slip in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipRow {
    /// 伝票番号
    pub receipt_number: ReceiptNumber,
    /// `2026年11月23日 10:05`
    pub issued_at_text: String,
    /// What kind of slip.
    pub kind: SlipKind,
    /// What was paid, or went back.
    pub amount: Yen,
    /// How it was paid, in words.
    pub paid_by: String,
    /// 担当者
    pub operator_name: Option<String>,
    /// What became of it.
    pub state: SlipState,
}

/// A sale that waits for somebody to find out whether its card was charged: it has no number yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRow {
    /// The open question.
    pub payment_id: PaymentId,
    /// When the card was taken, `2026年11月23日 10:05`.
    pub began_at_text: String,
    /// How much.
    pub amount: Yen,
    /// カード会社
    pub card_company_name: String,
}

/// Whether something can be done with a slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "may", rename_all = "snake_case")]
pub enum May {
    /// It can.
    Yes,
    /// It cannot: why, and what to do instead.
    No {
        /// For the clerk.
        why: String,
    },
}

/// What became of a payment that was to be taken by hand (手動決済).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandPayment {
    /// There is none, or its slip number is booked.
    #[default]
    Settled,
    /// It is not booked; where a void says so, nothing was charged on the terminal: a person's word.
    NotTaken,
}

/// Whether the guidance of 取消連携 or 返品連携 is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guide {
    /// Show it.
    Shown,
    /// The row of the カード会社 says no.
    Hidden,
}

/// What of a tender can go back still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenderLeft {
    /// How much.
    pub left: Yen,
    /// How it goes back where nothing else is chosen.
    pub by: RefundBy,
    /// カード会社; none for cash.
    pub card_company_name: Option<String>,
    /// The terminal's model, where one is known.
    pub model: Option<CatModel>,
    /// The terminal's slip, where known.
    pub slip_number: Option<SlipNumber>,
    /// How the brand's money goes back on that model.
    pub way_back: WayBack,
    /// Whether part of it can be returned on the terminal.
    pub part: PartialReturn,
    /// 取消連携
    pub void_guide: Guide,
    /// 返品連携
    pub return_guide: Guide,
    /// Whether a payment by hand stands open for it.
    pub hand: HandPayment,
}

/// One slip, with what can be done with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipSheet {
    /// The slip.
    pub receipt: Box<Receipt>,
    /// What became of it.
    pub state: SlipState,
    /// 伝票取消
    pub void: May,
    /// 返品
    pub give_back: May,
    /// What has come back already.
    pub returned: Vec<LineBack>,
    /// What of each tender can go back still.
    pub tenders: Vec<TenderLeft>,
    /// Voids and returns of it.
    pub undone_by: Vec<SlipRow>,
    /// The payment that paid it, or else the newest one that was to: its story can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_id: Option<PaymentId>,
}

/// What there is to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "slips", rename_all = "snake_case")]
pub enum SlipsReply {
    /// To [`SlipsRequest::Find`].
    Found {
        /// 保留, oldest first; only on the first page of an open search.
        held: Vec<HeldRow>,
        /// Newest first.
        rows: Vec<SlipRow>,
        /// Whether there are older ones.
        more: bool,
    },
    /// To [`SlipsRequest::Read`].
    Sheet {
        /// The slip.
        sheet: Box<SlipSheet>,
    },
    /// The slip that was made.
    Made {
        /// To be printed.
        receipt: Box<Receipt>,
    },
}
