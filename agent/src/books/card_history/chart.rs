//! The chart of 集計・グラフ: amounts by category and day, or by month where the period is long.

use std::collections::BTreeMap;

use catlink_shared::money::Yen;
use catlink_shared::wire::history::{Chart, ChartPoint, ChartUnit, HistoryFilter, MOST_CHART_DAYS};
use jiff::ToSpan;
use jiff::civil::Date;

use super::filter::day;
use crate::books::BooksError;

/// Letters of `YYYY-MM`.
const MONTH: usize = 7;

/// Amounts by business day and category.
#[derive(Default)]
pub(super) struct ByDay {
    days: BTreeMap<String, BTreeMap<i64, i64>>,
}

impl ByDay {
    /// One more amount of a day.
    pub(super) fn add(&mut self, day: &str, category: i64, amount: Yen) {
        if !self.days.contains_key(day) {
            self.days.insert(day.to_owned(), BTreeMap::new());
        }
        if let Some(amounts) = self.days.get_mut(day) {
            *amounts.entry(category).or_default() += amount.get();
        }
    }

    /// The chart, with a point for each day of the period, or for each month from the first to the last that has any.
    pub(super) fn chart(
        self,
        filter: &HistoryFilter,
        codes: &[i64],
        categories: Vec<String>,
    ) -> Result<Chart, BooksError> {
        let (Some((first, _)), Some((last, _))) = (self.days.first_key_value(), self.days.last_key_value())
        else {
            return Ok(Chart { unit: ChartUnit::Day, categories, points: Vec::new() });
        };
        let (first, last) = (day(first)?, day(last)?);
        let from = filter.from.as_deref().map(day).transpose()?.unwrap_or(first);
        let to = filter.to.as_deref().map(day).transpose()?.unwrap_or(last);
        let days = (to - from).get_days() + 1;
        let (unit, at) = if days <= MOST_CHART_DAYS {
            (ChartUnit::Day, days_between(from, to))
        } else {
            (ChartUnit::Month, months_between(first, last))
        };
        let letters = at.first().map_or(0, String::len);
        let mut sums: BTreeMap<&str, BTreeMap<i64, i64>> = BTreeMap::new();
        for (day, amounts) in &self.days {
            let sum = sums.entry(day.get(..letters).unwrap_or(day)).or_default();
            for (category, amount) in amounts {
                *sum.entry(*category).or_default() += amount;
            }
        }
        let amount = |at: &str, code: &i64| {
            Yen::new(sums.get(at).and_then(|amounts| amounts.get(code)).copied().unwrap_or_default())
        };
        let points = at
            .into_iter()
            .map(|at| ChartPoint { amounts: codes.iter().map(|code| amount(&at, code)).collect(), at })
            .collect();
        Ok(Chart { unit, categories, points })
    }
}

fn days_between(from: Date, to: Date) -> Vec<String> {
    from.series(1.day()).take_while(|day| *day <= to).map(|day| day.to_string()).collect()
}

fn months_between(from: Date, to: Date) -> Vec<String> {
    let month = |day: Date| day.to_string().get(..MONTH).unwrap_or_default().to_owned();
    from.first_of_month().series(1.month()).take_while(|day| *day <= to).map(month).collect()
}
