//! The business day: which one is on, what is in the drawer, 端末開設, 入出金, レジ点検, 精算 and 日計.
//!
//! ```text
//!   not opened ──first slip, 端末開設──▶ open ──精算──▶ closed ──端末開設──▶ open (the day after)
//!        ▲                               │               │
//!        └──────── 営業区切り時刻 ────────┴───────────────┘   the earlier day stays, unclosed or closed
//! ```
//!
//! A day only moves forward and is closed once. Functions over a transaction; they know no page and no terminal's line.

pub mod check;
pub mod closing;
pub mod drawer;
pub mod movement;
pub mod opening;
pub mod report;
pub mod standing;
#[cfg(test)]
mod tests;

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::UnixMs;
use catlink_shared::wire::reply::{Refusal, RefusalCode, Retry};
use rusqlite::Connection;

use super::history::By;
use super::{BooksError, refuse, training};

/// The one who does it: somebody is signed in wherever something is written.
///
/// # Errors
/// Nobody is.
fn who(by: &By) -> Result<&str, BooksError> {
    by.who.as_deref().ok_or_else(|| {
        refuse(RefusalCode::NotSignedIn, "サインインしていません。サインインしてから操作してください。")
    })
}

/// 練習モード moves no real cash.
///
/// # Errors
/// It is on.
fn must_be_live(connection: &Connection, now: UnixMs) -> Result<(), BooksError> {
    match training::mode(connection, now)? {
        CounterMode::Live => Ok(()),
        CounterMode::Training => Err(refuse(
            RefusalCode::NotAllowed,
            "練習モードでは、端末開設・入出金・レジ点検・精算はできません。責任者が端末マスタで通常に戻してください。",
        )),
    }
}

/// What the page showed has moved on: it is shown anew, and nothing was written.
fn stale(message: &str) -> BooksError {
    BooksError::Refused(Refusal::new(RefusalCode::StaleDay, message, Retry::Useless))
}
