//! One task per terminal, sole owner of its line. It is spoken to by channel and speaks to the journal, the driver and
//! the board; it knows no page and no protocol.
//!
//! Everything it does to a payment is an event in the journal first: `PaymentAccepted` before the driver is asked to
//! begin, `PaymentSent` before SALES leaves, `ResultTaken` before RESULT is acknowledged. Nothing here ever sends SALES
//! a second time: after `PaymentSent` there are only questions.

pub mod admission;
pub mod decisions;
pub mod recovery;
pub mod settlement;

use std::sync::Arc;
use std::time::Duration;

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::PaymentId;
use catlink_shared::payment::{Doubt, InquiryAnswer, NotCharged, PaymentEvent, PaymentState};
use catlink_shared::receipt::DataKind;
use catlink_shared::terminal::profile::{CatModel, RecoveryClass};
use catlink_shared::terminal::{Phase, Ready, RefusedReason, RegisterId, SalesRequest, TerminalResult, Unit};
use catlink_shared::wire::reply::RefusalCode;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until};

use crate::books::{BooksError, refuse};
use crate::clock;
use crate::driver::{
    self, CatDriver, DriverEvent, NoResult, NotTaken, Question, SalesOrder, SendPermit, Taken,
};
use crate::journal::{self, Beside, JournalError, Payment, Sent};
use crate::register::Register;
use crate::register::board::line_trouble;
use crate::store::Claim;
use admission::Start;

/// Beyond the terminal's own time limit, before our timer calls a payment unknown: the terminal must always be first.
const MARGIN: Duration = Duration::from_secs(15);
/// paper_out, cover_open and restarting stop our timer, at most so long.
const PAUSE_AT_MOST: Duration = Duration::from_secs(180);
/// Between two questions about one unknown payment.
const ASK_AGAIN: Duration = Duration::from_secs(2);
/// Between two tries to write what could not be written.
const WRITE_AGAIN: Duration = Duration::from_secs(1);

/// How to speak to a till.
#[derive(Debug, Clone)]
pub struct TillHandle {
    commands: mpsc::Sender<Command>,
}

#[derive(Debug)]
enum Command {
    Start { start: Box<Start>, reply: oneshot::Sender<Result<Payment, BooksError>> },
    Cancel { payment_id: PaymentId, reply: oneshot::Sender<Result<(), BooksError>> },
    LookAgain,
}

impl TillHandle {
    /// Accepts a payment and begins it; answers once it is in the journal.
    ///
    /// # Errors
    /// Refused, with the reason for the clerk; nothing was sent.
    pub async fn start(&self, start: Start) -> Result<Payment, BooksError> {
        let (reply, answer) = oneshot::channel();
        self.send(Command::Start { start: Box::new(start), reply }).await?;
        answer.await.map_err(|_| stopped())?
    }

    /// Asks the terminal to stop (中止).
    ///
    /// # Errors
    /// The payment is not under way, or past that.
    pub async fn cancel(&self, payment_id: PaymentId) -> Result<(), BooksError> {
        let (reply, answer) = oneshot::channel();
        self.send(Command::Cancel { payment_id, reply }).await?;
        answer.await.map_err(|_| stopped())?
    }

    /// Look at the journal again: ask for what is unknown now (再照会), or notice what a person decided.
    ///
    /// # Errors
    /// The agent is stopping.
    pub async fn look_again(&self) -> Result<(), BooksError> {
        self.send(Command::LookAgain).await
    }

    async fn send(&self, command: Command) -> Result<(), BooksError> {
        self.commands.send(command).await.map_err(|_| stopped())
    }
}

fn stopped() -> BooksError {
    refuse(RefusalCode::TerminalNotReady, "システムが終了処理中です。")
}

/// Starts the till of a terminal.
pub fn start<D: CatDriver + 'static>(
    register: Arc<Register>,
    device: CatDeviceId,
    model: CatModel,
    driver: D,
) -> TillHandle {
    let (commands, inbox) = mpsc::channel(16);
    let by = register.settings.line_timers_divided_by;
    let till = Till {
        register,
        device,
        model,
        driver,
        inbox,
        ready: None,
        active: None,
        unresolved: Vec::new(),
        ask_at: None,
        unwritten: Vec::new(),
        write_at: None,
        margin: MARGIN / by,
        ask_again: ASK_AGAIN / by,
    };
    tokio::spawn(till.run());
    TillHandle { commands }
}

