//! The list: a row for each card payment.

use catlink_shared::tender::LinkInfo;
use catlink_shared::wire::history::{HandSlip, HistoryRow};
use leptos::prelude::*;

use crate::checkout::Checkout;
use crate::components::windowed::Windowed;
use crate::components::yen;
use crate::front::Front;

const EMPTY: &str =
    "条件に合うカード決済はありません。F5 検索で期間や条件を変えてください(F2 で条件を今月に戻せます)。";

#[component]
pub(super) fn List() -> impl IntoView {
    let front = Front::here();
    let total = Memo::new(move |_| front.get(|state| state.history().list().total()));
    let counted = move || total.get().map(|total| format!("{}件", grouped(total)));
    view! {
        <section class="masters history">
            <header class="history-head">
                <h1>"クレジット利用履歴"</h1>
                {super::conditions()}
                <p class="counted" id="counted">{counted}</p>
            </header>
            <div class="windowed-row history-row history-labels" aria-hidden="true">
                <span>"日時"</span><span>"伝票"</span><span>"区分"</span><span>"カード会社"</span><span>"ブランド"</span>
                <span class="row-figure">"金額"</span><span>"担当者"</span><span>"決済連携"</span><span>"手動決済"</span>
            </div>
            <Windowed
                label="カード決済" id="history-rows" of=|state: &Checkout| state.history().list() cells=cells
                scrolled=Checkout::on_history_scroll chosen=Checkout::on_history_row
                empty=Signal::derive(|| EMPTY.to_owned())
            />
        </section>
    }
}

fn cells(row: &HistoryRow) -> AnyView {
    view! {
        <div class="history-row" data-slip=row.receipt_number.0.to_string() data-way=row.way.word() data-kind=row.kind.word()>
            <span class="row-note">{row.issued_at_text.get(..16).unwrap_or(&row.issued_at_text).to_owned()}</span>
            <span>{row.receipt_number.to_string()}</span>
            <span>{row.kind.label()}</span>
            <span>{row.company_name.clone()}</span>
            <span>{row.brand.clone()}</span>
            <span class="row-figure">{yen(row.amount)}</span>
            <span class="row-note">{row.operator_name.clone()}</span>
            <span class="history-link">{row.link_info.as_ref().map(LinkInfo::text)}</span>
            <span class="history-hand">{row.hand_slip.as_ref().map(HandSlip::text)}</span>
        </div>
    }
    .into_any()
}

/// A count with its thousands apart.
pub(super) fn grouped(count: u64) -> String {
    catlink_shared::money::Yen::new(i64::try_from(count).unwrap_or(i64::MAX)).to_string()
}
