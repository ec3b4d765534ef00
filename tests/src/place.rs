//! Where a test's files are: the program under test, a fresh folder for its data, its logs and its pictures.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The places of one test.
#[derive(Debug, Clone)]
pub struct Place {
    /// The test's name.
    pub name: String,
    /// Data: fresh, gone when the test is over and was right.
    pub data: PathBuf,
    /// What the processes say.
    pub logs: PathBuf,
    /// Pictures of screens, all tests together.
    pub screenshots: PathBuf,
    /// The program `catlink`.
    pub catlink: PathBuf,
}

impl Place {
    /// The places of the running test, named as it is.
    ///
    /// # Errors
    /// The program under test is missing, or a folder cannot be made.
    pub fn of_this_test() -> Result<Self> {
        let thread = std::thread::current();
        let name = thread.name().and_then(|name| name.rsplit("::").next()).unwrap_or("test").to_owned();
        let profile = profile_folder()?;
        let target = target_dir()?;
        let place = Self {
            data: std::env::temp_dir().join(format!("catlink-{}-{name}", std::process::id())),
            logs: target.join("test-logs").join(&name),
            screenshots: target.join("screenshots"),
            catlink: program(&profile)?,
            name,
        };
        place.cleared()
    }

    /// The places of something that is no test: the program, and folders of the caller's, made empty.
    ///
    /// # Errors
    /// A folder cannot be made.
    pub fn of(name: String, catlink: PathBuf, data: PathBuf, logs: PathBuf) -> Result<Self> {
        Self { name, data, screenshots: logs.clone(), logs, catlink }.cleared()
    }

    fn cleared(self) -> Result<Self> {
        for folder in [&self.data, &self.logs] {
            if folder.exists() {
                std::fs::remove_dir_all(folder).with_context(|| format!("{}", folder.display()))?;
            }
        }
        for folder in [&self.data, &self.logs, &self.screenshots] {
            std::fs::create_dir_all(folder).with_context(|| format!("{}", folder.display()))?;
        }
        Ok(self)
    }

    /// A file among the data.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.data.join(name)
    }

    /// The end of everything the processes said, for a test that failed.
    #[must_use]
    pub fn last_words(&self) -> String {
        let mut said = String::new();
        let mut files: Vec<_> =
            std::fs::read_dir(&self.logs).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        files.sort();
        for file in files {
            let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap_or_default()).into_owned();
            let lines: Vec<_> = text.lines().collect();
            let tail = lines[lines.len().saturating_sub(LAST_LINES)..].join("\n");
            if !tail.is_empty() {
                said.push_str(&format!("--- {}\n{tail}\n", file.display()));
            }
        }
        said
    }
}

/// Lines shown of each log.
const LAST_LINES: usize = 25;

/// `target/<profile>`, from where the test itself lies (`target/<profile>/deps/<test>`).
fn profile_folder() -> Result<PathBuf> {
    let test = std::env::current_exe().context("where this test lies")?;
    let folder = test.ancestors().nth(2).context("this test lies in no target folder")?;
    Ok(folder.to_owned())
}

fn program(profile: &Path) -> Result<PathBuf> {
    let program = profile.join(format!("catlink{}", std::env::consts::EXE_SUFFIX));
    if !program.exists() {
        bail!(
            "the program under test is missing ({}): run `make test`, which builds it first",
            program.display()
        );
    }
    Ok(program)
}

/// The target folder the test was built into.
///
/// # Errors
/// The test lies in none.
pub fn target_dir() -> Result<PathBuf> {
    Ok(profile_folder()?.parent().context("the profile's folder has no parent")?.to_owned())
}
