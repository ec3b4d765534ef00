//! One page's connection: decode, ask the till or the books, reply. It knows no terminal.
//!
//! Every message gets exactly one answer, malformed ones too; beside the answers go the snapshots.

mod connection;
mod day;
mod decoding;
mod end;
mod files;
mod gate;
mod handle;
mod history;
mod hosted;
mod matching;
mod pace;
mod paper;
mod people;
mod ports;
mod reservations;
mod settings;
mod slips;
mod story;
mod unsigned;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use catlink_shared::ids::RequestId;
use catlink_shared::wire::masters::{MastersReply, MastersRequest};
use catlink_shared::wire::reply::{Outcome, RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::{Answer, FromPage, ToPage, VERSION};

use crate::books::audit::{self, Entry, What};
use crate::books::history::By;
use crate::books::{BooksError, refuse};
use crate::card_guard;
use crate::door::complaints::REFUSED;
use crate::door::elsewhere::Caller;
use crate::door::guests::{Standing, Visit};
use crate::door::limits::SEND_TIME;
use crate::register::Register;
use connection::Connection;
use decoding::decode;
use end::End;
use handle::Asker;
use pace::Pace;

/// Between two looks at whether somebody is still there.
const LOOK: Duration = Duration::from_secs(1);

/// Serves a page until it goes away, or has to.
pub async fn run(register: Arc<Register>, mut socket: WebSocket, visit: Arc<Visit>, caller: Caller) {
    let connection = Connection::new(&register, caller);
    let end = attend(&register, connection, &mut socket, &visit).await;
    end.say(&mut socket).await;
}

async fn attend(
    register: &Arc<Register>,
    mut connection: Connection,
    socket: &mut WebSocket,
    visit: &Visit,
) -> End {
    let mut looks = tokio::time::interval(LOOK);
    loop {
        let hears_more = connection.hears_more();
        let mut outgoing = tokio::select! {
            () = visit.has_to_leave() => return End::MadeRoom,
            () = connection.gate.shuts() => Vec::new(),
            message = hear(socket, &connection.pace), if hears_more => {
                connection.pace.said(1);
                match message {
                    // Not one more message of it, and below: not one more word to it.
                    _ if connection.gate.is_shut() => Vec::new(),
                    Some(Ok(Message::Text(text))) => answer(register, &mut connection, text.as_bytes()).await,
                    Some(Ok(Message::Binary(bytes))) => answer(register, &mut connection, &bytes).await,
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return End::Gone,
                }
            },
            Some(done) = connection.later.join_next() => done.into_iter().collect(),
            changed = connection.updates.changed(), if connection.page.is_some() => match changed {
                Ok(()) => connection.update(register),
                Err(_) => return End::Gone,
            },
            _ = looks.tick() => Vec::new(),
        };
        if let Some(end) = connection.has_to_end(register).await {
            return end;
        }
        let who = connection.chair.who(register);
        if let Some(told) = connection.chair.look(register) {
            let subject = "auto".to_owned();
            audit::note(&register.store, Entry { what: What::SignedOut, who, subject }).await;
            outgoing.push(ToPage::SignedOut(told));
        }
        let standing = connection.standing(register);
        connection.pace.is_signed_in(standing == Standing::SignedIn);
        visit.stands(standing, connection.page);
        if send(socket, outgoing).await.is_none() {
            return End::Gone;
        }
    }
}

/// The next message, once the page may be heard again.
async fn hear(socket: &mut WebSocket, pace: &Pace) -> Option<Result<Message, axum::Error>> {
    pace.open().await;
    socket.recv().await
}

/// Nothing is kept for a page that does not read: nothing else is done for it meanwhile, and after a while it is gone.
async fn send(socket: &mut WebSocket, outgoing: Vec<ToPage>) -> Option<()> {
    for message in outgoing {
        let text = card_guard::masked(serde_json::to_string(&message).ok()?);
        tokio::time::timeout(SEND_TIME, socket.send(Message::Text(text.into()))).await.ok()?.ok()?;
    }
    Some(())
}

async fn answer(register: &Arc<Register>, connection: &mut Connection, bytes: &[u8]) -> Vec<ToPage> {
    let message = match decode(bytes) {
        Ok(message) => message,
        Err((id, refusal)) => {
            if REFUSED.may_say() {
                tracing::warn!(code = ?refusal.code, bytes = bytes.len(), "a message was refused");
            }
            return vec![reply(id, Outcome::Refused(refusal))];
        }
    };
    let id = message.id;
    let is_greeting = matches!(message.request, Request::Hello { .. });
    let Some(outcome) = respond(register, connection, message).await.transpose() else { return Vec::new() };
    let mut out = vec![reply(Some(id), told(register, outcome).await)];
    // A page that was not let in is shown nothing.
    if is_greeting && connection.page.is_some() {
        out.extend(connection.update(register));
    }
    out
}

/// What the page is told of what was done; that the books are out of order, every page is told.
async fn told(register: &Register, done: Result<Reply, BooksError>) -> Outcome {
    match done {
        Ok(reply) => Outcome::Done { reply: Box::new(reply) },
        Err(error) => {
            if let BooksError::Store(trouble) = &error {
                tracing::error!(%trouble, "the books could not be written");
                register.note_books(Some(trouble));
                register.refresh().await;
            }
            Outcome::Refused(error.into_refusal())
        }
    }
}

/// The reply; none yet where it takes long: it comes by itself.
async fn respond(
    register: &Arc<Register>,
    connection: &mut Connection,
    message: FromPage,
) -> Result<Option<Reply>, BooksError> {
    let FromPage { id, request, approval, .. } = message;
    connection.heard(register, &request);
    let chair = &mut connection.chair;
    match (request, connection.page) {
        (Request::Hello { page_id, resume, key }, _) => {
            connection.gate.greet(register, key)?;
            connection.page = Some(page_id);
            Ok(Some(Reply::Welcome {
                run_id: register.run_id,
                agent_version: env!("CARGO_PKG_VERSION").to_owned(),
                catalog: register.catalog().await?,
                signed_in: chair.resume(register, connection.gate.tab(page_id)?, resume).await?,
            }))
        }
        (Request::Pair { code }, _) => connection.gate.pair(register, &code).await.map(Some),
        (_, None) => Err(refuse(RefusalCode::NotGreeted, "画面を再読み込みしてください。")),
        (Request::People { ask }, Some(page)) => {
            let tab = connection.gate.tab(page)?;
            Ok(Some(Reply::People { reply: chair.answer(register, tab, ask, approval).await? }))
        }
        (request, Some(page)) => {
            let by = if connection.told.may_read(&request) {
                By::default()
            } else {
                chair.admit(register, &request, approval).await?
            };
            if let Request::Masters { ask: MastersRequest::File { ask } } = request {
                let reply = connection.files.answer(register, by, ask).await?;
                return Ok(Some(Reply::Masters { reply: MastersReply::File { reply } }));
            }
            if let Request::Matching { ask } = request {
                let reply = connection.matching.answer(register, by, id, ask).await?;
                return Ok(Some(Reply::Matching { reply }));
            }
            if let Request::Hosted { ask } = request {
                return Ok(Some(hosted::answer(register, &connection.gate, &by, ask).await?));
            }
            let asker = Asker { page, by };
            if ports::takes_long(&request) {
                let register = Arc::clone(register);
                connection.later.spawn(async move {
                    let done = handle::handle(&register, asker, id, request).await;
                    reply(Some(id), told(&register, done).await)
                });
                return Ok(None);
            }
            let reply = handle::handle(register, asker, id, request).await?;
            connection.told.note(&reply);
            Ok(Some(reply))
        }
    }
}

fn reply(id: Option<RequestId>, outcome: Outcome) -> ToPage {
    ToPage::Answer(Answer { v: VERSION, id, outcome })
}

#[cfg(test)]
mod tests;
