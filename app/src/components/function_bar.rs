//! F1–F12 at the bottom of every screen, touchable too.

use leptos::prelude::*;

use crate::checkout::command::{FunctionKey, Ready};
use crate::front::Front;

#[component]
pub(crate) fn FunctionBar() -> impl IntoView {
    let front = Front::here();
    let keys = Memo::new(move |_| front.get(|state| state.function_keys()));
    view! {
        <nav class="keys" aria-label="ファンクションキー">
            {(1..=12).map(|number| view! { <FunctionButton number keys/> }).collect_view()}
        </nav>
    }
}

#[component]
fn FunctionButton(number: u8, keys: Memo<Vec<FunctionKey>>) -> impl IntoView {
    let front = Front::here();
    let key = move || keys.with(|keys| keys.iter().find(|key| key.number == number).copied());
    let ready = move || key().is_some_and(|key| matches!(key.ready, Ready::Yes));
    // The focus stays in the field, so that Enter and blanks never press a button.
    view! {
        <button
            id=format!("f{number}")
            type="button"
            class="key"
            tabindex="-1"
            disabled=move || !ready()
            data-empty=move || key().is_none().to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| { front.act(|state, now| state.on_function(number, now)); }
        >
            <kbd>{format!("F{number}")}</kbd>
            <span>{move || key().map_or("", |key| key.label)}</span>
        </button>
    }
}
