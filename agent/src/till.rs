//! One task per terminal, sole owner of its line. It is spoken to by channel and speaks to the journal, the driver and
//! the board; it knows no page and no protocol.
//!
//! Everything it does to a payment is an event in the journal first: `PaymentAccepted` before the driver is asked to
//! begin, `PaymentSent` before SALES leaves, `ResultTaken` before RESULT is acknowledged. Nothing here ever sends SALES
//! a second time: after `PaymentSent` there are only questions.

pub mod admission;
mod authority;
pub mod cash_back;
pub mod decisions;
mod evidence;
mod hearing;
mod keeping;
pub mod log_reading;
pub mod recovery;
pub mod settlement;
mod sharing;

use std::sync::Arc;
use std::time::Duration;

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::masters::register::PortRow;
use catlink_shared::payment::{Doubt, NotCharged, PaymentEvent};
use catlink_shared::terminal::daily_log::DailyLog;
use catlink_shared::terminal::profile::{CatModel, RecoveryClass};
use catlink_shared::terminal::{Ready, SalesRequest, TerminalId, TrainingAbility};
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::update::CancelAsked;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until};

use crate::books::{BooksError, refuse};
use crate::broken;
use crate::driver::{CatDriver, Question, SalesOrder};
use crate::journal::{JournalError, Payment};
use crate::register::Register;
use admission::{Accepted, Start};
use log_reading::{LinesSoFar, Reading};
use sharing::Link;

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
    Start {
        start: Box<Start>,
        reply: oneshot::Sender<Result<Payment, BooksError>>,
    },
    Cancel {
        payment_id: PaymentId,
        reply: oneshot::Sender<Result<(), BooksError>>,
    },
    LookAgain,
    ReadLog {
        from: UnixMs,
        to: UnixMs,
        lines: LinesSoFar,
        reply: oneshot::Sender<Result<DailyLog, BooksError>>,
    },
    StopLog,
    LookAtTerminal {
        reply: oneshot::Sender<()>,
    },
    Stop {
        reply: oneshot::Sender<Result<(), StillAtIt>>,
    },
}

/// The till is at a payment, or keeps an event that could not be written yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the till is at a payment")]
pub struct StillAtIt;

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

    /// Asks the terminal how it is and waits for its answer, or for the line to say that there is none. The board is fresh
    /// then.
    ///
    /// # Errors
    /// The agent is stopping.
    pub async fn look_at_terminal(&self) -> Result<(), BooksError> {
        let (reply, answer) = oneshot::channel();
        self.send(Command::LookAtTerminal { reply }).await?;
        answer.await.map_err(|_| stopped())
    }

    /// Ends the till; its line is closed when this returns. Whoever waits for the terminal is told to try again.
    ///
    /// # Errors
    /// It is at a payment, and goes on.
    pub async fn stop(&self) -> Result<(), StillAtIt> {
        let (reply, answer) = oneshot::channel();
        // One that is gone has ended already.
        if self.commands.send(Command::Stop { reply }).await.is_err() {
            return Ok(());
        }
        answer.await.unwrap_or(Ok(()))
    }

    async fn send(&self, command: Command) -> Result<(), BooksError> {
        self.commands.send(command).await.map_err(|_| stopped())
    }
}

/// What somebody is told who waits for a till that ends.
const SWITCHED: &str = "端末の接続が切り替わりました。端末の表示を確認して、もう一度お試しください。";

fn stopped() -> BooksError {
    refuse(RefusalCode::TerminalNotReady, SWITCHED)
}

/// Starts the till of a terminal.
pub fn start<D: CatDriver + 'static>(register: Arc<Register>, row: PortRow, driver: D) -> TillHandle {
    let (commands, inbox) = mpsc::channel(16);
    let by = register.settings.line_timers_divided_by;
    let link = Link::of(row.sharing);
    let till = Till {
        register,
        device: row.device,
        model: row.model,
        row,
        driver,
        inbox,
        ready: None,
        clock_offset_ms: None,
        kept: None,
        active: None,
        unresolved: Vec::new(),
        ask_at: None,
        last: LastAsked::No,
        link,
        lookers: Vec::new(),
        reading: None,
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
    stage: Stage,
    /// When our own timer ends; none before SALES left.
    deadline: Option<Instant>,
    /// Since when the terminal's paper, cover or restart stops our timer.
    paused_since: Option<Instant>,
}

