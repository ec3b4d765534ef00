//! The demo shop: goods, card companies and operators for a data folder started with `--demo`, and a month of sales
//! ([`month`]) for who wants to look around.

mod basket;
mod chance;
mod day;
mod desk;
pub mod month;
mod paying;
mod terminals;

#[cfg(test)]
mod tests;

use catlink_shared::card::{CardCategoryCode, CardCompany, CatDeviceId, LinkFlag};
use catlink_shared::masters::{Master, STORE_CODE, company};
use catlink_shared::pin::Pin;
use catlink_shared::terminal::profile::CatModel;
use rusqlite::{Transaction, params};

use super::{BooksError, masters, people};
use crate::store::StoreError;

/// Code, name, reading, department, price, tax class. Codes become in-house JAN codes beginning with 4999999.
const GOODS: &[(&str, &str, &str, &str, i64, &str)] = &[
    ("1001", "おにぎり 鮭", "オニギリ サケ", "食品", 158, "reduced"),
    ("1002", "おにぎり 梅", "オニギリ ウメ", "食品", 148, "reduced"),
    ("1003", "おにぎり 昆布", "オニギリ コンブ", "食品", 148, "reduced"),
    ("1004", "サンドイッチ ハム玉子", "サンドイッチ ハムタマゴ", "食品", 298, "reduced"),
    ("1005", "食パン 6枚切", "ショクパン", "食品", 198, "reduced"),
    ("1006", "牛乳 1L", "ギュウニュウ", "食品", 248, "reduced"),
    ("1007", "卵 10個", "タマゴ", "食品", 278, "reduced"),
    ("1008", "納豆 3パック", "ナットウ", "食品", 108, "reduced"),
    ("1009", "豆腐 絹", "トウフ キヌ", "食品", 88, "reduced"),
    ("1010", "カップ麺 しょうゆ", "カップメン ショウユ", "食品", 188, "reduced"),
    ("1011", "米 コシヒカリ 5kg", "コメ コシヒカリ", "食品", 3_480, "reduced"),
    ("1012", "味噌 750g", "ミソ", "食品", 398, "reduced"),
    ("1013", "しょうゆ 1L", "ショウユ", "食品", 328, "reduced"),
    ("1014", "りんご 1個", "リンゴ", "青果", 158, "reduced"),
    ("1015", "バナナ 1房", "バナナ", "青果", 198, "reduced"),
    ("1016", "トマト 3個", "トマト", "青果", 298, "reduced"),
    ("2001", "緑茶 525ml", "リョクチャ", "飲料", 148, "reduced"),
    ("2002", "麦茶 600ml", "ムギチャ", "飲料", 138, "reduced"),
    ("2003", "天然水 2L", "テンネンスイ", "飲料", 108, "reduced"),
    ("2004", "缶コーヒー 微糖", "カンコーヒー ビトウ", "飲料", 130, "reduced"),
    ("2005", "オレンジジュース 1L", "オレンジジュース", "飲料", 218, "reduced"),
    ("2006", "炭酸水 500ml", "タンサンスイ", "飲料", 98, "reduced"),
    ("3001", "ビール 350ml", "ビール", "酒", 228, "standard"),
    ("3002", "日本酒 純米 720ml", "ニホンシュ ジュンマイ", "酒", 1_540, "standard"),
    ("3003", "赤ワイン 750ml", "アカワイン", "酒", 1_980, "standard"),
    ("3004", "梅酒 700ml", "ウメシュ", "酒", 1_320, "standard"),
    ("4001", "ティッシュ 5箱", "ティッシュ", "日用品", 398, "standard"),
    ("4002", "トイレットペーパー 12ロール", "トイレットペーパー", "日用品", 548, "standard"),
    ("4003", "洗濯洗剤 詰替", "センタクセンザイ", "日用品", 328, "standard"),
    ("4004", "食器用洗剤", "ショッキヨウセンザイ", "日用品", 198, "standard"),
    ("4005", "歯ブラシ", "ハブラシ", "日用品", 165, "standard"),
    ("4006", "シャンプー 詰替", "シャンプー", "日用品", 638, "standard"),
    ("4007", "乾電池 単3 4本", "カンデンチ", "日用品", 440, "standard"),
    ("4008", "ごみ袋 45L 30枚", "ゴミブクロ", "日用品", 328, "standard"),
    ("4009", "マスク 30枚", "マスク", "日用品", 550, "standard"),
    ("5001", "ボールペン 黒", "ボールペン", "文具", 110, "standard"),
    ("5002", "ノート B5", "ノート", "文具", 165, "standard"),
    ("5003", "セロハンテープ", "セロハンテープ", "文具", 121, "standard"),
    ("5004", "封筒 長3 50枚", "フウトウ", "文具", 330, "standard"),
    ("6001", "折りたたみ傘", "オリタタミガサ", "雑貨", 1_650, "standard"),
    ("6002", "タオル", "タオル", "雑貨", 880, "standard"),
    ("6003", "エコバッグ", "エコバッグ", "雑貨", 550, "standard"),
    ("6004", "レジ袋 M", "レジブクロ", "雑貨", 3, "standard"),
    ("6005", "ギフトセット 焼菓子", "ギフトセット ヤキガシ", "食品", 5_400, "reduced"),
    ("6006", "掛け時計", "カケドケイ", "雑貨", 12_800, "standard"),
];

