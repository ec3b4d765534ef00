//! 日計 and レジ点検 as printed on the till's roll: what the page shows of them, line by line.
//!
//! It knows no books: what it prints is what it is given.

mod closing;
mod sold;

use crate::money::Yen;
use crate::receipt::{DataKind, PrintLine};
use crate::wire::day::{CheckView, Counted, DayReport, Direction};

/// On whatever a demo prints.
const DEMO: &str = "*** デモ(実際の取引ではありません) ***";

/// 日計
#[must_use]
pub fn print_report(report: &DayReport, data: DataKind) -> Vec<PrintLine> {
    let mut out = vec![PrintLine::Title { text: format!("日計 {}", report.day) }];
    mark(&mut out, data);
    center(&mut out, format!("{}  レジ {}", report.shop_name, report.register_code));
    left(&mut out, report.state.sentence());
    left(&mut out, format!("集計 {}", report.made_at));
    sold::print(&mut out, report);
    print_drawer(&mut out, report);
    closing::print(&mut out, report.closing.as_ref());
    out
}

/// レジ点検
#[must_use]
pub fn print_check(
    shop_name: &str,
    register_code: &str,
    check: &CheckView,
    data: DataKind,
) -> Vec<PrintLine> {
    let mut out = vec![PrintLine::Title { text: "レジ点検".to_owned() }];
    mark(&mut out, data);
    left(&mut out, format!("{shop_name}  レジ {register_code}"));
    left(&mut out, format!("{}  担当者 {}", check.at, check.who));
    out.push(PrintLine::Rule);
    print_count(&mut out, &check.counted);
    pair(&mut out, "あるはずの金額", yen(check.expected));
    out.push(PrintLine::Total { left: "過不足".to_owned(), right: over_or_short(check.difference()) });
    out
}

fn print_drawer(out: &mut Vec<PrintLine>, report: &DayReport) {
    let flows = report.flows;
    head(out, "引出しの現金");
    pair(out, "釣銭準備金", yen(flows.float));
    pair(out, "現金売上", yen(flows.sales));
    pair(out, "カード売上の現金返金", yen(leaving(flows.refunds)));
    pair(out, "入金", yen(flows.paid_in));
    pair(out, "出金", yen(leaving(flows.paid_out)));
    pair(out, "この営業日の現金", yen(flows.expected()));
    if !report.movements.is_empty() {
        head(out, "入出金");
    }
    for movement in &report.movements {
        let amount = match movement.direction {
            Direction::In => movement.amount,
            Direction::Out => leaving(movement.amount),
        };
        left(out, format!("{} {}({})", movement.at, movement.direction.label(), movement.who));
        pair(out, format!(" {}", movement.reason), yen(amount));
    }
    if !report.checks.is_empty() {
        head(out, "レジ点検");
    }
    for check in &report.checks {
        let figures = format!("{} {}", yen(check.counted.sum()), over_or_short(check.difference()));
        pair(out, format!("{}({})", check.at, check.who), figures);
    }
}

/// What was counted, by denomination where it was.
fn print_count(out: &mut Vec<PrintLine>, counted: &Counted) {
    match counted {
        Counted::Sum { .. } => {}
        Counted::Denominations { pieces } => {
            for pieces in pieces {
                let sum = pieces.value.checked_mul(i64::from(pieces.count)).map(yen);
                pair(out, format!("{}円 × {}", pieces.value, pieces.count), sum.unwrap_or_default());
            }
        }
    }
    pair(out, "数えた金額", yen(counted.sum()));
}

fn mark(out: &mut Vec<PrintLine>, data: DataKind) {
    match data {
        DataKind::Real => {}
        DataKind::Demo => center(out, DEMO),
    }
}

fn head(out: &mut Vec<PrintLine>, text: &str) {
    out.push(PrintLine::Rule);
    left(out, format!("【{text}】"));
}

fn center(out: &mut Vec<PrintLine>, text: impl Into<String>) {
    out.push(PrintLine::Center { text: text.into() });
}

fn left(out: &mut Vec<PrintLine>, text: impl Into<String>) {
    out.push(PrintLine::Left { text: text.into() });
}

fn pair(out: &mut Vec<PrintLine>, left: impl Into<String>, right: impl Into<String>) {
    out.push(PrintLine::Pair { left: left.into(), right: right.into() });
}

/// What leaves the drawer.
const fn leaving(amount: Yen) -> Yen {
    Yen::new(amount.get().saturating_neg())
}

/// Yen, with the sign before the mark.
fn yen(amount: Yen) -> String {
    if amount < Yen::ZERO { format!("-¥{}", leaving(amount)) } else { format!("¥{amount}") }
}

/// 過不足 in words and figures.
fn over_or_short(difference: Yen) -> String {
    match difference.get() {
        0 => "過不足なし".to_owned(),
        1.. => format!("過剰 ¥{difference}"),
        ..=-1 => format!("不足 ¥{}", leaving(difference)),
    }
}
