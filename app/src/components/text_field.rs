//! A field bound to the state: what belongs into it is decided there.

use leptos::ev::Event;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, InputEvent};

use crate::checkout::field::{Field, Takes};
use crate::checkout::key::Composing;
use crate::front::Front;

/// A labelled field.
#[component]
pub(crate) fn TextField(
    field: Field,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] hint: &'static str,
) -> impl IntoView {
    let front = Front::here();
    let input = move |event: Event, composing: Composing| {
        let Some(element) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        front.act(|state, now| state.on_input(field, &element.value(), composing, now));
        // What was left out of the text must leave the page as well, also where the state did not change by it.
        let kept = front.peek(|state| state.fields().get(field).to_owned());
        if matches!(composing, Composing::No) && element.value() != kept {
            element.set_value(&kept);
        }
    };
    let (kind, mode) = match field.takes() {
        Takes::Digits(_) => ("field-digits", "none"),
        Takes::Code(_) => ("field-code", "none"),
        Takes::Text(_) => ("field-text", "text"),
    };
    view! {
        <label class=format!("field {kind} {class}") for=field.id()>
            <span class="field-label">{field.label()}</span>
            <input
                id=field.id()
                type=if field.is_secret() { "password" } else { "text" }
                autocomplete="off"
                spellcheck="false"
                inputmode=mode
                placeholder=hint
                prop:value=move || front.get(|state| state.fields().get(field).to_owned())
                on:input=move |event| {
                    let composing = event
                        .dyn_ref::<InputEvent>()
                        .is_some_and(InputEvent::is_composing);
                    input(event, if composing { Composing::Yes } else { Composing::No });
                }
                on:compositionend=move |event| input(event.into(), Composing::No)
                on:focus=move |_| {
                    if front.peek(|state| state.focus()) != Some(field) {
                        front.act(|state, now| state.on_focus(field, now));
                    }
                }
            />
        </label>
    }
}
