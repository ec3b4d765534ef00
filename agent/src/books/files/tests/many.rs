//! A file of many products.

use std::fmt::Write;

use catlink_shared::masters::Master;
use catlink_shared::wire::files::Encoding;

use super::shop::{Shop, counts};

/// Rows of the file; 100,000 of them are measured by `benches/import.rs`.
const ROWS: u32 = 20_000;

#[tokio::test]
async fn twenty_thousand_products_come_in_and_go_out() {
    let shop = Shop::open().await;
    let mut text = String::from("商品コード,商品名,単価,内税/外税,税区分\r\n");
    for number in 0..ROWS {
        let _ = write!(text, "P{number},商品 {number},{},0,reduced\r\n", number % 900 + 100);
    }
    let prepared = shop.check(Master::Product, text).await.unwrap();
    assert_eq!(counts(&prepared)[..4], [ROWS, 0, 0, 0]);
    shop.keep(prepared).await.unwrap();
    let bytes = shop.export(Master::Product, Encoding::ShiftJis).await.unwrap();
    let again = shop.check(Master::Product, bytes).await.unwrap();
    let [new, changed, unchanged, bad, only_here] = counts(&again);
    assert_eq!((new, changed, bad, only_here), (0, 0, 0, 0));
    assert!(unchanged > ROWS);
}
