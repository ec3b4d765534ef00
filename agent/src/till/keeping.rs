//! What the till writes into the journal and reads from it. Nothing is said before it is durable.

use catlink_shared::ids::PaymentId;
use catlink_shared::payment::{NotCharged, PaymentEvent, PaymentState};
use catlink_shared::terminal::profile::RecoveryClass;
use catlink_shared::terminal::{Ready, TerminalResult, Unit};
use rusqlite::Transaction;
use tokio::time::Instant;

use super::{Active, LastAsked, Stage, Till, WRITE_AGAIN, recovery, settlement};
use crate::books::history::By;
use crate::books::{BooksError, terminals};
use crate::broken;
use crate::clock;
use crate::driver::{CatDriver, Question, SalesOrder, Taken};
use crate::journal::{self, Beside, JournalError, LastReading, Payment, Sent};
use crate::store::Claim;

/// Whether the terminal waits for an acknowledgement of what it answered to LAST.
enum Offered {
    Result,
    Nothing,
}

impl<D: CatDriver> Till<D> {
    pub(super) async fn write_sent(&mut self, payment_id: PaymentId) -> Result<(), JournalError> {
        let now = clock::now();
        let sent = Sent {
            at: now,
            run_id: self.register.run_id,
            newest_slip: self.register.board(|board| board.device(self.device)?.newest_slip.clone()),
            clock_offset_ms: self.clock_offset_ms,
        };
        let write = move |tx: &Transaction<'_>| {
            let beside = Beside { sent: Some(&sent), ..Beside::default() };
            journal::append(tx, payment_id, &PaymentEvent::PaymentSent, now, &beside).map(drop)
        };
        self.register.store.write(Claim::Reserve, write).await
    }

    /// The first unit that answers at a port is the shop's.
    pub(super) async fn remember_unit(&mut self, ready: &Ready) {
        let (device, found) = (self.device, ready.unit.terminal_id.clone());
        let write = move |tx: &Transaction<'_>| match terminals::kept(tx, device)? {
            Some(kept) => Ok(kept),
            None => terminals::keep(tx, device, &found, &By::default(), clock::now()).map(|()| found.clone()),
        };
        match self.register.store.write::<_, BooksError, _>(Claim::None, write).await {
            Ok(kept) => self.kept = Some(kept),
            // Not remembered yet: the next READY tries again.
            Err(error) => tracing::error!(device = ?self.device, %error, "the unit could not be remembered"),
        }
    }

    /// Writes a terminal's result, judged, and acknowledges it then; settles the payment it is about.
    pub(super) async fn take_result(&mut self, result: TerminalResult) {
        let now = clock::now();
        let (device, model) = (self.device, self.model);
        let register_id = self.register.settings.register.clone();
        if broken::ACKNOWLEDGE_BEFORE_COMMIT {
            self.driver.acknowledge(Taken::after_commit());
        }
        let write =
            move |tx: &Transaction<'_>| settlement::take(tx, &result, device, model, &register_id, now);
        let taken = self.register.store.write(Claim::Reserve, write).await;
        if let Some(Some(payment_id)) = self.acknowledge(taken) {
            self.settle(payment_id).await;
            self.after(payment_id).await;
        }
        self.register.refresh().await;
    }

    /// A RESULT on offer is acknowledged when what it says is durable, and refused when that failed.
    fn acknowledge<T>(&mut self, written: Result<T, BooksError>) -> Option<T> {
        match written {
            Ok(written) => {
                self.register.note_books(None);
                self.driver.acknowledge(Taken::after_commit());
                Some(written)
            }
            Err(error) => {
                tracing::error!(%error, "a result could not be written: it is not acknowledged");
                if let BooksError::Store(trouble) = &error {
                    self.register.note_books(Some(trouble));
                }
                self.driver.refuse();
                None
            }
        }
    }

    /// Class last: the terminal's last transaction. It settles the unknown payment it is compared with, and is what the next
    /// one will be compared with.
    pub(super) async fn on_last(&mut self, unit: &Unit, result: Option<TerminalResult>) {
        self.last = LastAsked::No;
        let now = clock::now();
        let unknown: Vec<PaymentId> = self
            .unresolved
            .iter()
            .filter(|(_, class)| *class == RecoveryClass::Last)
            .map(|(payment_id, _)| *payment_id)
            .collect();
        let waits = self.active.as_ref().filter(|active| active.stage == Stage::ReadingLast);
        let (waits, unit) = (waits.map(|active| active.payment_id), unit.clone());
        let offered = if result.is_some() { Offered::Result } else { Offered::Nothing };
        let (asked, reading) = (unknown.clone(), LastReading { result });
        let write = move |tx: &Transaction<'_>| {
            for &payment_id in &asked {
                recovery::compare_last(tx, payment_id, &unit, &reading, now)?;
            }
            if let Some(payment_id) = waits {
                let beside = Beside { last: Some(&reading), ..Beside::default() };
                journal::append(tx, payment_id, &PaymentEvent::LastRead, now, &beside)?;
            }
            Ok::<_, BooksError>(())
        };
        let written = self.register.store.write(Claim::Reserve, write).await;
        let taken = match offered {
            Offered::Result => self.acknowledge(written).is_some(),
            Offered::Nothing => written
                .inspect_err(|error| tracing::error!(%error, "what LAST said could not be written"))
                .is_ok(),
        };
        if !taken {
            return self.no_last(NotCharged::NeverSent).await;
        }
        self.order();
        for payment_id in unknown {
            self.settle(payment_id).await;
            self.after(payment_id).await;
        }
        self.register.refresh().await;
    }

    /// Makes the sale of an approved payment, or asks about it.
    async fn settle(&mut self, payment_id: PaymentId) {
        let run_id = self.register.run_id;
        let data = self.register.data_kind();
        let write = move |tx: &Transaction<'_>| {
            settlement::settle(tx, payment_id, run_id, data, clock::now()).map(drop)
        };
        if let Err(error) = self.register.store.write::<_, BooksError, _>(Claim::Reserve, write).await {
            // The approval stands in the journal as an open payment; the sale is tried again.
            tracing::error!(%payment_id, %error, "the sale of an approved payment could not be made");
            self.ask_at = Some(Instant::now() + WRITE_AGAIN);
        }
    }

    /// Appends an event that must not be lost; what cannot be written now is written as soon as it can.
    pub(super) async fn append(&mut self, payment_id: PaymentId, event: PaymentEvent) {
        self.unwritten.push((payment_id, event));
        self.write_unwritten().await;
    }

    pub(super) async fn write_unwritten(&mut self) {
        self.write_at = None;
        while let Some((payment_id, event)) = self.unwritten.first().cloned() {
            let now = clock::now();
            let write = move |tx: &Transaction<'_>| {
                journal::append(tx, payment_id, &event, now, &Beside::default()).map(drop)
            };
            match self.register.store.write::<_, JournalError, _>(Claim::Reserve, write).await {
                Err(JournalError::Store(trouble)) => {
                    tracing::error!(%payment_id, %trouble, "an event could not be written; trying again");
                    self.register.note_books(Some(&trouble));
                    self.write_at = Some(Instant::now() + WRITE_AGAIN);
                    self.register.refresh().await;
                    return;
                }
                Ok(()) => self.register.note_books(None),
                // It came too late to matter: the payment has gone on.
                Err(error) => tracing::info!(%payment_id, %error, "an event changes nothing"),
            }
            self.unwritten.remove(0);
            self.after(payment_id).await;
        }
        self.register.refresh().await;
    }

    /// After a payment's state may have changed: is the terminal free of it, is there something to ask?
    async fn after(&mut self, payment_id: PaymentId) {
        let state = self.register.store.read(move |connection| journal::find(connection, payment_id)).await;
        let Ok(Some(Payment { state, .. })) = state else { return };
        self.link.stands(payment_id, &state);
        if !state.is_under_way() {
            self.active.take_if(|active| active.payment_id == payment_id);
            self.register.board(|board| board.forget(payment_id));
        }
        if matches!(state, PaymentState::Unknown { .. }) {
            // Asked at once when it becomes unknown; after an answer that settles nothing, only after a pause.
            if self.unresolved.iter().any(|(known, _)| *known == payment_id) {
                self.ask_at = Some(Instant::now() + self.ask_again);
            } else {
                self.look_again().await;
            }
        }
    }

    /// Reads the journal for what is open on this terminal: makes sales that wait, asks for what is unknown.
    pub(super) async fn look_again(&mut self) {
        self.ask_at = None;
        let device = self.device;
        let read = move |connection: &rusqlite::Connection| {
            let mut open = journal::open_payments(connection)?;
            open.retain(|payment| payment.frozen.device == device);
            Ok::<_, BooksError>((
                recovery::askable(connection, &open)?,
                open,
                terminals::kept(connection, device)?,
            ))
        };
        let Ok((unresolved, open, kept)) = self.register.store.read(read).await else {
            self.ask_at = Some(Instant::now() + WRITE_AGAIN);
            return;
        };
        if kept.is_some() && self.kept != kept {
            self.kept = kept;
            self.show_unit();
            self.register.refresh().await;
        }
        for payment in open.iter().filter(|payment| matches!(payment.state, PaymentState::Approved { .. })) {
            self.settle(payment.frozen.payment_id).await;
            self.register.refresh().await;
        }
        self.unresolved = unresolved;
        self.link.look_at(&open, &self.unresolved);
        if !self.link.is_ours() {
            self.ask_at = (!self.unresolved.is_empty()).then(|| Instant::now() + self.ask_again);
        }
        if broken::RESEND_ON_UNKNOWN && self.ready.is_some() {
            for payment in open.iter().filter(|payment| payment.state.unknown().is_some()) {
                self.active = Some(Active {
                    payment_id: payment.frozen.payment_id,
                    asked: payment.frozen.asked.clone(),
                    stage: Stage::Ordered,
                    deadline: None,
                    paused_since: None,
                });
                self.driver.start_sales(SalesOrder::new(payment.frozen.asked.clone()));
            }
        }
        if self.ready.is_none() || self.unresolved.is_empty() || !self.link.is_ours() {
            return;
        }
        for (payment_id, class) in self.unresolved.clone() {
            match class {
                RecoveryClass::Keyed => {
                    self.link.asked(payment_id);
                    self.driver.ask(Question::Payment(payment_id));
                }
                RecoveryClass::Last => self.ask_last(),
                RecoveryClass::None => {}
            }
        }
        self.ask_at = Some(Instant::now() + self.ask_again);
    }
}
