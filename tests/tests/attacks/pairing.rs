//! Pages from elsewhere that were never asked in: with codes they guessed, saw or used before.

use std::sync::Barrier;

use anyhow::{Context, Result, anyhow, ensure};
use catlink_shared::wire::hosted::PairingCode;
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::request::Request;
use catlink_tests::hosted::{self, POS, connect, manager, offer, other_than, pair, paired};
use catlink_tests::house::{House, Plan};
use catlink_tests::http;
use catlink_tests::socket::Socket;

use super::became;
use super::likeness::{ROUTES, all_refused};
use super::raw::{status, upgrade_head};
use super::worker::Worker;

/// Another page's origin.
pub(crate) const EVIL: &str = "https://evil.example";

/// The head of a socket, or of anything else, as a page from there asks for it.
pub(crate) fn heads_from(origin: &str) -> Vec<String> {
    let besides = format!("Host: HOST\nOrigin: {origin}\nSec-Fetch-Site: cross-site\n");
    let routes = ROUTES.iter().map(|route| format!("GET {route} HTTP/1.1\n{besides}\n"));
    routes.chain([upgrade_head(&besides)]).collect()
}

/// A page from there gets nothing: in how many ways it tried.
pub(crate) fn knocks_in_vain(address: &str, origin: &str) -> Result<usize> {
    let heads = heads_from(origin);
    for head in &heads {
        ensure!(status(address, head)? == 403, "it is let in: {head}");
    }
    Ok(heads.len())
}

/// Lines of 監査記録 of this kind.
fn audited(house: &House, what: &str) -> Result<usize> {
    let books = rusqlite::Connection::open(house.agent.database())?;
    Ok(books.query_row("SELECT count(*) FROM audit WHERE what = ?1", [what], |row| row.get(0))?)
}

#[test]
fn a_code_that_was_used_opens_nothing_again() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let worker = Worker::begin(address)?;
    let mut manager = manager(address)?;
    let code = offer(&mut manager, POS)?;
    let mut page = connect(address, POS)?;
    ensure!(pair(&mut page, &code)?.is_ok(), "the right code is refused");
    // On the socket that used it, on others, and while another one is open.
    let mut refused = 1;
    ensure!(pair(&mut page, &code)? == Err(RefusalCode::PairingClosed), "twice on one socket");
    for _ in 0..5 {
        ensure!(pair(&mut connect(address, POS)?, &code)? == Err(RefusalCode::PairingClosed), "taken again");
        refused += 1;
    }
    let next = offer(&mut manager, POS)?;
    if next != code {
        let again = pair(&mut connect(address, POS)?, &code)?;
        ensure!(again == Err(RefusalCode::WrongPairingCode), "{again:?}");
        refused += 1;
    }
    ensure!(hosted::pages(&mut manager)?.len() == 1, "somebody else was paired");
    became("replayed-pairing-code", refused, refused, &worker.end()?.to_string());
    house.close_the_books(0)
}

#[test]
fn a_code_guessed_on_many_sockets_at_once_is_judged_five_times_and_no_more() -> Result<()> {
    // As many as there is room for.
    const SOCKETS: u32 = 16;
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let worker = Worker::begin(address)?;
    let mut manager = manager(address)?;
    let code = offer(&mut manager, POS)?;
    let guesses: Vec<PairingCode> =
        (1..=SOCKETS).map(|step| other_than(&code, step)).collect::<Result<_>>()?;
    let together = Barrier::new(guesses.len());
    let answers: Vec<RefusalCode> = std::thread::scope(|scope| {
        let guess = |guess: &PairingCode| {
            let page = connect(address, POS);
            together.wait();
            pair(&mut page?, guess)?.err().context("a guess was taken")
        };
        let threads: Vec<_> = guesses.iter().map(|code| scope.spawn(move || guess(code))).collect();
        let join = |thread: std::thread::ScopedJoinHandle<'_, Result<RefusalCode>>| {
            thread.join().map_err(|_| anyhow!("a thread panicked"))?
        };
        threads.into_iter().map(join).collect::<Result<_>>()
    })?;
    let wrong = answers.iter().filter(|code| **code == RefusalCode::WrongPairingCode).count();
    let closed = answers.iter().filter(|code| **code == RefusalCode::PairingClosed).count();
    ensure!((wrong, closed) == (4, guesses.len() - 4), "{wrong} judged wrong, {closed} closed");
    ensure!(audited(&house, "pairing_refused")? == 5, "more tries than five stand in the audit, or fewer");
    // Now even the right one comes too late, and the door is shut.
    knocks_in_vain(address, POS)?;
    ensure!(hosted::pages(&mut manager)?.is_empty(), "somebody was paired");
    let (_, mut page) = paired(address, &mut manager, POS)?;
    ensure!(page.ask(Request::ReadCatalog)?.is_ok(), "the real page is not served with a new code");
    became("brute-forced-pairing-code", guesses.len(), wrong + closed, &worker.end()?.to_string());
    house.close_the_books(0)
}