/// Goods that are weighed and labelled in the shop: code, name, reading, department, first seven digits of the label.
const WEIGHED: &[(&str, &str, &str, &str, &str)] = &[
    ("7001", "惣菜 量り売り", "ソウザイ", "惣菜", "2100001"),
    ("7002", "精肉 量り売り", "セイニク", "精肉", "2100002"),
];

/// Code, name, model, device, category. Linked where there is a model.
type Company = (&'static str, &'static str, Option<CatModel>, Option<CatDeviceId>, u16);

const COMPANIES: &[Company] = &[
    ("01", "クレジット(三面待ち)", Some(CatModel::JtC60), Some(CatDeviceId::Cat1), 30),
    ("02", "クレジット", Some(CatModel::JtC60), Some(CatDeviceId::Cat1), 3),
    ("03", "銀聯", Some(CatModel::JtC60), Some(CatDeviceId::Cat1), 4),
    ("04", "iD", Some(CatModel::JtC60), Some(CatDeviceId::Cat1), 5),
    ("05", "QUICPay+", Some(CatModel::JtC60), Some(CatDeviceId::Cat1), 6),
    ("06", "交通系IC", Some(CatModel::JtC60), Some(CatDeviceId::Cat1), 7),
    ("07", "楽天Edy", Some(CatModel::JtC60), Some(CatDeviceId::Cat1), 8),
    ("08", "QRコード決済", Some(CatModel::JtC60), Some(CatDeviceId::Cat1), 13),
    ("11", "J-Mups クレジット", Some(CatModel::JMups), None, 3),
    ("12", "J-Mups 電子マネー", Some(CatModel::JMups), None, 1),
    ("13", "J-Mups WAON", Some(CatModel::JMups), None, 9),
    ("91", "商店会クレジット(連動なし)", None, None, 3),
    ("92", "地域電子マネー(連動なし)", None, None, 1),
    ("93", "ギフトカード(連動なし)", None, None, 3),
];

/// Code, name, role (1 clerk, 2 manager).
const OPERATORS: &[(&str, &str, &str)] = &[
    ("101", "佐藤 花子", "1"),
    ("102", "鈴木 一郎", "1"),
    ("103", "高橋 美咲", "1"),
    ("104", "田中 健", "1"),
    ("900", "店長 伊藤", "2"),
];

/// Whether a demo folder was empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filled {
    /// It was.
    Now,
    /// It has goods, and stays as it is.
    Before,
}

