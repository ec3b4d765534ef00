//! How a terminal's process is started, and started again on the same disk.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::{Kind, Line};
use crate::http;
use crate::place::Place;
use crate::process::Process;

/// How a terminal is started, and started again.
#[derive(Debug)]
pub(super) struct TerminalSetup {
    pub(super) place: Place,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) centre: String,
    pub(super) link: PathBuf,
    /// Where it listens on LAN.
    pub(super) listen: String,
}

impl TerminalSetup {
    /// The process, the port as the agent wants it, the face's address.
    pub(super) fn run(&self) -> Result<(Process, String, String)> {
        let Self { place, name, kind, centre, link, listen } = self;
        let mut command = Command::new(&place.catlink);
        command.args(["simulate", "--model", kind.model, "--face", "127.0.0.1:0"]);
        command.args(["--delay-ms", &kind.step_ms.to_string()]);
        command.args(["--terminal-id", &terminal_id(name), "--centre", centre]);
        command.arg("--memory").arg(place.file(&format!("{name}.json")));
        match kind.line {
            Line::Pty => command.arg("--pty").arg("--pty-link").arg(link),
            Line::Tcp => command.args(["--tcp", listen]),
        };
        if let Some(class) = kind.recovery {
            command.args(["--recovery", class]);
        }
        let mut process = Process::start(place, name, command)?;
        let face = http::address_of(&process.announced("face")?);
        let port = match kind.line {
            Line::Pty => {
                process.announced("pty")?;
                format!("{}=serial:{}", kind.model, link.display())
            }
            Line::Tcp => format!("{}=tcp:{}", kind.model, process.announced("tcp")?),
        };
        Ok((process, port, face))
    }
}

/// 13 digits, another number for each.
fn terminal_id(name: &str) -> String {
    let last = name.bytes().next_back().filter(u8::is_ascii_digit).unwrap_or(b'0');
    format!("123456789000{}", char::from(last))
}
