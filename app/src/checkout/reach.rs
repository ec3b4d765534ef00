//! Why the page does not reach the agent: told apart from what little a browser says of it.
//!
//! ```text
//!   socket: opened, refused, closed with a code ──┐
//!   Hello: refused, the agent's version ──────────┼──▶ Cause ──▶ a sentence and steps (words)
//!   permission for loopback, an answer there ─────┘
//! ```
//!
//! A browser closes a socket that nobody answered as it closes one that was refused. So the page looks around meanwhile:
//! whether anything answers at the agent's place, and whether the browser lets it through at all. It knows no socket and no
//! browser: they are asked with [`Effect::LookAround`](super::Effect).

mod cause;
mod door;
pub mod pairing;
pub mod place;
mod words;

use catlink_shared::wire::hosted::{PageKey, PairingCode};
use catlink_shared::wire::reply::Refusal;

use super::{Checkout, Effect, Link};
pub use cause::Cause;
use place::Place;
pub use words::Told;

/// How long the page only says that it connects again, milliseconds: an agent that restarts is back by then.
const BRIEF_MS: u64 = 2_000;
/// Between two looks around, milliseconds: as long as the longest pause between two tries.
const LOOK_MS: u64 = 4_000;
/// A look that takes so long waits for a person who is asked by the browser, milliseconds.
const ASKED_MS: u64 = 3_000;

/// Whether the browser lets the page through to this computer (Local Network Access; Chromium since 142).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Permission {
    /// Not asked for yet.
    #[default]
    Unknown,
    /// The browser knows no such permission.
    Unsupported,
    /// It asks a person first.
    Prompt,
    /// It does.
    Granted,
    /// It does not.
    Denied,
}

/// Whether anything answers at the agent's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Probe {
    /// Not tried yet.
    #[default]
    NotTried,
    /// Something does.
    Answers,
    /// Nothing does, or the browser does not let the page through.
    Silent,
}

/// What the door said last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Door {
    /// Nothing that tells why.
    #[default]
    Unknown,
    /// The socket was refused while something answered there.
    Shut,
    /// The page is not paired, and its socket does not open: no code is open for it.
    NotPaired,
    /// The same, and the socket opens: for a code, or because another browser of this page is paired.
    TakesCode,
    /// The connection was closed for others.
    MadeRoom,
}

/// Whether the page had a key before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Before {
    /// It had none.
    #[default]
    NeverPaired,
    /// It had one, which was taken away.
    WasPaired,
}

/// What the page knows of the way to the agent.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    place: Place,
    key: Option<PageKey>,
    door: Door,
    before: Before,
    permission: Permission,
    probe: Probe,
    /// Away since then; none: not away, or not since a tick.
    away_since: Option<u64>,
    /// When the page looked around last, and whether the answer is still to come.
    looked_at: Option<u64>,
    looking: bool,
    /// As far as the last tick: it was away for longer than a moment, a look takes long.
    long_away: bool,
    long_look: bool,
    /// [`VERSION`] of the agent, from its newest answer.
    agent_version: Option<u16>,
    turned_away: Option<Refusal>,
    /// A code that was typed and not answered yet.
    code: Option<PairingCode>,
}

impl Reach {
    /// What the page says Hello with.
    pub(super) fn key(&self) -> Option<PageKey> {
        self.key.clone()
    }
}

impl Checkout {
    /// Where the page comes from, and the key it kept. To be said before anything else.
    pub fn comes_from(&mut self, place: Place, key: Option<PageKey>) {
        self.reach.place = place;
        self.reach.key = key;
    }

    /// Where the page comes from.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.reach.place
    }

    /// The key as it is kept now: another tab may have paired meanwhile. Where the browser keeps none the page's own counts.
    pub fn key_is(&mut self, kept: Option<PageKey>) {
        if kept.is_some() {
            self.reach.key = kept;
        }
    }

    /// What the browser says of the permission.
    pub fn on_permission(&mut self, permission: Permission, now: u64) -> Vec<Effect> {
        self.reach.permission = permission;
        self.finish(now)
    }

    /// What answered at the agent's place. Where something does, the page tries at once.
    pub fn on_probe(&mut self, probe: Probe, now: u64) -> Vec<Effect> {
        self.reach.looking = false;
        let before = std::mem::replace(&mut self.reach.probe, probe);
        // Who made room waits: pages that push each other out serve nobody.
        let waits = self.reach.door == Door::MadeRoom;
        if probe == Probe::Answers && before != Probe::Answers && self.link == Link::Away && !waits {
            self.effects.push(Effect::Reconnect);
        }
        self.finish(now)
    }

    /// Time goes by while the agent is away.
    pub(super) fn look_around(&mut self, now: u64) {
        if self.link != Link::Away || matches!(self.reach.place, Place::Misplaced { .. }) {
            return;
        }
        let reach = &mut self.reach;
        let since = *reach.away_since.get_or_insert(now);
        reach.long_away = now >= since + BRIEF_MS;
        reach.long_look = reach.looking && reach.looked_at.is_some_and(|at| now >= at + ASKED_MS);
        let due = reach.looked_at.is_none_or(|at| now >= at + LOOK_MS);
        if due && !reach.looking && now >= since + BRIEF_MS / 2 {
            (reach.looked_at, reach.looking) = (Some(now), true);
            self.effects.push(Effect::LookAround);
        }
    }
}
