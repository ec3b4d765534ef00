//! The virtual terminal: the other end of the line, as a process of its own, with a centre behind it.
//!
//! It speaks catlink basic as a JT-C60 or a J-Mups and behaves as `docs/terminals/basic.md` promises; it goes wrong on
//! request only. It shares the codec with the driver and nothing else, so that a mistake on one side shows on the other.
//! It always says simulated=1.
//!
//! ```text
//!  line ◀─▶ device ◀─▶ engine (pure)     face (HTTP) ─▶ device
//!             ├─ memory (its own file)
//!             └─ centre (its own process, its own file: the witness)
//! ```
//!
//! What it prints on standard output, one line each, is for machines: `pty /dev/pts/5` or `tcp 127.0.0.1:40123` or
//! `serial /dev/ttyUSB0`, `face http://127.0.0.1:40124/`, `centre http://127.0.0.1:40125/`.

pub mod act;
pub mod centre;
pub mod clock;
pub mod device;
pub mod engine;
pub mod face;
pub mod fault;
pub mod line;
pub mod loopback;
pub mod memory;
pub mod wallet;

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use catlink_shared::terminal::profile::{CatModel, RecoveryClass};
use catlink_shared::terminal::{BadWord, TerminalId};
use tokio::net::TcpListener;
use tokio::sync::Mutex;

use act::Auto;
use centre::{Book, BookTrouble, CentreLink};
use engine::{LineKind, Pace, Setup};
use fault::{BadScript, Script};
use line::{Place, Timers};
use memory::{MemoryFile, MemoryTrouble};

/// `catlink simulate`: a payment terminal to try things out with.
#[derive(Debug, Clone, clap::Args)]
#[command(group = clap::ArgGroup::new("line").required(true).args(["serial", "pty", "tcp"]))]
pub struct SimulateArgs {
    /// Which model: jt-c60 or j-mups.
    #[arg(long, value_parser = model)]
    pub model: CatModel,
    /// What it can be asked after a lost result: keyed, last or none. Default: as the model.
    #[arg(long, value_parser = recovery)]
    pub recovery: Option<RecoveryClass>,
    /// Speak on a serial port (9600 8N1).
    #[arg(long, value_name = "PATH")]
    pub serial: Option<PathBuf>,
    /// Speak on a new pty; its name is printed.
    #[arg(long)]
    pub pty: bool,
    /// A symlink that always leads to the pty.
    #[arg(long, value_name = "PATH", requires = "pty")]
    pub pty_link: Option<PathBuf>,
    /// Listen on LAN; port 0 chooses one.
    #[arg(long, value_name = "ADDR")]
    pub tcp: Option<SocketAddr>,
    /// Serve the face here (loopback only).
    #[arg(long, value_name = "ADDR")]
    pub face: Option<SocketAddr>,
    /// Keep the memory in this file. Default: as long as the process lives.
    #[arg(long, value_name = "FILE")]
    pub memory: Option<PathBuf>,
    /// Ask the centre there. Default: one inside, its book beside the memory.
    #[arg(long, value_name = "ADDR")]
    pub centre: Option<SocketAddr>,
    /// Who plays the customer.
    #[arg(long, value_enum, default_value_t = Auto::Off)]
    pub auto: Auto,
    /// Play this seeded script of faults (docs/terminals/virtual.md). Its next turn is kept beside the file.
    #[arg(long, value_name = "FILE")]
    pub script: Option<PathBuf>,
    /// 端末番号, 13 digits, where the memory is new.
    #[arg(long, value_parser = terminal_id, default_value = "1234567890123")]
    pub terminal_id: TerminalId,
    /// How long every step of card reader, printer and automatic customer takes, milliseconds.
    #[arg(long, value_name = "N", default_value_t = 150)]
    pub delay_ms: u64,
    /// Multiplies the line's timers and the terminal's own, all but its steps.
    #[arg(long, value_name = "F", default_value_t = 1.0)]
    pub scale: f64,
}

/// `catlink centre`: the centre behind virtual terminals, with a book of its own.
#[derive(Debug, Clone, clap::Args)]
pub struct CentreArgs {
    /// Listen here (loopback only); port 0 chooses one.
    #[arg(long, value_name = "ADDR")]
    pub listen: SocketAddr,
    /// The book.
    #[arg(long, value_name = "FILE")]
    pub book: PathBuf,
}

