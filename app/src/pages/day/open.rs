//! 端末開設

use catlink_shared::wire::day::Standing;
use leptos::prelude::*;

use super::count::{CountFields, CountedSum};
use crate::components::keypad::Keypad;
use crate::components::yen;
use crate::front::Front;

#[component]
pub(crate) fn Open() -> impl IntoView {
    let front = Front::here();
    let opens = Memo::new(move |_| front.get(|state| state.day_view().opens));
    let by_itself = Memo::new(move |_| {
        front.get(|state| matches!(state.day_view().standing, Standing::Open { float: None, .. }))
    });
    let earlier = Memo::new(move |_| front.get(|state| state.day_view().earlier));
    let last = Memo::new(move |_| {
        front.get(|state| state.day().drawer().and_then(|drawer| drawer.last_closing.clone()))
    });
    let who = Memo::new(move |_| {
        front.get(|state| state.who().map(|who| format!("{} {}", who.operator.code, who.operator.name)))
    });
    view! {
        <div class="day-columns">
            <div class="day-main">
                <p class="day-subject" id="opens">
                    {move || match opens.get() {
                        Some(day) if by_itself.get() => format!("営業日 {day} は最初の伝票で自動的に始まっています。釣銭準備金を入力すると記録します。"),
                        Some(day) => format!("営業日 {day} を開設します。釣銭準備金を入力してください。"),
                        None => "本日はすでに開設されています。釣銭を足すときは「入出金」の入金で記録してください。".to_owned(),
                    }}
                </p>
                {move || (!earlier.with(Vec::is_empty)).then(|| view! {
                    <p class="warning">
                        {format!("{} が精算されていません。先に「精算」をしてから開設してください。", earlier.get().join("、"))}
                    </p>
                })}
                <CountFields/>
                {move || last.get().map(|last| view! {
                    <p class="proposal" id="last-closing">
                        {format!("前回の精算({})で数えた金額は {} です。そのまま釣銭準備金にするときは F5 を押します。", last.at, yen(last.counted))}
                    </p>
                })}
            </div>
            <aside class="day-side">
                <CountedSum label="釣銭準備金"/>
                <p class="day-who">{move || who.get().map(|who| format!("担当者 {who}"))}</p>
                <Keypad/>
            </aside>
        </div>
    }
}
