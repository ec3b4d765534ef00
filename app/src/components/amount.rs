//! An amount with its label.

use leptos::prelude::*;

/// A label and a figure; `id` is for the page and its tests.
#[component]
pub(crate) fn Amount(
    label: &'static str,
    #[prop(into)] value: Signal<String>,
    #[prop(optional)] id: Option<&'static str>,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    view! {
        <div class=format!("amount {class}")>
            <span class="amount-label">{label}</span>
            <output class="amount-value" id=id>{value}</output>
        </div>
    }
}
