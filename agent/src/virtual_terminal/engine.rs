//! The terminal as a pure machine: a state, an input, outputs. No clock, no line, no file.
//!
//! Outputs are carried out in their order, so the order *is* the promise: [`Output::Store`] comes before what must not
//! be said without it. After a crash [`Engine::wake`] goes on from the memory stored last.
//!
//! ```text
//!                  SALES                touch/insert/scan                 answered          printed
//!  idle ─▶ [brand_select] ─▶ [condition_select] ─▶ card_wait ─▶ card_read ─▶ [pin] ─▶ center ─▶ printing ─▶ idle
//!                    └──────── 中止, CANCEL, timeout: cancelled or error ──────┘          (paper_out, cover_open)
//!  wake with something pending ─▶ restarting (asks the centre) ─▶ idle
//! ```

mod admission;
mod desk;
mod finish;
mod links;
mod mishaps;
mod offers;
mod pos;
mod recovery;
mod screen;
mod setup;
mod transaction;

use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::{Phase, PosLink, TerminalActivity, TerminalResult, TerminalState};

use serde::Serialize;

use super::act::{Act, Auto, NotNow};
use super::centre::{Answer, Question};
use super::clock::Now;
use super::fault::{FaultBox, Step};
use super::memory::{LogEntry, Memory, Pending};
use crate::driver::basic::message::{BadMessage, FromPos, FromTerminal};

pub use links::Connection;
pub use mishaps::Mend;
pub use screen::{Button, Screen};
pub use setup::{LineKind, Pace, Setup};
pub use transaction::Transaction;

use links::Links;
use offers::Offers;

/// What happens to the terminal.
#[derive(Debug)]
pub enum Input {
    /// It is switched on, or starts again.
    Woke,
    /// A line or a connection is there.
    Opened(Connection),
    /// It is gone.
    Closed(Connection),
    /// The POS said something.
    Heard(Connection, FromPos),
    /// The POS said something wrong; the key where one could be read.
    Misheard(Connection, BadMessage, Option<PaymentId>),
    /// A result was acknowledged.
    Delivered(PaymentId),
    /// A result was not.
    Undelivered(PaymentId),
    /// The centre answered.
    Centre(Question, Answer),
    /// Time went by.
    Tick,
}

/// What the terminal does, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// The memory must be durable before what follows.
    Store,
    /// What was heard may be acknowledged.
    Accept,
    /// Says something.
    Say(Connection, FromTerminal),
    /// Offers a result until told what became of it.
    Offer {
        /// To whom.
        to: Connection,
        /// Which payment's; none where nobody waits for an acknowledgement.
        payment_id: Option<PaymentId>,
        /// The result.
        result: Box<TerminalResult>,
        /// Whether the POS asked for it.
        asked: Asked,
    },
    /// Asks the centre.
    Ask(Question),
    /// Closes a connection (LAN).
    Close(Connection),
    /// A place to die.
    Step(Step),
    /// Starts again. Nothing follows it.
    Restart,
}

/// Why a result is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// By itself.
    Unasked,
    /// To QUERY, LAST or a repeated SALES.
    Asked,
}

/// What the terminal is at.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Doing {
    /// Nothing.
    Idle,
    /// A transaction.
    At(Box<Transaction>),
    /// Started again with this pending; asks the centre.
    Enquiring(Box<Pending>),
    /// 取消 of this log entry.
    Voiding(Box<LogEntry>),
    /// 処理未了 is on the display.
    Unfinished(Box<Pending>),
}

/// What stays on the display for a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Notice {
    text: String,
    detail: String,
    tone: screen::Tone,
    until_ms: u64,
}

/// The terminal.
#[derive(Debug)]
pub struct Engine {
    setup: Setup,
    memory: Memory,
    doing: Doing,
    links: Links,
    offers: Offers,
    auto: Auto,
    paper: Paper,
    cover: Cover,
    mends: Vec<Mend>,
    notice: Option<Notice>,
    /// When the centre is asked again what it did not answer.
    ask_again_ms: Option<u64>,
    said: Option<(TerminalActivity, PosLink, u32)>,
    out: Vec<Output>,
}

/// Whether it can print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// There is some.
    In,
    /// There is none.
    Out,
}

/// Its cover: nothing is printed under an open one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// Closed.
    Closed,
    /// Open.
    Open,
}

impl Engine {
    /// A terminal that has just been switched on; give it [`Input::Woke`] first.
    #[must_use]
    pub fn wake(setup: Setup, memory: Memory, auto: Auto) -> Self {
        Self {
            setup,
            memory,
            doing: Doing::Idle,
            links: Links::default(),
            offers: Offers::default(),
            auto,
            paper: Paper::In,
            cover: Cover::Closed,
            mends: Vec::new(),
            notice: None,
            ask_again_ms: None,
            said: None,
            out: Vec::new(),
        }
    }

