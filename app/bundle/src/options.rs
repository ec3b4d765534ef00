//! What can be asked for on the command line.

use anyhow::{Context, bail};

/// Shown for `--help`.
pub(crate) const USAGE: &str = "\
Builds the page into app/dist/.

Usage: catlink-bundle [--dev] [--locked] [--agent ADDRESS]

  --dev            compile with the dev profile: quick to build, large to load
  --locked         refuse to change Cargo.lock, as cargo's own option does
  --agent ADDRESS  for a page that is hosted elsewhere: where its agent listens on the
                   computer that shows the page, 127.0.0.1:7310 (docs/hosting.md)
";

/// How the page is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Small, for shops and tests: cargo profile `page`.
    Page,
    /// Quick to build, with function names in its panics: cargo profile `dev`.
    Dev,
}

impl Profile {
    /// The name cargo knows it by.
    pub(crate) fn cargo_name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Dev => "dev",
        }
    }

    /// The folder cargo puts its output in; the dev profile's has a name of its own.
    pub(crate) fn cargo_folder(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Dev => "debug",
        }
    }

    /// How hard brotli tries: 11 is its best, 5 is done in a moment.
    pub(crate) fn brotli_quality(self) -> i32 {
        match self {
            Self::Page => 11,
            Self::Dev => 5,
        }
    }
}

/// One run's choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) profile: Profile,
    /// Handed on to cargo.
    pub(crate) locked: bool,
    /// Written into `index.html`; none: the page's own host.
    pub(crate) agent: Option<String>,
}

impl Options {
    /// Reads the arguments after the program's name; `None` asks for the usage text.
    ///
    /// # Errors
    /// An argument that is not known, or an address that cannot be one: nothing was done yet, so show the sentence and stop.
    pub(crate) fn parse(mut args: impl Iterator<Item = String>) -> anyhow::Result<Option<Self>> {
        let mut options = Self { profile: Profile::Page, locked: false, agent: None };
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--dev" => options.profile = Profile::Dev,
                "--locked" => options.locked = true,
                "--agent" => options.agent = Some(agent_of(args.next())?),
                "--help" | "-h" => return Ok(None),
                _ => bail!("{arg} is not an option of catlink-bundle; --help lists them"),
            }
        }
        Ok(Some(options))
    }
}

/// Only a place on the computer that shows the page, as the page itself holds it (`checkout/reach/place.rs`).
fn agent_of(value: Option<String>) -> anyhow::Result<String> {
    let address = value.context("--agent needs an address, such as 127.0.0.1:7310")?;
    let (name, port) = address.rsplit_once(':').with_context(|| format!("{address} names no port"))?;
    let is_port =
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse().is_ok_and(|port: u16| port > 0);
    if !is_port || !["127.0.0.1", "localhost", "[::1]"].contains(&name) {
        bail!("--agent {address}: the agent is on the computer that shows the page, such as 127.0.0.1:7310");
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> anyhow::Result<Option<Options>> {
        Options::parse(args.iter().map(ToString::to_string))
    }

    #[test]
    fn the_small_page_is_built_unless_dev_is_asked_for() {
        let page = Options { profile: Profile::Page, locked: false, agent: None };
        let dev = Options { profile: Profile::Dev, locked: true, agent: None };
        assert_eq!(parse(&[]).unwrap(), Some(page));
        assert_eq!(parse(&["--dev", "--locked"]).unwrap(), Some(dev));
    }

    #[test]
    fn a_mistyped_option_is_refused_by_name() {
        let error = parse(&["--release"]).unwrap_err().to_string();
        assert!(error.contains("--release"), "{error}");
    }

    #[test]
    fn an_agent_is_named_on_the_computer_that_shows_the_page_only() {
        let hosted = parse(&["--agent", "127.0.0.1:7310"]).unwrap().unwrap();
        assert_eq!(hosted.agent.as_deref(), Some("127.0.0.1:7310"));
        for address in ["192.168.0.4:7310", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:+7", "\"><script>:1", ""] {
            assert!(parse(&["--agent", address]).is_err(), "{address}");
        }
        assert!(parse(&["--agent"]).is_err());
    }
}
