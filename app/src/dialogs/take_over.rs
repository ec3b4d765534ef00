//! 【引継ぎ確認】: another page's sale becomes this page's.

use leptos::prelude::*;

use super::frame::Frame;
use crate::components::standing::{Standing, watched_payment};
use crate::front::Front;

#[component]
pub(crate) fn TakeOver() -> impl IntoView {
    let front = Front::here();
    let sum = move || {
        front.get(|state| state.totals().map(|t| format!("{}点 ¥{}", t.pieces, t.total)).unwrap_or_default())
    };
    let open =
        Memo::new(move |_| front.get(|state| watched_payment(state).is_some_and(|standing| standing.open)));
    view! {
        <Frame title="【引継ぎ確認】" class="dialog-ask">
            <p class="ask">"このレジは、別の画面で会計中です。この画面に引き継ぎます。よろしいですか?"</p>
            <p class="subject">{sum}</p>
            <Standing/>
            <p class="hint" id="instead">"別の担当者が使っているときは、その会計が終わるのを待つか、別の画面で F7 会計保留 をしてもらってください。引き継ぐと、別の画面では見るだけになります。"</p>
            <Show when=move || open.get()>
                <p class="warning">
                    "決済はそのまま続き、もう一度請求されることはありません。承認されたときは、商品をお渡ししたかをこの画面で確認します。"
                </p>
            </Show>
            <p class="answers"><span><kbd>"F12"</kbd>"はい"</span><span><kbd>"F9"</kbd>"いいえ"</span></p>
        </Frame>
    }
}
