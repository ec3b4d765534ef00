//! 【予約】: one reservation, and what can be done with it.

use catlink_shared::ids::ReservationNumber;
use catlink_shared::tax::Rounding;
use catlink_shared::wire::reservations::{ReservationSheet, ReservationState};
use catlink_shared::wire::slips::May;
use leptos::prelude::*;

use crate::dialogs::frame::Frame;
use crate::front::Front;

#[component]
pub(super) fn Sheet(number: ReservationNumber) -> impl IntoView {
    let front = Front::here();
    let sheet = Memo::new(move |_| front.get(|state| state.reservation(number).cloned()));
    view! {
        <Frame title="【予約】" class="dialog-wide">
            {move || match sheet.get() {
                Some(sheet) => view! { <About sheet/> }.into_any(),
                None => view! { <p class="list-empty">"読み込んでいます…"</p> }.into_any(),
            }}
        </Frame>
    }
}

#[component]
fn About(sheet: ReservationSheet) -> impl IntoView {
    let row = sheet.row.clone();
    let facts = [
        ("お客様名", format!("{} 様", row.customer)),
        ("電話番号", row.phone.clone()),
        ("引渡予定日", row.due_date.clone()),
        ("メモ", sheet.note.clone()),
        ("受付", format!("{}(伝票番号 {})", sheet.made_at_text, sheet.receipt_number)),
    ];
    view! {
        <p class="subject" id="reservation">
            {format!("予約番号 {}  {}", row.number, row.label())}
        </p>
        {next(&sheet)}
        <div class="columns">
            <dl class="facts">
                {facts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| view! {
                    <div><dt>{label}</dt><dd>{text}</dd></div>
                }).collect_view()}
            </dl>
            <Goods sheet/>
        </div>
    }
}

/// What there is to do, or why there is nothing.
fn next(sheet: &ReservationSheet) -> impl IntoView + use<> {
    let (class, text) = match (&sheet.may, sheet.row.state) {
        (May::No { why }, _) => ("warning", why.clone()),
        (May::Yes, ReservationState::Expired) => (
            "warning",
            "期限切れです。お客様に連絡し、F12 引渡、F6 変更(引渡予定日)、F1 予約取消(内金の返金)のいずれかを行ってください。"
                .to_owned(),
        ),
        (May::Yes, _) => {
            ("hint", "F12 引渡で残額をいただきます。F6 で商品・お客様・引渡予定日を変更できます。".to_owned())
        }
    };
    view! { <p class=class id="reservation-next">{text}</p> }
}

#[component]
fn Goods(sheet: ReservationSheet) -> impl IntoView {
    let totals = sheet.hand_over.totals(Rounding::default()).ok();
    let rest = sheet.hand_over.due().ok();
    let amounts = totals.as_ref().map(|totals| totals.lines.clone()).unwrap_or_default();
    let lines = sheet.hand_over.lines.clone();
    let sum = |label: &'static str, text: String| {
        view! { <div class="amount"><span class="amount-label">{label}</span><span class="amount-value">{text}</span></div> }
    };
    view! {
        <div class="reserve-goods">
            <div class="reserve-scroll" tabindex="0" role="group" aria-label="商品">
            <table class="reserve-lines">
                {lines.into_iter().zip(amounts).map(|(line, amount)| view! {
                    <tr>
                        <td>{format!("{}{}", line.name, line.tax.mark())}</td>
                        <td>{format!("{}点", line.quantity)}</td>
                        <td class="rows-figure">{format!("¥{amount}")}</td>
                    </tr>
                }).collect_view()}
            </table>
            </div>
            {sum("合計", format!("¥{}", sheet.row.total))}
            {sum("内金", format!("¥{}", sheet.row.deposit))}
            {rest.map(|rest| sum("残額", format!("¥{rest}")))}
        </div>
    }
}
