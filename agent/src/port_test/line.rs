//! One line, tried out through its driver: greeted, and asked how it is.

use std::time::Duration;

use catlink_shared::terminal::{CatPort, Ready, TerminalState};
use tokio::time::{Instant, timeout_at};

use crate::driver::basic::{Basic, Impression};
use crate::driver::{CatDriver, DriverEvent, Question};
use crate::link::LinkTrouble;
use crate::register::Register;

/// The longest a test takes. 8 s (ours: at 1200 bit/s a greeting and its answer take 4 s; an unused port is silent after
/// 4.5 s).
const AT_MOST: Duration = Duration::from_secs(8);

/// What a line showed.
#[derive(Debug)]
pub(super) enum Seen {
    Answered(Box<Answer>),
    /// Another register has it.
    Held {
        register: String,
    },
    /// Something came that is no answer.
    Noise,
    Busy,
    Silence,
    Trouble(LinkTrouble),
}

/// What a terminal said of itself.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) ready: Ready,
    pub(super) state: Option<TerminalState>,
    /// A question and its answer; where none was answered, the greeting.
    pub(super) round_trip: Duration,
}

/// Opens the port, greets whoever is there and asks it one question. The port is closed when this ends or is dropped.
pub(super) async fn try_out(port: &CatPort, register: &Register) -> Seen {
    let settings = &register.settings;
    let driver = Basic::paced(port, settings.line_timers_divided_by, settings.register.clone());
    let began = Instant::now();
    let mut trial = Trial { driver, asked: began, ready: None };
    let until = began + AT_MOST;
    loop {
        let Ok(event) = timeout_at(until, trial.driver.next()).await else { return trial.unanswered() };
        if let Some(seen) = trial.hear(event) {
            return seen;
        }
    }
}

struct Trial {
    driver: Basic,
    asked: Instant,
    /// What it greeted with, and how long that took.
    ready: Option<(Ready, Duration)>,
}

impl Trial {
    /// What an event concludes, where it concludes anything.
    fn hear(&mut self, event: DriverEvent) -> Option<Seen> {
        match event {
            DriverEvent::Ready(ready) => {
                self.ready = Some((ready, self.asked.elapsed()));
                self.asked = Instant::now();
                self.driver.ask(Question::State);
                None
            }
            DriverEvent::State(state) => self.answered(Some(state)),
            DriverEvent::HelloRefused { holder } => Some(Seen::Held { register: holder }),
            DriverEvent::Lost(trouble) => Some(self.lost(trouble)),
            DriverEvent::Silent | DriverEvent::Unanswered(_) => Some(self.unanswered()),
            // It is the till's, later: on LAN it would be asked for by closing the line.
            DriverEvent::ResultOffered(_) if self.ready.is_some() => self.answered(None),
            DriverEvent::ResultOffered(_) => {
                self.driver.refuse();
                None
            }
            DriverEvent::Status { .. }
            | DriverEvent::LineWon
            | DriverEvent::SalesTaken
            | DriverEvent::SalesNotTaken(_)
            | DriverEvent::SalesDoubtful(_)
            | DriverEvent::Refused { .. }
            | DriverEvent::NoResult { .. }
            | DriverEvent::CancelUnheard(_)
            | DriverEvent::DailyLogGrows { .. }
            | DriverEvent::DailyLogRead(_)
            | DriverEvent::DailyLogBroken { .. }
            | DriverEvent::Nonsense { .. } => None,
        }
    }

    fn answered(&mut self, state: Option<TerminalState>) -> Option<Seen> {
        let (ready, greeting) = self.ready.take()?;
        let round_trip = if state.is_some() { self.asked.elapsed() } else { greeting };
        Some(Seen::Answered(Box::new(Answer { ready, state, round_trip })))
    }

    /// The line went away: after a greeting that is an answer all the same.
    fn lost(&mut self, trouble: LinkTrouble) -> Seen {
        if let Some(seen) = self.answered(None) {
            return seen;
        }
        match (trouble, self.driver.impression()) {
            (LinkTrouble::Gone, Impression::Noise) => Seen::Noise,
            (trouble, Impression::Silence | Impression::Busy | Impression::Noise) => Seen::Trouble(trouble),
        }
    }

    fn unanswered(&mut self) -> Seen {
        self.answered(None).unwrap_or_else(|| match self.driver.impression() {
            Impression::Silence => Seen::Silence,
            Impression::Busy => Seen::Busy,
            Impression::Noise => Seen::Noise,
        })
    }
}
