//! The keyboard and the pointer of the whole window.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};

use crate::browser::{self, Text};
use crate::checkout::key::{Composing, Key, Press, Stroke};
use crate::front::{Front, KeyGoes};

/// The key code browsers give while an input method has the key (W3C UI Events, 7.3.1).
const KEY_OF_INPUT_METHOD: u32 = 229;

/// Listens for as long as the page lives.
pub(crate) fn listen(front: Front) {
    let _ = window_event_listener(ev::keydown, move |event| key_down(front, &event));
    let _ = window_event_listener(ev::keyup, move |event| {
        front.act(|state, now| state.on_key_up(&event.code(), now));
    });
    let _ = window_event_listener(ev::blur, move |event| {
        // Fields lose the focus too; only the window's own loss means that keys come up unseen.
        if event.target().is_some_and(|target| target.is_instance_of::<web_sys::Window>()) {
            front.act(|state, now| state.on_blur(now));
        }
    });
    let _ = window_event_listener(ev::click, move |_| bring_focus_back(front));
}

fn key_down(front: Front, event: &KeyboardEvent) {
    let key = Key::from_name(&event.key(), event.shift_key());
    // The browser's own shortcuts (copy, zoom) are not ours; function keys never reach it.
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        if matches!(key, Key::Function(_)) {
            event.prevent_default();
        }
        return;
    }
    let composing = event.is_composing() || event.key_code() == KEY_OF_INPUT_METHOD;
    let press = Press {
        key,
        code: event.code(),
        stroke: if event.repeat() { Stroke::Repeat } else { Stroke::First },
        composing: if composing { Composing::Yes } else { Composing::No },
    };
    if !composing && matches!(press.key, Key::Char(_)) {
        bring_focus_back(front);
    }
    if front.act(|state, now| state.on_key(&press, now)) == KeyGoes::NoFurther {
        event.prevent_default();
    }
}

/// Where no field has the focus it goes to the one that should.
pub(crate) fn bring_focus_back(front: Front) {
    let in_field = browser::document()
        .and_then(|document| document.active_element())
        .is_some_and(|active| active.is_instance_of::<HtmlInputElement>());
    if !in_field {
        browser::focus(wanted(front.peek(|state| state.focus())), Text::Stays);
    }
}

/// The element that should have the focus.
pub(crate) fn wanted(field: Option<crate::checkout::field::Field>) -> &'static str {
    field.map_or("dialog", crate::checkout::field::Field::id)
}
