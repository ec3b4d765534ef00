//! The device's handle, and what can be seen of it.

use catlink_shared::money::Yen;
use catlink_shared::terminal::{PosLink, SlipNumber, TerminalActivity, TransactionType};
use serde::Serialize;
use tokio::sync::{mpsc, oneshot, watch};

use super::{Body, Plug, ScriptView};
use crate::virtual_terminal::act::{Act, Auto, NotNow};
use crate::virtual_terminal::clock;
use crate::virtual_terminal::engine::{Cover, Paper, Screen};
use crate::virtual_terminal::fault::{Armed, Fault, Leaked, Script};
use crate::virtual_terminal::memory::{LogEntry, Pending, Slip, Switches};

/// What a device is asked from outside.
#[derive(Debug)]
pub enum Order {
    /// A person does something.
    Act(Act, oneshot::Sender<Result<(), NotNow>>),
    /// Something is to go wrong.
    Fault(Armed, oneshot::Sender<()>),
    /// Nothing is to go wrong any more.
    ClearFaults,
    /// This is played, or nothing any more.
    Play(Option<Script>, oneshot::Sender<()>),
    /// The line is pulled or plugged in.
    Plug(Plug),
    /// What does it look like?
    Look(oneshot::Sender<View>),
}

/// Everything that can be seen of a device (GET /state).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct View {
    /// Model word.
    pub model: &'static str,
    /// Model name.
    pub model_name: &'static str,
    /// Recovery class word.
    pub recovery: &'static str,
    /// ON or off.
    pub power: bool,
    /// Whether the line is plugged in.
    pub plugged: bool,
    /// Where the line is; nothing while it is away.
    pub line: Option<String>,
    /// Who plays the customer.
    pub auto: Auto,
    /// What waits to go wrong.
    pub faults: Vec<ArmedView>,
    /// How often it has said a card number, and where.
    pub leaked: Leaked,
    /// What is played.
    pub script: Option<ScriptView>,
    /// The rest, while it is on.
    pub terminal: Option<TerminalView>,
}

/// A fault in waiting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArmedView {
    /// What a person calls it.
    pub text: &'static str,
    /// What.
    pub what: Fault,
    /// How often still; null: until cleared.
    pub times_left: Option<u32>,
}

impl From<&Armed> for ArmedView {
    fn from(armed: &Armed) -> Self {
        Self { text: armed.what.text(), what: armed.what.clone(), times_left: armed.times_left }
    }
}

/// What can be seen of a device that is on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TerminalView {
    /// 端末番号
    pub terminal_id: String,
    /// Which memory.
    pub memory_id: String,
    /// As STATE says it.
    pub activity: TerminalActivity,
    /// As STATE says it.
    pub pos_link: PosLink,
    /// Where the transaction stands.
    pub phase: Option<catlink_shared::terminal::Phase>,
    /// The display.
    pub screen: Screen,
    /// What people set.
    pub switches: Switches,
    /// Newest live slip.
    pub newest_slip: Option<String>,
    /// What is under way.
    pub pending: Option<Pending>,
    /// Results the POS has not acknowledged.
    pub undelivered: usize,
    /// What was printed, newest last.
    pub slips: Vec<Slip>,
    /// 取引履歴, newest last.
    pub log: Vec<LogView>,
    /// The same for training.
    pub training_log: Vec<LogView>,
    /// Whether it can print.
    pub paper: Paper,
    /// Its cover.
    pub cover: Cover,
    /// The terminal's clock, as shown.
    pub terminal_time: String,
}

/// One line of 取引履歴 as shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogView {
    /// 伝票番号
    pub slip_number: SlipNumber,
    /// What.
    pub transaction_type: TransactionType,
    /// How much money moved.
    pub amount: Yen,
    /// With what.
    pub brand_name: &'static str,
    /// The terminal's clock, as shown.
    pub terminal_time: String,
    /// Whether it was undone by a later entry.
    pub voided: bool,
}

