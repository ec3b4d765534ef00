//! The log without card data: each line as it is written, and what a panic says.

use std::borrow::Cow;
use std::io::{self, Write};
use std::panic::PanicHookInfo;

use catlink_shared::card::guard::{Reading, mask};

use super::{Edge, stopped};

/// A writer of whole lines that lets no card number through.
#[derive(Debug)]
pub struct Masked<W>(pub W);

impl<W: Write> Write for Masked<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        // What is formatted is text; if ever it is none, its bytes hide nothing from the guard.
        let text = String::from_utf8_lossy(line);
        match mask(&text, Reading::Line) {
            Cow::Borrowed(_) => self.0.write_all(line)?,
            Cow::Owned(masked) => {
                stopped(Edge::Log, "line");
                self.0.write_all(masked.as_bytes())?;
            }
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Where the log goes.
#[must_use]
pub fn stderr() -> Masked<io::Stderr> {
    Masked(io::stderr())
}

/// Panics are told to the log, and nowhere else.
pub fn take_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let thread = std::thread::current();
        tracing::error!("thread '{}' {}", thread.name().unwrap_or("?"), sentence(panic));
    }));
}

fn sentence(panic: &PanicHookInfo<'_>) -> String {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    format!("panicked at {place}: {}", panic.payload_as_str().unwrap_or("(no words)"))
}
