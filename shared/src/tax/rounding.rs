//! Which way the parts of a yen go (端数処理). A shop chooses one, and uses it for every tax it computes.

use serde::{Deserialize, Serialize};

use crate::money::Yen;

/// 消費税の端数処理. The same yen whichever way the money goes: what is below zero is rounded as what is above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// 切捨て
    #[default]
    Down,
    /// 四捨五入
    HalfUp,
    /// 切上げ
    Up,
}

impl Rounding {
    /// Every way, by its code in 店舗基本マスタ.
    pub const ALL: &[Self] = &[Self::Down, Self::HalfUp, Self::Up];

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Down => "切捨て",
            Self::HalfUp => "四捨五入",
            Self::Up => "切上げ",
        }
    }

    /// Whether it is what goes without saying.
    #[must_use]
    pub fn is_down(&self) -> bool {
        matches!(self, Self::Down)
    }

    /// `amount × numerator ÷ denominator` in whole yen. Nothing where the denominator is zero or the result does not fit.
    #[must_use]
    pub fn ratio(self, amount: Yen, numerator: i64, denominator: i64) -> Option<Yen> {
        let whole = i128::from(amount.get()) * i128::from(numerator);
        let by = i128::from(denominator);
        let (down, rest) = (whole.checked_div(by)?, whole.checked_rem(by)?);
        let goes_up = match self {
            Self::Down => false,
            Self::HalfUp => rest.abs() * 2 >= by.abs(),
            Self::Up => rest != 0,
        };
        let step = if goes_up { whole.signum() * by.signum() } else { 0 };
        i64::try_from(down + step).ok().map(Yen::new)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Rounding;
    use crate::money::Yen;

    #[test]
    fn a_half_goes_up_and_a_whole_stays() {
        let of = |yen: i64| Rounding::ALL.iter().map(move |way| way.ratio(Yen::new(yen), 1, 10)).collect();
        let yen = |figures: [i64; 3]| -> Vec<_> { figures.map(|yen| Some(Yen::new(yen))).to_vec() };
        let cases: [(i64, [i64; 3]); 6] = [
            (10, [1, 1, 1]),
            (14, [1, 1, 2]),
            (15, [1, 2, 2]),
            (19, [1, 2, 2]),
            (-14, [-1, -1, -2]),
            (-15, [-1, -2, -2]),
        ];
        for (amount, rounded) in cases {
            let got: Vec<_> = of(amount);
            assert_eq!(got, yen(rounded), "{amount}");
        }
    }

    #[test]
    fn what_does_not_fit_is_nothing() {
        for way in Rounding::ALL {
            assert_eq!(way.ratio(Yen::new(1), 1, 0), None);
            assert_eq!(way.ratio(Yen::new(i64::MAX), 3, 2), None);
        }
    }

    proptest! {
        #[test]
        fn it_is_never_a_whole_yen_off(yen in -1_000_000_000_000i64..1_000_000_000_000, n in 0i64..100, d in 1i64..200) {
            for way in Rounding::ALL {
                let got = i128::from(way.ratio(Yen::new(yen), n, d).expect("fits").get());
                let off = got * i128::from(d) - i128::from(yen) * i128::from(n);
                prop_assert!(off.abs() < i128::from(d), "{way:?}");
                if matches!(way, Rounding::HalfUp) {
                    prop_assert!(off.abs() * 2 <= i128::from(d));
                }
            }
        }

        #[test]
        fn down_is_at_most_half_up_and_half_up_at_most_up(yen in 0i64..1_000_000_000_000, n in 0i64..100, d in 1i64..200) {
            let of = |way: Rounding| way.ratio(Yen::new(yen), n, d).expect("fits");
            prop_assert!(of(Rounding::Down) <= of(Rounding::HalfUp));
            prop_assert!(of(Rounding::HalfUp) <= of(Rounding::Up));
            prop_assert_eq!(of(Rounding::Down), Yen::new(yen).checked_ratio(n, d).expect("fits"));
        }

        #[test]
        fn what_goes_back_is_what_came(yen in 0i64..1_000_000_000_000, n in 0i64..100, d in 1i64..200) {
            for way in Rounding::ALL {
                let came = way.ratio(Yen::new(yen), n, d).expect("fits");
                let back = way.ratio(Yen::new(-yen), n, d).expect("fits");
                prop_assert_eq!(came.get(), -back.get());
            }
        }
    }
}
