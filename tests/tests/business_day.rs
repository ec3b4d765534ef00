//! The business day in Chromium: opened with change, sold in, counted, closed once, and never gone back to.

#[path = "business_day/closing.rs"]
mod closing;
#[path = "business_day/reports.rs"]
mod reports;

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};

/// おにぎり for ¥158 in cash.
fn sell_for_cash(shop: &Shop) -> Result<()> {
    shop.go_to_counter()?;
    shop.ring_up(&["1001"])?;
    shop.issue()?;
    shop.pay_cash()
}

/// F10: the paper has these words, and nothing of the screen around them.
fn prints(shop: &Shop, times: u64, screen: &str, words: &[&str]) -> Result<()> {
    shop.browser.at(screen)?;
    shop.browser.press(Key::F10)?;
    shop.browser.has_printed(times)?;
    let paper = shop.browser.on_paper(screen)?;
    for word in words {
        ensure!(paper.contains(word), "the paper does not say `{word}`:\n{paper}");
    }
    ensure!(!paper.contains("F12") && !paper.contains("担当 佐藤"), "the screen is printed:\n{paper}");
    Ok(())
}

#[test]
fn a_whole_day_from_the_change_to_the_next_mornings_change() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    shop.counts_prints()?;
    shop.open_day("day-open")?;
    shop.browser.wait_for_text("#opens", "を開設します")?;
    shop.browser.fits()?;
    shop.browser.picture("open")?;
    shop.open_register("30000")?;
    sell_for_cash(&shop)?;

    shop.open_day("day-moves")?;
    shop.browser.wait_for_text("#expected", "¥30,158")?;
    shop.browser.press(Key::F3)?;
    shop.write("cash-amount", "30159")?;
    shop.write("cash-reason", "両替")?;
    shop.browser.press(Key::F12)?;
    shop.hears("引出しにある金額(¥30,158)を超える出金はできません")?;
    shop.write("cash-amount", "10000")?;
    shop.confirm_day("出金 ¥10,000 両替")?;
    shop.browser.wait_for_text("#movements", "¥10,000")?;
    shop.browser.wait_for_text("#expected", "¥20,158")?;
    shop.browser.fits()?;
    shop.browser.picture("moves")?;

    shop.open_day("day-check")?;
    shop.browser.wait_for_text("#expected", "¥20,158")?;
    shop.browser.press(Key::F6)?;
    for (field, count) in [("yen-10000", "2"), ("yen-100", "1"), ("yen-50", "1")] {
        shop.write(field, count)?;
    }
    shop.browser.wait_for_text("#difference", "不足 ¥8")?;
    shop.browser.fits()?;
    shop.browser.picture("check")?;
    shop.confirm_day("不足 ¥8")?;
    shop.hears("レジ点検を記録しました")?;
    shop.browser.wait_for_text("#checks", "不足 ¥8")?;
    prints(&shop, 1, "day-check", &["10,000円 × 2", "あるはずの金額", "不足 ¥8"])?;

    // A parked sale is an open item: a manager closes over it.
    shop.go_to_counter()?;
    shop.ring_up(&["2*1001"])?;
    shop.browser.press(Key::F7)?;
    shop.browser.told("会計を保留しました")?;
    shop.open_day("day-close")?;
    shop.browser.wait_for_text("#open-items", "会計保留")?;
    shop.browser.fits()?;
    shop.browser.picture("close-items")?;
    shop.close_step("count")?;
    shop.count_sum("20150")?;
    shop.browser.wait_for_text("#difference", "不足 ¥8")?;
    shop.browser.fits()?;
    shop.browser.picture("close-count")?;
    shop.close_step("last")?;
    shop.browser.wait_for_element("#needs-manager", true)?;
    shop.browser.picture("close-last")?;
    shop.confirm_day("精算します")?;
    shop.approve("close_with_open_items")?;
    shop.report_says(&["158", "不足 ¥8", "責任者 900", "会計保留 2点 ¥316", "釣銭準備金", "両替"])?;
    shop.browser.picture("report")?;
    prints(&shop, 2, "day-report", &["日計 20", "さくら商店", "不足 ¥8", "会計保留 2点"])?;

    // Nothing is sold in a closed day.
    shop.go_to_counter()?;
    shop.browser.wait_for_element("#day-closed", true)?;
    shop.ring_up(&["1001"])?;
    shop.issue()?;
    shop.browser.press(Key::F2)?;
    shop.browser.wait_for_text("#change", "¥0")?;
    shop.browser.press(Key::F12)?;
    shop.hears("本日は精算済みです。端末開設をしてから")?;
    shop.browser.picture("closed")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("sale")?;

    // The next day opens before the clock gets there.
    let before = shop.pos_books()?.slips.len();
    shop.open_day("day-open")?;
    shop.browser.wait_for_text("#last-closing", "¥20,150")?;
    shop.browser.press(Key::F5)?;
    shop.browser.wait_for_text("#counted", "¥20,150")?;
    shop.browser.fits()?;
    shop.browser.picture("open-again")?;
    shop.confirm_day("釣銭準備金 ¥20,150")?;
    shop.browser.at("menu")?;
    shop.go_to_counter()?;
    shop.issue()?;
    shop.pay_cash()?;
    ensure!(shop.pos_books()?.slips.len() == before + 1, "the sale that waited is sold");
    Ok(())
}

#[test]
fn training_moves_no_cash() -> Result<()> {
    let shop = Shop::open_for_manager(Plan::default())?;
    shop.open_master("register")?;
    shop.open_row("01")?;
    shop.write("mode", "1")?;
    shop.write("reason", "新人の練習")?;
    shop.keep_row()?;
    shop.go_to_menu()?;
    shop.browser.type_text("1")?;
    shop.browser.wait_for_attribute(".menu-processes", "data-active", "true")?;
    shop.browser.type_text("7")?;
    shop.hears("練習モードでは、端末開設・入出金・レジ点検・精算はできません")?;
    shop.browser.at("menu")
}

#[test]
fn a_day_without_anything_says_what_to_do() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    shop.open_day("day-report")?;
    shop.browser.wait_for_text("#empty-report", "「店頭処理」で販売するか「端末開設」をすると")?;
    shop.browser.fits()?;
    shop.browser.picture("empty-report")?;
    shop.open_day("day-close")?;
    shop.browser.wait_for_text("#nothing-to-close", "精算する営業日がありません")?;
    shop.browser.press(Key::F12)?;
    shop.hears("精算する営業日がありません")
}
