//! The tills follow this register's row of 端末マスタ, and a payment that is open keeps its terminal.

mod shop;

use catlink_shared::masters::register::{self as row_of};
use catlink_shared::masters::{Master, Values};
use catlink_shared::terminal::CatPort;

use super::super::*;
use super::bench::*;
use crate::books::history::By;
use crate::books::masters::{self, Wanted};
use crate::clock;
use crate::driver::DriverEvent;
use crate::link::place::Place;
use crate::store::Claim;
use shop::{Shop, address, closed, is_linked, opened};

const CAT1: CatDeviceId = CatDeviceId::Cat1;
const CAT2: CatDeviceId = CatDeviceId::Cat2;

#[tokio::test]
async fn the_old_line_is_closed_before_the_new_one_opens() {
    let shop = Shop::open().await;
    shop.save_port(CAT1, "192.0.2.1:2").await.unwrap();
    assert_eq!(shop.seen().await, closed(CAT1, "192.0.2.1:1"));
    assert_eq!(shop.seen().await, opened(CAT1, "192.0.2.1:2"));
    shop.bench.wait("the new line", |s| s.terminals.len() == 1 && is_linked(&s.terminals[0])).await;
}

#[tokio::test]
async fn a_till_whose_port_stays_is_not_disturbed_by_another_ones_change_nor_its_payment() {
    let shop = Shop::open().await;
    shop.open_payment().await;
    shop.save_port(CAT2, "192.0.2.2:1").await.unwrap();
    assert_eq!(shop.seen().await, opened(CAT2, "192.0.2.2:1"));
    shop.bench.wait("both", |s| s.terminals.iter().filter(|t| is_linked(t)).count() == 2).await;
    shop.save(|values| values.set("cat2_line", "0")).await.unwrap();
    assert_eq!(shop.seen().await, closed(CAT2, "192.0.2.2:1"));
    shop.nothing_happened().await;
    assert_eq!(shop.bench.state().await, PaymentState::Sent);
}

#[tokio::test]
async fn under_an_open_payment_the_place_stays_and_the_field_is_named() {
    let shop = Shop::open().await;
    let payment_id = shop.open_payment().await;
    let place = |what: &str| row_of::key_of(CAT1, what);
    let serial = |values: &mut Values| {
        values.set(&place("line"), "1");
        values.set(&place("port"), "/dev/ttyUSB0");
    };
    let refused = [
        ("cat1_port", shop.save(|values| values.set(&place("port"), "192.0.2.1:9")).await),
        ("cat1_model", shop.save(|values| values.set(&place("model"), "2")).await),
        ("cat1_shared", shop.save(|values| values.set(&place("shared"), "1")).await),
        ("cat1_line", shop.save(serial).await),
        ("cat1_line", shop.save(|values| values.set(&place("line"), "0")).await),
        ("link_mode", shop.save(|values| values.set("link_mode", "0")).await),
    ];
    for (key, answer) in refused {
        let refusal = answer.expect_err(key);
        assert_eq!(refusal.code, RefusalCode::RowInUse, "{key}");
        assert_eq!(refusal.faults.iter().map(|fault| fault.key.as_str()).collect::<Vec<_>>(), [key]);
    }
    // What is not its place may change at any time: a name, a footer, the speed of a line it does not hang on.
    shop.save(|values| values.set("name", "レジ1")).await.unwrap();
    shop.save(|values| values.set("footer2", "またどうぞ")).await.unwrap();
    shop.save(|values| values.set("cat1_speed", "19200")).await.unwrap();
    shop.nothing_happened().await;
    // Once it is settled, it may go.
    shop.bench.happen(DriverEvent::Refused {
        unit: unit("m1"),
        payment_id: Some(payment_id),
        reason: catlink_shared::terminal::RefusedReason::Busy,
    });
    shop.bench.wait_state("not_charged").await;
    shop.save(|values| values.set("link_mode", "0")).await.unwrap();
    assert_eq!(shop.seen().await, closed(CAT1, "192.0.2.1:1"));
}

#[tokio::test]
async fn unlinked_there_is_no_till_and_linked_again_there_is_one() {
    let shop = Shop::open().await;
    shop.save(|values| values.set("link_mode", "0")).await.unwrap();
    assert_eq!(shop.seen().await, closed(CAT1, "192.0.2.1:1"));
    shop.bench.wait("no terminal", |s| s.terminals.is_empty()).await;
    assert!(shop.bench.register.till(CAT1).is_none());
    let catalog = shop.bench.register.catalog().await.unwrap();
    assert!(catalog.companies.iter().all(|company| company.linked_device.is_none()));
    shop.save(|values| values.set("link_mode", "1")).await.unwrap();
    assert_eq!(shop.seen().await, opened(CAT1, "192.0.2.1:1"));
    let catalog = shop.bench.register.catalog().await.unwrap();
    assert!(catalog.companies.iter().any(|company| company.linked_device == Some(CAT1)));
}

