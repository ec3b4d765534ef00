//! One payment, from the first line of its sale until everything about it is at rest.

use anyhow::Result;
use catlink_shared::ids::PaymentId;
use serde_json::json;

use super::blow::Blow;
use super::desk::{Case, Desk, Known};
use super::plan::{After, Customer, Plan, Primer, Return};
use super::step::Step;
use crate::counter::{Kept, start};
use crate::socket::new_id;

/// How a payment left the register.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// Ready for the next customer.
    Rest,
    /// A question that nobody can settle from the terminal keeps it; its books are to be closed.
    Stuck,
}

/// The price of an onigiri in the demo books.
const PRICE: i64 = 158;

impl Desk<'_> {
    /// Plays one payment.
    ///
    /// # Errors
    /// Something that must always work did not.
    pub fn pay(&mut self, plan: &Plan) -> Result<End> {
        self.note(format!(
            "=== payment {} {} at {}: {:?} {:?} {:?}",
            plan.number,
            plan.blow.word(),
            plan.step.word(),
            plan.fault,
            plan.customer,
            plan.back
        ));
        let sale = self.ring_up(plan)?;
        let mut end = self.try_card(plan, sale)?;
        if plan.reaches_into_the_next() && end == End::Rest {
            let next = plan.plain();
            let sale = self.ring_up(&next)?;
            end = self.try_next(plan, &next, sale)?;
        }
        Ok(end)
    }

    /// The sale into which the fault of the one before reaches.
    fn try_next(&mut self, plan: &Plan, next: &Plan, sale: Kept) -> Result<End> {
        let end = self.try_card(next, sale)?;
        let struck = self.has_fired(plan);
        self.tally.note(&plan.blow, plan.step, struck);
        Ok(end)
    }

    fn try_card(&mut self, plan: &Plan, sale: Kept) -> Result<End> {
        self.tally.payments += 1;
        let mut case = self.begin(plan, sale);
        self.stage(&mut case);
        let mut struck = false;
        if plan.step == Step::BeforeAccept {
            struck = self.strike(&case)?;
            if plan.back == Return::Prompt {
                self.bring_back(&case)?;
            }
            self.page.own_the_sale();
        }
        self.say_start(&mut case, sale);
        if plan.step == Step::BeforeAccept && plan.back == Return::Noticed && is_page(&plan.blow) {
            // Gone before it heard the answer.
            self.strike(&case)?;
        }
        if plan.step != Step::BeforeAccept && self.reach(&mut case)? {
            struck = self.strike(&case)?;
        }
        self.until_noticed(&mut case);
        struck &= plan.step != Step::OwnMoment || self.has_fired(plan);
        let settled_early = plan.without_line && plan.back == Return::Noticed && plan.blow == Blow::CableOut;
        if settled_early {
            self.stand.thaw();
            self.stand.busy = None;
            self.rest(&mut case, false)?;
        }
        self.bring_back(&case)?;
        let end = self.rest(&mut case, true)?;
        if !plan.reaches_into_the_next() {
            self.tally.note(&plan.blow, plan.step, struck);
        }
        if end == End::Stuck {
            return Ok(end);
        }
        self.finish(&case)
    }

    /// What becomes of a sale that is still there.
    fn finish(&mut self, case: &Case<'_>) -> Result<End> {
        let again = self.finish_sale(case)?;
        let Some(kept) = again.filter(|_| case.plan.after == After::Again) else { return Ok(End::Rest) };
        self.try_card(&case.plan.plain(), kept)
    }

    fn begin<'p>(&mut self, plan: &'p Plan, sale: Kept) -> Case<'p> {
        let payment_id = new_id(PaymentId::from_parts);
        if let Some(seen) = self.seen() {
            let known = Known {
                unit: (seen.terminal_id, seen.memory_id),
                slips: seen.log.into_iter().map(|entry| entry.slip_number).collect(),
                confirmed: false,
            };
            self.known.insert(payment_id, known);
        }
        let by_hand = plan.step == Step::CardWait || matches!(plan.blow, Blow::Armed(_));
        self.note(format!("payment_id {payment_id}"));
        Case {
            plan,
            sale_id: sale.sale_id,
            payment_id,
            amount: PRICE * i64::from(plan.quantity),
            starts: Vec::new(),
            accepted: false,
            refused: None,
            cancelled: false,
            by_hand: by_hand && matches!(plan.primer(), Primer::Nothing | Primer::SalesCut | Primer::Busy),
            customer: plan.customer,
        }
    }

    fn say_start(&mut self, case: &mut Case<'_>, sale: Kept) {
        let request = start(sale, case.payment_id, case.amount, case.plan.company);
        for _time in 0..=usize::from(case.plan.twice) {
            case.starts.extend(self.page.tell(request.clone()));
        }
        if case.starts.is_empty() {
            // Nobody heard it; the page will ask what became of it.
            self.note("StartPayment was not heard".to_owned());
        }
    }

    /// Who plays the customer, and what holds the payment at its step.
    fn stage(&mut self, case: &mut Case<'_>) {
        let auto = match (case.by_hand, case.customer) {
            (true, _) => "off",
            (false, Customer::Pays) => "approve",
            (false, Customer::Declined) => "decline",
            (false, Customer::Deficient) => "deficient",
            (false, Customer::Cancels) => "cancel",
        };
        self.set_auto(auto);
        if self.auto == "off" {
            case.by_hand = true;
        }
        if case.plan.step == Step::ResultStored {
            self.arm(&json!({"fault": "late_result", "ms": 80}));
        }
        match case.plan.primer() {
            Primer::SalesCut => self.arm(&json!({"fault": "cut_in_sales", "byte": 30, "back_after_ms": 50})),
            Primer::Busy => self.arm(&json!({"fault": "busy"})),
            Primer::Nothing | Primer::Doubt | Primer::DoubtWhilePending | Primer::RestartAtTheCentre => {}
        }
        let later = matches!(case.plan.primer(), Primer::Doubt | Primer::DoubtWhilePending);
        if let (Blow::Armed(_), Some(fault), false) = (&case.plan.blow, &case.plan.fault, later) {
            self.arm(fault);
        }
        if self.is_held_at_the_centre(case) {
            // A centre that is stopped does not answer.
            let _ = self.stand.centre.process().freeze();
        }
    }

    pub(super) fn arm(&mut self, fault: &serde_json::Value) {
        if let Err(error) = self.stand.terminal.fault(fault) {
            self.note(format!("{fault} cannot be armed: {error:#}"));
        }
    }
}

fn is_page(blow: &Blow) -> bool {
    matches!(blow, Blow::PageReloaded | Blow::PageLost)
}
