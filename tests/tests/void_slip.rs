//! 伝票取消 in Chromium: the slip is found by its bar code, its money goes back, and the terminal's side stays to be done.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;

/// A cash sale of ¥158; its number.
fn sold_for_cash(shop: &Shop) -> Result<u64> {
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    shop.issue()?;
    shop.pay_cash()?;
    shop.newest_slip_number()
}

/// A sale of ¥158 on the terminal; its number, and the terminal's.
fn sold_on_the_terminal(shop: &mut Shop, company: &str, card: &str) -> Result<(u64, String)> {
    shop.sell_linked(&["1001"], company)?;
    shop.cat1().touch(card)?;
    shop.receipt_says(&["おにぎり 鮭"])?;
    let paper = shop.cat1().newest_slip()?;
    Ok((shop.newest_slip_number()?, paper))
}

/// The receipt is put away, its bar code read, and F1取消 pressed.
fn ask_to_void(shop: &Shop, number: u64) -> Result<()> {
    shop.browser.press(Key::F12)?;
    shop.scan_slip(number)?;
    shop.browser.press(Key::F1)?;
    shop.browser.at("void")
}

#[test]
fn a_cash_sale_is_voided_once_and_its_slip_says_so() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    let number = sold_for_cash(&shop)?;
    shop.browser.press(Key::F12)?;
    shop.scan_slip(number)?;
    shop.slip_is("settled")?;
    shop.browser.picture("slip")?;
    shop.browser.press(Key::F1)?;
    shop.reads("void", &["【伝票取消】", "現金", "¥158", "よろしいですか?"])?;
    shop.browser.wait_for_text(".status-mode", "取消")?;
    shop.browser.picture("void")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["取消伝票", "元伝票番号", "-¥158", "現金返金"])?;
    shop.browser.wait_for_text(".done", "伝票を取消しました")?;
    shop.browser.fits()?;
    shop.browser.picture("voided")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("slips")?;
    shop.browser.picture("slips")?;
    shop.scan_slip(number)?;
    shop.slip_is("voided")?;
    ensure!(!shop.browser.has("#f1[data-empty='false']")?, "F1 is gone");
    let books = shop.pos_books()?;
    let sum: i64 = books.slips.iter().map(|slip| slip.total).sum();
    ensure!((books.slips.len(), sum) == (2, 0), "{books:?}");
    shop.close_the_books(0)
}

#[test]
fn a_card_is_voided_by_hand_on_the_terminal_and_the_action_stays_until_its_slip_is_entered() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    let (number, charged) = sold_on_the_terminal(&mut shop, "01", "visa")?;
    ask_to_void(&shop, number)?;
    let says = ["お客様のカードをお借りし", &charged, "JT-C60"];
    shop.reads("void", &says)?;
    shop.browser.fits()?;
    shop.browser.picture("void-card")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["取消伝票", "カードへ返金", "元の端末伝票番号"])?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("slips")?;
    shop.actions(1)?;
    let void = shop.cat1().void_by_hand(&charged)?;
    shop.open_listed(&["端末で取消(伝票取消)", "¥158"], "action")?;
    shop.fill_in(&[("slip-number", &charged), ("slip-amount", "158")])?;
    shop.browser.press(Key::F12)?;
    shop.hears("それは元の売上票の番号です")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("lists")?;
    shop.browser.press(Key::F9)?;
    shop.close_action(&["端末で取消(伝票取消)", "¥158"], &void, "158")?;
    shop.actions(0)?;
    shop.close_the_books(0)
}

