//! The masters as a sale needs them: typed, with the tax of the day and the register's own row.
//!
//! It changes no row: that is `masters`'.

use catlink_shared::basket::CounterMode;
use catlink_shared::card::{CardCategory, CardCompany, DEFAULT_CATEGORIES};
use catlink_shared::masters::{
    Fault, Master, Row, STORE_CODE, Values, category, company as company_row, operator as operator_row,
};
use catlink_shared::masters::{product, register, store, tax_class};
use catlink_shared::receipt::paper::{PaperWidth, Printing};
use catlink_shared::receipt::{Operator, ShopHeader};
use catlink_shared::tax::{Rounding, TaxClass, TaxKind};
use catlink_shared::wire::reply::{OperatorEntry, Product, RefusalCode, TaxClassName};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::files::staging;
use super::history::By;
use super::{BooksError, masters, refuse};
use crate::store::StoreError;

/// What a register is told by the shop's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shop {
    /// As receipts name it.
    pub header: ShopHeader,
    /// 担当者入力
    pub operator_entry: OperatorEntry,
    /// 店頭操作モード as the row has it; the mode of new sales is `training::mode`.
    pub mode: CounterMode,
    /// 消費税の端数処理
    pub rounding: Rounding,
    /// 営業区切り時刻, hours.
    pub cutoff_hour: u8,
    /// 伝票の印刷
    pub printing: Printing,
    /// 用紙幅
    pub paper: PaperWidth,
}

/// The tables every shop starts with: categories, tax classes, the shop's and this register's row. Rows that are there
/// stay as they are.
///
/// # Errors
/// The database.
pub fn lay_ground(tx: &Transaction<'_>, register_code: &str) -> Result<(), BooksError> {
    staging::throw_away(tx)?;
    for (code, name, stamp, report_group) in DEFAULT_CATEGORIES {
        masters::lay(tx, Master::CardCategory, &category::write(*code, name, *stamp, report_group))?;
    }
    let exempt = TaxClass { kind: TaxKind::Exempt, percent: 0 };
    let out_of_scope = TaxClass { kind: TaxKind::OutOfScope, percent: 0 };
    for (code, name, class) in [
        ("standard", "標準税率", TaxClass::STANDARD_10),
        ("reduced", "軽減税率", TaxClass::REDUCED_8),
        ("exempt", "非課税", exempt),
        ("out_of_scope", "不課税", out_of_scope),
    ] {
        // Consumption Tax Act as amended: both rates in force from 2019-10-01.
        masters::lay(tx, Master::TaxClass, &tax_class::write(code, name, class, "2019-10-01"))?;
    }
    masters::lay(tx, Master::Store, &Master::Store.blank())?;
    let mut row = Master::Register.blank();
    row.set("code", register_code);
    masters::lay(tx, Master::Register, &row)?;
    put_setting(tx, "register_code", &register_code)
}

/// The 端末コード of this register.
///
/// # Errors
/// The database.
pub fn own_register(connection: &Connection) -> Result<String, BooksError> {
    Ok(setting(connection, "register_code")?.unwrap_or_default())
}

/// This register as 端末マスタ has it.
///
/// # Errors
/// The database, or a row of a newer version.
pub fn register(connection: &Connection) -> Result<register::RegisterSettings, BooksError> {
    let code = own_register(connection)?;
    let values = masters::find(connection, Master::Register, &code)?.map(|row| row.values);
    register::read(&values.unwrap_or_else(|| Master::Register.blank())).map_err(unreadable)
}

/// The shop as 店舗基本マスタ has it.
///
/// # Errors
/// The database.
pub fn store(connection: &Connection) -> Result<store::StoreSettings, BooksError> {
    let row = masters::find(connection, Master::Store, STORE_CODE)?;
    Ok(store::read(&row.map(|row| row.values).unwrap_or_default()))
}

/// What a sale is told by the settings of shop and register.
///
/// # Errors
/// The database, or a row of a newer version.
pub fn shop(connection: &Connection) -> Result<Shop, BooksError> {
    let (store, register) = (store(connection)?, register(connection)?);
    Ok(Shop {
        header: ShopHeader {
            name: store.name,
            address: store.address,
            phone: store.phone,
            registration_number: store.registration_number,
            header: register.slip.header,
            footer: register.slip.footer,
        },
        operator_entry: register.operator_entry,
        mode: register.mode,
        rounding: store.rounding,
        cutoff_hour: store.cutoff_hour,
        printing: register.slip.printing,
        paper: register.slip.paper,
    })
}

/// A row that this version cannot read: it was kept by a newer one.
fn unreadable(fault: Fault) -> BooksError {
    StoreError::Unreadable(fault.message).into()
}

