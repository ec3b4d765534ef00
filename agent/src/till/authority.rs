//! Which decisions on a payment are a manager's.

use catlink_shared::masters::store::UnknownBy;
use catlink_shared::payment::{Decision, PaymentState};
use catlink_shared::rights::{Approved, Right};
use catlink_shared::terminal::profile::{PendingMemory, RecoveryClass};
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::Connection;

use crate::books::history::By;
use crate::books::{BooksError, catalog, refuse, rights};
use crate::journal::{self, Payment};

/// As many payments may wait for a person on one terminal; a clerk leaves one.
const MOST_HELD: usize = 3;

/// Who allows a decision, where it needs a manager.
///
/// # Errors
/// It needs one and none has, or too many payments wait already.
pub(super) fn of_decision(
    connection: &Connection,
    payment: &Payment,
    decision: &Decision,
    by: &By,
) -> Result<Option<Approved>, BooksError> {
    let waiting = matches!(payment.state, PaymentState::Held { .. });
    let alone_knows = match decision {
        Decision::NotOnRecord { .. } => may_have_forgotten(payment),
        Decision::Hold { .. } => another_waits(connection, payment)?,
        Decision::Charged { .. } | Decision::VoidedOnTerminal { .. } | Decision::RefundedInCash { .. } => {
            false
        }
    };
    if waiting || alone_knows || is_managers(connection)? {
        return rights::claim(connection, Right::ManualDecision, by).map(Some);
    }
    Ok(None)
}

/// Who allows 別の方法で受取る, where it needs a manager.
///
/// # Errors
/// It needs one and none has.
pub(super) fn of_superseding(connection: &Connection, by: &By) -> Result<Option<Approved>, BooksError> {
    if is_managers(connection)? {
        return rights::claim(connection, Right::ManualDecision, by).map(Some);
    }
    Ok(None)
}

/// 結果不明の判断 1:責任者
fn is_managers(connection: &Connection) -> Result<bool, BooksError> {
    Ok(catalog::store(connection)?.unknown_by == UnknownBy::Manager)
}

/// That the terminal shows nothing proves little where it does not promise to remember what it was doing.
fn may_have_forgotten(payment: &Payment) -> bool {
    let memory = payment.frozen.model.profile().pending_memory;
    memory == PendingMemory::NotPromised || payment.frozen.recovery == RecoveryClass::None
}

fn another_waits(connection: &Connection, payment: &Payment) -> Result<bool, BooksError> {
    let others = journal::open_payments(connection)?
        .into_iter()
        .filter(|other| {
            other.frozen.payment_id != payment.frozen.payment_id
                && other.frozen.device == payment.frozen.device
                && matches!(other.state, PaymentState::Held { .. })
        })
        .count();
    if others >= MOST_HELD {
        return Err(refuse(
            RefusalCode::NotAllowed,
            format!(
                "この端末には、保留中の決済が{others}件あります。先に、要確認の一覧から保留中の決済を確認してください。"
            ),
        ));
    }
    Ok(others > 0)
}
