//! What is particular about the sale on the counter: watched, locked, the day closed.

use leptos::prelude::*;

use crate::components::standing::Standing;
use crate::front::Front;

#[component]
pub(crate) fn Notes() -> impl IntoView {
    let front = Front::here();
    let watched =
        Memo::new(move |_| front.get(|state| state.own_sale().is_none() && state.watched().is_some()));
    let taken = Memo::new(move |_| front.get(|state| state.was_taken_over()));
    let locked = Memo::new(move |_| {
        front.get(|state| state.own_payment().is_some_and(|payment| payment.state.is_question()))
    });
    let closed = Memo::new(move |_| front.get(|state| state.day_view().is_closed()));
    view! {
        <Show when=move || closed.get()>
            <div class="note note-locked" id="day-closed" role="status">
                <strong>"本日は精算済みです"</strong>
                <span>"販売するときは、業務メニューの「端末開設」で次の営業日を開設してください。"</span>
            </div>
        </Show>
        <Show when=move || watched.get()>
            <div class="note note-watched" id="watched" role="status">
                <strong>
                    {move || if taken.get() { "別の画面に引き継がれました" } else { "別の画面で会計中です" }}
                </strong>
                <span>"この画面では見るだけです。会計が終わるのを待つか、別の画面で F7 会計保留 をしてください。この画面で続けるときは F12 引継ぐ を押してください。"</span>
                <Standing/>
            </div>
        </Show>
        <Show when=move || locked.get()>
            <div class="note note-locked" id="locked" role="status">
                <strong>"決済の確認が済んでいません"</strong>
                <span>"この伝票は変更できません。F5 確認画面で続けるか、F7 会計保留で次のお客様へ進めます。"</span>
            </div>
        </Show>
    }
}
