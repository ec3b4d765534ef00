mod columns;

use std::path::PathBuf;

use catlink_shared::receipt::DataKind;
use rusqlite::Connection;

use super::{Claim, OpenError, RESERVE_BYTES, Store, StoreError};

fn folder() -> PathBuf {
    crate::scratch::path("store")
}

async fn put(store: &Store, value: &'static str) -> Result<(), StoreError> {
    store
        .write(Claim::None, move |tx| {
            tx.execute("INSERT OR REPLACE INTO setting (name, value) VALUES ('x', ?1)", [value])?;
            Ok(())
        })
        .await
}

async fn get(store: &Store) -> String {
    let read = store.read::<_, StoreError, _>(|c| {
        Ok(c.query_row("SELECT value FROM setting WHERE name = 'x'", [], |row| row.get(0))?)
    });
    read.await.unwrap()
}

#[tokio::test]
async fn a_second_agent_on_the_folder_is_told_so() {
    let folder = folder();
    let _first = Store::open(&folder, DataKind::Real).unwrap();
    assert!(matches!(Store::open(&folder, DataKind::Real), Err(OpenError::InUse(_))));
}

#[test]
fn demo_and_real_books_do_not_mix() {
    let folder = folder();
    drop(Store::open(&folder, DataKind::Demo).unwrap());
    let mut again = Store::open(&folder, DataKind::Real);
    // The first one's thread lets the lock go when it ends.
    while matches!(again, Err(OpenError::InUse(_))) {
        std::thread::yield_now();
        again = Store::open(&folder, DataKind::Real);
    }
    assert!(matches!(again, Err(OpenError::OtherKind { found: DataKind::Demo, .. })));
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    let folder = folder();
    std::fs::create_dir_all(&folder).unwrap();
    let newer = Connection::open(folder.join("catlink.sqlite")).unwrap();
    newer.execute_batch("PRAGMA user_version = 999; CREATE TABLE theirs (x)").unwrap();
    drop(newer);
    let error = Store::open(&folder, DataKind::Real).unwrap_err();
    assert!(matches!(error, OpenError::Newer(_)), "{error}");
    let after = Connection::open(folder.join("catlink.sqlite")).unwrap();
    let version: i64 = after.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 999);
}

#[test]
fn a_file_that_is_no_database_is_named() {
    let folder = folder();
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("catlink.sqlite"), b"this is a letter to my aunt, not a database at all")
        .unwrap();
    assert!(matches!(Store::open(&folder, DataKind::Real), Err(OpenError::Database { .. })));
}

#[tokio::test]
async fn a_database_held_by_another_program_is_told_and_works_again_afterwards() {
    let folder = folder();
    let store = Store::open(&folder, DataKind::Real).unwrap();
    put(&store, "before").await.unwrap();
    let other = Connection::open(folder.join("catlink.sqlite")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(put(&store, "during").await, Err(StoreError::Locked)));
    assert_eq!(get(&store).await, "before");
    other.execute_batch("ROLLBACK").unwrap();
    put(&store, "after").await.unwrap();
    assert_eq!(get(&store).await, "after");
}

#[tokio::test]
async fn an_error_inside_a_transaction_keeps_nothing_of_it() {
    let store = Store::open(&folder(), DataKind::Real).unwrap();
    put(&store, "before").await.unwrap();
    let failed: Result<(), StoreError> = store
        .write(Claim::None, |tx| {
            tx.execute("UPDATE setting SET value = 'half' WHERE name = 'x'", [])?;
            Err(StoreError::Other("no".into()))
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(get(&store).await, "before");
}

#[tokio::test]
async fn a_job_that_panics_keeps_nothing_and_takes_nothing_from_others() {
    let store = Store::open(&folder(), DataKind::Real).unwrap();
    put(&store, "before").await.unwrap();
    let broken: Result<(), StoreError> = store
        .write(Claim::None, |tx| {
            tx.execute("UPDATE setting SET value = 'half' WHERE name = 'x'", [])?;
            panic!("a mistake")
        })
        .await;
    assert!(matches!(broken, Err(StoreError::Closed)));
    assert_eq!(get(&store).await, "before");
    put(&store, "after").await.unwrap();
}

#[tokio::test]
async fn what_follows_a_payment_gets_the_room_that_was_laid_by() {
    let folder = folder();
    let store = Store::open(&folder, DataKind::Real).unwrap();
    store.lay_by().await.unwrap();
    let reserve = folder.join("reserve.bin");
    assert_eq!(std::fs::metadata(&reserve).unwrap().len(), RESERVE_BYTES as u64);
    // A disk that is full for as long as the reserve lies on it.
    let full = reserve.clone();
    let write =
        move |_: &rusqlite::Transaction<'_>| if full.exists() { Err(StoreError::Full) } else { Ok(()) };
    assert!(matches!(store.write(Claim::None, write.clone()).await, Err(StoreError::Full)));
    assert!(reserve.exists(), "an ordinary write may not touch the reserve");
    store.write(Claim::Reserve, write).await.unwrap();
    assert!(!reserve.exists());
    store.lay_by().await.unwrap();
    assert!(reserve.exists(), "the next payment lays it by again");
}

#[tokio::test]
async fn the_journal_cannot_be_rewritten() {
    let folder = folder();
    let _store = Store::open(&folder, DataKind::Real).unwrap();
    let other = Connection::open(folder.join("catlink.sqlite")).unwrap();
    other
        .execute_batch(
            "PRAGMA foreign_keys = OFF;
             INSERT INTO payment_event (payment_id, at, event) VALUES ('p', 1, '{}')",
        )
        .unwrap();
    assert!(other.execute("UPDATE payment_event SET event = 'x'", []).is_err());
    assert!(other.execute("DELETE FROM payment_event", []).is_err());
}

#[test]
fn a_disk_that_fails_is_told_as_one_that_cannot_be_written() {
    let failed = |code| {
        let error = rusqlite::ffi::Error::new(code);
        StoreError::from(rusqlite::Error::SqliteFailure(error, None))
    };
    assert!(matches!(failed(rusqlite::ffi::SQLITE_IOERR_WRITE), StoreError::ReadOnly));
    assert!(matches!(failed(rusqlite::ffi::SQLITE_IOERR_FSYNC), StoreError::ReadOnly));
    assert!(matches!(failed(rusqlite::ffi::SQLITE_READONLY_DIRECTORY), StoreError::ReadOnly));
    assert!(matches!(failed(rusqlite::ffi::SQLITE_IOERR_READ), StoreError::Other(_)));
}

#[tokio::test]
async fn a_report_is_read_beside_a_write_and_writes_nothing() {
    let store = Store::open(&folder(), DataKind::Real).unwrap();
    put(&store, "before").await.unwrap();
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let (go_on, goes_on) = std::sync::mpsc::channel::<()>();
    let looking = tokio::spawn({
        let store = store.clone();
        async move {
            let look = store.look::<_, StoreError, _>(move |c| {
                let read = || c.query_row("SELECT value FROM setting WHERE name = 'x'", [], |row| row.get(0));
                let first: String = read()?;
                begun.send(()).unwrap();
                goes_on.recv().unwrap();
                let again: String = read()?;
                let written = c.execute("DELETE FROM setting", []);
                Ok((first, again, written.is_err()))
            });
            look.await.unwrap()
        }
    });
    has_begun.await.unwrap();
    put(&store, "meanwhile").await.unwrap();
    go_on.send(()).unwrap();
    assert_eq!(looking.await.unwrap(), ("before".to_owned(), "before".to_owned(), true));
    assert_eq!(get(&store).await, "meanwhile");
}
