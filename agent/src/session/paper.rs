//! What a page asks of printed papers: 再発行, 領収書, 電子ジャーナル.

use std::sync::Arc;

use catlink_shared::wire::paper::{PaperReply, PaperRequest, PaperView};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use rusqlite::Transaction;

use crate::books::paper::{find, issue};
use crate::books::{BooksError, refuse};
use crate::register::{Register, Surroundings};

/// Answers what only looks.
pub(super) async fn read(register: &Arc<Register>, ask: PaperRequest) -> Result<Reply, BooksError> {
    let reply = register
        .store
        .look(move |connection| match ask {
            PaperRequest::Standing { receipt_number } => {
                let standing = issue::standing(connection, receipt_number)?;
                Ok(PaperReply::Standing { standing: Box::new(standing) })
            }
            PaperRequest::Find { filter, at } => find::find(connection, &filter, at),
            PaperRequest::Read { position } => {
                Ok(PaperReply::Sheet { paper: Box::new(find::read(connection, position)?) })
            }
            PaperRequest::Print { .. }
            | PaperRequest::PrintDay { .. }
            | PaperRequest::Issue { .. }
            | PaperRequest::PrintExtract { .. } => Err(not_here()),
        })
        .await?;
    Ok(Reply::Paper { reply })
}

/// Keeps a paper and hands it out to be printed, in a transaction that does it once.
pub(super) fn write(
    tx: &Transaction<'_>,
    surroundings: &Surroundings,
    ask: &PaperRequest,
) -> Result<Reply, BooksError> {
    let paper = Box::new(printed(tx, surroundings, ask)?);
    Ok(Reply::Paper { reply: PaperReply::Printed { paper } })
}

fn printed(
    tx: &Transaction<'_>,
    surroundings: &Surroundings,
    ask: &PaperRequest,
) -> Result<PaperView, BooksError> {
    let around = issue::Around { by: &surroundings.by, data: surroundings.data, now: surroundings.now };
    match ask {
        PaperRequest::Print { receipt_number, mode } => issue::print(tx, around, *receipt_number, *mode),
        PaperRequest::PrintDay { of } => issue::of_day(tx, around, of),
        PaperRequest::Issue { receipt_number, formal } => issue::formal(tx, around, *receipt_number, formal),
        PaperRequest::PrintExtract { position } => issue::extract_of(tx, around, *position),
        PaperRequest::Standing { .. } | PaperRequest::Find { .. } | PaperRequest::Read { .. } => {
            Err(not_here())
        }
    }
}

fn not_here() -> BooksError {
    refuse(RefusalCode::Malformed, "この依頼は受け付けられません。")
}
