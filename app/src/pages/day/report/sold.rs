//! What was sold: by kind, tender, tax rate and 担当者.

use catlink_shared::wire::day::{CountOf, DayReport, OperatorTotal};
use leptos::prelude::*;

use super::{Part, pair};
use crate::components::yen;

#[component]
pub(crate) fn Sold(report: DayReport) -> impl IntoView {
    let total = report.total();
    let earlier = report.earlier_days;
    view! {
        <Part title="売上">
            {report.slips.iter().map(|slip| pair(slip.kind.label(), of(slip.of))).collect_view()}
            <p class="report-pair report-sum" id="report-total"><span>"合計"</span><span>{of(total)}</span></p>
            {(earlier.count > 0).then(|| pair("うち前日分", of(earlier)))}
            {pair("練習伝票(売上に含みません)", format!("{}件", report.training))}
        </Part>
        <Part title="支払方法">
            {report.tenders.is_empty().then(|| view! { <p class="hint">"支払はまだありません。"</p> })}
            {report.tenders.iter().map(|tender| {
                let category = tender.category_name.as_ref().filter(|name| **name != tender.name);
                let category = category.map(|name| format!("({name})"));
                pair(format!("{}{}", tender.name, category.unwrap_or_default()), of(tender.of))
            }).collect_view()}
            {pair("カード売上の現金返金", of(report.refunds.of))}
        </Part>
        {(!report.advances.is_none()).then(|| view! {
            <Part title="前受金(内金)">
                {pair("受取り", of(report.advances.received))}
                {pair("引渡・返金", of(report.advances.given_up))}
            </Part>
        })}
        <Part title="税率別(税込)">
            {report.taxes.is_empty().then(|| view! { <p class="hint">"売上はまだありません。"</p> })}
            {report.taxes.iter().map(|tax| view! {
                {pair(tax.class.heading(), yen(tax.amount))}
                {pair(" うち消費税", yen(tax.tax))}
            }).collect_view()}
        </Part>
        <Part title="担当者別・要確認操作">
            {report.operators.is_empty().then(|| view! { <p class="hint">"売上はまだありません。"</p> })}
            {report.operators.iter().map(operator).collect_view()}
        </Part>
    }
}

pub(super) fn of(of: CountOf) -> String {
    format!("{}件 {}", of.count, yen(of.amount))
}

fn operator(operator: &OperatorTotal) -> impl IntoView + use<> {
    let code = operator.code.clone().unwrap_or_default();
    let beside = [
        (operator.unlinked.count > 0).then(|| pair(" 連動しないで確定", of(operator.unlinked))),
        (operator.discounts.count > 0).then(|| pair(" 値引・割引のある伝票", of(operator.discounts))),
        (operator.voids.count > 0).then(|| pair(" 伝票取消", of(operator.voids))),
        (operator.returns.count > 0).then(|| pair(" 返品", of(operator.returns))),
        (operator.decisions > 0).then(|| pair(" 決済結果の判断", format!("{}件", operator.decisions))),
        (operator.reprints > 0).then(|| pair(" 再発行", format!("{}件", operator.reprints))),
    ];
    view! {
        {pair(format!("{code} {}", operator.name), of(operator.of))}
        {beside.into_iter().flatten().collect_view()}
    }
}
