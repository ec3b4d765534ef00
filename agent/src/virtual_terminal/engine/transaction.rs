//! One transaction from SALES (or a hand) to the centre: its phases and its timers.

mod customer;
mod money;

use catlink_shared::money::Yen;
use catlink_shared::terminal::{PaymentCondition, PaymentDetail, Phase};

use super::finish::Ending;
use super::{Auto, Doing, Engine};
use crate::driver::basic::message::FromTerminal;
use crate::virtual_terminal::act::NotNow;
use crate::virtual_terminal::clock::Now;
use crate::virtual_terminal::fault::FaultBox;
use crate::virtual_terminal::memory::{CardFacts, Pending};
use crate::virtual_terminal::wallet::{Brand, Entry, Method, TestCard};

/// How long a transaction begun by hand waits for the customer: 3 minutes (ours).
const BY_HAND_MS: u64 = 180_000;

/// A transaction under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// What is on the disk of it.
    pub pending: Pending,
    /// What it takes.
    pub method: Method,
    /// Where it stands.
    pub phase: Phase,
    /// How far it got: the phase without pauses.
    pub reached: Phase,
    /// The brand, once chosen or read.
    pub brand: Option<Brand>,
    /// 支払区分 and 支払明細.
    pub condition: (PaymentCondition, Option<PaymentDetail>),
    /// What the customer showed, and how.
    pub shown: Option<(&'static TestCard, Entry)>,
    /// What the centre said.
    approved: Option<Approval>,
    /// Ends so even where the centre says yes.
    ends_as: Option<Ending>,
    timeout_ms: u64,
    status_ms: u64,
    next_ms: Option<u64>,
}

/// A centre's yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Approval {
    pub(super) approval_code: catlink_shared::terminal::ApprovalCode,
    pub(super) settled: Yen,
}

impl Transaction {
    /// When something is due of itself.
    #[must_use]
    pub fn deadline(&self) -> Option<u64> {
        let timeout = self.phase.is_before_card() || self.phase == Phase::Pin;
        [self.next_ms, Some(self.status_ms), timeout.then_some(self.timeout_ms)].into_iter().flatten().min()
    }

    /// Whether it stands still for want of paper, or under an open cover.
    #[must_use]
    pub fn stands_still(&self) -> bool {
        matches!(self.phase, Phase::PaperOut | Phase::CoverOpen)
    }

    /// The brands it still takes.
    #[must_use]
    pub fn brands(&self) -> &[Brand] {
        match &self.brand {
            Some(brand) => std::slice::from_ref(brand),
            None => self.method.brands,
        }
    }

    /// E-money may be written as soon as it is touched; everything else only once the centre is asked.
    pub(super) fn may_be_written(&self) -> bool {
        self.phase == Phase::CardRead && self.shown.is_some_and(|(card, _)| card.balance.is_some())
    }

    pub(super) fn facts(&self) -> Option<CardFacts> {
        use catlink_shared::terminal::PaymentMedia::{Code, Credit, Debit, ElectronicMoney, Unspecified};
        let (card, _) = self.shown?;
        let (condition, detail) = match card.brand.media() {
            Credit => (Some(self.condition.0), self.condition.1.clone()),
            Debit => (Some(PaymentCondition::Debit), None),
            ElectronicMoney => (Some(PaymentCondition::ElectronicMoney), None),
            Code | Unspecified => (None, None),
        };
        let (brand, last4, balance_before) = (card.brand, card.last4(), card.balance);
        Some(CardFacts { brand, last4, condition, detail, balance_before })
    }
}

impl Engine {
    /// Begins what is already pending.
    pub(super) fn begin(&mut self, now: Now, pending: Pending, method: Method) {
        let timeout_ms = match pending.origin.request() {
            Some(request) => u64::from(request.timeout_s) * 1_000,
            None => BY_HAND_MS,
        };
        let choose_condition = method.choose_condition && !self.memory.switches.lump_only;
        let phase = match (method.choose_brand, choose_condition) {
            (true, _) => Phase::BrandSelect,
            (false, true) => Phase::ConditionSelect,
            (false, false) => Phase::CardWait,
        };
        self.notice = None;
        self.doing = Doing::At(Box::new(Transaction {
            pending,
            method,
            phase,
            reached: phase,
            brand: None,
            condition: (PaymentCondition::Lump, None),
            shown: None,
            approved: None,
            ends_as: None,
            timeout_ms: now.ms + timeout_ms,
            status_ms: 0,
            next_ms: None,
        }));
        self.enter(now, phase);
    }

