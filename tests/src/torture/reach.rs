//! Getting a payment to the step at which something is to strike, and holding it there.

use std::time::Duration;

use anyhow::Result;
use catlink_shared::payment::{LastWord, PaymentState};
use catlink_shared::wire::request::Request;

use super::blow::Blow;
use super::busy::Busy;
use super::desk::{A_STEP, Case, Desk};
use super::hands::Until;
use super::plan::Primer;
use super::sight::Seen;
use super::step::Step;

/// How long it may take until the agent has asked and heard that the terminal is still at it.
const TO_BE_ASKED: Duration = Duration::from_millis(500);

impl Desk<'_> {
    /// Whether the centre is stopped until the payment has come to it.
    pub(super) fn is_held_at_the_centre(&self, case: &Case<'_>) -> bool {
        matches!(case.plan.step, Step::Centre | Step::ResultOnTheWay)
            || matches!(
                case.plan.primer(),
                Primer::Doubt | Primer::DoubtWhilePending | Primer::RestartAtTheCentre
            )
    }

    /// Waits until the payment is at its step. False: it went another way.
    ///
    /// # Errors
    /// A process that had to be started again was not.
    pub(super) fn reach(&mut self, case: &mut Case<'_>) -> Result<bool> {
        let reached = match case.plan.step {
            Step::BeforeAccept => true,
            Step::Accepted => self.until(case, |_, case| case.accepted),
            Step::Sent => self.until(case, |desk, case| {
                matches!(desk.page.state(case.payment_id), Some(PaymentState::Sent))
            }),
            Step::CardWait => self.until_seen(case, |seen| !seen.screen.cards.is_empty()),
            Step::Centre => self.until_seen(case, is_at_the_centre),
            Step::ResultStored => self.until_seen(case, has_result),
            Step::ResultOnTheWay => self.reach_result_on_the_way(case),
            Step::Settled => {
                self.until_over(case);
                self.is_over(case) && case.accepted
            }
            Step::Inquiry | Step::OwnMoment => match case.plan.primer() {
                Primer::Doubt | Primer::DoubtWhilePending => self.reach_doubt(case),
                Primer::RestartAtTheCentre => self.reach_restart_at_the_centre(case)?,
                Primer::Nothing | Primer::SalesCut | Primer::Busy => {
                    self.until_over(case);
                    true
                }
            },
        };
        if !reached {
            self.note(format!("never came to {}", case.plan.step.word()));
        }
        Ok(reached)
    }

    /// The agent cannot write the result down yet, since another program holds its database.
    fn reach_result_on_the_way(&mut self, case: &mut Case<'_>) -> bool {
        if !self.until_seen(case, is_at_the_centre) {
            return false;
        }
        self.stand.busy = Busy::hold(&self.stand.agent.database());
        self.stand.thaw();
        self.until_seen(case, has_result)
    }

    /// The cable is pulled while the centre is asked; then it is plugged in again, and nobody knows.
    fn reach_doubt(&mut self, case: &mut Case<'_>) -> bool {
        if !self.until_seen(case, is_at_the_centre) {
            return false;
        }
        self.stand.plug(false);
        let doubted = self.until(case, |desk, case| {
            !matches!(desk.page.state(case.payment_id), Some(PaymentState::Accepted | PaymentState::Sent))
        });
        if let (Blow::Armed(_), Some(fault)) = (&case.plan.blow, &case.plan.fault) {
            self.arm(fault);
        }
        if case.plan.primer() == Primer::DoubtWhilePending {
            self.stand.plug(true);
            self.wait(TO_BE_ASKED, |desk| {
                let asked = desk.page.state(case.payment_id).and_then(PaymentState::unknown);
                asked.is_some_and(|(_, last_word)| last_word == LastWord::Pending)
            });
        }
        self.stand.thaw();
        self.stand.plug(true);
        doubted
    }

    fn reach_restart_at_the_centre(&mut self, case: &mut Case<'_>) -> Result<bool> {
        if !self.until_seen(case, is_at_the_centre) {
            return Ok(false);
        }
        self.stand.terminal.start_again()?;
        self.auto = "off";
        if let Some(fault) = &case.plan.fault {
            self.stand.terminal.fault(fault)?;
        }
        self.stand.thaw();
        Ok(true)
    }

    fn until_over(&mut self, case: &mut Case<'_>) {
        self.until(case, |_, _| false);
    }

    fn until_seen(&mut self, case: &mut Case<'_>, so: impl Fn(&Seen) -> bool) -> bool {
        self.until(case, |desk, _| desk.seen().is_some_and(|seen| so(&seen)))
    }

    /// Waits while the payment is under way; page and customer go on doing what they do.
    pub(super) fn until(
        &mut self,
        case: &mut Case<'_>,
        mut so: impl FnMut(&mut Self, &Case<'_>) -> bool,
    ) -> bool {
        let mut became = false;
        let holds_card = case.plan.step == Step::CardWait;
        self.wait(A_STEP, |desk| {
            desk.hear_starts(case);
            desk.perhaps_cancel(case);
            became = so(desk, case);
            if became || desk.is_over(case) {
                return true;
            }
            let waits_for_cancel = case.plan.cancels && !case.cancelled;
            if case.by_hand && !waits_for_cancel {
                desk.customer_acts(case, if holds_card { Until::Card } else { Until::Paid });
            }
            false
        });
        became
    }

    /// F9中止, once the terminal is at it.
    fn perhaps_cancel(&mut self, case: &mut Case<'_>) {
        let at_it = self.page.payment(case.payment_id).is_some_and(|payment| payment.phase.is_some());
        if case.plan.cancels && !case.cancelled && at_it {
            case.cancelled = true;
            self.page.tell(Request::CancelPayment { payment_id: case.payment_id });
        }
    }
}

fn is_at_the_centre(seen: &Seen) -> bool {
    seen.phase.as_deref() == Some("center")
}

fn has_result(seen: &Seen) -> bool {
    seen.pending.is_none() && seen.undelivered > 0
}
