//! 【商品検索】

use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::field::Field;
use crate::components::list_role;
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(crate) fn Search() -> impl IntoView {
    let front = Front::here();
    let found = Memo::new(move |_| front.get(|state| state.found().into_iter().cloned().collect::<Vec<_>>()));
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    view! {
        <Frame title="【商品検索】" class="dialog-wide">
            <TextField field=Field::Search hint="例 ぎゅうにゅう、1006"/>
            <div class="list" role=move || list_role(found.with(Vec::is_empty)) aria-label="商品">
                {move || found.get().into_iter().enumerate().map(|(row, product)| view! {
                    <button
                        type="button" class="row row-product" role="option" tabindex="-1"
                        data-product=product.code.clone()
                        aria-selected=move || (cursor.get() == row).to_string()
                        on:mousedown=|event| event.prevent_default()
                        on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
                        on:dblclick=move |_| { front.act(|state, now| state.on_function(12, now)); }
                    >
                        <span class="row-code">{product.code.clone()}</span>
                        <span class="row-name">{product.name}</span>
                        <span class="row-note">{product.department}</span>
                        <span class="row-figure">{format!("¥{}{}", product.unit_price, product.tax.mark())}</span>
                    </button>
                }).collect_view()}
                <Show when=move || found.with(Vec::is_empty)>
                    <p class="list-empty">"該当する商品はありません。別の語で検索してください。"</p>
                </Show>
            </div>
        </Frame>
    }
}
