//! 【呼出】: parked sales.

use catlink_shared::tax::Rounding;
use leptos::prelude::*;

use super::frame::Frame;
use crate::components::list_role;
use crate::front::Front;

#[component]
pub(crate) fn Park() -> impl IntoView {
    let front = Front::here();
    let parked = Memo::new(move |_| {
        front.get(|state| state.shown().map(|shown| shown.parked.clone()).unwrap_or_default())
    });
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    view! {
        <Frame title="【呼出】" class="dialog-wide">
            <p class="hint">"選択して F12 で呼び出します。「決済確認待ち」の会計は、呼び出すと決済の確認から続きます。"</p>
            <div class="list" role=move || list_role(parked.with(Vec::is_empty)) aria-label="保留中の会計">
                {move || parked.get().into_iter().enumerate().map(|(row, sale)| {
                    let totals = sale.draft.totals(Rounding::default()).ok();
                    let first = sale.draft.lines.first().map(|line| line.name.clone()).unwrap_or_default();
                    let open = sale.payment.as_ref().is_some_and(|payment| payment.state.holds_sale());
                    view! {
                        <button
                            type="button" class="row row-parked" role="option" tabindex="-1"
                            data-sale=sale.sale_id.to_string()
                            aria-selected=move || (cursor.get() == row).to_string()
                            on:mousedown=|event| event.prevent_default()
                            on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
                        >
                            <span class="row-code">{sale.parked_at}</span>
                            <span class="row-name">{first}</span>
                            <span class="row-note">
                                {(!sale.draft.purpose.is_sale()).then(|| format!("{}・", sale.draft.purpose.label()))}
                                {totals.as_ref().map(|t| format!("{}点", t.pieces))}
                                {open.then_some("・決済確認待ち")}
                            </span>
                            <span class="row-figure">{totals.map(|t| format!("¥{}", t.total))}</span>
                        </button>
                    }
                }).collect_view()}
                <Show when=move || parked.with(Vec::is_empty)>
                    <p class="list-empty">"保留中の会計はありません。"</p>
                </Show>
            </div>
        </Frame>
    }
}
