//! Charged once, whatever dies, and when: keys held and pages reloaded, agent and terminal killed at every step, and what
//! a person decides where nobody can be asked. Each ends with the centre's book beside the POS's.

#[path = "charged_once/agent_dies.rs"]
mod agent_dies;
#[path = "charged_once/classes.rs"]
mod classes;
#[path = "charged_once/exchanged.rs"]
mod exchanged;
#[path = "charged_once/held.rs"]
mod held;
#[path = "charged_once/otherwise.rs"]
mod otherwise;
#[path = "charged_once/person.rs"]
mod person;
#[path = "charged_once/terminal_dies.rs"]
mod terminal_dies;

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::patience::seen_if;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::json;

/// Reloads the page in the very event of the next F12: before the page has heard the key, or after.
const RELOAD_AT_F12: &str = "
    const reload = event => { if (event.key === 'F12') location.reload(); };
    addEventListener('keydown', reload, {capture: arguments[0] === 'before', once: true});";

#[test]
fn f12_pressed_in_the_very_moment_of_a_reload_starts_one_payment_at_most() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.open_counter()?;
    for (sale, moment) in ["before", "after"].into_iter().enumerate() {
        shop.ring_up(&["1001"])?;
        shop.issue()?;
        shop.choose_company("01")?;
        shop.browser.at("checkout")?;
        shop.browser.wait_for_text("#credit-amount", "¥158")?;
        shop.browser.ask(RELOAD_AT_F12, &[moment])?;
        // Held down and repeated besides.
        shop.browser.hold(Key::F12)?;
        shop.browser.repeat_f12(5)?;
        shop.browser.let_go(Key::F12)?;
        shop.browser.wait_until_ready()?;
        shop.browser.wait("the payment, or the sale it did not begin for", |page| {
            let shown = page.look()?;
            Ok(seen_if(["linking", "sale"].contains(&shown.screen.as_str()), format!("{shown:?}")))
        })?;
        if shop.pos_books()?.payments.len() == sale {
            shop.browser.at("sale")?;
            ensure!(shop.lines()? == 1, "the goods are gone");
            shop.issue()?;
            shop.choose_company("01")?;
            shop.link()?;
        }
        shop.browser.at("linking")?;
        shop.cat1().touch("visa")?;
        shop.receipt_says(&["VISA"])?;
        shop.next_customer()?;
        ensure!(shop.pos_books()?.payments.len() == sale + 1, "{moment}: more than one payment");
    }
    shop.close_the_books(2)
}

#[test]
fn reload_back_and_reload_while_the_centre_is_asked_change_nothing() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.cat1().fault(&json!({"fault": "centre_late", "ms": 4_000}))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.browser.press_times(Key::F12, 2)?;
    shop.browser.back()?;
    shop.browser.at("linking")?;
    shop.cat1().touch("visa")?;
    shop.cat1().wait_for_phase("center")?;
    shop.browser.reload()?;
    shop.browser.at("linking")?;
    shop.browser.back()?;
    shop.hears("ブラウザの「戻る」は使えません")?;
    shop.browser.wait_for_text("#waits-for", "センターに問合せ中です(中止できません)")?;
    shop.browser.reload()?;
    shop.browser.at("linking")?;
    shop.browser.press_times(Key::F12, 2)?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.payments.len() == 1);
    shop.close_the_books(1)
}
