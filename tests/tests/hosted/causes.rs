//! Each cause as the clerk sees it.

use anyhow::Result;
use catlink_shared::wire::VERSION;
use catlink_tests::browser::Browser;
use catlink_tests::elsewhere::{OtherAgent, PageHost};
use catlink_tests::house::House;
use catlink_tests::place::Place;
use catlink_tests::shop::{Plan, Shop};

/// The permission as this browser calls it.
const LOOPBACK: &str = "loopback-network";

/// The page says why, in these words, with steps; all of it is on the screen.
fn says(browser: &Browser, cause: &str, words: &[&str]) -> Result<()> {
    browser.wait_for_attribute("#agent-away", "data-cause", cause)?;
    for word in words {
        browser.wait_for_text("#agent-away", word)?;
    }
    browser.wait_for_element("#away-steps li", true)?;
    browser.picture(cause)?;
    browser.fits()?;
    browser.is_accessible()
}

#[test]
fn an_agent_that_is_away_is_told_with_steps_and_the_work_is_kept() -> Result<()> {
    let mut shop = Shop::open(Plan::default())?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    shop.agent.kill();
    says(&shop.browser, "absent", &["catlink が起動していないようです", "会計の内容は保持しています"])?;
    shop.agent.start_again()?;
    shop.browser.wait_for_element("#agent-away", false)?;
    shop.browser.at("sale")?;
    shop.issue()?;
    shop.agent.kill();
    says(&shop.browser, "absent", &["catlink を起動してください"])?;
    shop.agent.start_again()?;
    shop.browser.wait_for_element("#agent-away", false)?;
    shop.pay_cash()?;
    shop.close_the_books(0)
}

#[test]
fn a_page_whose_cookie_is_gone_is_told_to_load_anew_and_goes_on() -> Result<()> {
    let mut shop = Shop::open(Plan::default())?;
    shop.browser.at("menu")?;
    shop.browser.forget_cookies()?;
    shop.agent.start_again()?;
    says(&shop.browser, "stale-cookie", &["再読み込み"])?;
    shop.browser.ask("document.getElementById('reload').click(); return null", &[])?;
    shop.browser.wait_for_element("#agent-away", false)?;
    shop.browser.at("menu")?;
    shop.close_the_books(0)
}

#[test]
fn an_agent_of_another_version_is_told_from_one_that_is_away() -> Result<()> {
    let place = Place::of_this_test()?;
    let newer = OtherAgent::start(VERSION + 1)?;
    let browser = Browser::open(&place, &PageHost::start(newer.address())?.page())?;
    says(&browser, "page-too-old", &["この画面は古い版", "再読み込み", newer.address()])?;
    let older = OtherAgent::start(VERSION - 1)?;
    browser.open_window(&PageHost::start(older.address())?.page())?;
    says(&browser, "agent-too-old", &["catlink を新しくしてください", older.address()])
}

#[test]
fn an_agent_elsewhere_is_not_looked_for() -> Result<()> {
    let place = Place::of_this_test()?;
    let browser = Browser::open(&place, &PageHost::start("192.168.0.4:7310")?.page())?;
    says(&browser, "misplaced", &["192.168.0.4:7310", "提供元"])
}

/// The hosted page counts as one of the internet here, so that the browser gates its way to this computer for real.
#[test]
fn a_browser_that_lets_no_page_through_is_told_from_an_agent_that_is_away() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let host = PageHost::start(house.agent.address())?;
    let public = format!("--ip-address-space-overrides={}=public", host.address());
    let (origin, page) = (host.origin_as("pos.localhost"), format!("{}/", host.origin_as("pos.localhost")));
    let browser = Browser::open_with(&house.place, &house.agent.page(), &[public])?;
    browser.decide_permission(&origin, LOOPBACK, "denied")?;
    browser.open_window(&page)?;
    says(&browser, "permission-denied", &["拒否されています", "LoopbackNetworkAllowedForUrls"])?;
    browser.decide_permission(&origin, LOOPBACK, "prompt")?;
    browser.reload()?;
    says(&browser, "permission-prompt", &["許可を待っています", "「許可」を押してください"])?;
    // Who allows it is there at once: now it is the agent that asks for the code.
    browser.decide_permission(&origin, LOOPBACK, "granted")?;
    browser.wait_for_attribute("#agent-away", "data-cause", "not-paired")?;
    house.close_the_books(0)
}
