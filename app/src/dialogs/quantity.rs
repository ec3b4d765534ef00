//! 【数量】

use leptos::prelude::*;

use super::discount::SelectedLine;
use super::frame::Frame;
use crate::checkout::field::Field;
use crate::components::keypad::Keypad;
use crate::components::text_field::TextField;

#[component]
pub(crate) fn Quantity() -> impl IntoView {
    view! {
        <Frame title="【数量】">
            <SelectedLine/>
            <TextField field=Field::Quantity/>
            <Keypad/>
        </Frame>
    }
}
