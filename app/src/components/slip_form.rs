//! Fields for what the terminal's paper says, with the operator where the register asks for one.

use leptos::prelude::*;

use crate::checkout::field::Field;
use crate::components::text_field::TextField;
use crate::front::Front;

/// The fields of a form, in order.
#[component]
pub(crate) fn SlipForm(fields: &'static [Field]) -> impl IntoView {
    let front = Front::here();
    let asks_operator = Memo::new(move |_| front.get(|state| state.asks_operator()));
    let fields = move || {
        let shown = fields.iter().filter(|field| **field != Field::Operator || asks_operator.get());
        shown.map(|&field| view! { <TextField field hint=hint(field)/> }).collect_view()
    };
    view! { <div class="form">{fields}</div> }
}

fn hint(field: Field) -> &'static str {
    match field {
        Field::SlipTime => "HH:MM",
        Field::SlipAmount | Field::RefundAmount => "円",
        Field::ApprovalCode => "カードの場合",
        Field::Contact => "お名前・電話番号など",
        Field::NewestSlip => "まだ1枚も無いときは 00000",
        _ => "",
    }
}
