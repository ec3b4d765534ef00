//! CSV: what is taken, what is refused and with which words.

use std::sync::Arc;

use catlink_shared::masters::Master;
use catlink_shared::wire::files::{Encoding, Verdict};
use catlink_shared::wire::reply::RefusalCode;

use super::shop::{Shop, bad, counts};
use crate::books::files::{FileError, Ticker};
use crate::books::history;

const HEADER: &str = "商品コード,商品名,単価,内税/外税,税区分";

#[tokio::test]
async fn a_changed_price_a_new_product_and_a_bad_line_are_told_apart() {
    let shop = Shop::open().await;
    let mut text = shop
        .products()
        .await
        .replace("おにぎり 鮭,オニギリ サケ,食品,158", "おにぎり 鮭,オニギリ サケ,食品,168");
    text.push_str("8001,,新しい品,,食品,500,0,reduced\r\n8002,,高すぎる品,,食品,99999999,0,reduced\r\n");
    let prepared = shop.check(Master::Product, text).await.unwrap();
    let [new, changed, unchanged, wrong, only_here] = counts(&prepared);
    assert_eq!((new, changed, wrong, only_here), (1, 1, 1, 0));
    let (line, message) = bad(&prepared).remove(0);
    assert_eq!(line, unchanged + 4);
    assert!(message.starts_with("単価は0から9999999まで"), "{message}");
    assert_eq!(prepared.report.verdict, Verdict::WithoutBadLines);
    shop.keep(prepared).await.unwrap();
    let row = shop.row(Master::Product, "1001").await.unwrap();
    assert_eq!((row.values.get("price"), row.revision), ("168", 2));
    assert!(
        shop.row(Master::Product, "8001").await.is_some()
            && shop.row(Master::Product, "8002").await.is_none()
    );
    let changes =
        shop.0.read(|connection| history::read(connection, Some(Master::Product), None, 9)).await.unwrap();
    let said: Vec<_> = changes
        .iter()
        .flat_map(|change| &change.fields)
        .map(|field| (field.label.as_str(), field.from.as_str(), field.to.as_str()))
        .collect();
    assert!(said.contains(&("コード 1001", "単価 158", "単価 168")), "{said:?}");
    assert!(
        said.contains(&("新規", "", "1")) && said.iter().any(|(label, ..)| *label == "SHA-256"),
        "{said:?}"
    );
    assert_eq!(shop.0.read(history::verify).await.unwrap(), None);
}

#[tokio::test]
async fn a_wrong_header_is_refused_with_what_is_expected() {
    let shop = Shop::open().await;
    for (header, said) in [
        ("商品コード,商品名,値段,内税/外税,税区分", ["足りない列: 「単価」", "知らない列: 「値段」"]),
        (
            "商品コード,商品名,単価,単価,内税/外税,税区分",
            ["2つある列: 「単価」", "見出しは 商品コード,JANコード"],
        ),
        ("1001,おにぎり,158,0,reduced", ["足りない列: 「商品コード」「商品名」", "「おにぎり」"]),
        ("", ["足りない列", "商品マスタのもの"]),
    ] {
        let refusal =
            shop.check(Master::Product, format!("{header}\r\n1,x,1,0,reduced\r\n")).await.unwrap_err();
        assert_eq!(refusal.code, RefusalCode::BadFile);
        assert!(said.iter().all(|words| refusal.message.contains(words)), "{}", refusal.message);
    }
}

#[tokio::test]
async fn columns_in_any_order_change_only_what_they_name() {
    let shop = Shop::open().await;
    let text = "単価,商品コード,税区分,内税/外税,商品名\n159,1001,reduced,0,おにぎり 鮭\n";
    let prepared = shop.check(Master::Product, text).await.unwrap();
    assert_eq!(counts(&prepared)[..4], [0, 1, 0, 0]);
    assert!(
        prepared.report.notes[0].contains("「JANコード」「カナ」「部門」"),
        "{:?}",
        prepared.report.notes
    );
    shop.keep(prepared).await.unwrap();
    let row = shop.row(Master::Product, "1001").await.unwrap();
    assert_eq!((row.values.get("price"), row.values.get("kana")), ("159", "オニギリ サケ"));
    assert!(!row.values.get("jan").is_empty());
}

