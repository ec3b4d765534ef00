//! What a page asks of reservations. They are made and handed over by sales of their own.

use std::sync::Arc;

use catlink_shared::ids::PageId;
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::reservations::{ReservationsReply, ReservationsRequest};
use rusqlite::Transaction;

use crate::books::reservations::{self, Wanted};
use crate::books::undo::{Around, cancel};
use crate::books::{BooksError, refuse};
use crate::clock;
use crate::register::{Register, Surroundings};

/// Whether it only looks.
pub(super) const fn is_reading(ask: &ReservationsRequest) -> bool {
    match ask {
        ReservationsRequest::Find { .. } | ReservationsRequest::Read { .. } => true,
        ReservationsRequest::Change { .. } | ReservationsRequest::Cancel { .. } => false,
    }
}

/// Answers what only looks.
pub(super) async fn read(register: &Arc<Register>, ask: ReservationsRequest) -> Result<Reply, BooksError> {
    let reply = register
        .store
        .look(move |connection| match ask {
            ReservationsRequest::Find { query } => reservations::list(connection, &query, clock::now()),
            ReservationsRequest::Read { number } => {
                let sheet = reservations::sheet(connection, number, clock::now())?;
                Ok(ReservationsReply::Sheet { sheet: Box::new(sheet) })
            }
            ReservationsRequest::Change { .. } | ReservationsRequest::Cancel { .. } => Err(not_here()),
        })
        .await?;
    Ok(Reply::Reservations { reply })
}

/// Writes what is asked, in a transaction that does it once.
pub(super) fn write(
    tx: &Transaction<'_>,
    page: PageId,
    surroundings: &Surroundings,
    ask: &ReservationsRequest,
) -> Result<Reply, BooksError> {
    let (by, now) = (&surroundings.by, surroundings.now);
    let reply = match ask {
        ReservationsRequest::Change { number, revision, booking, lines, slip_discount, sale_id } => {
            let wanted = Wanted {
                number: *number,
                revision: *revision,
                booking,
                lines,
                slip_discount: *slip_discount,
                sale_id: *sale_id,
            };
            reservations::change(tx, page, wanted, by, now)?;
            ReservationsReply::Sheet { sheet: Box::new(reservations::sheet(tx, *number, now)?) }
        }
        ReservationsRequest::Cancel { slip_id, number, revision, refunds, hand, operator_code } => {
            let around = Around {
                slip_id: *slip_id,
                operator_code: operator_code.clone(),
                by: by.clone(),
                data: surroundings.data,
                now,
            };
            let which = cancel::Which { number: *number, revision: *revision };
            let receipt = cancel::cancel(tx, &around, which, refunds, *hand)?;
            ReservationsReply::Cancelled { receipt: Box::new(receipt) }
        }
        ReservationsRequest::Find { .. } | ReservationsRequest::Read { .. } => return Err(not_here()),
    };
    Ok(Reply::Reservations { reply })
}

fn not_here() -> BooksError {
    refuse(RefusalCode::Malformed, "この依頼は受け付けられません。")
}
