//! 【結果不明】

use catlink_shared::guidance::{Guidance, while_unknown};
use catlink_shared::ids::PaymentId;
use catlink_shared::payment::{LastWord, PaymentState};
use catlink_shared::wire::update::PaymentView;
use leptos::prelude::*;

use super::frame::Frame;
use super::question::{ChoiceForm, Choices};
use crate::checkout::screen::Screen;
use crate::components::{of_payment, spoken};
use crate::front::Front;

#[component]
pub(crate) fn Unknown(id: PaymentId) -> impl IntoView {
    let front = Front::here();
    let choice = Memo::new(move |_| front.get(|state| state.choice()));
    let guidance = Memo::new(move |_| front.get(|state| guidance(state.payment(id)?)));
    let about = Memo::new(move |_| {
        of_payment(front, id, |payment| {
            format!("{}  {}  ¥{}", payment.device.label(), payment.card_company_name, payment.amount)
        })
    });
    view! {
        <Frame title="【結果不明】" class="dialog-wide dialog-unknown">
            <p class="what" id="what">{move || guidance.get().map(|guidance| guidance.what)}</p>
            <p class="next" id="next">{move || guidance.get().map(|guidance| guidance.next)}</p>
            <p class="subject">{about}" ・ "<Since id/></p>
            <Standing id/>
            {move || front.get(|state| state.said_by_the_log(id).map(str::to_owned)).map(|said| view! {
                <p class="warning" id="log-says">{said}"(参考。売上票を見て入力してください)"</p>
            })}
            {move || match choice.get() {
                Some(choice) => view! { <ChoiceForm screen=Screen::Unknown(id) choice/> }.into_any(),
                None => view! { <Decide id/> }.into_any(),
            }}
        </Frame>
    }
}

/// Why nobody knows, and what to do about it: once the customer has been seen to, no card is waiting.
fn guidance(payment: &PaymentView) -> Option<Guidance> {
    let (because, _) = payment.state.unknown()?;
    let guidance = while_unknown(payment.model.profile(), because);
    Some(match payment.state {
        PaymentState::Held { .. } | PaymentState::Superseded { .. } => {
            let next = "端末の画面と売上票を確認し、結果が分かったら登録してください。".to_owned();
            Guidance { next, ..guidance }
        }
        _ => guidance,
    })
}

/// How long nobody has known.
#[component]
fn Since(id: PaymentId) -> impl IntoView {
    let front = Front::here();
    let since = Memo::new(move |_| {
        let now = front.now();
        front.get(|state| {
            let payment = state.payment(id)?;
            Some(state.seconds_since(payment.doubted_at.unwrap_or(payment.accepted_at), now))
        })
    });
    view! { "経過 "<span id="elapsed">{move || spoken(since.get().unwrap_or(0))}</span> }
}

/// What is known of it: still at it, or held for whom.
#[component]
fn Standing(id: PaymentId) -> impl IntoView {
    let front = Front::here();
    let standing = Memo::new(move |_| {
        of_payment(front, id, |payment| match &payment.state {
            PaymentState::Unknown { last_word: LastWord::Pending, .. } => {
                Some("端末は「取引中」と答えています。".to_owned())
            }
            PaymentState::Held { contact, .. } => Some(format!("保留中(連絡先:{contact})")),
            PaymentState::Superseded { .. } => {
                Some("別の方法で受取済みです。売上票が出ていれば、端末での取消が必要です。".to_owned())
            }
            _ => None,
        })
    });
    view! { {move || standing.get().map(|text| view! { <p class="standing" id="standing">{text}</p> })} }
}

/// The choices, once a person may choose.
#[component]
fn Decide(id: PaymentId) -> impl IntoView {
    let front = Front::here();
    let wait = Memo::new(move |_| {
        let now = front.now();
        front.get(|state| state.wait_to_decide(id, now))
    });
    move || match wait.get() {
        Some(seconds) => view! {
            <p class="ask" id="inquiring">
                {format!("結果を確認しています。あと{seconds}秒で、端末を見て判断できるようになります。")}
            </p>
            <p class="hint">"次のお客様をお待たせするときは F7 会計保留を押すと、現金の会計に進めます。"</p>
        }
        .into_any(),
        None => view! {
            <p class="ask">"端末の画面と売上票を見て、あてはまるものを選んでください。"</p>
            <Choices/>
        }
        .into_any(),
    }
}
