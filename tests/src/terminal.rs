//! A virtual terminal: a process with a memory of its own, and the people who stand before it.

mod kind;
mod paper;
mod running;

use std::fs::File;
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::centre::Centre;
use crate::http;
use crate::patience::{seen_if, until};
use crate::place::Place;
use crate::process::Process;

pub use kind::{Kind, Line};
pub use paper::Paper;
pub use running::TerminalSetup;

/// A running terminal.
#[derive(Debug)]
pub struct Terminal {
    process: Process,
    place: Place,
    name: String,
    kind: Kind,
    setup: TerminalSetup,
    centre: String,
    port: String,
    held: Arc<Mutex<Vec<File>>>,
}

/// How it ends where a fault lets it die.
const DIED: i32 = 9;

impl Terminal {
    /// Starts one; `name` is cat1 or cat2, for its files.
    ///
    /// # Errors
    /// It does not start.
    pub fn start(place: &Place, name: &str, kind: Kind, centre: &Centre) -> Result<Self> {
        let setup = TerminalSetup {
            step_ms: kind.step_ms,
            scale: 1.0,
            terminal_id: terminal_id(name),
            face: "127.0.0.1:0".to_owned(),
            lan: "127.0.0.1:0".to_owned(),
        };
        Self::start_as(place, name, kind, centre, setup)
    }

    /// Where its face is, `host:port`.
    #[must_use]
    pub fn face(&self) -> &str {
        &self.setup.face
    }

    /// Waits until it has died by itself, as a fault wanted it.
    ///
    /// # Errors
    /// It lives, or died of something else.
    pub fn died(&mut self) -> Result<()> {
        let (status, said) = self.process.ended()?;
        ensure!(status.code() == Some(DIED), "it ended with {status}: {said}");
        Ok(())
    }

    /// As the agent's `--cat1` wants it.
    #[must_use]
    pub fn port(&self) -> &str {
        &self.port
    }

    /// Its process.
    pub fn process(&mut self) -> &mut Process {
        &mut self.process
    }

    /// Everything that can be seen of it.
    ///
    /// # Errors
    /// It does not answer.
    pub fn look(&self) -> Result<Value> {
        http::get(self.face(), "/state").context("the terminal's face")
    }

    /// A person does something, as soon as it is possible.
    ///
    /// # Errors
    /// It never was.
    pub fn act(&self, act: &Value) -> Result<()> {
        until(&format!("the terminal to let a person do {act}"), || {
            let answer = http::ask("POST", self.face(), "/act", Some(act))?;
            Ok(seen_if(answer.status == 200, format!("{} {}", answer.status, answer.body)))
        })
    }

    /// A person does something at this very moment, if it is possible; whether it was.
    ///
    /// # Errors
    /// It does not answer.
    pub fn tries(&self, act: &Value) -> Result<bool> {
        Ok(http::ask("POST", self.face(), "/act", Some(act))?.status == 200)
    }

    /// Nothing is to go wrong any more.
    ///
    /// # Errors
    /// It does not answer.
    pub fn no_more_faults(&self) -> Result<()> {
        http::ask("DELETE", self.face(), "/faults", None).map(drop)
    }

    /// Something is to go wrong.
    ///
    /// # Errors
    /// It does not know such a fault.
    pub fn fault(&self, fault: &Value) -> Result<()> {
        http::post(self.face(), "/fault", fault).map(drop)
    }

    /// The line is pulled.
    ///
    /// # Errors
    /// The terminal does not answer.
    pub fn pull_the_cable(&self) -> Result<()> {
        http::post(self.face(), "/plug", &json!({"in": false}))?;
        self.wait_for("the cable to be out", |look| look["line"].is_null())
    }

    /// The line is plugged in again.
    ///
    /// # Errors
    /// The terminal does not answer.
    pub fn plug_in(&self) -> Result<()> {
        http::post(self.face(), "/plug", &json!({"in": true}))?;
        self.wait_for("the cable to be in", |look| !look["line"].is_null())
    }

    /// Waits until it is seen to be so.
    ///
    /// # Errors
    /// It never was.
    pub fn wait_for(&self, what: &str, so: impl Fn(&Value) -> bool) -> Result<()> {
        until(what, || {
            let look = self.look()?;
            let brief = format!(
                "phase {}, activity {}, display {}, line {}",
                look["terminal"]["phase"],
                look["terminal"]["activity"],
                look["terminal"]["screen"]["text"],
                look["line"]
            );
            Ok(seen_if(so(&look), brief))
        })
    }

    /// Waits for a phase of a transaction.
    ///
    /// # Errors
    /// It never came.
    pub fn wait_for_phase(&self, phase: &str) -> Result<()> {
        self.wait_for(&format!("the terminal's phase {phase}"), |look| look["terminal"]["phase"] == phase)
    }

    /// Waits until a card can be shown.
    ///
    /// # Errors
    /// It never could.
    pub fn wait_for_customer(&self) -> Result<()> {
        self.wait_for("the terminal to wait for a card", |look| {
            look["terminal"]["screen"]["cards"].as_array().is_some_and(|cards| !cards.is_empty())
        })
    }

    /// The customer touches it with a card, as soon as it takes one.
    ///
    /// # Errors
    /// It never did.
    pub fn touch(&self, card: &str) -> Result<()> {
        self.wait_for_customer()?;
        self.act(&json!({"act": "touch", "card": card}))
    }

    /// The customer inserts a card and enters the PIN.
    ///
    /// # Errors
    /// The terminal never took it.
    pub fn insert_with_pin(&self, card: &str) -> Result<()> {
        self.wait_for_customer()?;
        self.act(&json!({"act": "insert", "card": card}))?;
        self.act(&json!({"act": "pin"}))
    }

    /// Whether the display says something.
    ///
    /// # Errors
    /// It never did.
    pub fn wait_for_display(&self, text: &str) -> Result<()> {
        self.wait_for(&format!("`{text}` on the display"), |look| {
            look["terminal"]["screen"]["text"].as_str().is_some_and(|shown| shown.contains(text))
        })
    }

    /// Ends its process and checks that it was running.
    ///
    /// # Errors
    /// It had ended by itself.
    pub fn kill(&mut self) -> Result<()> {
        ensure!(self.process.runs()?, "the terminal had ended by itself: {}", self.process.complaints());
        self.pull_the_plug();
        Ok(())
    }
}

/// 13 digits, another number for each.
fn terminal_id(name: &str) -> String {
    let last = name.bytes().next_back().filter(u8::is_ascii_digit).unwrap_or(b'0');
    format!("123456789000{}", char::from(last))
}