/// Fills an empty demo folder; one that has goods stays as it is.
///
/// # Errors
/// The database.
pub fn fill(tx: &Transaction<'_>, register_code: &str) -> Result<Filled, BooksError> {
    if masters::search(tx, Master::Product, "", 0, 1)?.1 > 0 {
        return Ok(Filled::Before);
    }
    fill_in(tx, Master::Store, STORE_CODE, SHOP)?;
    // A print dialog at every sale is in the way of whoever tries the demo out.
    let register = [("name", "レジ1"), ("operator_entry", "1"), ("printing", "0")];
    fill_in(tx, Master::Register, register_code, &register)?;
    for (code, name, kana, department, price, tax) in GOODS {
        let jan = with_check_digit(&format!("49999990{code}"));
        lay_product(tx, (code, &jan, name, kana, department), *price, tax)?;
    }
    for (code, name, kana, department, label) in WEIGHED {
        lay_product(tx, (code, label, name, kana, department), 0, "reduced")?;
    }
    for company in COMPANIES {
        lay_company(tx, *company)?;
    }
    for (code, name, role) in OPERATORS {
        let mut row = Master::Operator.blank();
        for (key, text) in [("code", code), ("name", name), ("role", role)] {
            row.set(key, *text);
        }
        masters::lay(tx, Master::Operator, &row)?;
        let hash = people::demo_hash(&Pin::typed(&pin_of(code)))
            .map_err(|error| StoreError::Other(error.to_string()))?;
        people::lay_pin(tx, code, &hash)?;
    }
    Ok(Filled::Now)
}

/// The demo's PINs are its codes with a zero; the page shows them.
fn pin_of(code: &str) -> String {
    format!("{code}0")
}

/// Fills in a row that stands there since the ground was laid.
fn fill_in(
    tx: &Transaction<'_>,
    master: Master,
    code: &str,
    pairs: &[(&str, &str)],
) -> Result<(), BooksError> {
    let Some(mut row) = masters::find(tx, master, code)? else { return Ok(()) };
    for (key, text) in pairs {
        row.values.set(key, *text);
    }
    tx.execute(
        "UPDATE master_row SET row_values = ?3 WHERE master = ?1 AND code = ?2",
        params![master.word(), code, serde_json::to_string(&row.values)?],
    )?;
    Ok(())
}

/// The registration number is made up; its check digit is right.
const SHOP: &[(&str, &str)] = &[
    ("name", "さくら商店 本店"),
    ("address", "東京都千代田区見本町1-2-3"),
    ("phone", "03-0000-0000"),
    ("registration", "T7123456789012"),
];

fn lay_product(
    tx: &Transaction<'_>,
    (code, jan, name, kana, department): (&str, &str, &str, &str, &str),
    price: i64,
    tax: &str,
) -> Result<(), BooksError> {
    let mut row = Master::Product.blank();
    let price = price.to_string();
    for (key, text) in [
        ("code", code),
        ("jan", jan),
        ("name", name),
        ("kana", kana),
        ("department", department),
        ("price", price.as_str()),
        ("tax", tax),
    ] {
        row.set(key, text);
    }
    masters::lay(tx, Master::Product, &row)
}

fn lay_company(
    tx: &Transaction<'_>,
    (code, name, model, device, category): Company,
) -> Result<(), BooksError> {
    let company = CardCompany {
        code: code.to_owned(),
        name: name.to_owned(),
        model,
        device,
        category: CardCategoryCode(category),
        link_sales: if model.is_some() { LinkFlag::On } else { LinkFlag::Off },
        link_void: LinkFlag::On,
        link_return: LinkFlag::On,
    };
    masters::lay(tx, Master::CardCompany, &company::write(&company))
}

/// Twelve digits and their check digit (JIS X 0501: weights 1 and 3 from the left).
fn with_check_digit(twelve: &str) -> String {
    let sum: u32 = twelve
        .bytes()
        .enumerate()
        .map(|(place, digit)| u32::from(digit - b'0') * if place % 2 == 0 { 1 } else { 3 })
        .sum();
    format!("{twelve}{}", (10 - sum % 10) % 10)
}
