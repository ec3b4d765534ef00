//! 商品マスタ

use super::rule::{Rule, Takes};
use super::{Master, Values};
use crate::money::Yen;
use crate::tax::{Rounding, TaxClass};
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
        .hint("外税の商品は、税を加えた単価(円未満は店舗基本マスタの端数処理)で売ります。"),
    Rule::new("tax", "税区分", Takes::Reference(Master::TaxClass))
        .needed()
        .preset("standard")
        .hint("F5 で一覧から選べます。"),
];

/// The product as it is sold at a tax.
#[must_use]
pub fn read(values: &Values, tax: TaxClass, rounding: Rounding) -> Product {
    let price = Yen::new(values.number("price").unwrap_or(0));
    let unit_price = match values.get("price_kind") {
        "1" => tax.tax_on(price, rounding).and_then(|on| price.checked_add(on)).unwrap_or(price),
        _ => price,
    };
    Product {
        code: values.get("code").to_owned(),
        jan: values.text("jan"),
        name: values.get("name").to_owned(),
        kana: values.get("kana").to_owned(),
        department: values.get("department").to_owned(),
        unit_price,
        tax,
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::tax::{Rounding, TaxClass};

    #[test]
    fn a_price_without_tax_is_sold_with_it() {
        let row = |kind| [("code", "1"), ("price", "199"), ("price_kind", kind)].into_iter().collect();
        let sold = |kind, tax, rounding| read(&row(kind), tax, rounding).unit_price.get();
        for (way, reduced, standard) in
            [(Rounding::Down, 214, 218), (Rounding::HalfUp, 215, 219), (Rounding::Up, 215, 219)]
        {
            assert_eq!(sold("0", TaxClass::REDUCED_8, way), 199);
            assert_eq!(sold("1", TaxClass::REDUCED_8, way), reduced);
            assert_eq!(sold("1", TaxClass::STANDARD_10, way), standard);
        }
    }
}
