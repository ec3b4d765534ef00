//! A shared terminal (共用): greeted only while it is claimed, given back by closing the connection.
//!
//! ```text
//!            claim                READY
//!   Free ───────────▶ Wanted ─ ─ ─ ─ ─ ─▶ (greeted)
//!    ▲                   │ ▲                  │ release
//!    │   release, not    │ │ claim            ▼
//!    ├───────────────────┘ └────────────── Leaving
//!    └──── STATE to one more PING, then the connection is closed ──┘
//! ```
//!
//! The terminal holds the link for whoever greeted last, as long as it is heard on that connection; PING alone takes
//! nothing. The last PING before it is closed shows the terminal that its RESULT has come.

use tokio::time::Instant;

use super::sending::Sending;
use super::{Conversation, Greeting, LineState, Offer};
use crate::driver::Question;

/// Whose the terminal is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// Ours alone.
    Alone,
    /// Shared, and not needed now.
    Free,
    /// Shared, and needed now; held once greeted.
    Wanted,
    /// Shared, held, and not needed any more.
    Leaving,
}

impl Conversation {
    /// Another register uses the terminal, too.
    pub(in crate::driver::basic) fn share(&mut self) {
        self.claim = Claim::Free;
    }

    pub(in crate::driver::basic) fn claim(&mut self, now: Instant) {
        match self.claim {
            Claim::Alone => {}
            Claim::Free | Claim::Wanted | Claim::Leaving => self.claim = Claim::Wanted,
        }
        self.greeting = Greeting::Open;
        // A refusal is said again: somebody waits for it.
        self.holder = None;
        if self.line.is_some() {
            self.call_at = Some(now);
        }
        self.step(now);
    }

    pub(in crate::driver::basic) fn release(&mut self, now: Instant) {
        match self.claim {
            Claim::Alone | Claim::Free | Claim::Leaving => {}
            // A RESULT that is with the till is heard to its end.
            Claim::Wanted if self.greeted() || self.offer != Offer::None => {
                self.claim = Claim::Leaving;
                self.call_at = Some(now);
                self.step(now);
            }
            // HELLO may be on its way: whatever it is answered, this connection is not ours to keep.
            Claim::Wanted => {
                self.claim = Claim::Free;
                if self.line.is_some() {
                    self.state_of_line = LineState::Left;
                }
            }
        }
    }

    /// The connection is over, or nobody is at its other end: a terminal that was being given back is given back.
    pub(super) fn given_back(&mut self) {
        match self.claim {
            Claim::Leaving => self.claim = Claim::Free,
            Claim::Alone | Claim::Free | Claim::Wanted => {}
        }
    }

    /// STATE was heard: a terminal that is not claimed is there; one that is being given back has heard our last word.
    pub(super) fn seen(&mut self) {
        match self.claim {
            Claim::Free => self.greeting = Greeting::Seen,
            Claim::Leaving => self.state_of_line = LineState::Left,
            Claim::Alone | Claim::Wanted => {}
        }
    }

    /// What is said without a greeting: HELLO, or on a terminal that is not claimed PING.
    pub(super) fn next_ungreeted(&mut self, call_due: bool) -> Option<Sending> {
        let call = match self.claim {
            Claim::Alone | Claim::Wanted | Claim::Leaving => Sending::Hello,
            Claim::Free if self.asking.next_if(Question::State) => {
                return Some(Sending::Question(Question::State));
            }
            Claim::Free => Sending::Ping,
        };
        call_due.then(|| {
            self.call_at = None;
            call
        })
    }
}
