//! The basket: lines a clerk scanned, their discounts, and what they come to.
//!
//! The same code runs in the page (to show the total) and in the agent (to refuse another one).

use serde::{Deserialize, Serialize};

use crate::money::Yen;
use crate::reservation::{DepositError, Purpose};
use crate::tax::{ClassTotal, Rounding, TaxClass};

/// Most lines of a slip: what still prints on one roll and travels in one message.
pub const MOST_LINES: usize = 300;
/// Most pieces of a line.
pub const MOST_QUANTITY: u32 = 9_999;
/// Highest unit price, yen.
pub const MOST_UNIT_PRICE: Yen = Yen::new(9_999_999);
/// Highest total of a slip, yen: what a terminal takes in one amount.
pub const MOST_TOTAL: Yen = Yen::new(99_999_999);

/// Whether money is taken (店頭操作モード).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CounterMode {
    /// 0:通常
    #[default]
    Live,
    /// 1:練習モード
    Training,
}

impl CounterMode {
    /// Whether it is what goes without saying.
    #[must_use]
    pub fn is_live(&self) -> bool {
        matches!(self, Self::Live)
    }
}

/// What is taken off a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Discount {
    /// Nothing.
    #[default]
    None,
    /// 値引: yen off the whole line (`discount_yen`).
    Yen(Yen),
    /// 割引: percent off, 1–100, the discount rounded down (`discount_rate`).
    Rate(u8),
}

/// One line of a basket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The product's own code.
    pub product_code: String,
    /// Its name as printed.
    pub name: String,
    /// Price of one, tax included.
    pub unit_price: Yen,
    /// How many.
    pub quantity: u32,
    /// Its tax, frozen when scanned.
    pub tax: TaxClass,
    /// What is taken off.
    #[serde(default)]
    pub discount: Discount,
}

/// A sale in the making, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Draft {
    /// Live or training; kept with the draft from its first line on.
    pub mode: CounterMode,
    /// The lines, oldest first.
    pub lines: Vec<Line>,
    /// 伝票値引: yen off the whole slip.
    pub slip_discount: Yen,
    /// What it is for: sold at once, reserved, handed over.
    #[serde(default, skip_serializing_if = "Purpose::is_sale")]
    pub purpose: Purpose,
}

/// What a draft comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// What each line comes to after its own discount, in the order of the lines.
    pub lines: Vec<Yen>,
    /// Pieces.
    pub pieces: u64,
    /// Sum of the lines.
    pub subtotal: Yen,
    /// 伝票値引
    pub slip_discount: Yen,
    /// What everything comes to.
    pub total: Yen,
    /// Per tax class, after the share of 伝票値引.
    pub classes: Vec<ClassTotal>,
    /// How their tax was rounded: what is computed from this slip later goes the same way.
    #[serde(default, skip_serializing_if = "Rounding::is_down")]
    pub rounding: Rounding,
}

impl Totals {
    /// All the tax within.
    #[must_use]
    pub fn tax(&self) -> Yen {
        Yen::checked_sum(self.classes.iter().map(|class| class.tax)).unwrap_or(Yen::ZERO)
    }
}

/// Why a draft is not acceptable. `line` counts from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BasketError {
    /// Too many lines.
    #[error("明細は{MOST_LINES}行までです。会計を分けてください。")]
    TooManyLines,
    /// No or too many pieces.
    #[error("{}行目の数量は1~9,999で入力してください。", .line + 1)]
    Quantity {
        /// Which line.
        line: usize,
    },
    /// A price below zero or too high.
    #[error("{}行目の単価は0~9,999,999円で入力してください。", .line + 1)]
    UnitPrice {
        /// Which line.
        line: usize,
    },
    /// A discount below zero, above the line, or no percentage.
    #[error("{}行目の値引が明細の金額を超えているか、正しくありません。", .line + 1)]
    Discount {
        /// Which line.
        line: usize,
    },
    /// A tax rate that cannot be.
    #[error("{}行目の税率が正しくありません。", .line + 1)]
    Tax {
        /// Which line.
        line: usize,
    },
    /// 伝票値引 below zero or above the subtotal.
    #[error("伝票値引は0円以上、小計以下で入力してください。")]
    SlipDiscount,
    /// Above ¥99,999,999.
    #[error("合計は99,999,999円までです。会計を分けてください。")]
    Total,
    /// 内金 and total do not fit each other.
    #[error(transparent)]
    Deposit(#[from] DepositError),
}

