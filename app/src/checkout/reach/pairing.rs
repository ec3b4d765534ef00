//! 【外部ページの登録】 on a page that comes from elsewhere: the code that a manager opened on the agent's own page is typed here,
//! and the key that comes for it is kept.

use catlink_shared::wire::hosted::{PageKey, PairingCode};
use catlink_shared::wire::reply::{Refusal, RefusalCode};
use catlink_shared::wire::request::Request;

use super::{Before, Cause, Door};
use crate::checkout::field::Field;
use crate::checkout::{Checkout, Effect, Link};

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairing {
    /// No code can be open for this page: its socket does not open.
    Waits,
    /// The agent hears a code.
    Ready,
    /// The code is on its way.
    Asked,
}

impl Checkout {
    /// How far pairing is; none: nothing is to be paired.
    #[must_use]
    pub fn pairing(&self) -> Option<Pairing> {
        if self.cause() != Some(Cause::NotPaired) {
            return None;
        }
        Some(match (&self.reach.code, self.reach.door) {
            (Some(_), _) => Pairing::Asked,
            (None, Door::TakesCode) => Pairing::Ready,
            (None, Door::Unknown | Door::Shut | Door::NotPaired | Door::MadeRoom) => Pairing::Waits,
        })
    }

    /// F12登録: the code goes now, or as soon as the socket opens.
    pub(in crate::checkout) fn pair(&mut self, now: u64) {
        let code = match PairingCode::new(self.fields.get(Field::PairingCode)) {
            Ok(code) => code,
            Err(bad) => return self.warn(bad.to_string()),
        };
        self.notice = None;
        self.reach.code = Some(code);
        match (self.link, self.reach.door) {
            (Link::Greeting, Door::TakesCode) => self.say_code(now),
            // The answer to Hello comes first.
            (Link::Greeting, Door::Unknown) | (Link::Open, _) => {}
            (Link::Greeting | Link::Away, _) => {
                self.lose_link();
                self.effects.push(Effect::Reconnect);
            }
        }
    }

    /// The page is told that it is not paired: a key it had is no good any more.
    pub(super) fn not_paired(&mut self, door: Door) {
        self.reach.door = door;
        if let Some(key) = self.reach.key.take() {
            self.reach.before = Before::WasPaired;
            self.effects.push(Effect::ForgetKey(key));
        }
    }

    /// After Hello was refused: a code that waits goes now.
    pub(in crate::checkout) fn say_code(&mut self, now: u64) {
        if let (Some(code), Door::TakesCode) = (self.reach.code.clone(), self.reach.door) {
            self.send(Request::Pair { code }, now);
        }
    }

    /// The socket did not open: no code is open for this page.
    pub(super) fn code_was_not_taken(&mut self) {
        if self.reach.code.take().is_some() {
            self.warn(
                "このページのコードは発行されていません(期限切れ、または使用済み)。もう一度発行してもらい、入力してください。",
            );
        }
    }

    /// This page is paired.
    pub(in crate::checkout) fn paired(&mut self, key: PageKey, now: u64) {
        self.reach.key = Some(key.clone());
        self.reach.code = None;
        self.effects.push(Effect::KeepKey(key));
        self.fields.clear(&[Field::PairingCode]);
        self.say("このページをレジに登録しました。");
        if self.link == Link::Greeting {
            self.greet_again(now);
        }
    }

    /// The code was not taken.
    pub(in crate::checkout) fn pair_refused(&mut self, refusal: &Refusal) {
        self.reach.code = None;
        self.fields.clear(&[Field::PairingCode]);
        if refusal.code == RefusalCode::PairingClosed {
            self.reach.door = Door::NotPaired;
        }
        self.show_refusal(refusal);
    }

    /// Another tab of this origin was paired meanwhile, and kept another key: that one is tried.
    pub fn on_other_key(&mut self, key: PageKey, now: u64) -> Vec<Effect> {
        self.reach.key = Some(key);
        match self.link {
            Link::Greeting => self.greet_again(now),
            Link::Away => self.effects.push(Effect::Reconnect),
            Link::Open => {}
        }
        self.finish(now)
    }
}
