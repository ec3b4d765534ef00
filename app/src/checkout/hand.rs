//! The draft in hand: edits of this page that the agent's updates do not show yet.
//!
//! Whole drafts go to the agent, one at a time; what is edited meanwhile goes with the next. Once an update shows the
//! draft, nothing is in hand any more and the page shows what the agent keeps.

use catlink_shared::basket::Draft;
use catlink_shared::ids::{RequestId, SaleId};
use catlink_shared::wire::update::SaleView;

/// How long a kept draft may be missing from updates before it counts as gone, milliseconds: an update made before it
/// was kept may still come after the answer.
const MISSING_MS: u64 = 1_000;
/// Until a draft the books could not take is sent again, milliseconds.
const AGAIN_MS: u64 = 3_000;

/// A draft that was edited here.
#[derive(Debug, Clone)]
pub struct Hand {
    /// Of which sale.
    pub sale_id: SaleId,
    /// As edited.
    pub draft: Draft,
    /// The revision it is based on, or was kept as.
    pub revision: u64,
    /// Where it is.
    pub stage: Stage,
}

/// Where the draft in hand is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// To be sent from then on.
    Unsent {
        /// Not before.
        from: u64,
    },
    /// Sent; nothing was edited since.
    Sent(RequestId),
    /// Sent, and edited since: to be sent again.
    Overtaken(RequestId),
    /// The agent has it.
    Kept {
        /// Since when.
        at: u64,
    },
}

impl Hand {
    /// A draft edited just now.
    #[must_use]
    pub fn new(sale_id: SaleId, draft: Draft, revision: u64) -> Self {
        Self { sale_id, draft, revision, stage: Stage::Unsent { from: 0 } }
    }

    /// Takes another edit.
    pub fn edit(&mut self, draft: Draft) {
        self.draft = draft;
        self.stage = match self.stage {
            Stage::Sent(id) | Stage::Overtaken(id) => Stage::Overtaken(id),
            Stage::Unsent { .. } | Stage::Kept { .. } => Stage::Unsent { from: 0 },
        };
    }

    /// The agent keeps what was sent as `id`.
    pub fn kept(&mut self, id: RequestId, revision: u64, now: u64) {
        match self.stage {
            Stage::Sent(sent) if sent == id => {
                (self.revision, self.stage) = (revision, Stage::Kept { at: now })
            }
            Stage::Overtaken(sent) if sent == id => {
                (self.revision, self.stage) = (revision, Stage::Unsent { from: 0 });
            }
            Stage::Sent(_) | Stage::Overtaken(_) | Stage::Unsent { .. } | Stage::Kept { .. } => {}
        }
    }

    /// The books could not take it now: it stays in hand and goes again later.
    pub fn put_off(&mut self, now: u64) {
        self.stage = Stage::Unsent { from: now + AGAIN_MS };
    }

    /// Whether it must go to the agent now.
    #[must_use]
    pub fn is_due(&self, now: u64) -> bool {
        matches!(self.stage, Stage::Unsent { from } if now >= from)
    }

    /// Whether the agent has it.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        matches!(self.stage, Stage::Kept { .. })
    }

    /// Whether an update shows it, or something newer, or proves that it is gone.
    #[must_use]
    pub fn is_overtaken_by(&self, current: Option<&SaleView>, now: u64) -> bool {
        let Stage::Kept { at } = self.stage else { return false };
        match current {
            Some(sale) if sale.sale_id == self.sale_id => sale.draft_revision >= self.revision,
            Some(_) | None => now >= at + MISSING_MS,
        }
    }
}
