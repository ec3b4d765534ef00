//! A page, or what takes itself for one, that sends card numbers: in every text of every request, as names of fields, and
//! by signing in with them. What is refused is refused by name, and nothing of it comes back.

use std::sync::{Mutex, PoisonError};

use anyhow::{Result, bail, ensure};
use catlink_shared::ids::PageId;
use catlink_shared::wire::reply::{Outcome, RefusalCode};
use catlink_tests::house::{House, Plan};
use catlink_tests::numbers::{Spelling, everything};
use catlink_tests::poison::{Poisoned, every_text};
use catlink_tests::search::Search;
use catlink_tests::socket::{Socket, new_id};

use super::looked::nothing_is_kept;

/// A manager's page whose every word from the agent is kept.
fn manager(house: &House) -> Result<Socket> {
    // A try counts until its PIN is compared: so many at once would look like guesses.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let mut page = Socket::greeted_as(house.agent.address(), new_id(PageId::from_parts), "900")?;
    page.record();
    Ok(page)
}

/// Whether it is a UUID, with hyphens or without.
fn is_identifier(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_hexdigit).count() == 32
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// Which requests a round goes through. Wrong PINs lock whoever they are said of, so that those go one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    /// Those about people and PINs.
    People,
    /// All others.
    Others,
}

impl Which {
    fn of(message: &str) -> Self {
        if message.contains("\"type\":\"people\"") { Self::People } else { Self::Others }
    }
}

/// What became of one round through every text of every request.
#[derive(Default)]
struct Round {
    tried: usize,
    /// Refused as card data, by that name.
    named: usize,
    heard: String,
}

/// Each text of each request in turn, with another spelling of another number, from this one on.
fn round(house: &House, which: Which, from: usize) -> Result<Round> {
    let mut round = Round::default();
    let mut page = manager(house)?;
    let spelt: Vec<String> = everything().map(|(_, _, text)| text).collect();
    let mut next = spelt.iter().cycle().skip(from);
    let mut spelling = |text: &str| match next.next() {
        // Figures of an identifier are hexadecimal of their own right.
        Some(spelt) if is_identifier(text) && is_identifier(spelt) => format!("{spelt}-"),
        spelt => spelt.cloned().unwrap_or_default(),
    };
    let poisoned = every_text(&mut spelling)?;
    for Poisoned { place, message } in poisoned.into_iter().filter(|it| Which::of(&it.message) == which) {
        round.tried += 1;
        match page.say(&message)?.outcome {
            Outcome::Refused(refusal) => {
                ensure!(refusal.code != RefusalCode::BooksUnavailable, "{place}: {refusal:?}");
                round.named += usize::from(refusal.code == RefusalCode::CardData);
                if refusal.code == RefusalCode::NotSignedIn {
                    round.heard.push_str(&page.heard.take().unwrap_or_default());
                    page = manager(house)?;
                }
            }
            // A token is compared and never kept.
            Outcome::Done { reply } => {
                ensure!(
                    ["/request/resume", "/request/key"].contains(&place.as_str()),
                    "taken at {place}: {reply:?}"
                );
                page = manager(house)?;
            }
        }
    }
    round.heard.push_str(&page.heard.take().unwrap_or_default());
    Ok(round)
}

#[test]
fn a_card_number_in_any_text_of_any_request_is_refused_and_nothing_of_it_is_kept_or_said_again() -> Result<()>
{
    let house = House::open(&Plan::default())?;
    let mut rounds: Vec<Result<Round>> = std::thread::scope(|scope| {
        let begin = |from| {
            scope.spawn({
                let house = &house;
                move || round(house, Which::Others, from)
            })
        };
        let begun: Vec<_> = (0..Spelling::ALL.len()).map(begin).collect();
        begun.into_iter().map(|it| it.join().unwrap_or_else(|_| bail!("a round panicked"))).collect()
    });
    rounds.push(round(&house, Which::People, 0));
    let (mut tried, mut named, mut heard) = (0, 0, String::new());
    for round in rounds {
        let round = round?;
        tried += round.tried;
        named += round.named;
        heard.push_str(&round.heard);
    }
    println!("card data: messages tried={tried} refused-by-name={named}");
    ensure!(tried > 1_000 && named > 500, "{named} of {tried} were refused as card data");
    nothing_is_kept(&house, Search::default(), &[("what the page was told", &heard)])?;
    house.close_the_books(0)
}

#[test]
fn a_card_number_as_a_code_or_a_pin_signs_nobody_in_and_no_record_names_it() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let mut heard = String::new();
    for (_, _, text) in everything() {
        for (code, pin) in [(text.as_str(), "1010"), ("101", text.as_str()), (text.as_str(), text.as_str())] {
            let mut page = Socket::met(house.agent.address(), new_id(PageId::from_parts))?;
            page.record();
            let signed_in = page.sign_in(code, pin)?;
            ensure!(signed_in.is_err(), "{code} is somebody");
            heard.push_str(&page.heard.take().unwrap_or_default());
        }
    }
    nothing_is_kept(&house, Search::default(), &[("what the pages were told", &heard)])?;
    house.close_the_books(0)
}
