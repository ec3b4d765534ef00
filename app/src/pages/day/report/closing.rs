//! The 精算 that closed the day.

use catlink_shared::wire::day::{ClosingView, Counted, DayReport, DayTotal, difference};
use leptos::prelude::*;

use super::sold::of;
use super::{Part, pair};
use crate::components::{over_or_short, yen};

#[component]
pub(crate) fn Closing(report: DayReport) -> impl IntoView {
    match report.closing {
        None => view! {
            <Part title="精算">
                <p class="hint">"まだ精算していません。「日次業務」の「精算」で締めます。"</p>
            </Part>
        }
        .into_any(),
        Some(closing) => view! { <Closed closing/> }.into_any(),
    }
}

#[component]
fn Closed(closing: ClosingView) -> impl IntoView {
    let counted = closing.counted.sum();
    let apart = over_or_short(difference(counted, closing.expected));
    let pieces = match &closing.counted {
        Counted::Sum { .. } => Vec::new(),
        Counted::Denominations { pieces } => pieces.clone(),
    };
    let approved = closing.approved_by.as_ref().map(|manager| {
        let own = if *manager == closing.who { "(自己承認)" } else { "" };
        format!("責任者 {manager}{own}")
    });
    let together = (closing.days.len() > 1).then(|| {
        let days = closing.days.join("、");
        view! { <p class="hint">{format!("{days} をまとめて精算しました。現金はその合計です。")}</p> }
    });
    view! {
        <Part title="精算">
            {pair("精算", format!("{} 担当者 {}", closing.at, closing.who))}
            {approved.map(|text| pair("未完了のある精算の承認", text))}
            {together}
            {pair("あるはずの金額", yen(closing.expected))}
            {pieces.into_iter().map(|pieces| {
                let sum = pieces.value.checked_mul(i64::from(pieces.count)).map(yen);
                pair(format!(" {}円 × {}", pieces.value, pieces.count), sum.unwrap_or_default())
            }).collect_view()}
            {pair("数えた金額", yen(counted))}
            <p class="report-pair report-sum" id="report-difference"><span>"過不足"</span><span>{apart}</span></p>
            {terminals(&closing)}
            {(!closing.open.is_empty()).then(|| view! {
                <h4>"精算時に未完了だったもの"</h4>
                <ul class="report-open">{closing.open.iter().map(|open| view! { <li>{open.clone()}</li> }).collect_view()}</ul>
            })}
        </Part>
    }
}

fn terminals(closing: &ClosingView) -> impl IntoView + use<> {
    let rows: Vec<(String, String)> = closing
        .booked
        .iter()
        .flat_map(|booked| {
            let label = booked.device.label();
            let typed = closing.typed.iter().find(|typed| typed.device == booked.device);
            let apart = typed.and_then(|typed| typed.subtotal).filter(|subtotal| *subtotal != booked.booked);
            let subtotal = typed.and_then(|typed| typed.subtotal).map_or("未実施".to_owned(), of);
            let total = match typed.map(|typed| typed.day_total).unwrap_or_default() {
                DayTotal::Done => "実施",
                DayTotal::NotDone => "未実施",
            };
            let apart = apart.map(|subtotal| {
                let amount = difference(subtotal.amount, booked.booked.amount);
                let count = i64::from(subtotal.count) - i64::from(booked.booked.count);
                (format!("{label} 差異"), format!("{count:+}件 {}", yen(amount)))
            });
            [
                Some((format!("{label} POSの連動決済"), of(booked.booked))),
                Some((format!("{label} 端末の中間計"), subtotal)),
                apart,
                Some((format!("{label} 端末の日計"), total.to_owned())),
            ]
        })
        .flatten()
        .collect();
    rows.into_iter().map(|(label, figure)| pair(label, figure)).collect_view()
}
