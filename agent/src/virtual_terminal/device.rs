//! The device: one task that owns the machine, its memory and its faults, and carries out what the machine gives.
//!
//! ```text
//!   line ──Event──▶                ──Command──▶ line
//!   face ──Order──▶  device(engine)──Question─▶ centre
//!   time ──Tick───▶                ──store────▶ memory file
//! ```

mod answers;
mod handle;
mod leak;
mod mischief;
mod power;
mod saying;
mod script;

use std::path::PathBuf;
use std::time::Duration;

use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::{TerminalId, TerminalResult};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::act::{Act, Auto, NotNow};
use super::centre::{Answer, CentreLink, Question};
use super::clock::{self, Now};
use super::engine::{Engine, Input, Output, Setup};
use super::fault::{Armed, Fault, Script, Step};
use super::line::{self, Command, Commit, Ends, Faults, Plug};
use super::memory::{MemoryFile, MemoryTrouble};
use crate::driver::basic::message::{FromPos, FromTerminal};

pub use handle::{ArmedView, Device, Order, Over, View};
pub use script::ScriptView;

use saying::Acknowledgement;
use script::Playing;

/// How long the terminal is away when it starts again (ours).
const RESTART: Duration = Duration::from_millis(300);

/// What a device is made of.
#[derive(Debug)]
pub struct Parts {
    /// What kind.
    pub setup: Setup,
    /// Its number, where the memory is new.
    pub terminal_id: TerminalId,
    /// Its memory.
    pub file: MemoryFile,
    /// Its centre.
    pub centre: CentreLink,
    /// Who plays the customer.
    pub auto: Auto,
    /// Its faults; the line asks them too.
    pub faults: Faults,
    /// Its line.
    pub line: Ends,
    /// What it plays from the start, and where the next turn is kept.
    pub script: Option<(Script, PathBuf)>,
}

struct Body {
    parts: Parts,
    engine: Option<Engine>,
    answers: mpsc::UnboundedSender<(Question, Answer)>,
    /// Where the line is; nothing while it is away.
    place: Option<String>,
    plugged: Plug,
    started: Instant,
    /// Result told last, for a fault that tells it again.
    told: Option<TerminalResult>,
    /// The result of another payment told before that.
    told_before: Option<TerminalResult>,
    /// Answer given last, likewise.
    answered: Option<FromTerminal>,
    /// Results kept for the middle of the next sale.
    kept: Vec<TerminalResult>,
    script: Option<Playing>,
}

/// Starts a device.
///
/// # Errors
/// Its memory cannot be read or begun.
pub fn start(mut parts: Parts) -> Result<Device, MemoryTrouble> {
    let memory = parts.file.load(&parts.terminal_id)?;
    let engine = Engine::wake(parts.setup, memory, parts.auto);
    let (answers, answered) = mpsc::unbounded_channel();
    let (orders, ordered) = mpsc::unbounded_channel();
    let (place, placed) = tokio::sync::watch::channel(None);
    let body = Body {
        parts,
        engine: Some(engine),
        answers,
        place: None,
        plugged: Plug::In,
        started: Instant::now(),
        told: None,
        told_before: None,
        answered: None,
        kept: Vec::new(),
        script: None,
    };
    tokio::spawn(body.run(ordered, answered, place));
    Ok(Device::new(orders, placed))
}

impl Body {
    async fn run(
        mut self,
        mut orders: mpsc::UnboundedReceiver<Order>,
        mut answered: mpsc::UnboundedReceiver<(Question, Answer)>,
        place: tokio::sync::watch::Sender<Option<String>>,
    ) {
        self.step(Input::Woke, None);
        if let Some((script, place)) = self.parts.script.take() {
            self.play(Some(Playing::new(script, Some(place))));
        }
        loop {
            let deadline = self.engine.as_ref().and_then(Engine::deadline);
            let due = deadline.map(|ms| self.started + Duration::from_millis(ms));
            tokio::select! {
                event = self.parts.line.events.recv() => match event {
                    Some(event) => {
                        self.line_event(event);
                        place.send_if_modified(|told| std::mem::replace(told, self.place.clone()) != self.place);
                    }
                    None => return,
                },
                order = orders.recv() => match order {
                    Some(order) => self.order(order),
                    None => return,
                },
                Some((question, answer)) = answered.recv() => self.step(Input::Centre(question, answer), None),
                () = sleep_until(due) => self.step(Input::Tick, None),
            }
        }
    }

    fn now(&self) -> Now {
        // A simulator does not run for half a billion years.
        let ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Now { ms, wall: clock::wall() }
    }

