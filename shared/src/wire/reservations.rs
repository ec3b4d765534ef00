//! 予約: what a page asks of reservations, and what it is told. A reservation is made, and handed over, by a sale of its
//! own ([`crate::reservation::Purpose`]).

use serde::{Deserialize, Serialize};

use crate::basket::{Draft, Line};
use crate::ids::{ReceiptNumber, ReservationNumber, SaleId};
use crate::money::Yen;
use crate::receipt::Receipt;
use crate::refund::Refund;
use crate::reservation::Booking;
use crate::wire::slips::{HandPayment, May, TenderLeft};
use crate::wire::update::ActionKind;

/// Rows in one answer.
pub const PAGE_ROWS: usize = 50;

/// What is asked of reservations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reservations", rename_all = "snake_case")]
pub enum ReservationsRequest {
    /// 予約一覧
    Find {
        /// What is looked for.
        query: ReservationQuery,
    },
    /// One reservation, with what can be done with it.
    Read {
        /// Which.
        number: ReservationNumber,
    },
    /// 予約変更: 内金 stays as it is.
    Change {
        /// Which.
        number: ReservationNumber,
        /// The revision it was read at.
        revision: u64,
        /// Whose, and when.
        booking: Booking,
        /// The goods.
        lines: Vec<Line>,
        /// 伝票値引
        slip_discount: Yen,
        /// The sale in the making they were put together in, which is done with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sale_id: Option<SaleId>,
    },
    /// 予約取消: 内金 goes back.
    Cancel {
        /// The id of the slip that is made, by the page.
        slip_id: SaleId,
        /// Which.
        number: ReservationNumber,
        /// The revision it was read at.
        revision: u64,
        /// How 内金 goes back.
        refunds: Vec<Refund>,
        /// Whether what was to be taken by hand ever was.
        hand: HandPayment,
        /// 担当者コード, where the register asks for it.
        operator_code: Option<String>,
    },
}

/// Which reservations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// 予約中, the next one to be handed over first.
    #[default]
    Open,
    /// 期限切れ, the oldest first.
    Expired,
    /// すべて, the newest first.
    All,
}

impl Which {
    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "予約中",
            Self::Expired => "期限切れ",
            Self::All => "すべて",
        }
    }
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReservationQuery {
    /// Which.
    pub which: Which,
    /// 予約番号, 電話番号 or part of a name; empty: every one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// How many come before the first row: pages.
    #[serde(default)]
    pub skip: u32,
}

/// What became of a reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReservationState {
    /// 予約中
    Open,
    /// 期限切れ: 予約取消経過日数 have gone by, and the goods were not fetched.
    Expired,
    /// 引渡済
    HandedOver,
    /// 取消済
    Cancelled,
}

/// One reservation in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservationRow {
    /// 予約番号
    pub number: ReservationNumber,
    /// お客様名
    pub customer: String,
    /// 電話番号
    pub phone: String,
    /// 引渡予定日
    pub due_date: String,
    /// What everything comes to.
    pub total: Yen,
    /// 内金
    pub deposit: Yen,
    /// What became of it.
    pub state: ReservationState,
}

impl ReservationRow {
    /// The word on screens.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self.state {
            ReservationState::Open => "予約中",
            ReservationState::Expired if self.deposit > Yen::ZERO => "期限切れ(内金預り中)",
            ReservationState::Expired => "期限切れ",
            ReservationState::HandedOver => "引渡済",
            ReservationState::Cancelled => "取消済",
        }
    }
}

/// One reservation, with what can be done with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservationSheet {
    /// As lists show it.
    pub row: ReservationRow,
    /// Rises with every change.
    pub revision: u64,
    /// メモ
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When it was made, `2026年11月23日 10:05`.
    pub made_at_text: String,
    /// The slip it was made with.
    pub receipt_number: ReceiptNumber,
    /// The slip it ended with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<ReceiptNumber>,
    /// The goods as the counter takes them for 引渡, with the tax of today.
    pub hand_over: Draft,
    /// Whether it can be changed, handed over or cancelled.
    pub may: May,
    /// How 内金 was paid, and what of it can go back.
    pub tenders: Vec<TenderLeft>,
    /// What is done on the terminal where 内金 was paid with a card: what was charged on an earlier day is returned.
    pub on_terminal: ActionKind,
}

impl ReservationSheet {
    /// Whose it is, and when, with 内金 that is held.
    #[must_use]
    pub fn booking(&self) -> Booking {
        Booking {
            customer: self.row.customer.clone(),
            phone: self.row.phone.clone(),
            due_date: self.row.due_date.clone(),
            note: self.note.clone(),
            deposit: self.row.deposit,
        }
    }
}

/// What there is to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reservations", rename_all = "snake_case")]
pub enum ReservationsReply {
    /// To [`ReservationsRequest::Find`].
    Found {
        /// In the order that was asked for.
        rows: Vec<ReservationRow>,
        /// Whether there are more.
        more: bool,
    },
    /// The reservation as it is now.
    Sheet {
        /// To [`ReservationsRequest::Read`] and [`ReservationsRequest::Change`].
        sheet: Box<ReservationSheet>,
    },
    /// To [`ReservationsRequest::Cancel`].
    Cancelled {
        /// To be printed.
        receipt: Box<Receipt>,
    },
}