#[test]
fn the_right_code_from_another_origin_gets_no_further_than_the_door() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let mut manager = manager(address)?;
    let code = offer(&mut manager, POS)?;
    let cookie = http::cookie_of(address)?;
    let mut heads = heads_from(EVIL);
    // Not even with the served page's cookie.
    heads.push(upgrade_head(&format!("Host: HOST\nOrigin: {EVIL}\nCookie: {cookie}\n")));
    all_refused("right-code-from-another-origin", address, &heads, &[403])?;
    ensure!(connect(address, EVIL).is_err(), "its socket was opened");
    let key = pair(&mut connect(address, POS)?, &code)?;
    ensure!(key.is_ok(), "the code is spent: {key:?}");
    house.close_the_books(0)
}

#[test]
fn the_right_code_on_the_served_pages_own_socket_pairs_nothing() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let worker = Worker::begin(address)?;
    let mut manager = manager(address)?;
    let code = offer(&mut manager, POS)?;
    let mut own = Socket::connect(address)?;
    for page in [&mut own, &mut manager] {
        let refused = pair(page, &code)?;
        ensure!(refused == Err(RefusalCode::NotAllowed), "{refused:?}");
    }
    ensure!(hosted::pages(&mut manager)?.is_empty(), "something was paired");
    let key = pair(&mut connect(address, POS)?, &code)?;
    ensure!(key.is_ok(), "the code is spent: {key:?}");
    became("right-code-on-the-own-socket", 2, 2, &worker.end()?.to_string());
    house.close_the_books(0)
}

#[test]
fn while_a_code_is_open_no_other_origin_comes_in_and_its_own_gets_nothing_but_the_socket() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let mut manager = manager(address)?;
    let code = offer(&mut manager, POS)?;
    let others = [
        EVIL,
        "null",
        "",
        "http://pos.example.jp",
        "https://pos.example.jp/",
        "https://pos.example.jp:443",
        "https://pos.example.jp:8443",
        "https://pos.example.jp.",
        "https://POS.example.jp",
        "https://evil.pos.example.jp",
        "https://pos.example.jp.evil.example",
        "https://pos.example.jp@evil.example",
    ];
    let heads: Vec<String> = others.iter().flat_map(|origin| heads_from(origin)).collect();
    all_refused("origins-beside-an-open-code", address, &heads, &[403])?;
    let mut own = heads_from(POS);
    own.pop();
    own.push(upgrade_head(&format!("Host: evil.example\nOrigin: {POS}\n")));
    own.push(upgrade_head(&format!("Host: HOST\nOrigin: {POS}\nOrigin: {EVIL}\n")));
    own.push(upgrade_head(&format!("Host: HOST\nOrigin: {POS}\nSec-Fetch-Site: same-origin\n")));
    all_refused("other-routes-of-the-page-to-be-paired", address, &own, &[403])?;
    ensure!(pair(&mut connect(address, POS)?, &code)?.is_ok(), "the code is spent");
    house.close_the_books(0)
}
