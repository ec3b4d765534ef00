//! Certainly not charged: the clerk tries again, takes other money, or settles without the link.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::json;

#[test]
fn a_declined_card_can_be_followed_by_a_good_one() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().touch("visa-declined")?;
    shop.browser.at("failure")?;
    shop.browser.press(Key::F9)?;
    // Everything is kept: the next F12 goes to the terminal.
    shop.link()?;
    shop.cat1().touch("mastercard")?;
    shop.receipt_says(&["Mastercard"])?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.payments.len() == 2, "one payment per try");
    shop.close_the_books(1)
}

#[test]
fn a_customer_who_stops_on_the_terminal_pays_in_cash() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().act(&json!({"act": "cancel"}))?;
    shop.browser.at("failure")?;
    shop.browser.press(Key::F9)?;
    pay_cash_instead(&shop)?;
    shop.close_the_books(0)
}

#[test]
fn f9_asks_the_terminal_to_stop() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("failure")?;
    shop.cat1().wait_for("the terminal to be idle", |look| look["terminal"]["activity"] == "idle")?;
    shop.browser.press(Key::F9)?;
    pay_cash_instead(&shop)?;
    shop.close_the_books(0)
}

/// From 【チェックアウト】 with its card line.
fn pay_cash_instead(shop: &Shop) -> Result<()> {
    shop.browser.at("checkout")?;
    shop.browser.press(Key::F2)?;
    shop.browser.wait_for_text("#change", "¥0")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["お預り"])?;
    shop.next_customer()
}

#[test]
fn a_slip_settled_without_the_link_leaves_its_hand_payment_to_be_done() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().touch("visa-declined")?;
    shop.browser.at("failure")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("unlinked")?;
    shop.browser.press(Key::F5)?;
    shop.browser.wait("a reason to be chosen", |page| {
        let reason = page.ask("return document.getElementById('reason')?.value ?? ''", &[])?;
        Ok(catlink_tests::patience::seen_if(reason != "", reason.to_string()))
    })?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("receipt")?;
    ensure!(shop.browser.has("#take-by-hand")?, "the clerk is not told to take it by hand");
    shop.next_customer()?;
    shop.actions(1)?;
    // Nothing is charged yet, and the POS says so: an open action.
    ensure!(shop.charges()? == 0 && shop.pos_books()?.open_actions().count() == 1);
    let slip = shop.cat1().sell_by_hand(158, 30, "visa")?;
    shop.linked("cat1")?;
    shop.browser.press(Key::F4)?;
    shop.browser.at("lists")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("action")?;
    shop.fill_in(&[("slip-number", &slip), ("slip-amount", "158")])?;
    shop.browser.press(Key::F12)?;
    shop.actions(0)?;
    shop.close_the_books(1)
}
