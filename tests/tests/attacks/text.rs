//! Text that is meant to be more than text: SQL for the books, HTML for the screen.

use anyhow::{Context, Result, bail, ensure};
use catlink_shared::ids::PageId;
use catlink_shared::masters::{Master, STORE_CODE};
use catlink_shared::wire::masters::{MastersReply, MastersRequest};
use catlink_shared::wire::reply::{Outcome, RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_tests::house::{House, Plan};
use catlink_tests::poison::{Poisoned, every_text};
use catlink_tests::shop::Shop;
use catlink_tests::socket::{Socket, new_id};

use super::became;

const SQL: &[&str] = &[
    "'); DROP TABLE slip; --",
    "' OR '1'='1",
    "\"; DELETE FROM operator_pin; --",
    "%' UNION SELECT 1--",
    "\0",
];

/// What the database is made of, and how many people can sign in.
fn shape(house: &House) -> Result<(Vec<String>, i64, String)> {
    let books = rusqlite::Connection::open_with_flags(
        house.agent.database(),
        rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY,
    )?;
    let mut tables =
        books.prepare("SELECT name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name")?;
    let tables = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let operators = books.query_row("SELECT count(*) FROM operator_pin", [], |row| row.get(0))?;
    let sound = books.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    Ok((tables, operators, sound))
}

#[test]
fn sql_in_every_text_of_every_request_is_only_text() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let before = shape(&house)?;
    let mut manager = Socket::greeted_as(address, new_id(PageId::from_parts), "900")?;
    let (mut tried, mut refused) = (0, 0);
    let mut sql = SQL.iter().cycle();
    for Poisoned { message, .. } in every_text(|_| sql.next().copied().unwrap_or_default().to_owned())? {
        tried += 1;
        match manager.say(&message)?.outcome {
            Outcome::Refused(refusal) => {
                ensure!(refusal.code != RefusalCode::BooksUnavailable, "{message}: {refusal:?}");
                refused += 1;
                if refusal.code == RefusalCode::NotSignedIn {
                    manager = Socket::greeted_as(address, new_id(PageId::from_parts), "900")?;
                }
            }
            Outcome::Done { .. } => {}
        }
    }
    ensure!(tried > 100, "{tried}");
    let after = shape(&house)?;
    ensure!(after == before, "the database is another one: {after:?}");
    became("sql-in-every-text", tried, refused, "nothing");
    house.close_the_books(0)
}

/// A row whose name is this; other fields stay.
pub(crate) fn rename(manager: &mut Socket, master: Master, code: &str, name: &str) -> Result<()> {
    let read = MastersRequest::Read { master, find: String::new(), from: 0, count: 100 };
    let Ok(Reply::Masters { reply: MastersReply::Rows { rows, .. } }) =
        manager.ask(Request::Masters { ask: read })?
    else {
        bail!("no rows");
    };
    let row = rows.into_iter().find(|row| row.code == code).context("the row")?;
    let mut values = row.values;
    values.set("name", name);
    let ask = MastersRequest::Save { master, code: Some(row.code), base_revision: row.revision, values };
    let saved = manager.outcome(Request::Masters { ask })?;
    ensure!(saved.is_ok(), "{name} is not kept: {saved:?}");
    Ok(())
}

#[test]
fn sql_that_is_kept_as_a_name_is_found_again_as_it_was_typed() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let before = shape(&house)?;
    let mut manager = Socket::greeted_as(house.agent.address(), new_id(PageId::from_parts), "900")?;
    // As short as the names they stand in.
    let names = [
        (Master::Product, "1001", "a'); DROP TABLE slip; --"),
        (Master::Product, "1002", "%_' OR '1'='1"),
        (Master::Operator, "101", "x'; DROP TABLE sale"),
        (Master::CardCompany, "91", "' OR 1=1 --"),
        (Master::Store, STORE_CODE, "\"; DELETE FROM operator_pin"),
    ];
    for (master, code, name) in names {
        rename(&mut manager, master, code, name)?;
        let ask = MastersRequest::Read { master, find: name.to_owned(), from: 0, count: 100 };
        let Ok(Reply::Masters { reply: MastersReply::Rows { rows, .. } }) =
            manager.ask(Request::Masters { ask })?
        else {
            bail!("no rows for {name}");
        };
        ensure!(rows.len() == 1 && rows[0].values.get("name") == name, "{name}: {rows:?}");
    }
    ensure!(shape(&house)? == before, "the database is another one");
    became("sql-in-names", names.len(), 0, "kept-as-typed");
    house.close_the_books(0)
}

const IMAGE: &str = "<img src=x onerror=r=1>";
const SHORT: &str = "<svg onload=r=1>";

/// From now on the page tells of everything its policy stopped.
const LISTEN: &str = "window.stopped = []; document.addEventListener('securitypolicyviolation', \
    event => window.stopped.push(event.violatedDirective + ' ' + event.blockedURI)); return null";
/// What ran, what was built out of a name, and what the policy had to stop.
const RAN: &str = "return [window.r ?? 0, document.querySelectorAll('img[src=\"x\"], svg[onload], script:not([src])').length, \
    window.stopped.length]";

#[test]
fn html_in_every_name_is_shown_as_it_was_typed_and_nothing_of_it_runs() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    let mut manager = Socket::greeted_as(shop.agent.address(), new_id(PageId::from_parts), "900")?;
    let rows = [
        (Master::Product, "1001", IMAGE),
        (Master::Store, STORE_CODE, IMAGE),
        (Master::Operator, "101", SHORT),
        (Master::CardCompany, "91", SHORT),
    ];
    for (master, code, name) in rows {
        rename(&mut manager, master, code, name)?;
    }
    let page = &shop.browser;
    shop.counts_prints()?;
    page.ask(LISTEN, &[])?;
    page.at("menu")?;
    let mut looked = 0;
    let mut shows = |names: &[&str]| -> Result<()> {
        for name in names {
            page.wait_for_text("body", name)?;
        }
        looked += 1;
        let ran = page.ask(RAN, &[])?;
        ensure!(ran == serde_json::json!([0, 0, 0]), "ran, built, stopped: {ran}");
        Ok(())
    };
    shows(&[SHORT])?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    shows(&[IMAGE])?;
    shop.issue()?;
    shop.choose_company("91")?;
    page.at("checkout")?;
    shows(&[SHORT])?;
    page.press(catlink_tests::browser::Key::F12)?;
    page.at("receipt")?;
    shows(&[IMAGE, SHORT])?;
    page.picture("html-on-receipt")?;
    page.press(catlink_tests::browser::Key::F10)?;
    shop.comes_out(1, 0, "html-on-paper", &[IMAGE])?;
    shows(&[IMAGE])?;
    let sentence = format!("shown-as-typed-on-{looked}-screens");
    became("html-in-every-name", rows.len() * looked, rows.len() * looked, &sentence);
    shop.close_the_books(0)
}
