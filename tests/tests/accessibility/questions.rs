//! What stands in the way of the next customer: watched payments, questions, money that goes back, another terminal.

use anyhow::Result;
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::json;

use super::look;

const OTHER: &str = "9990000000001";

/// The forms behind these digits, and back each time.
fn look_at_choices(shop: &Shop, choices: &[(&str, &str)]) -> Result<()> {
    for (digit, form) in choices {
        shop.choose(digit, form)?;
        shop.browser.is_accessible()?;
        shop.back_to_choices()?;
    }
    Ok(())
}

#[test]
fn a_sale_that_another_page_is_paying() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001", "1002"], "01")?;
    shop.browser.open_window(&shop.agent.page())?;
    shop.open_counter()?;
    shop.browser.wait_for_text("#watched", "CAT端末連動中")?;
    look(&shop, "sale")?;
    shop.cat1().wait_for_customer()?;
    shop.browser.wait_for_text("#watched", "端末で支払方法を選択してください")?;
    shop.browser.is_accessible()?;
    shop.browser.press(Key::F4)?;
    look(&shop, "lists")
}

#[test]
fn a_sale_that_is_taken_over() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    let first = shop.browser.tab()?;
    shop.browser.open_window(&shop.agent.page())?;
    shop.open_counter()?;
    shop.browser.wait_for_element("#watched", true)?;
    shop.browser.press(Key::F12)?;
    look(&shop, "take-over")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("sale")?;
    shop.browser.go_to(&first)?;
    shop.browser.told("別の画面に引き継がれました")?;
    look(&shop, "sale")
}

#[test]
fn a_charge_that_does_not_agree() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.cat1().fault(&json!({"fault": "less_settled", "settled": 100}))?;
    shop.sell_linked(&["1001"], "07")?;
    shop.cat1().touch("edy")?;
    look(&shop, "contradiction")?;
    look_at_choices(&shop, &[("1", "charged"), ("2", "refunded")])?;
    shop.choose("2", "refunded")?;
    shop.fill_in(&[("refund-amount", "158")])?;
    shop.browser.press(Key::F12)?;
    shop.hears("返金した金額(¥158)が、決済された金額(¥100)と違います")?;
    shop.browser.is_accessible()
}

#[test]
fn a_charge_after_which_nobody_knows_who_has_the_goods() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    let before = shop.charges()?;
    shop.agent.kill();
    shop.cat1().touch("visa")?;
    shop.wait_for_charges(before + 1)?;
    shop.agent.start_again()?;
    look(&shop, "handover")?;
    shop.browser.press(Key::F1)?;
    shop.hears("「端末側の操作待ち」に残りました")?;
    shop.open_listed(&["端末で取消", "¥158"], "action")?;
    shop.browser.is_accessible()
}

#[test]
fn a_second_charge_that_goes_back_in_cash() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "07")?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.choose("5", "otherwise")?;
    shop.browser.is_accessible()?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("checkout")?;
    shop.pay_cash()?;
    shop.cat1().touch("edy")?;
    shop.wait_for_charges(1)?;
    shop.cat1().plug_in()?;
    shop.actions(1)?;
    shop.open_listed(&["現金返金(二重受取)", "楽天Edy", "¥158"], "refund")?;
    shop.browser.is_accessible()
}

#[test]
fn a_terminal_that_was_exchanged() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.open_counter()?;
    shop.cat1().pull_the_cable()?;
    shop.cat1().fault(&json!({"fault": "other_unit", "terminal_id": OTHER}))?;
    shop.cat1().plug_in()?;
    shop.questions(1)?;
    look(&shop, "sale")?;
    shop.open_listed(&["端末交換", OTHER], "exchange")?;
    shop.browser.is_accessible()?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("approval")?;
    shop.browser.is_accessible()
}
