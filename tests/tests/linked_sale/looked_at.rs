//! 【結果不明】 on a terminal that cannot be asked: a person looks at it and chooses. The person's word is checked where
//! something can be checked.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::json;

/// J-Mups credit: class none.
const COMPANY: &str = "11";

/// One good sale first, so that the terminal has a slip.
fn after_a_good_sale() -> Result<Shop> {
    let mut shop = Shop::open(Plan::with_cat2(Kind::j_mups()))?;
    shop.sell_linked(&["1002"], COMPANY)?;
    shop.cat2().touch("jcb")?;
    shop.next_customer()?;
    Ok(shop)
}

/// The line goes while the customer stands there, who pays all the same; nobody at the POS knows.
fn paid_behind_a_cut_line(shop: &mut Shop) -> Result<()> {
    shop.sell_next(&["1001"], COMPANY)?;
    shop.browser.at("linking")?;
    shop.cat2().wait_for_customer()?;
    shop.cat2().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.cat2().touch("visa")?;
    shop.wait_for_charges(2)?;
    shop.cat2().wait_for("the slip", |look| look["terminal"]["activity"] == "idle")?;
    shop.browser.wait_for_element("[data-choice='1']", true)?;
    shop.browser.picture("choices")
}

#[test]
fn a_person_who_reads_the_slip_settles_the_sale() -> Result<()> {
    let mut shop = after_a_good_sale()?;
    paid_behind_a_cut_line(&mut shop)?;
    let slip = shop.cat2().newest_slip()?;
    // 2, although there is a slip: the gap in the numbers is noticed.
    shop.choose("2", "not-on-record")?;
    shop.fill_in(&[("newest-slip", &slip)])?;
    shop.browser.press(Key::F12)?;
    shop.browser.told(&slip)?;
    ensure!(shop.pos_books()?.newest_payment()?.state == "unknown");
    shop.browser.press(Key::F9)?;
    shop.choose("1", "charged")?;
    let paper = shop.cat2().paper()?;
    shop.enter_paper(&paper)?;
    shop.receipt_says(&[&slip, &paper.approval_code])?;
    shop.next_customer()?;
    shop.cat2().plug_in()?;
    shop.linked("cat2")?;
    shop.questions(0)?;
    shop.actions(0)?;
    shop.close_the_books(2)
}

#[test]
fn a_person_who_finds_nothing_on_the_terminal_may_try_again() -> Result<()> {
    let mut shop = after_a_good_sale()?;
    shop.cat2().fault(&json!({"fault": "cut_in_sales", "byte": 60, "back_after_ms": 300}))?;
    shop.sell_next(&["1001"], COMPANY)?;
    shop.browser.at("unknown")?;
    shop.linked("cat2")?;
    let slip = shop.cat2().newest_slip()?;
    shop.choose("2", "not-on-record")?;
    shop.fill_in(&[("newest-slip", "00077")])?;
    shop.browser.press(Key::F12)?;
    shop.browser.told("伝票番号")?;
    ensure!(shop.pos_books()?.newest_payment()?.state == "unknown", "a mistyped number was taken");
    shop.browser.press(Key::F9)?;
    shop.choose("2", "not-on-record")?;
    shop.fill_in(&[("newest-slip", &slip)])?;
    shop.browser.press(Key::F12)?;
    // J-Mups does not promise to remember what it was doing: that is a manager's word.
    shop.approve("manual_decision")?;
    shop.browser.at("failure")?;
    shop.browser.press(Key::F9)?;
    shop.link()?;
    shop.cat2().touch("visa")?;
    shop.next_customer()?;
    shop.close_the_books(2)
}

#[test]
fn what_cannot_be_found_out_is_held_and_the_next_customer_is_served() -> Result<()> {
    let mut shop = after_a_good_sale()?;
    paid_behind_a_cut_line(&mut shop)?;
    shop.choose("4", "hold")?;
    shop.fill_in(&[("contact", "山田様 0900")])?;
    shop.browser.press(Key::F12)?;
    shop.wait_for_payment("held")?;
    shop.browser.at("unknown")?;
    shop.browser.wait_for_text("#standing", "山田様")?;
    shop.questions(1)?;
    shop.browser.press(Key::F7)?;
    shop.browser.at("sale")?;
    shop.ring_up(&["1003"])?;
    shop.issue()?;
    shop.browser.press(Key::F2)?;
    shop.browser.press(Key::F12)?;
    shop.next_customer()?;
    // It stays on every screen; the charge has its open question.
    shop.questions(1)?;
    shop.close_the_books(2)
}

#[test]
fn an_answer_that_is_not_what_was_asked_is_no_sale_until_a_person_has_looked() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.cat1().fault(&json!({"fault": "wrong_amount", "by": 100}))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().touch("visa")?;
    shop.browser.at("contradiction")?;
    shop.questions(1)?;
    ensure!(shop.pos_books()?.slips.is_empty(), "a sale was made of it");
    ensure!(shop.disagreements()?.is_empty(), "the charge has its question");
    // The paper says what was asked: the line lied.
    shop.choose("1", "charged")?;
    let paper = shop.cat1().paper()?;
    shop.enter_paper(&paper)?;
    shop.receipt_says(&[&paper.slip_number])?;
    shop.next_customer()?;
    shop.questions(0)?;
    shop.close_the_books(1)
}
