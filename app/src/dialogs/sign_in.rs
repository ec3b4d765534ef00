//! 【サインイン】: code or name tag, and PIN. What waits on the page is named, since it stays.

use catlink_shared::receipt::DataKind;
use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::Checkout;
use crate::checkout::field::Field;
use crate::checkout::questions::Open;
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let front = Front::here();
    let demo = Memo::new(move |_| front.get(demo_people));
    let waiting = Memo::new(move |_| front.get(waiting));
    view! {
        <Frame title="【サインイン】" class="dialog-people">
            <p class="ask">"担当者コードを入力するか、名札のバーコードを読み取り、PINを入力してください。"</p>
            <div class="form">
                <TextField field=Field::Person/>
                <TextField field=Field::Pin/>
            </div>
            {move || {
                let waiting = waiting.get();
                (!waiting.is_empty()).then(|| view! {
                    <div class="waiting" id="waiting">
                        <p class="hint">"この画面には、次の内容が残っています。サインインすると続きから操作できます。"</p>
                        <ul>{waiting.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
                    </div>
                })
            }}
            {move || {
                let people = demo.get();
                (!people.is_empty()).then(|| view! {
                    <div class="demo-people" id="demo-people">
                        <p class="hint">"デモの担当者(コード / PIN)"</p>
                        <ul>{people.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
                    </div>
                })
            }}
        </Frame>
    }
}

/// The operators of a demo with their PINs: in a shop nobody's is known.
fn demo_people(state: &Checkout) -> Vec<String> {
    let demo = state.shown().is_some_and(|shown| matches!(shown.register.data, DataKind::Demo));
    let operators = state.catalog().filter(|_| demo).map(|catalog| catalog.operators.as_slice());
    let line = |code: &str, name: &str| format!("{name}  {code} / {code}0");
    operators.unwrap_or_default().iter().map(|who| line(&who.code, &who.name)).collect()
}

/// The sale and the questions that stay on the page.
fn waiting(state: &Checkout) -> Vec<String> {
    let sale = state.own_sale().and_then(|_| state.totals()).filter(|totals| totals.pieces > 0);
    let sale = sale.map(|totals| format!("会計中の伝票  {}点  ¥{}", totals.pieces, totals.total));
    let open = state.open_things().into_iter().map(|open| match open {
        Open::Question(payment) => {
            format!("要確認  {}  ¥{}", payment.card_company_name, payment.amount)
        }
        Open::Exchange(terminal) => format!("要確認  {}の端末が交換されました", terminal.device.label()),
        Open::Action(action) => {
            format!("端末側の操作待ち  {}  ¥{}", action.kind.label(), action.amount)
        }
    });
    sale.into_iter().chain(open).take(6).collect()
}
