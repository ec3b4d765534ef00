//! 新しい照合: which terminal, which time, and where the terminal's side comes from.

use leptos::prelude::*;

use crate::checkout::field::Field;
use crate::checkout::matching::MatchField;
use crate::components::keypad::Keypad;
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(super) fn New() -> impl IntoView {
    let none = move || {
        let front = Front::here();
        front.get(|state| state.matching().terminals().is_some_and(<[_]>::is_empty))
    };
    view! {
        <section class="day" data-matching="new">
            <header class="day-head">
                <h1>"新しい照合"</h1>
                <p class="hint">"端末と期間を選び、F12 で端末の中間計を取り込みます。中間計を送れない端末は、F6 で印字した合計を入力します。"</p>
                <Chosen/>
            </header>
            <div class="day-columns">
                <div class="day-main">
                    <Show when=none>
                        <p class="warning" id="no-terminal">
                            "照合できる端末がありません。端末マスタで端末を設定し、端末を一度接続してください。"
                        </p>
                    </Show>
                    <div class="form match-period">
                        <TextField field=Field::Match(MatchField::FromDay) hint="例 2026-11-23、1123"/>
                        <TextField field=Field::Match(MatchField::FromTime) hint="例 10:05、1005"/>
                        <TextField field=Field::Match(MatchField::ToDay)/>
                        <TextField field=Field::Match(MatchField::ToTime)/>
                    </div>
                    <p class="hint">"期間は端末の時計です。前回の照合の続きから今までが入っています。取り込み中に会計が始まると、会計が優先され、取り込みは中止されます。"</p>
                </div>
                <aside class="day-side"><Keypad/></aside>
            </div>
        </section>
    }
}

/// The terminal that is chosen.
#[component]
fn Chosen() -> impl IntoView {
    let front = Front::here();
    let text = Memo::new(move |_| {
        front.get(|state| {
            let terminal = state.matching().terminal()?;
            let name = terminal.model.profile().name;
            Some(format!("{} {name} 端末番号 {}", terminal.device.label(), terminal.terminal_id))
        })
    });
    view! { <p class="day-standing" id="match-terminal">{move || text.get().unwrap_or_default()}</p> }
}

#[component]
pub(super) fn Totals() -> impl IntoView {
    let front = Front::here();
    let category = Memo::new(move |_| front.get(|state| state.matching().category().1.to_owned()));
    view! {
        <section class="day" data-matching="totals">
            <header class="day-head">
                <h1>"中間計の合計を入力"</h1>
                <p class="hint">"端末で中間計(日計ではありません)を印字し、件数と金額を入力して F12 で照合します。取消・返品は、件数には数え、金額からは差し引きます。"</p>
                <Chosen/>
            </header>
            <div class="day-columns">
                <div class="day-main">
                    <p class="subject" id="match-category">"決済種別 "<b>{category}</b>" (F5 で切り替え)"</p>
                    <div class="form">
                        <TextField field=Field::Match(MatchField::Count)/>
                        <TextField field=Field::Match(MatchField::Amount) class="field-amount"/>
                    </div>
                </div>
                <aside class="day-side"><Keypad/></aside>
            </div>
        </section>
    }
}
