//! Tables over the machine: phases, endings, promises, and a crash after every stored memory.

mod endings;
mod mishaps;
mod promises;

use catlink_shared::card::CardCategoryCode;
use catlink_shared::ids::{PaymentId, SequenceNumber, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::terminal::profile::{CatModel, RecoveryClass};
use catlink_shared::terminal::{
    MemoryId, RefusedReason, RegisterId, SalesRequest, TerminalId, TerminalResult, Unit,
};

use super::{Connection, Engine, Input, LineKind, Output, Pace, Setup};
use crate::driver::basic::message::{FromPos, FromTerminal};
use crate::virtual_terminal::act::{Act, Auto, NotNow};
use crate::virtual_terminal::centre::{Book, Question};
use crate::virtual_terminal::clock::Now;
use crate::virtual_terminal::fault::{Armed, Fault, FaultBox};
use crate::virtual_terminal::memory::Memory;

const WALL: i64 = 1_800_000_000_000;
const POS: Connection = Connection(1);

/// A terminal on the bench: its book, its disk, and what it said.
struct Bench {
    engine: Engine,
    faults: FaultBox,
    book: Book,
    /// Every memory that was made durable, oldest first.
    disk: Vec<Memory>,
    said: Vec<FromTerminal>,
    results: Vec<TerminalResult>,
    asked: usize,
    ms: u64,
    setup: Setup,
}

fn setup(model: CatModel, recovery: RecoveryClass) -> Setup {
    Setup { model, recovery, line: LineKind::Serial, pace: Pace::usual(100) }
}

impl Bench {
    fn new(model: CatModel, recovery: RecoveryClass) -> Self {
        let unit = Unit {
            terminal_id: TerminalId::new("1234567890123").expect("digits"),
            memory_id: MemoryId::new("m1").expect("word"),
        };
        Self::with(setup(model, recovery), Memory::new(unit), Book::in_memory())
    }

    fn keyed() -> Self {
        Self::new(CatModel::JtC60, RecoveryClass::Keyed)
    }

    fn with(setup: Setup, memory: Memory, book: Book) -> Self {
        let disk = vec![memory.clone()];
        let engine = Engine::wake(setup, memory, Auto::Off);
        let faults = FaultBox::default();
        let mut bench = Self {
            engine,
            faults,
            book,
            disk,
            said: Vec::new(),
            results: Vec::new(),
            asked: 0,
            ms: 0,
            setup,
        };
        bench.input(Input::Woke);
        bench.input(Input::Opened(POS));
        bench
    }

    /// The power fails and comes back: what is not on the disk is gone.
    fn crash(&mut self) {
        let memory = self.disk.last().expect("a memory").clone();
        let book = std::mem::replace(&mut self.book, Book::in_memory());
        let said = self.results.clone();
        *self = Self::with(self.setup, memory, book);
        self.results.splice(0..0, said);
    }

    fn now(&self) -> Now {
        Now { ms: self.ms, wall: UnixMs(WALL + i64::try_from(self.ms).expect("small")) }
    }

    fn input(&mut self, input: Input) {
        let outputs = self.engine.step(self.now(), input, &mut self.faults);
        self.carry_out(outputs);
    }

    fn act(&mut self, act: Act) -> Result<(), NotNow> {
        let outputs = self.engine.act(self.now(), act, &mut self.faults)?;
        self.carry_out(outputs);
        Ok(())
    }

    fn carry_out(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Store => self.disk.push(self.engine.memory().clone()),
                Output::Say(_, message) => self.said.push(message),
                Output::Offer { result, .. } => self.results.push(*result),
                Output::Ask(question) => self.ask(&question),
                Output::Restart => self.crash(),
                Output::Accept | Output::Close(_) | Output::Step(_) => {}
            }
        }
    }

    fn ask(&mut self, question: &Question) {
        self.asked += 1;
        let answer = self.book.answer(question, self.now().wall).expect("answers");
        self.input(Input::Centre(question.clone(), answer));
    }

    fn hear(&mut self, message: FromPos) {
        self.input(Input::Heard(POS, message));
    }

    /// Lets time go by, as fast as the machine wants it.
    fn run_for(&mut self, ms: u64) {
        let end = self.ms + ms;
        while let Some(at) = self.engine.deadline().filter(|at| *at <= end) {
            self.ms = self.ms.max(at);
            self.input(Input::Tick);
        }
        self.ms = end;
    }

    fn sales(&self, key: u8, payment: u16, amount: i64) -> SalesRequest {
        SalesRequest {
            payment_id: key_of(key),
            register_id: RegisterId::new("R1").expect("name"),
            unit: self.engine.memory().unit(),
            sequence_number: SequenceNumber(u32::from(key)),
            amount: Yen::new(amount),
            payment: CardCategoryCode(payment),
            training_mode: false,
            timeout_s: 60,
        }
    }

    fn sell(&mut self, key: u8, payment: u16, amount: i64) {
        let sales = self.sales(key, payment, amount);
        self.hear(FromPos::Sales(sales));
    }

    fn query(&mut self, key: u8) -> FromTerminal {
        let before = self.results.len();
        self.hear(FromPos::Query { payment_id: key_of(key) });
        match self.results.get(before) {
            Some(result) => FromTerminal::Result(Box::new(result.clone())),
            None => self.said.last().expect("an answer").clone(),
        }
    }

    fn arm(&mut self, what: Fault) {
        self.faults.arm(Armed { what, times_left: Some(1) });
    }

    fn refusals(&self) -> Vec<RefusedReason> {
        self.said
            .iter()
            .filter_map(|message| match message {
                FromTerminal::Refused { reason, .. } => Some(*reason),
                _other => None,
            })
            .collect()
    }

    fn phases(&self) -> Vec<&'static str> {
        self.said
            .iter()
            .filter_map(|message| match message {
                FromTerminal::Status { phase, .. } => Some(phase.word()),
                _other => None,
            })
            .collect()
    }

    fn charged(&self) -> Vec<i64> {
        self.book.charged().map(|charge| charge.amount.get()).collect()
    }

    fn result(&self) -> &TerminalResult {
        self.results.last().expect("a result")
    }
}

fn key_of(key: u8) -> PaymentId {
    PaymentId::from_parts(WALL as u64, &[key; 10])
}

fn touch(card: &str) -> Act {
    Act::Touch { card: Some(card.to_owned()) }
}

fn insert(card: &str) -> Act {
    Act::Insert { card: Some(card.to_owned()) }
}
