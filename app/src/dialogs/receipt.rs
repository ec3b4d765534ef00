//! The receipt, and the change to give.

use catlink_shared::receipt::SlipKind;
use catlink_shared::tender::{CardBackHow, Tender};
use leptos::prelude::*;

use super::frame::Frame;
use crate::components::paper::Paper;
use crate::front::Front;

#[component]
pub(crate) fn ReceiptScreen() -> impl IntoView {
    let front = Front::here();
    let receipt = Memo::new(move |_| front.get(|state| state.receipt().cloned()));
    let width = Memo::new(move |_| front.get(|state| state.paper_width()));
    view! {
        <Frame title="【レシート】" class="dialog-receipt">
            {move || receipt.get().map(|receipt| {
                let amount = receipt.slip.due().to_string();
                let (done, label) = words(&receipt.slip.kind);
                let next = front.get(|state| state.word_after_receipt());
                let settled = receipt.slip.tenders.iter().map(settled).collect_view();
                view! {
                    <div class="receipt">
                        <div class="receipt-paper"><Paper receipt width=width.get()/></div>
                        <div class="receipt-sum">
                            <p class="done">{done}</p>
                            <div class="amount"><span class="amount-label">{label}</span><span class="amount-value">{format!("¥{amount}")}</span></div>
                            {settled}
                            <p class="hint">{format!("F10 で印刷、F12 で{next}進みます。")}</p>
                        </div>
                    </div>
                }
            })}
        </Frame>
    }
}

/// What is done, and what was paid or went back.
fn words(kind: &SlipKind) -> (String, &'static str) {
    match kind {
        SlipKind::Sale => ("会計が完了しました".to_owned(), "合計"),
        SlipKind::Void { .. } => ("伝票を取消しました".to_owned(), "返金"),
        SlipKind::Return { .. } => ("返品が完了しました".to_owned(), "返金"),
        SlipKind::Reservation { number, .. } => (format!("予約を受け付けました(予約番号 {number})"), "内金"),
        SlipKind::HandOver { number, .. } => (format!("引渡が完了しました(予約番号 {number})"), "残額"),
        SlipKind::Cancellation { number, .. } => {
            (format!("予約を取消しました(予約番号 {number})"), "内金返金")
        }
    }
}

fn settled(tender: &Tender) -> AnyView {
    match tender {
        Tender::Cash { tendered, change, .. } => view! {
            <div class="amount"><span class="amount-label">"お預り"</span><span class="amount-value">{format!("¥{tendered}")}</span></div>
            <div class="amount amount-change">
                <span class="amount-label">"お釣り"</span>
                <output class="amount-value" id="change">{format!("¥{change}")}</output>
            </div>
        }
        .into_any(),
        Tender::Card { amount, card_company_name, unlinked_reason, .. } => view! {
            <div class="amount"><span class="amount-label">{card_company_name.clone()}</span><span class="amount-value">{format!("¥{amount}")}</span></div>
            {unlinked_reason.is_some().then_some(view! {
                <p class="warning" id="take-by-hand">
                    "このカードの決済は、端末を手で操作して行ってください。済んだら F4 参照の「端末側の操作待ち」で伝票番号と金額を入力します。"
                </p>
            })}
        }
        .into_any(),
        Tender::CashBack { amount, .. } => view! {
            <div class="amount amount-change">
                <span class="amount-label">"現金返金"</span>
                <output class="amount-value" id="cash-back">{format!("¥{amount}")}</output>
            </div>
        }
        .into_any(),
        Tender::CardBack { amount, card_company_name, how, .. } => view! {
            <div class="amount"><span class="amount-label">{card_company_name.clone()}</span><span class="amount-value">{format!("¥{amount}")}</span></div>
            {matches!(how, CardBackHow::ByHand).then_some(view! {
                <p class="warning" id="undo-by-hand">
                    "カードへの返金は、端末を手で操作して行ってください。済んだら F4 参照の「端末側の操作待ち」で伝票番号と金額を入力します。"
                </p>
            })}
        }
        .into_any(),
        Tender::LinkedCard { amount, card_company_name, .. } => view! {
            <div class="amount"><span class="amount-label">{card_company_name.clone()}</span><span class="amount-value">{format!("¥{amount}")}</span></div>
        }
        .into_any(),
    }
}
