//! The lines of the sale.

use catlink_shared::basket::{Discount, Line};
use catlink_shared::money::Yen;
use leptos::prelude::*;

use crate::front::Front;

#[component]
pub(crate) fn Lines() -> impl IntoView {
    let front = Front::here();
    let lines = Memo::new(move |_| {
        front.get(|state| {
            let amounts = state.totals().map(|totals| totals.lines).unwrap_or_default();
            let lines = state.draft().map(|draft| draft.lines.clone()).unwrap_or_default();
            lines.into_iter().zip(amounts).collect::<Vec<_>>()
        })
    });
    let selected = Memo::new(move |_| front.get(|state| state.line()));
    view! {
        <div class="lines">
            <table>
                <thead>
                    <tr>
                        <th class="line-no">"No"</th>
                        <th class="line-name">"商品名"</th>
                        <th>"単価"</th>
                        <th>"数量"</th>
                        <th>"値引"</th>
                        <th>"金額"</th>
                        <th class="line-mark">"※"</th>
                    </tr>
                </thead>
                <tbody id="lines">
                    {move || lines.get().into_iter().enumerate().map(|(row, (line, amount))| view! {
                        <LineRow row line amount selected/>
                    }).collect_view()}
                </tbody>
            </table>
            <Show when=move || lines.with(Vec::is_empty)>
                <div class="lines-empty">
                    <p>"商品のバーコードを読み取ってください"</p>
                    <p class="hint">"コードを入力して Enter、または F5 で商品を検索できます。保留した会計は F8 で呼び出します。"</p>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn LineRow(row: usize, line: Line, amount: Yen, selected: Memo<Option<usize>>) -> impl IntoView {
    let front = Front::here();
    let off = match line.discount {
        Discount::None => String::new(),
        Discount::Yen(yen) => format!("-{yen}"),
        Discount::Rate(percent) => format!("{percent}%"),
    };
    view! {
        <tr
            data-line=row + 1
            data-product=line.product_code
            aria-selected=move || (selected.get() == Some(row)).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
        >
            <td class="line-no">{row + 1}</td>
            <td class="line-name">{line.name}</td>
            <td>{line.unit_price.to_string()}</td>
            <td>{line.quantity}</td>
            <td class="line-off">{off}</td>
            <td class="line-amount">{amount.to_string()}</td>
            <td class="line-mark">{line.tax.mark()}</td>
        </tr>
    }
}
