//! Whose a terminal's link is, and what a shared one is needed for.
//!
//! ```text
//!   Free ── needed: claim ──▶ Wanted ── READY ──▶ Held
//!    ▲                          │  ▲               │
//!    │                          │  └── line lost ──┤
//!    └──── not needed: release ─┴──────────────────┘
//! ```

use catlink_shared::ids::PaymentId;
use catlink_shared::payment::{LastWord, PaymentState};
use catlink_shared::terminal::profile::RecoveryClass;
use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::books::BooksError;
use crate::config::Sharing;
use crate::journal::Payment;
use crate::till::admission::Start;

/// A payment that waits for the terminal, and whoever waits for the answer.
pub(in crate::till) type Waiting = (Box<Start>, oneshot::Sender<Result<Payment, BooksError>>);

/// Whose the terminal's link is.
pub(in crate::till) enum Link {
    /// Ours alone, always.
    Ours,
    /// Shared.
    Shared(Shared),
}

/// A link that is taken when it is needed.
pub(in crate::till) struct Shared {
    pub(super) hold: Hold,
    /// In the order they came.
    pub(super) waiting: Vec<Waiting>,
    pub(super) waits_until: Option<Instant>,
    /// Payments an answer is awaited for.
    asked: Vec<PaymentId>,
    /// Unknown payments of which the terminal may tell at any moment: the link is kept for them.
    open: Vec<PaymentId>,
    /// Questions that are due.
    round: Round,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    Free,
    /// Claimed, not greeted yet.
    Wanted,
    Held,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Round {
    None,
    Due,
}

impl Link {
    pub(in crate::till) fn of(sharing: Sharing) -> Self {
        match sharing {
            Sharing::Alone => Self::Ours,
            Sharing::Shared => Self::Shared(Shared {
                hold: Hold::Free,
                waiting: Vec::new(),
                waits_until: None,
                asked: Vec::new(),
                open: Vec::new(),
                round: Round::None,
            }),
        }
    }

    pub(super) fn shared(&mut self) -> Option<&mut Shared> {
        match self {
            Self::Ours => None,
            Self::Shared(shared) => Some(shared),
        }
    }

    /// Whether the terminal has greeted us, and nobody else since.
    pub(in crate::till) fn is_ours(&self) -> bool {
        match self {
            Self::Ours => true,
            Self::Shared(shared) => shared.hold == Hold::Held,
        }
    }

    /// Whether a payment waits for the link.
    pub(in crate::till) fn is_wanted_for_payment(&self) -> bool {
        match self {
            Self::Ours => false,
            Self::Shared(shared) => !shared.waiting.is_empty(),
        }
    }

    /// When a payment has waited long enough.
    pub(in crate::till) fn deadline(&self) -> Option<Instant> {
        match self {
            Self::Ours => None,
            Self::Shared(shared) => shared.waits_until,
        }
    }

    /// READY was heard: what has waited for it.
    pub(in crate::till) fn greeted(&mut self) -> Vec<Waiting> {
        self.shared().map_or_else(Vec::new, |shared| {
            (shared.hold, shared.waits_until, shared.round) = (Hold::Held, None, Round::None);
            std::mem::take(&mut shared.waiting)
        })
    }

    /// The connection is gone, or the greeting on it counts no more; where the link is claimed it is claimed still.
    pub(in crate::till) fn lost(&mut self) {
        if let Some(shared) = self.shared() {
            shared.asked.clear();
            if shared.hold == Hold::Held {
                shared.hold = Hold::Wanted;
            }
        }
    }

    /// What is open on this terminal, as the journal has it.
    pub(in crate::till) fn look_at(&mut self, open: &[Payment], askable: &[(PaymentId, RecoveryClass)]) {
        if let Some(shared) = self.shared() {
            let may_tell = open.iter().filter(|payment| may_tell(&payment.state));
            shared.open = may_tell.map(|payment| payment.frozen.payment_id).collect();
            shared.open.retain(|open| askable.iter().any(|(askable, _)| askable == open));
            shared.round = match shared.hold {
                Hold::Free | Hold::Wanted if !askable.is_empty() => Round::Due,
                Hold::Free | Hold::Wanted | Hold::Held => Round::None,
            };
        }
    }

    /// A question is on its way.
    pub(in crate::till) fn asked(&mut self, payment_id: PaymentId) {
        if let Some(shared) = self.shared()
            && !shared.asked.contains(&payment_id)
        {
            shared.asked.push(payment_id);
        }
    }

    /// Its answer came, or none will.
    pub(in crate::till) fn answered(&mut self, payment_id: PaymentId) {
        if let Some(shared) = self.shared() {
            shared.asked.retain(|asked| *asked != payment_id);
        }
    }

    /// A payment stands there now.
    pub(in crate::till) fn stands(&mut self, payment_id: PaymentId, state: &PaymentState) {
        if let Some(shared) = self.shared()
            && !may_tell(state)
        {
            shared.open.retain(|open| *open != payment_id);
        }
    }

    /// Nobody waits for the link any more but what is open.
    pub(super) fn turned_away(&mut self) -> Vec<Waiting> {
        self.shared().map_or_else(Vec::new, |shared| {
            (shared.waits_until, shared.round) = (None, Round::None);
            std::mem::take(&mut shared.waiting)
        })
    }
}

/// Whether the terminal may tell at any moment what became of a payment: one that is held for a person, or has been answered
/// with what proves nothing, keeps nobody from the terminal.
fn may_tell(state: &PaymentState) -> bool {
    let last_word = state.unknown().map(|(_, last_word)| last_word);
    state.holds_port() && matches!(last_word, Some(LastWord::Nothing | LastWord::Pending))
}

impl Shared {
    pub(super) fn is_needed(&self) -> bool {
        !self.waiting.is_empty()
            || !self.asked.is_empty()
            || !self.open.is_empty()
            || self.round == Round::Due
    }
}