impl Line {
    /// What the line would come to without its discount.
    fn gross(&self) -> Option<Yen> {
        self.unit_price.checked_mul(i64::from(self.quantity))
    }

    /// What the line comes to after its discount; `None` where it is out of bounds.
    fn amount(&self) -> Option<Yen> {
        let gross = self.gross()?;
        let off = match self.discount {
            Discount::None => Yen::ZERO,
            Discount::Yen(yen) => yen,
            Discount::Rate(percent) if (1..=100).contains(&percent) => {
                gross.checked_ratio(i64::from(percent), 100)?
            }
            Discount::Rate(_) => return None,
        };
        let amount = gross.checked_sub(off)?;
        (off >= Yen::ZERO && amount >= Yen::ZERO).then_some(amount)
    }
}

impl Draft {
    /// What the goods come to. Prices include their tax, so no rounding of it changes that.
    ///
    /// # Errors
    /// As [`Draft::totals`].
    pub fn total(&self) -> Result<Yen, BasketError> {
        self.totals(Rounding::default()).map(|totals| totals.total)
    }

    /// What the draft comes to.
    ///
    /// # Errors
    /// The first thing that is out of bounds, in the clerk's words; nothing was changed.
    pub fn totals(&self, rounding: Rounding) -> Result<Totals, BasketError> {
        if self.lines.len() > MOST_LINES {
            return Err(BasketError::TooManyLines);
        }
        let mut lines = Vec::with_capacity(self.lines.len());
        let mut pieces = 0;
        for (place, line) in self.lines.iter().enumerate() {
            check_line(place, line)?;
            lines.push(line.amount().ok_or(BasketError::Discount { line: place })?);
            pieces += u64::from(line.quantity);
        }
        let subtotal = Yen::checked_sum(lines.iter().copied()).ok_or(BasketError::Total)?;
        if self.slip_discount < Yen::ZERO || self.slip_discount > subtotal {
            return Err(BasketError::SlipDiscount);
        }
        let total = subtotal.checked_sub(self.slip_discount).ok_or(BasketError::Total)?;
        if total > MOST_TOTAL {
            return Err(BasketError::Total);
        }
        let classes = self.class_totals(&lines, subtotal, rounding).ok_or(BasketError::Total)?;
        Ok(Totals { lines, pieces, subtotal, slip_discount: self.slip_discount, total, classes, rounding })
    }

    /// What is due now: the total, 内金, or what is left after it.
    ///
    /// # Errors
    /// As [`Draft::totals`], or 内金 does not fit the total.
    pub fn due(&self) -> Result<Yen, BasketError> {
        Ok(self.purpose.due(self.total()?)?)
    }

    /// What is taken off in all, where that or a line's own discount is more than so many percent.
    #[must_use]
    pub fn discount_above(&self, percent: u8) -> Option<Yen> {
        let totals = self.totals(Rounding::default()).ok()?;
        let gross: Vec<Yen> = self.lines.iter().map(Line::gross).collect::<Option<_>>()?;
        let is_above = |gross: Yen, net: Yen| {
            let off = i128::from(gross.get()) - i128::from(net.get());
            off * 100 > i128::from(gross.get()) * i128::from(percent)
        };
        let whole = Yen::checked_sum(gross.iter().copied())?;
        let a_line = gross.iter().zip(&totals.lines).any(|(gross, net)| is_above(*gross, *net));
        if a_line || is_above(whole, totals.total) { whole.checked_sub(totals.total) } else { None }
    }

    /// Sums per tax class, after 伝票値引 is divided over them in proportion to their amounts; the tax of each is rounded
    /// once.
    fn class_totals(&self, amounts: &[Yen], subtotal: Yen, rounding: Rounding) -> Option<Vec<ClassTotal>> {
        let mut sums: Vec<(TaxClass, Yen)> = Vec::new();
        for (line, amount) in self.lines.iter().zip(amounts) {
            match sums.iter_mut().find(|(class, _)| *class == line.tax) {
                Some((_, sum)) => *sum = sum.checked_add(*amount)?,
                None => sums.push((line.tax, *amount)),
            }
        }
        sums.sort_unstable_by_key(|(class, _)| *class);
        let shares =
            divide(self.slip_discount, &sums.iter().map(|(_, sum)| *sum).collect::<Vec<_>>(), subtotal)?;
        sums.into_iter()
            .zip(shares)
            .map(|((class, sum), share)| {
                let amount = sum.checked_sub(share)?;
                Some(ClassTotal { class, amount, tax: class.tax_within(amount, rounding)? })
            })
            .collect()
    }
}

