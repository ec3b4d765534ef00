//! The slips of a day, folded into sums by kind, tax rate and 担当者.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use catlink_shared::basket::Discount;
use catlink_shared::money::Yen;
use catlink_shared::receipt::{Direction, Receipt, Slip, SlipKind};
use catlink_shared::tax::TaxClass;
use catlink_shared::tender::Tender;
use catlink_shared::wire::day::{Advances, CountOf, OperatorTotal, SlipTotal, SoldKind, TaxTotal};
use rusqlite::Connection;

use crate::books::{BooksError, people};

/// Every slip of a day, live and training.
pub(super) fn of_day(connection: &Connection, day: &str) -> Result<Vec<Receipt>, BooksError> {
    let mut statement = connection
        .prepare_cached("SELECT body FROM slip WHERE business_day = ?1 ORDER BY mode, receipt_number")?;
    let bodies = statement.query_map([day], |row| row.get::<_, String>(0))?;
    let mut receipts = Vec::new();
    for body in bodies {
        receipts.push(serde_json::from_str(&body?)?);
    }
    Ok(receipts)
}

/// The sums, as far as they are come.
#[derive(Debug, Default)]
pub(super) struct Folded {
    kinds: BTreeMap<SoldKind, CountOf>,
    /// 前受金
    pub(super) advances: Advances,
    /// Cash for what was paid by card.
    pub(super) cash_for_cards: CountOf,
    taxes: BTreeMap<TaxClass, (Yen, Yen)>,
    operators: BTreeMap<Option<String>, OperatorTotal>,
    /// 前日分
    pub(super) earlier_days: CountOf,
    /// Training slips.
    pub(super) training: u32,
}

impl Folded {
    /// One live slip.
    pub(super) fn take(&mut self, receipt: &Receipt) {
        let slip = &receipt.slip;
        let effect = slip.effect();
        match effect.deposits.cmp(&Yen::ZERO) {
            Ordering::Greater => self.advances.received.add(effect.deposits),
            Ordering::Less => self.advances.given_up.add(effect.deposits),
            Ordering::Equal => {}
        }
        for tender in &slip.tenders {
            if let Tender::CashBack { amount, instead_of: Some(_), .. } = tender {
                self.cash_for_cards.add(*amount);
            }
        }
        let Some(kind) = sold_kind(&slip.kind) else { return };
        self.sold(receipt, kind, effect.sales);
    }

    fn sold(&mut self, receipt: &Receipt, kind: SoldKind, total: Yen) {
        let slip = &receipt.slip;
        self.kinds.entry(kind).or_default().add(total);
        if receipt.earlier_day.is_some() {
            self.earlier_days.add(total);
        }
        for class in &slip.totals.classes {
            let (amount, tax) = self.taxes.entry(class.class).or_default();
            *amount = sum(*amount, signed(slip, class.amount));
            *tax = sum(*tax, signed(slip, class.tax));
        }
        let code = slip.operator.as_ref().map(|operator| operator.code.clone());
        let name = slip.operator.as_ref().map_or("担当者なし", |operator| operator.name.as_str());
        let of = self.operator(code, name);
        of.of.add(total);
        match kind {
            SoldKind::Sale | SoldKind::HandOver => {}
            SoldKind::Void => of.voids.add(total),
            SoldKind::Return => of.returns.add(total),
        }
        if is_unlinked(slip) {
            of.unlinked.add(total);
        }
        if is_discounted(slip) && matches!(kind, SoldKind::Sale | SoldKind::HandOver) {
            of.discounts.add(total);
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
            let known = match &who {
                Some(code) => people::find(connection, code)?.map(|row| row.operator.name),
                None => None,
            };
            let name = known.or_else(|| who.clone()).unwrap_or_else(|| "担当者なし".to_owned());
            self.operator(who, &name).decisions = decisions;
        }
        Ok(())
    }

    /// By kind.
    pub(super) fn slips(&self) -> Vec<SlipTotal> {
        self.kinds.iter().map(|(kind, of)| SlipTotal { kind: *kind, of: *of }).collect()
    }

    /// By tax rate.
    pub(super) fn taxes(&self) -> Vec<TaxTotal> {
        let total = |(class, (amount, tax)): (&TaxClass, &(Yen, Yen))| TaxTotal {
            class: *class,
            amount: *amount,
            tax: *tax,
        };
        self.taxes.iter().map(total).collect()
    }

    /// By 担当者.
    pub(super) fn operators(self) -> Vec<OperatorTotal> {
        self.operators.into_values().collect()
    }
}

/// What a slip does to what was sold; money in advance does nothing.
const fn sold_kind(kind: &SlipKind) -> Option<SoldKind> {
    match kind {
        SlipKind::Sale => Some(SoldKind::Sale),
        SlipKind::HandOver { .. } => Some(SoldKind::HandOver),
        SlipKind::Void { .. } => Some(SoldKind::Void),
        SlipKind::Return { .. } => Some(SoldKind::Return),
        SlipKind::Reservation { .. } | SlipKind::Cancellation { .. } => None,
    }
}

fn signed(slip: &Slip, amount: Yen) -> Yen {
    match slip.kind.direction() {
        Direction::In => amount,
        Direction::Out => Yen::new(amount.get().saturating_neg()),
    }
}

fn is_unlinked(slip: &Slip) -> bool {
    slip.tenders.iter().any(|tender| matches!(tender, Tender::Card { unlinked_reason: Some(_), .. }))
}

fn is_discounted(slip: &Slip) -> bool {
    slip.totals.slip_discount != Yen::ZERO
        || slip.lines.iter().any(|line| !matches!(line.discount, Discount::None))
}

/// Sums of a shop's day are far from what fits.
fn sum(one: Yen, other: Yen) -> Yen {
    Yen::new(one.get().saturating_add(other.get()))
}
