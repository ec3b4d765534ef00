//! 入出金

use catlink_shared::wire::day::{Direction, MovementView};
use leptos::prelude::*;

use crate::checkout::day::DayField;
use crate::checkout::field::Field;
use crate::components::amount::Amount;
use crate::components::keypad::Keypad;
use crate::components::text_field::TextField;
use crate::components::yen;
use crate::front::Front;

#[component]
pub(crate) fn Moves() -> impl IntoView {
    let front = Front::here();
    let direction = Memo::new(move |_| front.get(|state| state.day().direction()));
    let expected = Memo::new(move |_| front.get(|state| state.expected_cash()));
    view! {
        <div class="day-columns">
            <div class="day-main">
                <div class="directions" role="group" aria-label="入金・出金">
                    {[(2, Direction::In, "引出しに入れる"), (3, Direction::Out, "引出しから出す")].map(|(number, way, what)| view! {
                        <button
                            type="button" class="direction" tabindex="-1" data-direction=way.word()
                            aria-pressed=move || (direction.get() == way).to_string()
                            on:mousedown=|event| event.prevent_default()
                            on:click=move |_| { front.act(|state, now| state.on_function(number, now)); }
                        >
                            <kbd>{format!("F{number}")}</kbd>
                            <b>{way.label()}</b>
                            <small>{what}</small>
                        </button>
                    }).collect_view()}
                </div>
                <div class="form move-form">
                    <TextField field=Field::Day(DayField::Amount) class="field-amount"/>
                    <TextField field=Field::Day(DayField::Reason) hint="例 両替、釣銭補充、消耗品の購入"/>
                </div>
                <Movements/>
            </div>
            <aside class="day-side">
                <Amount
                    label="引出しの現金"
                    value=Signal::derive(move || expected.get().map_or("–".to_owned(), yen))
                    id="expected"
                    class="amount-large"
                />
                <p class="hint">"釣銭準備金・現金売上・入出金・返金から計算した金額です。"</p>
                <Keypad/>
            </aside>
        </div>
    }
}

#[component]
fn Movements() -> impl IntoView {
    let front = Front::here();
    let movements = Memo::new(move |_| {
        front.get(|state| state.day().drawer().map(|drawer| drawer.movements.clone()).unwrap_or_default())
    });
    view! {
        <div class="rows movements" id="movements" tabindex="0" role="region" aria-label="この営業日の入出金">
            <table>
                <thead><tr><th>"時刻"</th><th>"区分"</th><th>"理由"</th><th>"担当者"</th><th class="rows-figure">"金額"</th></tr></thead>
                <tbody>{move || movements.get().into_iter().rev().map(movement).collect_view()}</tbody>
            </table>
            <Show when=move || movements.with(Vec::is_empty)>
                <p class="list-empty">"まだ入出金はありません。F2 入金か F3 出金を選び、金額と理由を入力して F12 で記録します。"</p>
            </Show>
        </div>
    }
}

fn movement(movement: MovementView) -> impl IntoView {
    view! {
        <tr>
            <td>{movement.at}</td>
            <td>{movement.direction.label()}</td>
            <td>{movement.reason}</td>
            <td>{movement.who}</td>
            <td class="rows-figure">{yen(movement.amount)}</td>
        </tr>
    }
}
