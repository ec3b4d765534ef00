//! What a register works with: agent, terminal and centre, each a process that can be killed and started again where it
//! was; the disk the agent writes to.

use anyhow::Result;

use super::blow::Victims;
use super::busy::Busy;
use super::settings::Settings;
use super::sight::Sight;
use crate::agent::{Agent, AgentSetup};
use crate::centre::Centre;
use crate::disk::{Disk, DiskKind};
use crate::http;
use crate::place::Place;
use crate::terminal::{Terminal, TerminalSetup};
use serde_json::{Value, json};

/// Name of the terminal's files, and of the agent's port.
const CAT1: &str = "cat1";
/// The agent's data folder.
const BOOKS: &str = "books";
/// How long the terminal waits for a customer, seconds; the shortest there is.
const TIMEOUT_S: u32 = 1;

/// A register's processes.
#[derive(Debug)]
pub struct Stand {
    // First to go: before the disk it writes to.
    /// The agent.
    pub agent: Agent,
    /// The terminal.
    pub terminal: Terminal,
    /// The centre.
    pub centre: Centre,
    /// The agent's disk, where it is a small one.
    pub disk: Option<Disk>,
    /// Another program that holds its database.
    pub busy: Option<Busy>,
    /// Where everything is.
    pub place: Place,
}

impl Stand {
    /// Starts everything, with empty books.
    ///
    /// # Errors
    /// Something does not start.
    pub fn open(settings: &Settings, place: Place, register: u64) -> Result<Self> {
        // Where none can be mounted, the run has said so at its beginning.
        let disk = Disk::mount(&place.file(BOOKS), DiskKind::Roomy).ok();
        let centre = Centre::start_at(&place, &address(register, 1))?;
        let scale = 1.0 / f64::from(settings.faster);
        let setup = TerminalSetup {
            step_ms: 1,
            scale,
            terminal_id: format!("1{register:012}"),
            face: address(register, 2),
            lan: address(register, 3),
        };
        let terminal = Terminal::start_as(&place, CAT1, settings.kind(), &centre, setup)?;
        let setup = AgentSetup {
            cat1: Some(terminal.port().to_owned()),
            cat2: None,
            decide_after_s: 0,
            payment_timeout_s: TIMEOUT_S,
            folder: BOOKS,
            line_timers_divided_by: settings.faster,
            listen: address(register, 4),
            ..AgentSetup::default()
        };
        let agent = Agent::start(&place, setup)?;
        Ok(Self { agent, terminal, centre, disk, busy: None, place })
    }

    /// What can be seen of the terminal; nothing while its process is not there.
    #[must_use]
    pub fn see(&self) -> Option<Sight> {
        serde_json::from_value(self.terminal.look().ok()?).ok()
    }

    /// A person does something at the terminal: whether it let them.
    pub fn act(&self, act: &Value) -> bool {
        http::ask("POST", self.terminal.face(), "/act", Some(act)).is_ok_and(|answer| answer.status == 200)
    }

    /// The line is pulled, or plugged in.
    pub fn plug(&self, is_in: bool) {
        // A terminal that is not there has no line either.
        let _ = http::post(self.terminal.face(), "/plug", &json!({"in": is_in}));
    }

    /// Nothing is to go wrong in the terminal any more.
    pub fn clear_faults(&self) {
        // A terminal that is not there has forgotten them.
        let _ = http::ask("DELETE", self.terminal.face(), "/faults", None);
    }

    /// Kills some.
    pub fn kill(&mut self, victims: Victims) {
        let (agent, terminal, centre) = match victims {
            Victims::Agent => (true, false, false),
            Victims::Terminal => (false, true, false),
            Victims::Centre => (false, false, true),
            Victims::AgentAndTerminal => (true, true, false),
            Victims::All => (true, true, true),
        };
        if terminal {
            self.terminal.pull_the_plug();
        }
        if agent {
            self.agent.kill();
        }
        if centre {
            self.centre.process().kill();
        }
    }

    /// Starts again whatever is not there; the disk and the database are free again before that.
    ///
    /// # Errors
    /// Something does not start.
    pub fn revive(&mut self) -> Result<()> {
        self.busy = None;
        if let Some(disk) = &self.disk {
            // It may not have been full.
            let _ = disk.empty();
        }
        self.thaw();
        if !self.centre.process().runs()? {
            self.centre.start_again()?;
        }
        if !self.terminal.process().runs()? {
            self.terminal.start_again()?;
        }
        if !self.agent.process().runs()? {
            self.agent.start_again()?;
        }
        Ok(())
    }

    /// Whoever was stopped goes on.
    pub fn thaw(&mut self) {
        // Whoever is dead cannot.
        let _ = self.centre.process().thaw();
        let _ = self.terminal.process().thaw();
    }
}

/// An address of this run's and this register's own, so that nobody else is ever found under one that is away for a
/// moment. Only Linux gives all of 127/8 to the computer itself.
fn address(register: u64, role: u8) -> String {
    if cfg!(target_os = "linux") {
        let run = 64 + std::process::id() % 128;
        format!("127.{run}.{}.{role}:0", 1 + register % 250)
    } else {
        "127.0.0.1:0".to_owned()
    }
}
