//! The masters file: whole, and every way it is not.

use catlink_shared::masters::Master;
use catlink_shared::wire::files::{Products, Verdict};

use super::shop::{Shop, bad};
use crate::books::files::bundle;
use crate::books::history;

async fn refused(shop: &Shop, text: impl Into<String>) -> String {
    shop.check(Master::CardCompany, text.into()).await.unwrap_err().message
}

#[tokio::test]
async fn every_store_gets_the_same_card_companies_and_keeps_its_own() {
    let (office, store) = (Shop::open().await, Shop::empty().await);
    store
        .save(Master::CardCompany, None, vec![("code", "77"), ("name", "地元の商店会"), ("category", "3")])
        .await;
    let prepared = store.check(Master::Product, office.export_masters(Products::With).await).await.unwrap();
    assert_eq!(prepared.report.verdict, Verdict::Whole);
    let companies = prepared.report.tables.iter().find(|table| table.master == Master::CardCompany).unwrap();
    assert!(companies.new > 8 && companies.only_here_codes == ["77"], "{companies:?}");
    store.keep(prepared).await.unwrap();
    let mut theirs = store.rows(Master::CardCompany).await;
    theirs.retain(|(code, _)| code != "77");
    assert_eq!(theirs, office.rows(Master::CardCompany).await);
    assert_eq!(store.rows(Master::Product).await, office.rows(Master::Product).await);
    let origin = store.0.read(bundle::origin).await.unwrap().unwrap();
    assert_eq!(origin.file.revision, 1);
    let changes = store
        .0
        .read(|connection| history::read(connection, Some(Master::CardCompany), None, 1))
        .await
        .unwrap();
    assert!(
        changes[0]
            .fields
            .iter()
            .any(|field| field.label == "マスタファイル" && field.to.starts_with("第1版"))
    );
}

#[tokio::test]
async fn the_revision_rises_with_what_is_in_the_file() {
    let shop = Shop::open().await;
    let revision = async || {
        let text = shop.export_masters(Products::Without).await;
        bundle::Bundle::read(&text).unwrap().revision
    };
    assert_eq!((revision().await, revision().await), (1, 1));
    shop.save(Master::CardCompany, Some("01"), vec![("name", "カード")]).await;
    assert_eq!((revision().await, revision().await), (2, 2));
    shop.save(Master::Product, Some("1001"), vec![("price", "1")]).await;
    assert_eq!(revision().await, 2);
}

#[tokio::test]
async fn an_older_file_is_named_as_one() {
    let (office, store) = (Shop::open().await, Shop::empty().await);
    let older = office.export_masters(Products::Without).await;
    office.save(Master::CardCompany, Some("01"), vec![("name", "カード")]).await;
    let newer = office.export_masters(Products::Without).await;
    store.keep(store.check(Master::CardCompany, newer).await.unwrap()).await.unwrap();
    let prepared = store.check(Master::CardCompany, older).await.unwrap();
    assert!(prepared.report.notes[0].contains("古い第1版"), "{:?}", prepared.report.notes);
}

#[tokio::test]
async fn a_file_of_another_version_cut_short_or_edited_is_refused_each_with_its_own_words() {
    let shop = Shop::open().await;
    let text = shop.export_masters(Products::Without).await;
    let version = refused(&shop, text.replace("\"version\": 1", "\"version\": 2")).await;
    assert!(version.contains("形式の版が2"), "{version}");
    for end in [2, text.len() / 2, text.len() - 1] {
        let end = (0..=end).rev().find(|end| text.is_char_boundary(*end)).unwrap();
        let short = refused(&shop, text[..end].trim_end_matches('}')).await;
        assert!(short.contains("途中で切れています"), "{end}: {short}");
    }
    for (from, to) in
        [("クレジット", "くれじっと"), ("\"revision\": 1", "\"revision\": 9"), ("card_company", "operator")]
    {
        let edited = refused(&shop, text.replacen(from, to, 1)).await;
        assert!(edited.contains("照合値の不一致"), "{from}: {edited}");
    }
    for other in ["{\"a\":1}", "{]", "{\"format\":\"x\",\"version\":1}"] {
        let said = refused(&shop, other).await;
        assert!(said.contains("マスタファイルとして読み取れません"), "{said}");
    }
}

#[tokio::test]
async fn a_masters_file_is_taken_whole_or_not_at_all() {
    let (office, store) = (Shop::open().await, Shop::empty().await);
    let jan = office.row(Master::Product, "1001").await.unwrap().values.get("jan").to_owned();
    let own = vec![("code", "5"), ("name", "店の品"), ("price", "1"), ("jan", jan.as_str())];
    store.save(Master::Product, None, own).await;
    let prepared = store.check(Master::Product, office.export_masters(Products::With).await).await.unwrap();
    assert_eq!((bad(&prepared).len(), prepared.report.verdict), (1, Verdict::Nothing));
    assert!(prepared.report.notes[0].contains("一部だけの取込はできません"));
}
