//! 精算 with a terminal, from two pages, and over the end of the day.

use anyhow::{Result, bail, ensure};
use catlink_shared::ids::{PageId, RequestId};
use catlink_shared::money::Yen;
use catlink_shared::wire::day::{DayReply, DayRequest, Direction};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_tests::browser::Key;
use catlink_tests::counter::{OPERATOR, commit};
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::socket::{Socket, new_id, pin_of};
use catlink_tests::terminal::Kind;

use super::sell_for_cash;

const DAY_MS: i64 = 24 * 3_600 * 1_000;

/// From anywhere to the last step of a day without a terminal and without open items.
fn come_to_the_last_step(shop: &Shop, counted: &str) -> Result<()> {
    shop.open_day("day-close")?;
    shop.browser.wait_for_element("#nothing-open", true)?;
    shop.close_step("count")?;
    shop.count_sum(counted)?;
    shop.close_step("last")
}

#[test]
fn a_terminal_is_compared_then_totalled_and_both_are_kept() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["2*1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().touch("visa")?;
    shop.browser.at("receipt")?;
    shop.next_customer()?;
    shop.open_day("day-close")?;
    shop.browser.wait_for_element("#nothing-open", true)?;
    shop.browser.picture("nothing-open")?;
    shop.close_step("compare")?;
    shop.browser.wait_for_text(".booked", "1件 ¥316")?;
    shop.write("cat1-count", "1")?;
    shop.write("cat1-total", "300")?;
    shop.browser.wait_for_text(".verdict", "差異 +0件 -¥16")?;
    shop.browser.fits()?;
    shop.browser.picture("different")?;
    shop.write("cat1-total", "316")?;
    shop.browser.wait_for_text(".verdict", "一致しています")?;
    shop.close_step("totals")?;
    shop.browser.wait_for_text("#steps", "日計")?;
    shop.browser.picture("totals")?;
    shop.close_step("count")?;
    shop.count_sum("0")?;
    shop.close_step("last")?;
    shop.confirm_day("精算します")?;
    shop.report_says(&["CAT1 端末の中間計", "1件 ¥316", "CAT1 端末の日計", "実施", "過不足なし"])?;
    shop.browser.picture("report")?;
    ensure!(shop.charges()? == 1, "a close charges nothing");
    Ok(())
}

#[test]
fn two_terminals_are_compared_each_with_the_steps_of_its_model() -> Result<()> {
    let shop = Shop::open(Plan { cat2: Some(Kind::j_mups()), ..Plan::with_cat1(Kind::jt_c60()) })?;
    shop.open_register("1000")?;
    shop.open_day("day-close")?;
    shop.browser.wait_for_element("#nothing-open", true)?;
    shop.close_step("compare")?;
    shop.browser.wait_for_text("#steps", "JT-C60")?;
    for (field, text) in [("cat1-count", "1"), ("cat1-total", "1"), ("cat2-count", "0"), ("cat2-total", "0")]
    {
        shop.write(field, text)?;
    }
    shop.browser.wait_for_text("#steps", "J-Mups")?;
    shop.browser.fits()?;
    shop.close_step("totals")?;
    shop.close_step("count")?;
    if shop.browser.has("#counted-sum")? {
        shop.browser.press(Key::F6)?;
    }
    shop.browser.wait_for_element("#yen-1000", true)?;
    shop.browser.fits()?;
    shop.write("yen-1000", "1")?;
    shop.close_step("last")?;
    shop.confirm_day("過不足なし")?;
    // A difference is kept, and asks for nobody.
    shop.report_says(&["CAT1 差異", "+1件 ¥1", "1,000円 × 1", "CAT2 端末の日計"])
}

