//! WebDriver (W3C), as much of it as tests need: one chromedriver and one session per browser.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::http;
use crate::place::Place;
use crate::process::Process;

/// What Chromium needs to run as root, without a screen and without a word to the outside.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--window-size=1024,900",
];

/// A screen's width and height.
type Screen = (u32, u32);

/// The smallest screen a register has (product §1): what tests run on.
pub(super) const SMALLEST: Screen = (1_024, 768);
/// A usual one, for pictures.
pub(super) const USUAL: Screen = (1_366, 768);

/// A chromedriver with its session.
#[derive(Debug)]
pub(super) struct Driver {
    _process: Process,
    address: String,
    session: String,
}

impl Driver {
    pub(super) fn start(place: &Place, more: &[String]) -> Result<Self> {
        let chromium = find(&["chromium", "chromium-browser", "google-chrome"], "Chromium")?;
        let (process, address) = serve(place)?;
        let mut flags: Vec<String> = FLAGS.iter().map(|&flag| flag.to_owned()).collect();
        flags.push(format!("--user-data-dir={}", place.file("chromium").display()));
        flags.extend_from_slice(more);
        let options = json!({"binary": chromium, "args": flags});
        let wanted = json!({"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}});
        let begun = value(http::ask("POST", &address, "/session", Some(&wanted))?)?;
        let session = begun["sessionId"].as_str().context("chromedriver begins no session")?.to_owned();
        let driver = Self { _process: process, address, session };
        driver.set_screen(SMALLEST)?;
        Ok(driver)
    }

    /// Gives the present tab a screen.
    pub(super) fn set_screen(&self, (width, height): Screen) -> Result<()> {
        let screen = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", &screen).map(drop)
    }

    /// POST, and what it answers.
    pub(super) fn command(&self, path: &str, body: &Value) -> Result<Value> {
        let path = format!("/session/{}/{path}", self.session);
        value(http::ask("POST", &self.address, &path, Some(body))?)
    }

    /// GET, and what it answers.
    pub(super) fn get(&self, path: &str) -> Result<Value> {
        value(http::ask("GET", &self.address, &format!("/session/{}/{path}", self.session), None)?)
    }

    /// A command of the browser's own protocol, where WebDriver has none.
    pub(super) fn devtools(&self, command: &str, parameters: &Value) -> Result<Value> {
        self.command("goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }
}

impl Drop for Driver {
    /// The browser is chromedriver's child and would outlive it.
    fn drop(&mut self) {
        let _ = http::ask("DELETE", &self.address, &format!("/session/{}", self.session), None);
    }
}

/// Chromedriver on a port of the system's choice. It wants the same one for IPv4 and IPv6, and gives up where the second
/// is taken: then another one.
fn serve(place: &Place) -> Result<(Process, String)> {
    let program = find(&["chromedriver", "chromium.chromedriver"], "chromedriver")?;
    let mut tries = 0;
    loop {
        let mut command = Command::new(&program);
        command.arg("--port=0");
        let mut process = Process::start(place, "chromedriver", command)?;
        tries += 1;
        match process.heard("ChromeDriver was started successfully on port ") {
            Ok(port) => return Ok((process, format!("127.0.0.1:{}", port.trim_end_matches('.')))),
            Err(error) if tries == TRIES => return Err(error),
            Err(_) => {}
        }
    }
}

/// How often chromedriver is started until it finds a port.
const TRIES: u32 = 5;

fn value(response: http::Response) -> Result<Value> {
    let value = response.body.get("value").cloned().unwrap_or_default();
    if response.status != 200 {
        bail!("chromedriver: {}: {}", value["error"], value["message"]);
    }
    Ok(value)
}

fn find(names: &[&str], what: &str) -> Result<PathBuf> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let in_path = names.iter().flat_map(|name| {
        std::env::split_paths(&paths).map(move |folder| folder.join(name)).collect::<Vec<_>>()
    });
    let on_macos = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    let found = in_path.chain((what == "Chromium").then_some(on_macos)).find(|path| path.is_file());
    found.with_context(|| format!("{what} is missing: run `make setup`, which installs it"))
}
