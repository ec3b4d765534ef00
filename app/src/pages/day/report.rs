//! 日計 on the screen, in columns. Its paper is the agent's.

mod cash;
mod closing;
mod sold;

use catlink_shared::receipt::DataKind;
use catlink_shared::wire::day::DayReport;
use leptos::prelude::*;

use crate::front::Front;

#[component]
pub(crate) fn Report() -> impl IntoView {
    let front = Front::here();
    let report = Memo::new(move |_| front.get(|state| state.day().report().cloned()));
    let page = NodeRef::<leptos::html::Div>::new();
    // It has no field: the arrow keys scroll it.
    Effect::new(move || {
        report.track();
        if let Some(page) = page.get() {
            let _ = page.focus();
        }
    });
    view! {
        <div class="report-page" node_ref=page tabindex="0" role="region" aria-label="日計">
            {move || match report.get() {
                None => view! { <p class="list-empty">"読み込んでいます…"</p> }.into_any(),
                Some(report) if report.is_empty() => view! {
                    <div class="list-empty" id="empty-report">
                        <p class="day-subject">{format!("営業日 {} の記録はまだありません。", report.day)}</p>
                        <p>"「店頭処理」で販売するか「端末開設」をすると、ここに集計されます。前の営業日は F2 で見られます。"</p>
                    </div>
                }.into_any(),
                Some(report) => view! { <Whole report/> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Whole(report: DayReport) -> impl IntoView {
    let front = Front::here();
    let about = format!("{}  レジ {}", report.shop_name, report.register_code);
    let day = report.day.clone();
    let demo = front.peek(is_demo);
    view! {
        <article class="day-report" id="report" data-day=day>
            <section class="report-part report-title">
                <h2>{format!("日計 {}", report.day)}</h2>
                {demo.then(|| view! { <p>{DEMO}</p> })}
                <p>{about}</p>
                <p id="report-state">{report.state.sentence()}</p>
                <p class="hint">{format!("集計 {}", report.made_at)}</p>
            </section>
            <sold::Sold report=report.clone()/>
            <cash::Cash report=report.clone()/>
            <closing::Closing report/>
        </article>
    }
}

/// On whatever a demo prints.
pub(crate) const DEMO: &str = "*** デモ(実際の取引ではありません) ***";

pub(crate) fn is_demo(state: &crate::checkout::Checkout) -> bool {
    state.shown().is_some_and(|shown| shown.register.data == DataKind::Demo)
}

/// A part with its heading.
#[component]
fn Part(title: &'static str, children: Children) -> impl IntoView {
    view! { <section class="report-part"><h3>{title}</h3>{children()}</section> }
}

/// A label and a figure.
fn pair(label: impl Into<String>, figure: impl Into<String>) -> impl IntoView {
    view! { <p class="report-pair"><span>{label.into()}</span><span>{figure.into()}</span></p> }
}
