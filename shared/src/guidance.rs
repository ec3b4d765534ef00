//! What a clerk is told: one line what happened, one line what to do, in the model's own words where it has some, and
//! what is then done on the terminal by hand, which the model's profile has the steps of.

mod different;
mod not_charged;
mod not_linked;
mod undone;
mod unknown;
mod waiting;

use serde::{Deserialize, Serialize};

use crate::terminal::profile::ManualOperation;

pub use different::difference_text;
pub use not_charged::after_not_charged;
pub use not_linked::{while_not_linked, while_occupied};
pub use undone::{after_contradiction, before_void, for_action, void_limits};
pub use unknown::{incomplete, not_on_record, while_unknown};
pub use waiting::{waits_for, while_waiting};

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guidance {
    /// What happened.
    pub what: String,
    /// What to do.
    pub next: String,
    /// What is done on the terminal, where something is.
    pub by_hand: Option<ManualOperation>,
}

impl Guidance {
    fn new(what: impl Into<String>, next: impl Into<String>) -> Self {
        Self { what: what.into(), next: next.into(), by_hand: None }
    }

    fn with(self, operation: ManualOperation) -> Self {
        Self { by_hand: Some(operation), ..self }
    }

    /// Both lines as one sentence, for a notice.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("{}{}", self.what, self.next)
    }
}
