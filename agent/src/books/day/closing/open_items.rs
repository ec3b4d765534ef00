//! What is open when a day closes: questions, 端末側の操作待ち, 会計保留, a sale on the counter.

use catlink_shared::basket::Draft;
use catlink_shared::payment::PaymentState;
use catlink_shared::tax::Rounding;
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::Connection;

use crate::books::{BooksError, actions, refuse, sales};
use crate::journal;

/// A payment under way ends before its day does.
///
/// # Errors
/// There is one.
pub fn none_under_way(connection: &Connection) -> Result<(), BooksError> {
    let open = journal::open_payments(connection)?;
    if open.iter().all(|payment| payment.state.is_question()) {
        return Ok(());
    }
    Err(refuse(RefusalCode::SaleLocked, "カードの決済が進行中です。終わってから精算してください。"))
}

/// What is open, a line each, in the clerk's words.
///
/// # Errors
/// The database.
pub fn found(connection: &Connection) -> Result<Vec<String>, BooksError> {
    let mut open = Vec::new();
    for payment in journal::open_payments(connection)? {
        let (company, amount) = (&payment.frozen.company.name, payment.frozen.asked.amount);
        open.push(format!("要確認 {} {company} ¥{amount}", word(&payment.state)));
    }
    for action in actions::open_actions(connection)? {
        let (company, amount) = (&action.card_company_name, action.amount);
        open.push(format!("端末側の操作待ち {} {company} ¥{amount}", action.label()));
    }
    for sale in sales::parked(connection)? {
        open.push(format!("会計保留 {}", about(&sale.draft)));
    }
    if let Some(sale) = sales::current(connection)?.filter(|sale| !sale.draft.lines.is_empty()) {
        open.push(format!("会計中の伝票 {}", about(&sale.draft)));
    }
    Ok(open)
}

fn word(state: &PaymentState) -> &'static str {
    match state {
        PaymentState::AwaitingHandOver { .. } => "お渡し確認",
        PaymentState::Contradicted { .. } => "決済内容相違",
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Unknown { .. }
        | PaymentState::Held { .. }
        | PaymentState::Approved { .. }
        | PaymentState::Sold { .. }
        | PaymentState::NotCharged { .. }
        | PaymentState::VoidPromised
        | PaymentState::Uncollected { .. }
        | PaymentState::Superseded { .. }
        | PaymentState::DoublyReceived => "結果不明",
    }
}

fn about(draft: &Draft) -> String {
    match draft.totals(Rounding::default()) {
        Ok(totals) => format!("{}点 ¥{}", totals.pieces, totals.total),
        Err(_) => format!("{}行", draft.lines.len()),
    }
}
