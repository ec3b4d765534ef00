//! 【責任者の登録】: the first step of a shop that has no manager with a PIN.

use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::screen::Screen;
use crate::components::text_field::TextField;

#[component]
pub(crate) fn FirstManager() -> impl IntoView {
    let fields = Screen::FirstManager.fields(None);
    view! {
        <Frame title="【責任者の登録】" class="dialog-people">
            <p class="ask">"はじめに、この店の責任者を登録します。ほかの担当者は、登録後に担当者マスタから追加できます。"</p>
            <div class="form">{fields.iter().map(|&field| view! { <TextField field/> }).collect_view()}</div>
            <p class="hint">"PINは4~8桁の数字です。0000や1234、担当者コードと同じ数字は使えません。"</p>
        </Frame>
    }
}
