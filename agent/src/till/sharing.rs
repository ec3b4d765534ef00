//! A terminal that another register uses, too (共用): its link is taken for a payment and for a question, and given back.
//!
//! A payment waits here, before anything of it is in the journal, until the terminal has greeted this register. Where another
//! one holds it, or nobody answers, the page is told so: nothing was written and nothing sent, so it can be tried again.

mod link;

use std::time::Duration;

use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::update::LinkState;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::admission::{self, Start};
use super::{LastAsked, Till};
use crate::books::{BooksError, refuse};
use crate::driver::{CatDriver, Question};
use crate::journal::Payment;
pub(super) use link::Link;
use link::{Hold, Waiting};

/// A greeting is answered at once on LAN. 3 s (ours: a page that hears nothing for 4 s takes the agent for gone).
const GREETED_WITHIN: Duration = Duration::from_secs(3);

impl<D: CatDriver> Till<D> {
    /// A payment is asked for: begun at once where the terminal is ours, else when it has greeted us.
    pub(super) async fn on_start(
        &mut self,
        start: Box<Start>,
        reply: oneshot::Sender<Result<Payment, BooksError>>,
    ) {
        // Whatever comes of it: a customer does not wait for a report.
        self.drop_log();
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
        self.log_turned_away(code, why);
        for (_, reply) in self.link.turned_away() {
            // Whoever asked may be gone.
            let _ = reply.send(Err(refuse(code, why)));
        }
    }

    pub(super) async fn on_held_by_another(&mut self, holder: &str) {
        self.link.lost();
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

    /// Takes a shared terminal, anew where it was claimed already.
    pub(super) fn claim_anew(&mut self) {
        if let Some(shared) = self.link.shared() {
            shared.hold = Hold::Wanted;
            self.driver.claim();
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
        let busy = self.active.is_some()
            || !self.lookers.is_empty()
            || self.reading.is_some()
            || self.last != LastAsked::No;
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
