//! The terminals' own 日計, by the steps of their model.

use catlink_shared::terminal::profile::ManualOperation;
use leptos::prelude::*;

use super::compare::linked;
use crate::components::steps::Steps;
use crate::front::Front;

#[component]
pub(crate) fn Totals() -> impl IntoView {
    let front = Front::here();
    let terminals = Memo::new(move |_| front.get(|state| linked(state.day().drawer())));
    view! {
        <h2>"端末の日計をとります"</h2>
        <p class="warning">"日計をとると、端末の集計は消えます。照合が済んでからとってください。"</p>
        <div class="terminal-steps">
            {move || terminals.get().into_iter().filter_map(|terminal| {
                let model = terminal.model?;
                Some(view! {
                    <div>
                        <p class="subject">{terminal.device.label()}</p>
                        <Steps model operation=ManualOperation::DailyTotal/>
                    </div>
                })
            }).collect_view()}
        </div>
        <p class="ask">"日計をとり、印字を確認したら F12 実施した を押します。端末が使えないときは F7 実施しない で進めます。"</p>
    }
}
