//! A sum that differs, gone through slip by slip.

use leptos::prelude::*;

use crate::checkout::field::Field;
use crate::checkout::matching::MatchField;
use crate::components::keypad::Keypad;
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(super) fn Itemise(difference: u64) -> impl IntoView {
    let front = Front::here();
    let about = Memo::new(move |_| {
        front.get(|state| {
            let row = state.difference(difference)?;
            let side = |of: Option<catlink_shared::wire::day::CountOf>| of.unwrap_or_default();
            let (here, there) = (side(row.here), side(row.there));
            let subject = &row.subject;
            Some(format!(
                "{subject} POS {}件 ¥{} / 端末 {}件 ¥{}",
                here.count, here.amount, there.count, there.amount
            ))
        })
    });
    let kind = Memo::new(move |_| front.get(|state| state.matching().slip_kind().label()));
    let slips = Memo::new(move |_| front.get(|state| state.matching().slips().to_vec()));
    view! {
        <section class="day" data-matching="itemise">
            <header class="day-head">
                <h1>"売上票を一件ずつ確認"</h1>
                <p class="hint">"この期間の売上票を全部、伝票番号と金額を入力して Enter で加えます。F12 でPOSの記録と照合します。"</p>
                <p class="day-standing" id="itemised">{move || about.get().unwrap_or_default()}</p>
            </header>
            <div class="day-columns">
                <div class="day-main">
                    <p class="subject" id="slip-kind">"次の1枚 "<b>{kind}</b>" (F5 で売上と取消・返品を切り替え)"</p>
                    <div class="form">
                        <TextField field=Field::Match(MatchField::Slip)/>
                        <TextField field=Field::Match(MatchField::SlipAmount) class="field-amount"/>
                    </div>
                    <div class="rows" id="typed-slips">
                        <table>
                            <thead><tr><th class="rows-text">"伝票番号"</th><th class="rows-figure">"金額"</th></tr></thead>
                            <tbody>
                                {move || slips.get().into_iter().rev().map(|slip| view! {
                                    <tr>
                                        <td class="rows-text">{slip.slip_number.to_string()}</td>
                                        <td class="rows-figure">{format!("¥{}", slip.amount)}</td>
                                    </tr>
                                }).collect_view()}
                            </tbody>
                        </table>
                        <Show when=move || slips.with(Vec::is_empty)>
                            <p class="list-empty">"売上票の伝票番号と金額を入力して Enter を押してください。"</p>
                        </Show>
                    </div>
                </div>
                <aside class="day-side"><Keypad/></aside>
            </div>
        </section>
    }
}