/// The payment the terminal is at.
#[derive(Debug)]
struct Active {
    payment_id: PaymentId,
    asked: SalesRequest,
    /// When our own timer ends; none before SALES left.
    deadline: Option<Instant>,
    /// Since when the terminal's paper, cover or restart stops our timer.
    paused_since: Option<Instant>,
}

struct Till<D> {
    register: Arc<Register>,
    device: CatDeviceId,
    model: CatModel,
    driver: D,
    inbox: mpsc::Receiver<Command>,
    ready: Option<Ready>,
    active: Option<Active>,
    /// Unknown payments of this terminal that a question can settle.
    unresolved: Vec<PaymentId>,
    ask_at: Option<Instant>,
    /// Events that could not be written yet; in order.
    unwritten: Vec<(PaymentId, PaymentEvent)>,
    write_at: Option<Instant>,
    margin: Duration,
    ask_again: Duration,
}

impl<D: CatDriver> Till<D> {
    async fn run(mut self) {
        self.look_again().await;
        loop {
            let wake = self.next_wake();
            tokio::select! {
                event = self.driver.next() => self.on_event(event).await,
                command = self.inbox.recv() => match command {
                    Some(command) => self.on_command(command).await,
                    None => return,
                },
                () = sleep_until(wake) => self.on_time().await,
            }
        }
    }

    fn next_wake(&self) -> Instant {
        let deadline = self.active.as_ref().and_then(|active| active.deadline);
        let far = Instant::now() + Duration::from_secs(3_600);
        [deadline, self.ask_at, self.write_at].into_iter().flatten().min().unwrap_or(far)
    }

    async fn on_command(&mut self, command: Command) {
        match command {
            Command::Start { start, reply } => {
                let answer = self.start_payment(*start).await;
                // A page that went away meanwhile asks PaymentStatus when it is back.
                let _ = reply.send(answer);
            }
            Command::Cancel { payment_id, reply } => {
                let answer = self.cancel(payment_id);
                self.register.refresh().await;
                let _ = reply.send(answer);
            }
            Command::LookAgain => self.look_again().await,
        }
    }

    async fn on_time(&mut self) {
        let now = Instant::now();
        if self.write_at.is_some_and(|at| at <= now) {
            self.write_unwritten().await;
        }
        if self.ask_at.is_some_and(|at| at <= now) {
            self.look_again().await;
        }
        let timed_out = self.active.as_ref().filter(|active| active.deadline.is_some_and(|at| at <= now));
        if let Some(payment_id) = timed_out.map(|active| active.payment_id) {
            self.doubt(payment_id, Doubt::TimedOut).await;
        }
    }

    async fn on_event(&mut self, event: DriverEvent) {
        match event {
            DriverEvent::Ready(ready) => self.on_ready(ready).await,
            DriverEvent::HelloRefused { holder } => {
                self.ready = None;
                self.no_answer(format!("端末は他のレジ({holder})が使用中です。")).await;
            }
            DriverEvent::Lost(trouble) => self.on_lost(&trouble).await,
            DriverEvent::Silent => {
                let text =
                    format!("{}電源とケーブルを確認してください。", self.model.profile().words.no_answer);
                self.no_answer(text).await;
            }
            DriverEvent::State(state) => {
                let unfit = self.unfit();
                self.register.board(|board| board.state(self.device, &state, unfit));
                self.register.refresh().await;
            }
            DriverEvent::Status { payment_id, phase, .. } => self.on_status(payment_id, phase).await,
            DriverEvent::LineWon => self.on_line_won().await,
            DriverEvent::SalesTaken => self.restart_timer(None),
            DriverEvent::SalesNotTaken(why) => self.on_not_taken(why).await,
            DriverEvent::SalesDoubtful(doubt) => {
                if let Some(payment_id) = self.active.as_ref().map(|active| active.payment_id) {
                    let because = match doubt {
                        driver::Doubt::Silence => Doubt::Silence,
                        driver::Doubt::Cut => Doubt::Cut,
                        driver::Doubt::Aborted => Doubt::Aborted,
                    };
                    self.doubt(payment_id, because).await;
                }
            }
            DriverEvent::Refused { payment_id, reason, .. } => self.on_refused(payment_id, reason).await,
            DriverEvent::ResultOffered(result) => self.on_result(*result).await,
            DriverEvent::NoResult { unit, payment_id, answer } => {
                if let Some(payment_id) = payment_id {
                    self.on_no_result(&unit, payment_id, answer).await;
                }
            }
            DriverEvent::Unanswered(question) => {
                if matches!(question, Some(Question::Payment(_))) {
                    self.ask_at = Some(Instant::now() + self.ask_again);
                }
            }
            DriverEvent::Nonsense { why } => {
                tracing::warn!(device = ?self.device, why, "nonsense on the line")
            }
        }
    }

