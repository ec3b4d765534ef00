//! The strip on top of every screen: shop, day, mode, terminals, open questions.

use catlink_shared::receipt::DataKind;
use catlink_shared::wire::update::{LinkState, TerminalView};
use leptos::prelude::*;

use crate::checkout::{Checkout, Link};
use crate::components::{mode_of, mode_word};
use crate::front::Front;

#[component]
pub(crate) fn StatusStrip() -> impl IntoView {
    let front = Front::here();
    let register = Memo::new(move |_| front.get(|state| state.shown().map(|shown| shown.register.clone())));
    let terminals = Memo::new(move |_| {
        front.get(|state| state.shown().map(|shown| shown.terminals.clone()).unwrap_or_default())
    });
    let counts = Memo::new(move |_| front.get(Checkout::open_counts));
    let who = Memo::new(move |_| {
        front.get(|state| {
            state.who().map(|person| (person.operator.code.clone(), person.operator.name.clone()))
        })
    });
    let demo = move || register.with(|r| r.as_ref().is_some_and(|r| matches!(r.data, DataKind::Demo)));
    view! {
        <header class="status">
            <span class="status-mode" data-mode=move || front.get(mode_of)>{move || front.get(mode_word)}</span>
            <Show when=demo><span class="status-demo" id="demo">"デモ"</span></Show>
            <span class="status-shop">
                {move || register.with(|r| r.as_ref().map(|r| r.shop_name.clone()))}
            </span>
            <span class="status-register">
                {move || register.with(|r| r.as_ref().map(|r| format!("レジ {}", r.register_code)))}
            </span>
            <span class="status-day">
                {move || register.with(|r| r.as_ref().map(|r| {
                    let closed = if r.day.is_closed() { " 精算済" } else { "" };
                    format!("営業日 {}{closed}", r.business_day)
                }))}
            </span>
            <span class="status-who" id="who" data-who=move || who.get().map(|(code, _)| code)>
                {move || who.get().map(|(_, name)| format!("担当 {name}"))}
            </span>
            <span class="status-gap"></span>
            {move || terminals.get().into_iter().map(|terminal| view! { <TerminalMark terminal/> }).collect_view()}
            <Count id="questions-count" what="要確認" count=Signal::derive(move || counts.get().map(|(count, _)| count))/>
            <Count id="actions-count" what="端末側の操作待ち" count=Signal::derive(move || counts.get().map(|(_, count)| count))/>
        </header>
    }
}

/// How many there are; a dash where nobody has said so yet.
#[component]
fn Count(id: &'static str, what: &'static str, count: Signal<Option<usize>>) -> impl IntoView {
    let told = move || count.get().map(|count| count.to_string());
    view! {
        <span class="status-count" id=id data-count=told>
            {move || told().map_or_else(|| format!("{what} ―"), |count| format!("{what} {count}件"))}
        </span>
    }
}

#[component]
fn TerminalMark(terminal: TerminalView) -> impl IntoView {
    let front = Front::here();
    let label = terminal.device.label();
    // While the agent is away nobody knows how its terminals are.
    let known = Memo::new(move |_| front.get(|state| state.link() == Link::Open));
    let link = terminal.link;
    view! {
        <span
            class="terminal"
            id=format!("terminal-{}", label.to_lowercase())
            data-link=move || if known.get() { link_word(link) } else { "unknown" }
            title=terminal.trouble.clone()
        >
            <b>{label}</b>
            " "
            {move || if known.get() { link.label() } else { "不明" }}
        </span>
    }
}

/// The state's word in the page.
pub(crate) fn link_word(link: LinkState) -> &'static str {
    match link {
        LinkState::Linked => "linked",
        LinkState::Standalone => "standalone",
        LinkState::NoAnswer => "no_answer",
    }
}
