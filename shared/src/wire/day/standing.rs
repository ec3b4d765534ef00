//! How a business day stands, for every screen.

use serde::{Deserialize, Serialize};

use crate::money::Yen;

/// How the business day stands, for every screen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DayView {
    /// The day that is on.
    pub standing: Standing,
    /// Earlier days that are not closed yet, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<String>,
    /// The day that 端末開設 would open; none where it would open nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<String>,
}

impl DayView {
    /// Whether there is nothing to say of it.
    #[must_use]
    pub fn is_unsaid(&self) -> bool {
        *self == Self::default()
    }

    /// Whether anything is refused that a slip or a payment is asked for with.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        matches!(self.standing, Standing::Closed { .. })
    }
}

/// How a business day stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Standing {
    /// Nothing was booked in it yet: the first slip, or 端末開設, opens it.
    #[default]
    NotOpened,
    /// Open.
    Open {
        /// Since when, `11/23 09:00`.
        since: String,
        /// 釣銭準備金; none where it opened by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        float: Option<Yen>,
    },
    /// 精算済: nothing is booked in it any more.
    Closed {
        /// When, `11/23 21:10`.
        at: String,
    },
}
