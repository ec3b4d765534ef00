//! The witness itself, with real processes: what was charged behind the POS's back is found, whoever did it.

use anyhow::{Result, ensure};
use catlink_shared::ids::PaymentId;
use catlink_shared::wire::reply::Reply;
use catlink_tests::counter::{Counter, start};
use catlink_tests::house::Plan;
use catlink_tests::socket::new_id;
use catlink_tests::terminal::Kind;
use rusqlite::Connection;

#[test]
fn a_charge_by_hand_that_nobody_booked_is_found() -> Result<()> {
    let mut counter = Counter::open(&Plan::with_cat1(Kind::jt_c60()))?;
    ensure!(counter.disagreements()?.is_empty());
    let slip = counter.cat1().sell_by_hand(500, 30, "visa")?;
    let found = counter.disagreements()?;
    ensure!(found.len() == 1 && found[0].contains("charged by hand"), "{found:?}");
    counter.cat1().void_by_hand(&slip)?;
    counter.close_the_books(0)
}

#[test]
fn a_sale_that_is_lost_from_the_books_is_found() -> Result<()> {
    let mut counter = Counter::open(&Plan::with_cat1(Kind::jt_c60()))?;
    let sale = counter.new_sale(1)?;
    let started = counter.page.ask(start(sale, new_id(PaymentId::from_parts), 158, "01"))?;
    ensure!(matches!(started, Ok(Reply::Payment { .. })), "{started:?}");
    counter.cat1().touch("visa")?;
    counter
        .page
        .until("the sale", |page| page.shown.as_ref().is_some_and(|shown| shown.last_receipt.is_some()))?;
    ensure!(counter.disagreements()?.is_empty());
    // A copy of the books without that slip: the charge has nothing any more.
    let copy = counter.place.file("copy.sqlite");
    let books = Connection::open(counter.agent.database())?;
    books.execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
    Connection::open(&copy)?
        .execute_batch("DELETE FROM slip_tender; DELETE FROM slip_tax; DELETE FROM slip;")?;
    let without = catlink_tests::books::PosBooks::read(&copy)?;
    let found = catlink_tests::books::disagreements(&counter.centre.book()?, &without);
    ensure!(found.len() == 1 && found[0].contains("without a slip"), "{found:?}");
    counter.close_the_books(1)
}
