//! Consumption tax: which class a line is in, and how much tax a slip holds.
//!
//! Prices include tax. On a simplified qualified invoice (適格簡易請求書) tax is computed once per rate per slip
//! (Consumption Tax Act, art. 57-4; National Tax Agency Q&A on rounding), 切捨て unless the shop says otherwise.

mod rounding;

use serde::{Deserialize, Serialize};

use crate::money::Yen;

pub use rounding::Rounding;

/// What kind of supply a line is (税区分). The rate itself is data, since rates change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxKind {
    /// 標準税率
    Standard,
    /// 軽減税率, marked ※ on the receipt.
    Reduced,
    /// 非課税
    Exempt,
    /// 不課税
    OutOfScope,
}

impl TaxKind {
    /// Its word in the books.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Reduced => "reduced",
            Self::Exempt => "exempt",
            Self::OutOfScope => "out_of_scope",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Standard, Self::Reduced, Self::Exempt, Self::OutOfScope]
            .into_iter()
            .find(|kind| kind.word() == word)
    }
}

/// The tax a line carries, frozen when it was scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TaxClass {
    /// What kind of supply.
    pub kind: TaxKind,
    /// Percent; 0 for 非課税 and 不課税.
    pub percent: u8,
}

impl TaxClass {
    /// The standard rate since 2019-10-01.
    pub const STANDARD_10: Self = Self { kind: TaxKind::Standard, percent: 10 };
    /// The reduced rate since 2019-10-01.
    pub const REDUCED_8: Self = Self { kind: TaxKind::Reduced, percent: 8 };

    /// The mark behind a line's price on screen and paper.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self.kind {
            TaxKind::Reduced => "※",
            TaxKind::Standard | TaxKind::Exempt | TaxKind::OutOfScope => "",
        }
    }

    /// The heading of its total: `10%対象`, `8%対象`, `非課税`.
    #[must_use]
    pub fn heading(self) -> String {
        match self.kind {
            TaxKind::Standard => format!("{}%対象", self.percent),
            TaxKind::Reduced => format!("{}%対象※", self.percent),
            TaxKind::Exempt => "非課税".to_owned(),
            TaxKind::OutOfScope => "不課税".to_owned(),
        }
    }

    /// The tax within a tax-inclusive amount (内税). Nothing where it does not fit.
    #[must_use]
    pub fn tax_within(self, inclusive: Yen, rounding: Rounding) -> Option<Yen> {
        rounding.ratio(inclusive, i64::from(self.percent), 100 + i64::from(self.percent))
    }

    /// The tax on an amount without it (外税). Nothing where it does not fit.
    #[must_use]
    pub fn tax_on(self, exclusive: Yen, rounding: Rounding) -> Option<Yen> {
        rounding.ratio(exclusive, i64::from(self.percent), 100)
    }
}

/// What a slip holds of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassTotal {
    /// Which class.
    pub class: TaxClass,
    /// Its goods, tax included, after every discount.
    pub amount: Yen,
    /// The tax within.
    pub tax: Yen,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Rounding, TaxClass};
    use crate::money::Yen;

    #[test]
    fn tax_within_and_on_a_price_go_the_way_of_the_shop() {
        let (standard, reduced) = (TaxClass::STANDARD_10, TaxClass::REDUCED_8);
        for (class, price, within, on) in [
            (standard, 110, [10, 10, 10], [11, 11, 11]),
            (standard, 109, [9, 10, 10], [10, 11, 11]),
            (standard, 105, [9, 10, 10], [10, 11, 11]),
            (standard, 104, [9, 9, 10], [10, 10, 11]),
            (reduced, 108, [8, 8, 8], [8, 9, 9]),
            (reduced, 1, [0, 0, 1], [0, 0, 1]),
            (reduced, -108, [-8, -8, -8], [-8, -9, -9]),
        ] {
            for (way, (within, on)) in Rounding::ALL.iter().zip(within.into_iter().zip(on)) {
                let price = Yen::new(price);
                assert_eq!(class.tax_within(price, *way), Some(Yen::new(within)), "within {price} {way:?}");
                assert_eq!(class.tax_on(price, *way), Some(Yen::new(on)), "on {price} {way:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn tax_and_net_make_up_the_price(amount in 0i64..1_000_000_000, percent in 0u8..30) {
            let class = TaxClass { percent, ..TaxClass::STANDARD_10 };
            let tax = class.tax_within(Yen::new(amount), Rounding::Down).expect("fits").get();
            // the largest whole tax that does not exceed rate × net
            prop_assert!(tax * 100 <= (amount - tax) * i64::from(percent));
            prop_assert!((tax + 1) * 100 > (amount - tax - 1) * i64::from(percent));
        }

        #[test]
        fn tax_that_was_added_is_found_within_again(net in -1_000_000_000i64..1_000_000_000, percent in 0u8..30) {
            let class = TaxClass { percent, ..TaxClass::STANDARD_10 };
            for way in Rounding::ALL {
                let on = class.tax_on(Yen::new(net), *way).expect("fits");
                let price = Yen::new(net).checked_add(on).expect("fits");
                let within = class.tax_within(price, *way).expect("fits");
                prop_assert!((within.get() - on.get()).abs() <= 1, "{way:?}: on {on}, within {within}");
            }
        }
    }
}
