//! What was counted, from what is typed.

use catlink_shared::money::Yen;
use catlink_shared::wire::day::{Counted, DENOMINATIONS, Pieces};

use super::place::{PIECES, SUM};
use super::{CountBy, DayField};
use crate::checkout::Checkout;
use crate::checkout::field::Field;

impl Checkout {
    /// What stands in the fields of a count; none where nothing does.
    #[must_use]
    pub fn counted(&self) -> Option<Counted> {
        match self.day.count_by {
            CountBy::Sum => {
                let amount = self.fields.yen(Field::Day(DayField::Sum))?;
                Some(Counted::Sum { amount })
            }
            CountBy::Denominations => {
                let pieces: Vec<Pieces> = DENOMINATIONS
                    .iter()
                    .zip(0_u8..)
                    .filter_map(|(value, at)| {
                        let count = self.fields.get(Field::Day(DayField::Pieces(at))).parse().ok()?;
                        Some(Pieces { value: Yen::new(*value), count })
                    })
                    .collect();
                (!pieces.is_empty()).then_some(Counted::Denominations { pieces })
            }
        }
    }

    /// What should be in the drawer.
    #[must_use]
    pub fn expected_cash(&self) -> Option<Yen> {
        self.day.drawer.as_ref().map(|drawer| drawer.flows.expected())
    }

    /// F6: by denomination, or as a sum. What was typed goes with the way it was counted.
    pub(super) fn count_otherwise(&mut self) {
        self.clear_count();
        self.day.count_by = match self.day.count_by {
            CountBy::Denominations => CountBy::Sum,
            CountBy::Sum => CountBy::Denominations,
        };
        self.focus_first();
    }

    pub(super) fn clear_count(&mut self) {
        self.fields.clear(PIECES);
        self.fields.clear(SUM);
    }
}
