//! The panel CAT端末連動中.

use catlink_shared::guidance::{Guidance, waits_for, while_waiting};
use catlink_shared::ids::PaymentId;
use catlink_shared::payment::PaymentState;
use catlink_shared::terminal::Phase;
use catlink_shared::wire::update::{CancelAsked, PaymentView};
use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::Link;
use crate::components::steps::Steps;
use crate::components::{of_payment, spoken};
use crate::front::Front;

const STEPS: [&str; 5] = ["接続", "カード", "暗証番号", "センター", "売上票"];

#[component]
pub(crate) fn Linking(id: PaymentId) -> impl IntoView {
    let front = Front::here();
    let amount = Memo::new(move |_| of_payment(front, id, |payment| payment.amount.to_string()));
    let about = Memo::new(move |_| {
        of_payment(front, id, |payment| format!("{}  {}", payment.card_company_name, payment.device.label()))
    });
    let elapsed = Memo::new(move |_| {
        let now = front.now();
        front
            .get(|state| state.payment(id).map_or(0, |payment| state.seconds_since(payment.accepted_at, now)))
    });
    let away = Memo::new(move |_| front.get(|state| state.link() != Link::Open));
    let waits = Memo::new(move |_| {
        // While the agent is away nobody here knows what the terminal is at.
        if away.get() {
            return "端末の画面を確認してお待ちください".to_owned();
        }
        of_payment(front, id, |payment| match payment.state {
            PaymentState::Approved { .. } => "承認されました。レシートを作成しています".to_owned(),
            _ => stands_still(payment).map_or_else(
                || waits_for(payment.phase, payment.category).to_owned(),
                |guidance| guidance.what,
            ),
        })
    });
    let step = Memo::new(move |_| of_payment(front, id, |payment| step_of(payment.phase, &payment.state)));
    let cancelling =
        Memo::new(move |_| of_payment(front, id, |payment| matches!(payment.cancel, CancelAsked::Yes)));
    view! {
        <Frame title="CAT端末連動中" class="dialog-linking">
            <p class="linking-amount"><span class="yen">"¥"</span><span id="linking-amount">{amount}</span></p>
            <p class="subject">{about}</p>
            <ol class="progress">
                {STEPS.iter().enumerate().map(|(place, name)| view! {
                    <li data-step=move || progress(place, step.get())>{*name}</li>
                }).collect_view()}
            </ol>
            <p class="waits-for" id="waits-for" aria-live="polite">{waits}</p>
            <StandsStill id/>
            <p class="elapsed">"経過 "<span id="elapsed">{move || spoken(elapsed.get())}</span></p>
            <Show
                when=move || cancelling.get()
                fallback=move || view! { <p class="hint">{move || hint(away.get())}</p> }
            >
                <p class="cancelling" id="cancelling" role="status">
                    "中止を依頼しました。端末の結果を待っています"
                </p>
            </Show>
        </Frame>
    }
}

/// What a person must do at the terminal before it goes on.
#[component]
fn StandsStill(id: PaymentId) -> impl IntoView {
    let front = Front::here();
    let stands =
        Memo::new(move |_| of_payment(front, id, |payment| Some((payment.model, stands_still(payment)?))));
    move || {
        stands.get().map(|(model, guidance)| {
            view! {
                <p class="warning" id="stands-still">{guidance.next}</p>
                {guidance.by_hand.map(|operation| view! { <Steps model operation/> })}
            }
        })
    }
}

fn stands_still(payment: &PaymentView) -> Option<Guidance> {
    let phase = payment.phase.filter(|_| payment.state.is_under_way())?;
    while_waiting(payment.model.profile(), phase)
}

fn hint(away: bool) -> &'static str {
    if away {
        "接続が戻るまで、この画面から中止できません。お急ぎのときは端末で中止してください。"
    } else {
        "F9 中止は、端末への依頼です。センターに問合せた後は中止できません。"
    }
}

fn step_of(phase: Option<Phase>, state: &PaymentState) -> usize {
    match (state, phase) {
        (PaymentState::Approved { .. }, _) => STEPS.len(),
        (_, None) => 0,
        (_, Some(Phase::BrandSelect | Phase::ConditionSelect | Phase::CardWait | Phase::CardRead)) => 1,
        (_, Some(Phase::Pin)) => 2,
        (_, Some(Phase::Center | Phase::Restarting)) => 3,
        (_, Some(Phase::Printing | Phase::PaperOut | Phase::CoverOpen)) => 4,
    }
}

fn progress(place: usize, step: usize) -> &'static str {
    match place.cmp(&step) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal => "now",
        std::cmp::Ordering::Greater => "later",
    }
}
