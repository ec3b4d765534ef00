//! 印紙税: which receipts are a 第17号の1文書 (受取書 for the price of goods), and the stamp they take.
//!
//! Sources: 印紙税法 別表第一 第17号 and its 非課税物件 (below ¥50,000); 印紙税法基本通達 別表第一 第17号文書 (what is taken on credit
//! is no money received, where the receipt says so; 手付金 and 内金 are part of the price); 平成元年3月10日 間消3-2 (consumption
//! tax that is stated apart does not count); National Tax Agency, タックスアンサー No.7105.

use super::{Direction, Slip};
use crate::basket::CounterMode;
use crate::card::StampDuty;
use crate::money::Yen;

/// Receipts for less take no stamp.
const FREE_BELOW: i64 = 50_000;

/// Up to this amount, a stamp of this value: both yen (印紙税法 別表第一 第17号の1).
const STAGES: &[(i64, i64)] = &[
    (1_000_000, 200),
    (2_000_000, 400),
    (3_000_000, 600),
    (5_000_000, 1_000),
    (10_000_000, 2_000),
    (20_000_000, 4_000),
    (30_000_000, 6_000),
    (50_000_000, 10_000),
    (100_000_000, 20_000),
    (200_000_000, 40_000),
    (300_000_000, 60_000),
    (500_000_000, 100_000),
    (1_000_000_000, 150_000),
];

/// The stamp above the last stage.
const MOST: i64 = 200_000;

/// The stamp on a receipt for so much money, consumption tax that is stated apart left out; none below ¥50,000.
#[must_use]
pub fn stamp_duty(received: Yen) -> Option<Yen> {
    let received = received.get();
    if received < FREE_BELOW {
        return None;
    }
    let stage = STAGES.iter().find(|(up_to, _)| received <= *up_to);
    Some(Yen::new(stage.map_or(MOST, |(_, value)| *value)))
}

/// What of a slip is money received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StampBase {
    /// Cash, and what counts as cash.
    pub paid: Yen,
    /// The tax in it, as far as the receipt states it: its share of the slip's tax, rounded down, so that in doubt there
    /// is a stamp too many.
    pub tax: Yen,
}

impl StampBase {
    /// Whether it may take a stamp at all: then the receipt says what of it is tax.
    #[must_use]
    pub const fn matters(&self) -> bool {
        self.paid.get() >= FREE_BELOW
    }

    /// The stamp it takes.
    #[must_use]
    pub fn duty(&self) -> Option<Yen> {
        stamp_duty(self.paid.checked_sub(self.tax).unwrap_or(self.paid))
    }
}

impl Slip {
    /// What of it is money received; none where there is nothing, where money goes back, and in training.
    #[must_use]
    pub fn stamp_base(&self) -> Option<StampBase> {
        match (self.mode, self.kind.direction()) {
            (CounterMode::Live, Direction::In) => {}
            (CounterMode::Training, _) | (_, Direction::Out) => return None,
        }
        let money = self.tenders.iter().filter(|tender| tender.stamp() == StampDuty::Taxable);
        let paid = Yen::checked_sum(money.map(crate::tender::Tender::amount))?;
        (paid > Yen::ZERO).then(|| StampBase { paid, tax: self.tax_in(paid) })
    }

    /// The share of the slip's tax in a part of it. 内金 states no tax: nothing of it is left out.
    fn tax_in(&self, paid: Yen) -> Yen {
        let total = i128::from(self.totals.total.get());
        if !self.kind.is_taxed() || total <= 0 {
            return Yen::ZERO;
        }
        let tax: i128 = self.totals.classes.iter().map(|class| i128::from(class.tax.get())).sum();
        let share = tax * i128::from(paid.get()) / total;
        Yen::new(i64::try_from(share).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::stamp_duty;
    use crate::money::Yen;

    #[test]
    fn the_stamp_follows_the_stages_of_the_law() {
        for (received, stamp) in [
            (0, None),
            (49_999, None),
            (50_000, Some(200)),
            (1_000_000, Some(200)),
            (1_000_001, Some(400)),
            (2_000_000, Some(400)),
            (2_000_001, Some(600)),
            (3_000_001, Some(1_000)),
            (5_000_001, Some(2_000)),
            (10_000_001, Some(4_000)),
            (99_999_999, Some(20_000)),
            (1_000_000_000, Some(150_000)),
            (1_000_000_001, Some(200_000)),
        ] {
            assert_eq!(stamp_duty(Yen::new(received)), stamp.map(Yen::new), "¥{received}");
        }
    }
}
