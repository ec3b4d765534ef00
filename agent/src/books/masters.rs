//! Masters: products, tax classes, card companies, categories, operators, the shop.

use catlink_shared::basket::CounterMode;
use catlink_shared::card::{CardCategory, CardCategoryCode, CardCompany, DEFAULT_CATEGORIES};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{Operator, ShopHeader};
use catlink_shared::tax::{TaxClass, TaxKind};
use catlink_shared::wire::reply::{OperatorEntry, Product, RefusalCode};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{BooksError, refuse};

/// What a register is told by the shop's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shop {
    /// As receipts name it.
    pub header: ShopHeader,
    /// 担当者入力
    pub operator_entry: OperatorEntry,
    /// 店頭操作モード
    pub mode: CounterMode,
    /// 営業区切り時刻, hours.
    pub cutoff_hour: u8,
}

impl Default for Shop {
    fn default() -> Self {
        Self {
            header: ShopHeader {
                name: "(店舗名未設定)".to_owned(),
                address: String::new(),
                phone: String::new(),
                registration_number: None,
                footer: Vec::new(),
            },
            operator_entry: OperatorEntry::Off,
            mode: CounterMode::Live,
            cutoff_hour: 5,
        }
    }
}

/// The tables every shop starts with: categories and tax classes. Rows that are there stay as they are.
///
/// # Errors
/// The database.
pub fn lay_ground(tx: &Transaction<'_>) -> Result<(), BooksError> {
    for (code, name, stamp, report_group) in DEFAULT_CATEGORIES {
        let category = CardCategory {
            code: CardCategoryCode(*code),
            name: (*name).to_owned(),
            stamp: *stamp,
            report_group: (*report_group).to_owned(),
        };
        tx.execute(
            "INSERT OR IGNORE INTO card_category (code, body) VALUES (?1, ?2)",
            params![code, serde_json::to_string(&category)?],
        )?;
    }
    let exempt = TaxClass { kind: TaxKind::Exempt, percent: 0 };
    let out_of_scope = TaxClass { kind: TaxKind::OutOfScope, percent: 0 };
    for (code, class) in [
        ("standard", TaxClass::STANDARD_10),
        ("reduced", TaxClass::REDUCED_8),
        ("exempt", exempt),
        ("out_of_scope", out_of_scope),
    ] {
        // Consumption Tax Act as amended: both rates in force from 2019-10-01.
        tx.execute(
            "INSERT OR IGNORE INTO tax_class (code, valid_from, body) VALUES (?1, '2019-10-01', ?2)",
            params![code, serde_json::to_string(&class)?],
        )?;
    }
    Ok(())
}

/// The shop's settings; the default where nothing is set.
///
/// # Errors
/// The database, or a value of a newer version.
pub fn shop(connection: &Connection) -> Result<Shop, BooksError> {
    let default = Shop::default();
    Ok(Shop {
        header: setting(connection, "shop_header")?.unwrap_or(default.header),
        operator_entry: setting(connection, "operator_entry")?.unwrap_or(default.operator_entry),
        mode: setting(connection, "counter_mode")?.unwrap_or(default.mode),
        cutoff_hour: setting(connection, "cutoff_hour")?.unwrap_or(default.cutoff_hour),
    })
}

fn setting<T: DeserializeOwned>(connection: &Connection, name: &str) -> Result<Option<T>, BooksError> {
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
    let mut query = connection.prepare_cached(
        "SELECT p.code, p.jan, p.name, p.kana, p.department, p.unit_price,
                (SELECT t.body FROM tax_class t WHERE t.code = p.tax_code AND t.valid_from <= ?1
                 ORDER BY t.valid_from DESC LIMIT 1)
         FROM product p ORDER BY p.place, p.code",
    )?;
    let rows = query.query_map([day], |row| {
        let product = Product {
            code: row.get(0)?,
            jan: row.get(1)?,
            name: row.get(2)?,
            kana: row.get(3)?,
            department: row.get(4)?,
            unit_price: Yen::new(row.get(5)?),
            tax: TaxClass::STANDARD_10,
        };
        Ok((product, row.get::<_, String>(6)?))
    })?;
    rows.map(|row| {
        let (product, tax) = row?;
        Ok(Product { tax: serde_json::from_str(&tax)?, ..product })
    })
    .collect()
}

/// Card companies, in their order.
///
/// # Errors
/// The database.
pub fn companies(connection: &Connection) -> Result<Vec<CardCompany>, BooksError> {
    bodies(connection, "SELECT body FROM card_company ORDER BY place, code")
}

/// Categories, by code.
///
/// # Errors
/// The database.
pub fn categories(connection: &Connection) -> Result<Vec<CardCategory>, BooksError> {
    bodies(connection, "SELECT body FROM card_category ORDER BY code")
}

fn bodies<T: DeserializeOwned>(connection: &Connection, sql: &str) -> Result<Vec<T>, BooksError> {
    let mut query = connection.prepare_cached(sql)?;
    let rows = query.query_map([], |row| row.get::<_, String>(0))?;
    rows.map(|body| Ok(serde_json::from_str(&body?)?)).collect()
}

/// A card company.
///
/// # Errors
/// There is none of that code.
pub fn company(connection: &Connection, code: &str) -> Result<CardCompany, BooksError> {
    companies(connection)?
        .into_iter()
        .find(|company| company.code == code)
        .ok_or_else(|| refuse(RefusalCode::UnknownCompany, "そのカード会社は登録されていません。"))
}

/// Operators, by code.
///
/// # Errors
/// The database.
pub fn operators(connection: &Connection) -> Result<Vec<Operator>, BooksError> {
    let mut query = connection.prepare_cached("SELECT code, name FROM operator ORDER BY code")?;
    let rows = query.query_map([], |row| Ok(Operator { code: row.get(0)?, name: row.get(1)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The operator of a slip, as 担当者入力 asks for it.
///
/// # Errors
/// None given where one is asked, or none of that code.
pub fn operator(
    connection: &Connection,
    entry: OperatorEntry,
    code: Option<&str>,
) -> Result<Option<Operator>, BooksError> {
    let Some(code) = code else {
        return match entry {
            OperatorEntry::Off => Ok(None),
            OperatorEntry::On => Err(refuse(RefusalCode::UnknownOperator, "担当者を入力してください。")),
        };
    };
    operators(connection)?
        .into_iter()
        .find(|operator| operator.code == code)
        .map(Some)
        .ok_or_else(|| refuse(RefusalCode::UnknownOperator, "その担当者コードは登録されていません。"))
}
