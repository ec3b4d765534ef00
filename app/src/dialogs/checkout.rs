//! 【チェックアウト】

use catlink_shared::reservation::Purpose;
use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::field::Field;
use crate::components::amount::Amount;
use crate::components::keypad::Keypad;
use crate::components::steps::StepsOf;
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(crate) fn Checkout() -> impl IntoView {
    let front = Front::here();
    let due = move || front.get(|state| state.due().map_or(String::new(), |due| format!("¥{due}")));
    let label = front.peek(|state| match state.purpose() {
        Purpose::Sale | Purpose::Change { .. } => "合計",
        Purpose::Reserve(_) => "内金(今回のお支払い)",
        Purpose::HandOver { .. } => "残額(今回のお支払い)",
    });
    let change = move || {
        front.get(|state| match state.change() {
            Ok(change) => format!("¥{change}"),
            Err(_) => "—".to_owned(),
        })
    };
    // In the keypad's place: a linked card takes no お預り.
    let steps = Memo::new(move |_| front.get(|state| state.steps_before_sending()));
    let superseding = move || front.get(|state| state.superseding().is_some());
    view! {
        <Frame title="【チェックアウト】" class="dialog-checkout">
            <Show when=superseding>
                <p class="warning" id="superseding">
                    "カード決済の結果が不明のまま、別の方法で受け取ります。承認が分かったときは、カードで支払済みに切り替わります。"
                </p>
            </Show>
            <div class="checkout">
                <div class="checkout-left">
                    <Deposit/>
                    <Amount label id="due" class="amount-large" value=Signal::derive(due)/>
                    <Show when=move || !superseding()>
                        <TextField field=Field::SlipDiscount class="field-amount"/>
                    </Show>
                    <div class="tendered-row">
                        <TextField field=Field::Tendered class="field-amount field-large"/>
                        <button
                            type="button" class="plain" id="exactly" tabindex="-1"
                            on:mousedown=|event| event.prevent_default()
                            on:click=move |_| { front.act(|state, now| state.on_function(2, now)); }
                        >
                            "ちょうど"
                        </button>
                    </div>
                    <Amount label="お釣り" id="change" class="amount-large" value=Signal::derive(change)/>
                    <NonCash/>
                </div>
                <Show when=move || steps.get().is_some() fallback=|| view! { <Keypad/> }>
                    <StepsOf steps/>
                </Show>
            </div>
        </Frame>
    }
}

/// What everything comes to, and 内金, where something else is due now.
#[component]
fn Deposit() -> impl IntoView {
    let front = Front::here();
    let rows = Memo::new(move |_| {
        front.get(|state| {
            let total = state.totals().map(|totals| totals.total).unwrap_or_default();
            match state.purpose() {
                Purpose::Sale | Purpose::Change { .. } => Vec::new(),
                Purpose::Reserve(_) => vec![("予約商品の合計", format!("¥{total}"))],
                Purpose::HandOver { deposit, .. } => {
                    vec![("合計", format!("¥{total}")), ("内金充当", format!("-¥{deposit}"))]
                }
            }
        })
    });
    view! {
        <div class="deposit-rows" id="deposit-rows">
            {move || rows.get().into_iter().map(|(label, value)| view! {
                <div class="amount"><span class="amount-label">{label}</span><span class="amount-value">{value}</span></div>
            }).collect_view()}
        </div>
    }
}

/// ≪現金外支払≫
#[component]
fn NonCash() -> impl IntoView {
    let front = Front::here();
    let amount =
        move || front.get(|state| state.card().map_or(String::new(), |card| format!("¥{}", card.amount)));
    let company = move || {
        front.get(|state| {
            let view = state.card_company()?;
            let link = view
                .linked_device
                .map_or("連動なし".to_owned(), |device| format!("連動 {}", device.label()));
            Some(format!("{}({link})", view.company.name))
        })
    };
    let empty = move || front.get(|state| state.card().is_none());
    view! {
        <fieldset class="non-cash">
            <legend>"≪現金外支払≫"</legend>
            <Amount label="クレジットカード" id="credit-amount" value=Signal::derive(amount)/>
            <p class="non-cash-company" id="credit-company">{company}</p>
            <Show when=empty>
                <p class="hint">"F6 クレジット入力でカード会社を選びます。現金と併用するときは、先にお預りを入力してください。"</p>
            </Show>
        </fieldset>
    }
}
