//! Chance that can be had again: every number follows from the parts it was begun with. SplitMix64 (Steele, Lea, Flood
//! 2014), which needs nothing but a 64-bit state.

/// A run of chance.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// The run that belongs to these parts: seed, day, …
    pub(super) fn of(parts: &[u64]) -> Self {
        let mut chance = Self(0x5A_2026);
        for part in parts {
            chance.0 = chance.draw() ^ part;
        }
        chance
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `least` to `most`, both of them possible.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = u64::try_from(most - least + 1).unwrap_or(1);
        least + i64::try_from(self.draw() % span).unwrap_or(0)
    }

    /// Yes, so often in a hundred times.
    pub(super) fn percent(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of these, as often as its weight says. There is at least one.
    pub(super) fn pick<T: Copy>(&mut self, from: &[(T, i64)]) -> T {
        let mut at = self.between(1, from.iter().map(|(_, weight)| weight).sum());
        for (this, weight) in from {
            at -= weight;
            if at <= 0 {
                return *this;
            }
        }
        from[0].0
    }

    /// The bytes of an identifier.
    pub(super) fn bytes(&mut self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.draw().to_le_bytes());
        bytes[8..].copy_from_slice(&self.draw().to_le_bytes()[..2]);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn weights_are_kept_and_bounds_are_possible() {
        let mut chance = Chance::of(&[1]);
        let mut seen = [0; 3];
        for _ in 0..1_000 {
            seen[chance.pick(&[(0_usize, 1), (1, 0), (2, 9)])] += 1;
            assert!((3..=5).contains(&chance.between(3, 5)));
        }
        assert!(seen[0] > 50 && seen[1] == 0 && seen[2] > 800, "{seen:?}");
        assert_eq!(Chance::of(&[1, 2]).bytes(), Chance::of(&[1, 2]).bytes());
        assert_ne!(Chance::of(&[1, 2]).bytes(), Chance::of(&[2, 1]).bytes());
    }
}
