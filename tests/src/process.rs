//! A process of a test: what it says is kept, and it is killed whatever becomes of the test.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::patience::{Look, PATIENCE, until};
use crate::place::Place;

/// A running process.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    said: Arc<Said>,
    errors: PathBuf,
}

/// What it said, and the bell for what comes.
#[derive(Debug, Default)]
struct Said {
    lines: Mutex<Vec<String>>,
    bell: Condvar,
}

/// What is done with a line at once.
type OnLine = Box<dyn FnMut(&str) + Send>;

/// Whether the process ended is looked at so often while it is silent.
const LOOK_EVERY: Duration = Duration::from_millis(10);

impl Process {
    /// Starts one; `name` is that of its logs.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start(place: &Place, name: &str, command: Command) -> Result<Self> {
        Self::start_heard(place, name, command, Box::new(|_line| {}))
    }

    /// The same, with something to do at every line it says, before anybody else hears it.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start_heard(place: &Place, name: &str, mut command: Command, on_line: OnLine) -> Result<Self> {
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
        let said = Arc::new(Said::default());
        let stdout = child.stdout.take().context("its standard output")?;
        let heard = Arc::clone(&said);
        std::thread::spawn(move || listen(stdout, out, &heard, on_line));
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
        let began = Instant::now();
        let said = Arc::clone(&self.said);
        let mut lines = said.lines.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(rest) = lines.iter().rev().find_map(|line| line.strip_prefix(beginning)) {
                return Ok(rest.to_owned());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("{} ended ({status}): {}", self.name, self.complaints());
            }
            if began.elapsed() > PATIENCE {
                bail!("waited for {} to say `{beginning}…`; it is silent", self.name);
            }
            let heard = said.bell.wait_timeout(lines, LOOK_EVERY);
            lines = heard.unwrap_or_else(PoisonError::into_inner).0;
        }
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

    /// Stops it where it is (SIGSTOP), as a computer that is busy with something else would.
    ///
    /// # Errors
    /// There is no such process.
    #[cfg(unix)]
    pub fn freeze(&self) -> Result<()> {
        self.signal(rustix::process::Signal::STOP)
    }

    /// Lets it go on.
    ///
    /// # Errors
    /// There is no such process.
    #[cfg(unix)]
    pub fn thaw(&self) -> Result<()> {
        self.signal(rustix::process::Signal::CONT)
    }

    #[cfg(unix)]
    fn signal(&self, signal: rustix::process::Signal) -> Result<()> {
        let number = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw);
        rustix::process::kill_process(number.context("its number")?, signal)
            .with_context(|| format!("a signal to {}", self.name))
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

fn listen(stdout: ChildStdout, mut log: File, said: &Said, mut on_line: OnLine) {
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        let _ = writeln!(log, "{line}");
        on_line(&line);
        said.lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        said.bell.notify_all();
    }
}
