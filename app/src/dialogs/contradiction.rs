//! 【決済内容相違】

use catlink_shared::guidance::difference_text;
use catlink_shared::ids::PaymentId;
use catlink_shared::payment::PaymentState;
use catlink_shared::terminal::profile::{ManualOperation, WayBack};
use catlink_shared::wire::update::PaymentView;
use leptos::prelude::*;

use super::frame::Frame;
use super::question::{ChoiceForm, Choices};
use crate::checkout::screen::{Choice, Screen};
use crate::components::steps::{CashSteps, Steps};
use crate::front::Front;

#[component]
pub(crate) fn Contradiction(id: PaymentId) -> impl IntoView {
    let front = Front::here();
    let choice = Memo::new(move |_| front.get(|state| state.choice()));
    let payment = Memo::new(move |_| front.get(|state| state.payment(id).cloned()));
    view! {
        <Frame title="【決済内容相違】" class="dialog-wide dialog-unknown">
            <p class="what" id="what">"端末の決済内容が、この会計と一致しません。"</p>
            <Show when=move || choice.get().is_none()>
                <p class="next">"売上票を確認してください。確認が済むまで、この端末の連動決済は使えません。"</p>
            </Show>
            <div class="columns" data-chosen=move || choice.get().is_some().to_string()>
                <div>
                    {move || payment.get().map(|payment| view! { <Compared payment/> })}
                    {move || match choice.get() {
                        // The steps stay beside the form that wants to know what came of them.
                        Some(Choice::Voided | Choice::Refunded) => view! { <UndoSteps payment/> }.into_any(),
                        Some(_) => ().into_any(),
                        None => view! { <Choices/> }.into_any(),
                    }}
                </div>
                {move || match choice.get() {
                    Some(choice) => view! { <ChoiceForm screen=Screen::Contradiction(id) choice/> }.into_any(),
                    None => view! { <UndoSteps payment/> }.into_any(),
                }}
            </div>
        </Frame>
    }
}

/// How the customer gets the money back: by a void on the terminal, or in cash.
#[component]
fn UndoSteps(payment: Memo<Option<PaymentView>>) -> impl IntoView {
    move || {
        payment.get().map(|payment| match payment.way_back {
            WayBack::Void => {
                let steps = payment.model.profile().manual_steps(ManualOperation::Void);
                view! { <Steps title="端末で取消するときの手順" steps/> }.into_any()
            }
            WayBack::Cash => {
                let amount = payment.settled_amount.unwrap_or(payment.amount);
                view! { <CashSteps amount/> }.into_any()
            }
        })
    }
}

/// What was asked, what the terminal says, and in what they differ.
#[component]
fn Compared(payment: PaymentView) -> impl IntoView {
    let differences = match &payment.state {
        PaymentState::Contradicted { differences, .. } => differences.clone(),
        _ => Vec::new(),
    };
    let details = payment.details.unwrap_or_default();
    let said = |text: Option<String>| text.unwrap_or_else(|| "—".to_owned());
    view! {
        <ul class="differences" id="differences">
            {differences.into_iter().map(|one| view! { <li>{difference_text(one)}</li> }).collect_view()}
        </ul>
        <dl class="compared">
            <div><dt>"依頼した金額"</dt><dd>{format!("¥{}", payment.amount)}</dd></div>
            <div>
                <dt>"端末の決済金額"</dt>
                <dd id="settled-amount">{said(payment.settled_amount.map(|yen| format!("¥{yen}")))}</dd>
            </div>
            <div><dt>"端末の伝票番号"</dt><dd>{said(details.slip_number.map(|slip| slip.to_string()))}</dd></div>
            <div><dt>"承認番号"</dt><dd>{said(details.approval_code.map(|code| code.to_string()))}</dd></div>
        </dl>
    }
}
