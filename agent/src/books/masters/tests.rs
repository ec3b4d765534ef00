//! What holds for rows as they are kept.

use catlink_shared::ids::UnixMs;
use catlink_shared::masters::{Master, Row, Values};
use catlink_shared::receipt::DataKind;
use catlink_shared::wire::reply::{Refusal, RefusalCode};

use super::{Wanted, delete, find, save, search};
use crate::books::bench::{books, write};
use crate::books::history::{self, By};
use crate::store::Store;

const NOW: UnixMs = UnixMs(1_795_365_000_000);

fn by() -> By {
    By { who: Some("900".into()), approved_by: None }
}

fn company(code: &str, name: &str) -> Values {
    let mut values = Master::CardCompany.blank();
    for (key, text) in [("code", code), ("name", name), ("category", "3")] {
        values.set(key, text);
    }
    values
}

async fn keep(
    store: &Store,
    code: Option<&'static str>,
    revision: u64,
    values: Values,
) -> Result<Row, Refusal> {
    write(store, move |tx| {
        let wanted = Wanted { master: Master::CardCompany, code, base_revision: revision, values: &values };
        save(tx, wanted, &by(), NOW).map(|(row, _)| row)
    })
    .await
}

async fn remove(store: &Store, master: Master, code: &'static str, revision: u64) -> Result<(), Refusal> {
    write(store, move |tx| delete(tx, master, code, revision, &by(), NOW)).await
}

#[tokio::test]
async fn the_later_of_two_pages_is_told_and_overwrites_nothing() {
    let store = books(DataKind::Demo).await;
    let row = keep(&store, None, 0, company("50", "はじめ")).await.unwrap();
    keep(&store, Some("50"), row.revision, company("50", "先の画面")).await.unwrap();
    let refusal = keep(&store, Some("50"), row.revision, company("50", "後の画面")).await.unwrap_err();
    assert_eq!(refusal.code, RefusalCode::StaleRow);
    let kept = store.read(|connection| find(connection, Master::CardCompany, "50")).await.unwrap().unwrap();
    assert_eq!(kept.values.get("name"), "先の画面");
    remove(&store, Master::CardCompany, "50", row.revision).await.unwrap_err();
    remove(&store, Master::CardCompany, "50", kept.revision).await.unwrap();
    let refusal = keep(&store, Some("50"), kept.revision, company("50", "x")).await.unwrap_err();
    assert_eq!(refusal.code, RefusalCode::UnknownRow);
}

#[tokio::test]
async fn a_code_that_is_there_is_not_overwritten_by_a_new_row() {
    let store = books(DataKind::Demo).await;
    let refusal = keep(&store, None, 0, company("01", "別の会社")).await.unwrap_err();
    assert_eq!((refusal.code, refusal.faults[0].key.as_str()), (RefusalCode::RowExists, "code"));
    let renamed = keep(&store, Some("01"), 1, company("77", "別の会社")).await.unwrap_err();
    assert_eq!(renamed.code, RefusalCode::BadRow);
}

#[tokio::test]
async fn a_jan_belongs_to_one_product() {
    let store = books(DataKind::Demo).await;
    let refusal = write(&store, |tx| {
        let jan = find(tx, Master::Product, "1001")?.unwrap().values.get("jan").to_owned();
        let mut values = Master::Product.blank();
        for (key, text) in [("code", "9999"), ("name", "写し"), ("price", "1"), ("jan", &jan)] {
            values.set(key, text);
        }
        save(
            tx,
            Wanted { master: Master::Product, code: None, base_revision: 0, values: &values },
            &by(),
            NOW,
        )
    })
    .await
    .unwrap_err();
    assert_eq!((refusal.code, refusal.faults[0].key.as_str()), (RefusalCode::RowExists, "jan"));
}

