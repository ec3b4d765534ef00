//! A hosted page in a real browser, which adds what it likes to a request: it finds the agent, pairs and is welcome.

use anyhow::{Context, Result, ensure};
use catlink_tests::browser::Browser;
use catlink_tests::hosted::{self, manager, offer};
use catlink_tests::house::{House, Plan};
use catlink_tests::patience::seen_if;
use serde_json::{Value, json};

use super::foreign::elsewhere;

/// What a page from there finds in a real browser.
fn finds(browser: &Browser, origin: &str, house: &House, code: &str) -> Result<Value> {
    let url = format!("{origin}/?agent={}&code={code}", house.agent.address());
    browser.ask("window.open(arguments[0], '_self'); return null", &[&url])?;
    browser.wait("the hosted page to be done", |browser| {
        let done =
            browser.ask("return location.href === arguments[0] && document.body?.dataset.done", &[&url])?;
        Ok(seen_if(done.is_string(), "it is not"))
    })?;
    let done = browser.ask("return document.body.dataset.done", &[])?;
    Ok(serde_json::from_str(done.as_str().context("what it found")?)?)
}

#[test]
fn in_a_browser_a_hosted_page_finds_the_agent_pairs_and_is_welcome() -> Result<()> {
    let mut house = House::open(&Plan::default())?;
    let mut manager = manager(house.agent.address())?;
    let browser = Browser::open(&house.place, &house.agent.page())?;
    // Another site for the browser, and another port of the same one.
    for host in ["localhost", "127.0.0.1"] {
        let origin = format!("http://{host}:{}", elsewhere(include_str!("hosted.js"))?);
        let before = finds(&browser, &origin, &house, "none")?;
        let nothing = json!({ "here": true, "read": 0, "opened": false, "answers": [] });
        ensure!(before == nothing, "{host}: before a code is open: {before}");
        let code = offer(&mut manager, &origin)?;
        let after = finds(&browser, &origin, &house, code.expose())?;
        let paired = json!({ "here": true, "read": 0, "opened": true, "answers": ["not_paired", "paired", "welcome"] });
        ensure!(after == paired, "{host}: with the code: {after}");
    }
    ensure!(hosted::pages(&mut manager)?.len() == 2, "they are not in the list");
    let origin = format!("http://localhost:{}", elsewhere(include_str!("hosted.js"))?);
    house.agent.kill();
    let alone = finds(&browser, &origin, &house, "none")?;
    let nobody = json!({ "here": false, "read": 0, "opened": false, "answers": [] });
    ensure!(alone == nobody, "where no agent runs: {alone}");
    house.agent.start_again()?;
    house.close_the_books(0)
}