#[tokio::test]
async fn a_till_that_is_stopped_begins_nothing_for_the_old_row() {
    let shop = Shop::open().await;
    shop.bench.keep_draft().await;
    // The row has moved on, and nobody has told the till yet.
    let row = shop.row().await;
    let write = move |tx: &rusqlite::Transaction<'_>| {
        let mut values = row.values.clone();
        values.set("cat1_port", "192.0.2.1:2");
        let wanted = Wanted {
            master: Master::Register,
            code: Some("01"),
            base_revision: row.revision,
            values: &values,
        };
        masters::save(tx, wanted, &By::default(), clock::now()).map(drop)
    };
    shop.bench.register.store.write::<_, BooksError, _>(Claim::None, write).await.unwrap();
    let refused = shop.bench.till.start(shop.bench.order(1)).await.unwrap_err().into_refusal();
    assert_eq!(refused.code, RefusalCode::TerminalNotReady, "{}", refused.message);
    assert!(shop.bench.register.follow_row().await);
    let refused = shop.bench.till.start(shop.bench.order(1)).await.unwrap_err().into_refusal();
    assert_eq!(refused.message, SWITCHED);
}

#[tokio::test]
async fn another_registers_row_changes_nothing_here() {
    let shop = Shop::open().await;
    let write = |tx: &rusqlite::Transaction<'_>| {
        let mut values = masters::find(tx, Master::Register, "01")?.expect("ours").values;
        values.set("code", "02");
        values.set("cat1_port", "192.0.2.9:9");
        let wanted = Wanted { master: Master::Register, code: None, base_revision: 0, values: &values };
        let (row, _) = masters::save(tx, wanted, &By::default(), clock::now())?;
        values.set("link_mode", "0");
        let wanted = Wanted {
            master: Master::Register,
            code: Some("02"),
            base_revision: row.revision,
            values: &values,
        };
        masters::save(tx, wanted, &By::default(), clock::now()).map(drop)
    };
    shop.open_payment().await;
    shop.bench.register.store.write::<_, BooksError, _>(Claim::None, write).await.unwrap();
    assert!(shop.bench.register.follow_row().await);
    shop.nothing_happened().await;
}

#[tokio::test]
async fn a_borrowed_place_has_no_till_until_it_is_given_back() {
    let shop = Shop::open().await;
    let place = || async { Place::of(&CatPort::Tcp { address: "192.0.2.1:1".into() }).await };
    let loan = shop.bench.register.borrow_place(place().await).await.unwrap();
    assert_eq!(shop.seen().await, closed(CAT1, "192.0.2.1:1"));
    // Not even where the row is kept meanwhile; and not twice.
    shop.save(|values| values.set("name", "レジ1")).await.unwrap();
    assert!(shop.bench.register.borrow_place(place().await).await.is_err());
    shop.nothing_happened().await;
    drop(loan);
    assert_eq!(shop.seen().await, opened(CAT1, "192.0.2.1:1"));
}

#[tokio::test]
async fn a_place_with_an_open_payment_is_not_lent() {
    let shop = Shop::open().await;
    shop.open_payment().await;
    let place = Place::of(&CatPort::Tcp { address: "192.0.2.1:1".into() }).await;
    let refused = shop.bench.register.borrow_place(place).await.unwrap_err().into_refusal();
    assert_eq!(refused.code, RefusalCode::TerminalOccupied);
    shop.nothing_happened().await;
    // It is not taken for lent, either.
    assert_eq!(shop.bench.state().await, PaymentState::Sent);
}

#[tokio::test]
async fn ports_of_a_start_do_not_move_an_open_payment() {
    let bench = Bench::new().await;
    bench.sent().await;
    let (folder, _) = bench.die();
    let mut settings = settings(&folder);
    settings.ports[0].1.port = CatPort::Tcp { address: "192.0.2.7:7".into() };
    let register = Register::open(open_when_free(&folder).await, settings).await.unwrap();
    let ports = register.store.read(crate::register::wiring::in_force).await.unwrap();
    assert_eq!(address(&ports[0]), "unused:1");
}
