//! How far each step of 精算 is.

use super::CloseStep;
use crate::checkout::Checkout;

/// How far a step of 精算 is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Not yet.
    Open,
    /// Done.
    Done,
    /// Done, with something that a manager must allow.
    WithItems,
    /// Compared, and not the same.
    Differs,
    /// There is no linked terminal.
    NotNeeded,
}

impl Done {
    /// Its word in the list of steps.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "未",
            Self::Done => "済",
            Self::WithItems => "要承認",
            Self::Differs => "差異",
            Self::NotNeeded => "不要",
        }
    }
}

impl Checkout {
    /// How far a step is.
    #[must_use]
    pub fn done(&self, step: CloseStep) -> Done {
        let linked = self.day.linked();
        let behind = if self.day.step > step { Done::Done } else { Done::Open };
        match step {
            CloseStep::Compare | CloseStep::Totals if linked.is_empty() => Done::NotNeeded,
            CloseStep::Items if self.day.step > step && !self.open_items().is_empty() => Done::WithItems,
            CloseStep::Compare if self.day.step > step && !self.all_compared() => Done::WithItems,
            CloseStep::Compare if self.day.step > step && !self.all_agree() => Done::Differs,
            CloseStep::Totals
                if self.day.step > step
                    && !linked.iter().all(|device| self.day.totalled.contains(device)) =>
            {
                Done::WithItems
            }
            CloseStep::Items | CloseStep::Compare | CloseStep::Totals => behind,
            CloseStep::Count | CloseStep::Last => behind,
        }
    }

    pub(super) fn all_compared(&self) -> bool {
        self.day.linked().into_iter().all(|device| self.subtotal(device).is_some())
    }

    fn all_agree(&self) -> bool {
        let terminals =
            self.day.drawer.as_ref().map(|drawer| drawer.terminals.as_slice()).unwrap_or_default();
        let mut linked = terminals.iter().filter(|terminal| terminal.model.is_some());
        linked.all(|terminal| self.subtotal(terminal.device) == Some(terminal.booked))
    }
}
