//! The way to the agent, as the browser sees it: what the page's frame says of the agent's place, the key that is kept for
//! it, the permission for loopback, and whether anything answers there.

use std::cell::Cell;

use catlink_shared::wire::hosted::PageKey;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{RequestInit, RequestMode, Storage};

use crate::browser;
use crate::checkout::reach::place::Place;
use crate::checkout::reach::{Permission, Probe};
use crate::front::Front;

/// What the permission is called (Local Network Access): since Chromium 145, and from 142 on.
const NAMES: [&str; 2] = ["loopback-network", "local-network-access"];

/// Where the page comes from.
pub(crate) fn place() -> Place {
    let Some(location) = web_sys::window().map(|window| window.location()) else { return Place::Served };
    let named = browser::document()
        .and_then(|document| document.query_selector(r#"meta[name="catlink-agent"]"#).ok().flatten())
        .and_then(|meta| meta.get_attribute("content"));
    let host = location.host().unwrap_or_default();
    Place::of(named.as_deref(), &host, &location.origin().unwrap_or_default())
}

/// The agent's socket; none: there is no place to look for it.
pub(crate) fn socket_url(place: &Place) -> Option<String> {
    match place {
        Place::Served => {
            let location = web_sys::window()?.location();
            let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
            Some(format!("{scheme}://{}/ws", location.host().ok()?))
        }
        // This very computer is to be trusted without a certificate, also by a page that came by https.
        Place::Hosted { agent, .. } => Some(format!("ws://{agent}/ws")),
        Place::Misplaced { .. } => None,
    }
}

/// The key this page was paired with, by itself or by another tab of its origin.
pub(crate) fn kept_key(place: &Place) -> Option<PageKey> {
    storage()?.get_item(&name_of_key(place)?).ok()?.map(PageKey::new)
}

/// Keeps it.
pub(crate) fn keep_key(place: &Place, key: &PageKey) {
    if let (Some(storage), Some(name)) = (storage(), name_of_key(place)) {
        let _ = storage.set_item(&name, key.expose());
    }
}

/// Keeps it no more; where another tab kept another one meanwhile, that one stays and is given.
pub(crate) fn forget_key(place: &Place, key: &PageKey) -> Option<PageKey> {
    match kept_key(place) {
        Some(kept) if kept != *key => Some(kept),
        Some(_) | None => {
            if let (Some(storage), Some(name)) = (storage(), name_of_key(place)) {
                let _ = storage.remove_item(&name);
            }
            None
        }
    }
}

fn name_of_key(place: &Place) -> Option<String> {
    match place {
        Place::Hosted { agent, .. } => Some(format!("catlink.key.{agent}")),
        Place::Served | Place::Misplaced { .. } => None,
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// Asks the browser and the agent's place; what they say comes as it comes.
pub(crate) fn look_around(front: Front) {
    let place = front.peek(|state| state.place().clone());
    if matches!(place, Place::Hosted { .. }) {
        spawn_local(async move {
            let permission = permission(front).await;
            front.act(|state, now| state.on_permission(permission, now));
        });
    }
    spawn_local(async move {
        let probe = probe(&place).await.unwrap_or(Probe::Silent);
        front.act(|state, now| state.on_probe(probe, now));
    });
}

/// Whether anything answers. Of another origin's answer nothing can be read; that it came is enough.
async fn probe(place: &Place) -> Option<Probe> {
    let asks = RequestInit::new();
    let url = match place {
        Place::Served => "/healthz".to_owned(),
        Place::Hosted { agent, .. } => {
            asks.set_mode(RequestMode::NoCors);
            format!("http://{agent}/healthz")
        }
        Place::Misplaced { .. } => return None,
    };
    let answer = web_sys::window()?.fetch_with_str_and_init(&url, &asks);
    Some(if JsFuture::from(answer).await.is_ok() { Probe::Answers } else { Probe::Silent })
}

/// `navigator.permissions.query({name})` under the first name the browser knows.
async fn permission(front: Front) -> Permission {
    for name in NAMES {
        if let Some(status) = query(name).await {
            listen(&status, front);
            return state_of(&status);
        }
    }
    Permission::Unsupported
}

async fn query(name: &str) -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    let permissions = Reflect::get(&navigator, &"permissions".into()).ok().filter(JsValue::is_object)?;
    let query = Reflect::get(&permissions, &"query".into()).ok()?.dyn_into::<Function>().ok()?;
    let what = Object::new();
    Reflect::set(&what, &"name".into(), &name.into()).ok()?;
    let asked = query.call1(&permissions, &what).ok()?.dyn_into::<Promise>().ok()?;
    JsFuture::from(asked).await.ok()
}

fn state_of(status: &JsValue) -> Permission {
    let state = Reflect::get(status, &"state".into()).ok().and_then(|state| state.as_string());
    match state.as_deref() {
        Some("granted") => Permission::Granted,
        Some("denied") => Permission::Denied,
        Some("prompt") => Permission::Prompt,
        _ => Permission::Unknown,
    }
}

/// A change is told as it happens: who allows the connection is connected at once.
fn listen(status: &JsValue, front: Front) {
    thread_local! {
        static LISTENS: Cell<bool> = const { Cell::new(false) };
    }
    if LISTENS.replace(true) {
        return;
    }
    let here = status.clone();
    let change = Closure::<dyn FnMut()>::new(move || {
        let permission = state_of(&here);
        front.act(|state, now| state.on_permission(permission, now));
        if permission == Permission::Granted {
            front.act(|state, now| state.on_wake(now));
        }
    });
    // The status lives as long as it is listened to.
    let _ = Reflect::set(status, &"onchange".into(), &change.into_js_value());
}
