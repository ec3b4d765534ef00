//! Settings of the program itself: a file, overridden by the environment, overridden by flags.
//!
//! What a shop tunes about its link is here with unit, default and reason; what a manager sets in the page is in the books.

mod reach;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use catlink_shared::card::CatDeviceId;
use catlink_shared::card::guard::is_full_number;
pub use catlink_shared::masters::register::Sharing;
use catlink_shared::terminal::profile::CatModel;
use catlink_shared::terminal::{CatPort, Parity, RegisterId, SerialForm, StopBits};
pub use catlink_shared::wire::update::Reach;
use serde::Deserialize;

/// Flags of `catlink run`; each is also an environment variable and a key of the config file.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct RunArgs {
    /// Config file (TOML); see docs/catlink.example.toml
    #[arg(long, env = "CATLINK_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder of the books and the journal
    #[arg(long, env = "CATLINK_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Address of the page and its WebSocket; loopback only, but with --allow-lan
    #[arg(long, env = "CATLINK_LISTEN", value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// Lets other devices of the network reach the page; every screen says so
    #[arg(long, env = "CATLINK_ALLOW_LAN")]
    pub allow_lan: bool,
    /// With --allow-lan: the names and addresses the page is asked for by, exactly
    #[arg(long, env = "CATLINK_HOSTS", value_name = "HOST[:PORT]", value_delimiter = ',')]
    pub hosts: Vec<String>,
    /// Demo books: virtual terminals allowed, every screen and receipt marked
    #[arg(long, env = "CATLINK_DEMO")]
    pub demo: bool,
    /// A new folder of demo books begins with a month of sales
    #[arg(long, env = "CATLINK_DEMO_MONTH", hide = true)]
    pub demo_month: bool,
    /// 端末コード of this register
    #[arg(long, env = "CATLINK_REGISTER", value_name = "CODE")]
    pub register: Option<String>,
    /// Terminal CAT1, written into 端末マスタ at start: `MODEL=serial:PATH[,BAUD[,8N1]]` or `MODEL=tcp:HOST:PORT[,shared=true]`
    #[arg(long, env = "CATLINK_CAT1", value_name = "PORT")]
    pub cat1: Option<PortSetting>,
    /// Terminal CAT2, likewise
    #[arg(long, env = "CATLINK_CAT2", value_name = "PORT")]
    pub cat2: Option<PortSetting>,
    /// Seconds the terminal may wait for customer and centre
    #[arg(long, env = "CATLINK_PAYMENT_TIMEOUT_S", value_name = "SECONDS")]
    pub payment_timeout_s: Option<u32>,
    /// Seconds of inquiry before a person may decide on an unknown payment
    #[arg(long, env = "CATLINK_DECIDE_AFTER_S", value_name = "SECONDS")]
    pub decide_after_s: Option<u32>,
    /// Divides every timer of the terminal's line (tests run faster than life; 1 in a shop)
    #[arg(long, env = "CATLINK_LINE_TIMERS_DIVIDED_BY", value_name = "N")]
    pub line_timers_divided_by: Option<u32>,
    /// Adds the milliseconds in this file to the clock, whatever they are at the moment; demo books only
    #[arg(long, env = "CATLINK_DEMO_CLOCK", value_name = "FILE", hide = true)]
    pub demo_clock: Option<PathBuf>,
}

/// The config file. Unknown keys are refused by name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSettings {
    data_dir: Option<PathBuf>,
    listen: Option<SocketAddr>,
    allow_lan: Option<bool>,
    hosts: Option<Vec<String>>,
    demo: Option<bool>,
    register: Option<String>,
    cat1: Option<PortSetting>,
    cat2: Option<PortSetting>,
    payment_timeout_s: Option<u32>,
    decide_after_s: Option<u32>,
    line_timers_divided_by: Option<u32>,
}

/// A terminal's model and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortSetting {
    /// Which model.
    pub model: CatModel,
    /// Where.
    pub port: CatPort,
    /// Whose.
    pub sharing: Sharing,
}

/// What new demo books begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemoHistory {
    /// Masters only: the first slip is number 1.
    None,
    /// A month of sales.
    Month,
}