/// Why the simulator could not start or ended.
#[derive(Debug, thiserror::Error)]
pub enum SimulatorTrouble {
    /// The terminal's memory.
    #[error(transparent)]
    Memory(#[from] MemoryTrouble),
    /// The centre's book.
    #[error(transparent)]
    Book(#[from] BookTrouble),
    /// An address others could reach.
    #[error(transparent)]
    Address(#[from] loopback::NotLoopback),
    /// The script.
    #[error("{path}: {why}")]
    Script {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        why: BadScript,
    },
    /// A listener.
    #[error("cannot listen on {address}: {why}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        why: std::io::Error,
    },
    /// Standard output, or a listener that failed later.
    #[error(transparent)]
    Output(#[from] std::io::Error),
}

/// Runs a virtual terminal until it is told to stop.
///
/// # Errors
/// Why it could not start, or what ended it.
pub async fn simulate(args: SimulateArgs) -> Result<(), SimulatorTrouble> {
    let faults = line::Faults::default();
    let (place, kind) = place(&args);
    let setup = Setup {
        model: args.model,
        recovery: args.recovery.unwrap_or(args.model.profile().recovery),
        line: kind,
        pace: Pace::usual(args.delay_ms).scaled(args.scale),
    };
    let script = args.script.as_deref().map(script).transpose()?;
    let face = match args.face {
        Some(address) => Some(listen(loopback::only(address)?).await?),
        None => None,
    };
    let centre = centre_of(&args)?;
    let file = args.memory.map_or(MemoryFile::Process(None), MemoryFile::Disk);
    let line = line::start(place, Timers::scaled(args.scale), faults.clone());
    let parts = device::Parts {
        setup,
        terminal_id: args.terminal_id,
        file,
        centre,
        auto: args.auto,
        faults,
        line,
        script,
    };
    let device = device::start(parts)?;
    let mut places = device.place();
    if let Some(listener) = face {
        say(&format!("face http://{}/", listener.local_addr()?))?;
        tokio::spawn(face::serve(listener, device));
        announce(&mut places).await
    } else {
        let kept = device;
        let announced = announce(&mut places).await;
        drop(kept);
        announced
    }
}

/// Runs a centre until it is told to stop.
///
/// # Errors
/// Why it could not start, or what ended it.
pub async fn centre(args: CentreArgs) -> Result<(), SimulatorTrouble> {
    let book = Book::open(&args.book)?;
    let listener = listen(loopback::only(args.listen)?).await?;
    say(&format!("centre http://{}/", listener.local_addr()?))?;
    Ok(centre::serve(listener, Arc::new(Mutex::new(book))).await?)
}

fn place(args: &SimulateArgs) -> (Place, LineKind) {
    match (&args.serial, args.tcp) {
        (Some(path), _) => (Place::Serial(path.clone()), LineKind::Serial),
        (None, Some(address)) => (Place::Tcp(address), LineKind::Lan),
        (None, None) => (Place::Pty { link: args.pty_link.clone() }, LineKind::Serial),
    }
}

/// A script, and where its next turn is kept.
fn script(path: &Path) -> Result<(Script, PathBuf), SimulatorTrouble> {
    let trouble = |why: BadScript| SimulatorTrouble::Script { path: path.to_owned(), why };
    let json = serde_json::from_slice(&std::fs::read(path)?).map_err(|why| trouble(why.into()))?;
    Ok((Script::read(json).map_err(trouble)?, path.with_added_extension("next")))
}

fn centre_of(args: &SimulateArgs) -> Result<CentreLink, SimulatorTrouble> {
    if let Some(address) = args.centre {
        return Ok(CentreLink::Remote(loopback::only(address)?));
    }
    let book = match &args.memory {
        Some(memory) => Book::open(&memory.with_extension("book.jsonl"))?,
        None => Book::in_memory(),
    };
    Ok(CentreLink::Inside(Arc::new(Mutex::new(book))))
}

async fn listen(address: SocketAddr) -> Result<TcpListener, SimulatorTrouble> {
    TcpListener::bind(address).await.map_err(|why| SimulatorTrouble::Listen { address, why })
}

/// Says where the line is, each time it comes back.
async fn announce(places: &mut tokio::sync::watch::Receiver<Option<String>>) -> Result<(), SimulatorTrouble> {
    loop {
        let place = places.borrow_and_update().clone();
        if let Some(place) = place {
            say(&place)?;
        }
        if places.changed().await.is_err() {
            return Ok(());
        }
    }
}

/// One line for machines, at once.
fn say(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()
}

fn model(word: &str) -> Result<CatModel, String> {
    CatModel::from_word(word).ok_or_else(|| "jt-c60 or j-mups".to_owned())
}

fn recovery(word: &str) -> Result<RecoveryClass, String> {
    RecoveryClass::from_word(word).ok_or_else(|| "keyed, last or none".to_owned())
}

fn terminal_id(text: &str) -> Result<TerminalId, String> {
    let is_thirteen = text.len() == 13 && text.bytes().all(|byte| byte.is_ascii_digit());
    let id = TerminalId::new(text).map_err(|why: BadWord| why.to_string())?;
    if is_thirteen { Ok(id) } else { Err("13 digits".to_owned()) }
}

#[cfg(test)]
pub(crate) mod tests;
