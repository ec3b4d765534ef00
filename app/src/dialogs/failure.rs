//! 【決済エラー】: certainly not charged.

use catlink_shared::guidance::after_not_charged;
use catlink_shared::ids::PaymentId;
use catlink_shared::payment::PaymentState;
use leptos::prelude::*;

use super::frame::Frame;
use crate::components::steps::StepsOf;
use crate::front::Front;

#[component]
pub(crate) fn Failure(id: PaymentId) -> impl IntoView {
    let front = Front::here();
    let guidance = Memo::new(move |_| {
        front.get(|state| {
            let payment = state.payment(id)?;
            let PaymentState::NotCharged { because } = &payment.state else { return None };
            Some((payment.model, after_not_charged(payment.model.profile(), because)))
        })
    });
    let said = move || guidance.get().map(|(_, guidance)| guidance);
    let steps =
        Memo::new(move |_| guidance.get().and_then(|(model, guidance)| Some((model, guidance.by_hand?))));
    let about = move || {
        front.get(|state| {
            state.payment(id).map(|payment| format!("{}  ¥{}", payment.card_company_name, payment.amount))
        })
    };
    let unlinked = Memo::new(move |_| front.get(|state| state.may_settle_unlinked(id)));
    view! {
        <Frame title="【決済エラー】" class="dialog-ask dialog-failure">
            <p class="what" id="what">{move || said().map(|guidance| guidance.what)}</p>
            <p class="next" id="next">{move || said().map(|guidance| guidance.next)}</p>
            <p class="subject">{about}</p>
            <StepsOf steps/>
            <Show when=move || unlinked.get()>
                <p class="ask">"端末と連動しないで確定します。よろしいですか?"</p>
            </Show>
            <div class="answers answers-tall">
                <span class="answer-first">
                    <kbd>"F9"</kbd><b>"いいえ"</b>"チェックアウトに戻ります。入力はそのまま残り、もう一度お試しいただけます。"
                </span>
                <Show when=move || unlinked.get()>
                    <span>
                        <kbd>"F12"</kbd><b>"はい"</b>"連動しないで確定します。決済は、この後に端末を手で操作して行います。"
                    </span>
                </Show>
            </div>
        </Frame>
    }
}