/// What the agent runs with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Folder of the books.
    pub data_dir: PathBuf,
    /// Where the page is served.
    pub listen: SocketAddr,
    /// Who can reach it there.
    pub reach: Reach,
    /// Where others can: the names it is asked for by. Without a port: that of `listen`.
    pub hosts: Vec<String>,
    /// Demo books.
    pub demo: bool,
    /// What new demo books begin with.
    pub demo_history: DemoHistory,
    /// 端末コード, also the register's name on the line.
    pub register: RegisterId,
    /// Terminals the program was told of; they go into the row of 端末マスタ, which alone says where a till is.
    pub ports: Vec<(CatDeviceId, PortSetting)>,
    /// How long the terminal may wait for customer and centre.
    pub payment_timeout_s: u32,
    /// Inquiry before a person may decide.
    pub decide_after: Duration,
    /// Divides the line's timers.
    pub line_timers_divided_by: u32,
}

/// Why the settings are not acceptable; each names the setting.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("config file {path}: {source}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not understood; the message names key and line.
    #[error("config file {path}: {message}")]
    Malformed {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// A setting cannot have that value.
    #[error("setting `{name}`: {why}")]
    BadValue {
        /// Which.
        name: &'static str,
        /// Why.
        why: String,
    },
}

impl Settings {
    /// The settings of file, environment and flags together.
    ///
    /// # Errors
    /// Names what is wrong; the agent does not start.
    pub fn load(args: &RunArgs) -> Result<Self, ConfigError> {
        let file = args.config.as_deref().map(read_file).transpose()?.unwrap_or_default();
        let args = args.clone();
        let listen = args.listen.or(file.listen).unwrap_or(DEFAULT_LISTEN);
        let allow_lan = args.allow_lan || file.allow_lan.unwrap_or(false);
        let hosts = if args.hosts.is_empty() { file.hosts.unwrap_or_default() } else { args.hosts };
        let (reach, hosts) = reach::of(listen, allow_lan, hosts)?;
        let register = args.register.or(file.register).unwrap_or_else(|| "01".to_owned());
        let mut ports = Vec::new();
        if let Some(port) = args.cat1.or(file.cat1) {
            ports.push((CatDeviceId::Cat1, port));
        }
        if let Some(port) = args.cat2.or(file.cat2) {
            ports.push((CatDeviceId::Cat2, port));
        }
        check_ports(&ports)?;
        let demo = args.demo || file.demo.unwrap_or(false);
        if args.demo_clock.is_some() && !demo {
            return Err(bad("demo_clock", "the clock of real books is the computer's"));
        }
        if args.demo_month && !demo {
            return Err(bad("demo_month", "real books begin empty"));
        }
        let decide_after_s = args.decide_after_s.or(file.decide_after_s).unwrap_or(DECIDE_AFTER_S);
        Ok(Self {
            data_dir: args.data_dir.or(file.data_dir).unwrap_or_else(|| PathBuf::from("catlink-data")),
            listen,
            reach,
            hosts,
            demo,
            demo_history: if args.demo_month { DemoHistory::Month } else { DemoHistory::None },
            register: register_named(&register)?,
            ports,
            payment_timeout_s: within(
                "payment_timeout_s",
                args.payment_timeout_s.or(file.payment_timeout_s).unwrap_or(PAYMENT_TIMEOUT_S),
                1..=600,
            )?,
            decide_after: Duration::from_secs(u64::from(decide_after_s)),
            line_timers_divided_by: within(
                "line_timers_divided_by",
                args.line_timers_divided_by.or(file.line_timers_divided_by).unwrap_or(1),
                1..=100,
            )?,
        })
    }
}

/// 7310 has no registered use (IANA) and is easy to say.
const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 7310);
/// Long enough to find the card and type a PIN twice.
const PAYMENT_TIMEOUT_S: u32 = 120;
/// payment-safety: a minute of inquiry before a person looks.
const DECIDE_AFTER_S: u32 = 60;

fn read_file(path: &Path) -> Result<FileSettings, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
    toml::from_str(&text)
        .map_err(|error| ConfigError::Malformed { path: path.to_owned(), message: error.to_string() })
}

fn bad(name: &'static str, why: impl Into<String>) -> ConfigError {
    ConfigError::BadValue { name, why: why.into() }
}

