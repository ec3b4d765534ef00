//! The frame of every dialog: name, content, and a cue while it is deaf.

use leptos::prelude::*;

use crate::front::Front;

/// A dialog over the screen.
#[component]
pub(crate) fn Frame(
    title: &'static str,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let front = Front::here();
    let deaf = Memo::new(move |_| front.get(|state| state.is_deaf()));
    view! {
        <div class="shade">
            <section
                id="dialog"
                class=format!("dialog {class}")
                role="dialog"
                aria-modal="true"
                aria-labelledby="dialog-title"
                tabindex="-1"
                data-deaf=move || deaf.get().to_string()
            >
                <header class="dialog-head">
                    <h2 id="dialog-title">{title}</h2>
                    <span class="deaf-cue" aria-hidden="true">"少しお待ちください(キーを離してください)"</span>
                </header>
                <div class="dialog-body">{children()}</div>
            </section>
        </div>
    }
}
