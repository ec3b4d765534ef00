//! The centre behind the terminals: a process with a book of its own, the witness of what was charged.

use std::process::Command;

use anyhow::{Context, Result};

use crate::books::CentreBook;
use crate::http;
use crate::place::Place;
use crate::process::Process;

/// A running centre.
#[derive(Debug)]
pub struct Centre {
    process: Process,
    place: Place,
    address: String,
}

impl Centre {
    /// Starts one with an empty book.
    ///
    /// # Errors
    /// It does not start.
    pub fn start(place: &Place) -> Result<Self> {
        Self::start_at(place, "127.0.0.1:0")
    }

    /// The same at an address of the caller's.
    ///
    /// # Errors
    /// It does not start.
    pub fn start_at(place: &Place, listen: &str) -> Result<Self> {
        let (process, address) = run(place, listen)?;
        Ok(Self { process, place: place.clone(), address })
    }

    /// Its process.
    pub fn process(&mut self) -> &mut Process {
        &mut self.process
    }

    /// Starts it again where it was, on the same book.
    ///
    /// # Errors
    /// It does not start.
    pub fn start_again(&mut self) -> Result<()> {
        self.process.kill();
        (self.process, _) = run(&self.place, &self.address).context("the centre's second start")?;
        Ok(())
    }

    /// Where terminals reach it.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What it wrote down.
    ///
    /// # Errors
    /// It does not answer.
    pub fn book(&self) -> Result<CentreBook> {
        let book = http::get(&self.address, "/book").context("the centre's book")?;
        serde_json::from_value(book).context("the centre's book")
    }
}

fn run(place: &Place, listen: &str) -> Result<(Process, String)> {
    let mut command = Command::new(&place.catlink);
    command.args(["centre", "--listen", listen, "--book"]).arg(place.file("centre.jsonl"));
    let mut process = Process::start(place, "centre", command)?;
    let address = http::address_of(&process.announced("centre")?);
    Ok((process, address))
}
