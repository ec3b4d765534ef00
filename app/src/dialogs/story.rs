//! 【決済の経過】: what happened to one payment, line by line.

use catlink_shared::receipt::DataKind;
use catlink_shared::wire::story::{StoryEntry, StoryHead, StorySource};
use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::story::slip_text;
use crate::front::Front;

#[component]
pub(crate) fn Story() -> impl IntoView {
    let front = Front::here();
    let head = Memo::new(move |_| {
        front.get(|state| {
            let desk = state.story_desk();
            desk.story().map(|story| (story.head.clone(), desk.place(), desk.traced()))
        })
    });
    let entries =
        Memo::new(move |_| front.get(|state| state.story_desk().entries().cloned().collect::<Vec<_>>()));
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    view! {
        <Frame title="【決済の経過】" class="dialog-story">
            <PaperHead/>
            {move || match head.get() {
                None => view! { <p class="hint">"経過を読み込んでいます…"</p> }.into_any(),
                Some((head, place, traced)) => view! { <Head head place traced/> }.into_any(),
            }}
            <div class="list story" role="listbox" aria-label="決済の経過">
                {move || entries.get().into_iter().enumerate().map(|(row, entry)| view! { <Entry row entry cursor/> }).collect_view()}
            </div>
        </Frame>
    }
}

/// What stands above it on paper.
#[component]
fn PaperHead() -> impl IntoView {
    let front = Front::here();
    let shop = front.peek(|state| {
        let register = &state.shown()?.register;
        let demo =
            matches!(register.data, DataKind::Demo).then_some("*** デモ(実際の取引ではありません) ***");
        Some((demo, format!("決済の経過  {}  レジ {}", register.shop_name, register.register_code)))
    });
    shop.map(|(demo, shop)| {
        view! {
            <div class="only-print">
                <h2>{shop}</h2>
                <p>{demo}</p>
            </div>
        }
    })
}

#[component]
fn Head(head: StoryHead, place: Option<(usize, usize)>, traced: usize) -> impl IntoView {
    let tries = place.filter(|(_, all)| *all > 1);
    let slip = head.slip_number.map_or_else(|| "なし".to_owned(), |slip| slip.to_string());
    view! {
        <div class="story-head" id="story-head" data-payment=head.payment_id.to_string()>
            <p class="story-sum">
                <b class="story-state" id="story-state">{head.state_text}</b>
                <b class="story-amount">{format!("¥{}", head.amount)}</b>
                <span>{format!("{}({})", head.card_company_name, head.category_name)}</span>
                {tries.map(|(at, all)| view! {
                    <span class="story-place" id="story-place">{format!("この会計の決済 {at}/{all}")}</span>
                })}
            </p>
            <p class="story-facts">
                <span>{format!("受付 {}", head.accepted_at_text)}</span>
                <span>{format!("伝票 {}", slip_text(head.receipt_number))}</span>
                <span>{format!("端末の伝票番号 {slip}")}</span>
                <span>{format!("{} {} 端末番号 {}", head.device.label(), head.model_name, head.terminal_id)}</span>
                <span>{format!("依頼番号 {}", head.sequence_number)}</span>
                <span>{format!("電文 {traced}件")}</span>
            </p>
        </div>
    }
}

#[component]
fn Entry(row: usize, entry: StoryEntry, cursor: Memo<usize>) -> impl IntoView {
    let front = Front::here();
    let details = entry.details.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <div
            class="row row-story" role="option" tabindex="-1" data-from=source_name(entry.from)
            aria-selected=move || (cursor.get() == row).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
        >
            <span class="story-at">{entry.at_text}</span>
            <span class="story-mark">{mark(entry.from)}</span>
            <div class="story-text">
                <p>{entry.text}</p>
                <ul>{details}</ul>
            </div>
        </div>
    }
}

const fn mark(from: StorySource) -> &'static str {
    match from {
        StorySource::Payment => "決済",
        StorySource::Terminal => "端末",
        StorySource::Line => "電文",
    }
}

const fn source_name(from: StorySource) -> &'static str {
    match from {
        StorySource::Payment => "payment",
        StorySource::Terminal => "terminal",
        StorySource::Line => "line",
    }
}
