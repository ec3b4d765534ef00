//! Every text of the database is of a kind that keeps card data out. A new column fails here until somebody says of which.

use std::collections::{BTreeMap, BTreeSet};

use catlink_shared::receipt::DataKind;
use rusqlite::Connection;

use super::{Store, folder};

/// Ids, codes, days, words and hashes: types of their own, checked before they come here.
const TYPED: &str = "
    audit.hash audit.what audit.who burned_payment.payment_id card_day.business_day card_day.company_code card_day.kind
    card_day.way card_day_of_operator.business_day card_day_of_operator.company_code card_day_of_operator.kind
    card_day_of_operator.operator_code card_day_of_operator.way card_use.business_day card_use.company_code card_use.kind
    card_use.last4 card_use.operator_code card_use.payment_id card_use.slip_number card_use.way cash_movement.business_day
    cash_movement.direction cash_movement.who cash_refund.action_id cash_refund.business_day cash_refund.payment_id
    cash_refund.who change.approved_by change.hash change.master change.what change.who closing.approved_by closing.who
    counter.name hosted_page.id
    hosted_page.key_digest hosted_page.origin hosted_page.paired_by hosted_page.revoked_by payment_event.hash done_request.fingerprint done_request.request_id drawer_check.business_day drawer_check.who master_row.code
    master_row.master matching_closing.approved_by matching_closing.reason matching_closing.who
    matching_confirmed.payment_id matching_difference.subject matching_difference.terminal_id matching_line.result
    matching_line.slip_number matching_run.device matching_run.source matching_run.terminal_id matching_run.who
    operator_pin.code operator_pin.hash paper.business_day paper.hash paper.kind paper.mode paper.who paper_out.who
    payment.device payment.payment_id payment.sale_id payment.state_word payment_event.payment_id payment_event.who
    register_day.business_day register_day.opened_by reservation.due_date reservation.phone reservation.phone_figures
    reservation.standing sale.owner sale.sale_id sale.status setting.name slip.business_day slip.earlier_day slip.kind
    slip.mode slip.operator_code slip.sale_id slip_tax.mode slip_tax.tax_kind slip_tender.company_code slip_tender.kind
    slip_tender.last4 slip_tender.mode slip_tender.payment_id slip_tender.slip_number slip_tender.terminal_id
    terminal_action.action_id terminal_action.closed_by terminal_action.closed_slip_number terminal_action.kind
    terminal_action.payment_id";

/// What a person wrote: goes through `card_guard::kept` where it is written.
const FREE: &str =
    "audit.subject cash_movement.reason matching_closing.note reservation.customer reservation.note";

/// Documents and what is taken from them: made of values that passed the guard at the page, at the line, or by the rules of
/// the masters.
const DOCUMENT: &str = "
    card_day.brand card_day.category_name card_day.company_name card_day_of_operator.brand
    card_day_of_operator.category_name card_day_of_operator.company_name card_use.brand card_use.category_name
    card_use.company_name card_use.operator_name change.became change.subject change.was closing.body done_request.reply
    drawer_check.body master_row.row_values matching_difference.body matching_run.summary paper.formal paper.lines
    payment.frozen payment.last_before payment.paper payment.result payment.sent payment.state payment_event.approval
    payment_event.event payment_event.evidence reservation.goods sale.draft setting.value slip.body slip.operator_name
    terminal_action.body";

fn texts(connection: &Connection) -> BTreeSet<String> {
    let mut columns = connection
        .prepare(
            "SELECT m.name || '.' || p.name FROM sqlite_master m, pragma_table_info(m.name) p
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND p.type = 'TEXT'",
        )
        .unwrap();
    columns.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[tokio::test]
async fn every_text_column_is_typed_or_free_or_a_document() {
    let folder = folder();
    let store = Store::open(&folder, DataKind::Real).unwrap();
    let there = store.read::<_, super::StoreError, _>(|connection| Ok(texts(connection))).await.unwrap();
    let mut said: BTreeMap<&str, usize> = BTreeMap::new();
    for column in [TYPED, FREE, DOCUMENT].into_iter().flat_map(str::split_whitespace) {
        *said.entry(column).or_default() += 1;
    }
    let unsaid: Vec<&String> = there.iter().filter(|column| !said.contains_key(column.as_str())).collect();
    assert!(unsaid.is_empty(), "say how these are kept free of card data: {unsaid:#?}");
    let wrong: Vec<_> =
        said.iter().filter(|(column, times)| **times != 1 || !there.contains(**column)).collect();
    assert!(wrong.is_empty(), "gone, or said twice: {wrong:?}");
}
