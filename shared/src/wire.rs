//! The messages between page and agent.
//!
//! A page sends [`FromPage`] and gets exactly one [`Answer`] to each, malformed ones too. Beside that the agent pushes
//! [`update::Snapshot`]s: whole, with a rising revision, so that a missed or repeated one does no harm. JSON, internally
//! tagged; the version is in every envelope. Frozen examples of each version stand in `shared/tests/fixtures`.

pub mod day;
pub mod files;
pub mod guarded;
pub mod history;
pub mod hosted;
pub mod masters;
pub mod matching;
pub mod paper;
pub mod people;
pub mod port_test;
pub mod reply;
pub mod request;
pub mod reservations;
pub mod slips;
pub mod story;
pub mod update;

use serde::{Deserialize, Serialize};

use crate::ids::RequestId;
use people::{Approval, SignedOut};
use reply::Outcome;
use request::Request;
use update::Snapshot;

/// The version of these messages, and the WebSocket subprotocol's `catlink.v1`.
pub const VERSION: u16 = 1;

/// The WebSocket subprotocol both sides must name.
pub const SUBPROTOCOL: &str = "catlink.v1";

/// A connection that ends with this made room for others (WebSocket close code, RFC 6455 7.4.2: 4000 and more are ours).
pub const CLOSE_MADE_ROOM: u16 = 4001;

/// A connection that ends with this belongs to a hosted page that is not paired, or not any more.
pub const CLOSE_NOT_PAIRED: u16 = 4003;

/// Longest message a page may send, bytes: the longest draft with room to spare.
pub const MOST_BYTES: usize = 256 * 1024;

/// What a page sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromPage {
    /// [`VERSION`] of the page.
    pub v: u16,
    /// Made by the page; a request that writes and comes again with the same id is answered as before and done once.
    pub id: RequestId,
    /// What is asked.
    pub request: Request,
    /// 【責任者の承認】: the manager who allows it. It goes with this one message and is kept nowhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
}

impl FromPage {
    /// A message of this version that asks by itself.
    #[must_use]
    pub const fn new(id: RequestId, request: Request) -> Self {
        Self { v: VERSION, id, request, approval: None }
    }
}

/// What the agent sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ToPage {
    /// The answer to one request.
    Answer(Answer),
    /// How things stand.
    Update(Box<Snapshot>),
    /// Nobody is signed in on this connection any more.
    SignedOut(SignedOut),
}

/// The answer to one request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// [`VERSION`] of the agent.
    pub v: u16,
    /// Whose answer; none where the message could not be read that far.
    pub id: Option<RequestId>,
    /// The answer.
    pub outcome: Outcome,
}
