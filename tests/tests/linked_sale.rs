//! The main job, whole: goods in, F12, the terminal, its slip and the receipt; and everything that can come between. Each
//! ends with the centre's book beside the POS's.

#[path = "linked_sale/basket.rs"]
mod basket;
#[path = "linked_sale/cut_off.rs"]
mod cut_off;
#[path = "linked_sale/looked_at.rs"]
mod looked_at;
#[path = "linked_sale/not_charged.rs"]
mod not_charged;

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::{Kind, Line};
use serde_json::json;

#[test]
fn cash_is_taken_without_any_terminal() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    shop.open_counter()?;
    shop.ring_up(&["1001", "2*4001"])?;
    shop.browser.wait_for_text("#total", "954")?;
    shop.issue()?;
    shop.browser.type_text("1000")?;
    shop.browser.wait_for_text("#change", "¥46")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["お釣り", "おにぎり 鮭"])?;
    shop.next_customer()?;
    shop.close_the_books(0)
}

#[test]
fn credit_goes_over_a_serial_line() -> Result<()> {
    credit(Line::Pty)
}

#[test]
fn credit_goes_over_a_lan() -> Result<()> {
    credit(Line::Tcp)
}

/// A card with chip and PIN, paid in instalments.
fn credit(line: Line) -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60().on(line)))?;
    shop.sell_linked(&["1001", "4001"], "01")?;
    shop.browser.wait_for_text("#linking-amount", "556")?;
    let terminal = shop.cat1();
    terminal.wait_for_phase("condition_select")?;
    terminal.act(&json!({"act": "choose_condition", "condition": "installment", "count": 3}))?;
    terminal.wait_for_phase("card_wait")?;
    shop.browser.wait_for_text("#waits-for", "カード")?;
    shop.browser.picture("card-wait")?;
    shop.cat1().insert_with_pin("visa")?;
    let slip = {
        shop.browser.at("receipt")?;
        shop.cat1().newest_slip()?
    };
    shop.receipt_says(&["クレジット", "VISA", "1111", &slip])?;
    shop.next_customer()?;
    shop.close_the_books(1)
}

#[test]
fn electronic_money_is_taken_on_the_other_model() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat2(Kind::j_mups()))?;
    shop.sell_linked(&["2001"], "12")?;
    shop.cat2().wait_for_phase("brand_select")?;
    shop.browser.picture("brand-select")?;
    shop.cat2().act(&json!({"act": "choose_brand", "brand": "waon"}))?;
    shop.cat2().touch("waon")?;
    shop.receipt_says(&["電子マネー", "WAON"])?;
    shop.next_customer()?;
    shop.close_the_books(1)
}

#[test]
fn a_linked_card_pays_all_or_nothing_and_an_unlinked_one_mixes_with_cash() -> Result<()> {
    let shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    shop.issue()?;
    shop.browser.type_text("100")?;
    shop.choose_company("01")?;
    shop.browser.told("併用払い")?;
    ensure!(shop.browser.look()?.screen == "credit", "the split was taken");
    ensure!(shop.pos_books()?.payments.is_empty(), "a payment was accepted");
    shop.browser.press(Key::F9)?;
    shop.choose_company("91")?;
    shop.browser.at("checkout")?;
    shop.browser.wait_for_text("#credit-amount", "¥58")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["商店会クレジット"])?;
    shop.next_customer()?;
    shop.close_the_books(0)
}

#[test]
fn a_terminal_that_is_away_stops_the_clerk_before_anything_is_sent() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.cat1().kill()?;
    shop.browser.wait_for_attribute("#terminal-cat1", "data-link", "no_answer")?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    shop.issue()?;
    shop.choose_company("01")?;
    shop.browser.told("応答なし")?;
    ensure!(shop.browser.look()?.screen == "credit", "the card was taken");
    ensure!(shop.pos_books()?.payments.is_empty(), "a payment was accepted");
    shop.browser.press(Key::F9)?;
    shop.browser.at("checkout")?;
    shop.browser.press(Key::F2)?;
    shop.browser.press(Key::F12)?;
    shop.next_customer()?;
    shop.close_the_books(0)
}

#[test]
fn a_page_reloaded_while_the_terminal_waits_comes_back_to_it() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "02")?;
    shop.cat1().wait_for_customer()?;
    shop.browser.reload()?;
    shop.browser.at("linking")?;
    shop.browser.wait_for_text("#linking-amount", "158")?;
    ensure!(shop.pos_books()?.payments.len() == 1, "another payment was started");
    shop.cat1().touch("visa")?;
    shop.receipt_says(&["クレジット"])?;
    shop.next_customer()?;
    shop.close_the_books(1)
}

#[test]
fn f12_held_down_or_pressed_twice_starts_one_payment_and_answers_no_question() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    shop.issue()?;
    shop.choose_company("01")?;
    shop.browser.at("checkout")?;
    shop.browser.hold(Key::F12)?;
    shop.browser.repeat_f12(10)?;
    shop.browser.shows("linking")?;
    shop.browser.repeat_f12(10)?;
    shop.cat1().touch("visa-declined")?;
    // Held on into 【決済エラー】, whose F12 would settle without the link.
    shop.browser.shows("failure")?;
    shop.browser.repeat_f12(20)?;
    ensure!(shop.browser.look()?.screen == "failure", "a held F12 pressed 【決済エラー】");
    shop.browser.let_go(Key::F12)?;
    shop.browser.at("failure")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("checkout")?;
    shop.browser.press_times(Key::F12, 2)?;
    shop.browser.shows("linking")?;
    shop.cat1().touch("visa")?;
    shop.browser.at("receipt")?;
    shop.browser.press_times(Key::F12, 2)?;
    shop.browser.at("sale")?;
    let payments = shop.pos_books()?.payments.len();
    ensure!(payments == 2, "{payments} payments for a declined and a good one");
    shop.close_the_books(1)
}

#[test]
fn a_terminal_unplugged_and_plugged_in_again_sells_again() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.cat1().pull_the_cable()?;
    shop.browser.wait_for_attribute("#terminal-cat1", "data-link", "no_answer")?;
    shop.browser.picture("unplugged")?;
    shop.cat1().plug_in()?;
    shop.linked("cat1")?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().touch("visa")?;
    shop.next_customer()?;
    shop.close_the_books(1)
}
