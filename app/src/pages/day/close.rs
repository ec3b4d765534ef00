//! 精算: the steps on the left, the one that is on beside them.

mod compare;
mod items;
mod last;
mod totals;

use leptos::prelude::*;

use super::count::{Compared, CountFields};
use crate::checkout::day::{CloseStep, Done};
use crate::components::keypad::Keypad;
use crate::front::Front;

#[component]
pub(crate) fn Close() -> impl IntoView {
    let front = Front::here();
    let step = Memo::new(move |_| front.get(|state| state.day().step()));
    view! {
        <div class="close">
            <Steps step/>
            <div class="close-step" data-step=move || word(step.get())>
                {move || match step.get() {
                    CloseStep::Items => view! { <items::Items/> }.into_any(),
                    CloseStep::Compare => view! { <compare::Compare/> }.into_any(),
                    CloseStep::Totals => view! { <totals::Totals/> }.into_any(),
                    CloseStep::Count => view! {
                        <div class="day-columns">
                            <div class="day-main">
                                <h2>"引出しの現金を数えます"</h2>
                                <CountFields/>
                            </div>
                            <aside class="day-side"><Compared/><Keypad/></aside>
                        </div>
                    }.into_any(),
                    CloseStep::Last => view! { <last::Last/> }.into_any(),
                }}
            </div>
        </div>
    }
}

fn word(step: CloseStep) -> &'static str {
    match step {
        CloseStep::Items => "items",
        CloseStep::Compare => "compare",
        CloseStep::Totals => "totals",
        CloseStep::Count => "count",
        CloseStep::Last => "last",
    }
}

/// Every step, and how far it is.
#[component]
fn Steps(step: Memo<CloseStep>) -> impl IntoView {
    let front = Front::here();
    let days = Memo::new(move |_| {
        front.get(|state| state.day().drawer().map(|drawer| drawer.days.clone()).unwrap_or_default())
    });
    view! {
        <nav class="close-steps" aria-label="精算の手順">
            <ol>
                {CloseStep::ALL.iter().map(|&one| {
                    let done = Memo::new(move |_| front.get(|state| state.done(one)));
                    view! {
                        <li
                            data-done=move || done_word(done.get())
                            aria-current=move || (step.get() == one).then_some("step")
                        >
                            <span>{one.label()}</span>
                            <b>{move || if step.get() == one { "今ここ" } else { done.get().label() }}</b>
                        </li>
                    }
                }).collect_view()}
            </ol>
            <p class="close-days" id="close-days">
                {move || match days.get().as_slice() {
                    [] => "精算する営業日はありません。".to_owned(),
                    [day] => format!("精算する営業日 {day}"),
                    many => format!("{}営業日をまとめて精算します: {}。日計は営業日ごとに残ります。", many.len(), many.join("、")),
                }}
            </p>
        </nav>
    }
}

fn done_word(done: Done) -> &'static str {
    match done {
        Done::Open => "open",
        Done::Done => "done",
        Done::WithItems | Done::Differs => "items",
        Done::NotNeeded => "none",
    }
}
