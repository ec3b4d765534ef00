//! 返品 in Chromium: goods of an earlier day go back for what was paid for them, and no more than was sold.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;

/// Three 鮭 for ¥474 and a beer, in cash; a day later.
fn sold_yesterday(shop: &Shop) -> Result<u64> {
    shop.open_counter()?;
    shop.ring_up(&["3*1001", "3001"])?;
    shop.issue()?;
    shop.pay_cash()?;
    let number = shop.newest_slip_number()?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("sale")?;
    shop.a_day_later()?;
    Ok(number)
}

#[test]
fn part_of_a_sale_comes_back_for_what_was_paid_and_never_more_than_was_sold() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    let number = sold_yesterday(&shop)?;
    shop.scan_slip(number)?;
    shop.browser.press(Key::F4)?;
    shop.reads("goods-back", &["【返品】", "おにぎり 鮭", "返品できる数"])?;
    shop.browser.type_text("4")?;
    shop.browser.press(Key::Enter)?;
    shop.hears("おにぎり 鮭 は、あと3点まで返品できます")?;
    shop.browser.type_text("2")?;
    shop.browser.press(Key::Enter)?;
    shop.browser.wait_for_text("#back-sum", "返金 ¥316")?;
    shop.browser.fits()?;
    shop.browser.wait_for_text(".status-mode", "返品")?;
    shop.browser.picture("goods-back")?;
    shop.browser.press(Key::F12)?;
    shop.reads("give-back", &["返品 2点", "返金 ¥316", "現金でお客様へ返金します"])?;
    shop.browser.fits()?;
    shop.browser.picture("give-back")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["返品伝票", "登録番号", "元伝票番号", "-¥316", "軽減税率"])?;
    shop.browser.picture("returned")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("slips")?;
    shop.scan_slip(number)?;
    shop.slip_is("partly-returned")?;
    shop.browser.press(Key::F4)?;
    shop.browser.at("goods-back")?;
    shop.browser.press(Key::F2)?;
    shop.browser.wait_for_text("#back-sum", "返金 ¥386")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("give-back")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["返品伝票"])?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("slips")?;
    shop.scan_slip(number)?;
    shop.slip_is("returned")?;
    let sum: i64 = shop.pos_books()?.slips.iter().map(|slip| slip.total).sum();
    ensure!(sum == 0, "everything came back: {sum}");
    shop.close_the_books(0)
}

#[test]
fn goods_paid_by_card_leave_a_return_to_be_done_on_the_terminal() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().touch("visa")?;
    shop.receipt_says(&["おにぎり 鮭"])?;
    let number = shop.newest_slip_number()?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("sale")?;
    shop.a_day_later()?;
    shop.scan_slip(number)?;
    shop.browser.press(Key::F4)?;
    shop.browser.at("goods-back")?;
    shop.browser.press(Key::F2)?;
    shop.browser.press(Key::F12)?;
    shop.reads("give-back", &["お客様のカードをお借りし", "端末で返品します"])?;
    shop.browser.picture("give-back-card")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["返品伝票", "カードへ返金"])?;
    shop.browser.press(Key::F12)?;
    shop.actions(1)?;
    shop.open_listed(&["端末で返品", "¥158"], "action")?;
    shop.fill_in(&[("slip-number", "90001"), ("slip-amount", "100")])?;
    shop.browser.press(Key::F12)?;
    shop.hears("金額が一致しません")?;
    shop.browser.press(Key::F6)?;
    shop.hears("「決済内容相違」として記録しました")?;
    shop.actions(2)?;
    shop.close_the_books(1)
}

#[test]
fn goods_without_their_slip_are_a_managers_and_go_back_in_cash() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    shop.open_slips()?;
    shop.browser.press(Key::F8)?;
    shop.reads("goods-unknown", &["【元伝票のない返品】"])?;
    shop.browser.press(Key::F12)?;
    shop.hears("返品する商品のバーコードを読み取るか")?;
    shop.browser.type_text("1001")?;
    shop.browser.press(Key::Enter)?;
    shop.browser.wait_for_text("#back-total", "返金 ¥158")?;
    shop.browser.fits()?;
    shop.browser.picture("goods-unknown")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("give-back-unknown")?;
    shop.fill_in(&[("sold-on", "11/20")])?;
    shop.refuses_number("sold-number", "4242424242424242")?;
    shop.fill_in(&[("sold-number", "123")])?;
    shop.browser.picture("give-back-unknown")?;
    shop.browser.press(Key::F12)?;
    shop.approve("return_without_original")?;
    shop.receipt_says(&["返品伝票", "元伝票番号 123", "11/20", "-¥158"])?;
    shop.close_the_books(0)
}
