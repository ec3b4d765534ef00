//! What the customer (or the clerk for him) does to the transaction under way, by hand or of itself.

use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::{PaymentCondition, PaymentDetail, Phase};

use super::super::finish::Ending;
use super::super::{Auto, Engine};
use crate::virtual_terminal::act::{Condition, NotNow};
use crate::virtual_terminal::clock::Now;
use crate::virtual_terminal::fault::FaultBox;
use crate::virtual_terminal::wallet::{Brand, Entry, Issuer, TestCard};

impl Engine {
    pub(in super::super) fn choose_brand(&mut self, now: Now, brand: Brand) -> Result<(), NotNow> {
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

    pub(in super::super) fn choose_condition(
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
    pub(in super::super) fn show(
        &mut self,
        now: Now,
        entry: Entry,
        card: Option<&str>,
    ) -> Result<(), NotNow> {
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

    pub(in super::super) fn enter_pin(&mut self, now: Now, faults: &mut FaultBox) -> Result<(), NotNow> {
        self.transaction_in(&[Phase::Pin])?;
        self.ask_centre(now, faults);
        Ok(())
    }

    /// 中止 on the terminal.
    pub(in super::super) fn cancel_here(&mut self, now: Now) -> Result<(), NotNow> {
        let transaction = self.transaction().ok_or(NotNow::Phase)?;
        if !transaction.phase.may_cancel() || transaction.stands_still() {
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
    pub(in super::super) fn cancel_from_pos(&mut self, now: Now, payment_id: PaymentId) {
        let Some(transaction) = self.transaction() else { return };
        let ours = transaction.pending.origin.payment_id() == Some(payment_id);
        let may = transaction.phase.may_cancel() && !transaction.stands_still();
        if ours && may && !transaction.may_be_written() {
            self.end(now, Ending::Cancelled { here: false });
        }
    }

    /// The automatic customer.
    pub(super) fn customer_acts(&mut self, now: Now, faults: &mut FaultBox) {
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
