//! SALES: from the order to the terminal's memory, or not.

use catlink_shared::ids::PaymentId;
use tokio::time::Instant;

use super::{Conversation, Failure, FromPos};
use crate::driver::{Doubt, DriverEvent, NotTaken, SalesOrder, SendPermit};

pub(super) enum Sales {
    None,
    /// Waits for the line.
    Waiting {
        order: SalesOrder,
        until: Instant,
    },
    /// The bid is out.
    Bidding(SalesOrder),
    /// The bid is out for an order that is not wanted any more.
    Withdrawn,
    /// The till was told that the line is ours.
    Won {
        order: SalesOrder,
        until: Instant,
    },
    /// SALES is on its way, or was.
    Sent,
}

impl Conversation {
    pub(in crate::driver::basic) fn start_sales(&mut self, now: Instant, order: SalesOrder) {
        // Lines that still come must not keep the customer waiting.
        self.drop_log();
        match self.sales {
            Sales::None if self.greeted() => {
                self.sales = Sales::Waiting { order, until: now + self.timers.line_wait };
                self.step(now);
            }
            Sales::None => self.not_taken(NotTaken::NotConnected),
            Sales::Waiting { .. }
            | Sales::Bidding(_)
            | Sales::Withdrawn
            | Sales::Won { .. }
            | Sales::Sent => self.not_taken(NotTaken::Abandoned),
        }
    }

    /// Drops an order that has not left, so that a wish to stop it cannot overtake it. Says whether it did.
    pub(super) fn withdraw(&mut self, now: Instant, payment_id: PaymentId) -> bool {
        let is_it = |order: &SalesOrder| order.request().payment_id == payment_id;
        match &self.sales {
            Sales::Waiting { order, .. } if is_it(order) => {
                self.sales = Sales::None;
                self.not_taken(NotTaken::Withdrawn);
                true
            }
            Sales::Bidding(order) if is_it(order) => {
                self.sales = Sales::Withdrawn;
                true
            }
            // Once the till has been told that the line is ours, SALES may be on its way.
            Sales::Won { order, .. } if is_it(order) => {
                let told = !self.events.contains(&DriverEvent::LineWon);
                if told {
                    return false;
                }
                self.events.retain(|event| *event != DriverEvent::LineWon);
                self.leave_line(now, NotTaken::Withdrawn);
                true
            }
            Sales::None
            | Sales::Waiting { .. }
            | Sales::Bidding(_)
            | Sales::Withdrawn
            | Sales::Won { .. }
            | Sales::Sent => false,
        }
    }

    pub(in crate::driver::basic) fn proceed(&mut self, now: Instant, permit: &SendPermit) {
        match std::mem::replace(&mut self.sales, Sales::None) {
            Sales::Won { order, .. } if order.request().payment_id == permit.payment_id() => {
                self.sales = Sales::Sent;
                let message = FromPos::Sales(order.request().clone());
                self.go(now, &message);
                self.step(now);
            }
            other => self.sales = other,
        }
    }

    pub(in crate::driver::basic) fn abandon(&mut self, now: Instant) {
        if let Sales::Won { .. } = self.sales {
            self.leave_line(now, NotTaken::Abandoned);
            self.step(now);
        }
    }

    /// Gives the line back that was won for SALES.
    fn leave_line(&mut self, now: Instant, why: NotTaken) {
        self.sales = Sales::None;
        self.sending = None;
        self.not_taken(why);
        if let Some(line) = &mut self.line {
            line.give_back(now);
        }
    }

    /// SALES itself waits for the till's permit.
    pub(super) fn won_for_sales(&mut self, now: Instant) {
        match std::mem::replace(&mut self.sales, Sales::None) {
            Sales::Bidding(order) => {
                self.sales = Sales::Won { order, until: now + self.timers.permit };
                self.events.push_back(DriverEvent::LineWon);
            }
            Sales::Withdrawn => self.leave_line(now, NotTaken::Withdrawn),
            other => self.sales = other,
        }
    }

    pub(super) fn sales_failed(&mut self, failure: Failure) {
        let begun = self.line.as_ref().is_some_and(|line| line.begun());
        if let Sales::Withdrawn = std::mem::replace(&mut self.sales, Sales::None) {
            return self.not_taken(NotTaken::Withdrawn);
        }
        self.events.push_back(match failure {
            Failure::BidUnanswered => DriverEvent::SalesNotTaken(NotTaken::BidUnanswered),
            Failure::BidBusy => DriverEvent::SalesNotTaken(NotTaken::BidBusy),
            Failure::EveryTryRefused => DriverEvent::SalesNotTaken(NotTaken::EveryTryRefused),
            Failure::Silence | Failure::Aborted if !begun => {
                DriverEvent::SalesNotTaken(NotTaken::NotConnected)
            }
            Failure::Silence => DriverEvent::SalesDoubtful(Doubt::Silence),
            Failure::Aborted => DriverEvent::SalesDoubtful(Doubt::Aborted),
        });
    }

    pub(super) fn sales_overdue(&mut self, now: Instant) {
        match &self.sales {
            Sales::Waiting { until, .. } if *until <= now => {
                self.sales = Sales::None;
                self.not_taken(NotTaken::BidBusy);
            }
            Sales::Won { until, .. } if *until <= now => self.abandon(now),
            Sales::None
            | Sales::Waiting { .. }
            | Sales::Bidding(_)
            | Sales::Withdrawn
            | Sales::Won { .. }
            | Sales::Sent => {}
        }
    }

    pub(super) fn not_taken(&mut self, why: NotTaken) {
        self.events.push_back(DriverEvent::SalesNotTaken(why));
    }
}
