//! What cannot be voided on the terminal (交通系IC, 楽天Edy, nanaco) goes back to the customer in cash.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::json;

use super::cut_off;

#[test]
fn an_edy_charge_for_less_than_asked_goes_back_in_cash_and_the_customer_pays_otherwise() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.cat1().fault(&json!({"fault": "less_settled", "settled": 100}))?;
    shop.sell_linked(&["1001"], "07")?;
    shop.cat1().touch("edy")?;
    let says = [
        "決済された金額が違います",
        "このブランドは端末で取消できません。お客様へ現金で ¥100 を返金し、この画面に記録してください。",
        "現金で返金するときの手順",
        "現金で返金した",
    ];
    shop.reads("contradiction", &says)?;
    ensure!(!shop.browser.has("[data-choice='3']")?, "a void that cannot be done is offered beside it");
    shop.choose("2", "refunded")?;
    shop.fill_in(&[("refund-amount", "158")])?;
    shop.browser.press(Key::F12)?;
    shop.hears("返金した金額(¥158)が、決済された金額(¥100)と違います")?;
    ensure!(shop.pos_books()?.refunds.is_empty(), "a refusal books nothing");
    shop.correct("refund-amount", "100")?;
    shop.reads("failure", &["現金で返金済み(¥100)として確定しました。"])?;
    shop.browser.press(Key::F9)?;
    shop.pay_cash()?;
    shop.questions(0)?;
    shop.actions(0)?;
    let books = shop.pos_books()?;
    ensure!(books.refunds.len() == 1 && books.refunds[0].amount == 100, "{books:?}");
    // The charge stands at the centre, and the books say where its money went.
    shop.close_the_books(1)
}

#[test]
fn a_second_charge_on_edy_is_closed_with_the_cash_that_was_given_back() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.open_counter()?;
    cut_off(&mut shop, "07")?;
    shop.choose("5", "otherwise")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("checkout")?;
    shop.pay_cash()?;
    shop.cat1().touch("edy")?;
    shop.wait_for_charges(1)?;
    shop.cat1().plug_in()?;
    shop.actions(1)?;
    shop.open_listed(&["現金返金(二重受取)", "楽天Edy", "¥158"], "refund")?;
    let says =
        ["【現金返金】", "このブランドは端末で取消できません。お客様へ現金で ¥158 を返金し", "返金した金額"];
    shop.reads("refund", &says)?;
    shop.fill_in(&[("refund-amount", "158")])?;
    shop.browser.press(Key::F12)?;
    shop.hears("現金での返金を記録し、操作待ちを完了にしました。")?;
    shop.actions(0)?;
    let books = shop.pos_books()?;
    ensure!(books.refunds.len() == 1 && books.open_actions().count() == 0, "{books:?}");
    shop.close_the_books(1)
}
