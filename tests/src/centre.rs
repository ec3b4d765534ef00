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
    _process: Process,
    address: String,
}

impl Centre {
    /// Starts one with an empty book.
    ///
    /// # Errors
    /// It does not start.
    pub fn start(place: &Place) -> Result<Self> {
        let mut command = Command::new(&place.catlink);
        command.args(["centre", "--listen", "127.0.0.1:0", "--book"]).arg(place.file("centre.jsonl"));
        let mut process = Process::start(place, "centre", command)?;
        let address = http::address_of(&process.announced("centre")?);
        Ok(Self { _process: process, address })
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
