//! 【削除確認】

use catlink_shared::masters::Master;
use leptos::prelude::*;

use super::frame::Frame;
use crate::front::Front;

#[component]
pub(crate) fn Erase(master: Master) -> impl IntoView {
    let front = Front::here();
    let row = front.peek(|state| state.row_in_question().cloned());
    let name = row.map(|row| format!("{} {}", row.code, row.values.get("name"))).unwrap_or_default();
    view! {
        <Frame title="【削除確認】">
            <p class="subject">{format!("{}  {name}", master.label())}</p>
            <p class="ask">"この行を削除します。よろしいですか?"</p>
            <p class="hint">"これまでの伝票と履歴は、そのまま残ります。"</p>
        </Frame>
    }
}
