//! Receipts on paper: they come out by themselves where 端末マスタ says so, once, and as wide as the roll is.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;

/// Sets this register's printing and opens 店頭販売; nothing comes out of a printer here.
fn set_up(shop: &Shop, printing: &str, paper: &str) -> Result<()> {
    shop.browser.counts_prints()?;
    shop.browser.reload()?;
    shop.open_master("register")?;
    shop.open_row("01")?;
    for _ in 0..3 {
        shop.browser.press(Key::F10)?;
    }
    shop.write("printing", printing)?;
    shop.write("paper", paper)?;
    shop.browser.wait_for_attribute("#receipt", "data-width", paper)?;
    shop.browser.fits()?;
    shop.browser.picture(&format!("preview-{paper}"))?;
    shop.keep_row()?;
    shop.leave_settings()
}

/// One sale for cash, up to its receipt.
fn sell(shop: &Shop) -> Result<()> {
    shop.ring_up(&["1001", "3001"])?;
    shop.issue()?;
    shop.browser.press(Key::F2)?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("receipt")
}

fn receipt_is_wide(shop: &Shop, pixels: f64, millimetres: f64) -> Result<()> {
    let script = "const box = document.getElementById('receipt').getBoundingClientRect(); return box.width";
    let width = shop.browser.ask(script, &[])?.as_f64().unwrap_or_default();
    ensure!((width - pixels).abs() < 1.0, "{width} px on the screen");
    let (sheets, width) = shop.browser.printout()?;
    ensure!(sheets == 1 && (width - millimetres).abs() < 0.5, "{sheets} sheets, {width} mm wide");
    shop.browser.fits()
}

#[test]
fn a_sale_prints_by_itself_once_and_a_reload_prints_nothing() -> Result<()> {
    let shop = Shop::open_for_manager(Plan::default())?;
    set_up(&shop, "1", "58")?;
    sell(&shop)?;
    shop.browser.has_printed(1)?;
    receipt_is_wide(&shop, 219.0, 58.0)?;
    // What the agent says later of the same sale prints nothing; the key does.
    shop.browser.press(Key::F10)?;
    shop.comes_out(2, 1, "narrow", &["再発行 (1回目)", "領収証"])?;
    shop.browser.press(Key::F7)?;
    shop.browser.at("formal")?;
    shop.browser.wait_for_text("#paper-lines", "領収書")?;
    shop.browser.press(Key::F12)?;
    shop.comes_out(3, 0, "narrow-formal", &["領収書", "登録番号"])?;
    shop.browser.reload()?;
    shop.browser.at("sale")?;
    sell(&shop)?;
    shop.browser.has_printed(4)
}

#[test]
fn a_card_that_is_approved_prints_by_itself_once() -> Result<()> {
    let mut shop = Shop::open_for_manager(Plan::with_cat1(Kind::jt_c60()))?;
    set_up(&shop, "1", "80")?;
    shop.ring_up(&["1001"])?;
    shop.issue()?;
    shop.choose_company("01")?;
    shop.link()?;
    ensure!(shop.browser.prints()? == 0, "printed before it was paid");
    shop.cat1().wait_for_customer()?;
    shop.cat1().touch("visa")?;
    shop.browser.at("receipt")?;
    shop.browser.has_printed(1)?;
    shop.next_customer()?;
    ensure!(shop.browser.prints()? == 1, "printed twice");
    Ok(())
}

#[test]
fn a_register_that_prints_by_key_waits_for_the_key() -> Result<()> {
    let shop = Shop::open_for_manager(Plan::default())?;
    set_up(&shop, "0", "80")?;
    sell(&shop)?;
    ensure!(shop.browser.prints()? == 0, "printed unasked");
    shop.browser.press(Key::F10)?;
    shop.browser.has_printed(1)?;
    receipt_is_wide(&shop, 302.0, 80.0)
}
