//! One page's connection: decode, ask the till or the books, reply. It knows no terminal.
//!
//! Every message gets exactly one answer, malformed ones too; beside the answers go the snapshots.

mod files;
mod handle;
mod settings;

use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket};
use catlink_shared::ids::{PageId, RequestId};
use catlink_shared::wire::reply::{Outcome, Refusal, RefusalCode, Retry};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::Snapshot;
use catlink_shared::wire::{Answer, FromPage, MOST_BYTES, ToPage, VERSION};
use serde::Deserialize;
use tokio::sync::watch;

use crate::clock;
use crate::register::Register;
use files::Files;

/// Serves a page until it goes away.
pub async fn run(register: Arc<Register>, mut socket: WebSocket) {
    let mut updates = register.watch();
    let mut page: Option<PageId> = None;
    let mut files = Files::default();
    loop {
        let outgoing = tokio::select! {
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => answer(&register, &mut page, &mut files, &mut updates, text.as_bytes()).await,
                Some(Ok(Message::Binary(bytes))) => answer(&register, &mut page, &mut files, &mut updates, &bytes).await,
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
            },
            changed = updates.changed(), if page.is_some() => match changed {
                Ok(()) => update(&mut updates),
                Err(_) => return,
            },
        };
        for message in outgoing {
            let Ok(text) = serde_json::to_string(&message) else { return };
            if socket.send(Message::Text(text.into())).await.is_err() {
                return;
            }
        }
    }
}

fn update(updates: &mut watch::Receiver<Option<Arc<Snapshot>>>) -> Vec<ToPage> {
    let snapshot = updates.borrow_and_update().clone();
    // A page that comes later is shown what was made before: its clock counts from now all the same.
    let fresh = |snapshot: Arc<Snapshot>| Snapshot { now: clock::now(), ..Snapshot::clone(&snapshot) };
    snapshot.map(|snapshot| ToPage::Update(Box::new(fresh(snapshot)))).into_iter().collect()
}

async fn answer(
    register: &Arc<Register>,
    page: &mut Option<PageId>,
    files: &mut Files,
    updates: &mut watch::Receiver<Option<Arc<Snapshot>>>,
    bytes: &[u8],
) -> Vec<ToPage> {
    let message = match decode(bytes) {
        Ok(message) => message,
        Err((id, refusal)) => {
            tracing::warn!(code = ?refusal.code, bytes = bytes.len(), "a message was refused");
            return vec![reply(id, Outcome::Refused(refusal))];
        }
    };
    let greeting = match (&message.request, *page) {
        (Request::Hello { page_id }, _) => {
            *page = Some(*page_id);
            true
        }
        (_, Some(_)) => false,
        (_, None) => {
            let refusal = refusal(RefusalCode::NotGreeted, "画面を再読み込みしてください。", Retry::Useless);
            return vec![reply(Some(message.id), Outcome::Refused(refusal))];
        }
    };
    let outcome = match *page {
        Some(page) => handle::handle(register, page, files, message.id, message.request).await,
        None => return Vec::new(),
    };
    let mut out = vec![reply(Some(message.id), outcome)];
    if greeting {
        out.extend(update(updates));
    }
    out
}

fn reply(id: Option<RequestId>, outcome: Outcome) -> ToPage {
    ToPage::Answer(Answer { v: VERSION, id, outcome })
}

fn refusal(code: RefusalCode, message: &str, retry: Retry) -> Refusal {
    Refusal::new(code, message, retry)
}

/// What every version of a message has.
#[derive(Deserialize)]
struct Head {
    v: u16,
    id: RequestId,
}

fn decode(bytes: &[u8]) -> Result<FromPage, (Option<RequestId>, Refusal)> {
    if bytes.len() > MOST_BYTES {
        let text = "送信内容が大きすぎます。会計を分けてください。";
        return Err((None, refusal(RefusalCode::TooLarge, text, Retry::Useless)));
    }
    let malformed = "画面からの依頼を読み取れませんでした。画面を再読み込みしてください。";
    let head: Head = serde_json::from_slice(bytes)
        .map_err(|_| (None, refusal(RefusalCode::Malformed, malformed, Retry::Useless)))?;
    if head.v != VERSION {
        let text = "画面とシステムの版が違います。画面を再読み込みしてください。";
        return Err((Some(head.id), refusal(RefusalCode::UnsupportedVersion, text, Retry::Useless)));
    }
    serde_json::from_slice(bytes)
        .map_err(|_| (Some(head.id), refusal(RefusalCode::Malformed, malformed, Retry::Useless)))
}

#[cfg(test)]
mod tests {
    use super::{RefusalCode, decode};

    #[test]
    fn what_cannot_be_read_is_refused_by_name() {
        let id = "01939c3e-0000-7000-8000-000000000001";
        let long = format!("{{\"v\":1,\"id\":\"{id}\",\"pad\":\"{}\"}}", "x".repeat(super::MOST_BYTES));
        for (text, code, has_id) in [
            (String::new(), RefusalCode::Malformed, false),
            ("{".to_owned(), RefusalCode::Malformed, false),
            ("[]".to_owned(), RefusalCode::Malformed, false),
            (format!("{{\"v\":2,\"id\":\"{id}\",\"request\":{{}}}}"), RefusalCode::UnsupportedVersion, true),
            (
                format!("{{\"v\":1,\"id\":\"{id}\",\"request\":{{\"type\":\"nope\"}}}}"),
                RefusalCode::Malformed,
                true,
            ),
            (long, RefusalCode::TooLarge, false),
        ] {
            let (id, refusal) = decode(text.as_bytes()).expect_err("refused");
            assert_eq!((refusal.code, id.is_some()), (code, has_id), "{text:.60}");
        }
        assert!(decode(b"\xff\xfe").is_err());
    }
}
