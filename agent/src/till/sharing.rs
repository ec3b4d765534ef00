//! A terminal that another register uses, too (共用): its link is taken for a payment and for a question, and given back.
//!
//! A payment waits here, before anything of it is in the journal, until the terminal has greeted this register. Where another
//! one holds it, or nobody answers, the page is told so: nothing was written and nothing sent, so it can be tried again.

use std::time::Duration;

use catlink_shared::ids::PaymentId;
use catlink_shared::payment::{LastWord, PaymentState};
use catlink_shared::terminal::profile::RecoveryClass;
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::update::LinkState;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::admission::{self, Start};
use super::{LastAsked, Till};
use crate::books::{BooksError, refuse};
use crate::config::Sharing;
use crate::driver::{CatDriver, Question};
use crate::journal::Payment;

/// A greeting is answered, or the line says that it is not, long before; a payment must not wait for ever.
const GREETED_WITHIN: Duration = Duration::from_secs(10);

/// A payment that waits for the terminal, and whoever waits for the answer.
pub(super) type Waiting = (Box<Start>, oneshot::Sender<Result<Payment, BooksError>>);

/// Whose the terminal's link is.
pub(super) enum Link {
    /// Ours alone, always.
    Ours,
    /// Shared.
    Shared(Shared),
}

/// A link that is taken when it is needed.
pub(super) struct Shared {
    hold: Hold,
    /// In the order they came.
    waiting: Vec<Waiting>,
    waits_until: Option<Instant>,
    /// Payments an answer is awaited for.
    asked: Vec<PaymentId>,
    /// Unknown payments of which the terminal may tell at any moment: the link is kept for them.
    open: Vec<PaymentId>,
    /// Questions that are due.
    round: Round,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Hold {
    Free,
    /// Claimed, not greeted yet.
    Wanted,
    Held,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Round {
    None,
    Due,
}

impl Link {
    pub(super) fn of(sharing: Sharing) -> Self {
        match sharing {
            Sharing::Alone => Self::Ours,
            Sharing::Shared => Self::Shared(Shared {
                hold: Hold::Free,
                waiting: Vec::new(),
                waits_until: None,
                asked: Vec::new(),
                open: Vec::new(),
                round: Round::None,
            }),
        }
    }

    fn shared(&mut self) -> Option<&mut Shared> {
        match self {
            Self::Ours => None,
            Self::Shared(shared) => Some(shared),
        }
    }

    /// Whether the terminal has greeted us, and nobody else since.
    pub(super) fn is_ours(&self) -> bool {
        match self {
            Self::Ours => true,
            Self::Shared(shared) => shared.hold == Hold::Held,
        }
    }

    /// When a payment has waited long enough.
    pub(super) fn deadline(&self) -> Option<Instant> {
        match self {
            Self::Ours => None,
            Self::Shared(shared) => shared.waits_until,
        }
    }

    /// READY was heard: what has waited for it.
    pub(super) fn greeted(&mut self) -> Vec<Waiting> {
        self.shared().map_or_else(Vec::new, |shared| {
            (shared.hold, shared.waits_until, shared.round) = (Hold::Held, None, Round::None);
            std::mem::take(&mut shared.waiting)
        })
    }

    /// The connection is gone; where the link is claimed it is claimed still.
    pub(super) fn lost(&mut self) {
        if let Some(shared) = self.shared() {
            shared.asked.clear();
            if shared.hold == Hold::Held {
                shared.hold = Hold::Wanted;
            }
        }
    }

    /// What is open on this terminal, as the journal has it.
    pub(super) fn look_at(&mut self, open: &[Payment], askable: &[(PaymentId, RecoveryClass)]) {
        if let Some(shared) = self.shared() {
            let may_tell = open.iter().filter(|payment| may_tell(&payment.state));
            shared.open = may_tell.map(|payment| payment.frozen.payment_id).collect();
            shared.open.retain(|open| askable.iter().any(|(askable, _)| askable == open));
            shared.round = match shared.hold {
                Hold::Free | Hold::Wanted if !askable.is_empty() => Round::Due,
                Hold::Free | Hold::Wanted | Hold::Held => Round::None,
            };
        }
    }

    /// A question is on its way.
    pub(super) fn asked(&mut self, payment_id: PaymentId) {
        if let Some(shared) = self.shared()
            && !shared.asked.contains(&payment_id)
        {
            shared.asked.push(payment_id);
        }
    }

    /// Its answer came, or none will.
    pub(super) fn answered(&mut self, payment_id: PaymentId) {
        if let Some(shared) = self.shared() {
            shared.asked.retain(|asked| *asked != payment_id);
        }
    }

    /// A payment stands there now.
    pub(super) fn stands(&mut self, payment_id: PaymentId, state: &PaymentState) {
        if let Some(shared) = self.shared()
            && !may_tell(state)
        {
            shared.open.retain(|open| *open != payment_id);
        }
    }

    /// Nobody waits for the link any more but what is open.
    fn turned_away(&mut self) -> Vec<Waiting> {
        self.shared().map_or_else(Vec::new, |shared| {
            (shared.waits_until, shared.round) = (None, Round::None);
            std::mem::take(&mut shared.waiting)
        })
    }
}

/// Whether the terminal may tell at any moment what became of a payment: one that is held for a person, or has been answered
/// with what proves nothing, keeps nobody from the terminal.
fn may_tell(state: &PaymentState) -> bool {
    let last_word = state.unknown().map(|(_, last_word)| last_word);
    state.holds_port() && matches!(last_word, Some(LastWord::Nothing | LastWord::Pending))
}

impl Shared {
    fn is_needed(&self) -> bool {
        !self.waiting.is_empty()
            || !self.asked.is_empty()
            || !self.open.is_empty()
            || self.round == Round::Due
    }
}

impl<D: CatDriver> Till<D> {
    /// A payment is asked for: begun at once where the terminal is ours, else when it has greeted us.
    pub(super) async fn on_start(
        &mut self,
        start: Box<Start>,
        reply: oneshot::Sender<Result<Payment, BooksError>>,
    ) {
        if self.link.is_ours() || self.is_known(&start).await || !self.is_heard() {
            return self.start_waiting(vec![(start, reply)]).await;
        }
        let until = Instant::now() + GREETED_WITHIN / self.register.settings.line_timers_divided_by;
        if let Some(shared) = self.link.shared() {
            shared.waiting.push((start, reply));
            shared.waits_until = Some(until);
            shared.hold = Hold::Wanted;
            // Anew, even where it was claimed for a question: a refusal is said again.
            self.driver.claim();
        }
    }

    /// Whether the answer is in the journal already.
    async fn is_known(&mut self, start: &Start) -> bool {
        !matches!(admission::known(&self.register.store, start).await, Ok(None))
    }

    /// Begins what has waited, one after the other: where the first one takes the terminal, the journal refuses the others.
    pub(super) async fn start_waiting(&mut self, waiting: Vec<Waiting>) {
        for (start, reply) in waiting {
            let answer = self.start_payment(*start).await;
            // A page that went away meanwhile asks PaymentStatus when it is back.
            let _ = reply.send(answer);
        }
    }

    /// Tells everyone who waits for the link that it cannot be had now. Nothing of theirs was written or sent.
    pub(super) fn turn_away(&mut self, code: RefusalCode, why: &str) {
        for (_, reply) in self.link.turned_away() {
            // Whoever asked may be gone.
            let _ = reply.send(Err(refuse(code, why)));
        }
    }

    pub(super) async fn on_held_by_another(&mut self, holder: &str) {
        let text = format!("端末は他のレジ({holder})が使用中です。");
        match &self.link {
            Link::Ours => {
                self.ready = None;
                self.no_answer(text).await;
            }
            Link::Shared(_) => {
                let text = format!("{text}そちらの会計が終わってから、もう一度お試しください。");
                self.turn_away(RefusalCode::TerminalOccupied, &text);
                self.register.board(|board| board.in_use(self.device, text));
                self.looked();
                self.register.refresh().await;
            }
        }
    }

    pub(super) async fn link_overdue(&mut self, now: Instant) {
        if self.link.deadline().is_some_and(|at| at <= now) {
            let words = &self.model.profile().words;
            self.no_answer(format!("{}端末の電源とケーブルを確認してください。", words.no_answer)).await;
        }
    }

    /// Whether anybody answers at the port.
    pub(super) fn is_heard(&self) -> bool {
        match self.link {
            Link::Ours => self.ready.is_some(),
            Link::Shared(_) => self.register.board(|board| {
                board.device(self.device).is_some_and(|device| device.link != LinkState::NoAnswer)
            }),
        }
    }

    /// Asks the terminal how it is; a shared one after a fresh greeting, so that no SALES lies unread before it.
    pub(super) fn look(&mut self) {
        if self.link.is_ours() {
            self.driver.ask(Question::State);
        } else if let Some(shared) = self.link.shared() {
            shared.hold = Hold::Wanted;
            self.driver.claim();
        }
    }

    /// Takes the link of a shared terminal where something needs it, and gives it back where nothing does.
    pub(super) fn claim_or_release(&mut self) {
        let busy = self.active.is_some() || !self.lookers.is_empty() || self.last != LastAsked::No;
        let Some(shared) = self.link.shared() else { return };
        match (shared.hold, busy || shared.is_needed()) {
            (Hold::Free, true) => {
                shared.hold = Hold::Wanted;
                self.driver.claim();
            }
            (Hold::Wanted | Hold::Held, false) => {
                shared.hold = Hold::Free;
                self.driver.release();
            }
            (Hold::Free, false) | (Hold::Wanted | Hold::Held, true) => {}
        }
    }
}
