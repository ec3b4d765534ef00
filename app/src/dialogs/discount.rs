//! 【値引・割引】

use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::field::Field;
use crate::components::keypad::Keypad;
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(crate) fn Discount() -> impl IntoView {
    view! {
        <Frame title="【値引・割引】">
            <SelectedLine/>
            <p class="hint">"どちらか一方を入力します。両方とも空欄にすると、この明細の値引を取り消します。"</p>
            <div class="pairs">
                <TextField field=Field::DiscountYen/>
                <TextField field=Field::DiscountRate/>
            </div>
            <Keypad/>
        </Frame>
    }
}

/// The line a dialog is about.
#[component]
pub(crate) fn SelectedLine() -> impl IntoView {
    let front = Front::here();
    let text = move || {
        front.get(|state| {
            let line = state.draft()?.lines.get(state.line()?)?;
            Some(format!("{}  @{} × {}", line.name, line.unit_price, line.quantity))
        })
    };
    view! { <p class="subject">{text}</p> }
}