#[tokio::test]
async fn shift_jis_is_read_and_what_it_lacks_is_named_not_replaced() {
    let shop = Shop::open().await;
    let bytes = shop.export(Master::Product, Encoding::ShiftJis).await.unwrap();
    assert!(std::str::from_utf8(&bytes).is_err());
    let [_, changed, unchanged, wrong, _] = counts(&shop.check(Master::Product, bytes).await.unwrap());
    assert!(changed == 0 && unchanged > 40 && wrong == 0);
    shop.save(Master::Product, Some("1001"), vec![("name", "𠮷野の¥100おにぎり①髙")]).await;
    let refusal = shop.export(Master::Product, Encoding::ShiftJis).await.unwrap_err();
    assert!(refusal.message.contains("1001 の商品名「𠮷¥」"), "{}", refusal.message);
}

#[tokio::test]
async fn another_encoding_is_refused_and_nothing_is_guessed() {
    let shop = Shop::open().await;
    let utf_16: Vec<u8> = HEADER.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [utf_16, b"\x80\xff\xfd\xfe".to_vec(), b"a\0b\0".to_vec()] {
        let refusal = shop.check(Master::Product, bytes).await.unwrap_err();
        assert!(refusal.message.contains("UTF-8でもShift_JISでも"), "{}", refusal.message);
    }
}

#[tokio::test]
async fn quotes_and_line_breaks_in_names_are_read_as_they_are_meant() {
    let shop = Shop::open().await;
    let good = "9001,\"3\"\"パイプ, 白\",10,0,standard\r\n";
    let prepared = shop.check(Master::Product, format!("{HEADER}\r\n{good}")).await.unwrap();
    assert_eq!(prepared.tables[0].writes[0].row_values.matches("3\\\"パイプ, 白").count(), 1);
    let lines = "9001,\"二行の\r\n品名\",10,0,standard\r\n\r\n9002,次の品,x,0,standard\r\n";
    let said = shop.bad(HEADER, lines).await;
    assert_eq!(said.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 5]);
    assert!(said[0].1.contains("改行") && said[1].1.contains("単価"), "{said:?}");
    let open = shop
        .bad(HEADER, "9001,品,10,0,standard\n9002,\"閉じない,10,0,standard\n9003,品,10,0,standard\n")
        .await;
    assert_eq!(open, [(3, "この行から引用符(\")が閉じていません。".to_owned())]);
    let short = shop.bad(HEADER, "9001,品,10\n,,,,\n9002,品,10,0,standard,9\n").await;
    assert_eq!(short.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 4]);
}

#[tokio::test]
async fn a_code_or_jan_twice_in_the_file_is_wrong_in_every_line() {
    let shop = Shop::open().await;
    let said =
        shop.bad(HEADER, "9001,甲,10,0,standard\n9002,乙,10,0,standard\n9001,丙,10,0,standard\n").await;
    assert_eq!(said.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 4]);
    assert!(said[0].1.contains("コード「9001」") && said[0].1.contains("2行目と4行目"), "{said:?}");
    let header = format!("JANコード,{HEADER}");
    let said =
        shop.bad(&header, "4901234567894,9001,甲,10,0,standard\n4901234567894,9002,乙,10,0,standard\n").await;
    assert_eq!(said.len(), 2);
    let own = shop.row(Master::Product, "1001").await.unwrap();
    let jan = own.values.get("jan");
    let said = shop.bad(&header, &format!("{jan},9001,甲,10,0,standard\n")).await;
    assert!(said[0].1.contains("ほかの商品(1001)"), "{said:?}");
}

#[tokio::test]
async fn two_products_exchange_their_jans_in_one_file() {
    let shop = Shop::open().await;
    let jan = async |code| shop.row(Master::Product, code).await.unwrap().values.get("jan").to_owned();
    let (one, two) = (jan("1001").await, jan("1002").await);
    let header = format!("JANコード,{HEADER}");
    let text = format!("{header}\n{two},1001,甲,10,0,standard\n{one},1002,乙,10,0,standard\n");
    let prepared = shop.check(Master::Product, text).await.unwrap();
    assert_eq!(counts(&prepared)[..4], [0, 2, 0, 0]);
    shop.keep(prepared).await.unwrap();
    assert_eq!((jan("1001").await, jan("1002").await), (two.clone(), one.clone()));
    // The second keeps its JAN, since its line is wrong: the first cannot have it.
    let text = format!("{header}\n{one},1001,甲,10,0,standard\n{two},1002,乙,x,0,standard\n");
    let prepared = shop.check(Master::Product, text).await.unwrap();
    assert_eq!(bad(&prepared).len(), 2);
    assert_eq!(prepared.report.verdict, Verdict::Nothing);
}

