//! 日計一覧: one line for each business day of a period.

use catlink_shared::money::Yen;
use catlink_shared::tax::TaxKind;
use catlink_shared::wire::day::{CountOf, DayReport, DayState, SoldKind};
use catlink_shared::wire::files::Encoding;
use catlink_shared::wire::reply::RefusalCode;

use super::period::Period;
use crate::books::day::report;
use crate::books::files::make::Made;
use crate::books::files::spool::{Cell, Spool};
use crate::books::files::{FileError, Ticker};
use crate::books::refuse;
use crate::clock;
use crate::store::Store;

const HEADER: &[&str] = &[
    "営業日",
    "状態",
    "売上件数",
    "売上",
    "取消件数",
    "取消",
    "返品件数",
    "返品",
    "純売上",
    "標準税率対象",
    "標準税率の税額",
    "軽減税率対象",
    "軽減税率の税額",
    "税率対象外",
    "現金",
    "カード等",
    "前受金受領",
    "前受金充当・返金",
    "カード売上の現金返金",
    "レジ過不足",
    "練習件数",
];

/// The file of a period.
///
/// # Errors
/// The period, or no business day in it; the disk; stopped.
pub(super) async fn export(
    store: &Store,
    from: String,
    to: String,
    encoding: Encoding,
    ticker: &Ticker,
) -> Result<Made, FileError> {
    let period = Period::read(&from, &to)?;
    let name = format!("日計一覧-{}.csv", period.in_a_name());
    let days = store.look(move |connection| period.business_days(connection)).await?;
    if days.is_empty() {
        return Err(refuse(
            RefusalCode::BadFile,
            format!("{from} から {to} までに、営業日がありません。別の期間を指定してください。"),
        )
        .into());
    }
    let mut spool = Spool::begin(store.folder(), encoding, HEADER)?;
    ticker.begin(days.len());
    for day in days {
        let report = store.look(move |connection| report::of_day(connection, &day, clock::now())).await?;
        spool.row(&cells(&report), ticker)?;
    }
    spool.finish(name)
}

fn cells(report: &DayReport) -> Vec<Cell> {
    let of = |kinds: &[SoldKind]| {
        report
            .slips
            .iter()
            .filter(|slip| kinds.contains(&slip.kind))
            .fold(CountOf::default(), |sum, slip| sum.and(slip.of))
    };
    let (sold, voided, returned) =
        (of(&[SoldKind::Sale, SoldKind::HandOver]), of(&[SoldKind::Void]), of(&[SoldKind::Return]));
    let taxes = |kinds: &[TaxKind]| {
        let fitting = report.taxes.iter().filter(|tax| kinds.contains(&tax.class.kind));
        fitting
            .fold((Yen::ZERO, Yen::ZERO), |(amount, tax), one| (plus(amount, one.amount), plus(tax, one.tax)))
    };
    let (standard, reduced) = (taxes(&[TaxKind::Standard]), taxes(&[TaxKind::Reduced]));
    let untaxed = taxes(&[TaxKind::Exempt, TaxKind::OutOfScope]);
    let paid = |cash: bool| {
        let fitting = report.tenders.iter().filter(|tender| tender.category_name.is_none() == cash);
        fitting.fold(Yen::ZERO, |sum, tender| plus(sum, tender.of.amount))
    };
    let difference = report
        .closing
        .as_ref()
        .map(|closing| catlink_shared::wire::day::difference(closing.counted.sum(), closing.expected));
    vec![
        report.day.as_str().into(),
        state(&report.state).into(),
        sold.count.into(),
        sold.amount.into(),
        voided.count.into(),
        voided.amount.into(),
        returned.count.into(),
        returned.amount.into(),
        report.total().amount.into(),
        standard.0.into(),
        standard.1.into(),
        reduced.0.into(),
        reduced.1.into(),
        untaxed.0.into(),
        paid(true).into(),
        paid(false).into(),
        report.advances.received.amount.into(),
        report.advances.given_up.amount.into(),
        report.refunds.of.amount.into(),
        difference.into(),
        report.training.into(),
    ]
}

fn state(state: &DayState) -> &'static str {
    match state {
        DayState::NotOpened => "未開設",
        DayState::Open { .. } => "営業中",
        DayState::Closed { .. } => "精算済",
    }
}

/// Sums of a shop's day are far from what fits.
fn plus(one: Yen, other: Yen) -> Yen {
    Yen::new(one.get().saturating_add(other.get()))
}
