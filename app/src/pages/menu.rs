//! 業務メニュー and 処理メニュー.

use leptos::prelude::*;

use crate::checkout::menu::{Level, MENU, MenuPlace};
use crate::front::Front;
use crate::pages::day::standing;

#[component]
pub(crate) fn MenuPage() -> impl IntoView {
    let front = Front::here();
    let place = Memo::new(move |_| front.get(|state| state.menu()));
    let day = Memo::new(move |_| {
        front.get(|state| state.shown().map(|_| standing(state.business_day(), &state.day_view())))
    });
    view! {
        <div class="menu">
            <section class="menu-column" data-active=move || active(place.get(), Level::Business)>
                <h1>"業務メニュー"</h1>
                {MENU.iter().enumerate().map(|(row, business)| view! {
                    <MenuEntry
                        level=Level::Business
                        row
                        name=business.name
                        chosen=Signal::derive(move || place.get().business == row)
                    />
                }).collect_view()}
            </section>
            <section class="menu-column menu-processes" data-active=move || active(place.get(), Level::Process)>
                <h1>"処理メニュー"</h1>
                {move || {
                    let business = place.get().business;
                    let processes = MENU.get(business).map(|business| business.processes).unwrap_or_default();
                    processes.iter().enumerate().map(|(row, &(name, _))| view! {
                        <MenuEntry
                            level=Level::Process
                            row
                            name
                            chosen=Signal::derive(move || {
                                let place = place.get();
                                place.process == row && matches!(place.level, Level::Process)
                            })
                        />
                    }).collect_view()
                }}
            </section>
            <p class="menu-help">
                <span class="menu-day" id="menu-day">{day}</span>
                <br/>
                "数字または↑↓で選び、Enter または F12 で開きます。"
            </p>
        </div>
    }
}

fn active(place: MenuPlace, level: Level) -> String {
    (place.level == level).to_string()
}

#[component]
fn MenuEntry(level: Level, row: usize, name: &'static str, chosen: Signal<bool>) -> impl IntoView {
    let front = Front::here();
    view! {
        <button
            type="button"
            class="menu-entry"
            tabindex="-1"
            aria-current=move || chosen.get().to_string()
            data-entry=name
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| { front.act(|state, now| state.on_menu(level, row, now)); }
        >
            <kbd>{row + 1}</kbd>
            <span>{name}</span>
        </button>
    }
}
