//! 店頭販売

mod lines;
mod notes;
mod purpose;
mod totals;

use leptos::prelude::*;

use crate::checkout::field::Field;
use crate::components::keypad::Keypad;
use crate::components::text_field::TextField;
use lines::Lines;
use notes::Notes;
use purpose::For;
use totals::SaleTotals;

#[component]
pub(crate) fn SalePage() -> impl IntoView {
    view! {
        <div class="sale">
            <section class="sale-left">
                <TextField field=Field::Code class="code-field" hint="バーコードを読み取るか、コードを入力して Enter(例 3*1001)"/>
                <For/>
                <Notes/>
                <Lines/>
            </section>
            <aside class="sale-right">
                <SaleTotals/>
                <Keypad/>
            </aside>
        </div>
    }
}
