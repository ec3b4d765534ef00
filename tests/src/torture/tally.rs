//! What is counted: hits per fault and step, and what the books said at the end of each shift.

use std::collections::BTreeMap;
use std::fmt;

use super::blow::Blow;
use super::deck::Deck;
use super::step::Step;

/// The counts of a register, or of all together.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Payments tried.
    pub payments: u64,
    /// Charges that stand at the centres.
    pub charged: u64,
    /// Charges that are a settled slip.
    pub recorded: u64,
    /// Questions and actions still open.
    pub open: u64,
    /// Payments that are 決済内容相違.
    pub contradicted: u64,
    /// Charges beyond one for a sale.
    pub doubled: u64,
    /// Charges with neither slip nor question nor action.
    pub lost: u64,
    /// Shifts: times the books were compared.
    pub shifts: u64,
    /// What was wrong, in words.
    pub mismatches: Vec<String>,
    /// Why questions were left open.
    pub left: BTreeMap<String, u64>,
    /// How often each fault struck at each step.
    pub hits: BTreeMap<(String, Step), u64>,
    /// How often it was to strike and did not, since the payment went another way.
    pub missed: BTreeMap<(String, Step), u64>,
}

impl Tally {
    /// A fault was to strike.
    pub fn note(&mut self, blow: &Blow, step: Step, struck: bool) {
        let counts = if struck { &mut self.hits } else { &mut self.missed };
        *counts.entry((blow.word(), step)).or_default() += 1;
    }

    /// Adds another's.
    pub fn add(&mut self, other: Self) {
        self.payments += other.payments;
        self.charged += other.charged;
        self.recorded += other.recorded;
        self.open += other.open;
        self.contradicted += other.contradicted;
        self.doubled += other.doubled;
        self.lost += other.lost;
        self.shifts += other.shifts;
        self.mismatches.extend(other.mismatches);
        let sum = |into: &mut BTreeMap<_, u64>, from: BTreeMap<_, u64>| {
            for (key, count) in from {
                *into.entry(key).or_default() += count;
            }
        };
        sum(&mut self.hits, other.hits);
        sum(&mut self.missed, other.missed);
        for (why, count) in other.left {
            *self.left.entry(why).or_default() += count;
        }
    }

    /// Cards of the deck that struck less often than this.
    #[must_use]
    pub fn lacking(&self, deck: &Deck, wanted: u64) -> Vec<(String, Step, u64)> {
        let mut lacking: Vec<_> = deck
            .cards()
            .iter()
            .map(|(blow, step)| (blow.word(), *step))
            .map(|key| (key.0.clone(), key.1, self.hits.get(&key).copied().unwrap_or(0)))
            .filter(|(_, _, hits)| *hits < wanted)
            .collect();
        lacking.sort();
        lacking.dedup();
        lacking
    }

    /// Whether everything agreed.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.mismatches.is_empty() && self.doubled == 0 && self.lost == 0
    }

    /// The last line.
    #[must_use]
    pub fn sums(&self) -> String {
        format!(
            "payments={} charged={} recorded={} open={} contradicted={} doubled={} lost={}",
            self.payments, self.charged, self.recorded, self.open, self.contradicted, self.doubled, self.lost
        )
    }
}

/// Hits (and in brackets what missed) of each fault at each step.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:28}", "fault")?;
        for step in Step::ALL {
            write!(f, "{:>10}", step.word())?;
        }
        writeln!(f)?;
        let mut words: Vec<_> = self.hits.keys().chain(self.missed.keys()).map(|(word, _)| word).collect();
        words.sort();
        words.dedup();
        for word in words {
            write!(f, "{word:28}")?;
            for step in Step::ALL {
                let key = (word.clone(), step);
                let text = match (self.hits.get(&key), self.missed.get(&key)) {
                    (None, None) => "·".to_owned(),
                    (Some(hits), None) => format!("{hits}"),
                    (hits, Some(missed)) => format!("{}({missed})", hits.unwrap_or(&0)),
                };
                write!(f, "{text:>10}")?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}
