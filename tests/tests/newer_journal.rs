//! A journal with rows of a newer version: the agent says which payment and what to do, and leaves every byte as it is.

use std::path::Path;

use anyhow::{Result, ensure};
use catlink_shared::payment::HandOver;
use catlink_shared::wire::request::Request;
use catlink_tests::counter::{Counter, OPERATOR};
use catlink_tests::house::Plan;
use catlink_tests::patience::{seen_if, until};
use catlink_tests::process::Process;
use catlink_tests::terminal::Kind;
use rusqlite::Connection;

/// What a newer version may have written, and what is said of it.
const ROWS: [(&str, &str); 4] = [
    ("UPDATE payment SET state = '{\"state\":\"refunded_by_post\",\"when\":1}'", "state"),
    ("UPDATE payment SET frozen = json_set(frozen, '$.model', 'jt_c99')", "frozen slip"),
    (
        "INSERT INTO payment_event (payment_id, at, event)
         SELECT payment_id, 1, '{\"event\":\"parcel_posted\"}' FROM payment",
        "event",
    ),
    ("UPDATE payment SET result = 'not even JSON'", "result"),
];

#[test]
fn a_row_of_a_newer_version_is_named_and_left_alone() -> Result<()> {
    let mut counter = Counter::open(&Plan::with_cat1(Kind::jt_c60()))?;
    let (sale, payment_id) = counter.begin_payment()?;
    until("SALES to be journaled", || {
        let state = counter.pos_books()?.newest_payment()?.state.clone();
        Ok(seen_if(state == "sent", state))
    })?;
    counter.agent.kill();
    counter.cat1().touch("visa")?;
    counter.wait_for_charges(1)?;
    let database = counter.agent.database();
    // Into one file, so that it can be put back.
    Connection::open(&database)?.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    let before = std::fs::read(&database)?;
    for (statement, column) in ROWS {
        let newer = Connection::open(&database)?;
        newer.execute_batch(statement)?;
        // Still open, so that what it wrote is in the log, as after a power cut.
        let bytes = files(&database)?;
        ensure!(!bytes[1].is_empty(), "the log is empty");
        let again = catlink_tests::agent::command(&counter.place, counter.agent.setup(), "127.0.0.1:0");
        let (status, said) = Process::start(&counter.place, &format!("newer-{column}"), again)?.ended()?;
        ensure!(!status.success(), "{column}: it started");
        for word in [&payment_id.to_string(), column, "newer catlink", "Nothing was changed", "books"] {
            ensure!(said.contains(word), "{column}: `{word}` is missing: {said}");
        }
        ensure!(!said.contains("panicked"), "{said}");
        ensure!(files(&database)? == bytes, "{column}: the files have changed");
        drop(newer);
        std::fs::write(&database, &before)?;
    }
    // With the rows this version knows it goes on as if nothing had been.
    counter.agent.start_again()?;
    counter.come_back()?;
    counter.page.until("the question", |page| {
        page.shown.as_ref().is_some_and(|shown| {
            shown.payments.iter().any(|payment| payment.state.word() == "awaiting_hand_over")
        })
    })?;
    let operator_code = Some(OPERATOR.to_owned());
    let answer = Request::AnswerHandOver { payment_id, answer: HandOver::Sold, operator_code };
    ensure!(counter.page.ask(answer)?.is_ok());
    counter.sold(sale)?;
    counter.close_the_books(1)
}

/// The database and its log, as they lie there.
fn files(database: &Path) -> Result<[Vec<u8>; 2]> {
    let log = database.with_extension("sqlite-wal");
    Ok([std::fs::read(database)?, std::fs::read(log).unwrap_or_default()])
}
