//! What a page asks of the business day: 端末開設, 入出金, レジ点検, 精算, 日計.

use std::sync::Arc;

use catlink_shared::ids::RequestId;
use catlink_shared::wire::day::{DayReply, DayRequest};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use rusqlite::Transaction;

use crate::books::day::closing::Wanted;
use crate::books::day::{check, closing, drawer, movement, opening, report};
use crate::books::history::By;
use crate::books::{BooksError, catalog, numbers, refuse, requests};
use crate::clock;
use crate::register::Register;
use crate::store::Claim;

/// Answers what is asked; what is written is written once per request id.
pub(super) async fn answer(
    register: &Arc<Register>,
    by: By,
    id: RequestId,
    ask: DayRequest,
) -> Result<DayReply, BooksError> {
    match ask {
        DayRequest::Drawer => {
            let drawer = register.store.read(drawer::view).await?;
            Ok(DayReply::Drawer { drawer: Box::new(drawer) })
        }
        DayRequest::Report { day } => read_report(register, day).await,
        ask @ (DayRequest::Open { .. }
        | DayRequest::Move { .. }
        | DayRequest::Check { .. }
        | DayRequest::Close { .. }) => write(register, by, id, ask).await,
    }
}

async fn read_report(register: &Register, day: Option<String>) -> Result<DayReply, BooksError> {
    let report = register
        .store
        .look(move |connection| {
            let now = clock::now();
            let day = match day {
                Some(day) => day,
                None => numbers::business_day(connection, now, catalog::shop(connection)?.cutoff_hour)?,
            };
            report::of_day(connection, &day, now)
        })
        .await?;
    Ok(DayReply::Report { report: Box::new(report) })
}

async fn write(
    register: &Arc<Register>,
    by: By,
    id: RequestId,
    ask: DayRequest,
) -> Result<DayReply, BooksError> {
    let request = Request::Day { ask: ask.clone() };
    let reply = register
        .store
        .write(Claim::None, move |tx| {
            requests::once(tx, id, &request, clock::now(), |tx| {
                Ok(Reply::Day { reply: apply(tx, &ask, &by)? })
            })
        })
        .await;
    // What was refused as stale is shown anew.
    register.refresh().await;
    match reply? {
        Reply::Day { reply } => {
            register.note_books(None);
            Ok(reply)
        }
        _ => Err(not_here()),
    }
}

fn apply(tx: &Transaction<'_>, ask: &DayRequest, by: &By) -> Result<DayReply, BooksError> {
    let now = clock::now();
    match ask {
        DayRequest::Open { day, float } => {
            opening::open(tx, day, *float, by, now)?;
            Ok(DayReply::Opened { day: day.clone() })
        }
        DayRequest::Move { direction, amount, reason } => {
            movement::book(tx, *direction, *amount, reason, by, now)?;
            Ok(DayReply::Moved)
        }
        DayRequest::Check { expected, counted } => {
            Ok(DayReply::Checked { check: check::keep(tx, *expected, counted, by, now)? })
        }
        DayRequest::Close { days, expected, counted, terminals } => {
            let wanted = Wanted { days, expected: *expected, counted, terminals };
            closing::close(tx, &wanted, by, now)?;
            Ok(DayReply::Closed { days: days.clone() })
        }
        DayRequest::Drawer | DayRequest::Report { .. } => Err(not_here()),
    }
}

fn not_here() -> BooksError {
    refuse(RefusalCode::Malformed, "この依頼は受け付けられません。")
}
