//! Two tabs, two windows, one sale: one page owns it, others watch live; taking over shows on both sides; and whatever
//! becomes of a page – reload, back button, sleep – there is one payment.

#[path = "two_tabs/one_page.rs"]
mod one_page;

use anyhow::{Result, ensure};
use catlink_tests::browser::{Key, Tab};
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;

/// Another window on 店頭処理 of the same register.
fn second_window(shop: &Shop) -> Result<Tab> {
    let tab = shop.browser.open_window(&shop.agent.page())?;
    shop.open_counter()?;
    Ok(tab)
}

/// 【引継ぎ確認】 is asked and answered with はい.
fn take_over(shop: &Shop) -> Result<()> {
    shop.browser.at("sale")?;
    shop.browser.wait_for_element("#watched", true)?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("take-over")?;
    shop.browser.fits()?;
    shop.browser.press(Key::F12)
}

/// The watching page reads these words in its note.
fn watches(shop: &Shop, words: &[&str]) -> Result<()> {
    for word in words {
        shop.browser.wait_for_text("#watched", word)?;
    }
    shop.browser.picture("watches")?;
    shop.browser.fits()
}

#[test]
fn a_second_tab_watches_and_cannot_pay() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001", "1002"], "01")?;
    let seller = shop.browser.tab()?;
    second_window(&shop)?;
    watches(&shop, &["別の画面で会計中です", "見るだけです", "CAT端末連動中"])?;
    ensure!(shop.lines()? == 2, "the second tab does not see the goods");
    // Every key of a sale but the one that asks for it; and goods.
    for key in [Key::F1, Key::F2, Key::F3, Key::F5, Key::F6, Key::F7, Key::F8] {
        shop.browser.press(key)?;
    }
    shop.browser.at("sale")?;
    shop.browser.type_text("1003")?;
    shop.browser.press(Key::Enter)?;
    shop.browser.told("別の画面で会計中です")?;
    shop.browser.fits()?;
    shop.cat1().wait_for_customer()?;
    watches(&shop, &["端末で支払方法を選択してください"])?;
    shop.cat1().touch("visa")?;
    shop.browser.wait_for_element("#watched", false)?;
    shop.browser.at("sale")?;
    shop.browser.wait_for_text("#pieces", "0点")?;
    shop.browser.go_to(&seller)?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.payments.len() == 1);
    shop.close_the_books(1)
}

#[test]
fn a_sale_taken_over_is_seen_on_both_sides_and_paid_once() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    shop.issue()?;
    let first = shop.browser.tab()?;
    let second = second_window(&shop)?;
    take_over(&shop)?;
    shop.browser.at("sale")?;
    shop.browser.wait_for_element("#watched", false)?;
    shop.browser.go_to(&first)?;
    // Its checkout is gone: F12 would have settled what is another's now.
    shop.browser.at("sale")?;
    shop.browser.told("別の画面に引き継がれました")?;
    watches(&shop, &["別の画面に引き継がれました", "見るだけです"])?;
    shop.browser.go_to(&second)?;
    shop.ring_up(&["1002"])?;
    shop.browser.go_to(&first)?;
    shop.browser.wait("the second line on the first page", |_| {
        let lines = shop.lines()?;
        Ok(catlink_tests::patience::seen_if(lines == 2, format!("{lines} lines")))
    })?;
    shop.browser.go_to(&second)?;
    shop.issue()?;
    shop.browser.press(Key::F2)?;
    shop.browser.press(Key::F12)?;
    shop.next_customer()?;
    shop.browser.go_to(&first)?;
    shop.browser.wait_for_element("#watched", false)?;
    shop.browser.wait_for_text("#pieces", "0点")?;
    ensure!(shop.pos_books()?.slips.len() == 1);
    shop.close_the_books(0)
}

#[test]
fn a_payment_taken_over_while_the_terminal_waits_is_charged_once_and_asked_about() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    let first = shop.browser.tab()?;
    let second = second_window(&shop)?;
    shop.browser.at("sale")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("take-over")?;
    shop.browser.wait_for_text("#dialog", "CAT端末連動中")?;
    shop.browser.wait_for_text("#dialog", "もう一度請求されることはありません")?;
    shop.browser.fits()?;
    shop.browser.press(Key::F12)?;
    // The taker stands where the payment stands.
    shop.browser.at("linking")?;
    shop.browser.wait_for_text("#linking-amount", "158")?;
    shop.browser.go_to(&first)?;
    shop.browser.at("sale")?;
    watches(&shop, &["別の画面に引き継がれました", "CAT端末連動中"])?;
    // A reload of the page that lost it asks for nothing.
    shop.browser.reload()?;
    shop.browser.at("sale")?;
    watches(&shop, &["別の画面で会計中です", "CAT端末連動中"])?;
    shop.cat1().touch("visa")?;
    watches(&shop, &["商品お渡しの確認待ち"])?;
    shop.browser.go_to(&second)?;
    shop.browser.at("handover")?;
    shop.browser.wait_for_text("#what", "商品はお渡し済みですか")?;
    shop.browser.fits()?;
    // Nobody has said on this page who serves.
    shop.fill_in(&[("operator", "101")])?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.payments.len() == 1);
    shop.close_the_books(1)
}

#[test]
fn a_duplicated_tab_is_another_page() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    let original = shop.browser.tab()?;
    let id = shop.browser.page_id()?;
    shop.browser.duplicate()?;
    shop.browser.at("sale")?;
    watches(&shop, &["別の画面で会計中です"])?;
    let copy = shop.browser.page_id()?;
    ensure!(copy != id, "the copy passes for its original");
    shop.browser.type_text("1002")?;
    shop.browser.press(Key::Enter)?;
    shop.browser.told("別の画面で会計中です")?;
    shop.browser.reload()?;
    ensure!(shop.browser.page_id()? == copy, "the copy lost its id by a reload");
    shop.browser.go_to(&original)?;
    for _ in 0..3 {
        shop.browser.reload()?;
        ensure!(shop.browser.page_id()? == id, "the original lost its id by a reload");
    }
    shop.browser.at("sale")?;
    ensure!(!shop.browser.has("#watched")?, "the original watches its own sale");
    shop.issue()?;
    shop.browser.press(Key::F2)?;
    shop.browser.press(Key::F12)?;
    shop.next_customer()?;
    shop.close_the_books(0)
}
