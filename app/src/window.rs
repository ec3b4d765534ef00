//! What happens to the window as a whole: it is shown again after sleep, the browser's back button, leaving the page.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::browser;
use crate::front::Front;

/// Marks the entry of the browser's history that this page stands on; back leads to the one before it, which is this
/// page, too.
const HERE: &str = "catlink";

/// Listens for as long as the page lives.
pub(crate) fn listen(front: Front) {
    // After sleep the socket may be dead without a word.
    let _ = window_event_listener(ev::visibilitychange, move |_| {
        if browser::is_shown() {
            wake(front);
        }
    });
    let _ = window_event_listener(ev::online, move |_| wake(front));
    let _ = window_event_listener(ev::pageshow, move |event| {
        if event.persisted() {
            wake(front);
        }
    });
    stand_before_back();
    let _ = window_event_listener(ev::popstate, move |_| {
        stand_before_back();
        front.act(|state, now| state.on_back(now));
    });
    // A file that misses its place must not replace the page.
    let _ = window_event_listener(ev::dragover, |event| event.prevent_default());
    let _ = window_event_listener(ev::drop, |event| event.prevent_default());
    let _ = window_event_listener(ev::beforeunload, move |event| {
        if front.peek(|state| state.is_in_the_middle()) {
            event.prevent_default();
        }
    });
}

fn wake(front: Front) {
    front.act(|state, now| state.on_wake(now));
}

/// One more entry in the history, once: back stays on the page.
fn stand_before_back() {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return };
    if history.state().is_ok_and(|state| state.as_string().as_deref() != Some(HERE)) {
        let _ = history.push_state_with_url(&JsValue::from_str(HERE), "", None);
    }
}
