//! What was counted in a drawer: a sum, or pieces by denomination.

use serde::{Deserialize, Serialize};

use crate::money::Yen;

/// Notes and coins in use, yen, largest first (Bank of Japan; Currency Act, art. 5).
pub const DENOMINATIONS: [i64; 10] = [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1];

/// Pieces of one denomination at most: what a field takes.
pub const MOST_PIECES: u32 = 99_999;

/// What was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Counted {
    /// 合計
    Sum {
        /// How much.
        amount: Yen,
    },
    /// 金種別
    Denominations {
        /// Of each denomination there is, largest first.
        pieces: Vec<Pieces>,
    },
}

/// So many pieces of a denomination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pieces {
    /// Its value.
    pub value: Yen,
    /// How many.
    pub count: u32,
}

impl Counted {
    /// What it comes to. Pieces within [`MOST_PIECES`] always fit.
    #[must_use]
    pub fn sum(&self) -> Yen {
        match self {
            Self::Sum { amount } => *amount,
            Self::Denominations { pieces } => {
                let of = |pieces: &Pieces| pieces.value.get().saturating_mul(i64::from(pieces.count));
                Yen::new(pieces.iter().map(of).fold(0, i64::saturating_add))
            }
        }
    }

    /// Whether it can be: no less than nothing, denominations that there are, each once.
    #[must_use]
    pub fn can_be(&self) -> bool {
        match self {
            Self::Sum { amount } => *amount >= Yen::ZERO && *amount <= crate::basket::MOST_TOTAL,
            Self::Denominations { pieces } => {
                let known = |pieces: &Pieces| {
                    DENOMINATIONS.contains(&pieces.value.get()) && pieces.count <= MOST_PIECES
                };
                pieces.iter().all(known)
                    && pieces.windows(2).all(|pair| matches!(pair, [one, next] if one.value > next.value))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Counted, Pieces};
    use crate::money::Yen;

    fn pieces(of: &[(i64, u32)]) -> Counted {
        let pieces = of.iter().map(|&(value, count)| Pieces { value: Yen::new(value), count }).collect();
        Counted::Denominations { pieces }
    }

    #[test]
    fn pieces_come_to_their_sum() {
        let counted = pieces(&[(10_000, 3), (500, 2), (1, 7)]);
        assert_eq!((counted.sum(), counted.can_be()), (Yen::new(31_007), true));
    }

    #[test]
    fn what_no_drawer_can_hold_is_told_apart() {
        for counted in [pieces(&[(3, 1)]), pieces(&[(100, 1), (100, 1)]), pieces(&[(1, 100_000)])] {
            assert!(!counted.can_be(), "{counted:?}");
        }
        assert!(!Counted::Sum { amount: Yen::new(-1) }.can_be());
    }
}
