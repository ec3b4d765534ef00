//! A process of a test: what it says is kept, and it is killed whatever becomes of the test.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail};

use crate::patience::{Look, until};
use crate::place::Place;

/// A running process.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    said: Arc<Mutex<Vec<String>>>,
    errors: PathBuf,
}

impl Process {
    /// Starts one; `name` is that of its logs.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start(place: &Place, name: &str, mut command: Command) -> Result<Self> {
        let errors = place.logs.join(format!("{name}.err"));
        let log = |path: &PathBuf| OpenOptions::new().create(true).append(true).open(path);
        let out = log(&place.logs.join(format!("{name}.out")))?;
        let program = command.get_program().to_owned();
        let mut child = command
            .current_dir(&place.data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log(&errors)?)
            .spawn()
            .with_context(|| format!("{name} ({})", program.display()))?;
        let said = Arc::new(Mutex::new(Vec::new()));
        let stdout = child.stdout.take().context("its standard output")?;
        let heard = Arc::clone(&said);
        std::thread::spawn(move || listen(stdout, out, &heard));
        Ok(Self { name: name.to_owned(), child, said, errors })
    }

    /// Waits for a line that begins with `word` and a blank; the rest of the newest one.
    ///
    /// # Errors
    /// The process ended, or never said it.
    pub fn announced(&mut self, word: &str) -> Result<String> {
        self.heard(&format!("{word} "))
    }

    /// Waits for a line that begins so; the rest of the newest one.
    ///
    /// # Errors
    /// The process ended, or never said it.
    pub fn heard(&mut self, beginning: &str) -> Result<String> {
        let what = format!("{} to say `{beginning}…`", self.name);
        until(&what, || {
            let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(rest) = said.iter().rev().find_map(|line| line.strip_prefix(beginning)) {
                return Ok(Look::Seen(Ok(rest.to_owned())));
            }
            drop(said);
            match self.child.try_wait()? {
                Some(status) => Ok(Look::Seen(Err(status))),
                None => Ok(Look::NotYet("it is silent".to_owned())),
            }
        })?
        .or_else(|status| bail!("{} ended ({status}): {}", self.name, self.complaints()))
    }

    /// Waits until it has ended by itself.
    ///
    /// # Errors
    /// It did not.
    pub fn ended(&mut self) -> Result<(ExitStatus, String)> {
        let what = format!("{} to end", self.name);
        let status = until(&what, || match self.child.try_wait()? {
            Some(status) => Ok(Look::Seen(status)),
            None => Ok(Look::NotYet("it runs".to_owned())),
        })?;
        Ok((status, self.complaints()))
    }

    /// Whether it still runs.
    ///
    /// # Errors
    /// The system does not say.
    pub fn runs(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// Everything on its standard error.
    #[must_use]
    pub fn complaints(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.errors).unwrap_or_default()).into_owned()
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it without a warning (SIGKILL), as a power cut would.
    pub fn kill(&mut self) {
        // One that has ended already is as dead as it can be.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

fn listen(stdout: ChildStdout, mut log: File, said: &Mutex<Vec<String>>) {
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        let _ = writeln!(log, "{line}");
        said.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }
}
