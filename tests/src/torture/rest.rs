//! After the fault: the register is brought to rest. Whatever the screen asks, the person at the desk settles from what
//! the terminal shows; what cannot be settled stays open.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use catlink_shared::payment::{LastWord, PaymentState};
use catlink_shared::terminal::TerminalActivity;
use catlink_shared::wire::update::{ActionView, PaymentView};

use super::desk::{Case, Desk};
use super::hands::Until;
use super::page::Status;
use super::pay::End;
use super::settings::Recovery;

/// Everything that works comes to rest within this time.
const TO_REST: Duration = Duration::from_secs(25);
/// With the cable out there is only so much that can be settled.
const WITHOUT_LINE: Duration = Duration::from_millis(1_500);
/// How often a person tries to settle one thing before giving it up.
const MOST_TRIES: u32 = 12;

/// What there is to be done about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Move {
    /// It takes its course.
    Wait,
    /// Something was done.
    Did,
    /// Tried, and refused for this reason.
    Refused(String),
    /// Nobody can settle it from here: why.
    Leave(String),
}

/// What is still under way at a desk.
struct Open {
    payments: Vec<PaymentView>,
    actions: Vec<ActionView>,
}

impl Desk<'_> {
    /// Brings the register to rest.
    ///
    /// # Errors
    /// It does not come to rest.
    pub(super) fn rest(&mut self, case: &mut Case<'_>, with_line: bool) -> Result<End> {
        let (began, mut tries, mut is_told) = (Instant::now(), 0, false);
        let limit = if with_line { TO_REST } else { WITHOUT_LINE };
        loop {
            self.page.look();
            self.hear_starts(case);
            if with_line {
                self.revive()?;
            }
            if began.elapsed() > limit {
                if with_line {
                    bail!("no rest: {}", self.how_it_stands(case));
                }
                return Ok(End::Rest);
            }
            let Some(seen) = self.seen() else { continue };
            if self.put_right(&seen) {
                continue;
            }
            if self.auto == "off" || case.by_hand {
                self.customer_acts(case, Until::Paid);
            }
            // What a page does that comes back: it asks, and never starts again.
            if !is_told {
                is_told = self.ask_what_became(case);
                continue;
            }
            self.page.own_the_sale();
            if with_line && self.accept_exchange() {
                continue;
            }
            let Some(open) = self.open_now() else { continue };
            if let Some(payment) = open.payments.first() {
                let waited = began.elapsed() >= self.patience(&payment.state);
                let made = if waited { self.settle(case, payment) } else { Move::Wait };
                self.after_move(payment.payment_id.to_string(), made, &mut tries);
                continue;
            }
            if !with_line {
                return Ok(End::Rest);
            }
            if !seen.is_idle() || !self.is_ready() {
                continue;
            }
            if let Some(action) = open.actions.first() {
                let made = self.close_action(action);
                self.after_move(action.action_id.to_string(), made, &mut tries);
                continue;
            }
            return Ok(if self.is_kept() { End::Stuck } else { End::Rest });
        }
    }

    fn after_move(&mut self, what: String, made: Move, tries: &mut u32) {
        match made {
            Move::Wait => {}
            Move::Did => *tries = 0,
            Move::Refused(why) => {
                *tries += 1;
                if *tries >= MOST_TRIES {
                    *tries = 0;
                    self.note(format!("left open: {what}: refused {why}"));
                    self.left.insert(what, why);
                }
            }
            Move::Leave(why) => {
                *tries = 0;
                self.note(format!("left open: {what}: {why}"));
                self.left.insert(what, why);
            }
        }
    }

    /// How long the person lets the agent ask before looking at the terminal.
    fn patience(&self, state: &PaymentState) -> Duration {
        let is_asked = match state {
            PaymentState::Unknown { last_word, .. } => !matches!(last_word, LastWord::Useless),
            PaymentState::Accepted
            | PaymentState::Sent
            | PaymentState::Approved { .. }
            | PaymentState::Held { .. }
            | PaymentState::AwaitingHandOver { .. }
            | PaymentState::Sold { .. }
            | PaymentState::VoidPromised
            | PaymentState::NotCharged { .. }
            | PaymentState::Contradicted { .. }
            | PaymentState::Superseded { .. }
            | PaymentState::Uncollected { .. }
            | PaymentState::DoublyReceived => false,
        };
        Duration::from_millis(match self.settings.recovery {
            Recovery::Keyed if is_asked => 600,
            Recovery::Last if is_asked => 200,
            Recovery::Keyed | Recovery::Last => 50,
            Recovery::None => 0,
        })
    }

    fn ask_what_became(&mut self, case: &mut Case<'_>) -> bool {
        match self.page.ask_status(case.payment_id) {
            Status::Stands(payment) => {
                self.note(format!("stands: {:?}", payment.state));
                case.accepted = true;
                true
            }
            Status::NeverStarted => {
                self.note("never started".to_owned());
                true
            }
            Status::Nothing => false,
        }
    }

    /// What waits for somebody; nothing while the page is not connected.
    fn open_now(&self) -> Option<Open> {
        let shown = self.page.shown()?;
        let is_left = |what: String| self.left.contains_key(&what);
        let payments = shown.payments.iter().filter(|payment| !is_left(payment.payment_id.to_string()));
        let actions = shown.actions.iter().filter(|action| !is_left(action.action_id.to_string()));
        Some(Open { payments: payments.cloned().collect(), actions: actions.cloned().collect() })
    }

    /// Whether the page shows the terminal ready for the next customer.
    fn is_ready(&self) -> bool {
        let idle = self.page.terminal().and_then(|terminal| terminal.activity);
        self.page.is_linked() && idle == Some(TerminalActivity::Idle)
    }

    /// Whether something that was left open keeps the terminal.
    fn is_kept(&self) -> bool {
        self.page.shown().is_some_and(|shown| shown.payments.iter().any(|payment| payment.state.holds_port()))
    }

    fn how_it_stands(&mut self, case: &Case<'_>) -> String {
        let seen = self.seen().map(|seen| (seen.activity, seen.screen.text, seen.newest_slip, seen.pending));
        let shown = self.page.shown().map(|shown| (&shown.payments, &shown.terminals, &shown.actions));
        format!("{} {:?}; terminal {seen:?}; page {shown:?}", case.payment_id, case.plan)
    }
}
