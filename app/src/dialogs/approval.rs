//! 【責任者の承認】: what a manager is asked, over the clerk's screen.

use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::field::Field;
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(crate) fn Approval() -> impl IntoView {
    let front = Front::here();
    let asked = Memo::new(move |_| {
        front.get(|state| state.asked_of_manager().map(|(right, why)| (right, why.to_owned())))
    });
    view! {
        <Frame title="【責任者の承認】" class="dialog-people">
            {move || asked.get().map(|(right, why)| view! {
                <p class="subject" id="right" data-right=right.word()>{right.label()}</p>
                <p class="hint">{why}</p>
                <p class="ask">{right.question()}</p>
            })}
            <div class="form">
                <TextField field=Field::Person/>
                <TextField field=Field::Pin/>
            </div>
            <p class="hint">"責任者のコードを入力するか名札を読み取り、PINを入力して F12 を押してください。"</p>
            <p class="answers"><span><kbd>"F12"</kbd>"はい"</span><span><kbd>"F9"</kbd>"いいえ"</span></p>
        </Frame>
    }
}
