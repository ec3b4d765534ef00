//! What holds for 練習モード.

use catlink_shared::basket::{CounterMode, Draft};
use catlink_shared::ids::{PageId, SaleId, UnixMs};
use catlink_shared::masters::{Master, Row};
use catlink_shared::receipt::DataKind;
use catlink_shared::wire::reply::{Refusal, RefusalCode};

use super::mode;
use crate::books::bench::{books, write};
use crate::books::history::{self, By};
use crate::books::masters::{self, Wanted};
use crate::books::{numbers, sales};
use crate::store::Store;

/// Noon in Japan.
const NOON: UnixMs = UnixMs(1_795_402_800_000);
const HOUR_MS: i64 = 3_600_000;

fn hours_later(hours: i64) -> UnixMs {
    UnixMs(NOON.0 + hours * HOUR_MS)
}

/// Saves this register's row with a mode.
async fn switch(store: &Store, mode: &'static str, at: UnixMs) -> Result<Row, Refusal> {
    write(store, move |tx| {
        let row = masters::find(tx, Master::Register, "01")?.unwrap();
        let mut values = row.values.clone();
        values.set("mode", mode);
        values.set("reason", if mode == "1" { "新人の練習" } else { "" });
        let wanted = Wanted {
            master: Master::Register,
            code: Some("01"),
            base_revision: row.revision,
            values: &values,
        };
        masters::save(tx, wanted, &By::default(), at).map(|(row, _)| row)
    })
    .await
}

async fn mode_at(store: &Store, at: UnixMs) -> CounterMode {
    store.read(move |connection| mode(connection, at)).await.unwrap()
}

async fn put(store: &Store, mode: CounterMode, at: UnixMs) -> Result<u64, Refusal> {
    let draft = Draft { mode, ..Draft::default() };
    let (page, sale) = (PageId::from(uuid::Uuid::now_v7()), SaleId::from(uuid::Uuid::now_v7()));
    write(store, move |tx| sales::put(tx, page, sale, 0, &draft, at)).await
}

#[tokio::test]
async fn it_ends_with_the_business_day_and_the_first_slip_of_the_next_puts_the_row_back() {
    let store = books(DataKind::Demo).await;
    switch(&store, "1", NOON).await.unwrap();
    assert_eq!(mode_at(&store, NOON).await, CounterMode::Training);
    assert_eq!(mode_at(&store, hours_later(16)).await, CounterMode::Training, "before the cutoff at five");
    assert_eq!(mode_at(&store, hours_later(18)).await, CounterMode::Live);
    write(&store, |tx| numbers::open_business_day(tx, hours_later(18), 5)).await.unwrap();
    let row =
        store.read(|connection| masters::find(connection, Master::Register, "01")).await.unwrap().unwrap();
    assert_eq!((row.values.get("mode"), row.values.get("reason")), ("0", ""));
    let changes =
        store.read(|connection| history::read(connection, Some(Master::Register), None, 9)).await.unwrap();
    assert_eq!((changes[0].who.as_deref(), changes.len()), (None, 2));
}

#[tokio::test]
async fn the_first_slip_of_its_own_day_does_not_end_it() {
    let store = books(DataKind::Demo).await;
    switch(&store, "1", NOON).await.unwrap();
    write(&store, |tx| numbers::open_business_day(tx, hours_later(1), 5)).await.unwrap();
    assert_eq!(mode_at(&store, hours_later(1)).await, CounterMode::Training);
}

#[tokio::test]
async fn it_neither_begins_nor_ends_over_a_sale() {
    let store = books(DataKind::Demo).await;
    put(&store, CounterMode::Live, NOON).await.unwrap();
    let refusal = switch(&store, "1", NOON).await.unwrap_err();
    assert_eq!((refusal.code, refusal.faults[0].key.as_str()), (RefusalCode::BadRow, "mode"));
    write(&store, |tx| Ok(tx.execute("UPDATE sale SET status = 'discarded'", [])?)).await.unwrap();
    switch(&store, "1", NOON).await.unwrap();
    put(&store, CounterMode::Training, NOON).await.unwrap();
    switch(&store, "0", NOON).await.unwrap_err();
}

#[tokio::test]
async fn a_sale_has_the_registers_mode() {
    let store = books(DataKind::Demo).await;
    assert_eq!(put(&store, CounterMode::Training, NOON).await.unwrap_err().code, RefusalCode::BadBasket);
    switch(&store, "1", NOON).await.unwrap();
    assert_eq!(put(&store, CounterMode::Live, NOON).await.unwrap_err().code, RefusalCode::BadBasket);
    put(&store, CounterMode::Training, NOON).await.unwrap();
}

#[tokio::test]
async fn it_needs_a_reason_that_the_history_keeps() {
    let store = books(DataKind::Demo).await;
    let refusal = write(&store, |tx| {
        let row = masters::find(tx, Master::Register, "01")?.unwrap();
        let mut values = row.values.clone();
        values.set("mode", "1");
        let wanted = Wanted {
            master: Master::Register,
            code: Some("01"),
            base_revision: row.revision,
            values: &values,
        };
        masters::save(tx, wanted, &By::default(), NOON).map(|_| ())
    })
    .await
    .unwrap_err();
    assert_eq!(refusal.faults[0].key, "reason");
    switch(&store, "1", NOON).await.unwrap();
    let changes =
        store.read(|connection| history::read(connection, Some(Master::Register), None, 1)).await.unwrap();
    assert!(changes[0].fields.iter().any(|field| field.to == "新人の練習"));
}
