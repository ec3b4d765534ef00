//! The ends of a sale: what stays to be done on the terminal, and what becomes of a sale that was not paid by card.

use catlink_shared::basket::CounterMode;
use std::time::Duration;

use anyhow::{Result, bail};
use catlink_shared::money::Yen;
use catlink_shared::payment::{NotCharged, PaymentState};
use catlink_shared::tax::Rounding;
use catlink_shared::terminal::SlipNumber;
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::{ActionKind, ActionView, PaymentView};

use super::desk::{Case, Desk};
use super::page::Heard;
use super::plan::After;
use super::rest::Move;
use crate::counter::{Kept, OPERATOR, commit};

/// 店長 of the demo books.
const MANAGER: &str = "900";

impl Desk<'_> {
    /// Does what an action asks for, and closes it with what the paper says.
    pub(super) fn close_action(&mut self, action: &ActionView) -> Move {
        let slip = match action.kind {
            ActionKind::VoidOnTerminal
            | ActionKind::DoubleReceipt
            | ActionKind::VoidSlip
            | ActionKind::ReturnGoods => {
                let Some(slip) = &action.slip_number else {
                    return Move::Leave("which slip is to be voided is not known".to_owned());
                };
                self.void_by_hand(slip.as_str())
            }
            ActionKind::HandPayment => {
                let category = self.category(&action.card_company_name);
                category.and_then(|category| self.sell_by_hand(action.amount.get(), category))
            }
            // The slip it names is a payment's, and that has been settled first.
            ActionKind::Contradiction => {
                let named = action.slip_number.as_ref().map(ToString::to_string);
                named.or_else(|| self.seen()?.newest_slip)
            }
        };
        let Some(slip_number) = slip.and_then(|slip| SlipNumber::new(&slip).ok()) else {
            return Move::Leave(format!("{:?} cannot be done on the terminal", action.kind));
        };
        self.say(Request::CloseAction {
            action_id: action.action_id,
            slip_number,
            amount: action.amount,
            operator_code: Some(OPERATOR.to_owned()),
        })
    }

    fn category(&self, company: &str) -> Option<u16> {
        let companies = &self.page.catalog()?.companies;
        companies.iter().find(|view| view.company.name == company).map(|view| view.company.category.0)
    }

    /// Ends a sale that is still on the counter. The sale itself, where the card is to be tried again.
    ///
    /// # Errors
    /// It cannot be ended.
    pub(super) fn finish_sale(&mut self, case: &Case<'_>) -> Result<Option<Kept>> {
        let mut last = String::new();
        for _try in 0..20 {
            self.page.look();
            self.page.own_the_sale();
            let Some(sale) = self.page.current().filter(|sale| sale.sale_id == case.sale_id).cloned() else {
                if self.page.shown().is_some() {
                    return Ok(None);
                }
                continue;
            };
            let kept = Kept { sale_id: sale.sale_id, revision: sale.draft_revision };
            let state = sale.payment.as_ref().map(|payment| &payment.state);
            let not_charged = matches!(state, Some(PaymentState::NotCharged { because })
                if !matches!(because, NotCharged::VoidedOnTerminal { .. }));
            let is_free = state.is_none_or(|state| !state.holds_sale());
            let request = match case.plan.after {
                _locked if !is_free => Request::ParkSale { sale_id: sale.sale_id },
                After::Again => return Ok(Some(kept)),
                After::Unlinked if not_charged && self.page.mode() == CounterMode::Live => {
                    self.unlinked(case, kept)
                }
                After::Discard => {
                    Request::DiscardDraft { sale_id: kept.sale_id, draft_revision: kept.revision }
                }
                After::Cash | After::Unlinked => commit(kept, case.amount),
            };
            let text = format!("{request:?}");
            last = match self.page.ask(request) {
                Heard::Done(_) => {
                    self.note(format!("the sale ends: {text}"));
                    return self.close_hand_payments();
                }
                other => format!("{text}: {other:?}"),
            };
            self.wait(Duration::from_millis(50), |_| false);
        }
        bail!("the sale cannot be ended: {last}")
    }

    fn unlinked(&self, case: &Case<'_>, kept: Kept) -> Request {
        Request::CommitUnlinked {
            sale_id: kept.sale_id,
            draft_revision: kept.revision,
            amount: Yen::new(case.amount),
            card_company_code: case.plan.company.to_owned(),
            reason: "端末が連動しないため".to_owned(),
            operator_code: Some(OPERATOR.to_owned()),
            rounding: Rounding::Down,
        }
    }

    /// Whether this payment's sale is still there to be paid otherwise.
    pub(super) fn may_take_otherwise(&self, case: &Case<'_>, payment: &PaymentView) -> bool {
        payment.payment_id == case.payment_id && self.page.has_current(payment.sale_id)
    }

    /// 別の方法で受取る
    pub(super) fn take_otherwise(&mut self, payment: &PaymentView) -> Move {
        let Some(sale) = self.page.current() else { return Move::Wait };
        let kept = Kept { sale_id: sale.sale_id, revision: sale.draft_revision };
        let mut request = commit(kept, payment.amount.get());
        if let Request::CommitSale { supersedes, .. } = &mut request {
            *supersedes = Some(payment.payment_id);
        }
        self.say(request)
    }

    /// 「端末が交換されました」: the manager knows the unit. True: there was one.
    pub(super) fn accept_exchange(&mut self) -> bool {
        let found = self.page.terminal().and_then(|terminal| {
            terminal.exchanged.as_ref().map(|exchange| (terminal.device, exchange.found.clone()))
        });
        let Some((device, terminal_id)) = found else { return false };
        let operator_code = Some(MANAGER.to_owned());
        self.say(Request::AcceptTerminal { device, terminal_id, operator_code });
        true
    }

    /// 手動決済 is done at once.
    fn close_hand_payments(&mut self) -> Result<Option<Kept>> {
        self.wait(Duration::from_millis(20), |desk| desk.hand_payment().is_some());
        while let Some(action) = self.hand_payment() {
            match self.close_action(&action) {
                Move::Did => {
                    self.wait(Duration::from_secs(5), |desk| {
                        desk.hand_payment().is_none_or(|other| other.action_id != action.action_id)
                    });
                }
                Move::Wait => {}
                Move::Refused(why) | Move::Leave(why) => {
                    self.left.insert(action.action_id.to_string(), why);
                }
            }
        }
        Ok(None)
    }

    fn hand_payment(&self) -> Option<ActionView> {
        let is_it = |action: &&ActionView| {
            action.kind == ActionKind::HandPayment && !self.left.contains_key(&action.action_id.to_string())
        };
        self.page.shown()?.actions.iter().find(is_it).cloned()
    }
}
