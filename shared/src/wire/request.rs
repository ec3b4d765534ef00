//! What a page may ask.

use serde::{Deserialize, Serialize};

use crate::basket::{CounterMode, Draft};
use crate::card::CatDeviceId;
use crate::ids::{ActionId, PageId, PaymentId, ReceiptNumber, SaleId};
use crate::money::Yen;
use crate::payment::{Decision, HandOver};
use crate::tax::Rounding;
use crate::tender::Tenders;
use crate::terminal::{SlipNumber, TerminalId};
use crate::wire::day::DayRequest;
use crate::wire::history::HistoryRequest;
use crate::wire::hosted::{HostedRequest, PageKey, PairingCode};
use crate::wire::masters::MastersRequest;
use crate::wire::matching::MatchRequest;
use crate::wire::paper::PaperRequest;
use crate::wire::people::{PeopleRequest, ResumeToken};
use crate::wire::reservations::ReservationsRequest;
use crate::wire::slips::SlipsRequest;
use crate::wire::story::StoryRequest;

/// What a page asks. Every one that writes is done once per request id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Request {
    /// First on every connection: who I am. Answered `Welcome`; updates follow.
    Hello {
        /// The tab; outlives its reload.
        page_id: PageId,
        /// Of an earlier connection of this tab: who was signed in there is signed in here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resume: Option<ResumeToken>,
        /// A hosted page's; the served page has a cookie instead.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<PageKey>,
    },
    /// Before Hello, from a page that comes from elsewhere: pairs it. Answered `Paired`.
    Pair {
        /// As the agent's own page shows it.
        code: PairingCode,
    },
    /// Keep this draft: the whole of it. The first one of a `sale_id` opens the sale as this page's.
    PutDraft {
        /// Which sale.
        sale_id: SaleId,
        /// The revision this page last saw; 0 for a new sale.
        base_revision: u64,
        /// All of it.
        draft: Draft,
    },
    /// Throw the draft away.
    DiscardDraft {
        /// Which sale.
        sale_id: SaleId,
        /// The revision this page last saw.
        draft_revision: u64,
    },
    /// 会計保留
    ParkSale {
        /// Which sale.
        sale_id: SaleId,
    },
    /// 呼出: this page takes a parked sale.
    RecallSale {
        /// Which sale.
        sale_id: SaleId,
    },
    /// This page takes over the register's current sale from another page.
    TakeOverSale {
        /// Which sale.
        sale_id: SaleId,
    },
    /// Settle a sale with cash and unlinked cards.
    CommitSale {
        /// Which sale.
        sale_id: SaleId,
        /// The draft the page showed.
        draft_revision: u64,
        /// The total the page showed.
        total: Yen,
        /// How it is paid.
        tenders: Tenders,
        /// 担当者コード, where the register asks for it.
        operator_code: Option<String>,
        /// How the tax the page showed is rounded.
        #[serde(default, skip_serializing_if = "Rounding::is_down")]
        rounding: Rounding,
        /// 別の方法で受取る: the unknown payment of this sale that it is paid otherwise than by.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        supersedes: Option<PaymentId>,
    },
    /// Take the whole amount with a linked card. The id was kept by the page before it asked; the page never sends this
    /// again by itself.
    StartPayment {
        /// Which sale.
        sale_id: SaleId,
        /// Which try.
        payment_id: PaymentId,
        /// The draft the page showed.
        draft_revision: u64,
        /// The total the page showed.
        amount: Yen,
        /// Which カード会社.
        card_company_code: String,
        /// 担当者コード, where the register asks for it.
        operator_code: Option<String>,
        /// How the tax the page showed is rounded.
        #[serde(default, skip_serializing_if = "Rounding::is_down")]
        rounding: Rounding,
    },
    /// What became of that? An id the journal does not know is burned by the question.
    PaymentStatus {
        /// Which try.
        payment_id: PaymentId,
    },
    /// F9中止: ask the terminal to stop.
    CancelPayment {
        /// Which try.
        payment_id: PaymentId,
    },
    /// 再照会: ask the terminal again.
    Reinquire {
        /// Which try.
        payment_id: PaymentId,
    },
    /// A person's decision in 【結果不明】 or 【決済内容相違】.
    DecidePayment {
        /// Which try.
        payment_id: PaymentId,
        /// What was decided and typed.
        decision: Decision,
        /// Who.
        operator_code: Option<String>,
    },
    /// 「商品はお渡し済みですか?」
    AnswerHandOver {
        /// Which try.
        payment_id: PaymentId,
        /// 販売確定 or 端末で取消.
        answer: HandOver,
        /// Who.
        operator_code: Option<String>,
    },
    /// 連動しないで確定: after a linked payment that was certainly not charged; the clerk takes it on the terminal by hand.
    CommitUnlinked {
        /// Which sale.
        sale_id: SaleId,
        /// The draft the page showed.
        draft_revision: u64,
        /// The total the page showed.
        amount: Yen,
        /// Which カード会社.
        card_company_code: String,
        /// `unlinked_reason`
        reason: String,
        /// Who.
        operator_code: Option<String>,
        /// How the tax the page showed is rounded.
        #[serde(default, skip_serializing_if = "Rounding::is_down")]
        rounding: Rounding,
    },
    /// Close a 端末側の操作待ち with what the terminal's paper says.
    CloseAction {
        /// Which.
        action_id: ActionId,
        /// The terminal's slip.
        slip_number: SlipNumber,
        /// Its amount.
        amount: Yen,
        /// Who.
        operator_code: Option<String>,
    },
    /// The paper of a 端末側の操作待ち names another amount than it should: it stays open, and what was done instead becomes a
    /// 決済内容相違 of its own.
    ReportDifference {
        /// Which.
        action_id: ActionId,
        /// The terminal's slip.
        slip_number: SlipNumber,
        /// Its amount.
        amount: Yen,
        /// Who.
        operator_code: Option<String>,
    },
    /// Close a 端末側の操作待ち of a brand that cannot be voided: its money was given back in cash (現金返金).
    RefundInCash {
        /// Which.
        action_id: ActionId,
        /// What the customer was given.
        amount: Yen,
        /// Who.
        operator_code: Option<String>,
    },
    /// 「端末が交換されました」: the unit that answers at a port now is the shop's.
    AcceptTerminal {
        /// Which port.
        device: CatDeviceId,
        /// The unit as it was shown.
        terminal_id: TerminalId,
        /// 担当者
        operator_code: Option<String>,
    },
    /// Read a receipt.
    ReadReceipt {
        /// Which.
        receipt_number: ReceiptNumber,
        /// Live and training slips count apart; not said: live.
        #[serde(default, skip_serializing_if = "CounterMode::is_live")]
        mode: CounterMode,
    },
    /// The masters again, after a snapshot told of another revision of them.
    ReadCatalog,
    /// Something of the masters.
    Masters {
        /// What.
        ask: MastersRequest,
    },
    /// Something of settled slips.
    Slips {
        /// What.
        ask: SlipsRequest,
    },
    /// Something of reservations.
    Reservations {
        /// What.
        ask: ReservationsRequest,
    },
    /// Somebody signs in or out, or a PIN is set. Kept nowhere as it came.
    People {
        /// What.
        ask: PeopleRequest,
    },
    /// Something of pages that come from elsewhere.
    Hosted {
        /// What.
        ask: HostedRequest,
    },
    /// Something of the business day.
    Day {
        /// What.
        ask: DayRequest,
    },
    /// 決済の経過
    Story {
        /// What.
        ask: StoryRequest,
    },
    /// Something of クレジット利用履歴.
    History {
        /// What.
        ask: HistoryRequest,
    },
    /// Something of printed papers.
    Paper {
        /// What.
        ask: PaperRequest,
    },
    /// Something of 決済照合.
    Matching {
        /// What.
        ask: MatchRequest,
    },
}
