//! How things stand, pushed whole to every page.

use serde::{Deserialize, Serialize};

use crate::basket::{CounterMode, Draft};
use crate::card::{CardCategoryCode, CatDeviceId};
use crate::ids::{ActionId, PageId, PaymentId, ReceiptNumber, RunId, SaleId, UnixMs};
use crate::money::Yen;
use crate::payment::PaymentState;
use crate::receipt::paper::{PaperWidth, Printing};
use crate::receipt::{DataKind, Receipt};
use crate::tax::Rounding;
use crate::tender::CardDetails;
use crate::terminal::profile::{CatModel, WayBack};
use crate::terminal::{Phase, SlipNumber, TerminalActivity, TerminalId};
use crate::wire::day::DayView;
use crate::wire::people::Staff;

/// Everything a page shows that can change while it looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The agent's run.
    pub run_id: RunId,
    /// Rises with every change within a run.
    pub revision: u64,
    /// The agent's clock when it was made: elapsed times count from it.
    pub now: UnixMs,
    /// The register.
    pub register: RegisterView,
    /// The terminals, CAT1 first.
    pub terminals: Vec<TerminalView>,
    /// The sale on the counter.
    pub current: Option<SaleView>,
    /// 会計保留, oldest first.
    pub parked: Vec<SaleView>,
    /// Every payment of this register that is under way or an open question, oldest first.
    pub payments: Vec<PaymentView>,
    /// 端末側の操作待ち, oldest first.
    pub actions: Vec<ActionView>,
    /// The newest settled slip of this register.
    pub last_receipt: Option<Box<Receipt>>,
}

/// The register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterView {
    /// 端末コード
    pub register_code: String,
    /// The shop.
    pub shop_name: String,
    /// `YYYY-MM-DD`
    pub business_day: String,
    /// 店頭操作モード
    pub mode: CounterMode,
    /// Demo books say so on every screen.
    pub data: DataKind,
    /// The books cannot be written now: why, for every screen.
    pub books_trouble: Option<String>,
    /// Rises with every change of the masters.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub masters_revision: u64,
    /// Whether anybody may set the shop up.
    #[serde(default, skip_serializing_if = "Staff::is_managed")]
    pub staff: Staff,
    /// 伝票の印刷
    #[serde(default, skip_serializing_if = "Printing::is_by_key")]
    pub printing: Printing,
    /// 用紙幅
    #[serde(default, skip_serializing_if = "PaperWidth::is_wide")]
    pub paper: PaperWidth,
    /// 消費税の端数処理
    #[serde(default, skip_serializing_if = "Rounding::is_down")]
    pub rounding: Rounding,
    /// How the business day stands.
    #[serde(default, skip_serializing_if = "DayView::is_unsaid")]
    pub day: DayView,
    /// Who can reach the agent: every screen says so where it is not this computer alone.
    #[serde(default, skip_serializing_if = "Reach::is_this_computer")]
    pub reach: Reach,
}

/// Who can reach the agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// This computer alone.
    #[default]
    ThisComputer,
    /// Whatever is on its network.
    Lan,
}

impl Reach {
    /// Whether it is what goes without saying.
    #[must_use]
    pub const fn is_this_computer(&self) -> bool {
        matches!(self, Self::ThisComputer)
    }

    /// What stands on every screen where others can reach the agent.
    #[must_use]
    pub const fn warning(self) -> Option<&'static str> {
        match self {
            Self::ThisComputer => None,
            Self::Lan => {
                Some("このレジはLANに開いています。ほかの機器からも操作でき、通信は暗号化されません。")
            }
        }
    }
}

#[cfg_attr(
    target_pointer_width = "64",
    expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")
)]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Whether a terminal takes requests, as the page shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// 連動中
    Linked,
    /// 非連動
    Standalone,
    /// 応答なし
    NoAnswer,
}

impl LinkState {
    /// The word on every screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Linked => "連動中",
            Self::Standalone => "非連動",
            Self::NoAnswer => "応答なし",
        }
    }
}

/// One terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalView {
    /// CAT1 or CAT2.
    pub device: CatDeviceId,
    /// Model set in 端末マスタ.
    pub model: CatModel,
    /// Whether it takes requests.
    pub link: LinkState,
    /// What it says it does; none while it does not answer.
    pub activity: Option<TerminalActivity>,
    /// What is wrong with the line or the terminal and what to do, for the clerk.
    pub trouble: Option<String>,
    /// The newest slip it told of.
    pub newest_slip: Option<SlipNumber>,
    /// Another unit than the shop's answers here: no linked sale before a manager has accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchanged: Option<Exchange>,
}

/// Two units: the one that was kept for a port, and the one that answers there now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The shop's, as kept.
    pub kept: TerminalId,
    /// The one that answers.
    pub found: TerminalId,
}

