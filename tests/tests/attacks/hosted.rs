//! Pages from elsewhere that are paired, and go too far: with another's key, with one that was taken away, without a PIN.

use anyhow::{Context, Result, anyhow, ensure};
use catlink_shared::ids::PageId;
use catlink_shared::origin::Origin;
use catlink_shared::wire::hosted::{HostedReply, HostedRequest, PageKey};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::{CLOSE_MADE_ROOM, CLOSE_NOT_PAIRED, SUBPROTOCOL};
use catlink_tests::counter::{OPERATOR, commit};
use catlink_tests::hosted::{self, POS, connect, hello, manager, offer, pair, paired};
use catlink_tests::house::{House, Plan};
use catlink_tests::http;
use catlink_tests::socket::{Knock, Socket, new_id, pin_of, settle};

use super::became;
use super::likeness::all_refused;
use super::pairing::{EVIL, heads_from, knocks_in_vain};
use super::people::asks_everything;
use super::worker::Worker;

fn sells(page: &mut Socket) -> Result<()> {
    ensure!(page.sign_in(OPERATOR, &pin_of(OPERATOR))?.is_ok(), "nobody can sign in");
    let sale = page.new_sale(1)?;
    let sold = page.ask(commit(sale, 158))?;
    ensure!(matches!(sold, Ok(Reply::SaleMade { .. })), "not sold: {sold:?}");
    Ok(())
}

#[test]
fn a_key_is_of_use_to_its_own_origin_alone() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let worker = Worker::begin(address)?;
    let mut manager = manager(address)?;
    let (key, page) = paired(address, &mut manager, POS)?;
    let mut tried = knocks_in_vain(address, EVIL)?;
    // Even where that other page is paired itself.
    let (other, _) = paired(address, &mut manager, EVIL)?;
    for (origin, key) in [(EVIL, &key), (POS, &other)] {
        let refused = hello(&mut connect(address, origin)?, Some(key))?;
        ensure!(refused == Err(RefusalCode::NotPaired), "{origin}: {refused:?}");
        tried += 1;
    }
    ensure!(key != other, "two pages have one key");
    drop(page);
    became("key-of-another-origin", tried, tried, &worker.end()?.to_string());
    house.close_the_books(0)
}

#[test]
fn a_page_whose_key_is_taken_away_is_not_heard_once_more() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let mut manager = manager(address)?;
    let (key, mut worked_at) = paired(address, &mut manager, POS)?;
    sells(&mut worked_at)?;
    let before = worked_at.new_sale(1)?;
    let mut silent = hosted::greeted(address, POS, &key)?;
    // More than is heard of a page nobody is signed in at: what is beyond lies there unread.
    for _ in 0..200 {
        silent.tell(Request::ReadCatalog)?;
    }
    let id = hosted::pages(&mut manager)?.first().context("a page that is paired")?.id;
    let HostedReply::List { pages, .. } = hosted::ask(&mut manager, HostedRequest::Revoke { id })? else {
        return Err(anyhow!("no list"));
    };
    ensure!(pages.is_empty(), "it is still there: {pages:?}");
    // The agent may have hung up already: then nothing is said.
    let _ = worked_at.tell(commit(before, 158));
    let answers = worked_at.until_closed()?;
    ensure!(answers.is_empty(), "it was answered once more: {answers:?}");
    ensure!(worked_at.closed_with == Some(CLOSE_NOT_PAIRED), "closed with {:?}", worked_at.closed_with);
    let unheard = 200 - silent.until_closed()?.len();
    ensure!(unheard > 50, "of what lay there unread all but {unheard} was answered");
    ensure!(silent.closed_with == Some(CLOSE_NOT_PAIRED), "closed with {:?}", silent.closed_with);
    ensure!(house.pos_books()?.slips.len() == 1, "something was sold after the end");
    knocks_in_vain(address, POS)?;
    // Where another page of that origin is paired it comes in, and its old key opens nothing.
    let (_, _other) = paired(address, &mut manager, POS)?;
    let refused = hello(&mut connect(address, POS)?, Some(&key))?;
    ensure!(refused == Err(RefusalCode::NotPaired), "{refused:?}");
    became("revoked-page", unheard + 2, unheard + 2, "nothing");
    house.close_the_books(0)
}

