//! What else depends on a row: what may not be deleted, and what may not be changed under somebody's hands.

mod ports;

use catlink_shared::masters::operator::{self, Role, Standing};
use catlink_shared::masters::{Master, Row, Values};
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Connection, Transaction};

use crate::books::{BooksError, catalog, refuse};

/// Whether a row may become what is wanted.
///
/// # Errors
/// Says what it would break.
pub(super) fn before_change(
    tx: &Transaction<'_>,
    master: Master,
    before: Option<&Row>,
    after: &Values,
) -> Result<(), BooksError> {
    match (master, before) {
        (Master::Operator, Some(before)) => keeps_a_manager(tx, before, Some(after)),
        (Master::Register, Some(before)) => ports::before_change(tx, before, after),
        (
            Master::Operator
            | Master::CardCategory
            | Master::CardCompany
            | Master::Register
            | Master::Product
            | Master::TaxClass
            | Master::Store,
            _,
        ) => Ok(()),
    }
}

/// Whether a row may go.
///
/// # Errors
/// Says what needs it.
pub(super) fn before_delete(tx: &Transaction<'_>, master: Master, row: &Row) -> Result<(), BooksError> {
    match master {
        Master::CardCategory => unused(
            tx,
            "SELECT code FROM master_row WHERE master = 'card_company' AND json_extract(row_values, '$.category') = ?1",
            &row.code,
            "このカード区分を使うカード会社",
        ),
        Master::TaxClass => tax_class(tx, row),
        Master::Operator => keeps_a_manager(tx, row, None),
        Master::Register => {
            if catalog::own_register(tx)? == row.code {
                return Err(in_use("このレジ自身の行は削除できません。".to_owned()));
            }
            Ok(())
        }
        Master::Store => Err(in_use("店舗基本マスタは削除できません。".to_owned())),
        // Slips and payments keep what they need of them.
        Master::CardCompany | Master::Product => Ok(()),
    }
}

/// The last dated row of a class is needed by its products.
fn tax_class(tx: &Transaction<'_>, row: &Row) -> Result<(), BooksError> {
    let code = row.values.get("code");
    let dated: u32 = tx.query_row(
        "SELECT count(*) FROM master_row WHERE master = 'tax_class' AND json_extract(row_values, '$.code') = ?1",
        [code],
        |row| row.get(0),
    )?;
    if dated > 1 {
        return Ok(());
    }
    unused(
        tx,
        "SELECT code FROM master_row WHERE master = 'product' AND json_extract(row_values, '$.tax') = ?1",
        code,
        "この税区分を使う商品",
    )
}

fn unused(connection: &Connection, sql: &str, code: &str, what: &str) -> Result<(), BooksError> {
    let users: Vec<String> = connection
        .prepare(&format!("{sql} LIMIT 4"))?
        .query_map([code], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    match users.as_slice() {
        [] => Ok(()),
        users => {
            let shown = users.iter().take(3).map(String::as_str).collect::<Vec<_>>().join("、");
            let more = if users.len() > 3 { " など" } else { "" };
            Err(in_use(format!(
                "{what}({shown}{more})があるため削除できません。先にそちらを変更してください。"
            )))
        }
    }
}

/// A shop without a manager could set nothing up any more; one without a PIN is none, where this one has one.
fn keeps_a_manager(tx: &Transaction<'_>, before: &Row, after: Option<&Values>) -> Result<(), BooksError> {
    let manages = |values: &Values| {
        let row = operator::read(values);
        row.role == Role::Manager && row.standing == Standing::Active
    };
    if !manages(&before.values) || after.is_some_and(manages) {
        return Ok(());
    }
    let others: u32 = tx.query_row(
        "SELECT count(*) FROM master_row WHERE master = 'operator' AND code <> ?1
         AND json_extract(row_values, '$.role') = '2' AND json_extract(row_values, '$.active') = '1'
         AND (NOT EXISTS (SELECT 1 FROM operator_pin WHERE code = ?1)
              OR EXISTS (SELECT 1 FROM operator_pin WHERE code = master_row.code))",
        [&before.code],
        |row| row.get(0),
    )?;
    if others > 0 {
        return Ok(());
    }
    Err(in_use(
        "有効な責任者がいなくなるため、変更できません。先に別の責任者を登録し、PINを設定してください。"
            .to_owned(),
    ))
}

fn in_use(message: String) -> BooksError {
    refuse(RefusalCode::RowInUse, message)
}
