//! 税区分: rows with the day they come into force, since rates change.

use super::rule::{Rule, Takes};
use super::{Fault, Values};
use crate::tax::{TaxClass, TaxKind};

const KINDS: &[(&str, &str)] = &[("1", "標準税率"), ("2", "軽減税率"), ("3", "非課税"), ("4", "不課税")];

/// Its fields.
pub const RULES: &[Rule] = &[
    Rule::new("code", "税区分", Takes::Code(16)).needed().hint("商品マスタはこのコードで参照します。税率が変わるときは、同じコードで適用開始日の違う行を追加します。"),
    Rule::new("name", "名称", Takes::Text(16)).needed(),
    Rule::new("kind", "種類", Takes::Choice(KINDS)).needed().preset("1"),
    Rule::new("valid_from", "適用開始日", Takes::Date).needed(),
    Rule::new("percent", "税率(%)", Takes::Number(0, 50)).needed().preset("10"),
];

/// The typed row.
///
/// # Errors
/// The row was not judged by [`super::check::row`], or by another version.
pub fn read(values: &Values) -> Result<TaxClass, Fault> {
    let kind = match values.get("kind") {
        "1" => TaxKind::Standard,
        "2" => TaxKind::Reduced,
        "3" => TaxKind::Exempt,
        "4" => TaxKind::OutOfScope,
        _ => return Err(Fault::new("kind", "税の種類がありません。")),
    };
    let percent = values.number("percent").ok_or_else(|| Fault::new("percent", "税率がありません。"))?;
    Ok(TaxClass { kind, percent })
}

/// The row of a class.
#[must_use]
pub fn write(code: &str, name: &str, class: TaxClass, valid_from: &str) -> Values {
    let kind = match class.kind {
        TaxKind::Standard => "1",
        TaxKind::Reduced => "2",
        TaxKind::Exempt => "3",
        TaxKind::OutOfScope => "4",
    };
    let percent = class.percent.to_string();
    [
        ("code", code),
        ("name", name),
        ("kind", kind),
        ("valid_from", valid_from),
        ("percent", percent.as_str()),
    ]
    .into_iter()
    .collect()
}
