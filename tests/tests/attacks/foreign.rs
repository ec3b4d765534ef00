//! A page from elsewhere in the very browser the register's page is open in: it fetches, posts, embeds and connects.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

use anyhow::{Context, Result, ensure};
use catlink_tests::patience::seen_if;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::Value;

use super::became;

const PAGE: &str = include_str!("foreign.html");
const SCRIPT: &str = include_str!("foreign.js");

/// Serves a page from elsewhere with this script; its port.
pub(crate) fn elsewhere(script: &'static str) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A browser that goes away in the middle is no trouble of ours.
            let _ = answer(stream, script);
        }
    });
    Ok(port.to_string())
}

fn answer(stream: TcpStream, script: &str) -> Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().context("a request")??;
    // The whole head, so that nothing is left unread when the connection ends.
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let (kind, text) =
        if first.contains("foreign.js") { ("text/javascript", script) } else { ("text/html", PAGE) };
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: {kind}; charset=utf-8\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
        text.len()
    )?;
    Ok(())
}

fn count(value: &Value, name: &str) -> usize {
    value[name].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX)
}

/// What the agent says it refused.
fn refusals(shop: &mut Shop) -> usize {
    shop.agent.process().complaints().lines().filter(|line| line.contains("refused")).count()
}

#[test]
fn a_page_from_elsewhere_reads_moves_and_embeds_nothing() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    let port = elsewhere(SCRIPT)?;
    let (agent, face) = (shop.agent.address().to_owned(), shop.cat1().face().to_owned());
    let before = shop.cat1().look()?;
    // Another port of this computer, which the browser takes for the same site, and another site.
    let mut refused_before = 0;
    for host in ["127.0.0.1", "localhost"] {
        let url = format!("http://{host}:{port}/?agent={agent}&face={face}");
        shop.browser.ask("window.open(arguments[0], '_self'); return null", &[&url])?;
        shop.browser.wait("the foreign page to be done", |browser| {
            let done = browser.ask("return document.body?.dataset.done ?? ''", &[])?;
            Ok(seen_if(done != "", "it is not"))
        })?;
        let done = shop.browser.ask("return document.body.dataset.done", &[])?;
        let done: Value = serde_json::from_str(done.as_str().context("what it did")?)?;
        ensure!(count(&done, "tried") > 40, "{done}");
        ensure!(count(&done, "read") == 0, "it has read something: {done}");
        ensure!(count(&done, "opened") == 0, "its socket was opened: {done}");
        ensure!(count(&done, "embedded") == 0, "it shows the page in its own: {done}");
        let refused = refusals(&mut shop) - refused_before;
        refused_before += refused;
        ensure!(refused > 20, "the register refused only {refused}: {done}");
        let tried = count(&done, "tried");
        became(&format!("foreign-page-on-{host}"), tried, refused, "terminal-and-register-unmoved");
    }
    let after = shop.cat1().look()?;
    for what in ["faults", "plugged", "screen", "phase"] {
        ensure!(
            before[what] == after[what],
            "{what} of the terminal: {} became {}",
            before[what],
            after[what]
        );
    }
    let page = shop.agent.page();
    shop.browser.ask("window.open(arguments[0], '_self'); return null", &[&page])?;
    shop.browser.wait_until_ready()?;
    shop.linked("cat1")?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().touch("visa")?;
    shop.next_customer()?;
    shop.close_the_books(1)
}
