//! 【伝票】: one slip as it was printed, what became of it, and what can be done with it.

use catlink_shared::wire::slips::{May, SlipSheet};
use leptos::prelude::*;

use super::super::frame::Frame;
use crate::components::paper::Paper;
use crate::front::Front;
use crate::pages::slips::state_word;

#[component]
pub(crate) fn Sheet() -> impl IntoView {
    let front = Front::here();
    let sheet = Memo::new(move |_| front.get(|state| state.slip_desk().sheet().cloned()));
    let width = Memo::new(move |_| front.get(|state| state.paper_width()));
    view! {
        <Frame title="【伝票】" class="dialog-receipt">
            {move || match sheet.get() {
                None => view! { <p class="hint">"伝票を読み込んでいます…"</p> }.into_any(),
                Some(sheet) => {
                    let receipt = (*sheet.receipt).clone();
                    view! {
                        <div class="receipt">
                            <div class="receipt-paper"><Paper receipt width=width.get()/></div>
                            <About sheet/>
                        </div>
                    }
                    .into_any()
                }
            }}
        </Frame>
    }
}

#[component]
fn About(sheet: SlipSheet) -> impl IntoView {
    let undone = sheet.undone_by.into_iter().map(|slip| {
        let text = format!(
            "{}伝票 {}  ¥{}  {}",
            slip.kind.label(),
            slip.receipt_number,
            slip.amount,
            slip.issued_at_text
        );
        view! { <li>{text}</li> }
    });
    let undone: Vec<_> = undone.collect();
    let none = undone.is_empty();
    view! {
        <div class="receipt-sum">
            <p class="slip-state slip-state-large" id="slip-state" data-state=state_word(sheet.state)>
                {sheet.state.label()}
            </p>
            <ul class="undone" hidden=none>{undone}</ul>
            <Can word="F1 取消" may=sheet.void/>
            <Can word="F4 返品" may=sheet.give_back/>
        </div>
    }
}

/// What can be done, or why not.
#[component]
fn Can(word: &'static str, may: May) -> impl IntoView {
    let (class, text) = match may {
        May::Yes => ("can", format!("{word}: できます")),
        May::No { why } => ("can cannot", format!("{word}: {why}")),
    };
    view! { <p class=class>{text}</p> }
}
