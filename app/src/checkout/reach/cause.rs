//! From what is known to one cause.

use catlink_shared::wire::VERSION;
use catlink_shared::wire::reply::{Refusal, RefusalCode, Retry};

use super::place::{self, Place};
use super::{Door, Permission, Probe};
use crate::checkout::{Checkout, Link};

/// Why the agent cannot be used now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Not known yet, or just for a moment.
    Connecting,
    /// Nobody is there.
    Absent,
    /// The browser asks a person first.
    PermissionPrompt,
    /// The browser does not let the page through.
    PermissionDenied,
    /// The page comes from elsewhere and is not paired.
    NotPaired,
    /// The served page is refused though the agent is there: its cookie is an older one's.
    StaleCookie,
    /// The agent is newer than the page.
    PageTooOld,
    /// The agent is older than the page.
    AgentTooOld,
    /// Too many pages are open.
    MadeRoom,
    /// Whoever hosts the page named an agent elsewhere.
    Misplaced,
    /// The agent refuses, says why, and may take it later.
    Refused,
    /// The agent refuses, and says why.
    RefusedForGood,
}

impl Cause {
    /// Its name in the page, for tests and styles.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Absent => "absent",
            Self::PermissionPrompt => "permission-prompt",
            Self::PermissionDenied => "permission-denied",
            Self::NotPaired => "not-paired",
            Self::StaleCookie => "stale-cookie",
            Self::PageTooOld => "page-too-old",
            Self::AgentTooOld => "agent-too-old",
            Self::MadeRoom => "made-room",
            Self::Misplaced => "misplaced",
            Self::Refused => "refused",
            Self::RefusedForGood => "refused-for-good",
        }
    }
}

impl Checkout {
    /// Why the agent cannot be used now; nothing while it is there.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        let reach = &self.reach;
        if self.link == Link::Open {
            return None;
        }
        if let Place::Misplaced { .. } = reach.place {
            return Some(Cause::Misplaced);
        }
        if let Some(refusal) = &reach.turned_away {
            return Some(self.cause_of(refusal));
        }
        Some(match reach.door {
            Door::NotPaired | Door::TakesCode if reach.probe != Probe::Silent => Cause::NotPaired,
            Door::MadeRoom if reach.probe != Probe::Silent => Cause::MadeRoom,
            Door::Shut if reach.probe == Probe::Answers => Cause::StaleCookie,
            Door::NotPaired | Door::TakesCode | Door::MadeRoom | Door::Shut | Door::Unknown => {
                self.cause_of_silence()
            }
        })
    }

    fn cause_of(&self, refusal: &Refusal) -> Cause {
        match (refusal.code, self.reach.agent_version) {
            (RefusalCode::UnsupportedVersion, Some(agent)) if agent > VERSION => Cause::PageTooOld,
            (RefusalCode::UnsupportedVersion, Some(agent)) if agent < VERSION => Cause::AgentTooOld,
            _ => match refusal.retry {
                Retry::Safe => Cause::Refused,
                Retry::Useless => Cause::RefusedForGood,
            },
        }
    }

    /// Nothing answers, as far as the page can see.
    fn cause_of_silence(&self) -> Cause {
        let reach = &self.reach;
        if self.link != Link::Away || !reach.long_away {
            return Cause::Connecting;
        }
        let Place::Hosted { origin, .. } = &reach.place else {
            return if reach.probe == Probe::Silent { Cause::Absent } else { Cause::Connecting };
        };
        match (reach.permission, reach.probe) {
            (_, Probe::Answers) => Cause::Connecting,
            (Permission::Denied, _) => Cause::PermissionDenied,
            // A browser asks no page of this very computer: there nothing waits but what takes long.
            (Permission::Prompt, _) if reach.long_look || !place::is_from_this_computer(origin) => {
                Cause::PermissionPrompt
            }
            (_, Probe::Silent) => Cause::Absent,
            (_, Probe::NotTried) => Cause::Connecting,
        }
    }
}
