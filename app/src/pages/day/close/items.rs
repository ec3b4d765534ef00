//! The first step: what is open.

use leptos::prelude::*;

use crate::front::Front;

#[component]
pub(crate) fn Items() -> impl IntoView {
    let front = Front::here();
    let items = Memo::new(move |_| front.get(|state| state.open_items()));
    let under_way = Memo::new(move |_| front.get(|state| state.payment_is_under_way()));
    let nothing = Memo::new(move |_| {
        front.get(|state| state.day().drawer().is_some_and(|drawer| drawer.days.is_empty()))
    });
    view! {
        <h2>"終わっていないものがないか確かめます"</h2>
        <Show when=move || nothing.get()>
            <p class="warning" id="nothing-to-close">
                "精算する営業日がありません。端末開設または販売をした日の終わりに、この画面で精算します。過去の集計は「帳票」の「日計」で見られます。"
            </p>
        </Show>
        <Show when=move || under_way.get()>
            <p class="warning">"カードの決済が進行中です。終わってから精算してください。"</p>
        </Show>
        <Show
            when=move || !items.with(Vec::is_empty)
            fallback=move || (!nothing.get()).then(|| view! {
                <p class="done" id="nothing-open">"未完了の項目はありません。F12 で次へ進みます。"</p>
            })
        >
            <ul class="open-items" id="open-items">
                {move || items.get().into_iter().map(|item| view! {
                    <li><b>{item.kind}</b><span>{item.text}</span></li>
                }).collect_view()}
            </ul>
            <p class="ask">"先に片付けるのが原則です。要確認と操作待ちは F4 参照、保留と会計中の伝票は店頭処理で終えられます。"</p>
            <p class="hint">"このまま精算するには、最後に責任者の承認が必要です。項目は精算の記録に残ります。"</p>
        </Show>
    }
}
