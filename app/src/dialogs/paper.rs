//! 【売上票の登録】: a 売上票 for what was not charged, says the terminal. That is choice 1.

use catlink_shared::ids::PaymentId;
use leptos::prelude::*;

use super::frame::Frame;
use super::question::ClockHint;
use crate::checkout::screen::Screen;
use crate::components::of_payment;
use crate::components::slip_form::SlipForm;
use crate::front::Front;

#[component]
pub(crate) fn Paper(id: PaymentId) -> impl IntoView {
    let front = Front::here();
    let about = Memo::new(move |_| {
        of_payment(front, id, |payment| {
            format!("{}  {}  ¥{}", payment.device.label(), payment.card_company_name, payment.amount)
        })
    });
    view! {
        <Frame title="【売上票の登録】" class="dialog-wide">
            <p class="subject">{about}</p>
            <p class="ask">"端末から出た売上票のとおりに入力し、F12 を押してください。この会計は決済済みとして確定します。"</p>
            <p class="hint">"売上票がないときは F9 で戻ります。"</p>
            <ClockHint id/>
            <SlipForm fields=Screen::Paper(id).fields(None)/>
        </Frame>
    }
}
