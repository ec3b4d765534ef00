//! Sums typed from the terminal's paper, for a model that cannot send its 中間計.

use std::collections::BTreeSet;

use catlink_shared::card::CardCategoryCode;
use catlink_shared::reconciliation::Period;
use catlink_shared::tender::category_name;
use catlink_shared::wire::day::CountOf;
use catlink_shared::wire::matching::{DifferenceKind, NextStep, TypedTotal};
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::Connection;

use super::gather::Booked;
use super::{Body, Difference, Found};
use crate::books::{BooksError, catalog, refuse};

/// Largest sum that is taken, yen either way: what fits on the paper.
const MOST_SUM: i64 = 99_999_999_999;

/// Whether sums can be.
///
/// # Errors
/// None, one twice, or more than fits on paper.
pub(super) fn check(typed: &[TypedTotal]) -> Result<(), BooksError> {
    let bad = |message: &str| Err(refuse(RefusalCode::BadEvidence, message));
    let kinds: BTreeSet<_> = typed.iter().map(|total| total.category).collect();
    if typed.is_empty() {
        return bad("中間計の合計を入力してください。");
    }
    if kinds.len() < typed.len() {
        return bad("同じ決済種別が2回入力されています。");
    }
    if typed.iter().any(|total| total.of.amount.get().abs() > MOST_SUM) {
        return bad("金額が大きすぎます。中間計の印字を確認してください。");
    }
    Ok(())
}

/// What is in the books of a category in a period; none: of all.
pub(super) fn of_category(
    booked: &[Booked],
    category: Option<CardCategoryCode>,
    period: Period,
) -> Vec<Booked> {
    let within = |booked: &Booked| period.from <= booked.item.span.from && booked.item.span.from <= period.to;
    let counts = |booked: &&Booked| {
        (category.is_none() || booked.category == category) && booked.item.standing.counts() && within(booked)
    };
    booked.iter().filter(counts).cloned().collect()
}

/// Sums beside those of the books.
///
/// # Errors
/// The database.
pub(super) fn compared(
    connection: &Connection,
    booked: &[Booked],
    typed: &[TypedTotal],
    period: Period,
) -> Result<Found, BooksError> {
    let categories = catalog::categories(connection)?;
    let mut found = Found::default();
    let sum = |category| {
        let mut sum = CountOf::default();
        of_category(booked, category, period).iter().for_each(|booked| sum.add(booked.item.amount));
        sum
    };
    for total in typed {
        let here = sum(total.category);
        if here == total.of {
            found.summary.agreed = found.summary.agreed.and(here);
            continue;
        }
        let text = total.category.map_or_else(|| "合計".to_owned(), |code| category_name(&categories, code));
        found.differences.push(Difference {
            subject: subject(total.category),
            at: None,
            body: Body {
                kind: DifferenceKind::Total,
                text,
                slip_number: None,
                here: Some(here),
                there: Some(total.of),
                next: NextStep::Itemise,
                category: total.category,
            },
        });
    }
    found.summary.here = sum(None);
    // All together where that was typed, else what the categories come to.
    let all = typed.iter().find(|total| total.category.is_none());
    found.summary.there = all
        .map_or_else(|| typed.iter().fold(CountOf::default(), |sum, total| sum.and(total.of)), |all| all.of);
    Ok(found)
}

/// What a sum is about, the same in every run.
pub(super) fn subject(category: Option<CardCategoryCode>) -> String {
    category.map_or_else(|| "total".to_owned(), |code| format!("total:{code}"))
}
