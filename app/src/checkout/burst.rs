//! Characters that come faster than a person types: a barcode scanner or a swipe reader on the keyboard's line.

use super::guard;

/// Longest gap between two characters of one burst, milliseconds. Slow scanners take 30; quick fingers need 60 and more.
const GAP_MS: u64 = 50;
/// How long it must be quiet before keys count again after a burst that was dropped, milliseconds.
const QUIET_MS: u64 = 200;
/// Characters from which on a burst is a scan: the shortest printed code is JAN-8.
const SCAN_LENGTH: usize = 8;

/// What a burst turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Perhaps a person.
    Typing,
    /// A barcode scanner.
    Scan,
    /// A swipe reader.
    Swipe,
    /// The rest of something that was dropped already.
    Rest,
}

/// The characters of the last burst.
#[derive(Clone, Default)]
pub struct Burst {
    text: String,
    last_at: u64,
    dropping: bool,
}

/// Never shows the characters: they may be a card's.
impl std::fmt::Debug for Burst {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Burst").field("length", &self.text.len()).finish_non_exhaustive()
    }
}

impl Burst {
    /// A character comes.
    pub fn char(&mut self, c: char, now: u64) -> Kind {
        if self.is_over(now) {
            self.text.clear();
            self.dropping = false;
        }
        self.last_at = now;
        if self.dropping {
            return Kind::Rest;
        }
        self.text.push(c);
        if guard::is_swipe(&self.text) {
            Kind::Swipe
        } else if self.text.chars().count() >= SCAN_LENGTH {
            Kind::Scan
        } else {
            Kind::Typing
        }
    }

    /// Another key comes (Enter behind a code): whether it is the rest of something dropped. If not, the code ends with it.
    pub fn other(&mut self, now: u64) -> Kind {
        if self.dropping && !self.is_over(now) {
            self.last_at = now;
            return Kind::Rest;
        }
        self.text.clear();
        Kind::Typing
    }

    /// Whether the character that just came is the first of its burst.
    #[must_use]
    pub fn has_just_begun(&self) -> bool {
        self.text.chars().count() == 1
    }

    /// Drops what came and what follows without a pause.
    pub fn drop_all(&mut self) {
        self.text.clear();
        self.dropping = true;
    }

    fn is_over(&self, now: u64) -> bool {
        now > self.last_at + if self.dropping { QUIET_MS } else { GAP_MS }
    }
}

#[cfg(test)]
mod tests {
    use super::{Burst, Kind};

    fn type_all(burst: &mut Burst, text: &str, from: u64, gap: u64) -> Kind {
        let mut kind = Kind::Typing;
        for (place, c) in (0u64..).zip(text.chars()) {
            kind = burst.char(c, from + place * gap);
        }
        kind
    }

    #[test]
    fn a_scanner_is_told_from_fingers_by_its_speed() {
        assert_eq!(type_all(&mut Burst::default(), "4901234567894", 0, 15), Kind::Scan);
        assert_eq!(type_all(&mut Burst::default(), "4901234567894", 0, 80), Kind::Typing);
        assert_eq!(type_all(&mut Burst::default(), "100000", 0, 1), Kind::Typing);
    }

    #[test]
    fn the_rest_of_a_dropped_burst_is_dropped_too() {
        let mut burst = Burst::default();
        assert_eq!(type_all(&mut burst, ";4111", 0, 10), Kind::Swipe);
        burst.drop_all();
        assert_eq!(burst.char('1', 100), Kind::Rest);
        assert_eq!(burst.other(110), Kind::Rest);
        assert_eq!(burst.other(500), Kind::Typing);
        assert_eq!(burst.char('1', 600), Kind::Typing);
    }
}