#[test]
fn edy_goes_back_in_cash_without_a_manager_and_credit_only_with_one() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    let (edy, _) = sold_on_the_terminal(&mut shop, "07", "edy")?;
    ask_to_void(&shop, edy)?;
    shop.reads("void", &["このブランドは JT-C60", "取消できません", "現金でお客様へ返金します"])?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["現金返金", "楽天Edyでのお支払い分"])?;
    shop.browser.press(Key::F12)?;
    shop.actions(0)?;
    shop.browser.at("slips")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("menu")?;
    shop.browser.press(Key::F9)?;
    shop.browser.wait_for_attribute(".menu-processes", "data-active", "false")?;
    let (credit, _) = sold_on_the_terminal(&mut shop, "01", "visa")?;
    ask_to_void(&shop, credit)?;
    shop.browser.press(Key::F5)?;
    shop.reads("void", &["カードのお支払いを現金で返金します(責任者の承認が必要です)"])?;
    shop.browser.press(Key::F12)?;
    shop.approve("cash_refund")?;
    shop.receipt_says(&["現金返金"])?;
    shop.actions(0)?;
    shop.close_the_books(2)
}

#[test]
fn what_the_terminal_does_not_take_back_a_manager_gives_back_in_cash() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    let (number, _) = sold_on_the_terminal(&mut shop, "01", "visa")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("sale")?;
    shop.browser.scan(&format!("01{number:08}"))?;
    shop.hears("レシートのバーコードです。「伝票照会・取消」の画面で読み取ってください")?;
    shop.scan_slip(number)?;
    shop.browser.press(Key::F1)?;
    shop.browser.at("void")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["カードへ返金"])?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("slips")?;
    shop.open_listed(&["端末で取消(伝票取消)", "¥158"], "action")?;
    shop.browser.press(Key::F7)?;
    shop.reads("refund", &["端末で取消・返品できないときだけ", "責任者の承認が必要です"])?;
    shop.fill_in(&[("refund-amount", "158")])?;
    shop.browser.press(Key::F12)?;
    shop.approve("cash_refund")?;
    shop.hears("現金での返金を記録し")?;
    shop.actions(0)?;
    ensure!(shop.pos_books()?.refunds.len() == 1);
    shop.close_the_books(1)
}

#[test]
fn voided_and_retyped_the_goods_are_the_next_sale() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    let number = sold_for_cash(&shop)?;
    ask_to_void(&shop, number)?;
    shop.browser.press(Key::F6)?;
    shop.reads("void", &["取消して打ち直し"])?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["取消伝票"])?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("sale")?;
    shop.browser.wait_for_text(".stage", "おにぎり 鮭")?;
    shop.hears("取消した伝票の商品を読み込みました")?;
    shop.ring_up(&["1002"])?;
    shop.issue()?;
    shop.pay_cash()?;
    let books = shop.pos_books()?;
    ensure!(books.slips.len() == 3, "{books:?}");
    shop.close_the_books(0)
}

#[test]
fn a_slip_of_yesterday_or_of_another_register_is_not_voided_here() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    let number = sold_for_cash(&shop)?;
    shop.browser.press(Key::F12)?;
    shop.open_slips()?;
    shop.browser.scan("0200000001")?;
    shop.hears("別のレジの伝票です")?;
    shop.a_day_later()?;
    shop.scan_slip(number)?;
    shop.browser.wait_for_text(".cannot", "前の営業日の伝票は取消できません")?;
    shop.browser.press(Key::F1)?;
    shop.hears("前の営業日の伝票は取消できません")?;
    shop.browser.at("slip")?;
    shop.close_the_books(0)
}

#[test]
fn two_pages_void_one_slip_once() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    let number = sold_for_cash(&shop)?;
    ask_to_void(&shop, number)?;
    let first = shop.browser.tab()?;
    let second = shop.browser.open_window(&shop.agent.page())?;
    shop.browser.go_to(&second)?;
    shop.browser.wait_until_ready()?;
    shop.scan_slip(number)?;
    shop.browser.press(Key::F1)?;
    shop.browser.at("void")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["取消伝票"])?;
    shop.browser.go_to(&first)?;
    shop.browser.at("void")?;
    shop.browser.press(Key::F12)?;
    shop.hears("この伝票は取消済みです")?;
    shop.browser.at("slip")?;
    shop.slip_is("voided")?;
    ensure!(shop.pos_books()?.slips.len() == 2);
    shop.close_the_books(0)
}
