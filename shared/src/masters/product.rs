//! 商品マスタ

use super::rule::{Rule, Takes};
use super::{Master, Values};
use crate::money::Yen;
use crate::tax::TaxClass;
use crate::wire::reply::Product;

/// Its fields.
pub const RULES: &[Rule] = &[
    Rule::new("code", "商品コード", Takes::Code(20)).needed(),
    Rule::new("jan", "JANコード", Takes::Jan).hint("価格付きインストアコードは先頭7桁を入力します。"),
    Rule::new("name", "商品名", Takes::Text(40)).needed(),
    Rule::new("kana", "カナ", Takes::Text(40)).unlisted().hint("検索に使います。"),
    Rule::new("department", "部門", Takes::Text(16)),
    Rule::new("price", "単価", Takes::Number(0, 9_999_999))
        .needed()
        .hint("価格付きインストアコードの商品は 0 にします。"),
    Rule::new("price_kind", "内税/外税", Takes::Choice(&[("0", "内税"), ("1", "外税")]))
        .needed()
        .preset("0")
        .hint("外税の商品は、税を加えた単価(円未満切捨て)で売ります。"),
    Rule::new("tax", "税区分", Takes::Reference(Master::TaxClass))
        .needed()
        .preset("standard")
        .hint("F5 で一覧から選べます。"),
];

/// The product as it is sold at a tax.
#[must_use]
pub fn read(values: &Values, tax: TaxClass) -> Product {
    let price: i64 = values.number("price").unwrap_or(0);
    let unit_price = match values.get("price_kind") {
        "1" => price + price * i64::from(tax.percent) / 100,
        _ => price,
    };
    Product {
        code: values.get("code").to_owned(),
        jan: values.text("jan"),
        name: values.get("name").to_owned(),
        kana: values.get("kana").to_owned(),
        department: values.get("department").to_owned(),
        unit_price: Yen::new(unit_price),
        tax,
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::money::Yen;
    use crate::tax::TaxClass;

    #[test]
    fn a_price_without_tax_is_sold_with_it() {
        let row = |kind| [("code", "1"), ("price", "199"), ("price_kind", kind)].into_iter().collect();
        assert_eq!(read(&row("0"), TaxClass::REDUCED_8).unit_price, Yen::new(199));
        assert_eq!(read(&row("1"), TaxClass::REDUCED_8).unit_price, Yen::new(214));
        assert_eq!(read(&row("1"), TaxClass::STANDARD_10).unit_price, Yen::new(218));
    }
}
