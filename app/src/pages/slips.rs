//! 伝票照会・取消: what is looked for, and what was found.

use catlink_shared::receipt::Direction;
use catlink_shared::wire::slips::{HeldRow, SlipRow, SlipState};
use leptos::prelude::*;

use crate::checkout::field::Field;
use crate::components::list_role;
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(crate) fn SlipsPage() -> impl IntoView {
    view! {
        <section class="masters slips">
            <header class="slips-head">
                <h1>"伝票照会・取消"</h1>
                <p class="hint">"レシートのバーコードを読み取るか、分かる条件だけを入力して F5 で検索します。何も入力しなければ、新しい順に並びます。"</p>
            </header>
            <div class="slips-form">
                <TextField field=Field::FindNumber hint="番号またはバーコード"/>
                <TextField field=Field::FindFrom hint="例 11/23"/>
                <TextField field=Field::FindTo hint="空欄は同じ日"/>
                <TextField field=Field::FindAmount hint="円"/>
                <TextField field=Field::FindOperator/>
                <TextField field=Field::FindLast4 hint="4桁だけ"/>
                <TextField field=Field::FindSlip/>
            </div>
            <Found/>
        </section>
    }
}

#[component]
fn Found() -> impl IntoView {
    let front = Front::here();
    let held = Memo::new(move |_| front.get(|state| state.slip_desk().held().to_vec()));
    let rows = Memo::new(move |_| front.get(|state| state.slip_desk().rows().to_vec()));
    let searching = Memo::new(move |_| front.get(|state| state.slip_desk().is_searching()));
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    let empty = move || held.with(Vec::is_empty) && rows.with(Vec::is_empty);
    let page = move || {
        front.get(|state| {
            let desk = state.slip_desk();
            let more = if desk.has_more() { "(F7 で次頁)" } else { "" };
            format!("{}頁目 {}件{more}", desk.page(), desk.rows().len())
        })
    };
    view! {
        <div class="row row-slip list-head" aria-hidden="true">
            <span>"伝票番号"</span><span>"日時"</span><span>"区分"</span><span>"支払"</span>
            <span>"担当者"</span><span class="row-figure">"金額"</span><span>"状態"</span>
        </div>
        <div class="list list-slips" role=move || list_role(empty()) aria-label="伝票" aria-busy=move || searching.get().to_string()>
            {move || held.get().into_iter().enumerate().map(|(row, held)| view! { <Held row held cursor/> }).collect_view()}
            {move || {
                let before = held.with(Vec::len);
                rows.get()
                    .into_iter()
                    .enumerate()
                    .map(|(place, slip)| view! { <Slip row=before + place slip cursor/> })
                    .collect_view()
            }}
            <Show when=move || empty() && !searching.get()>
                <p class="list-empty">"該当する伝票はありません。条件を減らすか、F2 で条件を消して F5 で検索してください。"</p>
            </Show>
        </div>
        <p class="counted" id="found">{page}</p>
    }
}

#[component]
fn Slip(row: usize, slip: SlipRow, cursor: Memo<usize>) -> impl IntoView {
    let front = Front::here();
    let sign = match slip.kind.direction() {
        Direction::In => "",
        Direction::Out => "-",
    };
    view! {
        <button
            type="button" class="row row-slip" role="option" tabindex="-1"
            data-slip=slip.receipt_number.0.to_string()
            data-state=state_word(slip.state)
            aria-selected=move || (cursor.get() == row).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
            on:dblclick=move |_| { front.act(|state, now| state.on_function(12, now)); }
        >
            <span class="row-code">{slip.receipt_number.to_string()}</span>
            <span class="row-note">{slip.issued_at_text}</span>
            <span>{slip.kind.label()}</span>
            <span class="row-name">{slip.paid_by}</span>
            <span class="row-note">{slip.operator_name}</span>
            <span class="row-figure">{format!("{sign}¥{}", slip.amount)}</span>
            <span class="slip-state">{slip.state.label()}</span>
        </button>
    }
}

#[component]
fn Held(row: usize, held: HeldRow, cursor: Memo<usize>) -> impl IntoView {
    let front = Front::here();
    view! {
        <button
            type="button" class="row row-slip" role="option" tabindex="-1" data-state="held"
            aria-selected=move || (cursor.get() == row).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
            on:dblclick=move |_| { front.act(|state, now| state.on_function(12, now)); }
        >
            <span class="row-code">"(未発行)"</span>
            <span class="row-note">{held.began_at_text}</span>
            <span>"売上"</span>
            <span class="row-name">{held.card_company_name}</span>
            <span class="row-note"></span>
            <span class="row-figure">{format!("¥{}", held.amount)}</span>
            <span class="slip-state">{SlipState::OnHold.label()}</span>
        </button>
    }
}

/// Its word for styles and tests.
pub(crate) fn state_word(state: SlipState) -> &'static str {
    match state {
        SlipState::Settled => "settled",
        SlipState::Voided => "voided",
        SlipState::PartlyReturned => "partly-returned",
        SlipState::Returned => "returned",
        SlipState::OnHold => "on-hold",
    }
}
