//! 集計・グラフ: what the payments come to, by category, company and brand, and by day.

use catlink_shared::wire::history::{HistoryTotals, Sum, SumLine, Sums};
use leptos::prelude::*;

use super::chart::DrawnChart;
use super::list::grouped;
use crate::components::yen;
use crate::front::Front;

#[component]
pub(super) fn Totals() -> impl IntoView {
    let front = Front::here();
    let totals = Memo::new(move |_| front.get(|state| state.history().totals().cloned()));
    let page = NodeRef::<leptos::html::Div>::new();
    // It has no field: the arrow keys scroll it.
    Effect::new(move || {
        totals.track();
        if let Some(page) = page.get() {
            let _ = page.focus();
        }
    });
    view! {
        <section class="masters history">
            <header class="history-head"><h1>"クレジット利用履歴 集計・グラフ"</h1>{super::conditions()}</header>
            <div class="report-page history-totals" node_ref=page tabindex="0" role="region" aria-label="集計・グラフ">
                {move || match totals.get() {
                    None => view! { <p class="list-empty">"読み込んでいます…"</p> }.into_any(),
                    Some(totals) if totals.all.all().count == 0 => view! {
                        <p class="list-empty" id="empty-totals">
                            "条件に合うカード決済はありません。F5 検索で期間や条件を変えてください。"
                        </p>
                    }.into_any(),
                    Some(totals) => view! {
                        <DrawnChart chart=totals.chart.clone()/>
                        <div class="history-tables">{tables(&totals)}</div>
                    }.into_any(),
                }}
            </div>
        </section>
    }
}

/// The sums as tables, on the screen and on paper.
pub(super) fn tables(totals: &HistoryTotals) -> impl IntoView + use<> {
    let all = vec![SumLine { name: "すべて".to_owned(), sums: totals.all }];
    view! {
        {table("合計", "all", all)}
        {table("カード区分別", "category", totals.by_category.clone())}
        {table("カード会社別", "company", totals.by_company.clone())}
        {table("ブランド別(端末の通知による)", "brand", totals.by_brand.clone())}
    }
}

fn table(title: &'static str, by: &'static str, lines: Vec<SumLine>) -> impl IntoView {
    view! {
        <table class="sum-table" data-sums=by>
            <thead><tr>
                <th class="rows-text">{title}</th>
                <th>"売上"</th><th class="rows-figure">"金額"</th>
                <th>"取消・返品"</th><th class="rows-figure">"金額"</th>
                <th>"合計"</th><th class="rows-figure">"金額"</th>
            </tr></thead>
            <tbody>{lines.into_iter().map(line).collect_view()}</tbody>
        </table>
    }
}

fn line(line: SumLine) -> impl IntoView {
    let Sums { taken, back } = line.sums;
    let pair = |sum: Sum| {
        view! {
            <td class="rows-figure">{format!("{}件", grouped(sum.count))}</td>
            <td class="rows-figure">{yen(sum.amount)}</td>
        }
    };
    view! { <tr><th class="rows-text">{line.name}</th>{pair(taken)}{pair(back)}{pair(line.sums.all())}</tr> }
}
