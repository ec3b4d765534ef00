//! Which tab this is. Its id outlives a reload, and no other living tab has it: a tab that the browser duplicated carries
//! its original's storage, and would otherwise pass for its original before the agent.
//!
//! A lock of the browser's (Web Locks API) is held on the id for as long as the page lives.

use std::time::Duration;

use catlink_shared::ids::{PageId, PaymentId};
use catlink_shared::wire::people::ResumeToken;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::set_timeout;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::browser::{self, Kept};

/// How often a lock is asked for before it counts as another tab's. After a reload the page before may hold it for a moment.
const TRIES: u32 = 12;
/// Between two tries, milliseconds.
const PAUSE_MS: u64 = 50;

/// This tab's id, kept in it.
pub(crate) async fn page_id() -> PageId {
    if let Some(id) = Kept::Page.read().and_then(|text| text.parse::<PageId>().ok()) {
        if is_ours(&id).await {
            return id;
        }
        // The payment under way is the original's business.
        Kept::Payment.forget();
        // And so is who is signed in there.
        Kept::Seat.forget();
    }
    let id = PageId::from_parts(browser::now_ms(), &browser::dice());
    Kept::Page.keep(&id.to_string());
    is_ours(&id).await;
    id
}

/// The payment this tab had under way before a reload.
pub(crate) fn payment_under_way() -> Option<PaymentId> {
    Kept::Payment.read()?.parse().ok()
}

/// What signs this tab in again after a reload.
pub(crate) fn seat() -> Option<ResumeToken> {
    Kept::Seat.read().map(ResumeToken::new)
}

/// Whether no other tab has this id. A browser without locks is taken at its word.
async fn is_ours(id: &PageId) -> bool {
    for _ in 0..TRIES {
        match take_lock(&format!("catlink.page.{id}")).await {
            Some(false) => pause().await,
            Some(true) | None => return true,
        }
    }
    false
}

/// Takes a lock for the page's life, where it is free: `navigator.locks.request(name, {ifAvailable: true}, …)`.
async fn take_lock(name: &str) -> Option<bool> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into::<Function>().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE).ok()?;
    let mut asked = Ok(JsValue::NULL);
    let answer = Promise::new(&mut |resolve, _| {
        let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let free = lock.is_object();
            let _ = resolve.call1(&JsValue::NULL, &free.into());
            // A lock is held until its promise settles: this one never does.
            if free { Promise::new(&mut |_, _| {}).into() } else { JsValue::NULL }
        });
        asked = request.call3(&locks, &name.into(), &options, &granted);
    });
    asked.ok()?;
    JsFuture::from(answer).await.ok()?.as_bool()
}

async fn pause() {
    let over = Promise::new(&mut |resolve, _| {
        let end = move || drop(resolve.call0(&JsValue::NULL));
        set_timeout(end, Duration::from_millis(PAUSE_MS));
    });
    let _ = JsFuture::from(over).await;
}
