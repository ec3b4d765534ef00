//! 取込・書出 of 商品マスタ in the page: out, changed, in again with its report, and sold.

use anyhow::{Context, Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};

/// From the menu to 【取込・書出】 of 商品マスタ.
fn open_files(shop: &Shop) -> Result<()> {
    let page = &shop.browser;
    page.at("menu")?;
    page.type_text("2")?;
    page.wait_for_attribute(".menu-processes", "data-active", "true")?;
    page.type_text("3")?;
    page.at("masters")?;
    page.wait_for_text("#counted", "件")?;
    page.press(Key::F8)?;
    page.at("files")
}

/// The products as CSV, downloaded; `down` says how many rows below the first the export stands.
fn export(shop: &Shop, down: usize) -> Result<Vec<u8>> {
    let folder = shop.place.data.join(format!("downloads-{down}"));
    shop.browser.download_into(&folder)?;
    shop.browser.press_times(Key::Down, down)?;
    shop.browser.press(Key::F12)?;
    let bytes = shop.browser.downloaded(&folder, "商品マスタ-")?;
    shop.browser.told("を書き出しました")?;
    shop.browser.fits()?;
    Ok(bytes)
}

/// Picks a file with this in it.
fn pick(shop: &Shop, name: &str, bytes: &[u8]) -> Result<()> {
    let file = shop.place.data.join(name);
    std::fs::write(&file, bytes)?;
    shop.browser.pick_file("#file", &file)
}

#[test]
fn products_go_out_are_changed_come_in_with_a_report_and_are_sold() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    let page = &shop.browser;
    open_files(&shop)?;
    page.fits()?;
    let text = String::from_utf8(export(&shop, 0)?)?;
    let text = text.strip_prefix('\u{feff}').context("a byte order mark")?;
    ensure!(text.starts_with("商品コード,JANコード,商品名,"), "{text:.60}");
    let before = "おにぎり 鮭,オニギリ サケ,食品,158";
    ensure!(text.contains(before), "{text}");
    let mut changed = text.replace(before, "おにぎり 鮭,オニギリ サケ,食品,168");
    changed.push_str("8001,,\"新しい\"\"特製\"\"弁当\",,食品,500,0,reduced\r\n");
    changed.push_str("8002,,高すぎる品,,食品,99999999,0,reduced\r\n");
    let bad_line = changed.lines().count();
    pick(&shop, "商品 変更.csv", changed.as_bytes())?;
    page.wait_for_attribute("#report-head", "data-checked", "true")?;
    page.wait_for_text("#report-head", "F12で、新規1件と変更1件を登録し、誤りのある1行は登録しません")?;
    page.wait_for_text("#report-lines", &format!("{bad_line}行目誤り単価は0から9999999まで"))?;
    page.picture("report")?;
    page.fits()?;
    page.press(Key::F12)?;
    shop.approve("settings")?;
    page.wait_for_text("#report-head", "登録しました。新規1件、変更1件。")?;
    page.picture("written")?;
    page.fits()?;
    page.press(Key::F9)?;
    page.press(Key::F9)?;
    page.at("masters")?;
    page.press(Key::F9)?;
    page.press(Key::F9)?;
    page.at("menu")?;
    page.press_times(Key::Up, 3)?;
    shop.open_counter()?;
    shop.ring_up(&["8001", "1001"])?;
    page.wait_for_text("#total", "668")?;
    shop.issue()?;
    shop.pay_cash()?;
    shop.close_the_books(0)
}

#[test]
fn a_file_that_is_not_right_is_refused_in_words_and_shift_jis_changes_nothing() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    let page = &shop.browser;
    open_files(&shop)?;
    pick(&shop, "header.csv", "商品コード,商品名,値段\r\n1,x,1\r\n".as_bytes())?;
    page.told("足りない列: 「単価」")?;
    page.fits()?;
    let bytes = export(&shop, 1)?;
    ensure!(std::str::from_utf8(&bytes).is_err(), "this is not Shift_JIS");
    pick(&shop, "sjis.csv", &bytes)?;
    page.wait_for_text("#report-head", "変更はありません")?;
    page.picture("unchanged")?;
    page.fits()?;
    page.press(Key::F9)?;
    page.wait_for_element(".row-errand", true)?;
    shop.close_the_books(0)
}
