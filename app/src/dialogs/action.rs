//! 【端末側の操作】: one action, its steps, and what the terminal's paper says.

use catlink_shared::ids::ActionId;
use catlink_shared::terminal::profile::ManualOperation;
use catlink_shared::wire::update::{ActionKind, ActionView};
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
            <SlipForm fields=Screen::Action(id).fields(None)/>
        </Frame>
    }
}

#[component]
fn About(action: ActionView) -> impl IntoView {
    let steps = action.model.map(|model| model.profile().manual_steps(operation(action.kind)));
    view! {
        <p class="subject">
            {format!("{}  {}  ¥{}", action.kind.label(), action.card_company_name, action.amount)}
            {action.receipt_number.map(|number| format!("  伝票番号 {number}"))}
        </p>
        {action.slip_number.map(|slip| view! {
            <p class="subject">{format!("取消する売上票の番号(端末の伝票番号) {slip}")}</p>
        })}
        {steps.map(|steps| view! { <Steps title="端末での手順" steps/> })}
        <p class="ask">{ask(action.kind)}</p>
    }
}

fn ask(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::HandPayment => "端末から出た売上票の伝票番号と金額を入力し、F12 で完了にします。",
        ActionKind::VoidOnTerminal | ActionKind::DoubleReceipt | ActionKind::Contradiction => {
            "端末から出た取消票の伝票番号と金額を入力し、F12 で完了にします。元の売上票の番号ではありません。"
        }
    }
}

fn operation(kind: ActionKind) -> ManualOperation {
    match kind {
        ActionKind::HandPayment => ManualOperation::Payment,
        ActionKind::VoidOnTerminal | ActionKind::DoubleReceipt | ActionKind::Contradiction => {
            ManualOperation::Void
        }
    }
}
