//! 【現金返金】: an action whose brand cannot be voided on the terminal, and the cash that was given back for it.

use catlink_shared::ids::ActionId;
use catlink_shared::terminal::profile::WayBack;
use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::screen::Screen;
use crate::components::slip_form::SlipForm;
use crate::components::steps::CashSteps;
use crate::front::Front;

#[component]
pub(crate) fn Refund(id: ActionId) -> impl IntoView {
    let front = Front::here();
    let action = Memo::new(move |_| front.get(|state| state.action(id).cloned()));
    let about = move || {
        action.get().map(|action| {
            let slip = action.slip_number.as_ref().map(|slip| format!("  端末の伝票番号 {slip}"));
            view! {
                <p class="subject">
                    {format!("{}  {}  ¥{}", action.label(), action.card_company_name, action.amount)}
                    {slip}
                </p>
                {match (action.way_back, action.model) {
                    (WayBack::Cash, Some(model)) => view! { <CashSteps model amount=action.amount/> }.into_any(),
                    (WayBack::Cash, None) => ().into_any(),
                    (WayBack::Void, _) => view! {
                        <p class="warning" id="cash-back">
                            {format!("端末で取消・返品できないときだけ、お客様へ現金で ¥{} を返金します(責任者の承認が必要です)。", action.amount)}
                        </p>
                    }.into_any(),
                }}
            }
        })
    };
    view! {
        <Frame title="【現金返金】" class="dialog-wide">
            {about}
            <SlipForm fields=Screen::Refund(id).fields(None)/>
        </Frame>
    }
}
