//! 「商品はお渡し済みですか?」: an approval that was found out late.

use catlink_shared::guidance::before_void;
use catlink_shared::ids::PaymentId;
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
    let void = Memo::new(move |_| {
        front.get(|state| {
            let payment = state.payment(id)?;
            Some((payment.model, before_void(payment.model.profile(), payment.category)))
        })
    });
    let steps = Memo::new(move |_| void.get().and_then(|(model, guidance)| Some((model, guidance.by_hand?))));
    view! {
        <Frame title="【承認の確認】" class="dialog-wide">
            <p class="what" id="what">"承認が後から分かりました。商品はお渡し済みですか?"</p>
            <p class="subject">{about}</p>
            <div class="columns columns-answers">
                <div>
                    <div class="answers answers-tall">
                        <span>
                            <kbd>"F12"</kbd><b>"販売確定"</b>"商品をお渡しした(これからお渡しする)。この会計を売上として確定し、レシートを作成します。"
                        </span>
                        <span>
                            <kbd>"F1"</kbd><b>"端末で取消"</b>"お客様が商品を受け取らずにお帰りになった。売上にせず、端末で取消する操作が残ります。"
                        </span>
                        <span><kbd>"F9"</kbd><b>"あとで"</b>"確認してから決めます。要確認に残ります。"</span>
                    </div>
                    <SlipForm fields=Screen::HandOver(id).fields(None)/>
                </div>
                <div>
                    <p class="warning" id="before-void">
                        "F1 端末で取消:"{move || void.get().map(|(_, guidance)| guidance.sentence())}
                    </p>
                    <StepsOf steps/>
                </div>
            </div>
        </Frame>
    }
}
