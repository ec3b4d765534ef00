//! What a page asks of 決済照合. The 中間計 is read beside the connection, which can ask how far it is and stop it; it ends
//! with the connection.

use std::sync::Arc;

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::RequestId;
use catlink_shared::reconciliation::Period;
use catlink_shared::wire::matching::{MatchReply, MatchRequest};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use rusqlite::Transaction;
use tokio::task::JoinHandle;

use crate::books::history::By;
use crate::books::matching::{self, Wanted, period};
use crate::books::{BooksError, refuse, requests};
use crate::clock;
use crate::register::Register;
use crate::store::Claim;
use crate::till::TillHandle;
use crate::till::log_reading::LinesSoFar;

/// What a connection has of 決済照合.
#[derive(Debug, Default)]
pub(super) struct Matching {
    reading: Option<Reading>,
}

/// A 中間計 on its way.
#[derive(Debug)]
struct Reading {
    till: TillHandle,
    lines: LinesSoFar,
    task: JoinHandle<Result<u64, BooksError>>,
}

impl Matching {
    /// Answers what is asked; what is written is written once per request id.
    ///
    /// # Errors
    /// What is asked does not fit what there is; or what came of it.
    pub(super) async fn answer(
        &mut self,
        register: &Arc<Register>,
        by: By,
        id: RequestId,
        ask: MatchRequest,
    ) -> Result<MatchReply, BooksError> {
        match ask {
            MatchRequest::Runs { at } => {
                register.store.look(move |connection| matching::runs(connection, at)).await
            }
            MatchRequest::Setup => {
                let look = |connection: &_| matching::setup(connection, clock::now());
                Ok(MatchReply::Setup { setup: register.store.look(look).await? })
            }
            MatchRequest::Run { run, at } => {
                let sheet =
                    register.store.look(move |connection| matching::sheet(connection, run, at)).await?;
                Ok(MatchReply::Run { sheet: Box::new(sheet) })
            }
            MatchRequest::Read { device, from, to } => self.begin(register, by, device, &from, &to),
            MatchRequest::Progress => self.progress().await,
            MatchRequest::Stop => {
                if let Some(reading) = &self.reading {
                    reading.till.stop_log().await?;
                }
                self.progress().await
            }
            ask @ (MatchRequest::Typed { .. }
            | MatchRequest::Close { .. }
            | MatchRequest::OpenAction { .. }
            | MatchRequest::Itemise { .. }) => write(register, by, id, ask).await,
        }
    }

    fn begin(
        &mut self,
        register: &Arc<Register>,
        by: By,
        device: CatDeviceId,
        from: &str,
        to: &str,
    ) -> Result<MatchReply, BooksError> {
        let period = period::read(from, to, clock::now())?;
        if self.reading.as_ref().is_some_and(|reading| !reading.task.is_finished()) {
            return Err(refuse(RefusalCode::NotAllowed, "中間計は、すでに取り込み中です。"));
        }
        let till = register.till(device).ok_or_else(no_till)?;
        let lines = LinesSoFar::default();
        let wanted = Wanted { device, period, by };
        let work = read(Arc::clone(register), till.clone(), lines.clone(), wanted);
        self.reading = Some(Reading { till, lines, task: tokio::spawn(work) });
        Ok(MatchReply::Working { lines: 0 })
    }

    /// How far it is; what it came to, once.
    async fn progress(&mut self) -> Result<MatchReply, BooksError> {
        let Some(reading) = self.reading.take_if(|reading| reading.task.is_finished()) else {
            let lines = self.reading.as_ref().map(|reading| reading.lines.get());
            return Ok(lines.map_or(MatchReply::Stopped, |lines| MatchReply::Working { lines }));
        };
        match reading.task.await {
            Ok(run) => Ok(MatchReply::Kept { run: run? }),
            Err(_) => Ok(MatchReply::Stopped),
        }
    }
}

impl Drop for Matching {
    /// Nobody waits for it any more: the terminal is left alone.
    fn drop(&mut self) {
        if let Some(Reading { till, task, .. }) = self.reading.take()
            && !task.is_finished()
        {
            tokio::spawn(async move { till.stop_log().await });
        }
    }
}

async fn read(
    register: Arc<Register>,
    till: TillHandle,
    lines: LinesSoFar,
    wanted: Wanted,
) -> Result<u64, BooksError> {
    let Period { from, to } = wanted.period;
    let log = till.read_log(from, to, lines).await?;
    let run = register
        .store
        .write(Claim::None, move |tx| matching::keep_log(tx, &wanted, &log, clock::now()))
        .await?;
    register.refresh().await;
    Ok(run)
}

async fn write(
    register: &Arc<Register>,
    by: By,
    id: RequestId,
    ask: MatchRequest,
) -> Result<MatchReply, BooksError> {
    let request = Request::Matching { ask: ask.clone() };
    let reply = register
        .store
        .write(Claim::None, move |tx| {
            requests::once(tx, id, &request, clock::now(), |tx| {
                Ok(Reply::Matching { reply: apply(tx, &ask, &by)? })
            })
        })
        .await?;
    register.note_books(None);
    register.refresh().await;
    match reply {
        Reply::Matching { reply } => Ok(reply),
        _ => Err(not_here()),
    }
}

fn apply(tx: &Transaction<'_>, ask: &MatchRequest, by: &By) -> Result<MatchReply, BooksError> {
    let now = clock::now();
    match ask {
        MatchRequest::Typed { device, from, to, totals } => {
            let period = period::read(from, to, now)?;
            let wanted = Wanted { device: *device, period, by: by.clone() };
            Ok(MatchReply::Kept { run: matching::keep_typed(tx, &wanted, totals, now)? })
        }
        MatchRequest::Close { difference, reason, note } => {
            Ok(MatchReply::Closed { run: matching::close(tx, *difference, *reason, note, by, now)? })
        }
        MatchRequest::OpenAction { difference } => {
            Ok(MatchReply::Closed { run: matching::open_action(tx, *difference, by, now)? })
        }
        MatchRequest::Itemise { difference, slips } => {
            Ok(MatchReply::Closed { run: matching::itemise(tx, *difference, slips, by, now)? })
        }
        MatchRequest::Runs { .. }
        | MatchRequest::Setup
        | MatchRequest::Run { .. }
        | MatchRequest::Read { .. }
        | MatchRequest::Progress
        | MatchRequest::Stop => Err(not_here()),
    }
}

fn no_till() -> BooksError {
    refuse(
        RefusalCode::TerminalNotReady,
        "この端末は、今のレジの設定にありません。中間計の合計を入力するか、端末の設定を責任者に確認してください。",
    )
}

fn not_here() -> BooksError {
    refuse(RefusalCode::Malformed, "この依頼は受け付けられません。")
}