#[tokio::test]
async fn what_others_need_is_not_deleted() {
    let store = books(DataKind::Demo).await;
    for (master, code, said) in [
        (Master::CardCategory, "3", "カード会社"),
        (Master::TaxClass, "reduced/2019-10-01", "商品"),
        (Master::Register, "01", "このレジ"),
        (Master::Store, "store", "店舗基本"),
        (Master::Operator, "900", "責任者"),
    ] {
        let refusal = remove(&store, master, code, 1).await.expect_err(code);
        let (kept, message) = (refusal.code, refusal.message);
        assert!(kept == RefusalCode::RowInUse && message.contains(said), "{code}: {message}");
    }
    remove(&store, Master::TaxClass, "exempt/2019-10-01", 1).await.unwrap();
}

#[tokio::test]
async fn the_last_manager_cannot_be_stopped() {
    let store = books(DataKind::Demo).await;
    let refusal = write(&store, |tx| {
        let row = find(tx, Master::Operator, "900")?.unwrap();
        let mut values = row.values.clone();
        values.set("active", "0");
        let wanted = Wanted {
            master: Master::Operator,
            code: Some("900"),
            base_revision: row.revision,
            values: &values,
        };
        save(tx, wanted, &by(), NOW)
    })
    .await
    .unwrap_err();
    assert_eq!(refusal.code, RefusalCode::RowInUse);
}

#[tokio::test]
async fn rows_are_found_by_any_field_in_the_order_of_their_codes() {
    let store = books(DataKind::Demo).await;
    let (rows, total) =
        store.read(|connection| search(connection, Master::Product, "おにぎり", 1, 1)).await.unwrap();
    assert_eq!((rows.len(), rows[0].code.as_str(), total), (1, "1002", 3));
    let codes: Vec<_> = store
        .read(|connection| search(connection, Master::CardCategory, "", 0, 50))
        .await
        .unwrap()
        .0
        .into_iter()
        .map(|row| row.code)
        .collect();
    assert_eq!(codes[..4], ["1", "2", "3", "4"]);
    assert_eq!(codes.last().map(String::as_str), Some("30"));
}

#[tokio::test]
async fn a_change_says_who_what_from_and_to_and_a_tampered_one_shows() {
    let store = books(DataKind::Demo).await;
    let row = keep(&store, None, 0, company("50", "はじめ")).await.unwrap();
    let same = keep(&store, Some("50"), row.revision, company("50", "はじめ")).await.unwrap();
    assert_eq!(same.revision, row.revision, "nothing changed, nothing written");
    keep(&store, Some("50"), row.revision, company("50", "あと")).await.unwrap();
    let changes = store
        .read(|connection| history::read(connection, Some(Master::CardCompany), None, 10))
        .await
        .unwrap();
    let newest = &changes[0];
    assert_eq!(
        (newest.who.as_deref(), newest.what.as_str(), newest.subject.as_str()),
        (Some("900"), "変更", "カード会社マスタ 50")
    );
    let field = &newest.fields[0];
    assert_eq!((field.label.as_str(), field.from.as_str(), field.to.as_str()), ("名称", "はじめ", "あと"));
    assert_eq!(store.read(history::verify).await.unwrap(), None);
    let tampered = newest.position;
    write(&store, move |tx| {
        tx.execute_batch(
            "DROP TRIGGER change_is_append_only_1; UPDATE change SET who = '101' WHERE position = 2",
        )?;
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(store.read(history::verify).await.unwrap(), Some(tampered));
}

#[tokio::test]
async fn a_name_that_went_out_masked_is_not_replaced_by_its_stars() {
    let store = books(DataKind::Demo).await;
    let row = keep(&store, None, 0, company("50", "はじめ")).await.unwrap();
    // As an older version let it in.
    write(&store, |tx| {
        let sql = "UPDATE master_row SET row_values = json_set(row_values, '$.name', '部品 4111111111111111')
                   WHERE master = 'card_company' AND code = '50'";
        Ok(tx.execute(sql, [])?)
    })
    .await
    .unwrap();
    let refusal =
        keep(&store, Some("50"), row.revision, company("50", "部品 ************1111")).await.unwrap_err();
    assert_eq!((refusal.code, refusal.faults[0].key.as_str()), (RefusalCode::BadRow, "name"));
    keep(&store, Some("50"), row.revision, company("50", "部品")).await.unwrap();
}