fn check_line(place: usize, line: &Line) -> Result<(), BasketError> {
    if line.quantity == 0 || line.quantity > MOST_QUANTITY {
        return Err(BasketError::Quantity { line: place });
    }
    if line.unit_price < Yen::ZERO || line.unit_price > MOST_UNIT_PRICE {
        return Err(BasketError::UnitPrice { line: place });
    }
    if line.tax.percent > 99 {
        return Err(BasketError::Tax { line: place });
    }
    Ok(())
}

/// Divides `whole` over `parts` in proportion to them: each share rounded down, the yen left over given to the largest
/// remainders first (the earlier part where equal). The shares add up to `whole`, and none exceeds its part.
/// `None` where a figure does not fit.
#[must_use]
pub fn divide(whole: Yen, parts: &[Yen], sum: Yen) -> Option<Vec<Yen>> {
    if sum == Yen::ZERO {
        return Some(vec![Yen::ZERO; parts.len()]);
    }
    let mut shares = Vec::with_capacity(parts.len());
    let mut remainders = Vec::with_capacity(parts.len());
    for (place, part) in parts.iter().enumerate() {
        shares.push(whole.checked_ratio(part.get(), sum.get())?);
        let remainder = i128::from(whole.get()) * i128::from(part.get()) % i128::from(sum.get());
        remainders.push((remainder, place));
    }
    let given = Yen::checked_sum(shares.iter().copied())?;
    let left = usize::try_from(whole.checked_sub(given)?.get()).ok()?;
    remainders.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, place) in remainders.into_iter().take(left) {
        if let Some(share) = shares.get_mut(place) {
            *share = share.checked_add(Yen::new(1))?;
        }
    }
    Some(shares)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{BasketError, Discount, Draft, Line, divide};
    use crate::money::Yen;
    use crate::tax::{Rounding, TaxClass};

    fn line(price: i64, quantity: u32, tax: TaxClass, discount: Discount) -> Line {
        Line {
            product_code: "1".into(),
            name: "品".into(),
            unit_price: Yen::new(price),
            quantity,
            tax,
            discount,
        }
    }

    #[test]
    fn a_slip_of_both_rates_shows_tax_once_per_rate() {
        let draft = Draft {
            lines: vec![
                line(1_080, 1, TaxClass::REDUCED_8, Discount::None),
                line(550, 2, TaxClass::STANDARD_10, Discount::Rate(10)),
            ],
            slip_discount: Yen::new(100),
            ..Draft::default()
        };
        // 942 × 10/110 = 85.64, 1,028 × 8/108 = 76.15
        for (rounding, standard, reduced) in
            [(Rounding::Down, 85, 76), (Rounding::HalfUp, 86, 76), (Rounding::Up, 86, 77)]
        {
            let totals = draft.totals(rounding).expect("fits");
            assert_eq!(totals.subtotal, Yen::new(2_070));
            assert_eq!(Ok(totals.total), draft.due());
            assert_eq!(totals.total, Yen::new(1_970));
            assert_eq!(totals.rounding, rounding);
            let shown: Vec<_> =
                totals.classes.iter().map(|c| (c.class.percent, c.amount.get(), c.tax.get())).collect();
            assert_eq!(shown, [(10, 942, standard), (8, 1_028, reduced)]);
        }
    }

    #[test]
    fn what_is_out_of_bounds_is_named_by_its_line() {
        let good = line(100, 1, TaxClass::STANDARD_10, Discount::None);
        let cases = [
            (line(100, 0, TaxClass::STANDARD_10, Discount::None), BasketError::Quantity { line: 1 }),
            (line(-1, 1, TaxClass::STANDARD_10, Discount::None), BasketError::UnitPrice { line: 1 }),
            (
                line(100, 1, TaxClass::STANDARD_10, Discount::Yen(Yen::new(101))),
                BasketError::Discount { line: 1 },
            ),
            (
                line(100, 1, TaxClass::STANDARD_10, Discount::Yen(Yen::new(-1))),
                BasketError::Discount { line: 1 },
            ),
            (line(100, 1, TaxClass::STANDARD_10, Discount::Rate(0)), BasketError::Discount { line: 1 }),
            (line(100, 1, TaxClass::STANDARD_10, Discount::Rate(101)), BasketError::Discount { line: 1 }),
            (line(9_999_999, 9_999, TaxClass::STANDARD_10, Discount::None), BasketError::Total),
        ];
        for (bad, error) in cases {
            let draft = Draft { lines: vec![good.clone(), bad], ..Draft::default() };
            assert_eq!(draft.due(), Err(error));
        }
        let draft = Draft { lines: vec![good], slip_discount: Yen::new(101), ..Draft::default() };
        assert_eq!(draft.due(), Err(BasketError::SlipDiscount));
    }

    #[test]
    fn a_discount_above_the_limit_is_found_on_a_line_and_over_the_whole() {
        let of = |first: Discount, slip: i64| Draft {
            lines: vec![
                line(1_000, 1, TaxClass::STANDARD_10, first),
                line(1_000, 1, TaxClass::STANDARD_10, Discount::None),
            ],
            slip_discount: Yen::new(slip),
            ..Draft::default()
        };
        for (first, slip, off) in [
            (Discount::None, 0, None),
            (Discount::Rate(30), 0, None),
            (Discount::Rate(31), 0, Some(310)),
            (Discount::Yen(Yen::new(300)), 300, None),
            (Discount::Yen(Yen::new(301)), 0, Some(301)),
            (Discount::None, 600, None),
            (Discount::None, 601, Some(601)),
            (Discount::Rate(30), 301, Some(601)),
        ] {
            assert_eq!(of(first, slip).discount_above(30), off.map(Yen::new), "{first:?} {slip}");
        }
        assert_eq!(Draft::default().discount_above(0), None);
    }

    fn any_line() -> impl Strategy<Value = Line> {
        let tax = prop_oneof![Just(TaxClass::STANDARD_10), Just(TaxClass::REDUCED_8)];
        let discount = prop_oneof![Just(Discount::None), (1u8..=100).prop_map(Discount::Rate)];
        (0i64..100_000, 1u32..100, tax, discount).prop_map(|(price, n, tax, off)| line(price, n, tax, off))
    }

    proptest! {
        #[test]
        fn the_classes_add_up_to_the_total(lines in prop::collection::vec(any_line(), 0..12), off in 0i64..100) {
            let mut draft = Draft { lines, ..Draft::default() };
            if let Ok(due) = draft.due() {
                draft.slip_discount = due.checked_ratio(off, 100).expect("fits");
                for rounding in Rounding::ALL {
                    let totals = draft.totals(*rounding).expect("a discount within the subtotal");
                    let sum: i64 = totals.classes.iter().map(|c| c.amount.get()).sum();
                    prop_assert_eq!(sum, totals.total.get());
                    prop_assert_eq!(draft.due(), Ok(totals.total));
                    for class in &totals.classes {
                        prop_assert!(class.amount >= Yen::ZERO);
                        prop_assert_eq!(Some(class.tax), class.class.tax_within(class.amount, *rounding));
                    }
                }
            }
        }

        #[test]
        fn rounded_another_way_a_slip_has_at_most_one_yen_per_class_of_other_tax(lines in prop::collection::vec(any_line(), 1..12)) {
            let draft = Draft { lines, ..Draft::default() };
            if draft.due().is_ok() {
                let of = |way: Rounding| draft.totals(way).expect("within bounds");
                let (down, half, up) = (of(Rounding::Down), of(Rounding::HalfUp), of(Rounding::Up));
                prop_assert!(down.tax() <= half.tax() && half.tax() <= up.tax());
                let classes = i64::try_from(down.classes.len()).expect("few");
                prop_assert!(up.tax().get() - down.tax().get() <= classes);
                prop_assert_eq!(down.total, up.total);
            }
        }

        #[test]
        fn shares_add_up_and_none_exceeds_its_part(parts in prop::collection::vec(0i64..10_000, 1..6), off in 0i64..=100) {
            let parts: Vec<Yen> = parts.into_iter().map(Yen::new).collect();
            let sum = Yen::checked_sum(parts.iter().copied()).expect("fits");
            let whole = sum.checked_ratio(off, 100).expect("fits");
            let shares = divide(whole, &parts, sum).expect("fits");
            prop_assert_eq!(Yen::checked_sum(shares.iter().copied()), Some(whole));
            for (share, part) in shares.iter().zip(&parts) {
                prop_assert!(share <= part);
            }
        }
    }
}
