//! 「商品はお渡し済みですか?」: an approval that was found out late.

use catlink_shared::guidance::before_void;
use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::profile::WayBack;
use catlink_shared::wire::update::PaidFor;
use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::screen::Screen;
use crate::components::of_payment;
use crate::components::slip_form::SlipForm;
use crate::components::steps::StepsOf;
use crate::front::Front;

#[component]
pub(crate) fn HandOver(id: PaymentId) -> impl IntoView {
    let front = Front::here();
    let about = Memo::new(move |_| {
        of_payment(front, id, |payment| {
            let details = payment.details.clone().unwrap_or_default();
            let slip = details.slip_number.map(|slip| format!("  端末の伝票番号 {slip}")).unwrap_or_default();
            format!("{}  ¥{}{slip}", payment.card_company_name, payment.amount)
        })
    });
    let paid_for = Memo::new(move |_| of_payment(front, id, |payment| payment.paid_for));
    let way_back = Memo::new(move |_| front.get(|state| state.way_back(id)));
    let undoing = Memo::new(move |_| {
        let model = front.get(|state| state.payment(id).map(|payment| payment.model))?;
        Some((model, before_void(model.profile(), way_back.get())))
    });
    let steps =
        Memo::new(move |_| undoing.get().and_then(|(model, guidance)| Some((model, guidance.by_hand?))));
    view! {
        <Frame title="【承認の確認】" class="dialog-wide">
            <p class="what" id="what">{move || question(paid_for.get())}</p>
            <p class="subject">{about}</p>
            <div class="columns columns-answers">
                <div>
                    <div class="answers answers-tall">
                        {move || take(paid_for.get())}
                        {move || undo(way_back.get(), paid_for.get())}
                        <span><kbd>"F9"</kbd><b>"あとで"</b>"確認してから決めます。要確認に残ります。"</span>
                    </div>
                    <SlipForm fields=Screen::HandOver(id).fields(None)/>
                </div>
                <div>
                    <p class="warning" id="before-void">
                        {move || undo_word(way_back.get())}
                        {move || undoing.get().map(|(_, guidance)| guidance.sentence())}
                    </p>
                    <StepsOf steps/>
                </div>
            </div>
        </Frame>
    }
}

fn question(paid_for: PaidFor) -> &'static str {
    match paid_for {
        PaidFor::Goods => "承認が後から分かりました。商品はお渡し済みですか?",
        PaidFor::Deposit => "内金の承認が後から分かりました。予約を受け付けますか?",
    }
}

/// F12: the sale is made, or the reservation.
fn take(paid_for: PaidFor) -> impl IntoView {
    let (word, what) = match paid_for {
        PaidFor::Goods => (
            "販売確定",
            "商品をお渡しした(これからお渡しする)。この会計を売上として確定し、レシートを作成します。",
        ),
        PaidFor::Deposit => (
            "予約確定",
            "お客様の予約を受け付ける。内金をお預りした予約として確定し、内金領収書を作成します。",
        ),
    };
    view! { <span><kbd>"F12"</kbd><b>{word}</b>{what}</span> }
}

/// F1: the customer went without the goods, or does not want them reserved any more.
fn undo(way_back: WayBack, paid_for: PaidFor) -> impl IntoView {
    let (word, what) = match (way_back, paid_for) {
        (WayBack::Void, PaidFor::Goods) => (
            "端末で取消",
            "お客様が商品を受け取らずにお帰りになった。売上にせず、端末で取消する操作が残ります。",
        ),
        (WayBack::Void, PaidFor::Deposit) => {
            ("端末で取消", "お客様は予約をやめた。予約にせず、内金を端末で取消する操作が残ります。")
        }
        (WayBack::Cash, PaidFor::Goods) => (
            "現金返金",
            "お客様が商品を受け取らずにお帰りになった。このブランドは端末で取消できないため、売上にせず、現金で返金する操作が残ります。",
        ),
        (WayBack::Cash, PaidFor::Deposit) => (
            "現金返金",
            "お客様は予約をやめた。このブランドは端末で取消できないため、予約にせず、内金を現金で返金する操作が残ります。",
        ),
    };
    view! { <span><kbd>"F1"</kbd><b>{word}</b>{what}</span> }
}

fn undo_word(way_back: WayBack) -> &'static str {
    match way_back {
        WayBack::Void => "F1 端末で取消:",
        WayBack::Cash => "F1 現金返金:",
    }
}
