//! A register at work: its processes, its page, and the person who serves it. Here is what everything else at the desk is
//! made of: looking, waiting, noting down.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use anyhow::Result;
use catlink_shared::ids::{PaymentId, RequestId, SaleId};
use catlink_shared::payment::PaymentState;
use catlink_shared::wire::reply::RefusalCode;
use serde_json::json;

use super::page::Page;
use super::plan::{Customer, Plan};
use super::settings::Settings;
use super::sight::{Seen, Sight};
use super::stand::Stand;
use super::tally::Tally;
use crate::place::Place;

/// How long any step may be waited for before the payment is taken to have gone another way.
pub(super) const A_STEP: Duration = Duration::from_secs(4);

/// A register at work.
#[derive(Debug)]
pub struct Desk<'a> {
    pub(super) settings: &'a Settings,
    pub(super) stand: Stand,
    pub(super) page: Page,
    pub(super) tally: Tally,
    /// What the person remembers of the terminal from before each payment.
    pub(super) known: BTreeMap<PaymentId, Known>,
    /// Slips the person made by hand, by the terminal's memory.
    pub(super) by_hand: BTreeSet<(String, String)>,
    /// Payments the person has held.
    pub(super) held: BTreeSet<PaymentId>,
    /// Questions and actions the person gave up on, and why.
    pub(super) left: BTreeMap<String, String>,
    /// The terminal's slips began again from 1.
    pub(super) renumbered: bool,
    /// Who plays the customer, as the terminal was last told.
    pub(super) auto: &'static str,
    pub(super) notes: Vec<String>,
    began: Instant,
}

/// What a person knows of the terminal before a payment.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// Which one stood there.
    pub(super) unit: (String, String),
    /// Its slips.
    pub(super) slips: BTreeSet<String>,
    /// The person took 処理未了 off the display without finding out.
    pub(super) confirmed: bool,
}

/// A payment under way.
#[derive(Debug)]
pub(super) struct Case<'p> {
    pub(super) plan: &'p Plan,
    pub(super) sale_id: SaleId,
    pub(super) payment_id: PaymentId,
    pub(super) amount: i64,
    pub(super) starts: Vec<RequestId>,
    pub(super) accepted: bool,
    pub(super) refused: Option<RefusalCode>,
    pub(super) cancelled: bool,
    /// The customer is played here and not by the terminal.
    pub(super) by_hand: bool,
    pub(super) customer: Customer,
}

impl<'a> Desk<'a> {
    /// Opens a register with empty books.
    ///
    /// # Errors
    /// Something does not start.
    pub fn open(settings: &'a Settings, place: Place, register: u64) -> Result<Self> {
        let stand = Stand::open(settings, place, register)?;
        let page = Page::new(stand.agent.address().to_owned());
        let mut desk = Self {
            settings,
            stand,
            page,
            tally: Tally::default(),
            known: BTreeMap::new(),
            by_hand: BTreeSet::new(),
            held: BTreeSet::new(),
            left: BTreeMap::new(),
            renumbered: false,
            auto: "off",
            notes: Vec::new(),
            began: Instant::now(),
        };
        let linked = desk.wait(Duration::from_secs(20), |desk| desk.page.is_linked());
        anyhow::ensure!(linked, "the terminal is never linked: {:?}", desk.page.terminal());
        Ok(desk)
    }

    /// Where the terminal's face is.
    #[must_use]
    pub fn face(&self) -> &str {
        self.stand.terminal.face()
    }

    /// Whether the agent's disk is a small one.
    #[must_use]
    pub fn has_small_disk(&self) -> bool {
        self.stand.disk.is_some()
    }

    pub(super) fn note(&mut self, text: String) {
        self.notes.push(format!("{:>9.3} {text}", self.began.elapsed().as_secs_f64()));
    }

    /// Looks at page and terminal until it is so; not longer than `limit`. Says whether it became so.
    pub(super) fn wait(&mut self, limit: Duration, mut so: impl FnMut(&mut Self) -> bool) -> bool {
        let began = Instant::now();
        loop {
            self.page.look();
            if so(self) {
                return true;
            }
            if began.elapsed() > limit {
                return false;
            }
        }
    }

    pub(super) fn see(&self) -> Option<Sight> {
        self.stand.see()
    }

    pub(super) fn seen(&self) -> Option<Seen> {
        self.see()?.terminal
    }

    /// Who plays the customer from now on.
    pub(super) fn set_auto(&mut self, auto: &'static str) {
        if self.auto != auto && self.stand.act(&json!({"act": "auto", "auto": auto})) {
            self.auto = auto;
        }
    }

    /// What becomes of the StartPayments that were said.
    pub(super) fn hear_starts(&mut self, case: &mut Case<'_>) {
        for id in std::mem::take(&mut case.starts) {
            match self.page.answer(id) {
                Some(Ok(_payment)) => case.accepted = true,
                Some(Err(code)) => {
                    self.note(format!("refused: {code:?}"));
                    case.refused = Some(code);
                }
                None => case.starts.push(id),
            }
        }
        case.accepted |= self.page.state(case.payment_id).is_some();
    }

    /// Whether a case needs nothing more of the terminal.
    pub(super) fn is_over(&self, case: &Case<'_>) -> bool {
        if !case.accepted {
            return case.refused.is_some();
        }
        match self.page.state(case.payment_id) {
            Some(state) => !is_under_way(state),
            // Settled: the sale is no longer on the counter.
            None => self.page.shown().is_some() && !self.page.has_current(case.sale_id),
        }
    }
}

/// Whether the terminal is still at it, as far as the page knows.
pub(super) fn is_under_way(state: &PaymentState) -> bool {
    matches!(state, PaymentState::Accepted | PaymentState::Sent | PaymentState::Approved { .. })
}
