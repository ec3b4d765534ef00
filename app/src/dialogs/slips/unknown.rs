//! 【元伝票のない返品】: goods without a slip that can be found; cash, and a manager's.

use leptos::prelude::*;

use super::super::frame::Frame;
use crate::checkout::field::Field;
use crate::checkout::slips::SlipScreen;
use crate::components::list_role;
use crate::components::slip_form::SlipForm;
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(crate) fn Unknown() -> impl IntoView {
    let front = Front::here();
    let lines = Memo::new(move |_| front.get(|state| state.slip_desk().basket().lines.clone()));
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    view! {
        <Frame title="【元伝票のない返品】" class="dialog-wide">
            <p class="hint">"レシートがあれば F9 で戻り、バーコードから返品してください。見つからないときだけ、返品する商品を読み取ります。確定には責任者の承認が必要です。"</p>
            <div class="form-row"><div class="form"><TextField field=Field::BackCode hint="バーコードまたは 2*1001"/></div></div>
            <div class="list" role=move || list_role(lines.with(Vec::is_empty)) aria-label="返品する商品">
                {move || lines.get().into_iter().enumerate().map(|(row, line)| view! {
                    <button
                        type="button" class="row row-goods" role="option" tabindex="-1"
                        aria-selected=move || (cursor.get() == row).to_string()
                        on:mousedown=|event| event.prevent_default()
                        on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
                    >
                        <span class="row-name">{line.name}</span>
                        <span class="row-figure">{format!("¥{}", line.unit_price)}</span>
                        <span class="row-figure">{line.quantity}</span>
                        <span class="row-figure">{line.tax.mark()}</span>
                    </button>
                }).collect_view()}
                <Show when=move || lines.with(Vec::is_empty)>
                    <p class="list-empty">"返品する商品のバーコードを読み取ってください。"</p>
                </Show>
            </div>
            <Sum/>
        </Frame>
    }
}

#[component]
pub(crate) fn UnknownBack() -> impl IntoView {
    view! {
        <Frame title="【元伝票のない返品】" class="dialog-wide">
            <Sum/>
            <p class="what what-small">"お客様へ現金で返金します。分かる範囲で、元の取引日と伝票番号を入力してください。"</p>
            <div class="form-row"><SlipForm fields=SlipScreen::UnknownBack.fields()/></div>
            <p class="ask">"返品を確定します。よろしいですか?"</p>
        </Frame>
    }
}

/// What goes back.
#[component]
fn Sum() -> impl IntoView {
    let front = Front::here();
    let sum = Memo::new(move |_| front.get(|state| state.slip_desk().basket().totals(state.rounding()).ok()));
    move || {
        sum.get().map(|totals| {
            let text =
                format!("返品 {}点  返金 ¥{}(うち消費税 ¥{})", totals.pieces, totals.total, totals.tax());
            view! { <p class="subject" id="back-total">{text}</p> }
        })
    }
}
