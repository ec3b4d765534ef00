//! A terminal that says full card numbers where it must never say any: what comes of it is that the sale goes on. Each
//! time the terminal's own count proves that it said them, at every place.

use anyhow::{Context as _, Result, bail, ensure};
use catlink_shared::ids::PaymentId;
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_tests::counter::{Counter, Kept, start};
use catlink_tests::house::Plan;
use catlink_tests::numbers::{NUMBERS, SHORT, Spelling, everything};
use catlink_tests::patience::{Look, seen_if, until};
use catlink_tests::search::Search;
use catlink_tests::socket::new_id;
use catlink_tests::terminal::{Kind, Line};
use catlink_tests::wiretap::Ears;
use serde_json::{Value, json};

use super::leaks::{Leaks, OF_A_LOG, OF_ANY, leak_everywhere, leaked};
use super::looked::nothing_is_kept;

pub(crate) fn open(line: Line) -> Result<Counter> {
    let kind = Kind::jt_c60().on(line);
    let mut counter = Counter::open(&Plan { ears: Ears::OnLan, ..Plan::with_cat1(kind) })?;
    counter.page.record();
    Ok(counter)
}

/// What came over LAN holds numbers: there was something to keep out. A serial line has no ears; there each round has asked
/// the terminal.
fn it_did_leak(counter: &mut Counter, line: Line, mut search: Search) -> Result<()> {
    match line {
        Line::Pty => {}
        Line::Tcp => {
            search.bytes("what the terminal said", &counter.heard_from_terminals());
            ensure!(!search.found().is_empty(), "no number came over the line");
        }
    }
    let leaked = leaked(counter)?;
    println!("card data: the terminal leaked {leaked:?}");
    ensure!(!leaked.is_empty(), "the terminal leaked nothing");
    Ok(())
}

/// A sale on the terminal that leaks meanwhile.
pub(crate) fn sell(counter: &mut Counter) -> Result<Kept> {
    let sale = counter.new_sale(2)?;
    // A line that has just come back is not ready at once.
    until("the payment to begin", || {
        match counter.page.ask(start(sale, new_id(PaymentId::from_parts), 316, "01"))? {
            Ok(Reply::Payment { .. }) => Ok(Look::Seen(())),
            Err(RefusalCode::TerminalNotReady) => Ok(Look::NotYet("the terminal is not ready".to_owned())),
            other => bail!("the payment does not begin: {other:?}"),
        }
    })?;
    counter.cat1().touch("visa")?;
    counter.sold(sale)?;
    Ok(sale)
}

pub(crate) fn end(mut counter: Counter, line: Line, charges: usize) -> Result<()> {
    it_did_leak(&mut counter, line, Search::default())?;
    let heard = counter.page.heard.clone().unwrap_or_default();
    nothing_is_kept(&counter, Search::default(), &[("what pages were told", &heard)])?;
    counter.close_the_books(charges)
}

fn sales_in_every_spelling(line: Line) -> Result<()> {
    let mut counter = open(line)?;
    let mut sales = 0;
    for (number, way, text) in everything() {
        let leaks = leak_everywhere(&mut counter, &text, &json!({"times": 2}))?;
        sell(&mut counter).with_context(|| format!("{} {way:?}", number.brand))?;
        leaks.end(&mut counter).with_context(|| format!("{} {way:?}", number.brand))?;
        sales += 1;
    }
    ensure!(sales == NUMBERS.len() * Spelling::ALL.len(), "{sales}");
    end(counter, line, sales)
}

#[test]
fn a_terminal_on_lan_that_leaks_in_every_place_sells_and_nothing_of_it_is_kept() -> Result<()> {
    sales_in_every_spelling(Line::Tcp)
}

#[cfg(unix)]
#[test]
fn a_terminal_on_a_serial_line_that_leaks_in_every_place_sells_and_nothing_of_it_is_kept() -> Result<()> {
    sales_in_every_spelling(Line::Pty)
}

#[test]
fn a_short_number_leaks_nowhere_either() -> Result<()> {
    let mut counter = open(Line::Tcp)?;
    for way in Spelling::ALL {
        let leaks = leak_everywhere(&mut counter, &way.of(SHORT), &json!({"times": 2}))?;
        sell(&mut counter)?;
        leaks.end(&mut counter).with_context(|| format!("{way:?}"))?;
    }
    let heard = counter.page.heard.clone().unwrap_or_default();
    it_did_leak(&mut counter, Line::Tcp, Search::with_short())?;
    nothing_is_kept(&counter, Search::with_short(), &[("what pages were told", &heard)])?;
    counter.close_the_books(Spelling::ALL.len())
}

#[test]
fn a_lost_result_is_asked_for_and_an_answer_that_leaks_settles_it() -> Result<()> {
    let mut counter = open(Line::Tcp)?;
    for (way, number) in Spelling::ALL.iter().zip(NUMBERS.iter().cycle()) {
        counter.cat1().fault(&json!({"fault": "cut_before_result", "back_after_ms": 100}))?;
        let leaks = leak_everywhere(&mut counter, &way.of(*number), &json!({"sticky": true}))?;
        sell(&mut counter).with_context(|| format!("{way:?}"))?;
        leaks.end(&mut counter).with_context(|| format!("{way:?}"))?;
    }
    end(counter, Line::Tcp, Spelling::ALL.len())
}

#[test]
fn a_daily_log_with_card_numbers_in_its_lines_is_compared_or_refused_and_never_kept() -> Result<()> {
    let mut counter = open(Line::Tcp)?;
    sell(&mut counter)?;
    for (number, way, text) in everything() {
        let leaks = Leaks::arm(&mut counter, OF_A_LOG, &text, &json!({"sticky": true}))?;
        read_log(&mut counter).with_context(|| format!("{} {way:?}", number.brand))?;
        leaks.end(&mut counter).with_context(|| format!("{} {way:?}", number.brand))?;
    }
    end(counter, Line::Tcp, 1)
}

/// 中間計 of today, read to its end.
fn read_log(counter: &mut Counter) -> Result<()> {
    let mut ask = |ask: Value| -> Result<String> {
        let request: Request = serde_json::from_value(json!({"type": "matching", "ask": ask}))?;
        Ok(format!("{:?}", counter.page.outcome(request)?))
    };
    let began = ask(json!({
        "matching": "read", "device": "cat1", "from": "2020-01-01 00:00", "to": "2099-12-31 23:59",
    }))?;
    ensure!(began.starts_with("Ok"), "the log is not read: {began}");
    until("the log to be read or given up", || {
        let now = ask(json!({"matching": "progress"}))?;
        let over = !now.contains("Working") && !now.contains("Reading");
        Ok(seen_if(over, now))
    })
}

#[test]
fn a_terminal_that_comes_back_and_leaks_in_its_greeting_sells_all_the_same() -> Result<()> {
    let mut counter = open(Line::Tcp)?;
    for (way, number) in Spelling::ALL.iter().zip(NUMBERS.iter().cycle()) {
        let leaks = leak_everywhere(&mut counter, &way.of(*number), &json!({"sticky": true}))?;
        // READY and STATE, before the customer comes.
        counter.cat1().pull_the_cable()?;
        counter.cat1().plug_in()?;
        leaks.said_at(&mut counter, OF_ANY)?;
        sell(&mut counter)?;
        leaks.end(&mut counter).with_context(|| format!("{way:?}"))?;
    }
    end(counter, Line::Tcp, Spelling::ALL.len())
}
