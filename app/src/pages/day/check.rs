//! レジ点検

use catlink_shared::wire::day::{CheckView, Counted};
use leptos::prelude::*;

use super::count::{Compared, CountFields};
use super::report::{DEMO, is_demo};
use crate::components::keypad::Keypad;
use crate::components::{over_or_short, yen};
use crate::front::Front;

#[component]
pub(crate) fn Check() -> impl IntoView {
    let front = Front::here();
    let checks = Memo::new(move |_| {
        front.get(|state| state.day().drawer().map(|drawer| drawer.checks.clone()).unwrap_or_default())
    });
    let kept = Memo::new(move |_| front.get(|state| state.day().kept().cloned()));
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
        {move || kept.get().map(|check| view! { <CheckPaper check/> })}
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

/// The レジ点検 on paper, and nowhere else.
#[component]
fn CheckPaper(check: CheckView) -> impl IntoView {
    let front = Front::here();
    let shop = front.peek(|state| {
        let register = state.shown().map(|shown| &shown.register);
        register.map(|register| format!("{}  レジ {}", register.shop_name, register.register_code))
    });
    let demo = front.peek(is_demo);
    let apart = over_or_short(check.difference());
    let (expected, counted) = (yen(check.expected), yen(check.counted.sum()));
    let pieces = match check.counted {
        Counted::Sum { .. } => Vec::new(),
        Counted::Denominations { pieces } => pieces,
    };
    view! {
        <article class="paper day-paper only-print" id="check-paper">
            <p class="paper-title">"レジ点検"</p>
            {demo.then(|| view! { <p class="paper-center">{DEMO}</p> })}
            <p>{shop}</p>
            <p>{format!("{}  担当者 {}", check.at, check.who)}</p>
            <hr/>
            {pieces.into_iter().map(|pieces| view! {
                <p class="paper-pair">
                    <span>{format!("{}円 × {}", pieces.value, pieces.count)}</span>
                    <span>{pieces.value.checked_mul(i64::from(pieces.count)).map(yen)}</span>
                </p>
            }).collect_view()}
            <p class="paper-pair"><span>"数えた金額"</span><span>{counted}</span></p>
            <p class="paper-pair"><span>"あるはずの金額"</span><span>{expected}</span></p>
            <p class="paper-pair paper-total"><span>"過不足"</span><span>{apart}</span></p>
        </article>
    }
}
