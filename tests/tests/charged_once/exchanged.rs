//! 端末交換: another unit answers at the port, and sells only once a person has said that it is the shop's.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::json;

const OTHER: &str = "9990000000001";

#[test]
fn another_unit_sells_only_after_a_person_has_accepted_it_and_the_old_ones_payment_stays_open() -> Result<()>
{
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.choose("4", "hold")?;
    shop.fill_in(&[("contact", "Yamada")])?;
    shop.browser.press(Key::F12)?;
    shop.wait_for_payment("held")?;
    shop.browser.at("unknown")?;
    shop.browser.press(Key::F7)?;
    shop.browser.at("sale")?;
    shop.cat1().fault(&json!({"fault": "other_unit", "terminal_id": OTHER}))?;
    shop.cat1().plug_in()?;
    shop.questions(2)?;
    // It is not sold on, and the held payment keeps its terminal.
    shop.ring_up(&["1002"])?;
    shop.issue()?;
    shop.choose_company("01")?;
    shop.browser.at("credit")?;
    shop.browser.fits()?;
    ensure!(!shop.browser.look()?.notice.is_empty(), "nobody says why it is not taken");
    shop.browser.press(Key::F9)?;
    shop.browser.at("checkout")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("sale")?;
    shop.open_listed(&["端末交換", OTHER], "exchange")?;
    shop.reads("exchange", &["端末が交換されました", "よろしいですか?", "1234567890001", OTHER])?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("lists")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("sale")?;
    shop.questions(2)?;
    shop.open_listed(&["端末交換"], "exchange")?;
    shop.browser.press(Key::F12)?;
    shop.approve("terminal_exchange")?;
    shop.hears("接続中の端末を、このレジの端末として登録しました")?;
    shop.linked("cat1")?;
    shop.questions(1)?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("sale")?;
    shop.issue()?;
    shop.choose_company("01")?;
    shop.link()?;
    shop.cat1().touch("visa")?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    shop.questions(1)?;
    shop.close_the_books(1)
}