/// One sale in the making.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleView {
    /// Which.
    pub sale_id: SaleId,
    /// The draft's revision.
    pub draft_revision: u64,
    /// The draft.
    pub draft: Draft,
    /// The page that owns it.
    pub owner: Option<PageId>,
    /// When it was parked, `10:05`.
    pub parked_at: Option<String>,
    /// Its newest payment, open or not: a failed one explains itself until the sale goes on.
    pub payment: Option<PaymentView>,
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentView {
    /// Which.
    pub payment_id: PaymentId,
    /// Of which sale.
    pub sale_id: SaleId,
    /// On which terminal.
    pub device: CatDeviceId,
    /// Its model.
    pub model: CatModel,
    /// カード会社
    pub card_company_code: String,
    /// Its name.
    pub card_company_name: String,
    /// カード区分
    pub category: CardCategoryCode,
    /// The whole amount.
    pub amount: Yen,
    /// Live or training.
    pub mode: CounterMode,
    /// Where it stands.
    pub state: PaymentState,
    /// What the terminal is at, by its last STATUS.
    pub phase: Option<Phase>,
    /// Whether 中止 has been asked for.
    pub cancel: CancelAsked,
    /// When it was accepted.
    pub accepted_at: UnixMs,
    /// When it became unknown.
    pub doubted_at: Option<UnixMs>,
    /// From when on a person may decide.
    pub decide_from: Option<UnixMs>,
    /// What the terminal said, where it said something: shown in 【決済内容相違】.
    pub details: Option<CardDetails>,
    /// What the terminal says was charged.
    pub settled_amount: Option<Yen>,
    /// Whether a time typed from the paper can be compared with the terminal's clock.
    #[serde(default, skip_serializing_if = "TerminalClock::is_known")]
    pub clock: TerminalClock,
    /// How its money would go back to the customer.
    #[serde(default, skip_serializing_if = "WayBack::is_void")]
    pub way_back: WayBack,
    /// What it pays.
    #[serde(default, skip_serializing_if = "PaidFor::is_goods")]
    pub paid_for: PaidFor,
}

/// What a payment is for: the questions about it speak of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaidFor {
    /// Goods that are handed over with it.
    #[default]
    Goods,
    /// 内金 of a reservation.
    Deposit,
}

impl PaidFor {
    /// Whether it is what goes without saying.
    #[must_use]
    pub const fn is_goods(&self) -> bool {
        matches!(self, Self::Goods)
    }
}

/// What is known of the terminal's clock at the time of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TerminalClock {
    /// How far it is from ours.
    #[default]
    Known,
    /// Nothing: a typed time is taken as it is.
    Unknown,
}

impl TerminalClock {
    /// Whether it is known; where it is, nothing is said of it.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        matches!(self, Self::Known)
    }
}

/// Whether the page has asked the terminal to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelAsked {
    /// No.
    No,
    /// Yes; the terminal says what becomes of it.
    Yes,
}

/// What kind of thing stays to be done on a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// 手動決済: take the payment by hand.
    HandPayment,
    /// 端末で取消: void a charge that has no sale.
    VoidOnTerminal,
    /// 端末で取消(二重受取)
    DoubleReceipt,
    /// 決済内容相違: settle with the terminal's paper what does not agree.
    Contradiction,
    /// 端末で取消(伝票取消): void the payment of a slip that was voided.
    VoidSlip,
    /// 端末で返品: return to the card what was returned.
    ReturnGoods,
}

impl ActionKind {
    /// Every kind.
    pub const ALL: &[ActionKind] = &[
        Self::HandPayment,
        Self::VoidOnTerminal,
        Self::DoubleReceipt,
        Self::Contradiction,
        Self::VoidSlip,
        Self::ReturnGoods,
    ];

    /// The word on lists.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::HandPayment => "手動決済",
            Self::VoidOnTerminal => "端末で取消",
            Self::DoubleReceipt => "端末で取消(二重受取)",
            Self::Contradiction => "決済内容相違",
            Self::VoidSlip => "端末で取消(伝票取消)",
            Self::ReturnGoods => "端末で返品",
        }
    }
}

impl ActionView {
    /// The word on lists: what is to be done where it cannot be voided.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match (self.way_back, self.kind) {
            (WayBack::Cash, ActionKind::VoidOnTerminal) => "現金返金",
            (WayBack::Cash, ActionKind::DoubleReceipt) => "現金返金(二重受取)",
            (
                WayBack::Cash,
                ActionKind::HandPayment
                | ActionKind::Contradiction
                | ActionKind::VoidSlip
                | ActionKind::ReturnGoods,
            )
            | (WayBack::Void, _) => self.kind.label(),
        }
    }
}

/// One thing that stays to be done on a terminal (端末側の操作待ち).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionView {
    /// Which.
    pub action_id: ActionId,
    /// What.
    pub kind: ActionKind,
    /// How much.
    pub amount: Yen,
    /// カード会社
    pub card_company_name: String,
    /// Model, where known: its steps are in the profile.
    pub model: Option<CatModel>,
    /// The slip it belongs to.
    pub receipt_number: Option<ReceiptNumber>,
    /// The terminal's slip to be voided, where known.
    pub slip_number: Option<SlipNumber>,
    /// Since when, `11/23 10:05`.
    pub opened_at: String,
    /// How its money goes back to the customer, where the action asks for that.
    #[serde(default, skip_serializing_if = "WayBack::is_void")]
    pub way_back: WayBack,
}
