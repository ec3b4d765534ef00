//! Chance that can be had again: every number follows from the parts it was begun with. SplitMix64 (Steele, Lea, Flood
//! 2014), which needs nothing but a 64-bit state.

/// A run of chance.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The run that belongs to these parts: seed, register, payment …
    #[must_use]
    pub fn of(parts: &[u64]) -> Self {
        let mut chance = Self(0x0CA7_1147);
        for part in parts {
            chance.0 = chance.draw() ^ part;
        }
        chance
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.draw() % limit as u64).unwrap_or(0)
    }

    /// Yes, so often in a hundred times.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of these, of which there is at least one.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Puts these in another order.
    pub fn shuffle<T>(&mut self, these: &mut [T]) {
        for last in (1..these.len()).rev() {
            these.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn the_same_parts_give_the_same_run_and_others_another() {
        let run = |parts: &[u64]| {
            let mut chance = Chance::of(parts);
            [chance.draw(), chance.draw(), chance.draw()]
        };
        assert_eq!(run(&[1, 2]), run(&[1, 2]));
        assert_ne!(run(&[1, 2]), run(&[2, 1]));
        let mut deck: Vec<u8> = (0..50).collect();
        Chance::of(&[7]).shuffle(&mut deck);
        assert_ne!(deck, (0..50).collect::<Vec<u8>>());
        deck.sort_unstable();
        assert_eq!(deck, (0..50).collect::<Vec<u8>>());
    }
}
