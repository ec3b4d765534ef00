//! What cannot be refused any more comes after its day was closed.

use catlink_shared::ids::PaymentId;
use catlink_shared::money::Yen;

use super::bench::{CUTOFF, Day, NOON, TUESDAY, hours_later};
use crate::books::bench::write;
use crate::books::cash_refunds::{self, RefundOf};
use crate::books::numbers;

#[tokio::test]
async fn it_opens_the_next_day_by_itself() {
    let day = Day::new().await;
    day.sell(500, NOON).await.unwrap();
    day.close(500, NOON).await.unwrap();
    let booked =
        write(&day.store, |tx| numbers::open_business_day_for_what_is_done(tx, hours_later(1), CUTOFF));
    assert_eq!(booked.await.unwrap(), TUESDAY);
    day.open(TUESDAY, 10_000, hours_later(2)).await.unwrap();
    assert_eq!(day.expected().await, 10_000, "and still gets its change");
}

#[tokio::test]
async fn cash_that_was_given_back_is_missing_from_the_next_drawer() {
    let day = Day::new().await;
    day.sell(500, NOON).await.unwrap();
    day.close(500, NOON).await.unwrap();
    write(&day.store, |tx| {
        let payment = RefundOf::Payment(PaymentId::from(uuid::Uuid::now_v7()));
        cash_refunds::book(tx, payment, Yen::new(200), Some("101"), hours_later(1))
    })
    .await
    .unwrap();
    assert_eq!(day.expected().await, -200);
    assert_eq!(day.report(TUESDAY).await.refunds.of.amount, Yen::new(200));
}
