//! 【決済内容相違】 before there is a sale: for less than asked, and of another payment's key.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::json;

#[test]
fn an_approval_for_less_than_asked_is_voided_on_the_terminal_and_the_customer_pays_otherwise() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.cat1().fault(&json!({"fault": "less_settled", "settled": 100}))?;
    shop.sell_linked(&["1001"], "04")?;
    shop.cat1().touch("id")?;
    let says = [
        "端末の決済内容が、この会計と一致しません。",
        "決済された金額が違います",
        "¥100",
        "端末で取消するときの手順",
        "「POS接続有無」を OFF にします。",
    ];
    shop.reads("contradiction", &says)?;
    shop.questions(1)?;
    ensure!(shop.pos_books()?.slips.is_empty(), "a sale was made of it");
    ensure!(shop.disagreements()?.is_empty(), "the charge has its question");
    // あとで: nobody pays on this terminal meanwhile, and the sale is locked.
    shop.browser.press(Key::F9)?;
    shop.browser.at("sale")?;
    shop.browser.press(Key::F7)?;
    shop.hears("会計を保留しました")?;
    shop.ring_up(&["1002"])?;
    shop.issue()?;
    shop.choose_company("01")?;
    shop.hears("確認の済んでいない決済があります")?;
    shop.browser.press(Key::F9)?;
    shop.pay_cash()?;
    // It is voided, and says so with the 取消票.
    let charged = shop.cat1().newest_slip()?;
    let voided = shop.cat1().void_by_hand(&charged)?;
    shop.open_listed(&["決済内容相違", "¥158"], "contradiction")?;
    shop.choose("2", "voided")?;
    shop.fill_in(&[("slip-number", &charged), ("slip-amount", "100")])?;
    shop.browser.press(Key::F12)?;
    shop.hears("それは元の売上票の番号です")?;
    shop.correct("slip-number", &voided)?;
    shop.questions(0)?;
    shop.browser.at("lists")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("sale")?;
    shop.browser.press(Key::F8)?;
    shop.browser.at("park")?;
    shop.browser.press(Key::F12)?;
    shop.reads("failure", &["端末で取消済み(取消伝票番号", &voided])?;
    shop.browser.press(Key::F9)?;
    shop.pay_cash()?;
    shop.actions(0)?;
    shop.close_the_books(0)
}

#[test]
fn a_result_with_nobodys_key_is_an_action_and_ours_is_asked_for_all_the_same() -> Result<()> {
    let mut shop = Shop::open(Plan { decide_after_s: Some(60), ..Plan::with_cat1(Kind::jt_c60()) })?;
    shop.cat1().fault(&json!({"fault": "wrong_payment_id"}))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().touch("visa")?;
    shop.actions(1)?;
    // It settles nothing of ours; our own answer comes once it is asked for.
    shop.browser.shows("linking")?;
    shop.cat1().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.cat1().plug_in()?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    shop.questions(0)?;
    // Its slip is booked: it was ours after all, and nothing is left to be done.
    shop.actions(0)?;
    shop.close_the_books(1)
}
