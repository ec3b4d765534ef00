//! Where components meet the state: calls go in, effects go out.

use catlink_shared::ids::PageId;
use leptos::prelude::*;

use crate::browser::{self, Kept};
use crate::checkout::reach::place::Place;
use crate::checkout::{Checkout, Effect};
use crate::{agent_link, reach, tab};

/// The state of the screen as components reach it.
#[derive(Clone, Copy)]
pub(crate) struct Front {
    state: RwSignal<Checkout>,
    now: RwSignal<u64>,
}

/// What the browser does with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyGoes {
    /// On to the browser.
    On,
    /// No further.
    NoFurther,
}

impl Front {
    /// Makes the state and offers it to every component.
    pub(crate) fn provide(page_id: PageId) -> Self {
        let mut checkout = Checkout::new(page_id, browser::dice, tab::payment_under_way());
        let place = reach::place();
        let key = reach::kept_key(&place);
        checkout.comes_from(place, key);
        checkout.resume_seat(tab::seat());
        if Kept::Screen.read().is_some() {
            checkout.resume_sale();
        }
        let front = Self { state: RwSignal::new(checkout), now: RwSignal::new(browser::now_ms()) };
        provide_context(front);
        front
    }

    /// The state, inside a component.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// Something of the state; what reads it is shown again when it changes.
    pub(crate) fn get<T>(self, read: impl FnOnce(&Checkout) -> T) -> T {
        self.state.track();
        self.peek(read)
    }

    /// The same, without being shown again.
    pub(crate) fn peek<T>(self, read: impl FnOnce(&Checkout) -> T) -> T {
        let state = self.state.read_untracked();
        read(&state)
    }

    /// The time; what reads it is shown again as time goes by.
    pub(crate) fn now(self) -> u64 {
        self.now.get()
    }

    /// Lets something happen, and does to the world what follows from it.
    pub(crate) fn act(self, event: impl FnOnce(&mut Checkout, u64) -> Vec<Effect>) -> KeyGoes {
        let mut event = Some(event);
        self.act_once(&mut |state, now| event.take().map(|event| event(state, now)).unwrap_or_default())
    }

    /// The same, compiled once for all events.
    fn act_once(self, event: &mut dyn FnMut(&mut Checkout, u64) -> Vec<Effect>) -> KeyGoes {
        let now = browser::now_ms();
        let effects = self.state.try_update(|state| event(state, now)).unwrap_or_default();
        self.perform(effects)
    }

    /// Time goes by: shown only where something lives by it.
    pub(crate) fn tick(self) {
        let now = browser::now_ms();
        let ticked = self.state.try_update_untracked(|state| {
            let lived = state.lives_by_time();
            (lived, state.on_tick(now))
        });
        let Some((lived, effects)) = ticked else { return };
        if lived || !effects.is_empty() {
            self.state.notify();
            self.now.set(now);
        }
        self.perform(effects);
    }

    fn place(self) -> Place {
        self.peek(|state| state.place().clone())
    }

    fn perform(self, effects: Vec<Effect>) -> KeyGoes {
        let mut goes = KeyGoes::On;
        for effect in effects {
            match effect {
                Effect::Send(message) => agent_link::send(&message),
                Effect::Beep => browser::beep(),
                Effect::Print => browser::print(),
                Effect::AwaitPaint => request_animation_frame(move || {
                    self.act(|state, now| state.on_painted(now));
                }),
                Effect::Keep(payment_id) => Kept::Payment.keep(&payment_id.to_string()),
                Effect::Forget => Kept::Payment.forget(),
                Effect::KeepSeat(token) => Kept::Seat.keep(token.expose()),
                Effect::ForgetSeat => Kept::Seat.forget(),
                Effect::Reconnect => agent_link::connect_now(self),
                Effect::KeepKey(key) => reach::keep_key(&self.place(), &key),
                Effect::ForgetKey(key) => {
                    if let Some(other) = reach::forget_key(&self.place(), &key) {
                        self.act(|state, now| state.on_other_key(other, now));
                    }
                }
                Effect::LookAround => reach::look_around(self),
                Effect::PickFile => crate::files::pick(),
                Effect::KeepPart { bytes } => crate::files::keep_part(&bytes),
                Effect::DropParts => crate::files::drop_parts(),
                Effect::Save { name } => crate::files::save(&name),
                Effect::Swallow => goes = KeyGoes::NoFurther,
            }
        }
        goes
    }
}
