//! 【予約取消】: how 内金 goes back.

use catlink_shared::ids::ReservationNumber;
use catlink_shared::refund::{Refund, RefundBy};
use catlink_shared::terminal::profile::ManualOperation;
use catlink_shared::wire::slips::{Guide, HandPayment, TenderLeft};
use catlink_shared::wire::update::ActionKind;
use leptos::prelude::*;

use crate::checkout::field::Field;
use crate::components::slip_form::SlipForm;
use crate::components::steps::StepsOf;
use crate::dialogs::frame::Frame;
use crate::front::Front;

#[component]
pub(super) fn Cancel(number: ReservationNumber) -> impl IntoView {
    let front = Front::here();
    let sheet = Memo::new(move |_| front.get(|state| state.reservation(number).cloned()));
    let chosen = Memo::new(move |_| front.get(|state| state.way_chosen(number)));
    let ways = Memo::new(move |_| front.get(|state| state.ways_back(number).len() > 1));
    let hand = Memo::new(move |_| front.get(|state| state.hand_chosen()));
    let by_hand = Memo::new(move |_| front.get(|state| state.was_to_be_taken_by_hand(number)));
    let about = move || {
        sheet.with(|sheet| {
            let row = &sheet.as_ref()?.row;
            Some(format!("予約番号 {}  {} 様  内金 ¥{}", row.number, row.customer, row.deposit))
        })
    };
    let back = move || {
        let tenders =
            sheet.with(|sheet| sheet.as_ref().map(|sheet| sheet.tenders.clone())).unwrap_or_default();
        let lines = chosen.get().into_iter().map(|refund| line(&tenders, refund));
        let lines: Vec<String> = lines.collect();
        if lines.is_empty() {
            vec!["内金をお預りしていないため、返金はありません。".to_owned()]
        } else {
            lines
        }
    };
    let steps = Memo::new(move |_| {
        let refunds = chosen.get();
        sheet.with(|sheet| {
            let sheet = sheet.as_ref()?;
            let card = refunds.iter().find(|refund| refund.by == RefundBy::Card)?;
            let tender = sheet.tenders.get(card.of_tender)?;
            let (guide, operation) = match sheet.on_terminal {
                ActionKind::ReturnGoods => (tender.return_guide, ManualOperation::Return),
                _ => (tender.void_guide, ManualOperation::Void),
            };
            let shown = guide == Guide::Shown && tender.hand == HandPayment::Settled;
            Some((tender.model?, operation)).filter(|_| shown)
        })
    });
    view! {
        <Frame title="【予約取消】" class="dialog-wide">
            <p class="ask">"この予約を取消し、内金を返金します。よろしいですか?"</p>
            <p class="subject">{about}</p>
            <div class="columns">
                <div>
                    <ul class="refund-lines" id="refund-lines">
                        {move || back().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                    </ul>
                    <Show when=move || ways.get()>
                        <p class="hint">"F5 返金方法 で、カードへの返金と現金での返金(責任者の承認)を切り替えます。"</p>
                    </Show>
                    <Show when=move || by_hand.get()>
                        <p class="warning" id="by-hand">{move || by_hand_word(hand.get())}</p>
                    </Show>
                    <SlipForm fields=&[Field::Operator]/>
                    <p class="answers"><span><kbd>"F12"</kbd>"はい"</span><span><kbd>"F9"</kbd>"いいえ"</span></p>
                </div>
                <div>
                    <Show when=move || steps.get().is_some()>
                        <p class="warning" id="card-back">
                            "お客様のカードをお借りし、F12 の後に端末で次の操作をしてください。端末の伝票番号を入力するまで「端末側の操作待ち」に残ります。"
                        </p>
                    </Show>
                    <StepsOf steps/>
                </div>
            </div>
        </Frame>
    }
}

fn line(tenders: &[TenderLeft], refund: Refund) -> String {
    let tender = tenders.get(refund.of_tender);
    let paid = tender.and_then(|tender| tender.card_company_name.as_deref()).unwrap_or("現金");
    let slip = tender.and_then(|tender| tender.slip_number.as_ref()).filter(|_| refund.by == RefundBy::Card);
    let slip = slip.map(|slip| format!("(端末の伝票番号 {slip})")).unwrap_or_default();
    format!("{paid} ¥{} → {}{slip}", refund.amount, refund.by.label())
}

fn by_hand_word(hand: HandPayment) -> &'static str {
    match hand {
        HandPayment::Settled => {
            "内金の手動決済が、まだ登録されていません。端末で決済した場合は、先に「端末側の操作待ち」で伝票番号を入力してください。決済していない場合は F6 を押してください。"
        }
        HandPayment::NotTaken => "端末では決済していないものとして取消します。お客様への返金はありません。",
    }
}