/// It is said to terminals and comes back from them, which guards look at: no number of a card may stand for a register.
fn register_named(text: &str) -> Result<RegisterId, ConfigError> {
    if text.split(|c: char| !c.is_ascii_alphanumeric()).any(is_full_number) {
        return Err(bad("register", "looks like the number of a card: choose a shorter one"));
    }
    RegisterId::new(text).map_err(|error| bad("register", error.to_string()))
}

fn within(name: &'static str, value: u32, range: std::ops::RangeInclusive<u32>) -> Result<u32, ConfigError> {
    if range.contains(&value) {
        return Ok(value);
    }
    Err(bad(name, format!("{value} is not between {} and {}", range.start(), range.end())))
}

/// Two ports must be two places; and only JT-C60 can stand twice, since only its rows name a device (product §2).
fn check_ports(ports: &[(CatDeviceId, PortSetting)]) -> Result<(), ConfigError> {
    if let [(_, one), (_, two)] = ports {
        if one.port == two.port {
            return Err(bad("cat2", "is the same port as cat1"));
        }
        if one.model == two.model && one.model != CatModel::JtC60 {
            return Err(bad("cat2", "two ports of one model are possible for jt-c60 only"));
        }
    }
    Ok(())
}

impl FromStr for PortSetting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let usage = "write MODEL=serial:PATH[,BAUD[,8N1]] or MODEL=tcp:HOST:PORT[,shared=true]";
        let (model, place) = text.split_once('=').ok_or(usage)?;
        let model = CatModel::from_word(model).ok_or_else(|| {
            let known: Vec<_> = CatModel::ALL.iter().map(|model| model.word()).collect();
            format!("no model `{model}`; there are {}", known.join(", "))
        })?;
        let (place, sharing) = match place.rsplit_once(",shared=") {
            None => (place, Sharing::Alone),
            Some((place, "false")) => (place, Sharing::Alone),
            Some((place, "true")) => (place, Sharing::Shared),
            Some((_, other)) => return Err(format!("`shared={other}`: write shared=true or shared=false")),
        };
        let port = match place.split_once(':') {
            Some(("serial", _)) if sharing == Sharing::Shared => {
                return Err("`shared=true` is not possible on a serial port: only on LAN".to_owned());
            }
            Some(("serial", rest)) => serial_port(rest)?,
            Some(("tcp", address)) if address.contains(':') => CatPort::Tcp { address: address.to_owned() },
            _ => return Err(usage.to_owned()),
        };
        Ok(Self { model, port, sharing })
    }
}

fn serial_port(text: &str) -> Result<CatPort, String> {
    let mut parts = text.split(',');
    let path = parts.next().filter(|path| !path.is_empty()).ok_or("no serial port named")?;
    let mut form = SerialForm::default();
    if let Some(baud) = parts.next() {
        form.baud = baud.parse().map_err(|_| format!("`{baud}` is no speed"))?;
        if !(1_200..=115_200).contains(&form.baud) {
            return Err(format!("speed {baud} is not between 1200 and 115200"));
        }
    }
    if let Some(bits) = parts.next() {
        (form.parity, form.stop_bits) = match bits {
            "8N1" => (Parity::None, StopBits::One),
            "8E1" => (Parity::Even, StopBits::One),
            "8O1" => (Parity::Odd, StopBits::One),
            "8N2" => (Parity::None, StopBits::Two),
            "8E2" => (Parity::Even, StopBits::Two),
            "8O2" => (Parity::Odd, StopBits::Two),
            other => return Err(format!("`{other}` is no form; 8N1, 8E1, 8O1, 8N2, 8E2, 8O2")),
        };
    }
    match parts.next() {
        Some(extra) => Err(format!("`{extra}` is too much")),
        None => Ok(CatPort::Serial { path: path.to_owned(), form }),
    }
}

impl<'de> Deserialize<'de> for PortSetting {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{DemoHistory, PortSetting, RunArgs, Settings, Sharing};

