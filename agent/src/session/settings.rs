//! What a page asks of the masters.

use std::sync::Arc;

use catlink_shared::ids::RequestId;
use catlink_shared::masters::Master;
use catlink_shared::rights::Right;
use catlink_shared::wire::masters::{MastersReply, MastersRequest};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use rusqlite::Transaction;

use super::ports;
use crate::books::history::{self, By};
use crate::books::masters::{self, Wanted};
use crate::books::{BooksError, refuse, requests, rights};
use crate::clock;
use crate::port_test;
use crate::register::Register;
use crate::store::Claim;

use super::people;

/// As many rows and lines as one answer holds.
const MOST_ROWS: u32 = 1_000;

/// Answers what is asked; what changes a row is done once per request id.
pub(super) async fn answer(
    register: &Arc<Register>,
    by: By,
    id: RequestId,
    ask: MastersRequest,
) -> Result<MastersReply, BooksError> {
    match ask {
        MastersRequest::Read { master, find, from, count } => read(register, master, find, from, count).await,
        MastersRequest::Changes { master, before, count } => {
            let changes = register
                .store
                .look(move |connection| history::read(connection, master, before, count.min(MOST_ROWS)))
                .await?;
            Ok(MastersReply::Changes { changes })
        }
        MastersRequest::File { .. } => Err(not_here()),
        MastersRequest::TestPort { device, values } => {
            register.store.read(move |connection| rights::claim(connection, Right::Ports, &by)).await?;
            Ok(MastersReply::Tested { test: port_test::run(register, device, &values).await? })
        }
        MastersRequest::FindPorts => ports::find(register).await,
        MastersRequest::FixTerminal { device, terminal_id } => {
            ports::fix(register, id, device, terminal_id, by).await
        }
        ask @ (MastersRequest::Save { .. } | MastersRequest::Delete { .. }) => {
            write(register, by, id, ask).await
        }
    }
}

async fn read(
    register: &Register,
    master: Master,
    find: String,
    from: u32,
    count: u32,
) -> Result<MastersReply, BooksError> {
    let (rows, total) = register
        .store
        .look(move |connection| masters::search(connection, master, find.trim(), from, count.min(MOST_ROWS)))
        .await?;
    Ok(MastersReply::Rows { master, rows, total })
}

async fn write(
    register: &Arc<Register>,
    by: By,
    id: RequestId,
    ask: MastersRequest,
) -> Result<MastersReply, BooksError> {
    let now = clock::now();
    let touches_people = touches(&ask, Master::Operator);
    let reply = register
        .store
        .write(Claim::None, move |tx| {
            let request = Request::Masters { ask: ask.clone() };
            requests::once(tx, id, &request, now, |tx| Ok(Reply::Masters { reply: apply(tx, &ask, &by)? }))
        })
        .await?;
    register.note_books(None);
    if touches_people {
        people::keep_only_staff(register).await?;
    }
    register.refresh().await;
    register.follow_row().await;
    match reply {
        Reply::Masters { reply } => Ok(reply),
        _ => Err(not_here()),
    }
}

fn touches(ask: &MastersRequest, wanted: Master) -> bool {
    match ask {
        MastersRequest::Save { master, .. } | MastersRequest::Delete { master, .. } => *master == wanted,
        MastersRequest::Read { .. }
        | MastersRequest::Changes { .. }
        | MastersRequest::TestPort { .. }
        | MastersRequest::FindPorts
        | MastersRequest::FixTerminal { .. }
        | MastersRequest::File { .. } => false,
    }
}

fn apply(tx: &Transaction<'_>, ask: &MastersRequest, by: &By) -> Result<MastersReply, BooksError> {
    let now = clock::now();
    let by = &allowed(tx, ask, by)?;
    match ask {
        MastersRequest::Save { master, code, base_revision, values } => {
            let wanted =
                Wanted { master: *master, code: code.as_deref(), base_revision: *base_revision, values };
            let (row, warnings) = masters::save(tx, wanted, by, now)?;
            Ok(MastersReply::Saved { row, warnings })
        }
        MastersRequest::Delete { master, code, base_revision } => {
            masters::delete(tx, *master, code, *base_revision, by, now)?;
            Ok(MastersReply::Deleted)
        }
        MastersRequest::Read { .. }
        | MastersRequest::Changes { .. }
        | MastersRequest::TestPort { .. }
        | MastersRequest::FindPorts
        | MastersRequest::FixTerminal { .. }
        | MastersRequest::File { .. } => Err(not_here()),
    }
}

fn not_here() -> BooksError {
    refuse(RefusalCode::Malformed, "この依頼は受け付けられません。")
}

/// Whoever changes a row has the right to, or a manager's PIN came with it.
fn allowed(tx: &Transaction<'_>, ask: &MastersRequest, by: &By) -> Result<By, BooksError> {
    let right = right_for(tx, ask)?;
    let approved = rights::claim(tx, right, by)?;
    Ok(By { who: by.who.clone(), approved_by: Some(approved.by) })
}

/// What it is that changes: ports and 練習モード are rights of their own.
fn right_for(tx: &Transaction<'_>, ask: &MastersRequest) -> Result<Right, BooksError> {
    let MastersRequest::Save { master: Master::Register, code, values, .. } = ask else {
        return Ok(Right::Settings);
    };
    let before = match code {
        Some(code) => masters::find(tx, Master::Register, code)?.map(|row| row.values),
        None => None,
    };
    let before = before.unwrap_or_else(|| Master::Register.blank());
    let differs = |wanted: &dyn Fn(&str) -> bool| {
        Master::Register.rules().iter().any(|r| wanted(r.key) && before.get(r.key) != values.get(r.key))
    };
    if differs(&|key| key.starts_with("cat1_") || key.starts_with("cat2_") || key == "link_mode") {
        Ok(Right::Ports)
    } else if differs(&|key| key == "mode") {
        Ok(Right::Training)
    } else {
        Ok(Right::Settings)
    }
}
