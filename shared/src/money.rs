//! Yen as integers. There are no floats in catlink: every amount is whole yen, every operation checked.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in whole yen. May be negative (a discount, change of a cash drawer).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Yen(i64);

impl Yen {
    /// Nothing.
    pub const ZERO: Yen = Yen(0);

    /// The amount as given, in yen.
    #[must_use]
    pub const fn new(yen: i64) -> Self {
        Yen(yen)
    }

    /// The number of yen.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum, or nothing where it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Yen) -> Option<Yen> {
        self.0.checked_add(other.0).map(Yen)
    }

    /// The difference, or nothing where it does not fit.
    #[must_use]
    pub fn checked_sub(self, other: Yen) -> Option<Yen> {
        self.0.checked_sub(other.0).map(Yen)
    }

    /// `count` times the amount, or nothing where it does not fit.
    #[must_use]
    pub fn checked_mul(self, count: i64) -> Option<Yen> {
        self.0.checked_mul(count).map(Yen)
    }

    /// `self × numerator ÷ denominator`, rounded towards zero (切捨て), computed without overflow.
    /// Nothing where the denominator is zero or the result does not fit.
    #[must_use]
    pub fn checked_ratio(self, numerator: i64, denominator: i64) -> Option<Yen> {
        if denominator == 0 {
            return None;
        }
        let exact = i128::from(self.0) * i128::from(numerator) / i128::from(denominator);
        i64::try_from(exact).ok().map(Yen)
    }

    /// The sum of many amounts, or nothing where it does not fit.
    #[must_use]
    pub fn checked_sum(amounts: impl IntoIterator<Item = Yen>) -> Option<Yen> {
        amounts.into_iter().try_fold(Yen::ZERO, Yen::checked_add)
    }
}

/// Digits in groups of three: `1,234,567`, without a currency sign.
impl fmt::Display for Yen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if self.0 < 0 {
            grouped.push('-');
        }
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        f.pad(&grouped)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Yen;

    #[test]
    fn figures_are_grouped_in_threes() {
        assert_eq!(Yen::new(0).to_string(), "0");
        assert_eq!(Yen::new(999).to_string(), "999");
        assert_eq!(Yen::new(1_000).to_string(), "1,000");
        assert_eq!(Yen::new(99_999_999).to_string(), "99,999,999");
        assert_eq!(Yen::new(-1_234_567).to_string(), "-1,234,567");
    }

    proptest! {
        #[test]
        fn grouping_loses_no_digit(yen: i64) {
            let plain: String = Yen::new(yen).to_string().chars().filter(|c| *c != ',').collect();
            prop_assert_eq!(plain, yen.to_string());
        }

        #[test]
        fn a_ratio_is_never_larger_than_the_exact_value(yen in 0i64..1_000_000_000_000, n in 0i64..1000, d in 1i64..1000) {
            let got = Yen::new(yen).checked_ratio(n, d).expect("fits").get();
            prop_assert!(i128::from(got) * i128::from(d) <= i128::from(yen) * i128::from(n));
            prop_assert!((i128::from(got) + 1) * i128::from(d) > i128::from(yen) * i128::from(n));
        }
    }
}
