//! What the terminal's history shows of a payment, to somebody who remembers what it showed before.

use catlink_shared::ids::PaymentId;

use super::desk::{Desk, Known};
use super::sight::{Logged, Seen};

/// What the terminal shows of a payment.
#[derive(Debug)]
pub(super) enum Evidence {
    /// Its slip.
    Slip(Logged),
    /// Nothing, and it is the terminal it was.
    Nothing,
    /// Nothing, but history or terminal are not what they were, or 処理未了 was taken off the display.
    Unclear,
}

impl Desk<'_> {
    /// A slip that was not there before the payment is the payment's: there was no other on this terminal since.
    pub(super) fn evidence(&self, seen: &Seen, payment_id: PaymentId) -> Evidence {
        let Some(known) = self.known.get(&payment_id) else { return Evidence::Unclear };
        let is_same = known.unit == (seen.terminal_id.clone(), seen.memory_id.clone());
        let is_new = |entry: &&Logged| {
            entry.transaction_type == "sales"
                && !self.by_hand.contains(&(seen.memory_id.clone(), entry.slip_number.clone()))
                && (!is_same || !known.slips.contains(&entry.slip_number))
                && !self.is_another_payments(&entry.slip_number, payment_id, known)
        };
        match seen.log.iter().find(is_new) {
            Some(entry) => Evidence::Slip(entry.clone()),
            None if !is_same || known.confirmed => Evidence::Unclear,
            None => Evidence::Nothing,
        }
    }

    /// A slip that was there before a later payment of the same terminal began, and after this one, may be this one's; one
    /// that came after the later one began is not.
    fn is_another_payments(&self, slip: &str, payment_id: PaymentId, own: &Known) -> bool {
        let later = self.known.range(payment_id..).nth(1);
        later.is_some_and(|(_, later)| later.unit == own.unit && !later.slips.contains(slip))
    }
}
