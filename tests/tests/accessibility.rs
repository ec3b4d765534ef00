//! Every screen that a clerk or a manager can come to, as axe-core sees it: nothing serious.

#[path = "accessibility/questions.rs"]
mod questions;

use anyhow::Result;
use catlink_tests::agent::Books;
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::{Kind, Line};

/// The screen is reached, fits, and has no serious finding.
fn look(shop: &Shop, screen: &str) -> Result<()> {
    shop.browser.at(screen)?;
    shop.browser.is_accessible()
}

/// Opens a screen by a key, looks at it, and goes back.
fn look_in_and_out(shop: &Shop, key: Key, screen: &str, back: Key) -> Result<()> {
    let before = shop.browser.look()?.screen;
    shop.browser.press(key)?;
    look(shop, screen)?;
    shop.browser.press(back)?;
    shop.browser.at(&before)
}

#[test]
fn the_counter_from_sign_in_to_receipt() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.browser.signs_in(None);
    shop.browser.at("menu")?;
    shop.browser.is_accessible()?;
    look_in_and_out(&shop, Key::F4, "lists", Key::F9)?;
    shop.open_counter()?;
    shop.browser.is_accessible()?;
    look_in_and_out(&shop, Key::F5, "search", Key::F9)?;
    look_in_and_out(&shop, Key::F8, "park", Key::F9)?;
    shop.ring_up(&["1001", "3001"])?;
    shop.browser.is_accessible()?;
    look_in_and_out(&shop, Key::F1, "discard", Key::F9)?;
    look_in_and_out(&shop, Key::F2, "quantity", Key::F9)?;
    look_in_and_out(&shop, Key::F3, "discount", Key::F9)?;
    shop.browser.press(Key::F12)?;
    look(&shop, "operator")?;
    shop.browser.press(Key::F9)?;
    shop.issue()?;
    shop.browser.is_accessible()?;
    look_in_and_out(&shop, Key::F6, "credit", Key::F9)?;
    shop.choose_company("01")?;
    shop.link()?;
    look(&shop, "linking")?;
    shop.cat1().wait_for_customer()?;
    shop.browser.press(Key::F9)?;
    look(&shop, "failure")?;
    shop.browser.press(Key::F12)?;
    look(&shop, "unlinked")?;
    look_in_and_out(&shop, Key::F6, "paper", Key::F9)?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("failure")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("checkout")?;
    shop.browser.press(Key::F2)?;
    shop.browser.press(Key::F12)?;
    look(&shop, "receipt")
}

#[test]
fn what_nobody_knows_yet() -> Result<()> {
    let mut shop = Shop::open(Plan { decide_after_s: Some(0), ..Plan::with_cat1(Kind::jt_c60()) })?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().pull_the_cable()?;
    look(&shop, "unknown")?;
    for (digit, form) in [("1", "charged"), ("2", "not-on-record"), ("3", "incomplete"), ("4", "hold")] {
        shop.choose(digit, form)?;
        shop.browser.is_accessible()?;
        shop.back_to_choices()?;
    }
    Ok(())
}

#[test]
fn a_reservation_from_its_list_to_its_end() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    to_reservations(&shop)?;
    shop.browser.is_accessible()?;
    shop.browser.press(Key::F2)?;
    shop.browser.at("sale")?;
    shop.ring_up(&["1001"])?;
    shop.browser.is_accessible()?;
    shop.browser.press(Key::F12)?;
    look(&shop, "booking")?;
    let fields = [("customer", "山田 太郎"), ("customer-phone", "090-1234-5678"), ("due-date", "2099-12-24")];
    shop.fill_in(&fields)?;
    shop.write("deposit", "100")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("operator")?;
    shop.browser.press(Key::F12)?;
    look(&shop, "checkout")?;
    shop.browser.press(Key::F2)?;
    shop.browser.press(Key::F12)?;
    look(&shop, "receipt")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("sale")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("menu")?;
    shop.browser.press(Key::F9)?;
    to_reservations(&shop)?;
    shop.browser.wait_for_element("tr[data-reservation]", true)?;
    shop.browser.is_accessible()?;
    shop.browser.press(Key::F12)?;
    look(&shop, "reservation")?;
    look_in_and_out(&shop, Key::F1, "cancel-reservation", Key::F9)?;
    shop.browser.wait_for_text("#reservation-next", "F12 引渡")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("sale")?;
    shop.browser.wait_for_element("#purpose", true)?;
    shop.browser.is_accessible()
}

/// From 業務メニュー to 予約一覧.
fn to_reservations(shop: &Shop) -> Result<()> {
    shop.browser.at("menu")?;
    shop.browser.type_text("1")?;
    shop.browser.wait_for_attribute(".menu-processes", "data-active", "true")?;
    shop.browser.type_text("2")?;
    shop.browser.at("reservations")
}

