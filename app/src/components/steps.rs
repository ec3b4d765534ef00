//! What is done on the terminal by hand, step by step.

use leptos::prelude::*;

/// Numbered steps.
#[component]
pub(crate) fn Steps(title: &'static str, steps: Vec<String>) -> impl IntoView {
    view! {
        <section class="steps">
            <h3>{title}</h3>
            <ol>{steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}</ol>
        </section>
    }
}
