//! The slips of a day in sums by kind, tax rate and 担当者. They are the database's, from what stands beside each slip's body,
//! so that a busy day costs no more than its index.

use std::collections::BTreeMap;

use catlink_shared::money::Yen;
use catlink_shared::tax::{TaxClass, TaxKind};
use catlink_shared::wire::day::{Advances, CountOf, OperatorTotal, SlipTotal, SoldKind, TaxTotal};
use rusqlite::{Connection, Row};

use crate::books::{BooksError, paper, people};

/// The sums of a day.
#[derive(Debug, Default)]
pub(super) struct Sums {
    kinds: BTreeMap<SoldKind, CountOf>,
    /// 前受金
    pub(super) advances: Advances,
    /// Cash for what was paid by card.
    pub(super) cash_for_cards: CountOf,
    /// By tax rate.
    pub(super) taxes: Vec<TaxTotal>,
    operators: BTreeMap<Option<String>, OperatorTotal>,
    /// 前日分
    pub(super) earlier_days: CountOf,
    /// Training slips.
    pub(super) training: u32,
}

/// Live slips that are alike in all that 日計 tells apart.
struct Alike {
    kind: String,
    operator_code: Option<String>,
    operator_name: Option<String>,
    is_of_earlier_day: bool,
    is_discounted: bool,
    is_unlinked: bool,
    count: u32,
    total: Yen,
    deposit: Yen,
    for_cards: CountOf,
}

/// Sums of a day, from the books as they are.
///
/// # Errors
/// The database.
pub(super) fn of_day(connection: &Connection, day: &str) -> Result<Sums, BooksError> {
    let mut sums =
        Sums { taxes: taxes(connection, day)?, training: training(connection, day)?, ..Sums::default() };
    let mut statement = connection.prepare_cached(
        "SELECT kind, operator_code, max(operator_name), earlier_day IS NOT NULL, discounted, unlinked, count(*),
                sum(total), sum(deposit), sum(cash_for_card > 0), sum(cash_for_card)
         FROM slip WHERE business_day = ?1 AND mode = 'live'
         GROUP BY kind, operator_code, earlier_day IS NOT NULL, discounted, unlinked, sign(deposit)",
    )?;
    for alike in statement.query_map([day], Alike::read)? {
        sums.take(&alike?);
    }
    Ok(sums)
}

impl Alike {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            kind: row.get(0)?,
            operator_code: row.get(1)?,
            operator_name: row.get(2)?,
            is_of_earlier_day: row.get(3)?,
            is_discounted: row.get(4)?,
            is_unlinked: row.get(5)?,
            count: row.get(6)?,
            total: Yen::new(row.get(7)?),
            deposit: Yen::new(row.get(8)?),
            for_cards: CountOf { count: row.get(9)?, amount: Yen::new(row.get(10)?) },
        })
    }

    fn sales(&self) -> CountOf {
        CountOf { count: self.count, amount: self.total }
    }
}

impl Sums {
    fn take(&mut self, alike: &Alike) {
        let deposits = CountOf { count: alike.count, amount: alike.deposit };
        match alike.deposit.get() {
            1.. => add(&mut self.advances.received, deposits),
            0 => {}
            _ => add(&mut self.advances.given_up, deposits),
        }
        add(&mut self.cash_for_cards, alike.for_cards);
        if let Some(kind) = sold_kind(&alike.kind) {
            self.sold(kind, alike);
        }
    }

    fn sold(&mut self, kind: SoldKind, alike: &Alike) {
        let sales = alike.sales();
        add(self.kinds.entry(kind).or_default(), sales);
        if alike.is_of_earlier_day {
            add(&mut self.earlier_days, sales);
        }
        let name = alike.operator_name.as_deref().unwrap_or("担当者なし");
        let of = self.operator(alike.operator_code.clone(), name);
        add(&mut of.of, sales);
        match kind {
            SoldKind::Sale | SoldKind::HandOver if alike.is_discounted => add(&mut of.discounts, sales),
            SoldKind::Sale | SoldKind::HandOver => {}
            SoldKind::Void => add(&mut of.voids, sales),
            SoldKind::Return => add(&mut of.returns, sales),
        }
        if alike.is_unlinked {
            add(&mut of.unlinked, sales);
        }
    }