#[test]
fn a_paired_page_without_a_pin_moves_nothing_and_reads_of_nobody() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let worker = Worker::begin(address)?;
    let mut manager = manager(address)?;
    let (_, mut page) = paired(address, &mut manager, POS)?;
    let (tried, refused) = asks_everything(&mut page)?;
    ensure!(page.sign_in(hosted::MANAGER, &pin_of(hosted::MANAGER))?.is_ok(), "no manager signs in");
    let mut of_managers = 0;
    for ask in
        [HostedRequest::List, HostedRequest::Withdraw, HostedRequest::Offer { origin: Origin::new(EVIL)? }]
    {
        let refused = page.ask(Request::Hosted { ask })?;
        ensure!(matches!(refused, Err(RefusalCode::NotAllowed)), "a hosted page lets others in: {refused:?}");
        of_managers += 1;
    }
    ensure!(connect(address, EVIL).is_err(), "another one was let in");
    let noticed = worker.end()?;
    became("paired-page-without-pin", tried + of_managers, refused + of_managers, &noticed.to_string());
    house.close_the_books(0)
}

#[test]
fn a_digest_stolen_from_the_books_opens_nothing() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let worker = Worker::begin(address)?;
    let mut manager = manager(address)?;
    let (key, _page) = paired(address, &mut manager, POS)?;
    let books = rusqlite::Connection::open(house.agent.database())?;
    let kept: String = books.query_row("SELECT key_digest FROM hosted_page", [], |row| row.get(0))?;
    ensure!(kept != key.expose() && kept.len() == 64, "the key itself is kept");
    let cut = key.expose().get(..63).context("a key")?.to_owned();
    let forged = [kept.clone(), kept.to_uppercase(), cut, format!("{}0", key.expose()), String::new()];
    for forged in &forged {
        let refused = hello(&mut connect(address, POS)?, Some(&PageKey::new(forged.clone())))?;
        ensure!(refused == Err(RefusalCode::NotPaired), "{refused:?}");
    }
    became("stolen-key-digest", forged.len(), forged.len(), &worker.end()?.to_string());
    house.close_the_books(0)
}

#[test]
fn a_code_does_not_outlive_a_restart_and_a_pairing_does() -> Result<()> {
    let mut house = House::open(&Plan::default())?;
    let address = house.agent.address().to_owned();
    let mut before = manager(&address)?;
    let (key, _) = paired(&address, &mut before, POS)?;
    let code = offer(&mut before, EVIL)?;
    drop(before);
    house.agent.start_again()?;
    all_refused("code-of-the-last-run", &address, &heads_from(EVIL), &[403])?;
    let refused = pair(&mut connect(&address, POS)?, &code)?;
    ensure!(refused == Err(RefusalCode::PairingClosed), "{refused:?}");
    let mut page = hosted::greeted(&address, POS, &key)?;
    sells(&mut page)?;
    let there = hosted::pages(&mut manager(&address)?)?;
    let there = there.first().context("the pairing is forgotten")?;
    ensure!((there.origin.as_str(), there.connected) == (POS, 1), "{there:?}");
    house.close_the_books(0)
}

#[test]
fn a_page_of_another_version_comes_in_and_is_told_so_in_every_answer() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let (own, cookie) = (format!("http://{address}"), http::cookie_of(address)?);
    let mut manager = manager(address)?;
    offer(&mut manager, POS)?;
    let newer = [
        Knock { origin: &own, cookie: Some(&cookie), protocol: "catlink.v2" },
        Knock { origin: POS, cookie: None, protocol: "catlink.v2" },
    ];
    for knock in newer {
        let mut page = Socket::knock(address, knock)?;
        for request in ["hello", "pair", "anything_new"] {
            let id = "01939c3e-0000-7000-8000-000000000001";
            let said = format!("{{\"v\":2,\"id\":\"{id}\",\"request\":{{\"type\":\"{request}\"}}}}");
            let answer = page.say(&said)?;
            let code = settle(answer.outcome);
            ensure!(matches!(code, Err(RefusalCode::UnsupportedVersion)), "{request}: {code:?}");
            ensure!(SUBPROTOCOL == format!("catlink.v{}", answer.v), "the agent's version is {}", answer.v);
            ensure!(answer.id.map(|id| id.to_string()).as_deref() == Some(id), "whose answer is it");
        }
    }
    house.close_the_books(0)
}

#[test]
fn a_page_that_has_to_make_room_is_told_so() -> Result<()> {
    const MOST_OF_A_PAGE: usize = 4;
    let house = House::open(&Plan::default())?;
    let page = new_id(PageId::from_parts);
    let mut sockets: Vec<Socket> =
        (0..=MOST_OF_A_PAGE).map(|_| Socket::met(house.agent.address(), page)).collect::<Result<_>>()?;
    let oldest = sockets.first_mut().context("a socket")?;
    oldest.until_closed()?;
    ensure!(oldest.closed_with == Some(CLOSE_MADE_ROOM), "closed with {:?}", oldest.closed_with);
    house.close_the_books(0)
}
