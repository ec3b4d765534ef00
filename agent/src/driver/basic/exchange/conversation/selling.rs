//! SALES: from the order to the terminal's memory, or not.

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
        match self.sales {
            Sales::None if self.greeted() => {
                self.sales = Sales::Waiting { order, until: now + self.timers.line_wait };
                self.step(now);
            }
            Sales::None => self.not_taken(NotTaken::NotConnected),
            Sales::Waiting { .. } | Sales::Bidding(_) | Sales::Won { .. } | Sales::Sent => {
                self.not_taken(NotTaken::Abandoned);
            }
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
            self.sales = Sales::None;
            self.sending = None;
            self.not_taken(NotTaken::Abandoned);
            if let Some(line) = &mut self.line {
                line.give_back(now);
            }
            self.step(now);
        }
    }

    /// SALES itself waits for the till's permit.
    pub(super) fn won_for_sales(&mut self, now: Instant) {
        match std::mem::replace(&mut self.sales, Sales::None) {
            Sales::Bidding(order) => {
                self.sales = Sales::Won { order, until: now + self.timers.permit };
                self.events.push_back(DriverEvent::LineWon);
            }
            other => self.sales = other,
        }
    }

    pub(super) fn sales_failed(&mut self, failure: Failure) {
        let begun = self.line.as_ref().is_some_and(|line| line.begun());
        self.sales = Sales::None;
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
            Sales::None | Sales::Waiting { .. } | Sales::Bidding(_) | Sales::Won { .. } | Sales::Sent => {}
        }
    }

    pub(super) fn not_taken(&mut self, why: NotTaken) {
        self.events.push_back(DriverEvent::SalesNotTaken(why));
    }
}
