//! What a run of the torture is told.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use crate::terminal::{Kind, Line};

/// Payments under every fault at every step, with real processes; the two books must agree.
#[derive(Debug, Clone, Parser)]
#[command(name = "catlink-torture")]
pub struct Settings {
    /// How many payments, all registers together.
    #[arg(long, default_value_t = 1_000)]
    pub payments: u64,
    /// The run's seed: the same seed gives the same faults at the same steps, register by register.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// What the terminals hang on.
    #[arg(long, value_enum)]
    pub link: Link,
    /// What they can be asked after a lost result.
    #[arg(long, value_enum)]
    pub recovery: Recovery,
    /// Registers at work at once, each with an agent, a terminal and a centre. Default: six times the
    /// cores, since most of a payment is waiting.
    #[arg(long)]
    pub registers: Option<u64>,
    /// Goes on until every fault has struck so often at every step it can (but never beyond four times --payments).
    #[arg(long, value_name = "HITS")]
    pub until_hits: Option<u64>,
    /// Leaves this fault out (as the table calls it), to go on beside one that is known to go wrong. Gives another deck.
    #[arg(long, value_name = "FAULT")]
    pub without: Vec<String>,
    /// Only this register of the run, to see one again.
    #[arg(long, value_name = "REGISTER")]
    pub only: Option<u64>,
    /// The number of its first payment.
    #[arg(long, default_value_t = 0, value_name = "PAYMENT")]
    pub first: u64,
    /// The program under test. Default: `catlink` beside this one.
    #[arg(long, env = "CATLINK_BIN", value_name = "PATH")]
    pub bin: Option<PathBuf>,
    /// Where the registers' data is while they work. Default: in memory where the system offers that.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Where logs of what went wrong stay. Default: `torture-logs` beside the program.
    #[arg(long, value_name = "DIR")]
    pub logs: Option<PathBuf>,
    /// Keeps the logs of shifts that were right, too.
    #[arg(long)]
    pub keep_logs: bool,
    /// Divides every timer. Lower is slower and kinder to a busy computer.
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub faster: u32,
}

/// What a terminal hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Link {
    /// A pty in place of a serial line.
    Serial,
    /// TCP.
    Tcp,
}

/// Recovery class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Recovery {
    /// QUERY by our key.
    Keyed,
    /// LAST, without our key.
    Last,
    /// Nothing.
    None,
}

impl Settings {
    /// The terminal of this run: each class on a model that has it, where there is one.
    #[must_use]
    pub fn kind(&self) -> Kind {
        let line = match self.link {
            Link::Serial => Line::Pty,
            Link::Tcp => Line::Tcp,
        };
        match self.recovery {
            Recovery::Keyed => Kind::jt_c60().on(line),
            Recovery::Last => Kind::jt_c60().on(line).recovering("last"),
            Recovery::None => Kind::j_mups().on(line),
        }
    }

    /// カード会社 of the demo books that are linked to that terminal.
    #[must_use]
    pub fn companies(&self) -> &'static [&'static str] {
        match self.recovery {
            Recovery::Keyed | Recovery::Last => &["01", "02", "03", "04", "05", "06", "07", "08"],
            Recovery::None => &["11", "12", "13"],
        }
    }

    /// The cell, for people.
    #[must_use]
    pub fn cell(&self) -> String {
        let word = |value: Option<clap::builder::PossibleValue>| {
            value.map(|value| value.get_name().to_owned()).unwrap_or_default()
        };
        format!("{} {}", word(self.link.to_possible_value()), word(self.recovery.to_possible_value()))
    }
}
