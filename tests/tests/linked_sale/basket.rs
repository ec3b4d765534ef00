//! Before the money: goods come in by scanner, search and keyboard, and the sale waits while another customer is served.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop, jan_of};

#[test]
fn a_scanned_code_becomes_a_line() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    shop.open_counter()?;
    shop.browser.scan(&jan_of("1001"))?;
    shop.browser.wait_for_text("#lines", "おにぎり 鮭")?;
    shop.browser.reload()?;
    shop.browser.at("sale")?;
    shop.browser.wait_for_text("#total", "158")?;
    shop.issue()?;
    shop.browser.press(Key::F2)?;
    shop.browser.wait_for_text("#change", "¥0")?;
    shop.browser.press(Key::F12)?;
    shop.next_customer()?;
    shop.close_the_books(0)
}

#[test]
fn goods_are_searched_counted_discounted_and_parked_by_keys_alone() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    let page = &shop.browser;
    shop.open_counter()?;
    page.press(Key::F5)?;
    page.at("search")?;
    page.type_text("1006")?;
    page.wait_for_text("[data-product='1006']", "牛乳")?;
    page.press(Key::F12)?;
    page.at("sale")?;
    page.press(Key::F2)?;
    page.at("quantity")?;
    page.type_text("3")?;
    page.press(Key::F12)?;
    page.at("sale")?;
    page.wait_for_text("#total", "744")?;
    page.press(Key::F3)?;
    page.at("discount")?;
    shop.fill_in(&[("discount-yen", ""), ("discount-rate", "10")])?;
    page.press(Key::F12)?;
    page.at("sale")?;
    page.wait_for_text("#total", "670")?;
    // 会計保留: the next customer, who changes his mind.
    page.press(Key::F7)?;
    page.wait_for_text("#pieces", "0点")?;
    page.at("sale")?;
    shop.ring_up(&["3001"])?;
    page.press(Key::F1)?;
    page.at("discard")?;
    page.press(Key::F12)?;
    page.at("sale")?;
    page.wait_for_text("#pieces", "0点")?;
    // 呼出
    page.press(Key::F8)?;
    page.at("park")?;
    page.press(Key::F12)?;
    page.at("sale")?;
    page.wait_for_text("#total", "670")?;
    shop.issue()?;
    page.press(Key::F2)?;
    page.press(Key::F12)?;
    shop.receipt_says(&["牛乳", "670"])?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.slips.len() == 1);
    shop.close_the_books(0)
}
