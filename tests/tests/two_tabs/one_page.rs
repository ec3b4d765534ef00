//! One page and what becomes of it in the middle: reload, the back button, sleep, an agent that hangs.

use anyhow::{Context, Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;

#[test]
fn the_back_button_in_the_middle_of_a_payment_loses_nothing() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    shop.browser.back()?;
    shop.browser.told("ブラウザの「戻る」は使えません")?;
    shop.browser.fits()?;
    ensure!(shop.lines()? == 1, "the goods are gone");
    shop.issue()?;
    shop.choose_company("01")?;
    shop.link()?;
    shop.cat1().wait_for_customer()?;
    for _ in 0..3 {
        shop.browser.back()?;
        shop.browser.at("linking")?;
    }
    shop.browser.told("ブラウザの「戻る」は使えません")?;
    shop.browser.fits()?;
    shop.cat1().touch("visa")?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.payments.len() == 1);
    shop.close_the_books(1)
}

#[test]
fn a_reload_at_every_step_of_a_payment_starts_nothing_again() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    for _ in 0..2 {
        shop.browser.reload()?;
        shop.browser.at("linking")?;
        shop.browser.press_times(Key::F12, 3)?;
    }
    shop.cat1().wait_for_customer()?;
    shop.browser.reload()?;
    shop.browser.at("linking")?;
    shop.cat1().touch("visa-declined")?;
    shop.browser.at("failure")?;
    shop.browser.reload()?;
    shop.browser.at("failure")?;
    shop.browser.press(Key::F9)?;
    // The page does not know any more who serves.
    shop.browser.at("operator")?;
    shop.fill_in(&[("operator", "101")])?;
    shop.browser.press(Key::Enter)?;
    shop.browser.at("checkout")?;
    shop.browser.wait_for_text("#credit-amount", "¥158")?;
    ensure!(shop.pos_books()?.payments.len() == 1, "a reload started another payment");
    shop.browser.press(Key::F12)?;
    shop.browser.at("linking")?;
    shop.cat1().touch("visa")?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.payments.len() == 2);
    shop.close_the_books(1)
}

#[test]
fn a_page_that_slept_through_the_payment_wakes_up_to_its_receipt() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.browser.sleep()?;
    shop.cat1().touch("visa")?;
    shop.wait_for_charges(1)?;
    shop.wait_for_payment("sold")?;
    shop.browser.wake()?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.payments.len() == 1);
    shop.close_the_books(1)
}

#[test]
fn an_agent_that_hangs_is_noticed_and_its_payment_found_again() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    let agent = shop.agent.process().id();
    signal("STOP", agent)?;
    shop.browser.wait_for_text("#agent-away", "レジシステムに接続していません")?;
    shop.browser.wait_for_text("#agent-away", "決済の結果は、接続後に表示します")?;
    shop.browser.wait_for_text("#waits-for", "端末の画面を確認してお待ちください")?;
    shop.browser.picture("agent-hangs")?;
    shop.browser.fits()?;
    signal("CONT", agent)?;
    shop.browser.wait_for_element("#agent-away", false)?;
    shop.browser.at("linking")?;
    shop.cat1().touch("visa")?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.payments.len() == 1);
    shop.close_the_books(1)
}

#[test]
fn goods_rung_up_before_the_agent_went_away_are_there_when_it_is_back() -> Result<()> {
    let mut shop = Shop::open(Plan::default())?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    shop.agent.kill();
    shop.browser.wait_for_text("#agent-away", "会計の内容は保持しています")?;
    ensure!(shop.lines()? == 1, "the goods are gone");
    // Nothing goes on meanwhile, and nothing leaves by itself later.
    shop.browser.type_text("1002")?;
    shop.browser.press(Key::Enter)?;
    shop.browser.told("接続していないため")?;
    shop.browser.fits()?;
    shop.browser.press(Key::F12)?;
    shop.agent.start_again()?;
    shop.browser.wait_for_element("#agent-away", false)?;
    shop.browser.at("sale")?;
    ensure!(shop.lines()? == 1 && shop.pos_books()?.slips.is_empty());
    shop.ring_up(&["1002"])?;
    shop.issue()?;
    shop.browser.press(Key::F2)?;
    shop.browser.press(Key::F12)?;
    shop.next_customer()?;
    shop.close_the_books(0)
}

/// Stops a process in its tracks, or lets it go on.
fn signal(name: &str, process: u32) -> Result<()> {
    let status =
        std::process::Command::new("kill").args([&format!("-{name}"), &process.to_string()]).status();
    ensure!(status.context("kill")?.success(), "kill -{name} {process}");
    Ok(())
}
