//! 【取消確認】

use leptos::prelude::*;

use super::frame::Frame;
use crate::front::Front;

#[component]
pub(crate) fn Discard() -> impl IntoView {
    let front = Front::here();
    let sum = move || {
        front.get(|state| state.totals().map(|t| format!("{}点 ¥{}", t.pieces, t.total)).unwrap_or_default())
    };
    view! {
        <Frame title="【取消確認】" class="dialog-ask">
            <p class="ask">"この会計を取消します。よろしいですか?"</p>
            <p class="subject">{sum}</p>
            <p class="hint">"明細はすべて消えます。残しておくときは F9 で戻り、F7 会計保留を使ってください。"</p>
            <p class="answers"><span><kbd>"F12"</kbd>"はい"</span><span><kbd>"F9"</kbd>"いいえ"</span></p>
        </Frame>
    }
}
