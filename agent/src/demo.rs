//! `catlink demo`: the agent on demo books with two virtual terminals, each a process of its own as a real one would be.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::config::{ConfigError, RunArgs, Settings};
use crate::run::{self, RunError};
use crate::virtual_terminal::loopback;

/// 端末番号 of the terminal at CAT1.
pub const CAT1_TERMINAL_ID: &str = "1234567890123";

/// 端末番号 of the terminal at CAT2: two terminals never share one.
pub const CAT2_TERMINAL_ID: &str = "1234567890124";

/// Flags of `catlink demo`.
#[derive(Debug, Clone, clap::Args)]
pub struct DemoArgs {
    /// Folder of the demo books and the virtual terminals' memories
    #[arg(long, default_value = "catlink-demo", value_name = "DIR")]
    pub data_dir: PathBuf,
    /// Address of the page; the terminals' faces are on the next two ports
    #[arg(long, default_value = "127.0.0.1:7310", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// An automatic customer at both terminals (approve, decline, …) instead of a person at their faces
    #[arg(long, value_name = "WHAT")]
    pub auto: Option<String>,
}

/// Why the demo does not start.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The agent.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The settings.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// An address others could reach.
    #[error(transparent)]
    Address(#[from] loopback::NotLoopback),
    /// A virtual terminal could not be started.
    #[error("virtual terminal {model}: {source}")]
    Spawn {
        /// Which.
        model: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// A virtual terminal ended before it was ready.
    #[error("virtual terminal {model} did not start; its message is above")]
    Ended {
        /// Which.
        model: &'static str,
    },
}

/// A virtual terminal that runs beside the agent and ends with it.
struct Terminal {
    _process: Child,
    /// What it said about itself: `pty`, `tcp`, `face`.
    port: String,
    face: String,
}

/// Runs the demo until it is told to stop.
///
/// # Errors
/// Says what is in the way.
pub async fn demo(args: DemoArgs) -> Result<(), DemoError> {
    let port = loopback::only(args.listen)?.port();
    let face = |next: u16| SocketAddr::new(args.listen.ip(), if port == 0 { 0 } else { port + next });
    let one = Terminal::start("jt-c60", Line::Serial, face(1), &args).await?;
    let two = Terminal::start("j-mups", Line::Lan, face(2), &args).await?;
    let settings = RunArgs {
        data_dir: Some(args.data_dir),
        listen: Some(args.listen),
        demo: true,
        demo_month: true,
        cat1: one.port.parse().ok(),
        cat2: two.port.parse().ok(),
        ..RunArgs::default()
    };
    println!("terminal CAT1 {}\nterminal CAT2 {}", one.face, two.face);
    run::run(Settings::load(&settings)?).await?;
    Ok(())
}

/// How a virtual terminal is connected.
#[derive(Clone, Copy)]
enum Line {
    /// A pseudo terminal, under a name that stays when it is pulled out and plugged in again.
    Serial,
    /// A socket.
    Lan,
}

impl Line {
    /// 端末番号 of the terminal on it.
    const fn terminal_id(self) -> &'static str {
        match self {
            Self::Serial => CAT1_TERMINAL_ID,
            Self::Lan => CAT2_TERMINAL_ID,
        }
    }

    /// The flags, and the name of the pseudo terminal. Where the system has none, a socket stands in.
    fn flags(self, folder: &Path) -> (Vec<String>, Option<String>) {
        match self {
            Self::Serial if cfg!(unix) => {
                let name = folder.join("cat1.line").display().to_string();
                (vec!["--pty".to_owned(), "--pty-link".to_owned(), name.clone()], Some(name))
            }
            Self::Serial | Self::Lan => (vec!["--tcp".to_owned(), "127.0.0.1:0".to_owned()], None),
        }
    }
}

impl Terminal {
    async fn start(
        model: &'static str,
        line: Line,
        face: SocketAddr,
        args: &DemoArgs,
    ) -> Result<Self, DemoError> {
        let failed = |source| DemoError::Spawn { model, source };
        std::fs::create_dir_all(&args.data_dir).map_err(failed)?;
        let program = std::env::current_exe().map_err(failed)?;
        let mut command = Command::new(program);
        let (flags, name) = line.flags(&args.data_dir);
        command.args(["simulate", "--model", model, "--terminal-id", line.terminal_id()]).args(flags);
        command.args(["--face", &face.to_string()]);
        command.arg("--memory").arg(memory_file(&args.data_dir, model));
        if let Some(auto) = &args.auto {
            command.args(["--auto", auto]);
        }
        let mut process = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().map_err(failed)?;
        let out = process.stdout.take().ok_or(DemoError::Ended { model })?;
        let mut lines = BufReader::new(out).lines();
        let (port, face) = read_places(&mut lines, model).await?;
        let port = name.map_or(port, |name| format!("{model}=serial:{name}"));
        // Nothing it prints later may block it.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { _process: process, port, face })
    }
}

fn memory_file(folder: &Path, model: &str) -> PathBuf {
    folder.join(format!("terminal-{model}.json"))
}

/// Reads where a virtual terminal is, as it prints at its start.
async fn read_places(
    lines: &mut Lines<BufReader<ChildStdout>>,
    model: &'static str,
) -> Result<(String, String), DemoError> {
    let (mut port, mut face) = (None, None);
    while port.is_none() || face.is_none() {
        let Ok(Some(line)) = lines.next_line().await else {
            return Err(DemoError::Ended { model });
        };
        match line.split_once(' ') {
            Some(("pty", path)) => port = Some(format!("{model}=serial:{path}")),
            Some(("tcp", address)) => port = Some(format!("{model}=tcp:{address}")),
            Some(("face", address)) => face = Some(address.to_owned()),
            _ => {}
        }
    }
    Ok((port.unwrap_or_default(), face.unwrap_or_default()))
}
