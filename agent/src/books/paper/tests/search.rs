//! Looking for papers.

use catlink_shared::wire::files::Encoding;
use catlink_shared::wire::paper::{PaperFilter, PaperReply, PaperRow};

use super::*;
use crate::books::files::Ticker;
use crate::books::paper::{export, find};

impl Shop {
    async fn find(&self, filter: PaperFilter, at: u64) -> Result<(u64, Vec<PaperRow>), Refusal> {
        let found = self.0.read(move |connection| find::find(connection, &filter, at)).await;
        match found.map_err(BooksError::into_refusal)? {
            PaperReply::Found { total, rows, .. } => Ok((total, rows)),
            other => panic!("{other:?}"),
        }
    }

    async fn numbers(&self, filter: PaperFilter) -> Vec<u64> {
        let (_, rows) = self.find(filter, 0).await.unwrap();
        rows.iter().filter_map(|row| row.receipt_number).map(|number| number.0).collect()
    }
}

fn on(from: &str, to: &str) -> PaperFilter {
    PaperFilter { from: Some(from.into()), to: Some(to.into()), ..PaperFilter::default() }
}

#[tokio::test]
async fn papers_are_found_by_day_number_kind_and_what_stands_on_them() {
    let shop = Shop::open().await;
    let umbrella = shop.sell(550).await;
    shop.book(of_kind(SlipKind::Sale, CounterMode::Live, 880, "タオル \"青\""), NOON).await;
    shop.book(of_kind(SlipKind::Sale, CounterMode::Training, 880, "傘"), NOON).await;
    let tomorrow = UnixMs(NOON.0 + DAY_MS);
    shop.book(of_kind(SlipKind::Sale, CounterMode::Live, 990, "傘"), tomorrow).await;
    shop.formal(umbrella.receipt_number, clerk()).await.unwrap();
    assert_eq!(shop.numbers(PaperFilter::default()).await, [1, 3, 2, 1], "newest first, training apart");
    assert_eq!(shop.numbers(on(DAY, DAY)).await, [2, 1]);
    let number = PaperFilter { receipt_number: Some(ReceiptNumber(2)), ..PaperFilter::default() };
    assert_eq!(shop.numbers(number).await, [2]);
    let kind = PaperFilter { kind: Some(PaperKind::Formal), ..PaperFilter::default() };
    assert_eq!(shop.numbers(kind).await, [1]);
    let with = |text: &str| PaperFilter { text: Some(text.into()), ..on(DAY, "2026-11-24") };
    assert_eq!(shop.numbers(with("傘")).await, [3, 1]);
    assert_eq!(shop.numbers(with("タオル \"青\"")).await, [2]);
    assert_eq!(shop.numbers(with("見本 様")).await, [1]);
    assert!(shop.numbers(with("\"text\":")).await.is_empty(), "only what stands on paper");
    assert!(shop.numbers(on("2016-01-01", "2025-12-31")).await.is_empty(), "ten years without any");
}

#[tokio::test]
async fn a_text_is_looked_for_in_a_bounded_period() {
    let shop = Shop::open().await;
    let with = |filter: PaperFilter| PaperFilter { text: Some("傘".into()), ..filter };
    for filter in [with(PaperFilter::default()), with(on("2025-01-01", DAY))] {
        let refused = shop.find(filter, 0).await.unwrap_err();
        assert_eq!(refused.code, RefusalCode::BadSearch);
        assert!(refused.message.contains("400日以内"), "{}", refused.message);
    }
    let refused = shop.find(on("2026-11-24", DAY), 0).await.unwrap_err();
    assert!(refused.message.contains("逆"), "{}", refused.message);
    let bad = shop.find(on("2026-11-31", "2026-12-01"), 0).await.unwrap_err();
    assert_eq!(bad.code, RefusalCode::BadSearch);
}

#[tokio::test]
async fn rows_come_by_place_fifty_at_a_time() {
    let shop = Shop::open().await;
    for _ in 0..60 {
        shop.sell(550).await;
    }
    let (total, rows) = shop.find(PaperFilter::default(), 50).await.unwrap();
    assert_eq!((total, rows.len()), (60, 10));
    assert_eq!(rows.iter().map(|row| row.position).collect::<Vec<_>>(), (1..=10).rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn the_journal_goes_out_as_a_file_oldest_first_with_its_hashes() {
    let shop = Shop::open().await;
    let sold = shop.sell(550).await;
    shop.print(sold.receipt_number).await;
    shop.print(sold.receipt_number).await;
    let ticker = Ticker::default();
    let made = export::export(&shop.0, PaperFilter::default(), Encoding::Utf8Bom, &ticker).await.unwrap();
    assert_eq!((made.name.as_str(), made.rows), ("電子ジャーナル.csv", 2));
    let text = String::from_utf8(made.content.whole()).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!([&rows[0][0], &rows[0][5], &rows[1][5]], ["1", "0", "1"]);
    assert_eq!(rows[0][8], *plain_text(&sold.print()).trim_end(), "as printed, in one cell");
    assert_eq!(rows[1][9].len(), 64);
    let nothing = PaperFilter { kind: Some(PaperKind::Formal), ..PaperFilter::default() };
    assert!(export::export(&shop.0, nothing, Encoding::Utf8Bom, &ticker).await.is_err());
}