#[test]
fn a_second_page_that_closes_the_same_day_is_told_and_nothing_is_closed_twice() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    sell_for_cash(&shop)?;
    come_to_the_last_step(&shop, "158")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("day-sure")?;
    let first = shop.browser.tab()?;
    shop.browser.open_window(&shop.agent.page())?;
    come_to_the_last_step(&shop, "150")?;
    shop.confirm_day("精算します")?;
    shop.report_says(&["不足 ¥8"])?;
    shop.browser.go_to(&first)?;
    shop.browser.at("day-sure")?;
    shop.browser.press(Key::F12)?;
    shop.browser.told("別の画面ですでに精算されています")?;
    shop.browser.at("day-close")?;
    shop.browser.fits()?;
    shop.open_day("day-report")?;
    shop.report_says(&["不足 ¥8"])
}

#[test]
fn a_day_that_begins_during_the_close_is_shown_before_it_is_closed() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    sell_for_cash(&shop)?;
    come_to_the_last_step(&shop, "158")?;
    // Midnight, and the next day's first customer at another page.
    shop.agent.set_clock(DAY_MS)?;
    let mut other = Socket::greeted(shop.agent.address(), new_id(PageId::from_parts))?;
    let sale = other.new_sale(1)?;
    ensure!(other.ask(commit(sale, 158))?.is_ok(), "the next day opens by itself");
    other.sold(sale)?;
    shop.browser.at("day-close")?;
    shop.browser.wait_for_text("#close-days", "2営業日をまとめて精算します")?;
    shop.browser.wait_for_text("#expected", "¥316")?;
    shop.browser.fits()?;
    shop.browser.picture("two-days")?;
    shop.browser.press(Key::F9)?;
    shop.count_sum("316")?;
    shop.close_step("last")?;
    shop.confirm_day("過不足なし")?;
    shop.report_says(&["をまとめて精算しました", "¥316"])?;
    shop.browser.press(Key::F2)?;
    shop.browser.wait_for_text("#report-cash", "¥158")
}

#[test]
fn a_close_that_was_asked_about_before_midnight_is_refused_and_shown_anew() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    sell_for_cash(&shop)?;
    come_to_the_last_step(&shop, "158")?;
    shop.browser.press(Key::F12)?;
    shop.reads("day-sure", &["数えた金額 ¥158", "よろしいですか?"])?;
    let mut other = Socket::greeted(shop.agent.address(), new_id(PageId::from_parts))?;
    let sale = other.new_sale(1)?;
    shop.agent.set_clock(DAY_MS)?;
    ensure!(other.sign_in(OPERATOR, &pin_of(OPERATOR))?.is_ok());
    ensure!(other.ask(commit(sale, 158))?.is_ok(), "the next day opens by itself");
    other.sold(sale)?;
    shop.browser.at("day-sure")?;
    shop.browser.press(Key::F12)?;
    shop.browser.told("精算の途中で営業日が変わりました")?;
    shop.browser.wait_for_element(".close-step[data-step='items']", true)?;
    shop.browser.wait_for_text("#close-days", "2営業日をまとめて精算します")?;
    shop.browser.fits()
}

#[test]
fn the_same_request_again_moves_cash_once_and_whoever_is_not_signed_in_moves_none() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    let mut page = Socket::greeted(shop.agent.address(), new_id(PageId::from_parts))?;
    let (direction, amount) = (Direction::In, Yen::new(500));
    let ask = Request::Day { ask: DayRequest::Move { direction, amount, reason: "両替".into() } };
    let id = new_id(RequestId::from_parts);
    for _ in 0..2 {
        let moved = page.ask_as(id, ask.clone())?;
        ensure!(matches!(moved, Ok(Reply::Day { reply: DayReply::Moved })), "{moved:?}");
    }
    let read = Request::Day { ask: DayRequest::Drawer };
    let Ok(Reply::Day { reply: DayReply::Drawer { drawer } }) = page.ask(read.clone())? else {
        bail!("the drawer is not shown")
    };
    ensure!(drawer.flows.expected() == amount && drawer.movements.len() == 1, "{drawer:?}");
    let mut nobody = Socket::met(shop.agent.address(), new_id(PageId::from_parts))?;
    ensure!(nobody.ask(ask)? == Err(RefusalCode::NotSignedIn), "cash is moved by nobody");
    ensure!(nobody.ask(read)? == Err(RefusalCode::NotSignedIn), "nobody looks into the drawer");
    Ok(())
}
