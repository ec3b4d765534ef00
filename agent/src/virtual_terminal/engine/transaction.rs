//! One transaction from SALES (or a hand) to the centre: its phases and its timers.

use catlink_shared::ids::PaymentId;
use catlink_shared::money::Yen;
use catlink_shared::terminal::{PaymentCondition, PaymentDetail, Phase, TransactionType};

use super::finish::Ending;
use super::{Auto, Doing, Engine, Output, Paper};
use crate::driver::basic::message::FromTerminal;
use crate::virtual_terminal::act::{Condition, NotNow};
use crate::virtual_terminal::centre::{Answer, Authorise, ChargeKind, Question, Wish};
use crate::virtual_terminal::clock::Now;
use crate::virtual_terminal::fault::{Fault, FaultBox, Step};
use crate::virtual_terminal::memory::{CardFacts, Pending};
use crate::virtual_terminal::wallet::{Brand, Entry, Issuer, Method, TestCard};

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
    /// Ends as 処理未了 whatever the centre says.
    left_unfinished: bool,
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

    /// Whether it stands still for want of paper.
    #[must_use]
    pub fn waits_for_paper(&self) -> bool {
        self.phase == Phase::PaperOut
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
    fn may_be_written(&self) -> bool {
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
            left_unfinished: false,
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

    fn transaction_in(&mut self, phases: &[Phase]) -> Result<&mut Transaction, NotNow> {
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
            Phase::Printing if self.paper == Paper::Out => self.enter(now, Phase::PaperOut),
            Phase::Printing => self.printed(now),
            Phase::PaperOut | Phase::CoverOpen | Phase::Restarting => {}
        }
    }

    pub(super) fn choose_brand(&mut self, now: Now, brand: Brand) -> Result<(), NotNow> {
        let lump_only = self.memory.switches.lump_only;
        let transaction = self.transaction_in(&[Phase::BrandSelect])?;
        if !transaction.method.brands.contains(&brand) {
            return Err(NotNow::Card);
        }
        transaction.brand = Some(brand);
        let condition = transaction.method.choose_condition && !lump_only;
        self.enter(now, if condition { Phase::ConditionSelect } else { Phase::CardWait });
        Ok(())
    }

    pub(super) fn choose_condition(
        &mut self,
        now: Now,
        chosen: Condition,
        count: Option<u8>,
    ) -> Result<(), NotNow> {
        let transaction = self.transaction_in(&[Phase::ConditionSelect])?;
        transaction.condition = match chosen {
            Condition::Lump => (PaymentCondition::Lump, None),
            Condition::Revolving => (PaymentCondition::Revolving, None),
            Condition::Bonus => (PaymentCondition::Bonus1, None),
            Condition::Installment => {
                // Installment1: first month, count (UnifiedPOS PaymentDetail); 0 leaves the month to the issuer.
                let detail = PaymentDetail::new(&format!("0,{}", count.unwrap_or(3).clamp(2, 60)));
                (PaymentCondition::Installment1, detail.ok())
            }
        };
        self.enter(now, Phase::CardWait);
        Ok(())
    }

    /// A card, phone or code is shown. In 支払方法 that means 一括.
    pub(super) fn show(&mut self, now: Now, entry: Entry, card: Option<&str>) -> Result<(), NotNow> {
        let transaction = self.transaction_in(&[Phase::ConditionSelect, Phase::CardWait])?;
        let approves = |card: &TestCard| card.issuer == Issuer::Approves;
        let card = match card {
            Some(id) => TestCard::of(id),
            None => TestCard::fitting(transaction.brands(), Some(entry), approves),
        };
        let card =
            card.filter(|card| transaction.brands().contains(&card.brand) && card.entries.contains(&entry));
        let card = card.ok_or(NotNow::Card)?;
        transaction.shown = Some((card, entry));
        transaction.brand = Some(card.brand);
        self.enter(now, Phase::CardRead);
        Ok(())
    }

    pub(super) fn enter_pin(&mut self, now: Now, faults: &mut FaultBox) -> Result<(), NotNow> {
        self.transaction_in(&[Phase::Pin])?;
        self.ask_centre(now, faults);
        Ok(())
    }

    /// 中止 on the terminal.
    pub(super) fn cancel_here(&mut self, now: Now) -> Result<(), NotNow> {
        let transaction = self.transaction().ok_or(NotNow::Phase)?;
        if !transaction.phase.may_cancel() || transaction.waits_for_paper() {
            return Err(NotNow::Phase);
        }
        // Money that may have been written is not said to be back.
        let ending = if transaction.may_be_written() {
            Ending::Stopped { before_card: false, timeout: false }
        } else {
            Ending::Cancelled { here: true }
        };
        self.end(now, ending);
        Ok(())
    }

    /// 中止 asked for by the POS: honoured only where it certainly comes before the money.
    pub(super) fn cancel_from_pos(&mut self, now: Now, payment_id: PaymentId) {
        let Some(transaction) = self.transaction() else { return };
        let ours = transaction.pending.origin.payment_id() == Some(payment_id);
        let may = transaction.phase.may_cancel() && !transaction.waits_for_paper();
        if ours && may && !transaction.may_be_written() {
            self.end(now, Ending::Cancelled { here: false });
        }
    }

    /// Asks the centre, or does what a fault wants in its place. From here 中止 is grey.
    fn ask_centre(&mut self, now: Now, faults: &mut FaultBox) {
        self.enter(now, Phase::Center);
        let terminal_id = self.memory.terminal_id.clone();
        let Doing::At(transaction) = &mut self.doing else { return };
        let (Some(facts), Some((card, _))) = (transaction.facts(), transaction.shown) else { return };
        let origin = &transaction.pending.origin;
        let amount = origin.amount();
        let is_refund = origin.transaction_type() == TransactionType::Refund;
        let short = facts.balance_before.is_some_and(|balance| balance < amount.get()) && !is_refund;
        if short || faults.fires(&Fault::Deficient) {
            return self.end(now, Ending::Deficient);
        }
        if origin.is_training() {
            return;
        }
        let declines = card.issuer == Issuer::Declines || self.auto == Auto::Decline;
        let wish = if declines || faults.fires(&Fault::Decline) { Wish::Decline } else { Wish::Approve };
        let unfinished = faults.take(|fault| match fault {
            Fault::Incomplete { charged } => Some(*charged),
            _other => None,
        });
        let less = faults.take(|fault| match fault {
            Fault::LessSettled { settled } => Some(Yen::new(*settled)),
            _other => None,
        });
        let question = Question::Authorise(Authorise {
            reference: transaction.pending.reference.clone(),
            terminal_id,
            payment_id: origin.payment_id(),
            amount: less.unwrap_or(amount),
            kind: if is_refund { ChargeKind::Refund } else { ChargeKind::Sale },
            wish,
        });
        transaction.left_unfinished = unfinished.is_some();
        transaction.pending.asked = Some(facts);
        self.memory.pending = Some(transaction.pending.clone());
        self.out.extend([Output::Store, Output::Step(Step::BeforeCentre)]);
        if unfinished == Some(false) {
            self.end(now, Ending::Unfinished);
        } else if faults.fires(&Fault::CentreError) {
            self.end(now, Ending::Unreachable);
        } else {
            self.out.push(Output::Ask(question));
        }
    }

    /// The centre's word on the transaction under way.
    pub(super) fn authorised(&mut self, now: Now, reference: &str, answer: &Answer, faults: &mut FaultBox) {
        let Doing::At(transaction) = &mut self.doing else { return };
        if transaction.pending.reference != reference || transaction.phase != Phase::Center {
            return;
        }
        self.out.push(Output::Step(Step::AfterCentre));
        let lost = faults.fires(&Fault::CentreAnswerLost);
        match answer {
            _lost if lost => self.end(now, Ending::Unreachable),
            Answer::Authorised { .. } if transaction.left_unfinished => self.end(now, Ending::Unfinished),
            Answer::Authorised { approval_code, amount, .. } => {
                transaction.approved =
                    Some(Approval { approval_code: approval_code.clone(), settled: *amount });
                self.enter(now, Phase::Printing);
            }
            Answer::Declined { code } => self.end(now, Ending::Declined { code: code.clone() }),
            Answer::Reversed | Answer::Unknown => self.end(now, Ending::Cancelled { here: true }),
            Answer::Unreachable => self.end(now, Ending::Unreachable),
        }
    }

    /// Training never reaches the centre: the terminal says yes by itself.
    fn approve_training(&mut self, now: Now) {
        let Doing::At(transaction) = &mut self.doing else { return };
        let settled = transaction.pending.origin.amount();
        let Ok(approval_code) = catlink_shared::terminal::ApprovalCode::new("000000") else { return };
        transaction.approved = Some(Approval { approval_code, settled });
        self.enter(now, Phase::Printing);
    }

    fn printed(&mut self, now: Now) {
        let Doing::At(transaction) = &mut self.doing else { return };
        if let Some(approval) = transaction.approved.take() {
            self.end(now, Ending::Approved { approval });
        }
    }

    /// There is paper again.
    pub(super) fn paper_loaded(&mut self, now: Now) {
        if self.transaction().is_some_and(Transaction::waits_for_paper) {
            self.enter(now, Phase::Printing);
        }
    }

    /// The automatic customer.
    fn customer_acts(&mut self, now: Now, faults: &mut FaultBox) {
        let auto = self.auto;
        let Some(transaction) = self.transaction() else { return };
        let phase = transaction.phase;
        let amount = transaction.pending.origin.amount().get();
        let wish = |card: &TestCard| match auto {
            Auto::Decline => card.issuer == Issuer::Declines,
            Auto::Deficient => card.balance.is_some_and(|balance| balance < amount),
            Auto::Off | Auto::Approve | Auto::Cancel => {
                card.issuer == Issuer::Approves && card.balance.is_none_or(|balance| balance >= amount)
            }
        };
        let brands = transaction.brands();
        let card =
            TestCard::fitting(brands, None, wish).or_else(|| TestCard::fitting(brands, None, |_any| true));
        let Some(card) = card else { return };
        let entry = card.entries[0];
        let _nothing_to_do = match (auto, phase) {
            (Auto::Cancel, _) => self.cancel_here(now),
            (_, Phase::BrandSelect) => self.choose_brand(now, card.brand),
            (_, Phase::ConditionSelect) => self.choose_condition(now, Condition::Lump, None),
            (Auto::Deficient, Phase::CardWait) if card.balance.is_none_or(|balance| balance >= amount) => {
                self.show(now, entry, Some(card.id)).map(|()| self.end(now, Ending::Deficient))
            }
            (_, Phase::Pin) => self.enter_pin(now, faults),
            (_, _) => self.show(now, entry, Some(card.id)),
        };
    }
}