    fn line_event(&mut self, event: line::Event) {
        match event {
            line::Event::At(place) => self.place = Some(place),
            line::Event::Away => self.place = None,
            line::Event::Opened(connection) => self.step(Input::Opened(connection), None),
            line::Event::Closed(connection) => self.step(Input::Closed(connection), None),
            line::Event::Delivered(payment_id) => self.step(Input::Delivered(payment_id), None),
            line::Event::Undelivered(payment_id) => self.step(Input::Undelivered(payment_id), None),
            line::Event::Message { from, bytes, commit } => {
                let input = match FromPos::decode(&bytes) {
                    Ok(message) => {
                        tracing::debug!(heard = message.trace(), "from the POS");
                        Input::Heard(from, message)
                    }
                    Err(why) => Input::Misheard(from, why, key_in(&bytes)),
                };
                self.step(input, Some(commit));
            }
        }
    }

    fn step(&mut self, input: Input, commit: Option<oneshot::Sender<Commit>>) {
        let sales = match &input {
            Input::Heard(_, FromPos::Sales(sales)) => Some(sales.payment_id),
            _other => None,
        };
        if let Some(payment_id) = sales {
            self.script_hears(payment_id);
        }
        // A sale, or another log, ends the log under way.
        if matches!(&input, Input::Heard(_, FromPos::Sales(_) | FromPos::DailyLog { .. })) {
            self.command(Command::EndLog);
        }
        let now = self.now();
        let Some(engine) = &mut self.engine else { return };
        let outputs = engine.step(now, input, &mut self.parts.faults.lock());
        let commit = commit.map(|sender| Acknowledgement { sender, is_sales: sales.is_some() });
        self.carry_out(outputs, commit);
        self.script_looks();
    }

    /// In order; what cannot be stored ends it, and nothing after it is said.
    fn carry_out(&mut self, outputs: Vec<Output>, mut commit: Option<Acknowledgement>) {
        for output in outputs {
            match output {
                Output::Store => {
                    let Some(engine) = &self.engine else { return };
                    if let Err(trouble) = self.parts.file.store(engine.memory()) {
                        tracing::error!(%trouble, "the terminal cannot keep its memory and starts again");
                        return self.restart();
                    }
                }
                Output::Accept => {
                    if let Some(commit) = commit.take() {
                        self.acknowledge(commit);
                    }
                }
                Output::Say(to, message) => self.say(to, message),
                Output::Offer { to, payment_id, result, asked } => self.offer(to, payment_id, *result, asked),
                Output::Ask(question) => self.ask(question),
                Output::Close(connection) => self.command(Command::Close(connection)),
                Output::Step(step) => self.perhaps_die(step),
                Output::Restart => return self.restart(),
            }
        }
    }

    fn perhaps_die(&self, step: Step) {
        if self.parts.faults.lock().dies_at(step) {
            tracing::warn!(?step, "the terminal dies, as asked");
            std::process::exit(9);
        }
    }

    fn command(&self, command: Command) {
        // The line is gone only when the simulator ends.
        let _over = self.parts.line.commands.send(command);
    }

    fn order(&mut self, order: Order) {
        match order {
            Order::Act(Act::Power { on }, reply) => {
                let _gone = reply.send(Ok(()));
                self.power(on);
            }
            Order::Act(act, reply) => {
                let _gone = reply.send(self.act(act));
            }
            Order::Fault(armed, reply) => {
                self.let_go_wrong(armed);
                let _gone = reply.send(());
            }
            Order::Play(script, reply) => {
                self.play(script.map(|script| Playing::new(script, None)));
                let _gone = reply.send(());
            }
            Order::ClearFaults => self.parts.faults.lock().clear(),
            Order::Plug(plug) => self.plug(plug),
            Order::Look(reply) => {
                let _gone = reply.send(self.view());
            }
        }
    }

    fn act(&mut self, act: Act) -> Result<(), NotNow> {
        let now = self.now();
        let engine = self.engine.as_mut().ok_or(NotNow::Off)?;
        let outputs = engine.act(now, act, &mut self.parts.faults.lock())?;
        self.parts.auto = engine.auto();
        self.carry_out(outputs, None);
        self.script_looks();
        Ok(())
    }

    /// At once, or armed for its moment.
    fn let_go_wrong(&mut self, armed: Armed) {
        if armed.what.acts_at_once() {
            return self.strike(armed.what);
        }
        if let Fault::Silent { back_after_ms: Some(ms) } = armed.what {
            let (faults, fault) = (self.parts.faults.clone(), armed.what.clone());
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(ms)).await;
                faults.lock().mend(&fault);
            });
        }
        self.parts.faults.lock().arm(armed);
    }
}

/// The key in a message that is otherwise wrong, so that the refusal can name it.
fn key_in(bytes: &[u8]) -> Option<PaymentId> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut values = text.split('\u{1c}').filter_map(|field| field.strip_prefix("payment_id="));
    values.next()?.parse().ok()
}

async fn sleep_until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}
