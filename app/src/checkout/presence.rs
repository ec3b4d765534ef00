//! Whether the agent is there: Hello until the page is welcome, a question now and then whether it still answers, and
//! what goes with the connection when it is cut.
//!
//! ```text
//!   Away ──socket open──▶ Greeting ──Welcome──▶ Open ──silence: Hello again──▶ Open
//!    ▲                      │   ▲ refused, safe to try: again after a pause      │
//!    └── cut, or no answer ─┴───┴──────────────────────────────────── no answer ─┘
//! ```
//!
//! It knows no socket: where one is dead it asks for another with [`Effect::Reconnect`].

use catlink_shared::ids::RequestId;
use catlink_shared::wire::reply::{Refusal, RefusalCode, Retry};
use catlink_shared::wire::request::Request;

use super::busy::{Act, Busy, Progress};
use super::{Checkout, Effect, Link};

/// How long the agent may say nothing before it is asked whether it is there, milliseconds.
const QUIET_MS: u64 = 4_000;
/// How long its answer may take, milliseconds: longer than its books wait for another program (2 s).
const ANSWER_MS: u64 = 4_000;
/// The same after sleep, when the socket is dead more often than not.
const WAKE_ANSWER_MS: u64 = 1_500;
/// Until a Hello that was refused for now is said again, milliseconds.
const AGAIN_MS: u64 = 2_000;
/// A tick that comes so much late means that the tab or the computer slept, milliseconds: twice a hidden tab's second.
const SLEPT_MS: u64 = 2_500;

/// Where the newest Hello is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Hello {
    /// None waits for its answer.
    #[default]
    Settled,
    /// The agent is to answer by then.
    Asked {
        /// Which.
        id: RequestId,
        /// Until when.
        by: u64,
    },
    /// Refused for now: to be said again from then on.
    Again {
        /// Not before.
        from: u64,
    },
}

/// What the page knows of the agent's presence beside [`Link`].
#[derive(Debug, Clone, Default)]
pub struct Presence {
    hello: Hello,
    heard_at: u64,
    ticked_at: Option<u64>,
}

impl Checkout {
    /// The socket is open: says who this page is.
    pub fn on_connected(&mut self, now: u64) -> Vec<Effect> {
        self.link = Link::Greeting;
        self.door_opened();
        self.greet(now, ANSWER_MS);
        self.finish(now)
    }

    /// The socket is gone, with this close code, or never opened. What was sent waits on for its answer; what was not sent
    /// yet is not sent later.
    pub fn on_disconnected(&mut self, code: u16, now: u64) -> Vec<Effect> {
        self.door_closed(code);
        self.lose_link();
        self.finish(now)
    }

    /// The window is shown again, the network is back, or the computer woke up: the socket may be dead unseen.
    pub fn on_wake(&mut self, now: u64) -> Vec<Effect> {
        match (self.link, self.presence.hello) {
            (Link::Away, _) => self.effects.push(Effect::Reconnect),
            (Link::Greeting | Link::Open, Hello::Asked { id, by }) => {
                self.presence.hello = Hello::Asked { id, by: by.min(now + WAKE_ANSWER_MS) };
            }
            (Link::Greeting, Hello::Settled) => {}
            (Link::Greeting, Hello::Again { .. }) | (Link::Open, Hello::Settled | Hello::Again { .. }) => {
                self.greet(now, WAKE_ANSWER_MS);
            }
        }
        self.finish(now)
    }

    /// Time goes by.
    pub(super) fn watch_presence(&mut self, now: u64) {
        let slept = self.presence.ticked_at.is_some_and(|at| now >= at + SLEPT_MS);
        self.presence.ticked_at = Some(now);
        self.look_around(now);
        match (self.link, self.presence.hello) {
            (Link::Away, _) | (Link::Greeting, Hello::Settled) => {}
            // Its answer may stand in the queue behind this tick.
            (_, Hello::Asked { id, .. }) if slept => {
                self.presence.hello = Hello::Asked { id, by: now + WAKE_ANSWER_MS };
            }
            (_, Hello::Asked { by, .. }) => {
                if now >= by {
                    self.lose_link();
                    self.effects.push(Effect::Reconnect);
                }
            }
            (_, Hello::Again { from }) => {
                if now >= from {
                    self.greet(now, ANSWER_MS);
                }
            }
            (Link::Open, Hello::Settled) => {
                if slept {
                    self.greet(now, WAKE_ANSWER_MS);
                } else if now >= self.presence.heard_at + QUIET_MS {
                    self.greet(now, ANSWER_MS);
                }
            }
        }
    }

    fn greet(&mut self, now: u64, patience_ms: u64) {
        let (resume, key) = (self.token(), self.reach.key());
        let id = self.send(Request::Hello { page_id: self.page_id, resume, key }, now);
        self.presence.hello = Hello::Asked { id, by: now + patience_ms };
    }

    /// Hello once more on the same connection.
    pub(super) fn greet_again(&mut self, now: u64) {
        self.greet(now, ANSWER_MS);
    }

    /// A message came.
    pub(super) fn heard(&mut self, now: u64) {
        self.presence.heard_at = now;
    }

    /// The agent welcomes this page. Only the first Welcome of a connection begins something.
    pub(super) fn welcome(&mut self, now: u64) {
        self.presence.hello = Hello::Settled;
        self.let_in();
        if self.link == Link::Greeting {
            self.link = Link::Open;
            self.ask_again(now);
        }
    }

    /// The agent refuses a Hello: before the page is welcome it must be told; later it proves that the agent is there.
    pub(super) fn hello_refused(&mut self, refusal: &Refusal, now: u64) {
        self.presence.hello = Hello::Settled;
        if self.link != Link::Greeting {
            return;
        }
        self.turned_away(refusal);
        if refusal.code == RefusalCode::NotPaired {
            return self.say_code(now);
        }
        match refusal.retry {
            Retry::Safe => self.presence.hello = Hello::Again { from: now + AGAIN_MS },
            Retry::Useless => {}
        }
    }

    /// Nothing that was not sent yet is sent by itself later, least of all a payment: the clerk asks for it again.
    pub(super) fn lose_link(&mut self) {
        self.link = Link::Away;
        self.presence.hello = Hello::Settled;
        self.connection_lost();
        self.lose_files();
        self.lose_hosted();
        let Some(Busy { act, progress: Progress::AwaitsDraft }) = &self.busy else { return };
        let sentence = match act {
            Act::Start { .. } => {
                "接続が切れたため、決済は開始していません(請求はされていません)。再接続の後、もう一度F12で確定してください。"
            }
            Act::Commit(_) | Act::Unlinked { .. } => {
                "接続が切れたため、会計は確定していません。再接続の後、もう一度F12で確定してください。"
            }
            Act::Discard
            | Act::Park
            | Act::Recall(_)
            | Act::TakeOver(_)
            | Act::Cancel(_)
            | Act::Reinquire(_)
            | Act::Decide { .. }
            | Act::HandOver { .. }
            | Act::AcceptTerminal { .. }
            | Act::People(_)
            | Act::Reserve(_)
            | Act::Matching(_)
            | Act::Hosted(_)
            | Act::SaveRow { .. }
            | Act::EraseRow { .. }
            | Act::TestPort { .. }
            | Act::KeepFile { .. }
            | Act::Refund { .. }
            | Act::Slips(_)
            | Act::ReportDifference { .. }
            | Act::Paper(_)
            | Act::Day(_)
            | Act::Close { .. } => {
                "接続が切れたため、操作は行われていません。再接続の後、もう一度操作してください。"
            }
        };
        self.busy = None;
        self.warn(sentence);
    }
}
