//! The WebSocket to the agent: carries messages and comes back when it is cut. What is sent again, and what never is, is
//! the checkout's business.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use catlink_shared::wire::{CLOSE_MADE_ROOM, FromPage, SUBPROTOCOL, ToPage};
use leptos::prelude::set_timeout;
use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CloseEvent, Event, MessageEvent, WebSocket};

use crate::front::Front;
use crate::reach;

/// First pause before trying again, milliseconds; doubled each time up to [`LONGEST_PAUSE_MS`].
const FIRST_PAUSE_MS: u64 = 250;
/// Longest pause, milliseconds: the agent is on this computer, so asking often costs nothing.
const LONGEST_PAUSE_MS: u64 = 4_000;

/// Pause after a connection that was closed to make room for others: pages that push each other out serve nobody.
const ROOM_PAUSE_MS: u64 = 15_000;

/// A connection and what listens to it.
struct Connection {
    socket: WebSocket,
    _open: Closure<dyn FnMut(Event)>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _close: Closure<dyn FnMut(CloseEvent)>,
}

thread_local! {
    static CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
    /// Counts connections that were given up: what was still to come of an older one does nothing.
    static ERA: Cell<u32> = const { Cell::new(0) };
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}

/// Connects now, and again whenever it is cut. A connection there was is given up.
pub(crate) fn connect_now(front: Front) {
    ERA.set(ERA.get().wrapping_add(1));
    CONNECTION.set(None);
    connect(front, FIRST_PAUSE_MS);
}

/// Sends a message; lost where the connection is being cut, which the checkout makes good after Welcome.
pub(crate) fn send(message: &FromPage) {
    let Ok(text) = serde_json::to_string(message) else { return };
    CONNECTION.with_borrow(|connection| {
        if let Some(connection) = connection
            && connection.socket.ready_state() == WebSocket::OPEN
        {
            let _ = connection.socket.send_with_str(&text);
        }
    });
}

fn connect(front: Front, pause_ms: u64) {
    let place = front.peek(|state| state.place().clone());
    let Some(url) = reach::socket_url(&place) else { return };
    let Ok(socket) = WebSocket::new_with_str(&url, SUBPROTOCOL) else {
        return try_again(front, pause_ms);
    };
    let open = Closure::new(move |_: Event| {
        front.act(|state, now| {
            state.key_is(reach::kept_key(&place));
            state.on_connected(now)
        });
    });
    let message = Closure::new(move |event: MessageEvent| {
        if let Some(text) = event.data().as_string() {
            receive(front, &text);
        }
    });
    let close = Closure::new(move |event: CloseEvent| {
        let was_welcome = front.peek(|state| state.link() == crate::checkout::Link::Open);
        front.act(|state, now| state.on_disconnected(event.code(), now));
        let pause = if was_welcome { FIRST_PAUSE_MS } else { pause_ms };
        try_again(front, if event.code() == CLOSE_MADE_ROOM { ROOM_PAUSE_MS } else { pause });
    });
    socket.set_onopen(Some(open.as_ref().unchecked_ref()));
    socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
    socket.set_onclose(Some(close.as_ref().unchecked_ref()));
    let connection = Connection { socket, _open: open, _message: message, _close: close };
    CONNECTION.set(Some(connection));
}

fn try_again(front: Front, pause_ms: u64) {
    let longer = (pause_ms * 2).min(LONGEST_PAUSE_MS);
    let era = ERA.get();
    let again = move || {
        if ERA.get() == era {
            connect(front, longer);
        }
    };
    set_timeout(again, Duration::from_millis(pause_ms));
}

/// Every message is handed over as it comes: a burst of them loses none.
fn receive(front: Front, text: &str) {
    match serde_json::from_str::<ToPage>(text) {
        Ok(message) => {
            front.act(|state, now| state.on_message(message, now));
        }
        Err(_) => {
            // What was in it is not logged.
            leptos::logging::warn!("a message of the agent could not be read");
            let version =
                serde_json::from_str::<Value>(text).ok().and_then(|message| message.get("v")?.as_u64());
            let version = version.and_then(|version| u16::try_from(version).ok());
            front.act(|state, now| state.on_unreadable(version, now));
        }
    }
}
