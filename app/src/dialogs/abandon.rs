//! 【破棄確認】: what was typed into a form and not kept.

use leptos::prelude::*;

use super::frame::Frame;

#[component]
pub(crate) fn Abandon() -> impl IntoView {
    view! {
        <Frame title="【破棄確認】">
            <p class="ask">"入力した内容は登録されていません。破棄して戻ります。よろしいですか?"</p>
            <p class="hint">"F9 で入力に戻り、F12確定で登録できます。"</p>
        </Frame>
    }
}
