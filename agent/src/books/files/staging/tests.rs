//! What holds while many rows are on their way.

use std::fmt::Write;
use std::sync::Arc;

use catlink_shared::masters::{Master, Values};
use rusqlite::Transaction;

use super::*;
use crate::books::files::prepare;
use crate::books::masters::Wanted;
use crate::books::{catalog, demo, history};
use catlink_shared::receipt::DataKind;

const ROWS: u32 = 3_000;

async fn books() -> Store {
    let folder = crate::scratch::path("staging");
    let store = Store::open(&folder, DataKind::Demo).unwrap();
    store
        .write::<_, BooksError, _>(Claim::None, |tx| {
            catalog::lay_ground(tx, "01")?;
            demo::fill(tx, "01")
        })
        .await
        .unwrap();
    store
}

/// Many products; each has the JAN that its place, moved on by some, has.
fn file(price: u32, moved: u32) -> Vec<u8> {
    let mut text = String::from("商品コード,商品名,単価,内税/外税,税区分,JANコード\r\n");
    for number in 0..ROWS {
        let digits = format!("4900{:08}", (number + moved) % ROWS);
        let sum: u32 =
            digits.bytes().zip([1, 3].into_iter().cycle()).map(|(d, w)| u32::from(d - b'0') * w).sum();
        let _ = write!(text, "P{number},商品,{price},0,reduced,{digits}{}\r\n", (10 - sum % 10) % 10);
    }
    text.into_bytes()
}

async fn judged(store: &Store, file: Vec<u8>) -> Arc<Prepared> {
    let prepared = prepare::file(store, Master::Product, "file".into(), file, Arc::default()).await;
    let prepared = prepared.unwrap();
    assert!(prepared.rows() > FEW);
    Arc::new(prepared)
}

async fn import(store: &Store, prepared: &Arc<Prepared>) -> Result<(), FileError> {
    keep(store, Arc::clone(prepared), By::default(), Arc::default()).await
}

async fn rows(store: &Store) -> Vec<(Master, Vec<catlink_shared::masters::Row>)> {
    let read = |connection: &Connection| {
        let of = |master: &Master| Ok((*master, masters::all(connection, *master)?));
        Master::ALL.iter().map(of).collect::<Result<_, BooksError>>()
    };
    store.read(read).await.unwrap()
}

async fn ask<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&Transaction<'_>) -> Result<T, BooksError> + Send + 'static,
) -> Result<T, BooksError> {
    store.write(Claim::None, work).await
}

fn tables(connection: &Connection) -> Result<Vec<String>, BooksError> {
    let sql =
        "SELECT name FROM sqlite_schema WHERE tbl_name LIKE 'master_%' AND sql IS NOT NULL ORDER BY name";
    Ok(connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn rename(tx: &Transaction<'_>, name: &str) -> Result<(), BooksError> {
    let row = masters::find(tx, Master::Operator, "101")?.unwrap();
    let mut values = row.values;
    values.set("name", name);
    save(tx, Master::Operator, Some("101"), row.revision, &values)
}

fn save(
    tx: &Transaction<'_>,
    master: Master,
    code: Option<&str>,
    base_revision: u64,
    values: &Values,
) -> Result<(), BooksError> {
    let wanted = Wanted { master, code, base_revision, values };
    masters::save(tx, wanted, &By::default(), clock::now()).map(drop)
}

#[tokio::test]
async fn file_after_file_comes_in_whole_and_every_other_row_stays() {
    let store = books().await;
    let before = rows(&store).await;
    for (price, moved) in [(100, 0), (200, 0), (200, 1)] {
        let prepared = judged(&store, file(price, moved)).await;
        import(&store, &prepared).await.unwrap();
        let after = rows(&store).await;
        for ((master, before), (_, after)) in before.iter().zip(&after) {
            let there = |row: &&catlink_shared::masters::Row| {
                *master != Master::Product || !row.code.starts_with('P')
            };
            assert_eq!(before.iter().collect::<Vec<_>>(), after.iter().filter(there).collect::<Vec<_>>());
        }
        let priced = |row: &&catlink_shared::masters::Row| row.values.get("price") == price.to_string();
        let products = &after.iter().find(|(master, _)| *master == Master::Product).unwrap().1;
        let ours: Vec<_> = products.iter().filter(|row| row.code.starts_with('P')).collect();
        assert_eq!(ours.len(), usize::try_from(ROWS).unwrap());
        assert!(ours.iter().all(priced));
        // The same rules for the next row as ever: one JAN is one product's.
        let mut values = ours[0].values.clone();
        values.set("code", "Q1");
        let twice = ask(&store, move |tx| save(tx, Master::Product, None, 0, &values)).await;
        assert_eq!(twice.unwrap_err().into_refusal().code, RefusalCode::RowExists);
        let names = ask(&store, |tx| tables(tx)).await.unwrap();
        assert_eq!(names.iter().filter(|name| name.starts_with("master")).count(), 1, "{names:?}");
        assert_eq!(names.len(), 5, "{names:?}");
    }
    assert_eq!(ask(&store, |tx| history::verify(tx)).await.unwrap(), None);
}

#[tokio::test]
async fn what_somebody_keeps_meanwhile_is_not_lost() {
    let store = books().await;
    let prepared = judged(&store, file(100, 0)).await;
    let (stand, _) = store.write::<_, FileError, _>(Claim::None, begin).await.unwrap();
    let ticker = Arc::default();
    fill(&store, &prepared, &ticker).await.unwrap();
    copy_others(&store, &ticker).await.unwrap();
    ask(&store, |tx| rename(tx, "改名")).await.unwrap();
    let before = rows(&store).await;
    let all = Arc::clone(&prepared);
    let swapped =
        store.write::<_, FileError, _>(Claim::None, move |tx| swap(tx, stand, &all, &By::default())).await;
    let Err(FileError::Books(error)) = swapped else { panic!("{swapped:?}") };
    assert_eq!(error.into_refusal().code, RefusalCode::StaleRow);
    assert_eq!(rows(&store).await, before);
    import(&store, &prepared).await.unwrap();
    let name = ask(&store, |tx| Ok(masters::find(tx, Master::Operator, "101")?.unwrap().values)).await;
    assert_eq!(name.unwrap().get("name"), "改名");
}

#[tokio::test]
async fn what_was_half_filled_is_thrown_away() {
    let store = books().await;
    let before = rows(&store).await;
    let prepared = judged(&store, file(100, 0)).await;
    // Stopped by a key.
    let stopped = Arc::new(Ticker::default());
    stopped.stop();
    let kept = keep(&store, Arc::clone(&prepared), By::default(), stopped).await;
    assert!(matches!(kept, Err(FileError::Stopped)), "{kept:?}");
    let names = ask(&store, |tx| tables(tx)).await.unwrap();
    assert!(!names.iter().any(|name| name == "master_next"), "{names:?}");
    // Dead in the middle: the next start finds it.
    store.write::<_, FileError, _>(Claim::None, begin).await.unwrap();
    fill(&store, &prepared, &Arc::default()).await.unwrap();
    assert_eq!(rows(&store).await, before);
    ask(&store, |tx| catalog::lay_ground(tx, "01")).await.unwrap();
    let names = ask(&store, |tx| tables(tx)).await.unwrap();
    assert!(!names.iter().any(|name| name == "master_next"), "{names:?}");
    assert_eq!(rows(&store).await, before);
    import(&store, &prepared).await.unwrap();
}