#[tokio::test]
async fn what_refers_to_nothing_and_the_rules_between_fields_are_told_by_line() {
    let shop = Shop::open().await;
    let said = shop.bad(HEADER, "9001,甲,10,0,luxury\n").await;
    assert!(said[0].1.contains("税区分「luxury」は税区分に登録されていません"), "{said:?}");
    let bytes = shop.export(Master::CardCompany, Encoding::Utf8Bom).await.unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let line = text.lines().find(|line| line.starts_with("01,")).unwrap();
    let prepared =
        shop.check(Master::CardCompany, text.replace(line, &line.replace(",30,", ",1,"))).await.unwrap();
    assert!(bad(&prepared)[0].1.contains("JT-C60"), "{:?}", bad(&prepared));
    let refusal = shop.check(Master::Operator, "x").await.unwrap_err();
    assert!(refusal.message.contains("担当者マスタはファイルから取り込めません"));
}

#[tokio::test]
async fn what_another_page_changed_after_the_check_is_not_overwritten() {
    let shop = Shop::open().await;
    let text = shop.products().await.replace(",158,", ",168,");
    for (master, code) in [(Master::Product, "1002"), (Master::TaxClass, "standard/2019-10-01")] {
        let prepared = shop.check(Master::Product, text.clone()).await.unwrap();
        shop.save(master, Some(code), vec![("name", "変えた")]).await;
        let refusal = shop.keep(prepared).await.unwrap_err();
        assert_eq!(refusal.code, RefusalCode::StaleRow, "{}", refusal.message);
    }
    let prepared = shop.check(Master::Product, text).await.unwrap();
    // A master that has nothing to do with it does not matter.
    shop.save(Master::Operator, Some("101"), vec![("name", "変えた")]).await;
    shop.keep(prepared).await.unwrap();
}

#[tokio::test]
async fn stopping_leaves_everything_as_it_was() {
    let shop = Shop::open().await;
    let before = shop.rows(Master::Product).await;
    let text = shop.products().await.replace(",158,", ",168,").replace(",148,", ",149,");
    let prepared = shop.check(Master::Product, text).await.unwrap();
    let ticker = Arc::new(Ticker::default());
    ticker.stop();
    let stopped = shop.keep_until(prepared, ticker).await;
    assert!(matches!(stopped, Err(FileError::Stopped)), "{stopped:?}");
    assert_eq!(shop.rows(Master::Product).await, before);
    assert_eq!(shop.0.read(|connection| history::read(connection, None, None, 9)).await.unwrap(), []);
}

#[tokio::test]
async fn what_a_spreadsheet_would_take_for_a_formula_is_defused_and_comes_back() {
    let shop = Shop::open().await;
    for name in ["=1+1", "@SUM(A1)", "'=already", "''", "'96年もの", "-3℃ 氷"] {
        shop.save(Master::Product, Some("1001"), vec![("name", name)]).await;
        let text = shop.products().await;
        for cell in text.lines().flat_map(|line| line.split(',')) {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
        }
        let prepared = shop.check(Master::Product, text).await.unwrap();
        assert_eq!(counts(&prepared)[..2], [0, 0], "{name}");
    }
}

#[tokio::test]
async fn lines_that_stay_out_come_back_with_the_reason_and_come_in_once_they_are_mended() {
    let shop = Shop::open().await;
    let text = format!("{HEADER}\n8001,よい,100,0,reduced\n8002,\"わるい,1\",高い,0,reduced\n8003,短い\n");
    let prepared = shop.check(Master::Product, text).await.unwrap();
    let file = prepared.left_out.clone().expect("two lines stay out");
    assert_eq!((file.name.as_str(), file.rows), ("file-誤り.csv", 2));
    let text = String::from_utf8(file.content.whole()).unwrap().trim_start_matches('\u{feff}').to_owned();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], format!("{HEADER},取り込めない理由"));
    assert!(lines[1].starts_with("8002,\"わるい,1\",高い,0,reduced,単価は"), "{text}");
    assert!(lines[2].starts_with("8003,短い,,,,"), "{text}");
    assert_eq!(lines.len(), 3, "{text}");
    shop.keep(prepared).await.unwrap();
    let mended = text.replace("高い", "200").replace("短い,,,,", "短い,300,0,reduced,");
    let prepared = shop.check(Master::Product, mended).await.unwrap();
    assert_eq!(counts(&prepared)[..4], [2, 0, 0, 0]);
    assert!(prepared.left_out.is_none());
}
