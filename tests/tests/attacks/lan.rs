//! A register that is open to the network: only where that was said twice, under its own names, and every screen tells.

use anyhow::{Context, Result, ensure};
use catlink_tests::agent::{AgentSetup, command};
use catlink_tests::browser::{Browser, Key};
use catlink_tests::http;
use catlink_tests::place::Place;
use catlink_tests::process::Process;

use super::became;
use super::raw::status;

#[test]
fn an_address_others_can_reach_is_not_listened_on_by_mistake() -> Result<()> {
    let place = Place::of_this_test()?;
    let setup = AgentSetup::default();
    for listen in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let mut agent = Process::start(&place, "agent", command(&place, &setup, listen))?;
        let (ended, said) = agent.ended()?;
        ensure!(
            !ended.success() && said.contains("allow_lan") && said.contains("encrypted"),
            "{listen}: {said}"
        );
        let mut demo = std::process::Command::new(&place.catlink);
        demo.args(["demo", "--listen", listen, "--data-dir"]).arg(place.file("demo"));
        // Not even where the environment says so.
        demo.env("CATLINK_ALLOW_LAN", "true").env("CATLINK_HOSTS", "127.0.0.1");
        let mut demo = Process::start(&place, "demo", demo)?;
        let (ended, said) = demo.ended()?;
        ensure!(!ended.success() && said.contains("loopback"), "demo on {listen}: {said}");
    }
    became("open-by-mistake", 6, 6, "a-clear-sentence");
    Ok(())
}

#[test]
fn a_register_open_to_the_lan_says_so_on_every_screen_and_keeps_to_its_names() -> Result<()> {
    let place = Place::of_this_test()?;
    let mut open = command(&place, &AgentSetup::default(), "0.0.0.0:0");
    open.args(["--allow-lan", "--hosts", "127.0.0.1"]);
    let mut agent = Process::start(&place, "agent", open)?;
    let url = agent.announced("page")?;
    let address = http::address_of(&url);
    ensure!(agent.complaints().contains("allow_lan"), "the log says nothing");
    let port = address.rsplit_once(':').context("a port")?.1;
    let names = ["0.0.0.0", "localhost", "[::1]", "192.0.2.1", "register.example", "*"];
    for name in names {
        let refused = status(&address, &format!("GET / HTTP/1.1\nHost: {name}:{port}\n\n"))?;
        ensure!(refused == 403, "{name}: {refused}");
    }
    became("open-under-other-names", names.len(), names.len(), "nothing");
    let page = Browser::open(&place, &url)?;
    let says_so = |screen: &str| {
        page.at(screen)?;
        page.wait_for_text("#open-to-lan", "LANに開いています")?;
        page.fits()
    };
    page.signs_in(None);
    says_so("sign-in")?;
    page.signs_in(Some("101"));
    says_so("menu")?;
    page.press(Key::F12)?;
    page.wait_for_attribute(".menu-processes", "data-active", "true")?;
    page.press(Key::F12)?;
    says_so("sale")?;
    Ok(())
}
