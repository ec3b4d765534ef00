//! One act at a time: what the clerk asked for and what has not been answered. While it lasts the same key does nothing.

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::{ActionId, PaymentId, RequestId, SaleId};
use catlink_shared::masters::{Master, Values};
use catlink_shared::money::Yen;
use catlink_shared::payment::{Decision, HandOver};
use catlink_shared::tender::Tenders;
use catlink_shared::terminal::{SlipNumber, TerminalId};
use catlink_shared::wire::day::DayRequest;
use catlink_shared::wire::files::FileAsk;
use catlink_shared::wire::hosted::HostedRequest;
use catlink_shared::wire::masters::MastersRequest;
use catlink_shared::wire::matching::MatchRequest;
use catlink_shared::wire::paper::PaperRequest;
use catlink_shared::wire::people::PeopleRequest;
use catlink_shared::wire::request::Request;
use catlink_shared::wire::reservations::ReservationsRequest;
use catlink_shared::wire::slips::SlipsRequest;

use super::{Checkout, Effect, Link};

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Settle with cash and unlinked cards.
    Commit(Tenders),
    /// Take the whole amount with a linked card.
    Start {
        /// Which try.
        payment_id: PaymentId,
        /// Which カード会社.
        company: String,
    },
    /// 連動しないで確定
    Unlinked {
        /// Which カード会社.
        company: String,
        /// Why.
        reason: String,
        /// Who.
        operator: Option<String>,
    },
    /// 取消
    Discard,
    /// 会計保留
    Park,
    /// 呼出
    Recall(SaleId),
    /// Take the sale over from another page.
    TakeOver(SaleId),
    /// F9中止
    Cancel(PaymentId),
    /// 再照会
    Reinquire(PaymentId),
    /// A person's decision.
    Decide {
        /// Which try.
        payment_id: PaymentId,
        /// What.
        decision: Decision,
        /// Who.
        operator: Option<String>,
    },
    /// 「商品はお渡し済みですか?」
    HandOver {
        /// Which try.
        payment_id: PaymentId,
        /// What.
        answer: HandOver,
        /// Who.
        operator: Option<String>,
    },
    /// 「端末が交換されました」
    AcceptTerminal {
        /// Which port.
        device: CatDeviceId,
        /// The unit as shown.
        terminal_id: TerminalId,
        /// Who.
        operator: Option<String>,
    },
    /// Keep a row of a master.
    SaveRow {
        /// Which master.
        master: Master,
        /// The row that is changed; none: a new one.
        code: Option<String>,
        /// Its revision as it was read.
        base_revision: u64,
        /// As typed.
        values: Values,
    },
    /// 接続テスト
    TestPort {
        /// Which terminal.
        device: CatDeviceId,
        /// The row as typed.
        values: Values,
    },
    /// Delete a row of a master.
    EraseRow {
        /// Which master.
        master: Master,
        /// Which row.
        code: String,
        /// Its revision as it was read.
        base_revision: u64,
    },
    /// Close a 端末側の操作待ち with the cash that was given back.
    Refund {
        /// Which.
        action_id: ActionId,
        /// How much.
        amount: Yen,
        /// Who.
        operator: Option<String>,
    },
    /// Keep the file that was judged.
    KeepFile {
        /// Which.
        upload: u32,
    },
    /// Close a 端末側の操作待ち.
    Close {
        /// Which.
        action_id: ActionId,
        /// The terminal's slip.
        slip_number: SlipNumber,
        /// Its amount.
        amount: Yen,
        /// Who.
        operator: Option<String>,
    },
    /// Somebody signs in or out.
    People(PeopleRequest),
    /// 伝票取消 or 返品.
    Slips(SlipsRequest),
    /// The paper of a 端末側の操作待ち names another amount.
    ReportDifference {
        /// Which.
        action_id: ActionId,
        /// The terminal's slip.
        slip_number: SlipNumber,
        /// Its amount.
        amount: Yen,
        /// Who.
        operator: Option<String>,
    },
    /// Something of the business day.
    Day(DayRequest),
    /// 領収書
    Paper(Box<PaperRequest>),
    /// A reservation is changed or cancelled.
    Reserve(Box<ReservationsRequest>),
    /// A run of 決済照合 is begun, or one of its differences done.
    Matching(MatchRequest),
    /// A code for a page from elsewhere is opened or closed, or its key taken away.
    Hosted(HostedRequest),
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The draft must be kept first.
    AwaitsDraft,
    /// Asked.
    Asked(RequestId),
    /// Answered; the update that shows it is still to come.
    AwaitsUpdate,
}

/// An act that is not done yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Busy {
    /// What.
    pub act: Act,
    /// How far.
    pub progress: Progress,
}

impl Act {
    /// Whether it names the draft, which the agent must have as shown.
    fn needs_kept_draft(&self) -> bool {
        match self {
            Self::Commit(_) | Self::Start { .. } | Self::Unlinked { .. } | Self::Discard | Self::Park => true,
            Self::Reserve(ask) => matches!(**ask, ReservationsRequest::Change { .. }),
            Self::Recall(_)
            | Self::TakeOver(_)
            | Self::Cancel(_)
            | Self::Reinquire(_)
            | Self::Decide { .. }
            | Self::HandOver { .. }
            | Self::AcceptTerminal { .. }
            | Self::People(_)
            | Self::SaveRow { .. }
            | Self::EraseRow { .. }
            | Self::TestPort { .. }
            | Self::KeepFile { .. }
            | Self::Refund { .. }
            | Self::Slips(_)
            | Self::ReportDifference { .. }
            | Self::Day(_)
            | Self::Paper(_)
            | Self::Matching(_)
            | Self::Hosted(_)
            | Self::Close { .. } => false,
        }
    }
}