    /// Takes an input; what it gives must be carried out in order.
    pub fn step(&mut self, now: Now, input: Input, faults: &mut FaultBox) -> Vec<Output> {
        match input {
            Input::Woke => self.resume(now),
            Input::Opened(connection) => self.links.open(connection),
            Input::Closed(connection) => self.links.close(connection),
            Input::Heard(from, message) => self.heard(now, from, message, faults),
            Input::Misheard(from, _why, payment_id) => self.misheard(from, payment_id),
            Input::Delivered(payment_id) => self.delivered(payment_id),
            Input::Undelivered(payment_id) => self.offers.failed(payment_id, now.ms, &self.setup.pace),
            Input::Centre(question, answer) => self.answered(now, &question, answer, faults),
            Input::Tick => self.tick(now, faults),
        }
        self.happen_in_phase(now, faults);
        self.close_step(now)
    }

    /// A person does something.
    ///
    /// # Errors
    /// Why it did nothing; the state is as before.
    pub fn act(&mut self, now: Now, act: Act, faults: &mut FaultBox) -> Result<Vec<Output>, NotNow> {
        self.do_act(now, act, faults)?;
        self.happen_in_phase(now, faults);
        Ok(self.close_step(now))
    }

    /// When it wants [`Input::Tick`] next.
    #[must_use]
    pub fn deadline(&self) -> Option<u64> {
        let transaction = match &self.doing {
            Doing::At(transaction) => transaction.deadline(),
            Doing::Unfinished(_) if self.auto != Auto::Off => {
                self.notice.as_ref().map(|notice| notice.until_ms)
            }
            Doing::Idle | Doing::Enquiring(_) | Doing::Voiding(_) | Doing::Unfinished(_) => None,
        };
        let others = [self.ask_again_ms, self.offers.next_ms(&self.links), self.next_mend()];
        others.into_iter().chain([transaction]).flatten().min()
    }

    /// What it keeps.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Who plays the customer.
    #[must_use]
    pub fn auto(&self) -> Auto {
        self.auto
    }

    /// Sets the terminal's clock wrong.
    pub fn set_clock_offset(&mut self, ms: i64) -> Vec<Output> {
        self.memory.clock_offset_ms = ms;
        vec![Output::Store]
    }

    /// Whether it can print.
    #[must_use]
    pub fn paper(&self) -> Paper {
        self.paper
    }

    /// Its cover.
    #[must_use]
    pub fn cover(&self) -> Cover {
        self.cover
    }

    /// Whether nothing is under way.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.doing == Doing::Idle
    }

    /// Where the transaction under way stands.
    #[must_use]
    pub fn phase(&self) -> Option<Phase> {
        self.transaction().map(|transaction| transaction.phase)
    }

    /// What it does, as STATE says it.
    #[must_use]
    pub fn activity(&self) -> TerminalActivity {
        match &self.doing {
            Doing::At(transaction) if transaction.phase == Phase::PaperOut => TerminalActivity::PaperOut,
            Doing::At(transaction) if transaction.phase == Phase::CoverOpen => TerminalActivity::Error,
            Doing::At(_) | Doing::Voiding(_) | Doing::Unfinished(_) => TerminalActivity::Busy,
            Doing::Enquiring(_) => TerminalActivity::Restarting,
            // Until its centre has taken it back, a charge stands that nothing on the terminal shows.
            Doing::Idle if !self.memory.reversals.is_empty() => TerminalActivity::Busy,
            Doing::Idle if !self.memory.switches.pos_link => TerminalActivity::Standalone,
            Doing::Idle if self.cover == Cover::Open => TerminalActivity::Error,
            Doing::Idle if self.paper == Paper::Out => TerminalActivity::PaperOut,
            Doing::Idle => TerminalActivity::Idle,
        }
    }

    fn pos_link(&self) -> PosLink {
        if self.memory.switches.pos_link { PosLink::On } else { PosLink::Off }
    }

    fn state(&self, now: Now) -> TerminalState {
        TerminalState {
            unit: self.memory.unit(),
            activity: self.activity(),
            pos_link: self.pos_link(),
            newest_slip: self.memory.newest_slip(),
            terminal_time: Some(self.memory.terminal_time(now.wall)),
        }
    }

    /// Results first, then what they changed.
    fn close_step(&mut self, now: Now) -> Vec<Output> {
        self.offer_due(now);
        let state = (self.activity(), self.pos_link(), self.memory.newest_slip);
        if self.said != Some(state) {
            if self.said.is_some() {
                let message = FromTerminal::State(self.state(now));
                for connection in self.links.greeted() {
                    self.out.push(Output::Say(connection, message.clone()));
                }
            }
            self.said = Some(state);
        }
        std::mem::take(&mut self.out)
    }

    fn tick(&mut self, now: Now, faults: &mut FaultBox) {
        if self.notice.as_ref().is_some_and(|notice| notice.until_ms <= now.ms) {
            self.notice = None;
            if matches!(self.doing, Doing::Unfinished(_)) && self.auto != Auto::Off {
                self.confirm();
            }
        }
        if self.ask_again_ms.is_some_and(|at| at <= now.ms) {
            self.ask_again();
        }
        self.mend_due(now, faults);
        self.tick_transaction(now, faults);
    }
}

#[cfg(test)]
mod tests;
