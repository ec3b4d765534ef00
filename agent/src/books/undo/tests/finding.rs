//! 伝票照会: by each thing a clerk may know of a slip, a page at a time.

use catlink_shared::receipt::Operator;
use catlink_shared::terminal::Last4;
use catlink_shared::wire::slips::{Guide, PAGE_ROWS, SlipQuery, SlipsReply};

use super::*;
use crate::books::inquiry;

impl Shop {
    async fn find(&self, query: SlipQuery) -> (Vec<u64>, bool) {
        let found = self.0.read(move |connection| inquiry::find(connection, &query)).await.unwrap();
        match found {
            SlipsReply::Found { rows, more, .. } => {
                (rows.iter().map(|row| row.receipt_number.0).collect(), more)
            }
            other => panic!("{other:?}"),
        }
    }
}

fn with_last4(amount: i64) -> Tender {
    let mut tender = linked(amount, 3, CatModel::JtC60);
    if let Tender::LinkedCard { details, .. } = &mut tender {
        details.account_last4 = Last4::new("4242").ok();
    }
    tender
}

#[tokio::test]
async fn a_slip_is_found_by_each_thing_that_is_known_of_it() {
    let shop = Shop::open().await;
    let one = |price| Draft { lines: vec![line(price, 1, TaxClass::STANDARD_10)], ..Draft::default() };
    let first = shop.sell(one(500), vec![cash(500)], NOON).await.receipt_number;
    let second = shop.sell(one(700), vec![with_last4(700)], NOON).await.receipt_number;
    let third = shop.sell(one(700), vec![cash(700)], later(1)).await.receipt_number;
    let nothing = SlipQuery::default;
    assert_eq!(shop.find(nothing()).await, (vec![third.0, second.0, first.0], false), "newest first");
    assert_eq!(shop.find(SlipQuery { receipt_number: Some(second), ..nothing() }).await.0, [second.0]);
    assert_eq!(
        shop.find(SlipQuery { amount: Some(Yen::new(700)), ..nothing() }).await.0,
        [third.0, second.0]
    );
    let day = |from: &str, to: &str| SlipQuery { from: Some(from.into()), to: Some(to.into()), ..nothing() };
    assert_eq!(shop.find(day("2026-11-24", "2026-11-30")).await.0, [third.0]);
    assert_eq!(shop.find(day("2026-11-20", "2026-11-23")).await.0, [second.0, first.0]);
    assert_eq!(shop.find(day("2026-11-30", "2026-11-20")).await.0, [0; 0], "the wrong way round");
    assert_eq!(shop.find(SlipQuery { last4: Last4::new("4242").ok(), ..nothing() }).await.0, [second.0]);
    let by_paper = |number: &str| SlipQuery { slip_number: SlipNumber::new(number).ok(), ..nothing() };
    assert_eq!(shop.find(by_paper("42")).await.0, [second.0], "zeros before it may be left out");
    assert_eq!(shop.find(by_paper("43")).await.0, [0; 0]);
    let both = SlipQuery { amount: Some(Yen::new(500)), ..day("2026-11-24", "2026-11-30") };
    assert_eq!(shop.find(both).await.0, [0; 0], "all that is said counts");
}

#[tokio::test]
async fn slips_of_one_operator_and_older_pages() {
    let shop = Shop::open().await;
    let mut newest = 0;
    for _ in 0..=PAGE_ROWS {
        newest = shop.sell(goods(), vec![cash(DUE)], NOON).await.receipt_number.0;
    }
    let (first, more) = shop.find(SlipQuery::default()).await;
    assert_eq!((first.len(), first[0], more), (PAGE_ROWS, newest, true));
    let before = first.last().copied().map(ReceiptNumber);
    assert_eq!(shop.find(SlipQuery { before, ..SlipQuery::default() }).await, (vec![1], false));
    write(&shop.0, |tx| {
        let sold = slips::find(tx, CounterMode::Live, ReceiptNumber(1))?.unwrap();
        let operator = Some(Operator { code: "102".into(), name: "鈴木 一郎".into() });
        let slip = Slip { sale_id: SaleId::from(uuid::Uuid::now_v7()), operator, ..sold.slip };
        slips::book(tx, slip, DataKind::Demo, None, NOON)
    })
    .await
    .unwrap();
    let of = SlipQuery { operator_code: Some("102".into()), ..SlipQuery::default() };
    assert_eq!(shop.find(of).await.0, [newest + 1]);
}

#[tokio::test]
async fn the_flags_hide_a_message_and_never_the_action() {
    let shop = Shop::open().await;
    write(&shop.0, |tx| {
        tx.execute(
            "UPDATE master_row SET row_values = json_set(row_values, '$.link_void', '0')
             WHERE master = 'card_company' AND code = '01'",
            [],
        )?;
        Ok(())
    })
    .await
    .unwrap();
    let sold = shop.sell(goods(), vec![linked(DUE, 3, CatModel::JtC60)], NOON).await;
    let number = sold.receipt_number;
    let sheet = shop.0.read(move |connection| inquiry::sheet(connection, number, NOON)).await.unwrap();
    let guides = (sheet.tenders[0].void_guide, sheet.tenders[0].return_guide);
    assert_eq!(guides, (Guide::Hidden, Guide::Shown));
    shop.void(&sold, vec![refund(0, RefundBy::Card, DUE)], NOON).await.unwrap();
    assert_eq!(shop.actions().await.len(), 1);
}
