//! The drawer of the day: what moved it, 入出金 and レジ点検.

use catlink_shared::money::Yen;
use catlink_shared::wire::day::{DayReport, Direction};
use leptos::prelude::*;

use super::{Part, pair};
use crate::components::{over_or_short, yen};

#[component]
pub(crate) fn Cash(report: DayReport) -> impl IntoView {
    let flows = report.flows;
    view! {
        <Part title="引出しの現金">
            {pair("釣銭準備金", yen(flows.float))}
            {pair("現金売上", yen(flows.sales))}
            {pair("カード売上の現金返金", yen(out(flows.refunds)))}
            {pair("入金", yen(flows.paid_in))}
            {pair("出金", yen(out(flows.paid_out)))}
            <p class="report-pair report-sum" id="report-cash">
                <span>"この営業日の現金"</span>
                <span>{yen(flows.expected())}</span>
            </p>
        </Part>
        <Part title="入出金">
            {report.movements.is_empty().then(|| view! { <p class="hint">"ありません。"</p> })}
            {report.movements.iter().map(|movement| {
                let amount = match movement.direction {
                    Direction::In => movement.amount,
                    Direction::Out => out(movement.amount),
                };
                let what = format!("{} {} {}({})", movement.at, movement.direction.label(), movement.reason, movement.who);
                pair(what, yen(amount))
            }).collect_view()}
        </Part>
        <Part title="レジ点検">
            {report.checks.is_empty().then(|| view! { <p class="hint">"ありません。"</p> })}
            {report.checks.iter().map(|check| {
                let figures = format!("{} {}", yen(check.counted.sum()), over_or_short(check.difference()));
                pair(format!("{}({})", check.at, check.who), figures)
            }).collect_view()}
        </Part>
    }
}

/// What leaves the drawer.
fn out(amount: Yen) -> Yen {
    Yen::new(amount.get().saturating_neg())
}
