//! 別の方法で受取る, and a 売上票 that was there after all.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;

/// 【結果不明】 behind a cut line, 5, and in 【チェックアウト】 again.
fn taken_otherwise() -> Result<Shop> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.choose("5", "otherwise")?;
    shop.browser.wait_for_text("[data-choice-form]", "現金など別の方法でお支払いを受けます")?;
    shop.browser.press(Key::F12)?;
    shop.reads("checkout", &["カード決済の結果が不明のまま", "カードで支払済みに切り替わります"])?;
    Ok(shop)
}

#[test]
fn an_unknown_card_payment_taken_in_cash_stays_a_question_and_its_approval_is_to_be_voided() -> Result<()> {
    let mut shop = taken_otherwise()?;
    // No other terminal, no F3: and cash it is.
    shop.choose_company("02")?;
    shop.hears("結果不明の決済があるため、この会計ではカード端末を使えません")?;
    shop.browser.press(Key::F9)?;
    shop.pay_cash()?;
    ensure!(shop.pos_books()?.newest_payment()?.state == "superseded");
    shop.open_listed(&["結果不明(別途受取済)", "¥158"], "unknown")?;
    shop.reads("unknown", &["別の方法で受取済みです", "端末での取消が必要です"])?;
    ensure!(!shop.browser.has("[data-choice='5']")?, "it can be superseded once more");
    shop.browser.press(Key::F9)?;
    shop.browser.at("lists")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("sale")?;
    // It was charged after all.
    shop.cat1().touch("visa")?;
    shop.wait_for_charges(1)?;
    shop.cat1().plug_in()?;
    shop.actions(1)?;
    shop.questions(0)?;
    ensure!(shop.pos_books()?.slips.len() == 1, "a second sale was made");
    ensure!(shop.disagreements()?.is_empty(), "the charge has its action");
    let charged = shop.cat1().newest_slip()?;
    let voided = shop.cat1().void_by_hand(&charged)?;
    shop.open_listed(&["端末で取消(二重受取)", "¥158"], "action")?;
    shop.reads("action", &["端末の伝票番号", &charged, "取消"])?;
    // The number of what was voided is not the number of the 取消.
    shop.fill_in(&[("slip-number", &charged), ("slip-amount", "158")])?;
    shop.browser.press(Key::F12)?;
    shop.hears("それは元の売上票の番号です")?;
    shop.correct("slip-number", &voided)?;
    shop.actions(0)?;
    shop.linked("cat1")?;
    shop.close_the_books(0)
}

#[test]
fn an_approval_that_comes_before_the_cash_ends_the_checkout_as_paid_by_card() -> Result<()> {
    let mut shop = taken_otherwise()?;
    shop.browser.press(Key::F2)?;
    shop.browser.wait_for_text("#change", "¥0")?;
    shop.cat1().touch("visa")?;
    shop.cat1().plug_in()?;
    shop.receipt_says(&["VISA"])?;
    shop.questions(0)?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.newest_payment()?.state == "sold");
    shop.close_the_books(1)
}

#[test]
fn a_slip_taken_by_hand_before_settling_without_the_link_is_the_sales_own() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().touch("visa-declined")?;
    shop.reads("failure", &["お取り扱いできませんでした", "連動しないで確定します。よろしいですか?"])?;
    // The clerk is faster than the dialog.
    shop.cat1().sell_by_hand(158, 30, "visa")?;
    let paper = shop.cat1().paper()?;
    shop.browser.press(Key::F12)?;
    shop.reads("unlinked", &["すでに端末から出ていませんか?", "F6 売上票あり"])?;
    shop.browser.press(Key::F6)?;
    shop.reads("paper", &["売上票のとおりに入力し", "決済済みとして確定します"])?;
    shop.enter_paper(&paper)?;
    shop.receipt_says(&[&paper.slip_number, &paper.approval_code])?;
    shop.next_customer()?;
    // Nothing is left to be taken by hand: that would be the second charge.
    shop.actions(0)?;
    shop.questions(0)?;
    shop.close_the_books(1)
}
