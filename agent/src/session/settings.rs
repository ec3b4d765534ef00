//! What a page asks of the masters.

use std::sync::Arc;

use catlink_shared::ids::RequestId;
use catlink_shared::masters::Master;
use catlink_shared::wire::masters::{MastersReply, MastersRequest};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use rusqlite::Transaction;

use crate::books::history::{self, By};
use crate::books::masters::{self, Wanted};
use crate::books::{BooksError, refuse, requests};
use crate::clock;
use crate::register::Register;
use crate::store::Claim;

/// As many rows and lines as one answer holds.
const MOST_ROWS: u32 = 1_000;

/// Answers what is asked; what changes a row is done once per request id.
pub(super) async fn answer(
    register: &Arc<Register>,
    id: RequestId,
    ask: MastersRequest,
) -> Result<MastersReply, BooksError> {
    match ask {
        MastersRequest::Read { master, find, from, count } => read(register, master, find, from, count).await,
        MastersRequest::Changes { master, before, count } => {
            let changes = register
                .store
                .read(move |connection| history::read(connection, master, before, count.min(MOST_ROWS)))
                .await?;
            Ok(MastersReply::Changes { changes })
        }
        MastersRequest::File { .. } => Err(not_here()),
        ask @ (MastersRequest::Save { .. } | MastersRequest::Delete { .. }) => write(register, id, ask).await,
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
        .read(move |connection| masters::search(connection, master, find.trim(), from, count.min(MOST_ROWS)))
        .await?;
    Ok(MastersReply::Rows { master, rows, total })
}

async fn write(
    register: &Arc<Register>,
    id: RequestId,
    ask: MastersRequest,
) -> Result<MastersReply, BooksError> {
    let (by, now) = (By::default(), clock::now());
    let reply = register
        .store
        .write(Claim::None, move |tx| {
            let request = Request::Masters { ask: ask.clone() };
            requests::once(tx, id, &request, now, |tx| Ok(Reply::Masters { reply: apply(tx, &ask, &by)? }))
        })
        .await?;
    register.note_books(None);
    register.refresh().await;
    match reply {
        Reply::Masters { reply } => Ok(reply),
        _ => Err(not_here()),
    }
}

fn apply(tx: &Transaction<'_>, ask: &MastersRequest, by: &By) -> Result<MastersReply, BooksError> {
    let now = clock::now();
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
        MastersRequest::Read { .. } | MastersRequest::Changes { .. } | MastersRequest::File { .. } => {
            Err(not_here())
        }
    }
}

fn not_here() -> BooksError {
    refuse(RefusalCode::Malformed, "この依頼は受け付けられません。")
}
