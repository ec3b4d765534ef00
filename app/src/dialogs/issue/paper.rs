//! One paper of 電子ジャーナル, exactly as it was printed.

use leptos::prelude::*;

use crate::components::paper::Lines;
use crate::components::yen;
use crate::dialogs::frame::Frame;
use crate::front::Front;

#[component]
pub(super) fn OnePaper() -> impl IntoView {
    let front = Front::here();
    let paper = Memo::new(move |_| front.get(|state| state.issue_desk().paper().cloned()));
    let width = Memo::new(move |_| front.get(|state| state.paper_width()));
    view! {
        <Frame title="【印刷した記録】" class="dialog-receipt">
            {move || match paper.get() {
                None => view! { <p class="hint">"記録を読み込んでいます…"</p> }.into_any(),
                Some(paper) => {
                    let row = paper.row;
                    let copy = (row.copy > 0).then(|| format!("再発行 {}回目", row.copy));
                    let facts = [
                        Some(format!("記録番号 {}", row.position)),
                        Some(row.at_text),
                        Some(format!("営業日 {}", row.business_day)),
                        row.receipt_number.map(|number| format!("伝票番号 {number}")),
                        row.amount.map(|amount| format!("金額 {}", yen(amount))),
                        row.who.map(|who| format!("担当者 {who}")),
                        copy,
                    ];
                    view! {
                        <div class="receipt">
                            <div class="receipt-paper"><Lines lines=paper.lines width=width.get()/></div>
                            <div class="receipt-sum">
                                <p class="done">{row.kind.label()}</p>
                                {facts.into_iter().flatten().map(|fact| view! { <p>{fact}</p> }).collect_view()}
                                <p class="hint">"F10 で「電子ジャーナル控え」として印刷します。お客様にお渡しするレシートの再発行は「伝票照会」で行います。"</p>
                            </div>
                        </div>
                    }
                    .into_any()
                }
            }}
        </Frame>
    }
}