impl From<&LogEntry> for LogView {
    fn from(entry: &LogEntry) -> Self {
        Self {
            slip_number: entry.slip_number.clone(),
            transaction_type: entry.transaction_type,
            amount: entry.amount,
            brand_name: entry.brand.name(),
            terminal_time: clock::shown(entry.terminal_time),
            voided: entry.voided,
        }
    }
}

/// A running device.
#[derive(Debug, Clone)]
pub struct Device {
    orders: mpsc::UnboundedSender<Order>,
    place: watch::Receiver<Option<String>>,
}

/// The device is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the simulator is over")]
pub struct Over;

impl Device {
    pub(super) fn new(orders: mpsc::UnboundedSender<Order>, place: watch::Receiver<Option<String>>) -> Self {
        Self { orders, place }
    }

    /// Gives an order.
    ///
    /// # Errors
    /// The simulator is over.
    pub fn order(&self, order: Order) -> Result<(), Over> {
        self.orders.send(order).map_err(|_over| Over)
    }

    /// Does something as a person.
    ///
    /// # Errors
    /// Why it did nothing.
    pub async fn act(&self, act: Act) -> Result<(), NotNow> {
        let (reply, done) = oneshot::channel();
        self.order(Order::Act(act, reply)).map_err(|_over| NotNow::Off)?;
        done.await.unwrap_or(Err(NotNow::Off))
    }

    /// Lets something go wrong.
    ///
    /// # Errors
    /// The simulator is over.
    pub async fn fault(&self, armed: Armed) -> Result<(), Over> {
        let (reply, done) = oneshot::channel();
        self.order(Order::Fault(armed, reply))?;
        done.await.map_err(|_over| Over)
    }

    /// Plays a script from its beginning, or ends what is played.
    ///
    /// # Errors
    /// The simulator is over.
    pub async fn play(&self, script: Option<Script>) -> Result<(), Over> {
        let (reply, done) = oneshot::channel();
        self.order(Order::Play(script, reply))?;
        done.await.map_err(|_over| Over)
    }

    /// Looks at it.
    ///
    /// # Errors
    /// The simulator is over.
    pub async fn look(&self) -> Result<View, Over> {
        let (reply, view) = oneshot::channel();
        self.order(Order::Look(reply))?;
        view.await.map_err(|_over| Over)
    }

    /// Where the line is, now and whenever it changes: `pty /dev/pts/5`, `tcp 127.0.0.1:40123`.
    #[must_use]
    pub fn place(&self) -> watch::Receiver<Option<String>> {
        self.place.clone()
    }
}

impl Body {
    pub(super) fn view(&self) -> View {
        let setup = self.parts.setup;
        let now = self.now();
        let terminal = self.engine.as_ref().map(|engine| {
            let memory = engine.memory();
            TerminalView {
                terminal_id: memory.terminal_id.to_string(),
                memory_id: memory.memory_id.to_string(),
                activity: engine.activity(),
                pos_link: if memory.switches.pos_link { PosLink::On } else { PosLink::Off },
                phase: engine.phase(),
                screen: engine.screen(),
                switches: memory.switches.clone(),
                newest_slip: memory.newest_slip().map(|slip| slip.to_string()),
                pending: memory.pending.clone(),
                undelivered: memory.undelivered(),
                slips: memory.slips.clone(),
                log: memory.log.iter().map(LogView::from).collect(),
                training_log: memory.training_log.iter().map(LogView::from).collect(),
                paper: engine.paper(),
                cover: engine.cover(),
                terminal_time: clock::shown(memory.terminal_time(now.wall)),
            }
        });
        let faults = self.parts.faults.lock();
        View {
            model: setup.model.word(),
            model_name: setup.model.profile().name,
            recovery: setup.recovery.word(),
            power: self.engine.is_some(),
            plugged: self.plugged == Plug::In,
            line: self.place.clone(),
            auto: self.parts.auto,
            faults: faults.list().iter().map(ArmedView::from).collect(),
            leaked: faults.leaked().clone(),
            script: self.script_view(),
            terminal,
        }
    }
}
