//! 【中間計の取込】 and 【差異の対応】.

use catlink_shared::wire::matching::CloseReason;
use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::field::Field;
use crate::checkout::matching::{MatchField, MatchScreen};
use crate::components::text_field::TextField;
use crate::front::Front;

/// The dialog of a screen of 決済照合, where it is one.
pub(super) fn shown(screen: MatchScreen) -> AnyView {
    match screen {
        MatchScreen::Reading => view! { <Reading/> }.into_any(),
        MatchScreen::Close(difference) => view! { <Close difference/> }.into_any(),
        MatchScreen::List
        | MatchScreen::New
        | MatchScreen::Totals
        | MatchScreen::Run(_)
        | MatchScreen::Itemise(_) => ().into_any(),
    }
}

#[component]
fn Reading() -> impl IntoView {
    let front = Front::here();
    let lines = Memo::new(move |_| front.get(|state| state.matching().lines()));
    view! {
        <Frame title="【中間計の取込】">
            <p class="what" id="what">"端末から中間計を取り込んでいます。"</p>
            <p class="subject" id="lines">{move || format!("{}件", lines.get())}</p>
            <progress aria-label="中間計を取り込んでいます"></progress>
            <p class="hint">"F9 で中止できます。中止しても、端末とPOSには何も残りません。会計が始まると自動で中止されます。"</p>
        </Frame>
    }
}

#[component]
fn Close(difference: u64) -> impl IntoView {
    let front = Front::here();
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    let about = Memo::new(move |_| {
        front.get(|state| {
            state.difference(difference).map(|row| {
                let slip =
                    row.slip_number.as_ref().map(|slip| format!(" 端末伝票 {slip}")).unwrap_or_default();
                let amount = row.there.or(row.here).map(|of| format!(" ¥{}", of.amount)).unwrap_or_default();
                format!("{} {}{slip}{amount} {}", row.kind.label(), row.subject, row.at_text)
            })
        })
    });
    let unknown = Memo::new(move |_| {
        front.get(|state| state.difference(difference).is_some_and(|row| row.kind.is_unknown_charge()))
    });
    view! {
        <Frame title="【差異の対応】" class="dialog-wide">
            <p class="subject" id="what">{move || about.get().unwrap_or_default()}</p>
            <Show when=move || unknown.get()>
                <p class="warning" id="unknown-charge">
                    "端末だけにある取引です。操作待ちに登録しないで対応済みにするには、責任者の承認が必要です。"
                </p>
            </Show>
            <p class="hint">"理由を F5 か↑↓で選び、F12 で対応済みにします。記録は消えません。"</p>
            <div class="list list-short" role="listbox" aria-label="理由" id="reasons">
                {CloseReason::ALL.iter().enumerate().map(|(at, reason)| view! {
                    <button
                        type="button" class="row" role="option" tabindex="-1" data-reason=reason.label()
                        aria-selected=move || (cursor.get() == at).to_string()
                        on:mousedown=|event| event.prevent_default()
                        on:click=move |_| { front.act(|state, now| state.on_row(at, now)); }
                    >
                        {reason.label()}
                    </button>
                }).collect_view()}
            </div>
            <TextField field=Field::Match(MatchField::Note) hint="「その他」のときは必ず入力してください"/>
        </Frame>
    }
}
