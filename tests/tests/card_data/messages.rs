//! A page, or what takes itself for one, that sends card numbers: in every text of every request, as names of fields, and
//! by signing in with them. What is refused is refused by name, and nothing of it comes back.

use std::sync::{Mutex, PoisonError};

use anyhow::{Result, bail, ensure};
use catlink_shared::card::guard::has_card_data;
use catlink_shared::ids::PageId;
use catlink_shared::wire::FromPage;
use catlink_shared::wire::guarded;
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

/// Where a message with a number in it is not refused as card data, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("/request/resume", "a token: compared with those given out, never kept"),
    ("/request/key", "a hosted page's key: compared with those given out, never kept"),
    ("/request/ask/ask/data", "a file's bytes: its cells are looked at when it is taken apart"),
];

/// The field a text stands in: one in a list stands in the list's.
fn field_of(place: &str) -> &str {
    place.rsplit('/').find(|name| name.parse::<usize>().is_err()).unwrap_or_default()
}

/// What is thought of a text where it stands.
fn is_found(it: &Poisoned) -> bool {
    let reading = guarded::field(field_of(&it.place)).reading();
    reading.is_some_and(|reading| has_card_data(&it.text, reading))
}

/// Whether this must be refused as card data: it is a message, whatever the guard thinks of what was put into it.
fn must_be_named(it: &Poisoned) -> bool {
    let excepted = EXCEPTIONS.iter().any(|(place, _why)| *place == it.place) && !is_found(it);
    !excepted && serde_json::from_str::<FromPage>(&it.message).is_ok()
}

/// What became of one round through every text of every request.
#[derive(Default)]
struct Round {
    tried: usize,
    /// Refused as card data, by that name.
    named: usize,
    /// Had to be.
    due: usize,
    /// Had to be and was not.
    missed: Vec<String>,
    heard: String,
}

impl Round {
    fn judge(&mut self, it: &Poisoned, outcome: &Outcome) {
        let named = matches!(outcome, Outcome::Refused(refusal) if refusal.code == RefusalCode::CardData);
        let due = must_be_named(it);
        self.tried += 1;
        self.named += usize::from(named);
        self.due += usize::from(due);
        if due && !named {
            let found = is_found(it);
            self.missed.push(format!("{} with {:?} (found: {found}): {outcome:?}", it.place, it.text));
        }
    }

    fn add(&mut self, other: Self) {
        self.tried += other.tried;
        self.named += other.named;
        self.due += other.due;
        self.missed.extend(other.missed);
        self.heard.push_str(&other.heard);
    }
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
    for it in poisoned.into_iter().filter(|it| Which::of(&it.message) == which) {
        let outcome = page.say(&it.message)?.outcome;
        round.judge(&it, &outcome);
        let place = it.place;
        match outcome {
            Outcome::Refused(refusal) => {
                ensure!(refusal.code != RefusalCode::BooksUnavailable, "{place}: {refusal:?}");
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
    // With the spelling's place in the cycle moved on each time, every text sees every spelling.
    rounds.extend((0..Spelling::ALL.len()).map(|from| round(&house, Which::People, from)));
    let mut all = Round::default();
    for round in rounds {
        all.add(round?);
    }
    let Round { tried, named, due, missed, heard } = all;
    println!("card data: messages tried={tried} refused-by-name={named} had-to-be={due}");
    ensure!(
        missed.is_empty(),
        "{} of {due} were not refused as card data:\n{}",
        missed.len(),
        missed.join("\n")
    );
    ensure!(tried > 1_000 && due > 800 && named >= due, "{named} of {tried} were refused as card data");
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
