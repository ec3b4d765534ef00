//! What strikes: from outside, or the terminal itself on request.
//!
//! The terminal's own faults are not listed here: its face says what there is (`GET /faults`), so a fault that it learns is
//! in the torture from then on.

use anyhow::{Context, Result};
use serde_json::Value;

use super::chance::Chance;
use super::step::Step;
use crate::http;

/// Who is killed (SIGKILL).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Victims {
    /// The agent.
    Agent,
    /// The terminal.
    Terminal,
    /// The centre.
    Centre,
    /// Agent and terminal.
    AgentAndTerminal,
    /// Everything.
    All,
}

/// What strikes.
#[derive(Debug, Clone, PartialEq)]
pub enum Blow {
    /// Nothing.
    Nothing,
    /// A process or several.
    Kill(Victims),
    /// The page is loaded again: the same tab.
    PageReloaded,
    /// The page is closed, and another one opened.
    PageLost,
    /// The disk of the agent's data is full.
    DiskFull,
    /// Another program holds the agent's database.
    BooksBusy,
    /// The line is pulled.
    CableOut,
    /// A fault of the terminal's that acts at once.
    AtOnce(Fault),
    /// One that waits for its moment.
    Armed(Fault),
}

/// A fault as the terminal's face lists it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// What POST /fault takes.
    pub json: Value,
}

/// Terminal faults that act when they are asked for.
const AT_ONCE: [&str; 9] = [
    "cut_now",
    "standalone",
    "paper_out",
    "cover_open",
    "training_locked",
    "restart",
    "wiped_memory",
    "other_unit",
    "clock_offset",
];

/// Values that are part of a fault's name in tables; numbers are not.
const NAMED_BY: [&str; 5] = ["step", "phase", "reason", "message", "charged"];

impl Blow {
    /// Everything that strikes from outside.
    #[must_use]
    pub fn from_outside() -> Vec<Self> {
        let mut blows = vec![Self::Nothing];
        blows.extend(
            [Victims::Agent, Victims::Terminal, Victims::Centre, Victims::AgentAndTerminal, Victims::All]
                .map(Self::Kill),
        );
        blows.extend([Self::PageReloaded, Self::PageLost, Self::DiskFull, Self::BooksBusy, Self::CableOut]);
        blows
    }

    /// What the terminal with this face can be asked for.
    ///
    /// # Errors
    /// It does not say.
    pub fn of_terminal(face: &str) -> Result<Vec<Self>> {
        let listed = http::get(face, "/faults").context("the terminal's faults")?;
        let listed = listed["faults"].as_array().context("the terminal lists no faults")?.clone();
        let faults = listed.into_iter().map(|row| Fault { json: row["example"].clone() });
        Ok(faults
            .map(
                |fault| {
                    if AT_ONCE.contains(&fault.name()) { Self::AtOnce(fault) } else { Self::Armed(fault) }
                },
            )
            .collect())
    }

    /// Its name in tables.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Kill(Victims::Agent) => "kill agent".to_owned(),
            Self::Kill(Victims::Terminal) => "kill terminal".to_owned(),
            Self::Kill(Victims::Centre) => "kill centre".to_owned(),
            Self::Kill(Victims::AgentAndTerminal) => "kill agent+terminal".to_owned(),
            Self::Kill(Victims::All) => "kill all".to_owned(),
            Self::PageReloaded => "page reloaded".to_owned(),
            Self::PageLost => "page lost".to_owned(),
            Self::DiskFull => "disk full".to_owned(),
            Self::BooksBusy => "books busy".to_owned(),
            Self::CableOut => "cable out".to_owned(),
            Self::AtOnce(fault) | Self::Armed(fault) => fault.word(),
        }
    }

    /// The steps at which it makes sense.
    #[must_use]
    pub fn steps(&self) -> &'static [Step] {
        match self {
            Self::Nothing | Self::Armed(_) => &[Step::OwnMoment],
            Self::Kill(_)
            | Self::PageReloaded
            | Self::PageLost
            | Self::DiskFull
            | Self::BooksBusy
            | Self::CableOut
            | Self::AtOnce(_) => Step::OUTSIDE,
        }
    }
}

impl Fault {
    /// Its name on the face.
    #[must_use]
    pub fn name(&self) -> &str {
        self.json["fault"].as_str().unwrap_or_default()
    }

    /// Its name in tables.
    #[must_use]
    pub fn word(&self) -> String {
        let values = NAMED_BY.iter().filter_map(|key| match &self.json[*key] {
            Value::String(text) => Some(text.clone()),
            Value::Bool(is) => Some(format!("{key}={is}")),
            _none => None,
        });
        [self.name().to_owned()].into_iter().chain(values).collect::<Vec<_>>().join(" ")
    }

    /// As it is asked for in one payment: times as short as the line's, a byte of the message by chance (messages are
    /// about that long), no unit twice.
    #[must_use]
    pub fn for_payment(&self, chance: &mut Chance, scale: f64, number: u64) -> Value {
        let longest = match (self.name(), self.json["message"].as_str()) {
            ("cut_in_sales", _) => 200,
            ("cut_in_result", _) => 420,
            ("cut_in_request", Some("ping" | "last")) => 8,
            ("cut_in_request", _) => 30,
            _answers => 100,
        };
        let is_clock = self.name() == "clock_offset";
        let mut json = self.json.clone();
        let Some(fields) = json.as_object_mut() else { return json };
        for (key, value) in fields.iter_mut() {
            match (key.as_str(), value.as_u64()) {
                ("byte", Some(_)) => *value = (1 + chance.below(longest)).into(),
                ("ms" | "back_after_ms", Some(ms)) if !is_clock => {
                    let scaled = std::time::Duration::from_millis(ms).mul_f64(scale);
                    *value = u64::try_from(scaled.as_millis()).unwrap_or(ms).into();
                }
                ("terminal_id", None) => *value = format!("999{number:010}").into(),
                _as_it_is => {}
            }
        }
        json
    }
}
