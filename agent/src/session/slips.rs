//! What a page asks of settled slips: 伝票照会, 伝票取消, 返品.

use std::sync::Arc;

use catlink_shared::ids::SaleId;
use catlink_shared::receipt::{DataKind, Receipt};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::slips::{SlipsReply, SlipsRequest};
use rusqlite::Transaction;

use crate::books::history::By;
use crate::books::undo::{Around, give_back, void};
use crate::books::{BooksError, inquiry, refuse};
use crate::clock;
use crate::register::{Register, Surroundings};

/// Whether it only looks.
pub(super) const fn is_reading(ask: &SlipsRequest) -> bool {
    match ask {
        SlipsRequest::Find { .. } | SlipsRequest::Read { .. } => true,
        SlipsRequest::Void { .. } | SlipsRequest::GiveBack { .. } | SlipsRequest::GiveBackUnknown { .. } => {
            false
        }
    }
}

/// Answers what only looks.
pub(super) async fn read(register: &Arc<Register>, ask: SlipsRequest) -> Result<Reply, BooksError> {
    let reply = register
        .store
        .look(move |connection| match ask {
            SlipsRequest::Find { query } => inquiry::find(connection, &query),
            SlipsRequest::Read { receipt_number } => {
                let sheet = inquiry::sheet(connection, receipt_number, clock::now())?;
                Ok(SlipsReply::Sheet { sheet: Box::new(sheet) })
            }
            SlipsRequest::Void { .. }
            | SlipsRequest::GiveBack { .. }
            | SlipsRequest::GiveBackUnknown { .. } => Err(not_here()),
        })
        .await?;
    Ok(Reply::Slips { reply })
}

/// Writes what is asked, in a transaction that does it once.
pub(super) fn write(
    tx: &Transaction<'_>,
    surroundings: &Surroundings,
    ask: &SlipsRequest,
) -> Result<Reply, BooksError> {
    let made = made(tx, surroundings, ask)?;
    Ok(Reply::Slips { reply: SlipsReply::Made { receipt: Box::new(made) } })
}

fn made(
    tx: &Transaction<'_>,
    surroundings: &Surroundings,
    ask: &SlipsRequest,
) -> Result<Receipt, BooksError> {
    match ask {
        SlipsRequest::Void { slip_id, receipt_number, refunds, hand, operator_code } => {
            let around = around(surroundings, *slip_id, operator_code.as_ref());
            void::void(tx, &around, *receipt_number, refunds, *hand)
        }
        SlipsRequest::GiveBack { slip_id, receipt_number, lines, total, refunds, operator_code } => {
            let around = around(surroundings, *slip_id, operator_code.as_ref());
            let wanted = give_back::Wanted { receipt_number: *receipt_number, lines, total: *total, refunds };
            give_back::give_back(tx, &around, wanted)
        }
        SlipsRequest::GiveBackUnknown { slip_id, draft, total, sold_on, number, operator_code } => {
            let around = around(surroundings, *slip_id, operator_code.as_ref());
            let wanted = give_back::Unknown { draft, total: *total, sold_on, number };
            give_back::give_back_unknown(tx, &around, wanted)
        }
        SlipsRequest::Find { .. } | SlipsRequest::Read { .. } => Err(not_here()),
    }
}

fn around(surroundings: &Surroundings, slip_id: SaleId, operator_code: Option<&String>) -> Around {
    let by: By = surroundings.by.clone();
    let data: DataKind = surroundings.data;
    Around { slip_id, operator_code: operator_code.cloned(), by, data, now: surroundings.now }
}

fn not_here() -> BooksError {
    refuse(RefusalCode::Malformed, "この依頼は受け付けられません。")
}
