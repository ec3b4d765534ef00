//! What will be closed, at a glance.

use leptos::prelude::*;

use crate::checkout::day::{CloseStep, Done};
use crate::components::amount::Amount;
use crate::components::yen;
use crate::front::Front;
use crate::pages::day::count::Compared;

#[component]
pub(crate) fn Last() -> impl IntoView {
    let front = Front::here();
    let flows = Memo::new(move |_| front.get(|state| state.day().drawer().map(|drawer| drawer.flows)));
    let allowed = Memo::new(move |_| {
        front.get(|state| CloseStep::ALL.iter().all(|step| state.done(*step) != Done::WithItems))
    });
    let row = move |read: fn(&catlink_shared::wire::day::Flows) -> catlink_shared::money::Yen| {
        Signal::derive(move || flows.get().map_or("–".to_owned(), |flows| yen(read(&flows))))
    };
    view! {
        <h2>"内容を確かめて、F12 で精算します"</h2>
        <div class="columns">
            <div>
                <Amount label="釣銭準備金" value=row(|flows| flows.float)/>
                <Amount label="現金売上" value=row(|flows| flows.sales)/>
                <Amount label="カード売上の現金返金" value=row(|flows| flows.refunds)/>
                <Amount label="入金" value=row(|flows| flows.paid_in)/>
                <Amount label="出金" value=row(|flows| flows.paid_out)/>
            </div>
            <div><Compared/></div>
        </div>
        <Show when=move || !allowed.get()>
            <p class="warning" id="needs-manager">
                "「要承認」の手順があるため、精算には責任者の承認が必要です。"
            </p>
        </Show>
        <p class="hint">"精算すると、端末開設をするか営業区切り時刻を過ぎるまで、販売はできません。"</p>
    }
}