    /// Goes to a phase and says so.
    pub(super) fn enter(&mut self, now: Now, phase: Phase) {
        let (pace, auto) = (self.setup.pace, self.auto);
        let Doing::At(transaction) = &mut self.doing else { return };
        transaction.phase = phase;
        transaction.next_ms = match phase {
            Phase::CardRead | Phase::Printing => Some(now.ms + pace.step_ms),
            Phase::BrandSelect | Phase::ConditionSelect | Phase::CardWait | Phase::Pin => {
                (auto != Auto::Off).then_some(now.ms + pace.step_ms)
            }
            Phase::Center => transaction.pending.origin.is_training().then_some(now.ms + pace.step_ms),
            Phase::PaperOut | Phase::CoverOpen | Phase::Restarting => None,
        };
        if !phase.stops_timer() {
            transaction.reached = phase;
        }
        self.say_status(now);
    }

    fn say_status(&mut self, now: Now) {
        let every_ms = self.setup.pace.status_ms;
        let Doing::At(transaction) = &mut self.doing else { return };
        transaction.status_ms = now.ms + every_ms;
        let phase = transaction.phase;
        let origin = transaction.pending.origin.clone();
        if let (Some(payment_id), Some(to)) = (origin.payment_id(), self.asker(&origin)) {
            let unit = self.memory.unit();
            self.say(to, FromTerminal::Status { unit, payment_id, phase });
        }
    }

    pub(super) fn transaction(&self) -> Option<&Transaction> {
        match &self.doing {
            Doing::At(transaction) => Some(transaction),
            Doing::Idle | Doing::Enquiring(_) | Doing::Voiding(_) | Doing::Unfinished(_) => None,
        }
    }

    pub(super) fn transaction_in(&mut self, phases: &[Phase]) -> Result<&mut Transaction, NotNow> {
        match &mut self.doing {
            Doing::At(transaction) if phases.contains(&transaction.phase) => Ok(transaction),
            Doing::At(_) | Doing::Idle | Doing::Enquiring(_) | Doing::Voiding(_) | Doing::Unfinished(_) => {
                Err(NotNow::Phase)
            }
        }
    }

    pub(super) fn tick_transaction(&mut self, now: Now, faults: &mut FaultBox) {
        let Some(transaction) = self.transaction() else { return };
        let (phase, timeout_ms) = (transaction.phase, transaction.timeout_ms);
        let waits = phase.is_before_card() || phase == Phase::Pin;
        if waits && timeout_ms <= now.ms {
            return self.end(now, Ending::Stopped { before_card: phase.is_before_card(), timeout: true });
        }
        if transaction.next_ms.is_some_and(|at| at <= now.ms) {
            return self.go_on(now, faults);
        }
        if transaction.status_ms <= now.ms {
            self.say_status(now);
        }
    }

    /// What comes next of itself.
    fn go_on(&mut self, now: Now, faults: &mut FaultBox) {
        let Doing::At(transaction) = &mut self.doing else { return };
        transaction.next_ms = None;
        match transaction.phase {
            Phase::BrandSelect | Phase::ConditionSelect | Phase::CardWait | Phase::Pin => {
                self.customer_acts(now, faults);
            }
            Phase::CardRead => {
                let wants_pin = transaction.shown.is_some_and(|(card, entry)| card.wants_pin(entry));
                if wants_pin { self.enter(now, Phase::Pin) } else { self.ask_centre(now, faults) }
            }
            Phase::Center => self.approve_training(now),
            Phase::Printing => {
                self.happen_in_printing(now, faults);
                match self.printing() {
                    Phase::Printing => self.printed(now),
                    pause => self.enter(now, pause),
                }
            }
            Phase::PaperOut | Phase::CoverOpen | Phase::Restarting => {}
        }
    }
}
