//! What 日計 adds up from beside the slips is what the slips themselves say.

use std::collections::BTreeMap;

use catlink_shared::basket::{CounterMode, Draft};
use catlink_shared::ids::{PageId, SaleId};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{DataKind, Operator, Original, Receipt, Slip, SlipKind};
use catlink_shared::tax::{ClassTotal, Rounding, TaxClass};
use catlink_shared::tender::Tender;
use catlink_shared::wire::day::DayReport;
use proptest::prelude::*;
use rusqlite::Transaction;

use super::super::report;
use super::bench::{CUTOFF, MONDAY, NOON};
use crate::books::bench::{books, write};
use crate::books::{BooksError, catalog, numbers, sales, slips};

/// A slip as far as 日計 tells it from another one.
#[derive(Debug, Clone)]
struct Kind {
    goes_back: bool,
    trains: bool,
    operator: Option<&'static str>,
    discount: bool,
    unlinked: bool,
    earlier: bool,
    standard: i64,
    reduced: i64,
}

fn kind() -> impl Strategy<Value = Kind> {
    let operator = prop::sample::select(vec![None, Some("101"), Some("102")]);
    let flags = (any::<bool>(), prop::bool::weighted(0.2), any::<bool>(), any::<bool>(), any::<bool>());
    (flags, operator, 0_i64..9_000, 0_i64..9_000).prop_map(
        |((goes_back, trains, discount, unlinked, earlier), operator, standard, reduced)| Kind {
            goes_back,
            trains,
            operator,
            discount,
            unlinked,
            earlier,
            standard,
            reduced,
        },
    )
}

fn tender(kind: &Kind, amount: Yen) -> Tender {
    let name = "現金".to_owned();
    if kind.goes_back {
        return Tender::CashBack { amount, of_tender: None, instead_of: kind.unlinked.then_some(name) };
    }
    Tender::Cash { amount, tendered: amount, change: Yen::ZERO }
}

fn book(tx: &Transaction<'_>, kind: &Kind) -> Result<Receipt, BooksError> {
    let business_day = numbers::open_business_day(tx, NOON, CUTOFF)?;
    let sale_id = SaleId::from(uuid::Uuid::now_v7());
    tx.execute("UPDATE sale SET status = 'discarded' WHERE status = 'current'", [])?;
    sales::put(tx, PageId::from(uuid::Uuid::now_v7()), sale_id, 0, &Draft::default(), NOON)?;
    let mut totals = Draft::default().totals(Rounding::Down).unwrap();
    let classes = [(TaxClass::STANDARD_10, kind.standard), (TaxClass::REDUCED_8, kind.reduced)];
    totals.classes = classes
        .into_iter()
        .map(|(class, amount)| {
            let amount = Yen::new(amount);
            ClassTotal { class, amount, tax: class.tax_within(amount, Rounding::Down).unwrap() }
        })
        .collect();
    totals.total = Yen::new(kind.standard + kind.reduced);
    totals.slip_discount = Yen::new(i64::from(kind.discount) * 100);
    let of = Original { receipt_number: None, sold_at_text: String::new(), typed_number: None };
    let slip = Slip {
        sale_id,
        kind: if kind.goes_back { SlipKind::Return { of, places: Vec::new() } } else { SlipKind::Sale },
        mode: if kind.trains { CounterMode::Training } else { CounterMode::Live },
        business_day,
        register_code: "01".into(),
        operator: kind.operator.map(|code| Operator { code: code.into(), name: format!("担当{code}") }),
        shop: catalog::shop(tx)?.header,
        lines: Vec::new(),
        tenders: vec![tender(kind, totals.total)],
        totals,
    };
    slips::book(tx, slip, DataKind::Demo, kind.earlier.then(|| "2026-11-22".to_owned()), NOON)
}

/// Figures of 日計 by their names.
type Figures = BTreeMap<String, i64>;

fn add(figures: &mut Figures, name: String, amount: i64) {
    *figures.entry(name.clone()).or_default() += amount;
    *figures.entry(format!("{name} #")).or_default() += 1;
}

/// From the slips themselves.
fn told_by_slips(receipts: &[Receipt]) -> Figures {
    let mut figures = Figures::new();
    for receipt in receipts {
        let slip = &receipt.slip;
        if slip.mode == CounterMode::Training {
            *figures.entry("training".into()).or_default() += 1;
            continue;
        }
        let sales = slip.effect().sales.get();
        let who = slip.operator.as_ref().map_or("", |operator| operator.code.as_str());
        add(&mut figures, slip.kind.label().to_owned(), sales);
        add(&mut figures, format!("who {who}"), sales);
        if slip.kind.is_sale() && slip.is_discounted() {
            add(&mut figures, format!("discounts {who}"), sales);
        }
        if receipt.earlier_day.is_some() {
            add(&mut figures, "earlier".into(), sales);
        }
        if slip.cash_for_card() > Yen::ZERO {
            add(&mut figures, "for cards".into(), slip.cash_for_card().get());
        }
        for class in &slip.totals.classes {
            let sign = if slip.kind.is_sale() { 1 } else { -1 };
            *figures.entry(format!("{}", class.class.percent)).or_default() += sign * class.amount.get();
            *figures.entry(format!("{} tax", class.class.percent)).or_default() += sign * class.tax.get();
        }
    }
    figures.retain(|_, figure| *figure != 0);
    figures
}

/// From 日計.
fn told_by_report(report: &DayReport) -> Figures {
    let mut figures = Figures::new();
    let mut put = |name: String, of: catlink_shared::wire::day::CountOf| {
        figures.insert(format!("{name} #"), of.count.into());
        figures.insert(name, of.amount.get());
    };
    for slip in &report.slips {
        put(slip.kind.label().to_owned(), slip.of);
    }
    for who in &report.operators {
        let code = who.code.clone().unwrap_or_default();
        put(format!("who {code}"), who.of);
        put(format!("discounts {code}"), who.discounts);
    }
    put("earlier".into(), report.earlier_days);
    put("for cards".into(), report.refunds.of);
    for tax in &report.taxes {
        figures.insert(tax.class.percent.to_string(), tax.amount.get());
        figures.insert(format!("{} tax", tax.class.percent), tax.tax.get());
    }
    figures.insert("training".into(), report.training.into());
    figures.retain(|_, figure| *figure != 0);
    figures
}

#[test]
fn a_days_sums_are_those_of_its_slips() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(40));
    runner
        .run(&proptest::collection::vec(kind(), 0..25), |kinds| {
            let (told, report) = runtime.block_on(async {
                let store = books(DataKind::Demo).await;
                let booking = move |tx: &Transaction<'_>| kinds.iter().map(|kind| book(tx, kind)).collect();
                let receipts: Vec<Receipt> = write(&store, booking).await.unwrap();
                let report = store.look(|connection| report::of_day(connection, MONDAY, NOON)).await.unwrap();
                (told_by_slips(&receipts), told_by_report(&report))
            });
            prop_assert_eq!(told, report);
            Ok(())
        })
        .unwrap();
}
