//! A receipt as it would be printed with the texts that stand in the form of 端末マスタ, while they are typed.

use catlink_shared::masters::{Values, register};
use catlink_shared::receipt::paper::PaperWidth;
use leptos::prelude::*;

use crate::components::paper::Paper;
use crate::front::Front;

/// The paper beside the form; nothing where the form says nothing of receipts.
#[component]
pub(crate) fn Preview() -> impl IntoView {
    let front = Front::here();
    let typed = Memo::new(move |_| {
        front.get(|state| {
            let form = state.desk().form()?;
            let tab = form.tabs().get(form.tab).copied()?;
            (tab == register::SLIP).then(|| state.typed_row())
        })
    });
    move || typed.get().map(|values| view! { <Sample values/> })
}

#[component]
fn Sample(values: Values) -> impl IntoView {
    let front = Front::here();
    let receipt = front.peek(|state| state.sample_receipt(&values));
    let width = PaperWidth::from_millimetres(values.get("paper"));
    view! {
        <aside class="preview" aria-label="レシートの見本">
            <p class="hint">"見本(入力に合わせて変わります)"</p>
            <div class="preview-paper">
                {receipt.map(|receipt| view! { <Paper receipt width/> })}
            </div>
        </aside>
    }
}