    fn operator(&mut self, code: Option<String>, name: &str) -> &mut OperatorTotal {
        self.operators.entry(code.clone()).or_insert_with(|| OperatorTotal {
            code,
            name: name.to_owned(),
            of: CountOf::default(),
            unlinked: CountOf::default(),
            discounts: CountOf::default(),
            voids: CountOf::default(),
            returns: CountOf::default(),
            decisions: 0,
            reprints: 0,
        })
    }

    /// 決済結果の判断, by who decided while this day was the newest.
    pub(super) fn count_decisions(&mut self, connection: &Connection, day: &str) -> Result<(), BooksError> {
        let mut statement = connection.prepare_cached(
            "SELECT e.who, count(*) FROM payment_event e, register_day d
             WHERE d.business_day = ?1 AND e.at >= d.opened_at
               AND e.at < coalesce((SELECT min(opened_at) FROM register_day WHERE business_day > ?1), 1 << 62)
               AND json_extract(e.event, '$.event') = 'decision_made' GROUP BY e.who",
        )?;
        let rows = statement.query_map([day], |row| Ok((row.get::<_, Option<String>>(0)?, row.get(1)?)))?;
        for row in rows {
            let (who, decisions): (Option<String>, u32) = row?;
            self.somebody(connection, who)?.decisions = decisions;
        }
        Ok(())
    }

    /// 再発行, by who printed again on this day.
    pub(super) fn count_reprints(&mut self, connection: &Connection, day: &str) -> Result<(), BooksError> {
        for (who, reprints) in paper::reprints(connection, day)? {
            self.somebody(connection, who)?.reprints = reprints;
        }
        Ok(())
    }

    /// Somebody who may have sold nothing that day.
    fn somebody(
        &mut self,
        connection: &Connection,
        who: Option<String>,
    ) -> Result<&mut OperatorTotal, BooksError> {
        let known = match &who {
            Some(code) => people::find(connection, code)?.map(|row| row.operator.name),
            None => None,
        };
        let name = known.or_else(|| who.clone()).unwrap_or_else(|| "担当者なし".to_owned());
        Ok(self.operator(who, &name))
    }

    /// By kind.
    pub(super) fn slips(&self) -> Vec<SlipTotal> {
        self.kinds.iter().map(|(kind, of)| SlipTotal { kind: *kind, of: *of }).collect()
    }

    /// By 担当者.
    pub(super) fn operators(self) -> Vec<OperatorTotal> {
        self.operators.into_values().collect()
    }
}

/// Money in advance has no tax of its own: there is no row of it.
fn taxes(connection: &Connection, day: &str) -> Result<Vec<TaxTotal>, BooksError> {
    // CROSS JOIN keeps the order of the tables: first the slips of the day, then what stands beside each.
    let mut statement = connection.prepare_cached(
        "SELECT t.tax_kind, t.percent, sum(t.amount), sum(t.tax) FROM slip s CROSS JOIN slip_tax t USING (mode, receipt_number)
         WHERE s.business_day = ?1 AND s.mode = 'live' GROUP BY t.tax_kind, t.percent",
    )?;
    let rows = statement.query_map([day], |row| {
        let (word, percent): (String, u8) = (row.get(0)?, row.get(1)?);
        Ok((word, percent, Yen::new(row.get(2)?), Yen::new(row.get(3)?)))
    })?;
    let mut totals = BTreeMap::new();
    for row in rows {
        let (word, percent, amount, tax) = row?;
        let Some(kind) = TaxKind::from_word(&word) else { continue };
        let class = TaxClass { kind, percent };
        totals.insert(class, TaxTotal { class, amount, tax });
    }
    Ok(totals.into_values().collect())
}

fn training(connection: &Connection, day: &str) -> Result<u32, BooksError> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM slip WHERE business_day = ?1 AND mode = 'training'")?
        .query_row([day], |row| row.get(0))?)
}

/// What a slip does to what was sold; money in advance does nothing.
fn sold_kind(word: &str) -> Option<SoldKind> {
    match word {
        "sale" => Some(SoldKind::Sale),
        "hand_over" => Some(SoldKind::HandOver),
        "void" => Some(SoldKind::Void),
        "return" => Some(SoldKind::Return),
        _ => None,
    }
}

fn add(sum: &mut CountOf, more: CountOf) {
    *sum = sum.and(more);
}
