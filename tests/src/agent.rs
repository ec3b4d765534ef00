//! The agent: started, killed without a warning, started again on the same folder and address.

use std::path::PathBuf;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::http;
use crate::place::Place;
use crate::process::Process;

/// How the agent is started.
#[derive(Debug, Clone)]
pub struct AgentSetup {
    /// `MODEL=serial:PATH` or `MODEL=tcp:HOST:PORT`
    pub cat1: Option<String>,
    /// Likewise.
    pub cat2: Option<String>,
    /// Inquiry before a person may decide, seconds.
    pub decide_after_s: u32,
    /// How long the terminal may wait, seconds.
    pub payment_timeout_s: u32,
    /// Name of the data folder within the test's.
    pub folder: &'static str,
    /// Divides the timers of the terminal's line.
    pub line_timers_divided_by: u32,
    /// Where it listens the first time; after that where it was.
    pub listen: String,
    /// 端末コード
    pub register: &'static str,
    /// What stands in the books at the first start.
    pub books: Books,
}

/// What stands in an agent's books at its first start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Books {
    /// The demo shop.
    #[default]
    Demo,
    /// Nothing: a real shop before anybody has set it up.
    Empty,
}

impl Default for AgentSetup {
    fn default() -> Self {
        Self {
            cat1: None,
            cat2: None,
            decide_after_s: 1,
            payment_timeout_s: 60,
            folder: "books",
            line_timers_divided_by: 1,
            listen: "127.0.0.1:0".to_owned(),
            register: "01",
            books: Books::Demo,
        }
    }
}

/// An agent.
#[derive(Debug)]
pub struct Agent {
    process: Process,
    place: Place,
    setup: AgentSetup,
    address: String,
}

impl Agent {
    /// Starts one on a port the system chooses.
    ///
    /// # Errors
    /// It does not start.
    pub fn start(place: &Place, setup: AgentSetup) -> Result<Self> {
        let (process, address) = run(place, &setup, &setup.listen)?;
        Ok(Self { process, place: place.clone(), setup, address })
    }

    /// The page's address.
    #[must_use]
    pub fn page(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// `host:port`
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its data folder.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.place.file(self.setup.folder)
    }

    /// Its database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.folder().join("catlink.sqlite")
    }

    /// How it is started.
    #[must_use]
    pub fn setup(&self) -> &AgentSetup {
        &self.setup
    }

    /// Its process.
    pub fn process(&mut self) -> &mut Process {
        &mut self.process
    }

    /// Somebody sets the computer's clock: so many milliseconds from the true time.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn set_clock(&self, off_by_ms: i64) -> Result<()> {
        set_clock(&self.place, off_by_ms)
    }

    /// Pulls the plug.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts it again where it was, so that the page finds it.
    ///
    /// # Errors
    /// It does not start.
    pub fn start_again(&mut self) -> Result<()> {
        self.process.kill();
        let (process, _) =
            run(&self.place, &self.setup, &self.address).context("the agent's second start")?;
        self.process = process;
        Ok(())
    }

    /// Whether it is there and well.
    ///
    /// # Errors
    /// It is not: says so.
    pub fn must_be_alive(&mut self) -> Result<()> {
        anyhow::ensure!(self.process.runs()?, "the agent died: {}", self.process.complaints());
        let health = http::get(&self.address, "/healthz")?;
        anyhow::ensure!(health == "ok", "the agent says {health}");
        Ok(())
    }
}

/// Japan's clocks are nine hours before UTC.
const JAPAN_MS: i64 = 9 * 3_600_000;
const DAY_MS: i64 = 24 * 3_600_000;

/// Moves the agents' clock.
const CLOCK: &str = "clock";

/// Sets the clock of agents that are or will be started here.
///
/// # Errors
/// The file cannot be written.
pub fn set_clock(place: &Place, off_by_ms: i64) -> Result<()> {
    let file = place.file(CLOCK);
    let beside = file.with_extension("new");
    std::fs::write(&beside, off_by_ms.to_string())?;
    Ok(std::fs::rename(beside, file)?)
}

/// How far noon in Japan is from now: a shop whose clock is off by that is far from where its business day ends.
///
/// # Errors
/// The computer's clock is before 1970.
pub fn to_noon_ms() -> Result<i64> {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let today = (i64::try_from(since_1970.as_millis())? + JAPAN_MS).rem_euclid(DAY_MS);
    Ok(DAY_MS / 2 - today)
}

/// The command line of `catlink run`.
#[must_use]
pub fn command(place: &Place, setup: &AgentSetup, listen: &str) -> Command {
    let mut command = Command::new(&place.catlink);
    command.args(["run", "--listen", listen, "--data-dir"]).arg(place.file(setup.folder));
    match setup.books {
        Books::Demo => command.arg("--demo").arg("--demo-clock").arg(place.file(CLOCK)),
        Books::Empty => &mut command,
    };
    command.args(["--register", setup.register]);
    command.args(["--decide-after-s", &setup.decide_after_s.to_string()]);
    command.args(["--payment-timeout-s", &setup.payment_timeout_s.to_string()]);
    command.args(["--line-timers-divided-by", &setup.line_timers_divided_by.to_string()]);
    for (flag, port) in [("--cat1", &setup.cat1), ("--cat2", &setup.cat2)] {
        if let Some(port) = port {
            command.args([flag, port]);
        }
    }
    command
}

fn run(place: &Place, setup: &AgentSetup, listen: &str) -> Result<(Process, String)> {
    let mut process = Process::start(place, "agent", command(place, setup, listen))?;
    let address = http::address_of(&process.announced("page")?);
    Ok((process, address))
}
