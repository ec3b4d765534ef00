//! 【伝票取消】 and 【返品確定】: what goes back and how, before F12.

use catlink_shared::wire::slips::SlipSheet;
use leptos::prelude::*;

use super::super::frame::Frame;
use super::money::{MoneyBack, Undoing};
use crate::checkout::slips::SlipScreen;
use crate::components::slip_form::SlipForm;
use crate::front::Front;

#[component]
pub(crate) fn VoidSlip() -> impl IntoView {
    let front = Front::here();
    let refunds = Memo::new(move |_| front.get(|state| state.refunds_of_void()));
    let retyping = Memo::new(move |_| front.get(|state| state.slip_desk().is_retyping()));
    view! {
        <Frame title="【伝票取消】" class="dialog-wide">
            <Subject/>
            <MoneyBack undoing=Undoing::Void refunds/>
            <Show when=move || retyping.get()>
                <p class="hint" id="retyping">"取消した後、この伝票の商品を新しい会計に読み込みます(取消して打ち直し)。"</p>
            </Show>
            <p class="ask">"この伝票を取消します。よろしいですか?"</p>
            <div class="form-row"><SlipForm fields=SlipScreen::Void.fields()/></div>
        </Frame>
    }
}

#[component]
pub(crate) fn GiveBack() -> impl IntoView {
    let front = Front::here();
    let refunds = Memo::new(move |_| front.get(|state| state.refunds_of_return()));
    let goods = Memo::new(move |_| front.get(|state| state.goods_back().ok()));
    view! {
        <Frame title="【返品確定】" class="dialog-wide">
            <Subject/>
            {move || goods.get().map(|goods| view! {
                <p class="subject" id="back-total">
                    {format!("返品 {}点  返金 ¥{}(うち消費税 ¥{})", goods.totals.pieces, goods.totals.total, goods.totals.tax())}
                </p>
            })}
            <MoneyBack undoing=Undoing::Return refunds/>
            <p class="ask">"返品を確定します。よろしいですか?"</p>
            <div class="form-row"><SlipForm fields=SlipScreen::GiveBack.fields()/></div>
        </Frame>
    }
}

/// Which slip it is about.
#[component]
pub(crate) fn Subject() -> impl IntoView {
    let front = Front::here();
    let sheet = Memo::new(move |_| front.get(|state| state.slip_desk().sheet().cloned()));
    move || {
        sheet.get().map(|SlipSheet { receipt, .. }| {
            let text = format!(
                "伝票番号 {}  {}  合計 ¥{}",
                receipt.receipt_number, receipt.issued_at_text, receipt.slip.totals.total
            );
            view! { <p class="subject" id="undone-slip">{text}</p> }
        })
    }
}
