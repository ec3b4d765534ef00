//! The business day's screens: 端末開設, 入出金, レジ点検, 精算, 日計.

mod check;
mod close;
mod count;
mod moves;
mod open;
mod report;

use leptos::prelude::*;

pub(crate) use report::{DEMO, is_demo};

use crate::checkout::day::DayScreen;
use crate::front::Front;

#[component]
pub(crate) fn DayPage(screen: DayScreen) -> impl IntoView {
    let content = match screen {
        DayScreen::Open => view! { <open::Open/> }.into_any(),
        DayScreen::Moves => view! { <moves::Moves/> }.into_any(),
        DayScreen::Check => view! { <check::Check/> }.into_any(),
        DayScreen::Close => view! { <close::Close/> }.into_any(),
        DayScreen::Report => view! { <report::Report/> }.into_any(),
        DayScreen::Sure(_) => ().into_any(),
    };
    view! {
        <section class="day" data-day=screen.name()>
            <header class="day-head">
                <h1>{screen.label()}</h1>
                <p class="hint">{about(screen)}</p>
                <Standing/>
            </header>
            {content}
        </section>
    }
}

/// What the screen is for, in one sentence.
fn about(screen: DayScreen) -> &'static str {
    match screen {
        DayScreen::Open => {
            "営業を始めるときに、引出しに入れた釣銭準備金を記録します。開設しなくても、最初の販売で営業日は自動で始まります。"
        }
        DayScreen::Moves => {
            "販売以外で引出しに入れた現金、引出しから出した現金を記録します。記録は取消できません。"
        }
        DayScreen::Check => {
            "引出しの現金を数え、あるはずの金額と比べて記録します。営業中に何度でもできます。"
        }
        DayScreen::Close => {
            "営業日を締めます。左の順に進み、最後に F12 で精算します。精算した営業日には戻れません。"
        }
        DayScreen::Report => "営業日ごとの集計です。F2・F3 で営業日を選びます。",
        DayScreen::Sure(_) => "",
    }
}

/// Which day is on, and how it stands.
#[component]
fn Standing() -> impl IntoView {
    let front = Front::here();
    let text = Memo::new(move |_| front.get(|state| standing(state.business_day(), &state.day_view())));
    view! { <p class="day-standing" id="day-standing">{text}</p> }
}

/// The same in words.
pub(crate) fn standing(day: &str, view: &catlink_shared::wire::day::DayView) -> String {
    use catlink_shared::wire::day::Standing;
    let now = match &view.standing {
        Standing::NotOpened => "未開設".to_owned(),
        Standing::Open { since, float: Some(float) } => format!("営業中({since} 開設 釣銭準備金 ¥{float})"),
        Standing::Open { since, float: None } => format!("営業中({since} から 釣銭準備金の記録なし)"),
        Standing::Closed { at } => format!("精算済({at})"),
    };
    let earlier = match view.earlier.as_slice() {
        [] => String::new(),
        days => format!(" 未精算の営業日 {}", days.join("、")),
    };
    format!("今の営業日 {day} {now}{earlier}")
}
