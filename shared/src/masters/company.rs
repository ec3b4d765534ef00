//! カード会社マスタ: one row per card company or payment method (product §2).

use super::rule::{NO_YES, Rule, Takes};
use super::{Fault, Master, Values};
use crate::card::{CardCategoryCode, CardCompany, CatDeviceId, LinkFlag};
use crate::terminal::profile::CatModel;

/// 連携機種名, by number (the numbers are ours).
pub const MODELS: &[(&str, &str)] = &[("0", "なし"), ("1", "JT-C60(stera)"), ("2", "J-Mups")];

/// CATデバイスID
const DEVICES: &[(&str, &str)] = &[("0", "なし"), ("1", "CAT1"), ("2", "CAT2")];

/// Its fields.
pub const RULES: &[Rule] = &[
    Rule::new("code", "コード", Takes::Code(8)).needed(),
    Rule::new("name", "名称", Takes::Text(20)).needed(),
    Rule::new("model", "連携機種名", Takes::Choice(MODELS)).needed().preset("0"),
    Rule::new("device", "CATデバイスID", Takes::Choice(DEVICES))
        .needed()
        .preset("0")
        .hint("JT-C60 だけで使います。"),
    Rule::new("category", "カード区分", Takes::Reference(Master::CardCategory))
        .needed()
        .hint("F5 で一覧から選べます。3 以上の個別の区分、三面待ちは 30 をおすすめします。"),
    Rule::new("link_sales", "売上連携", Takes::Choice(NO_YES)).needed().preset("0"),
    Rule::new("link_void", "取消連携", Takes::Choice(NO_YES))
        .needed()
        .preset("1")
        .hint("取消のとき案内を表示します。端末側の操作待ちは、どちらでも残ります。"),
    Rule::new("link_return", "返品連携", Takes::Choice(NO_YES)).needed().preset("1"),
];

/// The model of a number; none where it is 0.
#[must_use]
pub fn model(number: &str) -> Option<CatModel> {
    match number {
        "1" => Some(CatModel::JtC60),
        "2" => Some(CatModel::JMups),
        _ => None,
    }
}

/// The number of a model.
#[must_use]
pub const fn model_number(model: Option<CatModel>) -> &'static str {
    match model {
        None => "0",
        Some(CatModel::JtC60) => "1",
        Some(CatModel::JMups) => "2",
    }
}

fn flag(text: &str) -> LinkFlag {
    if text == "1" { LinkFlag::On } else { LinkFlag::Off }
}

const fn flag_number(flag: LinkFlag) -> &'static str {
    match flag {
        LinkFlag::Off => "0",
        LinkFlag::On => "1",
    }
}

/// The typed row.
///
/// # Errors
/// The row was not judged by [`super::check::row`], or by another version.
pub fn read(values: &Values) -> Result<CardCompany, Fault> {
    let category =
        values.number("category").ok_or_else(|| Fault::new("category", "カード区分がありません。"))?;
    Ok(CardCompany {
        code: values.get("code").to_owned(),
        name: values.get("name").to_owned(),
        model: model(values.get("model")),
        device: match values.get("device") {
            "1" => Some(CatDeviceId::Cat1),
            "2" => Some(CatDeviceId::Cat2),
            _ => None,
        },
        category: CardCategoryCode(category),
        link_sales: flag(values.get("link_sales")),
        link_void: flag(values.get("link_void")),
        link_return: flag(values.get("link_return")),
    })
}

/// The row of a company.
#[must_use]
pub fn write(company: &CardCompany) -> Values {
    let category = company.category.to_string();
    let device = match company.device {
        None => "0",
        Some(CatDeviceId::Cat1) => "1",
        Some(CatDeviceId::Cat2) => "2",
    };
    [
        ("code", company.code.as_str()),
        ("name", &company.name),
        ("model", model_number(company.model)),
        ("device", device),
        ("category", &category),
        ("link_sales", flag_number(company.link_sales)),
        ("link_void", flag_number(company.link_void)),
        ("link_return", flag_number(company.link_return)),
    ]
    .into_iter()
    .collect()
}
