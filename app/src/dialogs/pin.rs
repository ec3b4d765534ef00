//! 【PIN設定】

use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::screen::Screen;
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(crate) fn PinForm() -> impl IntoView {
    let front = Front::here();
    let who = front.peek(|state| {
        state
            .row_in_question()
            .map(|row| format!("{} {}", row.code, row.values.get("name")))
            .unwrap_or_default()
    });
    let fields = Screen::Pin.fields(None);
    view! {
        <Frame title="【PIN設定】" class="dialog-people">
            <p class="subject">{who}</p>
            <div class="form">{fields.iter().map(|&field| view! { <TextField field/> }).collect_view()}</div>
            <p class="hint">"PINは4~8桁の数字です。0000や1234、担当者コードと同じ数字は使えません。ロックされた担当者も、新しいPINで使えるようになります。"</p>
        </Frame>
    }
}
