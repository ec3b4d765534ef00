//! Figures by touch.

use leptos::prelude::*;

use crate::front::Front;

const PAD: &[(&str, &str)] = &[
    ("7", "7"),
    ("8", "8"),
    ("9", "9"),
    ("C", "クリア"),
    ("4", "4"),
    ("5", "5"),
    ("6", "6"),
    ("*", "×"),
    ("1", "1"),
    ("2", "2"),
    ("3", "3"),
    ("⏎", "Enter"),
    ("0", "0"),
    ("00", "00"),
    ("000", "000"),
];

/// Ten keys for the field that has the focus.
#[component]
pub(crate) fn Keypad() -> impl IntoView {
    let front = Front::here();
    let pad = PAD.iter().map(|&(text, label)| {
        view! {
            <button
                type="button"
                class="pad-key"
                data-pad=text
                tabindex="-1"
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| { front.act(|state, now| state.on_pad(text, now)); }
            >
                {label}
            </button>
        }
    });
    view! { <div class="pad" role="group" aria-label="テンキー">{pad.collect_view()}</div> }
}
