//! 【決済内容相違】

use catlink_shared::guidance::{after_contradiction, difference_text};
use catlink_shared::ids::PaymentId;
use catlink_shared::payment::PaymentState;
use catlink_shared::terminal::profile::{CatModel, ManualOperation, WayBack};
use catlink_shared::wire::update::PaymentView;
use leptos::prelude::*;

use super::frame::Frame;
use super::question::{ChoiceForm, Choices};
use crate::checkout::screen::{Choice, Screen};
use crate::components::steps::{CashSteps, StepsOf};
use crate::front::Front;

#[component]
pub(crate) fn Contradiction(id: PaymentId) -> impl IntoView {
    let front = Front::here();
    let choice = Memo::new(move |_| front.get(|state| state.choice()));
    let payment = Memo::new(move |_| front.get(|state| state.payment(id).cloned()));
    let guidance = Memo::new(move |_| {
        payment.get().map(|payment| after_contradiction(payment.model.profile(), payment.way_back))
    });
    // How it is voided on the terminal.
    let steps = Memo::new(move |_| Some((payment.get()?.model, guidance.get()?.by_hand?)));
    view! {
        <Frame title="【決済内容相違】" class="dialog-wide dialog-unknown">
            <p class="what" id="what">{move || guidance.get().map(|guidance| guidance.what)}</p>
            <Show when=move || choice.get().is_none()>
                <p class="next">{move || guidance.get().map(|guidance| guidance.next)}</p>
            </Show>
            <div class="columns" data-chosen=move || choice.get().is_some().to_string()>
                <div>
                    {move || payment.get().map(|payment| view! { <Compared payment/> })}
                    {move || match choice.get() {
                        // The steps stay beside the form that wants to know what came of them.
                        Some(Choice::Voided | Choice::Refunded) => view! { <UndoSteps payment steps/> }.into_any(),
                        Some(_) => ().into_any(),
                        None => view! { <Choices/> }.into_any(),
                    }}
                </div>
                {move || match choice.get() {
                    Some(choice) => view! { <ChoiceForm screen=Screen::Contradiction(id) choice/> }.into_any(),
                    None => view! { <UndoSteps payment steps/> }.into_any(),
                }}
            </div>
        </Frame>
    }
}

/// How the customer gets the money back: by a void on the terminal, or in cash.
#[component]
fn UndoSteps(
    payment: Memo<Option<PaymentView>>,
    steps: Memo<Option<(CatModel, ManualOperation)>>,
) -> impl IntoView {
    move || {
        payment.get().map(|payment| match payment.way_back {
            WayBack::Void => view! { <StepsOf steps/> }.into_any(),
            WayBack::Cash => {
                let amount = payment.settled_amount.unwrap_or(payment.amount);
                view! { <CashSteps model=payment.model amount/> }.into_any()
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
