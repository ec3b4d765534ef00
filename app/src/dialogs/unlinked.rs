//! 【連動しないで確定】

use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::profile::ManualOperation;
use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::field::Field;
use crate::checkout::questions::REASONS;
use crate::checkout::screen::Screen;
use crate::components::of_payment;
use crate::components::slip_form::SlipForm;
use crate::components::steps::StepsOf;
use crate::front::Front;

#[component]
pub(crate) fn Unlinked(id: PaymentId) -> impl IntoView {
    let front = Front::here();
    let amount = Memo::new(move |_| of_payment(front, id, |payment| format!("¥{}", payment.amount)));
    let steps = Memo::new(move |_| {
        front.get(|state| state.payment(id).map(|payment| (payment.model, ManualOperation::Payment)))
    });
    let reason = Memo::new(move |_| front.get(|state| state.fields().get(Field::Reason).to_owned()));
    view! {
        <Frame title="【連動しないで確定】" class="dialog-wide">
            <p class="ask">
                {amount}
                " の売上票が、すでに端末から出ていませんか? 出ているときは F6 売上票あり を押してください。"
            </p>
            <p class="warning">
                "この会計は端末と連動せずに確定します。決済は、端末を手で操作して必ず行ってください。"
            </p>
            <div class="columns">
                <div>
                    <div class="list list-short" role="listbox" aria-label="理由">
                        {REASONS.iter().enumerate().map(|(row, &text)| view! {
                            <button
                                type="button" class="row" role="option" tabindex="-1"
                                aria-selected=move || (reason.get() == text).to_string()
                                on:mousedown=|event| event.prevent_default()
                                on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
                            >
                                {text}
                            </button>
                        }).collect_view()}
                    </div>
                    <SlipForm fields=Screen::Unlinked(id).fields(None)/>
                </div>
                <StepsOf steps/>
            </div>
        </Frame>
    }
}
