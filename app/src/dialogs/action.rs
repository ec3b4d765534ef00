//! 【端末側の操作】: one action, its steps, and what the terminal's paper says.

use catlink_shared::guidance::{for_action, void_limits};
use catlink_shared::ids::ActionId;
use catlink_shared::terminal::profile::ManualOperation;
use catlink_shared::wire::update::ActionView;
use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::screen::Screen;
use crate::components::slip_form::SlipForm;
use crate::components::steps::Steps;
use crate::front::Front;

#[component]
pub(crate) fn Action(id: ActionId) -> impl IntoView {
    let front = Front::here();
    let action = Memo::new(move |_| front.get(|state| state.action(id).cloned()));
    view! {
        <Frame title="【端末側の操作】" class="dialog-wide">
            {move || action.get().map(|action| view! { <About action/> })}
            <div class="form-row"><SlipForm fields=Screen::Action(id).fields(None)/></div>
        </Frame>
    }
}

#[component]
fn About(action: ActionView) -> impl IntoView {
    let guidance = for_action(action.kind);
    let steps = action.model.and_then(|model| Some((model, guidance.by_hand?)));
    let limits = steps
        .filter(|(_, operation)| *operation == ManualOperation::Void)
        .and_then(|(model, _)| void_limits(model.profile()));
    view! {
        <p class="what what-small" id="what">{guidance.what}</p>
        <p class="subject">
            {format!("{}  {}  ¥{}", action.kind.label(), action.card_company_name, action.amount)}
            {action.receipt_number.map(|number| format!("  伝票番号 {number}"))}
        </p>
        {action.slip_number.map(|slip| view! {
            <p class="subject">{format!("元の売上票の番号(端末の伝票番号) {slip}")}</p>
        })}
        {steps.map(|(model, operation)| view! { <Steps model operation/> })}
        {limits.map(|limits| view! { <p class="hint" id="void-limits">{limits}</p> })}
        <p class="ask" id="next">{guidance.next}</p>
    }
}
