//! 【返品】: which goods of the slip come back, and how many.

use leptos::prelude::*;

use super::super::frame::Frame;
use super::undo::Subject;
use crate::checkout::field::Field;
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(crate) fn Goods() -> impl IntoView {
    let front = Front::here();
    let lines = Memo::new(move |_| {
        front.get(|state| {
            let left = state.pieces_left();
            let desk = state.slip_desk();
            let Some(sheet) = desk.sheet() else { return Vec::new() };
            let names = sheet.receipt.slip.lines.iter().map(|line| (line.name.clone(), line.quantity));
            let chosen = left.into_iter().zip(desk.pieces().iter().copied());
            names.zip(chosen).collect::<Vec<_>>()
        })
    });
    let sum = Memo::new(move |_| front.get(|state| state.goods_back().map(|goods| goods.totals.total)));
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    view! {
        <Frame title="【返品】" class="dialog-wide">
            <Subject/>
            <p class="hint">"↑↓ で商品を選び、返品する数量を入力して Enter。F2 ですべて、F12 で次へ進みます。"</p>
            <div class="row row-goods list-head" aria-hidden="true">
                <span>"商品"</span><span class="row-figure">"販売"</span><span class="row-figure">"返品できる数"</span><span class="row-figure">"返品する数"</span>
            </div>
            <div class="list" role="listbox" aria-label="返品する商品">
                {move || lines.get().into_iter().enumerate().map(|(row, ((name, sold), (left, chosen)))| view! {
                    <button
                        type="button" class="row row-goods" role="option" tabindex="-1" data-goods=row
                        aria-selected=move || (cursor.get() == row).to_string()
                        on:mousedown=|event| event.prevent_default()
                        on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
                    >
                        <span class="row-name">{name}</span>
                        <span class="row-figure">{sold}</span>
                        <span class="row-figure">{left}</span>
                        <span class="row-figure row-strong">{chosen}</span>
                    </button>
                }).collect_view()}
            </div>
            <div class="form-row"><div class="form"><TextField field=Field::BackPieces hint="数量"/></div></div>
            <p class="subject" id="back-sum">
                {move || match sum.get() {
                    Ok(total) => format!("返金 ¥{total}"),
                    Err(sentence) => sentence,
                }}
            </p>
        </Frame>
    }
}
