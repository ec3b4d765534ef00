//! When a dialog listens: one about money opens deaf, so that a key meant for what stood there before cannot press it.

use std::collections::BTreeSet;

/// How long a dialog about money takes no key, milliseconds: a double press is about half of that.
pub const DEAF_MS: u64 = 400;
/// How long it must be quiet after figures that were typed at a deaf dialog, milliseconds. Else the first figures of an
/// amount would be lost and the others taken.
const QUIET_MS: u64 = 250;

/// Which keys are down, and whether the topmost dialog listens.
#[derive(Debug, Clone, Default)]
pub struct Attention {
    held: BTreeSet<String>,
    opened_at: u64,
    dropped_at: Option<u64>,
    deaf: bool,
}

impl Attention {
    /// A dialog about money opens.
    pub fn open_deaf(&mut self, now: u64) {
        self.opened_at = now;
        self.dropped_at = None;
        self.deaf = true;
    }

    /// Something else is topmost.
    pub fn open(&mut self) {
        self.deaf = false;
    }

    /// A key goes down.
    pub fn key_down(&mut self, code: &str) {
        self.held.insert(code.to_owned());
    }

    /// A key comes up.
    pub fn key_up(&mut self, code: &str) {
        self.held.remove(code);
    }

    /// The window lost the keyboard: keys come up unseen.
    pub fn all_up(&mut self) {
        self.held.clear();
    }

    /// A character was dropped.
    pub fn dropped(&mut self, now: u64) {
        self.dropped_at = Some(now);
    }

    /// Listens again where it may. To be asked before each key, and now and then.
    pub fn refresh(&mut self, now: u64) {
        let quiet = self.dropped_at.is_none_or(|at| now >= at + QUIET_MS);
        if self.held.is_empty() && quiet && !self.deaf_to_touch(now) {
            self.deaf = false;
        }
    }

    /// Whether keys are taken.
    #[must_use]
    pub fn is_deaf(&self) -> bool {
        self.deaf
    }

    /// Whether touch is taken: a second tap at the same place comes within the same time.
    #[must_use]
    pub fn deaf_to_touch(&self, now: u64) -> bool {
        self.deaf && now < self.opened_at + DEAF_MS
    }
}

#[cfg(test)]
mod tests {
    use super::Attention;

    #[test]
    fn a_money_dialog_hears_nothing_for_400_ms_and_until_every_key_is_up() {
        let mut attention = Attention::default();
        attention.key_down("F12");
        attention.open_deaf(1_000);
        attention.refresh(1_399);
        assert!(attention.is_deaf() && attention.deaf_to_touch(1_399));
        attention.refresh(2_000);
        assert!(attention.is_deaf(), "F12 is still held");
        assert!(!attention.deaf_to_touch(2_000));
        attention.key_up("F12");
        attention.refresh(2_001);
        assert!(!attention.is_deaf());
        attention.key_down("F12");
        attention.refresh(2_002);
        assert!(!attention.is_deaf(), "once it listens it goes on listening");
    }

    #[test]
    fn figures_typed_at_a_deaf_dialog_are_dropped_all_or_none() {
        let mut attention = Attention::default();
        attention.open_deaf(0);
        attention.dropped(390);
        attention.refresh(450);
        assert!(attention.is_deaf());
        attention.refresh(640);
        assert!(!attention.is_deaf());
    }
}
