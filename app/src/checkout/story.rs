//! 【決済の経過】: one payment's whole story, with the trace of its terminal's line or without it, and the other payments
//! of the same sale beside it. What there is to tell is the agent's word; here is only which of it is looked at.

use catlink_shared::ids::{PaymentId, ReceiptNumber};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::story::{Story, StoryEntry, StoryRequest, StorySource};

use super::command::{BACK, Command, FunctionKey, Ready, key};
use super::questions::Open;
use super::run::Step;
use super::screen::Screen;
use super::{Checkout, Link};

/// Whether the line's trace is shown between the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trace {
    /// Only what happened to the payment.
    #[default]
    Hidden,
    /// All.
    Shown,
}

/// What is open of it.
#[derive(Debug, Clone, Default)]
pub struct StoryDesk {
    wanted: Option<PaymentId>,
    story: Option<Box<Story>>,
    trace: Trace,
}

/// What a function key does here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoryCommand {
    /// F6 決済の経過 in 【伝票】
    OpenOfSlip,
    /// F6 経過 in 参照
    OpenOfQuestion,
    /// F2 前の決済 and F3 次の決済
    Step(Step),
    /// F6 電文の表示
    ToggleTrace,
}

impl StoryDesk {
    /// The story, where it has come.
    #[must_use]
    pub fn story(&self) -> Option<&Story> {
        self.story.as_deref()
    }

    /// Whether the trace is shown.
    #[must_use]
    pub fn trace(&self) -> Trace {
        self.trace
    }

    /// What is shown, in order.
    pub fn entries(&self) -> impl Iterator<Item = &StoryEntry> {
        let shown = |entry: &&StoryEntry| match (entry.from, self.trace) {
            (StorySource::Payment | StorySource::Terminal, _) | (StorySource::Line, Trace::Shown) => true,
            (StorySource::Line, Trace::Hidden) => false,
        };
        self.story.iter().flat_map(|story| story.entries.iter()).filter(shown)
    }

    /// How many lines of the trace there are.
    #[must_use]
    pub fn traced(&self) -> usize {
        let entries = self.story.iter().flat_map(|story| story.entries.iter());
        entries.filter(|entry| matches!(entry.from, StorySource::Line)).count()
    }

    /// Which of the sale's payments it is, from 1, and of how many.
    #[must_use]
    pub fn place(&self) -> Option<(usize, usize)> {
        let story = self.story()?;
        let at = story.tries.iter().position(|id| Some(*id) == self.wanted)?;
        Some((at + 1, story.tries.len()))
    }

    fn beside(&self, way: Step) -> Option<PaymentId> {
        let (place, _) = self.place()?;
        let at = match way {
            Step::Up => (place - 1).checked_sub(1)?,
            Step::Down => place,
        };
        self.story()?.tries.get(at).copied()
    }
}

impl Checkout {
    /// What is open of 【決済の経過】.
    #[must_use]
    pub fn story_desk(&self) -> &StoryDesk {
        &self.story
    }

    /// Opens the story of a payment over whatever is worked on.
    pub fn open_story(&mut self, payment_id: PaymentId, now: u64) {
        if self.top() == Screen::Story {
            self.turn_to(payment_id, now);
        } else {
            self.story = StoryDesk { wanted: Some(payment_id), ..StoryDesk::default() };
            // What comes to the top reads itself.
            self.open(Screen::Story);
        }
    }

    /// Reads the story that stands open, as it is now.
    pub(super) fn read_story(&mut self, now: u64) {
        if let Some(payment_id) = self.story.wanted.filter(|_| self.link == Link::Open) {
            self.send(Request::Story { ask: StoryRequest::Read { payment_id } }, now);
        }
    }

    pub(super) fn take_story(&mut self, story: Box<Story>) {
        if self.story.wanted == Some(story.head.payment_id) {
            self.story.story = Some(story);
        }
    }

    /// How many rows are shown.
    pub(super) fn story_rows(&self) -> usize {
        self.story.entries().count()
    }

    pub(super) fn story_keys(&self) -> Vec<FunctionKey> {
        let of = |number, label, command| key(number, label, Command::Story(command));
        let ready = |yes: bool| if yes { Ready::Yes } else { Ready::No };
        let mut keys = Vec::new();
        if self.story.place().is_some_and(|(_, all)| all > 1) {
            for (number, label, way) in [(2, "前の決済", Step::Up), (3, "次の決済", Step::Down)] {
                let step = of(number, label, StoryCommand::Step(way));
                keys.push(FunctionKey { ready: ready(self.story.beside(way).is_some()), ..step });
            }
        }
        let toggle = match self.story.trace {
            Trace::Hidden => "電文を表示",
            Trace::Shown => "電文を隠す",
        };
        let known = ready(self.story.story.is_some());
        keys.push(FunctionKey {
            ready: ready(self.story.traced() > 0),
            ..of(6, toggle, StoryCommand::ToggleTrace)
        });
        keys.push(BACK);
        keys.push(FunctionKey { ready: known, ..key(10, "印刷", Command::Print) });
        keys
    }

    /// F6 in 参照, where the row the keys are on is a payment.
    pub(super) fn story_key_of_lists(&self) -> Option<FunctionKey> {
        self.chosen_question().map(|_| key(6, "経過", Command::Story(StoryCommand::OpenOfQuestion)))
    }

    fn chosen_question(&self) -> Option<PaymentId> {
        match self.open_things().get(self.cursor.unwrap_or(0))? {
            Open::Question(payment) => Some(payment.payment_id),
            Open::Exchange(_) | Open::Action(_) => None,
        }
    }

    pub(super) fn run_story(&mut self, command: StoryCommand, now: u64) {
        match command {
            StoryCommand::OpenOfSlip => {
                if let Some(payment_id) = self.slips.sheet().and_then(|sheet| sheet.payment_id) {
                    self.open_story(payment_id, now);
                }
            }
            StoryCommand::OpenOfQuestion => {
                if let Some(payment_id) = self.chosen_question() {
                    self.open_story(payment_id, now);
                }
            }
            StoryCommand::Step(way) => {
                if let Some(payment_id) = self.story.beside(way) {
                    self.turn_to(payment_id, now);
                }
            }
            StoryCommand::ToggleTrace => {
                self.story.trace = match self.story.trace {
                    Trace::Hidden => Trace::Shown,
                    Trace::Shown => Trace::Hidden,
                };
                self.cursor = None;
            }
        }
    }

    /// Another payment's story in its place; the trace stays shown or hidden.
    fn turn_to(&mut self, payment_id: PaymentId, now: u64) {
        self.story.wanted = Some(payment_id);
        self.cursor = None;
        self.read_story(now);
    }
}

/// The slip's number as a story's head has it.
#[must_use]
pub fn slip_text(receipt_number: Option<ReceiptNumber>) -> String {
    receipt_number.map_or_else(|| "なし".to_owned(), |number| number.to_string())
}