    // What the terminal says of itself

    async fn on_ready(&mut self, ready: Ready) {
        tracing::info!(device = ?self.device, terminal_id = %ready.unit.terminal_id, "terminal ready");
        self.ready = Some(ready.clone());
        let unfit = self.unfit();
        self.register.board(|board| board.ready(self.device, &ready, unfit));
        self.driver.ask(Question::State);
        self.look_again().await;
        self.register.refresh().await;
    }

    async fn on_lost(&mut self, trouble: &crate::link::LinkTrouble) {
        self.ready = None;
        if let Some(active) = self.active.as_ref().filter(|active| active.deadline.is_some()) {
            self.doubt(active.payment_id, Doubt::Cut).await;
        }
        self.no_answer(line_trouble(trouble)).await;
    }

    async fn no_answer(&mut self, trouble: String) {
        self.register.board(|board| board.no_answer(self.device, trouble));
        self.register.refresh().await;
    }

    /// Why this terminal is not taken, where it is not.
    fn unfit(&self) -> Option<String> {
        let ready = self.ready.as_ref()?;
        if ready.simulated && self.register.data_kind() == DataKind::Real {
            return Some("仮想端末はデモ以外では使えません。".to_owned());
        }
        if ready.model != self.model.word() {
            return Some(
                "設定と違う機種の端末が接続されています。端末の設定を責任者に確認してください。".to_owned(),
            );
        }
        None
    }

    // A payment begins

    async fn start_payment(&mut self, start: Start) -> Result<Payment, BooksError> {
        let payment_id = start.payment_id;
        if let Some(known) = admission::known(&self.register.store, &start).await? {
            return Ok(known);
        }
        let linked = self.register.board(|board| board.device(self.device).cloned());
        let facts = admission::Facts {
            device: self.device,
            model: self.model,
            ready: self.ready.clone(),
            unfit: self.unfit(),
            link: linked.map(|board| board.link),
            data: self.register.data_kind(),
        };
        admission::check_terminal(&facts)?;
        if self.active.is_some() {
            return Err(JournalError::PortHeld.into());
        }
        self.register.store.lay_by().await?;
        let payment = admission::accept(&self.register, start, &facts).await?;
        self.active = Some(Active {
            payment_id,
            asked: payment.frozen.asked.clone(),
            deadline: None,
            paused_since: None,
        });
        self.driver.start_sales(SalesOrder::new(payment.frozen.asked.clone()));
        self.register.refresh().await;
        Ok(payment)
    }

    async fn on_line_won(&mut self) {
        let Some(active) = &self.active else {
            self.driver.abandon();
            return;
        };
        let payment_id = active.payment_id;
        if self.ready.as_ref().is_none_or(|ready| ready.unit != active.asked.unit) {
            self.driver.abandon();
            let because = NotCharged::UnfitTerminal;
            self.append(payment_id, PaymentEvent::PaymentNotCharged { because }).await;
            return;
        }
        match self.write_sent(payment_id).await {
            Ok(()) => {
                self.restart_timer(None);
                self.driver.proceed(SendPermit::after_commit(payment_id));
            }
            Err(error) => {
                tracing::error!(%payment_id, %error, "PaymentSent could not be written: nothing is sent");
                self.driver.abandon();
                let because = NotCharged::NeverSent;
                self.append(payment_id, PaymentEvent::PaymentNotCharged { because }).await;
            }
        }
    }

