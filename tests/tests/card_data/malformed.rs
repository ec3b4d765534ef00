//! Card numbers in what is no message at all: JSON that breaks off, wrong versions, addresses, headers, cookies.

use std::io::{Read, Write};
use std::net::TcpStream;

use anyhow::{Result, ensure};
use catlink_shared::ids::PageId;
use catlink_shared::wire::reply::{Outcome, RefusalCode};
use catlink_tests::house::{House, Plan};
use catlink_tests::numbers::everything;
use catlink_tests::patience::PATIENCE;
use catlink_tests::search::Search;
use catlink_tests::socket::{Socket, new_id};

use super::looked::nothing_is_kept;

const ID: &str = "01939c3e-0000-7000-8000-00000000abcd";

#[test]
fn what_cannot_be_read_is_refused_without_a_word_of_what_was_in_it() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let mut page = Socket::greeted(house.agent.address(), new_id(PageId::from_parts))?;
    page.record();
    for (_, _, text) in everything() {
        let quoted = serde_json::to_string(&text)?;
        for message in [
            text.clone(),
            quoted.clone(),
            format!("{{\"v\":1,\"id\":\"{ID}\",\"request\":{{\"type\":{quoted}}}}}"),
            format!("{{\"v\":1,\"id\":\"{ID}\",\"request\":{{\"type\":\"read_catalog\",{quoted}:1"),
            // Hexadecimal of sixteen figures alone would be an identifier as any other.
            format!("{{\"v\":1,\"id\":\"x{},\"request\":{{\"type\":\"read_catalog\"}}}}", &quoted[1..]),
            format!("{{\"v\":9,\"id\":\"{ID}\",\"request\":{{\"type\":\"pay\",\"card\":{quoted}}}}}"),
            format!("{{{quoted}:{quoted}}}"),
        ] {
            match page.say(&message)?.outcome {
                Outcome::Refused(refusal) => {
                    ensure!(refusal.code != RefusalCode::BooksUnavailable, "{refusal:?}")
                }
                Outcome::Done { reply } => anyhow::bail!("{message} was done: {reply:?}"),
            }
        }
        let bytes = [b"\xff\xfe".as_slice(), text.as_bytes()].concat();
        ensure!(matches!(page.say_bytes(&bytes)?.outcome, Outcome::Refused(_)));
    }
    let heard = page.heard.take().unwrap_or_default();
    nothing_is_kept(&house, Search::default(), &[("what the page was told", &heard)])?;
    house.close_the_books(0)
}

/// Says this head and hears all of the answer.
fn answer(address: &str, head: &str) -> Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(head.replace('\n', "\r\n").as_bytes())?;
    let mut heard = Vec::new();
    // A connection that is reset has been answered as well.
    let _reset = stream.read_to_end(&mut heard);
    Ok(heard)
}

#[test]
fn addresses_and_headers_with_card_numbers_are_answered_without_them_and_not_logged() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let mut heard = String::from("-");
    for (_, _, text) in everything() {
        let coded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let close = "Connection: close\n\n";
        for head in [
            format!("GET /{bare} HTTP/1.1\nHost: {address}\n{close}"),
            format!("GET /{coded} HTTP/1.1\nHost: {address}\n{close}"),
            format!("GET /?card={bare} HTTP/1.1\nHost: {address}\n{close}"),
            format!("GET /ws?card={coded} HTTP/1.1\nHost: {address}\n{close}"),
            format!("POST /healthz?{bare} HTTP/1.1\nHost: {address}\nContent-Length: 0\n{close}"),
            format!("GET / HTTP/1.1\nHost: {text}\n{close}"),
            format!("GET / HTTP/1.1\nHost: {bare}.example.jp\n{close}"),
            format!("GET /ws HTTP/1.1\nHost: {address}\nOrigin: http://{bare}\n{close}"),
            format!(
                "GET /ws HTTP/1.1\nHost: {address}\nOrigin: http://{address}\nCookie: catlink={text}\n{close}"
            ),
            format!("GET / HTTP/1.1\nHost: {address}\nUser-Agent: {text}\nReferer: http://x/{bare}\n{close}"),
            format!("{bare} / HTTP/1.1\nHost: {address}\n{close}"),
        ] {
            heard.push_str(&String::from_utf8_lossy(&answer(address, &head)?));
        }
    }
    nothing_is_kept(&house, Search::default(), &[("what was answered", &heard)])?;
    house.close_the_books(0)
}
