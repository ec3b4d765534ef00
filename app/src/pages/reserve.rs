//! 予約一覧

use catlink_shared::wire::reservations::{ReservationRow, ReservationState, Which};
use leptos::prelude::*;

use crate::checkout::field::Field;
use crate::components::text_field::TextField;
use crate::front::Front;

const COLUMNS: [(&str, &str); 7] = [
    ("予約番号", "rows-text"),
    ("引渡予定日", "rows-text"),
    ("お客様名", "rows-text"),
    ("電話番号", "rows-text"),
    ("合計", "rows-figure"),
    ("内金", "rows-figure"),
    ("状態", "rows-text"),
];

#[component]
pub(crate) fn ReservePage() -> impl IntoView {
    let front = Front::here();
    let which = Memo::new(move |_| front.get(|state| state.reservations().which()));
    let rows = Memo::new(move |_| front.get(|state| state.reservations().rows().to_vec()));
    let expired = move || rows.with(|rows| rows.iter().any(|row| row.state == ReservationState::Expired));
    let page = move || {
        let (page, more) = front.get(|state| state.reservations().page());
        (page > 1 || more).then(|| format!("{page}頁{}", if more { "(F7 次頁)" } else { "" }))
    };
    view! {
        <section class="masters">
            <header class="masters-head">
                <h1>{move || format!("予約({})", which.get().label())}</h1>
                <p class="hint">"F6 絞込で 予約中・期限切れ・すべて を切り替えます。引渡・変更・取消は、選択して F12 で開きます。"</p>
                <TextField field=Field::FindReservation hint="入力して Enter(内金領収書も読み取れます)"/>
            </header>
            <Show when=expired>
                <p class="warning" id="expired">
                    "期限切れの予約があります。お客様に連絡し、F12 で開いて引渡・変更(引渡予定日)・取消(内金の返金)のいずれかを行ってください。自動では取消されません。"
                </p>
            </Show>
            <div class="rows">
                <table>
                    <thead>
                        <tr>{COLUMNS.map(|(label, class)| view! { <th class=class>{label}</th> }).collect_view()}</tr>
                    </thead>
                    <tbody>
                        {move || rows.get().into_iter().enumerate().map(|(at, row)| line(front, at, row)).collect_view()}
                    </tbody>
                </table>
                {move || rows.with(Vec::is_empty).then(|| view! { <p class="list-empty">{nothing(front)}</p> })}
            </div>
            <p class="counted" id="counted">{page}</p>
        </section>
    }
}

fn line(front: Front, at: usize, row: ReservationRow) -> impl IntoView {
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    let state = row.label();
    view! {
        <tr
            data-reservation=row.number.to_string()
            data-state=word(row.state)
            aria-selected=move || (cursor.get() == at).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| { front.act(|state, now| state.on_row(at, now)); }
            on:dblclick=move |_| { front.act(|state, now| state.on_function(12, now)); }
        >
            <td class="rows-text">{row.number.to_string()}</td>
            <td class="rows-text">{row.due_date}</td>
            <td class="rows-text">{row.customer}</td>
            <td class="rows-text">{row.phone}</td>
            <td class="rows-figure">{format!("¥{}", row.total)}</td>
            <td class="rows-figure">{format!("¥{}", row.deposit)}</td>
            <td class="rows-text"><span class="reserve-state">{state}</span></td>
        </tr>
    }
}

fn word(state: ReservationState) -> &'static str {
    match state {
        ReservationState::Open => "open",
        ReservationState::Expired => "expired",
        ReservationState::HandedOver => "handed-over",
        ReservationState::Cancelled => "cancelled",
    }
}

fn nothing(front: Front) -> String {
    front.get(|state| {
        let reservations = state.reservations();
        match (reservations.is_read(), reservations.found(), reservations.which()) {
            (false, _, _) => "読み込んでいます…".to_owned(),
            (true, "", Which::Open) => {
                "予約中のものはありません。F2 新規予約 で受け付けます。".to_owned()
            }
            (true, "", Which::Expired) => {
                "期限切れの予約はありません。F6 絞込でほかの予約を表示します。".to_owned()
            }
            (true, "", Which::All) => "予約はまだありません。F2 新規予約 で受け付けます。".to_owned(),
            (true, text, _) => {
                format!("「{text}」に当てはまる予約はありません。F6 絞込を「すべて」にするか、別の語で検索してください。")
            }
        }
    })
}