impl Checkout {
    /// Starts an act; while another is not done it does nothing.
    pub(super) fn begin_act(&mut self, act: Act, now: u64) {
        if self.busy.is_some() {
            return;
        }
        if self.link != Link::Open {
            return self.warn("レジシステムに接続していないため、操作できません。再接続をお待ちください。");
        }
        let waits = act.needs_kept_draft() && self.hand.as_ref().is_some_and(|hand| !hand.is_kept());
        self.busy = Some(Busy { act, progress: Progress::AwaitsDraft });
        if !waits {
            self.ask_now(now);
        }
    }

    /// Sends the act that waited for its draft.
    pub(super) fn ask_now(&mut self, now: u64) {
        let Some(Busy { act, progress: Progress::AwaitsDraft }) = self.busy.clone() else { return };
        let Some(request) = self.request_of(&act) else {
            self.busy = None;
            return self.warn("この伝票は変わりました。内容を確認して、もう一度操作してください。");
        };
        if let Act::Start { payment_id, .. } = &act {
            self.under_way = Some(*payment_id);
            self.effects.push(Effect::Keep(*payment_id));
        }
        let id = self.send(request, now);
        self.busy = Some(Busy { act, progress: Progress::Asked(id) });
    }

    fn request_of(&self, act: &Act) -> Option<Request> {
        let sale = self.own_sale();
        let total = self.due();
        let operator_code = self.operator_to_send();
        Some(match act.clone() {
            Act::Commit(tenders) => {
                let (sale, total) = (sale?, total?);
                Request::CommitSale {
                    sale_id: sale.sale_id,
                    draft_revision: sale.revision,
                    total,
                    tenders,
                    operator_code,
                    rounding: self.rounding(),
                    supersedes: self.superseding(),
                }
            }
            Act::Start { payment_id, company } => {
                let (sale, amount) = (sale?, total?);
                Request::StartPayment {
                    sale_id: sale.sale_id,
                    payment_id,
                    draft_revision: sale.revision,
                    amount,
                    card_company_code: company,
                    operator_code,
                    rounding: self.rounding(),
                }
            }
            Act::Unlinked { company, reason, operator } => {
                let (sale, amount) = (sale?, total?);
                Request::CommitUnlinked {
                    sale_id: sale.sale_id,
                    draft_revision: sale.revision,
                    amount,
                    card_company_code: company,
                    reason,
                    operator_code: operator,
                    rounding: self.rounding(),
                }
            }
            Act::Discard => {
                let sale = sale?;
                Request::DiscardDraft { sale_id: sale.sale_id, draft_revision: sale.revision }
            }
            Act::Park => Request::ParkSale { sale_id: sale?.sale_id },
            Act::Recall(sale_id) => Request::RecallSale { sale_id },
            Act::TakeOver(sale_id) => Request::TakeOverSale { sale_id },
            Act::Cancel(payment_id) => Request::CancelPayment { payment_id },
            Act::Reinquire(payment_id) => Request::Reinquire { payment_id },
            Act::Decide { payment_id, decision, operator } => {
                Request::DecidePayment { payment_id, decision, operator_code: operator }
            }
            Act::HandOver { payment_id, answer, operator } => {
                Request::AnswerHandOver { payment_id, answer, operator_code: operator }
            }
            Act::AcceptTerminal { device, terminal_id, operator } => {
                Request::AcceptTerminal { device, terminal_id, operator_code: operator }
            }
            Act::People(ask) => Request::People { ask },
            Act::Slips(ask) => Request::Slips { ask },
            Act::ReportDifference { action_id, slip_number, amount, operator } => {
                Request::ReportDifference { action_id, slip_number, amount, operator_code: operator }
            }
            Act::Day(ask) => Request::Day { ask },
            Act::Paper(ask) => Request::Paper { ask: *ask },
            Act::Matching(ask) => Request::Matching { ask },
            Act::Hosted(ask) => Request::Hosted { ask },
            Act::Reserve(ask) => Request::Reservations { ask: *ask },
            Act::SaveRow { master, code, base_revision, values } => {
                let ask = MastersRequest::Save { master, code, base_revision, values };
                Request::Masters { ask }
            }
            Act::TestPort { device, values } => {
                Request::Masters { ask: MastersRequest::TestPort { device, values } }
            }
            Act::EraseRow { master, code, base_revision } => {
                Request::Masters { ask: MastersRequest::Delete { master, code, base_revision } }
            }
            Act::Refund { action_id, amount, operator } => {
                Request::RefundInCash { action_id, amount, operator_code: operator }
            }
            Act::KeepFile { upload } => {
                let ask = FileAsk::Apply { upload };
                Request::Masters { ask: MastersRequest::File { ask } }
            }
            Act::Close { action_id, slip_number, amount, operator } => {
                Request::CloseAction { action_id, slip_number, amount, operator_code: operator }
            }
        })
    }
}
