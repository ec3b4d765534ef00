//! 伝票照会: live slips by what a clerk knows of them, newest first, a page at a time; and one slip with what can be done
//! with it.

use catlink_shared::ids::{PaymentId, ReceiptNumber, UnixMs};
use catlink_shared::payment::PaymentState;
use catlink_shared::receipt::Receipt;
use catlink_shared::tender::Tender;
use catlink_shared::wire::slips::{
    HeldRow, May, PAGE_ROWS, SlipQuery, SlipRow, SlipSheet, SlipState, SlipsReply,
};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::{BooksError, refunds, slips, undo};
use crate::clock;
use crate::journal;

/// The slips that fit, newest first.
///
/// # Errors
/// The database.
pub fn find(connection: &Connection, query: &SlipQuery) -> Result<SlipsReply, BooksError> {
    let (conditions, values) = conditions(query);
    let sql = format!(
        "SELECT s.body FROM slip s WHERE s.mode = 'live' {conditions} ORDER BY s.receipt_number DESC LIMIT {}",
        PAGE_ROWS + 1
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let bodies = statement.query_map(params_from_iter(values), |row| row.get::<_, String>(0))?;
    let mut rows = Vec::new();
    for body in bodies {
        rows.push(row(connection, &serde_json::from_str(&body?)?)?);
    }
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    let held = if *query == SlipQuery::default() { held(connection)? } else { Vec::new() };
    Ok(SlipsReply::Found { held, rows, more })
}

/// What is not asked for is no condition, so that each search finds its index.
fn conditions(query: &SlipQuery) -> (String, Vec<Value>) {
    let mut sql = String::new();
    let mut values: Vec<Value> = Vec::new();
    let mut add = |condition: &str, value: Option<Value>| {
        if let Some(value) = value {
            values.push(value);
            sql.push_str(" AND ");
            sql.push_str(&condition.replace('?', &format!("?{}", values.len())));
        }
    };
    let number = |number: ReceiptNumber| i64::try_from(number.0).unwrap_or(i64::MAX).into();
    let of_tender = |condition: &str| {
        format!(
            "s.receipt_number IN (SELECT t.receipt_number FROM slip_tender t WHERE t.mode = 'live' AND {condition})"
        )
    };
    add("s.receipt_number = ?", query.receipt_number.map(number));
    add("s.receipt_number < ?", query.before.map(number));
    // Numbers rise with the days, so a period is a range of numbers, whatever else is asked for.
    add(
        "s.receipt_number >= (SELECT min(d.receipt_number) FROM slip d WHERE d.mode = 'live' AND d.business_day =
            (SELECT min(e.business_day) FROM slip e WHERE e.mode = 'live' AND e.business_day >= ?))",
        query.from.clone().map(Value::from),
    );
    add(
        "s.receipt_number <= (SELECT max(d.receipt_number) FROM slip d WHERE d.mode = 'live' AND d.business_day =
            (SELECT max(e.business_day) FROM slip e WHERE e.mode = 'live' AND e.business_day <= ?))",
        query.to.clone().map(Value::from),
    );
    add("s.operator_code = ?", query.operator_code.clone().map(Value::from));
    add("abs(s.total + s.deposit) = ?", query.amount.map(|amount| amount.get().into()));
    add(&of_tender("t.last4 = ?"), query.last4.as_ref().map(|last4| last4.as_str().to_owned().into()));
    let slip = query.slip_number.as_ref().map(|slip| slip.as_printed().as_str().to_owned().into());
    add(&of_tender("t.slip_number = ?"), slip);
    (sql, values)
}

fn row(connection: &Connection, receipt: &Receipt) -> Result<SlipRow, BooksError> {
    let slip = &receipt.slip;
    Ok(SlipRow {
        receipt_number: receipt.receipt_number,
        issued_at_text: receipt.issued_at_text.clone(),
        kind: slip.kind.clone(),
        amount: slip.due(),
        paid_by: paid_by(&slip.tenders),
        operator_name: slip.operator.as_ref().map(|operator| operator.name.clone()),
        state: state(connection, receipt)?,
    })
}

/// What became of a slip: a question that is open stands before everything else.
fn state(connection: &Connection, receipt: &Receipt) -> Result<SlipState, BooksError> {
    if journal::sale_has_question(connection, receipt.slip.sale_id)? {
        return Ok(SlipState::OnHold);
    }
    slips::state(connection, receipt)
}

fn paid_by(tenders: &[Tender]) -> String {
    let words: Vec<&str> = tenders
        .iter()
        .map(|tender| match tender {
            Tender::Cash { .. } | Tender::CashBack { .. } => "現金",
            Tender::Card { card_company_name, .. }
            | Tender::LinkedCard { card_company_name, .. }
            | Tender::CardBack { card_company_name, .. } => card_company_name,
        })
        .collect();
    words.join("・")
}

/// Sales whose card nobody knows the end of: they have no slip yet.
fn held(connection: &Connection) -> Result<Vec<HeldRow>, BooksError> {
    let open = journal::open_payments(connection)?;
    let held = open.into_iter().filter(|payment| matches!(payment.state, PaymentState::Held { .. }));
    Ok(held
        .map(|payment| HeldRow {
            payment_id: payment.frozen.payment_id,
            began_at_text: clock::receipt_text(payment.accepted_at),
            amount: payment.frozen.asked.amount,
            card_company_name: payment.frozen.company.name,
        })
        .collect())
}

/// One slip, with what can be done with it.
///
/// # Errors
/// There is none of that number.
pub fn sheet(connection: &Connection, number: ReceiptNumber, now: UnixMs) -> Result<SlipSheet, BooksError> {
    let receipt = undo::must_find(connection, number)?;
    let undone_by = slips::that_undo(connection, number)?;
    let void = undo::void::may(connection, &receipt, now)?;
    let of = if void == May::Yes { refunds::Of::Slip } else { refunds::Of::Goods };
    Ok(SlipSheet {
        state: state(connection, &receipt)?,
        void,
        give_back: undo::give_back::may(connection, &receipt, now)?,
        returned: undo::give_back::returned(connection, number)?,
        tenders: refunds::left(connection, &receipt, of)?.into_iter().map(|left| left.view).collect(),
        payment_id: payment_of(connection, &receipt)?,
        undone_by: undone_by.iter().map(|receipt| row(connection, receipt)).collect::<Result<_, _>>()?,
        receipt: Box::new(receipt),
    })
}

/// The payment that paid a slip; else the newest one that was to, whatever became of it.
fn payment_of(connection: &Connection, receipt: &Receipt) -> Result<Option<PaymentId>, BooksError> {
    let linked = receipt.slip.tenders.iter().find_map(|tender| match tender {
        Tender::LinkedCard { payment_id, .. } => Some(*payment_id),
        Tender::Cash { .. } | Tender::Card { .. } | Tender::CashBack { .. } | Tender::CardBack { .. } => None,
    });
    match linked {
        Some(payment_id) => Ok(Some(payment_id)),
        None => Ok(journal::newest_of_sale(connection, receipt.slip.sale_id)?
            .map(|payment| payment.frozen.payment_id)),
    }
}
