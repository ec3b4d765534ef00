//! What must be seen on every screen: the agent is away, the books are out of order, others can reach
//! the register, the newest notice.

use leptos::prelude::*;

use crate::browser;
use crate::checkout::reach::{Cause, Told};
use crate::checkout::screen::Screen;
use crate::checkout::{Checkout, Tone};
use crate::front::Front;

#[component]
pub(crate) fn Notices() -> impl IntoView {
    let front = Front::here();
    // Made anew only when it says something else: a person may be about to touch its button.
    let away = Memo::new(move |_| front.get(shown_away));
    let trouble = Memo::new(move |_| {
        front.get(|state| state.shown().and_then(|shown| shown.register.books_trouble.clone()))
    });
    let open =
        Memo::new(move |_| front.get(|state| state.shown().and_then(|shown| shown.register.reach.warning())));
    let busy = Memo::new(move |_| front.get(|state| state.is_busy()));
    let notice = Memo::new(move |_| front.get(|state| state.notice().cloned()));
    view! {
        <Show when=move || busy.get()>
            <p class="busy" id="busy" role="status">"処理中…"</p>
        </Show>
        <div class="notices">
            {move || away.get().map(|told| view! { <Away told/> })}
            {move || trouble.get().map(|text| view! {
                <p class="banner banner-books" id="books-trouble" role="alert">{text}</p>
            })}
            {move || open.get().map(|text| view! {
                <p class="banner banner-open" id="open-to-lan" role="note">{text}</p>
            })}
            <div class="notice-place" aria-live="assertive">
                {move || notice.get().map(|notice| view! {
                    <div class="notice" id="notice" data-tone=tone(notice.tone) data-code=notice.code.clone()>
                        <p>
                            {notice.text}
                            {notice.code.clone().map(|code| view! { <small>{format!("(コード {code})")}</small> })}
                        </p>
                        <button
                            type="button"
                            class="notice-close"
                            tabindex="-1"
                            aria-label="閉じる"
                            on:mousedown=|event| event.prevent_default()
                            on:click=move |_| { front.act(|state, now| state.on_notice_read(now)); }
                        >
                            "閉じる"
                        </button>
                    </div>
                })}
            </div>
        </div>
    }
}

/// Why the page does not reach the agent; 【外部ページの登録】 has the steps itself.
fn shown_away(state: &Checkout) -> Option<Told> {
    let told = state.away()?;
    Some(if state.top() == Screen::Pairing { Told { steps: Vec::new(), ..told } } else { told })
}

/// The same in view, with what to do about it.
#[component]
fn Away(told: Told) -> impl IntoView {
    let reloads = matches!(
        told.cause,
        Cause::StaleCookie | Cause::PageTooOld | Cause::PermissionPrompt | Cause::PermissionDenied
    );
    let (steps, panel) = (told.steps.clone(), !told.steps.is_empty());
    view! {
        <div class="banner banner-away" id="agent-away" role="alert" data-cause=told.cause.name() data-panel=panel.to_string()>
            <p>{told.sentence}</p>
            {panel.then(|| view! {
                <div class="away-steps" id="away-steps">
                    <ol>{steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}</ol>
                    {reloads.then(|| view! {
                        <button
                            type="button"
                            class="away-reload"
                            id="reload"
                            tabindex="-1"
                            on:mousedown=|event| event.prevent_default()
                            on:click=|_| browser::reload()
                        >
                            "再読み込み"
                        </button>
                    })}
                </div>
            })}
        </div>
    }
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Info => "info",
        Tone::Warning => "warning",
    }
}