    fn settings(toml: &str) -> Result<Settings, String> {
        let folder = crate::scratch::path("config");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("catlink.toml");
        std::fs::write(&path, toml).unwrap();
        Settings::load(&RunArgs { config: Some(path), ..RunArgs::default() })
            .map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (toml, named) in [
            ("lisen = \"127.0.0.1:1\"", "lisen"),
            ("listen = \"0.0.0.0:7310\"", "allow_lan"),
            ("listen = \"192.0.2.7:7310\"", "allow_lan"),
            ("listen = \"[::]:7310\"", "allow_lan"),
            ("listen = \"192.0.2.7:7310\"\nallow_lan = false", "allow_lan"),
            ("listen = \"0.0.0.0:7310\"\nallow_lan = true", "hosts"),
            ("listen = \"192.0.2.7:7310\"\nallow_lan = true\nhosts = [\"*\"]", "hosts"),
            ("listen = \"192.0.2.7:7310\"\nallow_lan = true\nhosts = [\"a b\"]", "hosts"),
            ("listen = \"192.0.2.7:7310\"\nallow_lan = true\nhosts = [\"http://a/\"]", "hosts"),
            ("hosts = [\"pos.example\"]", "hosts"),
            ("allow_lan = true", "allow_lan"),
            ("register = \"a b\"", "register"),
            ("register = \"REG-4111111111111111\"", "register"),
            ("cat1 = \"jt-c61=tcp:localhost:1\"", "jt-c61"),
            ("cat1 = \"jt-c60=serial:/dev/x,300\"", "speed 300"),
            ("cat1 = \"jt-c60=serial:/dev/x,9600,7N1\"", "7N1"),
            ("cat1 = \"j-mups=tcp:a:1\"\ncat2 = \"j-mups=tcp:a:2\"", "cat2"),
            ("cat1 = \"jt-c60=tcp:a:1\"\ncat2 = \"j-mups=tcp:a:1\"", "cat2"),
            ("payment_timeout_s = 0", "payment_timeout_s"),
            ("cat1 = \"jt-c60=serial:/dev/x,shared=true\"", "shared=true"),
            ("cat1 = \"jt-c60=tcp:a:1,shared=yes\"", "shared=yes"),
        ] {
            let message = settings(toml).expect_err(toml);
            assert!(message.contains(named), "{toml}: {message}");
        }
    }

    #[test]
    fn the_clock_of_real_books_cannot_be_moved() {
        let demo_clock = Some("clock".into());
        let moved =
            |demo| Settings::load(&RunArgs { demo, demo_clock: demo_clock.clone(), ..RunArgs::default() });
        assert!(moved(true).is_ok());
        let message = moved(false).expect_err("real books").to_string();
        assert!(message.contains("demo_clock"), "{message}");
    }

    #[test]
    fn real_books_begin_without_a_month() {
        let begun = |demo| Settings::load(&RunArgs { demo, demo_month: true, ..RunArgs::default() });
        assert_eq!(begun(true).expect("demo books").demo_history, DemoHistory::Month);
        let message = begun(false).expect_err("real books").to_string();
        assert!(message.contains("demo_month"), "{message}");
    }

    #[test]
    fn flags_win_over_the_file() {
        let folder = crate::scratch::path("config");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("catlink.toml");
        std::fs::write(&path, "register = \"07\"\ndecide_after_s = 5").unwrap();
        let args = RunArgs { config: Some(path), register: Some("09".into()), ..RunArgs::default() };
        let settings = Settings::load(&args).unwrap();
        assert_eq!(settings.register.as_str(), "09");
        assert_eq!(settings.decide_after.as_secs(), 5);
    }

    #[test]
    fn the_example_config_is_accepted() {
        let example = include_str!("../../docs/catlink.example.toml");
        settings(example).expect("the example");
        let all_set: String = example
            .lines()
            .map(|line| line.strip_prefix("#= ").unwrap_or(line))
            .fold(String::new(), |text, line| text + line + "\n");
        settings(&all_set).expect("the example with every line active");
        assert!("jt-c60=serial:/dev/ttyUSB0,19200,8E1".parse::<PortSetting>().is_ok());
    }

    #[test]
    fn a_terminal_is_shared_only_where_that_is_said() {
        for (text, sharing) in [
            ("jt-c60=tcp:a:1", Sharing::Alone),
            ("jt-c60=tcp:a:1,shared=false", Sharing::Alone),
            ("jt-c60=serial:/dev/x,9600,shared=false", Sharing::Alone),
            ("jt-c60=tcp:a:1,shared=true", Sharing::Shared),
        ] {
            let setting: PortSetting = text.parse().expect(text);
            assert_eq!(setting.sharing, sharing, "{text}");
        }
    }
}