/// How far the payment has come on our side of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Class last: the terminal's last transaction is read first.
    ReadingLast,
    /// The driver has the order.
    Ordered,
}

/// Whether LAST was asked and is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LastAsked {
    No,
    /// How often it may be asked again where a RESULT came that is no answer to it.
    Yes {
        again: u8,
    },
}

/// A terminal that answers LAST with something else is asked so often again.
const LAST_AGAIN: u8 = 2;

struct Till<D> {
    register: Arc<Register>,
    device: CatDeviceId,
    model: CatModel,
    /// Where it was told the terminal is; the row of 端末マスタ may have moved on.
    row: PortRow,
    driver: D,
    inbox: mpsc::Receiver<Command>,
    ready: Option<Ready>,
    /// The terminal's clock less ours, as of the last time it told the time, ms.
    clock_offset_ms: Option<i64>,
    /// The unit that is the shop's at this port.
    kept: Option<TerminalId>,
    active: Option<Active>,
    /// Unknown payments of this terminal that a question can settle.
    unresolved: Vec<(PaymentId, RecoveryClass)>,
    ask_at: Option<Instant>,
    last: LastAsked,
    link: Link,
    /// Who waits for the terminal's own word.
    lookers: Vec<oneshot::Sender<()>>,
    /// The 中間計 that is being read.
    reading: Option<Reading>,
    /// Events that could not be written yet; in order.
    unwritten: Vec<(PaymentId, PaymentEvent)>,
    write_at: Option<Instant>,
    margin: Duration,
    ask_again: Duration,
}

impl<D: CatDriver> Till<D> {
    async fn run(mut self) {
        self.look_again().await;
        self.claim_or_release();
        let stopped = loop {
            let wake = self.next_wake();
            self.trace_open_payment();
            tokio::select! {
                event = self.driver.next() => self.on_event(event).await,
                command = self.inbox.recv() => match command {
                    Some(Command::Stop { reply }) if self.may_stop() => break reply,
                    Some(command) => self.on_command(command).await,
                    None => return,
                },
                () = sleep_until(wake) => self.on_time().await,
            }
            self.claim_or_release();
        };
        self.turn_away(RefusalCode::TerminalNotReady, SWITCHED);
        // Only now the line is closed, and another till may open it.
        drop(self);
        // Whoever wanted it stopped may be gone.
        let _ = stopped.send(Ok(()));
    }

    /// What happens on the line belongs to the payment that is open on it.
    fn trace_open_payment(&self) {
        let active = self.active.as_ref().map(|active| active.payment_id);
        let open = active.or_else(|| self.unresolved.first().map(|(payment_id, _)| *payment_id));
        self.register.trace.about(self.device, open);
    }

    fn may_stop(&self) -> bool {
        self.active.is_none() && self.unwritten.is_empty()
    }

    fn next_wake(&self) -> Instant {
        let deadline = self.active.as_ref().and_then(|active| active.deadline);
        let far = Instant::now() + Duration::from_secs(3_600);
        [deadline, self.ask_at, self.write_at, self.link.deadline(), self.log_deadline()]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(far)
    }

