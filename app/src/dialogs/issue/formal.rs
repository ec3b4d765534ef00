//! 【領収書】: 宛名 and 但し書き, beside the 領収書 as it will come out.

use catlink_shared::receipt::PrintLine;
use leptos::prelude::*;

use crate::checkout::field::Field;
use crate::components::paper::Lines;
use crate::components::text_field::TextField;
use crate::dialogs::frame::Frame;
use crate::front::Front;

#[component]
pub(super) fn FormalReceipt() -> impl IntoView {
    let front = Front::here();
    let standing = Memo::new(move |_| front.get(|state| state.issue_desk().standing().cloned()));
    let lines = Memo::new(move |_| front.get(|state| state.formal_preview()));
    let width = Memo::new(move |_| front.get(|state| state.paper_width()));
    let why_not = move || standing.with(|standing| standing.as_ref().and_then(|one| one.why_not.clone()));
    let can = move || standing.with(|standing| standing.as_ref().is_some_and(|one| one.why_not.is_none()));
    let issued = move || standing.with(|standing| standing.as_ref().map_or(0, |one| one.issued));
    let stamp = move || {
        lines.with(|lines| {
            lines.iter().find_map(|line| match line {
                PrintLine::Stamp { value } => {
                    Some(format!("収入印紙 {value}円 を貼り、消印をしてください。"))
                }
                _ => None,
            })
        })
    };
    view! {
        <Frame title="【領収書】" class="dialog-receipt">
            <div class="receipt">
                <div class="receipt-paper">
                    {move || (!lines.with(Vec::is_empty)).then(|| view! { <Lines lines=lines.get() width=width.get()/> })}
                </div>
                <div class="receipt-sum">
                    <Show when=move || standing.with(Option::is_none)>
                        <p class="hint">"伝票を読み込んでいます…"</p>
                    </Show>
                    {move || why_not().map(|why| view! { <p class="warning" id="no-formal">{why}</p> })}
                    // Fields are there from the start, for the focus.
                    <div class="form" hidden=move || why_not().is_some()>
                        <TextField field=Field::Addressee hint="空欄でも発行できます"/>
                        <TextField field=Field::Proviso/>
                    </div>
                    <Show when=can>
                        <Show when=move || { issued() > 0 }>
                            <p class="warning" id="issued-before">
                                {move || format!("この伝票の領収書は発行済みです({}回)。もう一度発行するには責任者の承認が必要で、「再発行」と印字されます。", issued())}
                            </p>
                        </Show>
                        {move || stamp().map(|stamp| view! { <p class="warning" id="stamp-needed">{stamp}</p> })}
                        <p class="hint">"領収書はレシートと引換えにお渡しします。レシートをお渡し済みのときは回収してください。F12 で発行し、印刷します。"</p>
                    </Show>
                </div>
            </div>
        </Frame>
    }
}