#[test]
fn every_master_with_its_form_and_what_opens_over_it() -> Result<()> {
    let shop = Shop::open_for_manager(Plan::with_cat1(Kind::jt_c60().on(Line::Tcp)))?;
    for master in ["card_company", "register", "product", "operator"] {
        shop.open_master(master)?;
        shop.browser.wait_for_element("tr[data-row]", true)?;
        shop.browser.is_accessible()?;
        look_in_and_out(&shop, Key::F1, "erase", Key::F9)?;
        look_in_and_out(&shop, Key::F10, "changes", Key::F9)?;
        look_in_and_out(&shop, Key::F8, "files", Key::F9)?;
        shop.browser.wait_for_element("tr[data-row]", true)?;
        shop.browser.press(Key::F12)?;
        look(&shop, "row")?;
        if master == "register" {
            shop.browser.press(Key::F10)?;
            shop.browser.is_accessible()?;
            look_in_and_out(&shop, Key::F6, "port-test", Key::F9)?;
            for _ in 0..2 {
                shop.browser.press(Key::F10)?;
            }
            shop.browser.is_accessible()?;
            shop.write("header1", "x")?;
            look_in_and_out(&shop, Key::F9, "abandon", Key::F9)?;
            shop.browser.press(Key::F9)?;
            shop.browser.at("abandon")?;
            shop.browser.press(Key::F12)?;
        } else {
            shop.browser.press(Key::F9)?;
        }
        shop.browser.at("masters")?;
        if master == "operator" {
            shop.browser.wait_for_element("tr[data-row]", true)?;
            look_in_and_out(&shop, Key::F6, "pin", Key::F9)?;
        }
        shop.browser.press(Key::F9)?;
        shop.browser.at("menu")?;
        shop.browser.press(Key::F9)?;
    }
    shop.open_master("store")?;
    shop.browser.is_accessible()?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("menu")?;
    shop.browser.signs_in(None);
    shop.browser.press(Key::F11)?;
    look(&shop, "sign-in")
}

#[test]
fn settled_slips_and_what_takes_them_back() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().touch("visa")?;
    shop.browser.at("receipt")?;
    let number = shop.newest_slip_number()?;
    shop.browser.press(Key::F12)?;
    shop.open_slips()?;
    shop.browser.is_accessible()?;
    shop.browser.press(Key::F8)?;
    look(&shop, "goods-unknown")?;
    shop.browser.type_text("1001")?;
    shop.browser.press(Key::Enter)?;
    shop.browser.wait_for_element("#back-total", true)?;
    shop.browser.press(Key::F12)?;
    look(&shop, "give-back-unknown")?;
    shop.scan_slip(number)?;
    shop.browser.is_accessible()?;
    shop.browser.press(Key::F1)?;
    look(&shop, "void")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("slip")?;
    shop.a_day_later()?;
    shop.scan_slip(number)?;
    shop.browser.wait_for_text(".cannot", "前の営業日")?;
    shop.browser.press(Key::F4)?;
    look(&shop, "goods-back")?;
    shop.browser.press(Key::F2)?;
    shop.browser.press(Key::F12)?;
    look(&shop, "give-back")
}

#[test]
fn the_first_step_of_a_shop_that_nobody_has_set_up() -> Result<()> {
    let shop = Shop::open(Plan { books: Books::Empty, ..Plan::default() })?;
    look(&shop, "first-manager")?;
    shop.browser.fits()?;
    shop.fill_in(&[("person", "900"), ("person-name", "店長"), ("pin", "1111"), ("pin-again", "1111")])?;
    shop.browser.press(Key::F12)?;
    shop.browser.wait_for_element("#notice", true)?;
    shop.browser.is_accessible()
}

#[test]
fn the_business_day_from_the_change_to_the_report() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.open_day("day-report")?;
    shop.browser.wait_for_element("#empty-report", true)?;
    shop.browser.is_accessible()?;
    shop.open_day("day-open")?;
    shop.browser.is_accessible()?;
    shop.count_sum("30000")?;
    look_in_and_out(&shop, Key::F12, "day-sure", Key::F9)?;
    shop.open_register("30000")?;
    shop.go_to_counter()?;
    shop.sell_next(&["1001"], "01")?;
    shop.browser.at("linking")?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().touch("visa")?;
    shop.browser.at("receipt")?;
    shop.next_customer()?;
    shop.open_day("day-moves")?;
    shop.browser.is_accessible()?;
    shop.open_day("day-check")?;
    shop.browser.is_accessible()?;
    shop.open_day("day-close")?;
    shop.browser.wait_for_element("#nothing-open", true)?;
    shop.browser.is_accessible()?;
    shop.close_step("compare")?;
    shop.browser.is_accessible()?;
    shop.write("cat1-count", "1")?;
    shop.write("cat1-total", "158")?;
    shop.close_step("totals")?;
    shop.browser.is_accessible()?;
    shop.close_step("count")?;
    shop.browser.is_accessible()?;
    shop.count_sum("30000")?;
    shop.close_step("last")?;
    shop.browser.is_accessible()?;
    shop.confirm_day("精算します")?;
    shop.report_says(&["過不足なし"])?;
    shop.browser.is_accessible()
}

#[test]
fn what_was_printed() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    shop.open_journal()?;
    look(&shop, "journal")?;
    shop.go_to_counter()?;
    shop.sell_for_cash(&["400*1001"])?;
    shop.browser.press(Key::F7)?;
    shop.browser.wait_for_text("#stamp-needed", "200円")?;
    look(&shop, "formal")?;
    shop.browser.press(Key::F9)?;
    shop.next_customer()?;
    shop.open_journal()?;
    shop.journal_row(0, &["レシート"])?;
    look(&shop, "journal")?;
    shop.browser.press(Key::F5)?;
    look(&shop, "journal-filter")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("journal")?;
    shop.browser.press(Key::F12)?;
    shop.browser.wait_for_text("#paper-lines", "領収証")?;
    look(&shop, "journal-paper")
}