    async fn on_command(&mut self, command: Command) {
        match command {
            Command::Start { start, reply } => self.on_start(start, reply).await,
            Command::Cancel { payment_id, reply } => {
                let answer = self.cancel(payment_id).await;
                self.register.refresh().await;
                let _ = reply.send(answer);
            }
            Command::LookAgain => self.look_again().await,
            Command::ReadLog { from, to, lines, reply } => self.begin_log(from, to, lines, reply),
            Command::StopLog => self.drop_log(),
            Command::Stop { reply } => {
                // Whoever wanted it stopped may be gone.
                let _ = reply.send(Err(StillAtIt));
            }
            Command::LookAtTerminal { reply } => {
                if self.is_heard() {
                    self.lookers.push(reply);
                    self.look();
                } else {
                    let _ = reply.send(());
                }
            }
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
        self.link_overdue(now).await;
        self.log_overdue(now);
        let timed_out = self.active.as_ref().filter(|active| active.deadline.is_some_and(|at| at <= now));
        if let Some(payment_id) = timed_out.map(|active| active.payment_id) {
            self.timed_out(payment_id).await;
        }
    }

    async fn timed_out(&mut self, payment_id: PaymentId) {
        let event = if broken::TIMER_IS_A_DECLINE {
            PaymentEvent::PaymentNotCharged { because: NotCharged::Cancelled }
        } else {
            PaymentEvent::PaymentDoubted { because: Doubt::TimedOut }
        };
        self.append(payment_id, event).await;
    }

    // A payment begins

    async fn start_payment(&mut self, start: Start) -> Result<Payment, BooksError> {
        if let Some(known) = admission::known(&self.register.store, &start).await? {
            return Ok(known);
        }
        let linked = self.register.board(|board| board.device(self.device).cloned());
        let facts = admission::Facts {
            row: self.row.clone(),
            ready: self.ready.clone(),
            unfit: self.unfit(),
            link: linked.map(|board| board.link),
            data: self.register.data_kind(),
        };
        admission::check_terminal(&facts)?;
        if self.active.is_some() && !broken::NO_TERMINAL_LOCK {
            return Err(JournalError::PortHeld.into());
        }
        self.register.store.lay_by().await?;
        let accepted = admission::accept(&self.register, start, &facts).await;
        if accepted.is_err() && facts.ready.is_some_and(|ready| ready.training == TrainingAbility::Locked) {
            // Only READY says so: the lock may be gone by now, and the next try is to know.
            self.driver.claim();
        }
        let payment = match accepted? {
            Accepted::Now(payment) => payment,
            Accepted::Before(payment) => return Ok(payment),
        };
        self.active = Some(Active {
            payment_id: payment.frozen.payment_id,
            asked: payment.frozen.asked.clone(),
            stage: Stage::ReadingLast,
            deadline: None,
            paused_since: None,
        });
        match payment.frozen.recovery {
            RecoveryClass::Keyed | RecoveryClass::None => self.order(),
            RecoveryClass::Last => self.ask_last(),
        }
        self.register.refresh().await;
        Ok(payment)
    }

    /// Hands the order to the driver; once for each payment.
    fn order(&mut self) {
        if let Some(active) = self.active.as_mut().filter(|active| active.stage == Stage::ReadingLast) {
            active.stage = Stage::Ordered;
            self.driver.start_sales(SalesOrder::new(active.asked.clone()));
        }
    }

    fn ask_last(&mut self) {
        self.ask_last_again(LAST_AGAIN);
    }

    fn ask_last_again(&mut self, again: u8) {
        self.last = LastAsked::Yes { again };
        self.driver.ask(Question::Last);
    }

    async fn cancel(&mut self, payment_id: PaymentId) -> Result<(), BooksError> {
        let stage = self.active.as_ref().filter(|active| active.payment_id == payment_id).map(|a| a.stage);
        let under_way = stage.is_some();
        let phase = self.register.board(|board| board.live(payment_id).phase);
        if !under_way || phase.is_some_and(|phase| !phase.may_cancel()) {
            return Err(refuse(
                RefusalCode::NotAllowed,
                "センターに問合せ中のため中止できません。端末の結果をお待ちください。",
            ));
        }
        if stage == Some(Stage::ReadingLast) {
            // Nothing has been ordered: there is nothing to stop at the terminal, and nothing is ordered any more.
            let because = NotCharged::Cancelled;
            self.append(payment_id, PaymentEvent::PaymentNotCharged { because }).await;
            return Ok(());
        }
        self.driver.cancel(payment_id);
        self.register.board(|board| board.set_cancel(payment_id, CancelAsked::Yes));
        Ok(())
    }
}

#[cfg(test)]
mod tests;