    async fn write_sent(&mut self, payment_id: PaymentId) -> Result<(), JournalError> {
        let now = clock::now();
        let terminal_time = self.ready.as_ref().and_then(|ready| ready.terminal_time);
        let sent = Sent {
            at: now,
            run_id: self.register.run_id,
            newest_slip: self.register.board(|board| board.device(self.device)?.newest_slip.clone()),
            clock_offset_ms: terminal_time.map(|time| time.since(now)),
        };
        let write = move |tx: &rusqlite::Transaction<'_>| {
            let beside = Beside { sent: Some(&sent), ..Beside::default() };
            journal::append(tx, payment_id, &PaymentEvent::PaymentSent, now, &beside).map(drop)
        };
        self.register.store.write(Claim::Reserve, write).await
    }

    async fn on_not_taken(&mut self, why: NotTaken) {
        let Some(active) = &self.active else { return };
        let because = match why {
            NotTaken::NotConnected => NotCharged::NotConnected,
            NotTaken::BidUnanswered => NotCharged::BidUnanswered,
            NotTaken::BidBusy => NotCharged::BidBusy,
            NotTaken::EveryTryRefused => NotCharged::EveryTryRefused,
            NotTaken::Abandoned => NotCharged::NeverSent,
        };
        self.append(active.payment_id, PaymentEvent::PaymentNotCharged { because }).await;
    }

    /// REFUSED proves that SALES was not taken only as the first word on it: after a STATUS, or once the payment is unknown
    /// and being asked about, the same word may answer a cancel or a question.
    async fn on_refused(&mut self, payment_id: Option<PaymentId>, reason: RefusedReason) {
        let first_word = self.active.as_ref().map(|active| active.payment_id).filter(|active| {
            payment_id == Some(*active) && self.register.board(|board| board.live(*active).phase.is_none())
        });
        match first_word {
            Some(payment_id) => {
                let because = NotCharged::Refused { reason };
                self.append(payment_id, PaymentEvent::PaymentNotCharged { because }).await;
            }
            None => tracing::warn!(?payment_id, ?reason, "a refusal that is no first word proves nothing"),
        }
    }

    // While the terminal is at it

    async fn on_status(&mut self, payment_id: PaymentId, phase: Phase) {
        if self.active.as_ref().is_some_and(|active| active.payment_id == payment_id) {
            self.restart_timer(Some(phase));
        }
        self.register.board(|board| board.set_phase(payment_id, phase));
        self.register.refresh().await;
    }

    fn restart_timer(&mut self, phase: Option<Phase>) {
        let limit = Duration::from_secs(u64::from(self.register.settings.payment_timeout_s)) + self.margin;
        let Some(active) = &mut self.active else { return };
        let now = Instant::now();
        if phase.is_some_and(Phase::stops_timer) {
            let since = *active.paused_since.get_or_insert(now);
            active.deadline = Some((since + PAUSE_AT_MOST).max(now));
        } else {
            active.paused_since = None;
            active.deadline = Some(now + limit);
        }
    }

    fn cancel(&mut self, payment_id: PaymentId) -> Result<(), BooksError> {
        let under_way = self.active.as_ref().is_some_and(|active| active.payment_id == payment_id);
        let phase = self.register.board(|board| board.live(payment_id).phase);
        if !under_way || phase.is_some_and(|phase| !phase.may_cancel()) {
            return Err(refuse(
                RefusalCode::NotAllowed,
                "センターに問合せ中のため中止できません。端末の結果をお待ちください。",
            ));
        }
        self.driver.cancel(payment_id);
        self.register.board(|board| board.set_cancel(payment_id));
        Ok(())
    }

    // Results

    async fn on_result(&mut self, result: TerminalResult) {
        let now = clock::now();
        let register_id = self.register.settings.register.clone();
        let taken = take(&self.register, result.clone(), self.device, self.model, register_id, now).await;
        match taken {
            Ok(payment_id) => {
                self.register.note_books(None);
                self.driver.acknowledge(Taken::after_commit());
                if let Some(payment_id) = payment_id {
                    self.settle(payment_id).await;
                    self.after(payment_id).await;
                }
            }
            Err(error) => {
                tracing::error!(%error, "a result could not be written: it is not acknowledged");
                if let BooksError::Store(trouble) = &error {
                    self.register.note_books(Some(trouble));
                }
                self.driver.refuse();
            }
        }
        self.register.refresh().await;
    }

    async fn on_no_result(&mut self, unit: &Unit, payment_id: PaymentId, answer: NoResult) {
        let trusted = recovery::trusted_none(&self.register.store, payment_id, unit, clock::now()).await;
        let answer = match (answer, trusted) {
            (NoResult::Pending, _) => InquiryAnswer::Pending,
            (NoResult::Forgotten, _) => InquiryAnswer::Forgotten,
            (NoResult::None, Ok(true)) => InquiryAnswer::None,
            (NoResult::None, _) => InquiryAnswer::UntrustedNone,
        };
        self.append(payment_id, PaymentEvent::InquiryAnswered { answer }).await;
    }

    async fn doubt(&mut self, payment_id: PaymentId, because: Doubt) {
        self.append(payment_id, PaymentEvent::PaymentDoubted { because }).await;
    }

    /// Makes the sale of an approved payment, or asks about it.
    async fn settle(&mut self, payment_id: PaymentId) {
        let run_id = self.register.run_id;
        let data = self.register.data_kind();
        let write = move |tx: &rusqlite::Transaction<'_>| {
            settlement::settle(tx, payment_id, run_id, data, clock::now()).map(drop)
        };
        if let Err(error) = self.register.store.write::<_, BooksError, _>(Claim::Reserve, write).await {
            // The approval stands in the journal as an open payment; the sale is tried again.
            tracing::error!(%payment_id, %error, "the sale of an approved payment could not be made");
            self.ask_at = Some(Instant::now() + WRITE_AGAIN);
        }
    }

    // The journal

    /// Appends an event that must not be lost; what cannot be written now is written as soon as it can.
    async fn append(&mut self, payment_id: PaymentId, event: PaymentEvent) {
        self.unwritten.push((payment_id, event));
        self.write_unwritten().await;
    }

    async fn write_unwritten(&mut self) {
        self.write_at = None;
        while let Some((payment_id, event)) = self.unwritten.first().cloned() {
            let now = clock::now();
            let write = move |tx: &rusqlite::Transaction<'_>| {
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
        match state {
            PaymentState::Accepted | PaymentState::Sent => {}
            PaymentState::Unknown { .. }
            | PaymentState::Held { .. }
            | PaymentState::Approved { .. }
            | PaymentState::AwaitingHandOver { .. }
            | PaymentState::Sold { .. }
            | PaymentState::VoidPromised
            | PaymentState::NotCharged { .. }
            | PaymentState::Contradicted { .. }
            | PaymentState::Superseded
            | PaymentState::DoublyReceived => {
                self.active.take_if(|active| active.payment_id == payment_id);
                self.register.board(|board| board.forget(payment_id));
            }
        }
        if matches!(state, PaymentState::Unknown { .. }) {
            // Asked at once when it becomes unknown; after an answer that settles nothing, only after a pause.
            if self.unresolved.contains(&payment_id) {
                self.ask_at = Some(Instant::now() + self.ask_again);
            } else {
                self.look_again().await;
            }
        }
    }

    /// Reads the journal for what is open on this terminal: makes sales that wait, asks for what is unknown.
    async fn look_again(&mut self) {
        self.ask_at = None;
        let device = self.device;
        let open = self.register.store.read(journal::open_payments).await;
        let Ok(open) = open else {
            self.ask_at = Some(Instant::now() + WRITE_AGAIN);
            return;
        };
        let mine = open.into_iter().filter(|payment| payment.frozen.device == device);
        self.unresolved.clear();
        for payment in mine {
            let payment_id = payment.frozen.payment_id;
            match payment.state {
                PaymentState::Approved { .. } => {
                    self.settle(payment_id).await;
                    self.register.refresh().await;
                }
                PaymentState::Unknown { .. } | PaymentState::Held { .. } => match payment.frozen.recovery {
                    RecoveryClass::Keyed => self.unresolved.push(payment_id),
                    RecoveryClass::Last | RecoveryClass::None => {}
                },
                PaymentState::Accepted
                | PaymentState::Sent
                | PaymentState::AwaitingHandOver { .. }
                | PaymentState::Sold { .. }
                | PaymentState::VoidPromised
                | PaymentState::NotCharged { .. }
                | PaymentState::Contradicted { .. }
                | PaymentState::Superseded
                | PaymentState::DoublyReceived => {}
            }
        }
        if self.ready.is_none() || self.unresolved.is_empty() {
            return;
        }
        for payment_id in &self.unresolved {
            self.driver.ask(Question::Payment(*payment_id));
        }
        self.ask_at = Some(Instant::now() + self.ask_again);
    }
}

/// Writes a terminal's result into the journal, judged. Says which payment it settled, if one of ours.
async fn take(
    register: &Register,
    result: TerminalResult,
    device: CatDeviceId,
    model: CatModel,
    register_id: RegisterId,
    now: catlink_shared::ids::UnixMs,
) -> Result<Option<PaymentId>, BooksError> {
    register
        .store
        .write(Claim::Reserve, move |tx| settlement::take(tx, &result, device, model, &register_id, now))
        .await
}

#[cfg(test)]
mod tests;
