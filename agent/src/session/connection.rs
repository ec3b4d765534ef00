//! One page's connection as it stands: which tab it is, who is signed in, and what it has shown and may see.

use std::sync::Arc;

use catlink_shared::ids::PageId;
use catlink_shared::wire::ToPage;
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::Snapshot;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::end::End;
use super::files::Files;
use super::gate::Gate;
use super::matching::Matching;
use super::pace::Pace;
use super::people::Chair;
use super::unsigned::Told;
use crate::clock;
use crate::door::elsewhere::Caller;
use crate::door::guests::Standing;
use crate::door::limits::{GREETING_TIME, MOST_LATER, WEIGHT_OF_MASTERS, WEIGHT_OF_UNSIGNED_STATUS};
use crate::register::Register;

/// One page's connection.
#[derive(Debug)]
pub(super) struct Connection {
    /// The tab, once it has said who it is.
    pub(super) page: Option<PageId>,
    /// Who is signed in here.
    pub(super) chair: Chair,
    /// Files that come and go.
    pub(super) files: Files,
    /// A 中間計 that is being read.
    pub(super) matching: Matching,
    pub(super) updates: watch::Receiver<Option<Arc<Snapshot>>>,
    /// What takes long is answered when it is done; dropped with the connection.
    pub(super) later: JoinSet<ToPage>,
    pub(super) pace: Pace,
    since: Instant,
    /// What it may read without anybody signed in.
    pub(super) told: Told,
    /// Whose page's socket it is, and what that had to show.
    pub(super) gate: Gate,
}

impl Connection {
    pub(super) fn new(register: &Register, caller: Caller) -> Self {
        Self {
            page: None,
            chair: Chair::default(),
            files: Files::default(),
            matching: Matching::default(),
            updates: register.watch(),
            later: JoinSet::new(),
            pace: Pace::new(),
            since: Instant::now(),
            told: Told::default(),
            gate: Gate::of(caller),
        }
    }

    /// What it has shown so far.
    pub(super) fn standing(&self, register: &Register) -> Standing {
        match (self.page, self.chair.who(register)) {
            (None, _) => Standing::Arrived,
            (Some(_), None) => Standing::Greeted,
            (Some(_), Some(_)) => Standing::SignedIn,
        }
    }

    /// Whether it is over: nobody said in time who it is, or its key was taken away. Whoever is signed in by it is so no
    /// more then.
    pub(super) async fn has_to_end(&mut self, register: &Register) -> Option<End> {
        if self.gate.is_shut() {
            self.chair.rise(register, "unpaired").await;
            return Some(End::NotPaired);
        }
        let is_late = self.page.is_none() && self.since.elapsed() >= GREETING_TIME;
        is_late.then(|| self.gate.end_of_patience())
    }

    pub(super) fn hears_more(&self) -> bool {
        self.later.len() < MOST_LATER
    }

    /// A request was heard; some weigh more than the message they came in.
    pub(super) fn heard(&mut self, register: &Register, request: &Request) {
        let weight = match request {
            Request::Hello { .. } | Request::ReadCatalog => WEIGHT_OF_MASTERS,
            Request::PaymentStatus { .. } if self.standing(register) != Standing::SignedIn => {
                WEIGHT_OF_UNSIGNED_STATUS
            }
            _ => 1,
        };
        self.pace.said(weight - 1);
    }

    /// How things stand, as far as this connection may see it.
    pub(super) fn update(&mut self, register: &Register) -> Vec<ToPage> {
        let Some(snapshot) = self.updates.borrow_and_update().clone() else { return Vec::new() };
        // A page that comes later is shown what was made before: its clock counts from now all the same.
        let fresh = Snapshot { now: clock::now(), ..Snapshot::clone(&snapshot) };
        let seen = match self.standing(register) {
            Standing::SignedIn => fresh,
            Standing::Arrived | Standing::Greeted => self.told.may_see(fresh, self.page),
        };
        vec![ToPage::Update(Box::new(seen))]
    }
}
