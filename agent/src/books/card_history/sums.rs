//! What the payments of a filter come to: by category, company and brand, and for the chart by day.

use std::collections::BTreeMap;

use catlink_shared::money::Yen;
use catlink_shared::wire::history::{HistoryFilter, HistoryTotals, Sum, SumLine, Sums, UseKind};
use rusqlite::{Connection, Row, params_from_iter};

use super::chart::ByDay;
use super::filter::Conditions;
use crate::books::BooksError;

/// What a payment has no brand is listed as.
const NO_BRAND: &str = "(端末からの通知なし)";

/// Everything that 集計・グラフ shows, in one reading.
pub(super) fn totals(
    connection: &Connection,
    filter: &HistoryFilter,
    conditions: &Conditions,
) -> Result<HistoryTotals, BooksError> {
    let (table, count) = conditions.source.table();
    // The newest last, so that what was renamed goes by its newest name.
    let sql = format!(
        "SELECT business_day, company_code, company_name, category, category_name, brand, kind, {count}, amount
         FROM {table} WHERE {} ORDER BY business_day",
        conditions.sql()
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(conditions.values()))?;
    let mut all = Gathered::default();
    while let Some(row) = rows.next()? {
        all.take(row)?;
    }
    all.finish(filter)
}

#[derive(Default)]
struct Gathered {
    all: Sums,
    categories: BTreeMap<i64, SumLine>,
    companies: BTreeMap<String, SumLine>,
    brands: BTreeMap<String, Sums>,
    days: ByDay,
}

impl Gathered {
    fn take(&mut self, row: &Row<'_>) -> Result<(), BooksError> {
        let text = |at: usize| -> Result<&str, BooksError> {
            Ok(row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?)
        };
        let category: i64 = row.get(3)?;
        let sum = Sum { count: row.get(7)?, amount: Yen::new(row.get(8)?) };
        let sums = match UseKind::of_word(text(6)?) {
            Some(UseKind::Sale | UseKind::Reservation | UseKind::HandOver) => {
                Sums { taken: sum, back: Sum::default() }
            }
            Some(UseKind::Void | UseKind::Return | UseKind::Cancellation) | None => {
                Sums { taken: Sum::default(), back: sum }
            }
        };
        add(&mut self.all, sums);
        add_line(self.categories.entry(category).or_insert_with(empty_line), text(4)?, sums);
        let company = text(1)?;
        if !self.companies.contains_key(company) {
            self.companies.insert(company.to_owned(), empty_line());
        }
        if let Some(line) = self.companies.get_mut(company) {
            add_line(line, text(2)?, sums);
        }
        let brand = text(5)?;
        if !self.brands.contains_key(brand) {
            self.brands.insert(brand.to_owned(), Sums::default());
        }
        if let Some(known) = self.brands.get_mut(brand) {
            add(known, sums);
        }
        self.days.add(text(0)?, category, sum.amount);
        Ok(())
    }

    fn finish(mut self, filter: &HistoryFilter) -> Result<HistoryTotals, BooksError> {
        let nameless = self.brands.remove("");
        let codes: Vec<i64> = self.categories.keys().copied().collect();
        let names = self.categories.values().map(|line| line.name.clone()).collect();
        let chart = self.days.chart(filter, &codes, names)?;
        let mut by_brand: Vec<SumLine> =
            self.brands.into_iter().map(|(name, sums)| SumLine { name, sums }).collect();
        by_brand.extend(nameless.map(|sums| SumLine { name: NO_BRAND.to_owned(), sums }));
        Ok(HistoryTotals {
            all: self.all,
            by_category: self.categories.into_values().collect(),
            by_company: self.companies.into_values().collect(),
            by_brand,
            chart,
        })
    }
}

fn empty_line() -> SumLine {
    SumLine { name: String::new(), sums: Sums::default() }
}

fn add(sums: &mut Sums, more: Sums) {
    *sums = Sums { taken: sums.taken.plus(more.taken), back: sums.back.plus(more.back) };
}

fn add_line(line: &mut SumLine, name: &str, more: Sums) {
    if line.name != name {
        name.clone_into(&mut line.name);
    }
    add(&mut line.sums, more);
}
