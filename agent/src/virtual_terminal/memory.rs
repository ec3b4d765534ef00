//! What the terminal remembers over a crash.
//!
//! A value; [`MemoryFile`] makes it durable. The engine changes it and says when it must be on the disk. It must not
//! know the centre's book.

mod file;
mod records;

use std::collections::BTreeMap;

use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::terminal::{MemoryId, SalesRequest, SlipNumber, TerminalId, TerminalResult, Unit};
use serde::{Deserialize, Serialize};

pub use file::{MemoryFile, MemoryTrouble};
pub use records::{CardFacts, Delivery, LogEntry, Origin, Pending, Slip, Stored, Switches};

/// How long results are kept and told: 7 days (`terminal-link`).
const KEPT_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// Printed slips kept for the face (ours).
const MOST_SLIPS: usize = 60;

/// Before this an identifier's time is taken for none: 2020-01-01.
const PLAUSIBLE_FROM_MS: i64 = 1_577_836_800_000;

/// Everything the terminal keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// Which device.
    pub terminal_id: TerminalId,
    /// Which memory: new when it is new or wiped.
    pub memory_id: MemoryId,
    /// What a person sets.
    pub switches: Switches,
    /// Newest live slip, 0 for none.
    pub newest_slip: u32,
    /// Newest training slip, 0 for none.
    pub newest_training_slip: u32,
    /// Transactions begun, for 処理通番 and the centre's reference.
    pub begun: u32,
    /// What is under way.
    pub pending: Option<Pending>,
    /// What ended as 処理未了 and nobody has looked into yet.
    pub unfinished: Option<Pending>,
    /// What became of what, by the POS's key.
    pub results: BTreeMap<PaymentId, Stored>,
    /// Keys that were asked for before they came: never to be charged.
    pub burned: BTreeMap<PaymentId, UnixMs>,
    /// The last transaction of any kind, for LAST.
    pub last: Option<TerminalResult>,
    /// 取引履歴 since the last 日計.
    pub log: Vec<LogEntry>,
    /// The same for training.
    pub training_log: Vec<LogEntry>,
    /// What was printed, newest last.
    pub slips: Vec<Slip>,
    /// References given up while the centre could not be reached.
    pub reversals: Vec<String>,
    /// How wrong the terminal's clock is.
    pub clock_offset_ms: i64,
}

/// What the terminal knows of a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Known<'a> {
    /// It is at it.
    Pending(&'a SalesRequest),
    /// It is done.
    Result(&'a Stored),
    /// Asked for before it came.
    Burned,
    /// Too old to say.
    Forgotten,
    /// Never heard of.
    Never,
}

impl Memory {
    /// A new memory.
    #[must_use]
    pub fn new(unit: Unit) -> Self {
        Self {
            terminal_id: unit.terminal_id,
            memory_id: unit.memory_id,
            switches: Switches { pos_link: true, lump_only: false, training_locked: false },
            newest_slip: 0,
            newest_training_slip: 0,
            begun: 0,
            pending: None,
            unfinished: None,
            results: BTreeMap::new(),
            burned: BTreeMap::new(),
            last: None,
            log: Vec::new(),
            training_log: Vec::new(),
            slips: Vec::new(),
            reversals: Vec::new(),
            clock_offset_ms: 0,
        }
    }

    /// Who it is.
    #[must_use]
    pub fn unit(&self) -> Unit {
        Unit { terminal_id: self.terminal_id.clone(), memory_id: self.memory_id.clone() }
    }

    /// What is known of a key.
    #[must_use]
    pub fn known(&self, payment_id: PaymentId, wall: UnixMs) -> Known<'_> {
        let pending = self.pending.as_ref().and_then(|pending| pending.origin.request());
        if let Some(request) = pending.filter(|request| request.payment_id == payment_id) {
            return Known::Pending(request);
        }
        if let Some(stored) = self.results.get(&payment_id) {
            return Known::Result(stored);
        }
        if self.burned.contains_key(&payment_id) {
            return Known::Burned;
        }
        match made_at(payment_id) {
            Some(made_at) if wall.since(made_at) > KEPT_MS => Known::Forgotten,
            Some(_) | None => Known::Never,
        }
    }

    /// Drops what is older than 7 days, by its own time and by its key's: a key whose own time is younger would
    /// otherwise look new.
    pub fn forget_old(&mut self, wall: UnixMs) {
        let is_old = |payment_id: &PaymentId, at: UnixMs| {
            wall.since(at) > KEPT_MS
                && made_at(*payment_id).is_some_and(|made_at| wall.since(made_at) > KEPT_MS)
        };
        self.results.retain(|id, stored| stored.delivery == Delivery::Open || !is_old(id, stored.stored_at));
        self.burned.retain(|id, at| !is_old(id, *at));
    }

    /// The next slip's number: 00001–99999 and round again; training apart.
    pub fn next_slip(&mut self, training: bool) -> SlipNumber {
        let newest = if training { &mut self.newest_training_slip } else { &mut self.newest_slip };
        *newest = *newest % 99_999 + 1;
        SlipNumber::five(*newest)
    }

    /// The newest live slip, as READY and STATE say it.
    #[must_use]
    pub fn newest_slip(&self) -> Option<SlipNumber> {
        (self.newest_slip > 0).then(|| SlipNumber::five(self.newest_slip))
    }

    /// Begins a transaction: its number and the centre's key of it.
    pub fn begin(&mut self, origin: Origin) -> Pending {
        self.begun += 1;
        let reference = format!("{}-{}-{}", self.terminal_id, self.memory_id, self.begun);
        Pending { origin, reference, transaction_number: self.begun, asked: None }
    }

    /// Writes a printed slip down.
    pub fn print(&mut self, slip: Slip) {
        self.slips.push(slip);
        let surplus = self.slips.len().saturating_sub(MOST_SLIPS);
        self.slips.drain(..surplus);
    }

    /// The log a transaction belongs to.
    pub fn log_mut(&mut self, training: bool) -> &mut Vec<LogEntry> {
        if training { &mut self.training_log } else { &mut self.log }
    }

    /// How many results the POS has not acknowledged.
    #[must_use]
    pub fn undelivered(&self) -> usize {
        self.results.values().filter(|stored| stored.delivery == Delivery::Open).count()
    }

    /// The terminal's own clock.
    #[must_use]
    pub fn terminal_time(&self, wall: UnixMs) -> UnixMs {
        UnixMs(wall.0.saturating_add(self.clock_offset_ms))
    }
}

/// The time inside a key (RFC 9562, 5.7: the first 48 bits), where it can be one.
fn made_at(payment_id: PaymentId) -> Option<UnixMs> {
    let text: String = payment_id.to_string().chars().filter(|c| *c != '-').collect();
    let is_v7 = text.chars().nth(12) == Some('7');
    let ms = i64::from_str_radix(text.get(..12)?, 16).ok()?;
    (is_v7 && ms >= PLAUSIBLE_FROM_MS).then_some(UnixMs(ms))
}

#[cfg(test)]
mod tests;
