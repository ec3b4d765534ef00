//! A folder, port or database that is not as it should be: the agent says what is wrong and what to do, and lives on
//! where it can.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use catlink_shared::ids::PageId;
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::LinkState;
use catlink_tests::agent::{self, Agent, AgentSetup};
use catlink_tests::books::{CentreBook, disagreements};
use catlink_tests::counter::Counter;
use catlink_tests::house::Plan;
use catlink_tests::process::Process;
use catlink_tests::socket::{Socket, new_id};
use catlink_tests::terminal::Kind;
use rusqlite::Connection;

/// Runs a command that must fail: what it complains about.
fn complaint(counter: &Counter, name: &str, command: Command) -> Result<String> {
    let (status, complaints) = Process::start(&counter.place, name, command)?.ended()?;
    ensure!(!status.success(), "it did not fail: {complaints}");
    Ok(complaints)
}

#[test]
fn a_second_agent_on_the_folder_is_told_so_and_the_first_sells_on() -> Result<()> {
    let counter = Counter::open(&Plan::default())?;
    let second = agent::command(&counter.place, &AgentSetup::default(), "127.0.0.1:0");
    let said = complaint(&counter, "second", second)?;
    ensure!(said.contains("in use by another catlink"), "{said}");
    counter.close_the_books(0)
}

#[test]
fn a_port_that_is_taken_is_named() -> Result<()> {
    let counter = Counter::open(&Plan::default())?;
    let setup = AgentSetup { folder: "others", ..AgentSetup::default() };
    let address = counter.agent.address().to_owned();
    let said = complaint(&counter, "second", agent::command(&counter.place, &setup, &address))?;
    ensure!(said.contains(&address) && said.contains("--listen"), "{said}");
    counter.close_the_books(0)
}

#[test]
fn a_serial_port_that_is_missing_stops_nothing_but_its_terminal() -> Result<()> {
    let counter = Counter::open(&Plan::default())?;
    let missing = counter.place.file("no-such-port");
    let setup = AgentSetup {
        cat1: Some(format!("jt-c60=serial:{}", missing.display())),
        folder: "others",
        ..AgentSetup::default()
    };
    let mut agent = Agent::start(&counter.place, setup)?;
    let mut page = Socket::greeted(agent.address(), new_id(PageId::from_parts))?;
    page.until("the terminal's trouble", |page| {
        page.shown.as_ref().is_some_and(|shown| {
            shown.terminals.iter().any(|terminal| {
                let named = terminal.trouble.as_ref().is_some_and(|text| !text.is_empty());
                terminal.link == LinkState::NoAnswer && named
            })
        })
    })?;
    agent.must_be_alive()?;
    counter.close_the_books(0)
}

#[test]
fn a_database_that_is_locked_refuses_and_recovers() -> Result<()> {
    let mut counter = Counter::open(&Plan::default())?;
    let sale = counter.new_sale(1)?;
    let other = Connection::open(counter.agent.database())?;
    other.execute_batch("BEGIN IMMEDIATE")?;
    assert_eq!(counter.pay_cash(sale, 158)?, Err(RefusalCode::BooksUnavailable));
    counter.page.until("the trouble on every screen", |page| {
        page.shown.as_ref().is_some_and(|shown| shown.register.books_trouble.is_some())
    })?;
    ensure!(counter.pos_books()?.slips.is_empty(), "a slip was booked all the same");
    other.execute_batch("ROLLBACK")?;
    let paid = counter.pay_cash(sale, 158)?;
    ensure!(matches!(paid, Ok(Reply::SaleMade { .. })), "{paid:?}");
    counter.page.until("the trouble to be gone", |page| {
        page.shown.as_ref().is_some_and(|shown| shown.register.books_trouble.is_none())
    })?;
    counter.close_the_books(0)
}

/// The terminal's result comes while another program holds the books for longer than a write waits.
#[test]
fn a_database_that_is_locked_in_the_middle_of_a_payment_loses_nothing() -> Result<()> {
    let mut counter = Counter::open(&Plan::with_cat1(Kind::jt_c60()))?;
    let (sale, payment_id) = counter.begin_payment()?;
    let other = Connection::open(counter.agent.database())?;
    other.execute_batch("BEGIN IMMEDIATE")?;
    counter.cat1().touch("visa")?;
    counter.wait_for_charges(1)?;
    counter.books_trouble(true)?;
    counter.agent.must_be_alive()?;
    ensure!(counter.cat1().look()?["terminal"]["undelivered"] == 1, "the result was acknowledged");
    ensure!(counter.pos_books()?.slips.is_empty(), "a slip was booked all the same");
    // 中止 asked for meanwhile changes nothing.
    let _refused_or_too_late = counter.page.ask(Request::CancelPayment { payment_id })?;
    other.execute_batch("ROLLBACK")?;
    counter.sold(sale)?;
    counter.books_trouble(false)?;
    counter.close_the_books(1)
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() -> Result<()> {
    let counter = Counter::open(&Plan::default())?;
    let folder = counter.place.file("others");
    std::fs::create_dir_all(&folder)?;
    Connection::open(folder.join("catlink.sqlite"))?.execute_batch("PRAGMA user_version = 999")?;
    let setup = AgentSetup { folder: "others", ..AgentSetup::default() };
    let said = complaint(&counter, "newer", agent::command(&counter.place, &setup, "127.0.0.1:0"))?;
    ensure!(said.contains("newer catlink"), "{said}");
    counter.close_the_books(0)
}

/// The administrator may write everything, so the agent is run as nobody there.
#[cfg(unix)]
#[test]
fn a_database_that_cannot_be_written_is_named_and_nothing_is_lost() -> Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    const NOBODY: u32 = 65_534;
    let counter = Counter::open(&Plan::default())?;
    let set = |path: &std::path::Path, mode: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
            .with_context(|| format!("{}", path.display()))
    };
    // A folder and a program that nobody can reach.
    let mut place = counter.place.clone();
    place.data = counter.place.file("open");
    std::fs::create_dir_all(&place.data)?;
    set(&place.data, 0o777)?;
    set(&counter.place.data, 0o755)?;
    place.catlink = place.file("catlink");
    std::fs::copy(&counter.place.catlink, &place.catlink)?;
    let as_nobody = || {
        let mut command = agent::command(&place, &AgentSetup::default(), "127.0.0.1:0");
        if std::fs::metadata(&place.catlink).is_ok_and(|meta| meta.uid() == 0) {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    };
    let mut first = Process::start(&place, "first", as_nobody())?;
    first.announced("page")?;
    first.kill();
    let database = place.file("books").join("catlink.sqlite");
    let before = catlink_tests::books::PosBooks::read(&database)?;
    for entry in std::fs::read_dir(place.file("books"))?.flatten() {
        set(&entry.path(), 0o444)?;
    }
    set(&place.file("books"), 0o555)?;
    let said = complaint(&counter, "read-only", as_nobody())?;
    ensure!(said.contains("books"), "the folder is not named: {said}");
    set(&place.file("books"), 0o755)?;
    let after = catlink_tests::books::PosBooks::read(&database)?;
    ensure!(disagreements(&CentreBook::default(), &after).is_empty());
    ensure!(before.slips == after.slips, "slips changed");
    counter.close_the_books(0)
}
