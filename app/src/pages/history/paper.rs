//! What is printed on A4: the filter, the sums, and the list as far as it goes on paper.

use catlink_shared::tender::LinkInfo;
use catlink_shared::wire::history::{HandSlip, HistoryRow};
use leptos::prelude::*;

use super::list::grouped;
use super::sums::tables;
use crate::checkout::history::Printed;
use crate::components::yen;
use crate::front::Front;
use crate::pages::day::{DEMO, is_demo};

#[component]
pub(super) fn Paper() -> impl IntoView {
    let front = Front::here();
    let printed = Memo::new(move |_| front.get(|state| state.history().printed().cloned()));
    let page = NodeRef::<leptos::html::Div>::new();
    Effect::new(move || {
        printed.track();
        if let Some(page) = page.get() {
            let _ = page.focus();
        }
    });
    view! {
        <section class="masters history">
            <header class="history-head">
                <h1>"クレジット利用履歴 印刷"</h1>
                <p class="hint">"A4 用紙に印刷します。F10 で印刷、F9 で戻ります。"</p>
            </header>
            <div class="report-page history-preview" node_ref=page tabindex="0" role="region" aria-label="印刷">
                {move || match printed.get() {
                    None => view! { <p class="list-empty">"読み込んでいます…"</p> }.into_any(),
                    Some(printed) => view! { <Sheet printed/> }.into_any(),
                }}
            </div>
        </section>
    }
}

#[component]
fn Sheet(printed: Printed) -> impl IntoView {
    let front = Front::here();
    let demo = front.peek(is_demo);
    let register = front.peek(|state| {
        state.shown().map(|shown| format!("レジ {}", shown.register.register_code)).unwrap_or_default()
    });
    let total = printed.totals.all.all().count;
    let shown = printed.rows.len() as u64;
    let left = total.saturating_sub(shown);
    view! {
        <article class="history-paper" id="paper">
            <h2>"クレジット利用履歴"</h2>
            {demo.then(|| view! { <p>{DEMO}</p> })}
            {super::conditions()}
            <p>{format!("{register}  作成 {}", printed.at_text)}</p>
            {tables(&printed.totals)}
            <table class="history-list">
                <thead><tr>
                    {["日時", "伝票", "区分", "カード会社", "ブランド", "金額", "担当者", "決済連携", "手動決済"]
                        .map(|label| view! { <th>{label}</th> })
                        .collect_view()}
                </tr></thead>
                <tbody>{printed.rows.into_iter().map(line).collect_view()}</tbody>
            </table>
            {(left > 0).then(|| view! {
                <p id="left-out">
                    {format!("新しい順に {}件。ほかに {}件あります。すべての明細は F8 CSV書出で出力できます。", grouped(shown), grouped(left))}
                </p>
            })}
        </article>
    }
}

fn line(row: HistoryRow) -> impl IntoView {
    view! {
        <tr>
            <td>{row.issued_at_text.get(..16).unwrap_or(&row.issued_at_text).to_owned()}</td>
            <td>{row.receipt_number.to_string()}</td>
            <td>{row.kind.label()}</td>
            <td>{row.company_name}</td>
            <td>{row.brand}</td>
            <td class="rows-figure">{yen(row.amount)}</td>
            <td>{row.operator_name}</td>
            <td>{row.link_info.as_ref().map(LinkInfo::text)}</td>
            <td>{row.hand_slip.as_ref().map(HandSlip::text)}</td>
        </tr>
    }
}
