//! Cut off in the middle, and found out by asking: a keyed terminal tells what became of it, and an agent that died finds
//! its payment in the journal.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::{Kind, Line};
use serde_json::json;

#[test]
fn cable_pulled_after_send_is_never_charged_again() -> Result<()> {
    pulled_while_the_customer_pays(Line::Pty)
}

#[test]
fn lan_gone_after_send_is_never_charged_again() -> Result<()> {
    pulled_while_the_customer_pays(Line::Tcp)
}

/// The customer pays while nobody hears of it; QUERY settles it by itself once the line is back.
fn pulled_while_the_customer_pays(line: Line) -> Result<()> {
    let mut shop = Shop::open(Plan { decide_after_s: Some(60), ..Plan::with_cat1(Kind::jt_c60().on(line)) })?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.questions(1)?;
    shop.cat1().touch("visa")?;
    shop.wait_for_charges(1)?;
    ensure!(shop.pos_books()?.newest_payment()?.state == "unknown", "it was settled without a word");
    shop.cat1().plug_in()?;
    shop.receipt_says(&["VISA"])?;
    shop.questions(0)?;
    shop.next_customer()?;
    shop.close_the_books(1)
}

#[test]
fn a_sale_the_terminal_never_took_is_found_out_and_tried_again() -> Result<()> {
    let mut shop = Shop::open(Plan { decide_after_s: Some(60), ..Plan::with_cat1(Kind::jt_c60()) })?;
    shop.cat1().fault(&json!({"fault": "cut_in_sales", "byte": 60, "back_after_ms": 300}))?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    shop.issue()?;
    shop.choose_company("01")?;
    shop.browser.at("checkout")?;
    shop.browser.press(Key::F12)?;
    // Unknown first, and certain once the terminal has said that it knows nothing of it.
    shop.browser.at("failure")?;
    shop.browser.press(Key::F9)?;
    shop.linked("cat1")?;
    shop.link()?;
    shop.cat1().touch("visa")?;
    shop.next_customer()?;
    shop.close_the_books(1)
}

#[test]
fn an_agent_killed_in_the_middle_asks_whether_the_goods_were_handed_over() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.agent.kill();
    shop.browser.wait_for_element("#agent-away", true)?;
    shop.browser.picture("agent-away")?;
    shop.cat1().touch("visa")?;
    shop.wait_for_charges(1)?;
    shop.agent.start_again()?;
    shop.browser.wait_for_element("#agent-away", false)?;
    shop.browser.at("handover")?;
    shop.browser.wait_for_text("#what", "商品はお渡し済みですか")?;
    ensure!(shop.pos_books()?.slips.is_empty(), "the sale was made without asking");
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    shop.close_the_books(1)
}

#[test]
fn an_agent_killed_before_the_customer_pays_starts_nothing_again() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.agent.kill();
    shop.cat1().act(&json!({"act": "cancel"}))?;
    shop.agent.start_again()?;
    // The terminal tells of its 中止 when it is asked.
    shop.browser.at("failure")?;
    shop.browser.press(Key::F9)?;
    shop.linked("cat1")?;
    shop.link()?;
    shop.cat1().touch("visa")?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.payments.len() == 2);
    shop.close_the_books(1)
}

#[test]
fn a_customer_who_left_without_the_goods_gets_the_money_back() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.agent.kill();
    shop.cat1().touch("visa")?;
    shop.wait_for_charges(1)?;
    shop.agent.start_again()?;
    shop.browser.at("handover")?;
    shop.browser.press(Key::F1)?;
    shop.actions(1)?;
    ensure!(shop.pos_books()?.slips.is_empty(), "a sale was made of it");
    ensure!(shop.disagreements()?.is_empty(), "the charge has its action");
    let charged = shop.cat1().newest_slip()?;
    let voided = shop.cat1().void_by_hand(&charged)?;
    // The customer is gone: back to the sale, and not to its money.
    shop.browser.at("sale")?;
    shop.browser.press(Key::F4)?;
    shop.browser.at("lists")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("action")?;
    shop.fill_in(&[("slip-number", &voided), ("slip-amount", "158")])?;
    shop.browser.press(Key::F12)?;
    shop.actions(0)?;
    shop.close_the_books(0)
}
