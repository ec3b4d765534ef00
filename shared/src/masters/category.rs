//! カード区分: the settlement categories reports total by.

use super::rule::{Rule, Takes};
use super::{Fault, Values};
use crate::card::{CardCategory, CardCategoryCode, StampDuty};

/// Report groups, so that totals stay comparable between stores.
const GROUPS: &[(&str, &str)] =
    &[("1", "クレジット"), ("2", "電子マネー"), ("3", "デビット"), ("4", "QR"), ("5", "その他")];

/// Its fields.
pub const RULES: &[Rule] = &[
    Rule::new("code", "カード区分", Takes::Number(1, 999))
        .needed()
        .hint("1・2・3・30 は意味が決まっています。4 以上は個別の決済方法です。"),
    Rule::new("name", "名称", Takes::Text(16)).needed(),
    Rule::new(
        "stamp",
        "印紙区分",
        Takes::Choice(&[("0", "不要(カード利用と記載)"), ("1", "必要(現金と同じ)")]),
    )
    .needed()
    .preset("0")
    .hint("5万円以上の領収書に収入印紙の欄を出すかどうかです。"),
    Rule::new("group", "集計区分", Takes::Choice(GROUPS)).needed().preset("5"),
];

/// The typed row.
///
/// # Errors
/// The row was not judged by [`super::check::row`], or by another version.
pub fn read(values: &Values) -> Result<CardCategory, Fault> {
    let group = values.get("group");
    Ok(CardCategory {
        code: CardCategoryCode(
            values.number("code").ok_or_else(|| Fault::new("code", "カード区分がありません。"))?,
        ),
        name: values.get("name").to_owned(),
        stamp: if values.get("stamp") == "1" { StampDuty::Taxable } else { StampDuty::Exempt },
        report_group: GROUPS
            .iter()
            .find(|(code, _)| *code == group)
            .map_or("その他", |(_, name)| name)
            .to_owned(),
    })
}

/// The row of a category.
#[must_use]
pub fn write(code: u16, name: &str, stamp: StampDuty, report_group: &str) -> Values {
    let stamp = match stamp {
        StampDuty::Exempt => "0",
        StampDuty::Taxable => "1",
    };
    let group = GROUPS.iter().find(|(_, name)| *name == report_group).map_or("5", |(code, _)| code);
    let code = code.to_string();
    [("code", code.as_str()), ("name", name), ("stamp", stamp), ("group", group)].into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{read, write};
    use crate::card::DEFAULT_CATEGORIES;

    #[test]
    fn the_table_a_shop_starts_with_reads_back_as_it_is() {
        for (code, name, stamp, group) in DEFAULT_CATEGORIES {
            let category = read(&write(*code, name, *stamp, group)).expect("a row");
            assert_eq!((category.code.0, category.name.as_str()), (*code, *name));
            assert_eq!((category.stamp, category.report_group.as_str()), (*stamp, *group));
        }
    }
}
