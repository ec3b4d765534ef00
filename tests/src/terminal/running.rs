//! A terminal's process: started, ended, started again where it was with the memory it has.

use std::fs::File;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;

use super::{Kind, Line, Terminal};
use crate::centre::Centre;
use crate::http;
use crate::place::Place;
use crate::process::Process;

/// How a terminal is started, beside what it is.
#[derive(Debug, Clone)]
pub struct TerminalSetup {
    /// Every step of card reader and printer, milliseconds: a person would not wait so briefly.
    pub step_ms: u64,
    /// Multiplies its timers.
    pub scale: f64,
    /// 端末番号
    pub terminal_id: String,
    /// Where its face is.
    pub face: String,
    /// Where its line is on LAN.
    pub lan: String,
}

/// So many of its newest ptys' numbers are kept from being given to others.
const HELD_PTYS: usize = 2;

impl Terminal {
    /// The same with a setup of the caller's.
    ///
    /// # Errors
    /// It does not start.
    pub fn start_as(
        place: &Place,
        name: &str,
        kind: Kind,
        centre: &Centre,
        mut setup: TerminalSetup,
    ) -> Result<Self> {
        let held = Arc::new(Mutex::new(Vec::new()));
        let mut process = Process::start_heard(
            place,
            name,
            command(place, name, kind, centre.address(), &setup),
            hold(&held),
        )?;
        setup.face = http::address_of(&process.announced("face")?);
        let port = match kind.line {
            Line::Pty => {
                process.announced("pty")?;
                format!("{}=serial:{}", kind.model, link(place, name).display())
            }
            Line::Tcp => {
                setup.lan = process.announced("tcp")?;
                format!("{}=tcp:{}", kind.model, setup.lan)
            }
        };
        let (place, name, centre) = (place.clone(), name.to_owned(), centre.address().to_owned());
        Ok(Self { process, place, name, kind, setup, centre, port, held })
    }

    /// Starts it again where it was, with the memory it has.
    ///
    /// # Errors
    /// It does not start.
    pub fn start_again(&mut self) -> Result<()> {
        self.pull_the_plug();
        let command = command(&self.place, &self.name, self.kind, &self.centre, &self.setup);
        self.process = Process::start_heard(&self.place, &self.name, command, hold(&self.held))?;
        self.process.announced("face")?;
        match self.kind.line {
            Line::Pty => self.process.announced("pty").map(drop),
            Line::Tcp => self.process.announced("tcp").map(drop),
        }
    }

    /// Ends its process, whether it was running or not.
    pub fn pull_the_plug(&mut self) {
        // First: the system gives the pty's number to the next one, and the agent would find another's terminal there.
        let _ = std::fs::remove_file(link(&self.place, &self.name));
        self.process.kill();
    }
}

/// The symlink to its pty.
fn link(place: &Place, name: &str) -> PathBuf {
    place.file(&format!("tty-{name}"))
}

fn command(place: &Place, name: &str, kind: Kind, centre: &str, setup: &TerminalSetup) -> Command {
    let mut command = Command::new(&place.catlink);
    command.args(["simulate", "--model", kind.model, "--face", &setup.face, "--centre", centre]);
    command.args(["--delay-ms", &setup.step_ms.to_string(), "--scale", &setup.scale.to_string()]);
    command.args(["--terminal-id", &setup.terminal_id]);
    command.arg("--memory").arg(place.file(&format!("{name}.json")));
    match kind.line {
        Line::Pty => command.arg("--pty").arg("--pty-link").arg(link(place, name)),
        Line::Tcp => command.args(["--tcp", &setup.lan]),
    };
    if let Some(class) = kind.recovery {
        command.args(["--recovery", class]);
    }
    command
}

/// Holds the agent's end of each new pty open: however the terminal dies, the pty's number is not given to another's
/// while the agent may still look for it under the old name.
fn hold(held: &Arc<Mutex<Vec<File>>>) -> Box<dyn FnMut(&str) + Send> {
    let held = Arc::clone(held);
    Box::new(move |line| {
        let Some(end) = line.strip_prefix("pty ").and_then(open_end) else { return };
        let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
        held.push(end);
        let surplus = held.len().saturating_sub(HELD_PTYS);
        held.drain(..surplus);
    })
}

#[cfg(unix)]
fn open_end(path: &str) -> Option<File> {
    use rustix::fs::{Mode, OFlags, open};
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    open(path, flags, Mode::empty()).ok().map(File::from)
}

#[cfg(not(unix))]
fn open_end(_path: &str) -> Option<File> {
    None
}
