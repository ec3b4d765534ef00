//! 【変更履歴】: who changed what, when, from what, to what.

use catlink_shared::masters::Master;
use catlink_shared::wire::masters::{ChangeView, FieldChange};
use leptos::prelude::*;

use super::frame::Frame;
use crate::front::Front;

#[component]
pub(crate) fn Changes(master: Master) -> impl IntoView {
    let front = Front::here();
    let changes = Memo::new(move |_| front.get(|state| state.desk().changes().to_vec()));
    view! {
        <Frame title="【変更履歴】" class="dialog-wide">
            <p class="subject">{master.label()}</p>
            <div class="changes" tabindex="0">
                {move || changes.get().into_iter().map(|change| view! { <Change change/> }).collect_view()}
                <Show when=move || changes.with(Vec::is_empty)>
                    <p class="list-empty">"変更はまだありません。"</p>
                </Show>
            </div>
        </Frame>
    }
}

#[component]
fn Change(change: ChangeView) -> impl IntoView {
    let who = change.who.unwrap_or_else(|| "システム".to_owned());
    let approved = match change.approved_by {
        Some(manager) if manager == who => "(自己承認)".to_owned(),
        Some(manager) => format!("(承認 {manager})"),
        None => String::new(),
    };
    view! {
        <article class="change">
            <p class="change-head">
                <b>{change.at_text}</b>
                <span>{format!("担当 {who}{approved}")}</span>
                <span>{format!("{} {}", change.subject, change.what)}</span>
            </p>
            <ul>{change.fields.into_iter().map(|field| view! { <li>{became(&field)}</li> }).collect_view()}</ul>
        </article>
    }
}

fn became(field: &FieldChange) -> String {
    let shown = |text: &str| if text.is_empty() { "(空欄)".to_owned() } else { text.to_owned() };
    format!("{}: {} → {}", field.label, shown(&field.from), shown(&field.to))
}
