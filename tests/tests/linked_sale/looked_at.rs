//! 【結果不明】 on a terminal that cannot be asked: a person looks at it and chooses. The person's word is checked where
//! something can be checked.

use anyhow::{Context, Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::{Value, json};

/// J-Mups credit: class none.
const COMPANY: &str = "11";

/// A value on a slip.
fn value_of(slip: &Value, label: &str) -> Result<String> {
    let lines = slip["lines"].as_array().context("its lines")?;
    let found = lines.iter().find(|line| line[0].as_str().is_some_and(|text| text.contains(label)));
    let value = found.and_then(|line| line[1].as_str());
    value.map(str::to_owned).with_context(|| format!("{label} on {slip}"))
}

/// `10:05` of `2026/11/23 10:05:07`.
fn clock_of(printed_at: &str) -> String {
    printed_at.split(' ').nth(1).unwrap_or_default().chars().take(5).collect()
}

/// One good sale first, so that the terminal has a slip.
fn after_a_good_sale() -> Result<Shop> {
    let mut shop = Shop::open(Plan::with_cat2(Kind::j_mups()))?;
    shop.sell_linked(&["1002"], COMPANY)?;
    shop.cat2().touch("jcb")?;
    shop.next_customer()?;
    Ok(shop)
}

/// The next sale up to 「CAT端末連動中」.
fn next_sale(shop: &Shop) -> Result<()> {
    shop.ring_up(&["1001"])?;
    shop.issue()?;
    shop.choose_company(COMPANY)?;
    shop.browser.at("checkout")?;
    shop.browser.press(Key::F12)
}

/// The line goes while the customer stands there, who pays all the same; nobody at the POS knows.
fn paid_behind_a_cut_line(shop: &mut Shop) -> Result<()> {
    next_sale(shop)?;
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

/// Opens a choice by its digit.
fn choose(shop: &Shop, digit: &str, form: &str) -> Result<()> {
    shop.browser.wait_for_element(&format!("[data-choice='{digit}']"), true)?;
    shop.browser.at("unknown")?;
    shop.browser.type_text(digit)?;
    shop.browser.wait_for_element(&format!("[data-choice-form='{form}']"), true)?;
    shop.browser.picture(form)
}

#[test]
fn a_person_who_reads_the_slip_settles_the_sale() -> Result<()> {
    let mut shop = after_a_good_sale()?;
    paid_behind_a_cut_line(&mut shop)?;
    let slip = shop.cat2().newest_slip()?;
    // 2, although there is a slip: the gap in the numbers is noticed.
    choose(&shop, "2", "not-on-record")?;
    shop.fill_in(&[("newest-slip", &slip)])?;
    shop.browser.press(Key::F12)?;
    shop.browser.told(&slip)?;
    ensure!(shop.pos_books()?.newest_payment()?.state == "unknown");
    shop.browser.press(Key::F9)?;
    choose(&shop, "1", "charged")?;
    let paper = shop.cat2().printed("売上票")?;
    let (time, approval) = (clock_of(&value_of(&paper, "日時")?), value_of(&paper, "承認番号")?);
    shop.fill_in(&[
        ("slip-number", &slip),
        ("slip-amount", "158"),
        ("slip-time", &time),
        ("approval-code", &approval),
    ])?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&[&slip, &approval])?;
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
    next_sale(&shop)?;
    shop.browser.at("unknown")?;
    shop.linked("cat2")?;
    let slip = shop.cat2().newest_slip()?;
    choose(&shop, "2", "not-on-record")?;
    shop.fill_in(&[("newest-slip", "00077")])?;
    shop.browser.press(Key::F12)?;
    shop.browser.told("伝票番号")?;
    ensure!(shop.pos_books()?.newest_payment()?.state == "unknown", "a mistyped number was taken");
    shop.browser.press(Key::F9)?;
    choose(&shop, "2", "not-on-record")?;
    shop.fill_in(&[("newest-slip", &slip)])?;
    shop.browser.press(Key::F12)?;
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
    choose(&shop, "4", "hold")?;
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
    let slip = shop.cat1().newest_slip()?;
    shop.browser.type_text("1")?;
    shop.browser.wait_for_element("[data-choice-form='charged']", true)?;
    let paper = shop.cat1().printed("売上票")?;
    let on_paper = |label| value_of(&paper, label);
    let (printed_at, approval) = (on_paper("日時")?, on_paper("承認番号")?);
    shop.fill_in(&[
        ("slip-number", &slip),
        ("slip-amount", "158"),
        ("slip-time", &clock_of(&printed_at)),
        ("approval-code", &approval),
    ])?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&[&slip])?;
    shop.next_customer()?;
    shop.questions(0)?;
    shop.close_the_books(1)
}
