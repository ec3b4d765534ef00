//! 練習モード in Chromium: from the setting through the terminal's flag to the receipt and the books.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;

/// The register's row, with 店頭操作モード and a reason typed.
fn switch(shop: &Shop, mode: &str, reason: &str) -> Result<()> {
    shop.open_master("register")?;
    shop.open_row("01")?;
    shop.write("mode", mode)?;
    shop.write("reason", reason)
}

#[test]
fn training_goes_from_the_setting_to_the_receipt_and_no_card_is_charged() -> Result<()> {
    let mut shop = Shop::open_for_manager(Plan::with_cat1(Kind::jt_c60()))?;
    switch(&shop, "1", "")?;
    shop.browser.press(Key::F12)?;
    shop.faulted("reason", "練習モードにする理由を入力してください")?;
    shop.write("reason", "新人の練習")?;
    shop.keep_row()?;
    shop.browser.wait_for_text(".status-mode", "練習モード")?;
    shop.leave_settings()?;
    shop.browser.picture("training")?;
    shop.ring_up(&["1001"])?;
    shop.issue()?;
    shop.choose_company("01")?;
    shop.link()?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().touch("visa")?;
    shop.receipt_says(&["【練習】", "おにぎり 鮭"])?;
    let paper = shop.browser.text("#receipt")?.unwrap_or_default();
    ensure!(paper.matches("【練習】").count() >= 2, "above and below: {paper}");
    ensure!(!paper.contains("登録番号"), "{paper}");
    ensure!(!shop.browser.has("#receipt .barcode")?, "no bar code");
    shop.browser.fits()?;
    ensure!(shop.charges()? == 0, "nothing is billed");
    shop.browser.press(Key::F12)?;
    shop.browser.at("sale")?;
    shop.browser.wait_for_text(".status-mode", "練習モード")?;
    ensure!(shop.pos_books()?.slips.iter().all(|slip| slip.training));
    Ok(())
}

#[test]
fn it_does_not_begin_over_a_live_basket() -> Result<()> {
    let shop = Shop::open_for_manager(Plan::default())?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("menu")?;
    shop.browser.press(Key::F9)?;
    switch(&shop, "1", "新人の練習")?;
    shop.browser.press(Key::F12)?;
    shop.faulted("mode", "会計中の伝票があります")?;
    shop.browser.picture("basket")
}
