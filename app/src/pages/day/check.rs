//! レジ点検

use catlink_shared::wire::day::CheckView;
use leptos::prelude::*;

use super::count::{Compared, CountFields};
use crate::components::keypad::Keypad;
use crate::components::{over_or_short, yen};
use crate::front::Front;

#[component]
pub(crate) fn Check() -> impl IntoView {
    let front = Front::here();
    let checks = Memo::new(move |_| {
        front.get(|state| state.day().drawer().map(|drawer| drawer.checks.clone()).unwrap_or_default())
    });
    view! {
        <div class="day-columns">
            <div class="day-main">
                <CountFields/>
                <div class="checks" id="checks">
                    <h2>"この営業日のレジ点検"</h2>
                    <Show when=move || checks.with(Vec::is_empty)>
                        <p class="hint">"まだありません。数えた現金を入力し、F12 で記録します。"</p>
                    </Show>
                    <ul>{move || checks.get().into_iter().rev().map(|check| view! { <li>{line(&check)}</li> }).collect_view()}</ul>
                </div>
            </div>
            <aside class="day-side">
                <Compared/>
                <Keypad/>
            </aside>
        </div>
    }
}

fn line(check: &CheckView) -> String {
    format!(
        "{}  担当者 {}  数えた金額 {}  {}",
        check.at,
        check.who,
        yen(check.counted.sum()),
        over_or_short(check.difference())
    )
}
