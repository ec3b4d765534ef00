//! What can be asked for on the command line.

use anyhow::bail;

/// Shown for `--help`.
pub(crate) const USAGE: &str = "\
Builds the page into app/dist/.

Usage: catlink-bundle [--dev] [--locked]

  --dev     compile with the dev profile: quick to build, large to load
  --locked  refuse to change Cargo.lock, as cargo's own option does
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) profile: Profile,
    /// Handed on to cargo.
    pub(crate) locked: bool,
}

impl Options {
    /// Reads the arguments after the program's name; `None` asks for the usage text.
    ///
    /// # Errors
    /// An argument that is not known: nothing was done yet, so show the sentence and stop.
    pub(crate) fn parse(args: impl Iterator<Item = String>) -> anyhow::Result<Option<Self>> {
        let mut options = Self { profile: Profile::Page, locked: false };
        for arg in args {
            match arg.as_str() {
                "--dev" => options.profile = Profile::Dev,
                "--locked" => options.locked = true,
                "--help" | "-h" => return Ok(None),
                _ => bail!("{arg} is not an option of catlink-bundle; --help lists them"),
            }
        }
        Ok(Some(options))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> anyhow::Result<Option<Options>> {
        Options::parse(args.iter().map(ToString::to_string))
    }

    #[test]
    fn the_small_page_is_built_unless_dev_is_asked_for() {
        let page = Options { profile: Profile::Page, locked: false };
        let dev = Options { profile: Profile::Dev, locked: true };
        assert_eq!(parse(&[]).unwrap(), Some(page));
        assert_eq!(parse(&["--dev", "--locked"]).unwrap(), Some(dev));
    }

    #[test]
    fn a_mistyped_option_is_refused_by_name() {
        let error = parse(&["--release"]).unwrap_err().to_string();
        assert!(error.contains("--release"), "{error}");
    }
}
