//! What the socket and the first answers on it tell.

use catlink_shared::wire::reply::{Refusal, RefusalCode, Retry};
use catlink_shared::wire::{CLOSE_MADE_ROOM, CLOSE_NOT_PAIRED, VERSION};

use super::place::Place;
use super::{Door, Probe};
use crate::checkout::{Checkout, Effect, Link};

impl Checkout {
    /// The socket is open, whatever comes of it.
    pub(in crate::checkout) fn door_opened(&mut self) {
        let reach = &mut self.reach;
        (reach.away_since, reach.looked_at) = (None, None);
        (reach.looking, reach.long_away, reach.long_look) = (false, false, false);
        (reach.probe, reach.turned_away) = (Probe::NotTried, None);
    }

    /// The socket is closed, or was never opened.
    pub(in crate::checkout) fn door_closed(&mut self, code: u16) {
        let link = self.link;
        let hosted = matches!(self.reach.place, Place::Hosted { .. });
        match (code, link) {
            (CLOSE_MADE_ROOM, _) => self.reach.door = Door::MadeRoom,
            (CLOSE_NOT_PAIRED, Link::Open) if hosted => self.not_paired(Door::NotPaired),
            // A Hello that came too late is said again: that tells nothing of the key. Nor does the end of a connection on
            // which a code was waited for.
            (CLOSE_NOT_PAIRED, _) if hosted => {}
            (_, Link::Open | Link::Greeting) => {}
            (_, Link::Away) => self.door_stayed_shut(hosted),
        }
    }

    /// The socket did not open.
    fn door_stayed_shut(&mut self, hosted: bool) {
        self.code_was_not_taken();
        match (self.reach.door, self.reach.probe) {
            (Door::TakesCode, _) => self.reach.door = Door::NotPaired,
            (Door::Unknown | Door::MadeRoom, Probe::Answers) => {
                self.reach.door = if hosted { Door::NotPaired } else { Door::Shut };
            }
            (Door::Unknown | Door::MadeRoom, Probe::NotTried | Probe::Silent)
            | (Door::Shut | Door::NotPaired, _) => {}
        }
    }

    /// There is no connection any more.
    pub(in crate::checkout) fn connection_lost(&mut self) {
        self.reach.turned_away = None;
    }

    /// The agent is there and takes this page.
    pub(in crate::checkout) fn let_in(&mut self) {
        self.reach.door = Door::Unknown;
        self.reach.turned_away = None;
        self.reach.code = None;
    }

    /// The agent refuses a Hello before the page is welcome.
    pub(in crate::checkout) fn turned_away(&mut self, refusal: &Refusal) {
        if refusal.code == RefusalCode::NotPaired && matches!(self.reach.place, Place::Hosted { .. }) {
            return self.not_paired(Door::TakesCode);
        }
        self.reach.turned_away = Some(refusal.clone());
    }

    /// What the agent said of its version.
    pub(in crate::checkout) fn version_heard(&mut self, version: u16) {
        self.reach.agent_version = Some(version);
    }

    /// Something came that this page cannot read; of another version, where it says so.
    pub fn on_unreadable(&mut self, version: Option<u16>, now: u64) -> Vec<Effect> {
        if let Some(version) = version.filter(|&version| version != VERSION) {
            self.version_heard(version);
            if self.link == Link::Greeting {
                let text = "画面とレジシステムの版が違います。";
                let refusal = Refusal::new(RefusalCode::UnsupportedVersion, text, Retry::Useless);
                self.hello_refused(&refusal, now);
            }
        }
        self.finish(now)
    }
}
