//! 【クレジット利用】: exactly one カード会社 is chosen.

use catlink_shared::wire::reply::CompanyView;
use catlink_shared::wire::update::LinkState;
use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::field::Field;
use crate::components::status_strip::link_word;
use crate::components::steps::StepsOf;
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(crate) fn Credit() -> impl IntoView {
    let front = Front::here();
    let companies = Memo::new(move |_| {
        front.get(|state| state.catalog().map(|catalog| catalog.companies.clone()).unwrap_or_default())
    });
    let cursor = Memo::new(move |_| front.get(|state| state.cursor()));
    let steps = Memo::new(move |_| front.get(|state| state.steps_before_sending()));
    view! {
        <Frame title="【クレジット利用】" class="dialog-wide">
            <div class="credit-head">
                <p class="hint">"↑↓・数字・タッチで1つ選び、F12 で確定します。連動するカードは全額のみです。"</p>
                <TextField field=Field::UseAmount class="field-amount"/>
            </div>
            <div class="companies" data-guided=move || steps.get().is_some().to_string()>
                <div class="list list-companies" role="radiogroup" aria-label="カード会社">
                    {move || companies.get().into_iter().enumerate().map(|(row, view)| view! {
                        <CompanyRow row view cursor/>
                    }).collect_view()}
                </div>
                <StepsOf steps/>
            </div>
        </Frame>
    }
}

#[component]
fn CompanyRow(row: usize, view: CompanyView, cursor: Memo<Option<usize>>) -> impl IntoView {
    let front = Front::here();
    let device = view.linked_device;
    let link = Memo::new(move |_| {
        front.get(|state| {
            device.map(|device| state.terminal(device).map_or(LinkState::NoAnswer, |terminal| terminal.link))
        })
    });
    let digit = match row {
        0..=8 => (row + 1).to_string(),
        9 => "0".to_owned(),
        _ => String::new(),
    };
    view! {
        <button
            type="button" class="row row-company" role="radio" tabindex="-1"
            data-company=view.company.code.clone()
            aria-checked=move || (cursor.get() == Some(row)).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
        >
            <kbd>{digit}</kbd>
            <span class="row-name">{view.company.name}</span>
            <span class="row-note">{view.category_name}</span>
            {move || match (device, link.get()) {
                (Some(device), Some(link)) => view! {
                    <span class="row-link" data-link=link_word(link)>
                        {format!("連動 {} {}", device.label(), link.label())}
                    </span>
                }.into_any(),
                _ => view! { <span class="row-link" data-link="none">"連動なし"</span> }.into_any(),
            }}
        </button>
    }
}