/// A setting; none where it was never kept.
///
/// # Errors
/// The database, or a value of a newer version.
pub fn setting<T: DeserializeOwned>(connection: &Connection, name: &str) -> Result<Option<T>, BooksError> {
    let text: Option<String> = connection
        .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// Keeps a setting.
///
/// # Errors
/// The database.
pub fn put_setting<T: Serialize>(tx: &Transaction<'_>, name: &str, value: &T) -> Result<(), BooksError> {
    tx.execute(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        params![name, serde_json::to_string(value)?],
    )?;
    Ok(())
}

/// Products with the tax in force on `day` (`YYYY-MM-DD`).
///
/// # Errors
/// The database.
pub fn products(connection: &Connection, day: &str) -> Result<Vec<Product>, BooksError> {
    let classes = tax_classes(connection, day)?;
    let rounding = store(connection)?.rounding;
    masters::all(connection, Master::Product)?
        .into_iter()
        .map(|row| {
            let code = row.values.get("tax");
            let class = classes.iter().find(|class| class.get("code") == code);
            let tax = class.map(tax_class::read).transpose().map_err(unreadable)?;
            Ok(product::read(&row.values, tax.unwrap_or(TaxClass::STANDARD_10), rounding))
        })
        .collect()
}

/// What each 税区分 is called on `day` (`YYYY-MM-DD`).
///
/// # Errors
/// The database.
pub fn tax_class_names(connection: &Connection, day: &str) -> Result<Vec<TaxClassName>, BooksError> {
    let text = |values: &Values, key| values.get(key).to_owned();
    let named = |values: &Values| TaxClassName { code: text(values, "code"), name: text(values, "name") };
    Ok(tax_classes(connection, day)?.iter().map(named).collect())
}

/// Each class as it is on a day; one that is not in force yet as it will be first.
fn tax_classes(connection: &Connection, day: &str) -> Result<Vec<Values>, BooksError> {
    let mut classes: Vec<Values> = Vec::new();
    // By code and date, so that of one class a later date comes later.
    let mut rows = masters::all(connection, Master::TaxClass)?;
    rows.sort_by(|one, two| one.code.cmp(&two.code));
    for Row { values, .. } in rows {
        match classes.iter_mut().find(|known| known.get("code") == values.get("code")) {
            Some(newest) if values.get("valid_from") <= day => *newest = values,
            Some(_) => {}
            None => classes.push(values),
        }
    }
    Ok(classes)
}

/// Card companies, by code.
///
/// # Errors
/// The database.
pub fn companies(connection: &Connection) -> Result<Vec<CardCompany>, BooksError> {
    typed(connection, Master::CardCompany, |row| company_row::read(&row.values))
}

/// Categories, by code.
///
/// # Errors
/// The database.
pub fn categories(connection: &Connection) -> Result<Vec<CardCategory>, BooksError> {
    typed(connection, Master::CardCategory, |row| category::read(&row.values))
}

fn typed<T>(
    connection: &Connection,
    master: Master,
    read: impl Fn(&Row) -> Result<T, Fault>,
) -> Result<Vec<T>, BooksError> {
    masters::all(connection, master)?.iter().map(|row| read(row).map_err(unreadable)).collect()
}

/// A card company.
///
/// # Errors
/// There is none of that code.
pub fn company(connection: &Connection, code: &str) -> Result<CardCompany, BooksError> {
    let row = masters::find(connection, Master::CardCompany, code)?
        .ok_or_else(|| refuse(RefusalCode::UnknownCompany, "そのカード会社は登録されていません。"))?;
    company_row::read(&row.values).map_err(unreadable)
}

/// Operators who work here, by code.
///
/// # Errors
/// The database.
pub fn operators(connection: &Connection) -> Result<Vec<Operator>, BooksError> {
    Ok(masters::all(connection, Master::Operator)?
        .iter()
        .map(|row| operator_row::read(&row.values))
        .filter(|row| row.standing == operator_row::Standing::Active)
        .map(|row| row.operator)
        .collect())
}

/// The operator of a slip: as 担当者入力 asks for it, else the one who is signed in.
///
/// # Errors
/// None given where one is asked, or none of that code.
pub fn operator(
    connection: &Connection,
    entry: OperatorEntry,
    typed: Option<&str>,
    by: &By,
) -> Result<Option<Operator>, BooksError> {
    let code = match entry {
        OperatorEntry::On => typed,
        OperatorEntry::Off => by.who.as_deref().or(typed),
    };
    let Some(code) = code else {
        return match entry {
            OperatorEntry::Off => Ok(None),
            OperatorEntry::On => Err(refuse(RefusalCode::UnknownOperator, "担当者を入力してください。")),
        };
    };
    masters::find(connection, Master::Operator, code)?
        .map(|row| operator_row::read(&row.values))
        .filter(|row| row.standing == operator_row::Standing::Active)
        .map(|row| Some(row.operator))
        .ok_or_else(|| refuse(RefusalCode::UnknownOperator, "その担当者コードは登録されていません。"))
}

#[cfg(test)]
mod tests;
