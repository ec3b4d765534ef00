//! 【担当者入力】

use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::field::Field;
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(crate) fn Operator() -> impl IntoView {
    let front = Front::here();
    let operators = Memo::new(move |_| {
        front.get(|state| state.catalog().map(|catalog| catalog.operators.clone()).unwrap_or_default())
    });
    let typed = Memo::new(move |_| front.get(|state| state.fields().get(Field::Operator).to_owned()));
    view! {
        <Frame title="【担当者入力】">
            <TextField field=Field::Operator/>
            <p class="hint">"コードを入力して Enter、または一覧から選んで F12 を押してください。"</p>
            <div class="list" role="listbox" aria-label="担当者">
                {move || operators.get().into_iter().enumerate().map(|(row, operator)| {
                    let code = operator.code.clone();
                    view! {
                        <button
                            type="button" class="row" role="option" tabindex="-1"
                            data-operator=operator.code.clone()
                            aria-selected=move || (typed.get() == code).to_string()
                            on:mousedown=|event| event.prevent_default()
                            on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
                        >
                            <span class="row-code">{operator.code.clone()}</span>
                            <span class="row-name">{operator.name}</span>
                        </button>
                    }
                }).collect_view()}
            </div>
        </Frame>
    }
}
