//! What was sold: by kind, tender, tax rate and 担当者.

use super::{head, left, pair, yen};
use crate::receipt::PrintLine;
use crate::wire::day::{CountOf, DayReport, OperatorTotal};

/// Those parts of 日計.
pub(super) fn print(out: &mut Vec<PrintLine>, report: &DayReport) {
    head(out, "売上");
    for slip in &report.slips {
        pair(out, slip.kind.label(), of(slip.of));
    }
    out.push(PrintLine::Total { left: "合計".to_owned(), right: of(report.total()) });
    if report.earlier_days.count > 0 {
        pair(out, "うち前日分", of(report.earlier_days));
    }
    pair(out, "練習伝票(売上に含みません)", format!("{}件", report.training));
    print_tenders(out, report);
    head(out, "税率別(税込)");
    for tax in &report.taxes {
        pair(out, tax.class.heading(), yen(tax.amount));
        pair(out, " うち消費税", yen(tax.tax));
    }
    head(out, "担当者別・要確認操作");
    for operator in &report.operators {
        print_operator(out, operator);
    }
}

fn print_tenders(out: &mut Vec<PrintLine>, report: &DayReport) {
    head(out, "支払方法");
    for tender in &report.tenders {
        let category = tender.category_name.as_ref().filter(|name| **name != tender.name);
        let category = category.map(|name| format!("({name})"));
        pair(out, format!("{}{}", tender.name, category.unwrap_or_default()), of(tender.of));
    }
    pair(out, "カード売上の現金返金", of(report.refunds.of));
    if !report.advances.is_none() {
        head(out, "前受金(内金)");
        pair(out, "受取り", of(report.advances.received));
        pair(out, "引渡・返金", of(report.advances.given_up));
    }
}

fn print_operator(out: &mut Vec<PrintLine>, operator: &OperatorTotal) {
    let code = operator.code.clone().unwrap_or_default();
    left(out, format!("{code} {}", operator.name));
    pair(out, " 伝票", of(operator.of));
    let marked = [
        (" 連動しないで確定", operator.unlinked),
        (" 値引・割引のある伝票", operator.discounts),
        (" 伝票取消", operator.voids),
        (" 返品", operator.returns),
    ];
    for (label, figure) in marked.into_iter().filter(|(_, figure)| figure.count > 0) {
        pair(out, label, of(figure));
    }
    if operator.decisions > 0 {
        pair(out, " 決済結果の判断", format!("{}件", operator.decisions));
    }
    if operator.reprints > 0 {
        pair(out, " 再発行", format!("{}件", operator.reprints));
    }
}

/// How many and how much.
pub(super) fn of(of: CountOf) -> String {
    format!("{}件 {}", of.count, yen(of.amount))
}
