//! What goes back to the customer, and how: the same way it was paid, or in cash.
//!
//! A card takes back no more than it gave. Cash for what a card gave needs a brand that cannot be voided on its terminal, or
//! a manager; that is the agent's to judge.

use serde::{Deserialize, Serialize};

use crate::money::Yen;

/// How a share of the money goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundBy {
    /// 現金
    Cash,
    /// To the card, by hand on the terminal.
    Card,
}

impl RefundBy {
    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cash => "現金で返金",
            Self::Card => "カードへ返金(端末で処理)",
        }
    }
}

/// A share of the money that goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// The original's tender it goes back for, from 0.
    pub of_tender: usize,
    /// How.
    pub by: RefundBy,
    /// How much.
    pub amount: Yen,
}

/// Divides what goes back over what is left of the original's tenders, in their order: as it was paid, cash at last, since
/// a card takes back what it gave. `None` where more goes back than was paid.
#[must_use]
pub fn as_paid(due: Yen, left: &[(Yen, RefundBy)]) -> Option<Vec<Refund>> {
    let mut rest = due;
    let mut refunds = Vec::new();
    for wanted in [RefundBy::Card, RefundBy::Cash] {
        for (of_tender, (left, by)) in left.iter().enumerate() {
            let amount = rest.min(*left);
            if *by == wanted && amount > Yen::ZERO {
                refunds.push(Refund { of_tender, by: *by, amount });
                rest = rest.checked_sub(amount)?;
            }
        }
    }
    (rest == Yen::ZERO).then_some(refunds)
}

#[cfg(test)]
mod tests {
    use super::{Refund, RefundBy, as_paid};
    use crate::money::Yen;

    #[test]
    fn a_card_takes_back_what_it_gave_and_cash_the_rest() {
        let left = [(Yen::new(300), RefundBy::Cash), (Yen::new(700), RefundBy::Card)];
        let refund = |of_tender, by, amount| Refund { of_tender, by, amount: Yen::new(amount) };
        assert_eq!(as_paid(Yen::new(500), &left), Some(vec![refund(1, RefundBy::Card, 500)]));
        assert_eq!(
            as_paid(Yen::new(1_000), &left),
            Some(vec![refund(1, RefundBy::Card, 700), refund(0, RefundBy::Cash, 300)])
        );
        assert_eq!(as_paid(Yen::ZERO, &left), Some(vec![]));
        assert_eq!(as_paid(Yen::new(1_001), &left), None);
    }
}
