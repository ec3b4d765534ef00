//! Results the POS has not acknowledged: offered again, later and later, until it does.

use std::collections::BTreeMap;

use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::RegisterId;

use super::links::Links;
use super::{Asked, Engine, Output, Pace};
use crate::virtual_terminal::clock::Now;
use crate::virtual_terminal::memory::Delivery;

/// What is still to be told.
#[derive(Debug, Default)]
pub(super) struct Offers {
    open: BTreeMap<PaymentId, Offer>,
}

#[derive(Debug)]
struct Offer {
    register: RegisterId,
    wait_ms: u64,
    when: When,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    At(u64),
    OnItsWay,
}

impl Offers {
    /// A result is to be offered now.
    pub(super) fn add(&mut self, payment_id: PaymentId, register: RegisterId, now_ms: u64, pace: &Pace) {
        let offer = Offer { register, wait_ms: pace.reoffer_ms, when: When::At(now_ms) };
        self.open.insert(payment_id, offer);
    }

    /// It was not acknowledged.
    pub(super) fn failed(&mut self, payment_id: PaymentId, now_ms: u64, pace: &Pace) {
        if let Some(offer) = self.open.get_mut(&payment_id) {
            offer.when = When::At(now_ms + offer.wait_ms);
            offer.wait_ms = (offer.wait_ms * 2).min(pace.reoffer_most_ms);
        }
    }

    /// It need not be offered any more.
    pub(super) fn drop(&mut self, payment_id: PaymentId) {
        self.open.remove(&payment_id);
    }

    /// None of a register's need be.
    pub(super) fn drop_of(&mut self, register: &RegisterId) {
        self.open.retain(|_, offer| offer.register != *register);
    }

    /// When the next is due; while nobody is connected nothing is.
    pub(super) fn next_ms(&self, links: &Links) -> Option<u64> {
        if links.is_empty() {
            return None;
        }
        let due = |offer: &Offer| match offer.when {
            When::At(at) => Some(at),
            When::OnItsWay => None,
        };
        self.open.values().filter_map(due).min()
    }
}

impl Engine {
    /// Offers what is due.
    pub(super) fn offer_due(&mut self, now: Now) {
        let line = self.setup.line;
        for (payment_id, offer) in &mut self.offers.open {
            let When::At(at) = offer.when else { continue };
            let Some(stored) = self.memory.results.get(payment_id) else { continue };
            if at > now.ms {
                continue;
            }
            let Some(to) = self.links.to(&offer.register, line) else {
                // Nobody there: HELLO makes it due again.
                offer.when = When::At(now.ms + self.setup.pace.reoffer_most_ms);
                continue;
            };
            offer.when = When::OnItsWay;
            self.out.push(Output::Offer {
                to,
                payment_id: Some(*payment_id),
                result: Box::new(stored.result.clone()),
                asked: Asked::Unasked,
            });
        }
    }

    /// A keyed terminal tells a register that comes back what it may have missed.
    pub(super) fn offer_open_again(&mut self, register: &RegisterId, now: Now) {
        let open = self.memory.results.iter().filter(|(_, stored)| {
            stored.delivery == Delivery::Open && stored.request.register_id == *register
        });
        for (payment_id, _) in open {
            self.offers.add(*payment_id, register.clone(), now.ms, &self.setup.pace);
        }
    }

    pub(super) fn delivered(&mut self, payment_id: PaymentId) {
        self.offers.drop(payment_id);
        if let Some(stored) = self.memory.results.get_mut(&payment_id)
            && stored.delivery == Delivery::Open
        {
            stored.delivery = Delivery::Done;
            self.out.push(Output::Step(crate::virtual_terminal::fault::Step::AfterSend));
            self.out.push(Output::Store);
        }
    }

    /// A result that is kept back: not offered by itself any more.
    pub fn keep_back(&mut self, payment_id: PaymentId) {
        self.offers.drop(payment_id);
    }
}
