//! Questions: which are to be asked, and which one waits for its answer.

use std::collections::VecDeque;

use catlink_shared::ids::PaymentId;
use tokio::time::Instant;

use crate::driver::Question;

/// The questions under way.
pub(super) struct Asking {
    queue: VecDeque<(Question, Instant)>,
    /// Asked: on its way, or waiting for its answer until then.
    open: Option<(Question, Option<Instant>)>,
}

impl Asking {
    pub(super) fn new() -> Self {
        Self { queue: VecDeque::new(), open: None }
    }

    /// A question to be asked by `until` at the latest; one that is under way already is asked once.
    pub(super) fn ask(&mut self, question: Question, until: Instant) {
        let mut under_way =
            self.queue.iter().map(|(queued, _)| *queued).chain(self.open.map(|(open, _)| open));
        if !under_way.any(|other| other == question) {
            self.queue.push_back((question, until));
        }
    }

    /// The next question, where none is open.
    pub(super) fn next(&mut self) -> Option<Question> {
        if self.open.is_some() {
            return None;
        }
        let (question, _) = self.queue.pop_front()?;
        self.open = Some((question, None));
        Some(question)
    }

    /// This question, where it is to be asked and none is open.
    pub(super) fn next_if(&mut self, wanted: Question) -> bool {
        let place = self.queue.iter().position(|(question, _)| *question == wanted);
        match place {
            Some(place) if self.open.is_none() => {
                self.queue.remove(place);
                self.open = Some((wanted, None));
                true
            }
            Some(_) | None => false,
        }
    }

    /// The terminal has the question. Its answer may have overtaken that news.
    pub(super) fn delivered(&mut self, question: Question, until: Instant) {
        if let Some((open, wait)) = &mut self.open
            && *open == question
        {
            *wait = Some(until);
        }
    }

    /// It could not be delivered.
    pub(super) fn forget(&mut self, question: Question) {
        self.answered(question);
    }

    /// Its answer came.
    pub(super) fn answered(&mut self, question: Question) {
        if self.open.is_some_and(|(open, _)| open == question) {
            self.open = None;
        }
    }

    /// Whether this question waits for its answer.
    pub(super) fn is_open(&self, question: Question) -> bool {
        self.open.is_some_and(|(open, _)| open == question)
    }

    /// A RESULT answers QUERY of that payment, and LAST whatever it is of.
    pub(super) fn answered_by_result(&mut self, payment_id: Option<PaymentId>) {
        self.answered(Question::Last);
        if let Some(payment_id) = payment_id {
            self.answered(Question::Payment(payment_id));
        }
    }

    /// The line is gone: the open question will not be answered. Those not yet asked are kept.
    pub(super) fn give_up(&mut self) -> Option<Question> {
        self.open.take().map(|(question, _)| question)
    }

    /// One whose time is over.
    pub(super) fn overdue(&mut self, now: Instant) -> Option<Question> {
        if let Some((question, Some(until))) = self.open
            && until <= now
        {
            self.open = None;
            return Some(question);
        }
        let place = self.queue.iter().position(|(_, until)| *until <= now)?;
        self.queue.remove(place).map(|(question, _)| question)
    }

    /// When the next one's time is over.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let open = self.open.and_then(|(_, until)| until);
        self.queue.iter().map(|(_, until)| *until).chain(open).min()
    }
}
