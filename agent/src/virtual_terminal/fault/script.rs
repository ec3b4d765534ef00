//! A seeded script: which fault is armed before which transaction. Pure: the same seed gives the same plan, here and on
//! every computer.
//!
//! The faults are dealt like a pack of cards: each comes once before any comes again, in an order the seed shuffles.

mod draw;

use serde::Deserialize;
use serde_json::Value;

use super::{Armed, Fault};
use draw::Draw;

/// What POST /script and the file of `--script` bring.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptRequest {
    /// Decides everything.
    pub seed: u64,
    /// A fault before every so many transactions.
    #[serde(default = "one")]
    pub each: u64,
    /// The turn to begin with, for a script that goes on.
    #[serde(default)]
    pub from: u64,
    /// These as they are, in place of the whole catalogue with drawn values.
    #[serde(default)]
    pub faults: Option<Vec<Fault>>,
}

/// A script that is none.
#[derive(Debug, thiserror::Error)]
pub enum BadScript {
    /// The JSON.
    #[error("no such script: {0}")]
    Json(#[from] serde_json::Error),
    /// Nothing to play, or never.
    #[error("a script needs at least one fault, and `each` at least 1")]
    Empty,
}

/// What a turn arms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// What a person calls it.
    pub text: &'static str,
    /// The fault, and what it needs to come to its moment.
    pub armed: Vec<Armed>,
}

/// A script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    seed: u64,
    each: u64,
    from: u64,
    pack: Vec<(Fault, &'static str)>,
    values: Values,
}

/// Where a fault's values come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Values {
    /// Drawn: every byte, delay and amount is tried in time.
    Drawn,
    /// As they were asked for.
    AsGiven,
}

fn one() -> u64 {
    1
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// An unknown key or fault, or nothing to play.
    pub fn read(json: Value) -> Result<Self, BadScript> {
        let asked: ScriptRequest = serde_json::from_value(json)?;
        let (pack, values) = match asked.faults {
            None => (Fault::catalogue(), Values::Drawn),
            Some(faults) => {
                let named = faults.into_iter().map(|fault| {
                    let text = fault.text();
                    (fault, text)
                });
                (named.collect(), Values::AsGiven)
            }
        };
        if pack.is_empty() || asked.each == 0 {
            return Err(BadScript::Empty);
        }
        Ok(Self { seed: asked.seed, each: asked.each, from: asked.from, pack, values })
    }

    /// Its seed.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Transactions from fault to fault.
    #[must_use]
    pub fn each(&self) -> u64 {
        self.each
    }

    /// The turn it begins with.
    #[must_use]
    pub fn from(&self) -> u64 {
        self.from
    }

    /// How many turns until every fault has come.
    #[must_use]
    pub fn round(&self) -> u64 {
        self.each.saturating_mul(self.pack.len() as u64)
    }

    /// What a turn arms; nothing in the turns between.
    #[must_use]
    pub fn turn(&self, turn: u64) -> Option<Turn> {
        if turn % self.each != self.each - 1 {
            return None;
        }
        let nth = turn / self.each;
        let size = self.pack.len() as u64;
        let order = Draw::new(self.seed, nth / size).shuffled(self.pack.len());
        let (fault, text) = &self.pack[order[usize::try_from(nth % size).unwrap_or_default()]];
        let fault = match self.values {
            Values::Drawn => Draw::new(self.seed ^ DRAWN, nth).values(fault),
            Values::AsGiven => fault.clone(),
        };
        let times_left = Some(match self.values {
            Values::Drawn => Draw::new(self.seed ^ TIMES, nth).times(&fault),
            Values::AsGiven => 1,
        });
        let mut armed = vec![Armed { what: fault.clone(), times_left }];
        if fault.is_of_answers() {
            // Nothing is asked about a sale that goes well: the result is lost, and told to a question only.
            let lost = Fault::CutBeforeResult { back_after_ms: super::soon() };
            armed.push(Armed { what: lost, times_left: Some(1) });
            armed.push(Armed { what: Fault::MuteResult, times_left: None });
        }
        Some(Turn { text, armed })
    }
}

/// Keeps what values are drawn apart from the order and from each other.
const DRAWN: u64 = 0x76_61_6c_75_65_73;
const TIMES: u64 = 0x74_69_6d_65_73;

#[cfg(test)]
mod tests;
