//! One row's form: its tabs, its fields, what each takes and what is wrong with it.

use catlink_shared::masters::{Master, Need, Takes, register};
use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::field::Field;
use crate::checkout::masters::Place;
use crate::components::preview::Preview;
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(crate) fn RowForm(master: Master) -> impl IntoView {
    let front = Front::here();
    let tab = Memo::new(move |_| front.get(|state| state.desk().form().map_or(0, |form| form.tab)));
    let tabs = front.peek(|state| state.desk().form().map(|form| form.tabs()).unwrap_or_default());
    let is_new = front.peek(|state| state.desk().form().is_some_and(|form| form.code.is_none()));
    let name = tabs.clone();
    let shows_paper = move || name.get(tab.get()).is_some_and(|name| *name == register::SLIP);
    view! {
        <Frame title=title(master) class="dialog-form">
            <div class="form-head">
                <span class="form-state">{if is_new { "新規登録" } else { "修正" }}</span>
                <div class="tabs" role="tablist">
                    {tabs.iter().enumerate().filter(|(_, name)| !name.is_empty()).map(|(at, name)| view! {
                        <button
                            type="button" role="tab" class="tab" tabindex="-1"
                            aria-selected=move || (tab.get() == at).to_string()
                            on:mousedown=|event| event.prevent_default()
                            on:click=move |_| { front.act(|state, now| state.on_tab(at, now)); }
                        >{*name}</button>
                    }).collect_view()}
                </div>
            </div>
            <div class="form-columns" data-paper=move || shows_paper().to_string()>
                <div class="entries">
                    {move || {
                        tab.track();
                        let fields = front.peek(|state| state.desk().form().map(|form| form.fields()).unwrap_or_default());
                        fields.iter().filter_map(|field| match field {
                            Field::Entry(place) => Some(view! { <Entry place=*place/> }),
                            _ => None,
                        }).collect_view()
                    }}
                </div>
                <Preview/>
            </div>
        </Frame>
    }
}

#[component]
fn Entry(place: Place) -> impl IntoView {
    let front = Front::here();
    let rule = place.rule();
    let field = Field::Entry(place);
    let fault = Memo::new(move |_| {
        front.get(|state| state.desk().form().and_then(|form| form.fault(rule.key)).map(str::to_owned))
    });
    let text = Memo::new(move |_| front.get(|state| state.fields().get(field).to_owned()));
    let options = match rule.takes {
        Takes::Choice(options) => options,
        _ => &[],
    };
    let name = Memo::new(move |_| match rule.takes {
        Takes::Reference(master) => {
            front.get(|state| text.with(|code| state.name_of(master, code).map(str::to_owned)))
        }
        _ => None,
    });
    let needed = matches!(rule.need, Need::Needed);
    view! {
        <div class="entry" data-entry=rule.key data-faulty=move || fault.get().is_some().to_string()>
            <TextField field class=if options.is_empty() { "entry-field" } else { "entry-field entry-choice" }/>
            <div class="entry-beside">
                {options.iter().map(|(code, label)| view! {
                    <button
                        type="button" class="option" tabindex="-1" data-option=*code
                        aria-pressed=move || text.with(|text| text == code).to_string()
                        on:mousedown=|event| event.prevent_default()
                        on:click=move |_| { front.act(|state, now| state.on_option(place, code, now)); }
                    >{format!("{code}:{label}")}</button>
                }).collect_view()}
                {move || name.get().map(|name| view! { <span class="entry-name">{name}</span> })}
                {needed.then_some(view! { <span class="entry-needed">"必須"</span> })}
                {move || match fault.get() {
                    Some(message) => view! { <p class="fault" role="alert">{message}</p> }.into_any(),
                    None => view! { <span class="hint">{rule.hint}</span> }.into_any(),
                }}
            </div>
        </div>
    }
}

fn title(master: Master) -> &'static str {
    match master {
        Master::CardCategory => "【カード区分】",
        Master::CardCompany => "【カード会社マスタ】",
        Master::Register => "【端末マスタ】",
        Master::Product => "【商品マスタ】",
        Master::TaxClass => "【税区分】",
        Master::Store => "【店舗基本マスタ】",
        Master::Operator => "【担当者マスタ】",
    }
}
