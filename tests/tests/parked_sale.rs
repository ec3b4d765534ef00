//! 会計保留 and 呼出: a sale waits while the next customer is served, with its payment open or without any, and comes back
//! as it was – on any page, and after the agent has died.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::json;

/// A sale whose payment went unknown: the line is cut while the customer stands at the terminal.
fn unknown_at_cat1(plan: Plan) -> Result<Shop> {
    let mut shop = Shop::open(Plan { decide_after_s: Some(60), ..plan })?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.questions(1)?;
    Ok(shop)
}

/// F7会計保留: the counter is free.
fn park(shop: &Shop) -> Result<()> {
    shop.browser.press(Key::F7)?;
    shop.browser.wait_for_text("#pieces", "0点")?;
    shop.browser.at("sale")?;
    shop.browser.told("会計を保留しました")?;
    shop.browser.fits()
}

/// F8呼出 of the only parked sale.
fn recall(shop: &Shop, words: &[&str]) -> Result<()> {
    shop.browser.press(Key::F8)?;
    shop.browser.at("park")?;
    for word in words {
        shop.browser.wait_for_text("[data-sale]", word)?;
    }
    shop.browser.fits()?;
    shop.browser.press(Key::F12)
}

/// The goods on the counter are paid in cash.
fn pay_cash(shop: &Shop) -> Result<()> {
    shop.issue()?;
    shop.browser.press(Key::F2)?;
    shop.browser.press(Key::F12)?;
    shop.next_customer()
}

#[test]
fn a_parked_sale_with_an_open_payment_keeps_its_lock_while_the_next_customer_pays_cash() -> Result<()> {
    let mut shop = unknown_at_cat1(Plan::with_cat1(Kind::jt_c60()))?;
    park(&shop)?;
    shop.ring_up(&["1002"])?;
    shop.questions(1)?;
    // The same terminal is not to be had meanwhile.
    shop.issue()?;
    shop.choose_company("01")?;
    shop.browser.told("CAT1")?;
    shop.browser.fits()?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("checkout")?;
    shop.browser.press(Key::F2)?;
    shop.browser.press(Key::F12)?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.newest_payment()?.state == "unknown");
    // Called back it is what it was: nobody edits, discards or pays it otherwise.
    recall(&shop, &["決済確認待ち", "¥158"])?;
    shop.browser.at("unknown")?;
    shop.browser.fits()?;
    for key in [Key::F1, Key::F2, Key::F3, Key::F6, Key::F12] {
        shop.browser.press(key)?;
    }
    shop.browser.at("unknown")?;
    ensure!(shop.lines()? == 1 && shop.pos_books()?.slips.len() == 1);
    shop.cat1().touch("visa")?;
    shop.wait_for_charges(1)?;
    shop.cat1().plug_in()?;
    shop.receipt_says(&["VISA", "おにぎり 鮭"])?;
    shop.questions(0)?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.slips.len() == 2);
    shop.close_the_books(1)
}

#[test]
fn a_parked_sale_is_settled_by_itself_while_the_next_customer_is_served() -> Result<()> {
    let mut shop = unknown_at_cat1(Plan::with_cat1(Kind::jt_c60()))?;
    park(&shop)?;
    shop.ring_up(&["1002", "1003"])?;
    shop.cat1().touch("visa")?;
    shop.wait_for_charges(1)?;
    shop.cat1().plug_in()?;
    shop.browser.told("保留していた会計の決済が確認でき、売上になりました")?;
    shop.browser.fits()?;
    shop.questions(0)?;
    ensure!(shop.lines()? == 2, "the next customer's goods are gone");
    shop.browser.press(Key::F8)?;
    shop.browser.at("park")?;
    shop.browser.wait_for_text("#dialog", "保留中の会計はありません")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("sale")?;
    pay_cash(&shop)?;
    ensure!(shop.pos_books()?.slips.len() == 2);
    shop.close_the_books(1)
}

#[test]
fn the_next_customer_pays_on_the_other_terminal_while_a_parked_payment_is_open() -> Result<()> {
    let plan = Plan { cat2: Some(Kind::j_mups()), ..Plan::with_cat1(Kind::jt_c60()) };
    let mut shop = unknown_at_cat1(plan)?;
    park(&shop)?;
    shop.ring_up(&["1002"])?;
    shop.issue()?;
    shop.choose_company("11")?;
    shop.link()?;
    shop.cat2().touch("jcb")?;
    shop.receipt_says(&["JCB"])?;
    shop.next_customer()?;
    shop.questions(1)?;
    // The customer of the parked sale gave up; the terminal says so once it is asked.
    shop.cat1().act(&json!({"act": "cancel"}))?;
    shop.cat1().plug_in()?;
    shop.questions(0)?;
    recall(&shop, &["¥158"])?;
    shop.browser.at("failure")?;
    shop.browser.wait_for_text("#next", "請求はされていません")?;
    shop.browser.fits()?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("checkout")?;
    shop.browser.press(Key::F2)?;
    shop.browser.press(Key::F12)?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.slips.len() == 2);
    shop.close_the_books(1)
}

#[test]
fn a_parked_sale_is_called_back_on_another_page_and_leaves_the_first() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    shop.open_counter()?;
    shop.ring_up(&["1001", "2*1002"])?;
    park(&shop)?;
    let first = shop.browser.tab()?;
    let second = shop.browser.open_window(&shop.agent.page())?;
    shop.open_counter()?;
    recall(&shop, &["3点", "¥454"])?;
    shop.browser.at("sale")?;
    shop.browser.wait_for_text("#total", "454")?;
    shop.browser.go_to(&first)?;
    shop.browser.wait_for_text("#watched", "別の画面で会計中です")?;
    shop.browser.go_to(&second)?;
    pay_cash(&shop)?;
    shop.browser.go_to(&first)?;
    shop.browser.wait_for_element("#watched", false)?;
    shop.browser.press(Key::F8)?;
    shop.browser.at("park")?;
    shop.browser.wait_for_text("#dialog", "保留中の会計はありません")?;
    shop.close_the_books(0)
}

#[test]
fn a_parked_sale_outlives_reload_and_agent_and_a_full_counter_keeps_it_waiting() -> Result<()> {
    let mut shop = Shop::open(Plan::default())?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    park(&shop)?;
    shop.agent.kill();
    shop.browser.wait_for_element("#agent-away", true)?;
    shop.agent.start_again()?;
    shop.browser.wait_for_element("#agent-away", false)?;
    shop.browser.reload()?;
    shop.browser.at("sale")?;
    shop.ring_up(&["1002"])?;
    recall(&shop, &["¥158"])?;
    shop.browser.told("先にF7会計保留または取消をしてください")?;
    shop.browser.fits()?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("sale")?;
    pay_cash(&shop)?;
    recall(&shop, &["¥158"])?;
    shop.browser.at("sale")?;
    shop.browser.wait_for_text("#total", "158")?;
    pay_cash(&shop)?;
    ensure!(shop.pos_books()?.slips.len() == 2);
    shop.close_the_books(0)
}
