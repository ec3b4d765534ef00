//! What the page is given, and asked for again.

use anyhow::{Context, Result, ensure};
use catlink_tests::agent::{Agent, AgentSetup};
use catlink_tests::browser::Browser;
use catlink_tests::house::{House, Plan};
use catlink_tests::http;

use super::likeness::all_refused;
use super::raw::{port_of, status, upgrade_head};

#[test]
fn without_the_cookie_of_this_installation_no_socket_opens_and_it_outlives_a_restart() -> Result<()> {
    let mut house = House::open(&Plan::default())?;
    let address = house.agent.address().to_owned();
    let (port, cookie) = (port_of(&address), http::cookie_of(&address)?);
    let with = |cookie: &str| upgrade_head(&format!("Host: HOST\nOrigin: http://HOST\n{cookie}"));
    let secret = cookie.split_once('=').context("a value")?.1;
    let forged = [
        String::new(),
        format!("Cookie: catlink-{port}=\n"),
        format!("Cookie: catlink-{port}={}\n", "0".repeat(64)),
        format!("Cookie: catlink-{port}={}\n", &secret[..63]),
        format!("Cookie: catlink-{port}={secret}0\n"),
        format!("Cookie: catlink={secret}\n"),
        format!("Cookie: catlink-1={secret}\n"),
        format!("Authorization: Bearer {secret}\n"),
    ];
    let heads: Vec<String> = forged.iter().map(|forged| with(forged)).collect();
    all_refused("forged-cookie", &address, &heads, &[403])?;
    house.agent.start_again()?;
    ensure!(http::cookie_of(&address)? == cookie, "a page that was open before has to be reloaded");
    let again = status(&address, &with(&format!("Cookie: {cookie}\n")))?;
    ensure!(again == 101, "the page that was open before is refused: {again}");
    house.close_the_books(0)
}

#[test]
fn two_registers_on_one_computer_do_not_throw_out_each_others_pages() -> Result<()> {
    let mut house = House::open(&Plan::default())?;
    let other = Agent::start(&house.place, AgentSetup { folder: "second", ..AgentSetup::default() })?;
    let browser = Browser::open(&house.place, &house.agent.page())?;
    browser.at("menu")?;
    let first = browser.tab()?;
    browser.open_window(&other.page())?;
    browser.at("menu")?;
    // A reload brings the cookie again.
    browser.reload()?;
    browser.at("menu")?;
    browser.go_to(&first)?;
    browser.signs_in(None);
    // Its socket is opened anew, without a reload, and finds what it was given before the other one came.
    house.agent.kill();
    browser.wait_for_element("#agent-away", true)?;
    house.agent.start_again()?;
    browser.wait_for_element("#agent-away", false)?;
    let jar = browser.ask("return document.cookie", &[])?;
    ensure!(jar == "", "a script can read {jar}");
    house.close_the_books(0)
}
