//! What holds for reservations, whatever is done to them.

mod advances;
mod desk;

use catlink_shared::masters::{Master, STORE_CODE};
use catlink_shared::money::Yen;
use catlink_shared::refund::RefundBy;
use catlink_shared::reservation::Purpose;
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::reservations::{ReservationState, Which};
use catlink_shared::wire::slips::May;

use super::Standing;
use crate::books::masters;
use desk::{DAY_MS, Desk, onigiri};

#[tokio::test]
async fn a_reservation_comes_with_its_slip_and_holds_the_deposit() {
    let desk = Desk::new().await;
    let made = desk.reserve(2_000, 500).await.unwrap();
    assert_eq!(made.slip.due(), Yen::new(500));
    let found = desk.find(&made).await;
    assert_eq!((found.standing, found.revision, found.total.get()), (Standing::Open, 1, 2_000));
    assert_eq!(found.receipt_number, made.receipt_number);
    assert_eq!(desk.advances().await, (500, 500));
    assert_eq!(desk.taxed().await, 0, "money in advance has no tax");
}

#[tokio::test]
async fn nothing_paid_in_advance_is_booked_without_a_tender() {
    let desk = Desk::new().await;
    let made = desk.reserve(2_000, 0).await.unwrap();
    assert!(made.slip.tenders.is_empty());
    let handed = desk.hand_over(&made, 2_000).await.unwrap();
    assert_eq!(handed.slip.due(), Yen::new(2_000));
}

#[tokio::test]
async fn a_deposit_above_the_total_and_goods_below_the_deposit_are_refused() {
    let desk = Desk::new().await;
    let refused = desk.reserve(1_000, 1_001).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadBasket);
    assert!(refused.message.contains("合計(¥1,000)以下"), "{}", refused.message);
    let made = desk.reserve(2_000, 1_500).await.unwrap();
    let refused = desk.change(&made, 1, 1_499).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadReservation);
    let refused = desk.hand_over(&made, 1_499).await.unwrap_err();
    assert!(refused.message.contains("内金(¥1,500)を下回ります"), "{}", refused.message);
    assert_eq!(desk.find(&made).await.standing, Standing::Open);
}

#[tokio::test]
async fn the_hand_over_is_the_taxed_sale_of_everything_for_what_is_left() {
    let desk = Desk::new().await;
    let made = desk.reserve(2_000, 500).await.unwrap();
    let handed = desk.hand_over(&made, 2_000).await.unwrap();
    assert_eq!((handed.slip.due().get(), handed.slip.totals.total.get()), (1_500, 2_000));
    assert_eq!(desk.taxed().await, 2_000);
    assert_eq!(desk.advances().await, (0, 0));
    let again = desk.hand_over(&made, 2_000).await.unwrap_err();
    assert_eq!(again.code, RefusalCode::ReservationMoved);
}

#[tokio::test]
async fn the_tax_is_that_of_the_day_it_is_handed_over() {
    let desk = Desk::new().await;
    let mut goods = onigiri(2_000);
    goods.tax = catlink_shared::tax::TaxClass::STANDARD_10;
    let made = desk.reserve_goods(vec![goods], 0).await.unwrap();
    let handed = desk.hand_over_as_read(&made).await.unwrap();
    assert_eq!(handed.slip.lines[0].tax, catlink_shared::tax::TaxClass::REDUCED_8);
    assert_eq!(handed.slip.totals.classes.len(), 1);
}

#[tokio::test]
async fn a_hand_over_of_what_was_changed_or_cancelled_meanwhile_is_refused() {
    let desk = Desk::new().await;
    let made = desk.reserve(2_000, 500).await.unwrap();
    desk.change(&made, 1, 2_500).await.unwrap();
    let stale = desk.change(&made, 1, 2_600).await.unwrap_err();
    assert_eq!(stale.code, RefusalCode::ReservationMoved);
    let stale = desk.hand_over_at(&made, 1, 2_000).await.unwrap_err();
    assert_eq!(stale.code, RefusalCode::ReservationMoved);
    desk.cancel(&made).await.unwrap();
    let gone = desk.hand_over(&made, 2_500).await.unwrap_err();
    assert!(gone.message.contains("取消済み"), "{}", gone.message);
}

#[tokio::test]
async fn a_change_says_in_the_history_who_and_from_what_to_what() {
    let desk = Desk::new().await;
    let made = desk.reserve(2_000, 500).await.unwrap();
    desk.change(&made, 1, 2_500).await.unwrap();
    let line = desk.newest_change().await;
    assert_eq!((line.subject.as_str(), line.who.as_deref()), ("予約 000001", Some("101")));
    let total = line.fields.iter().find(|field| field.label == "合計").unwrap();
    assert_eq!((total.from.as_str(), total.to.as_str()), ("¥2,000", "¥2,500"));
    assert_eq!(desk.find(&made).await.booking.deposit, Yen::new(500), "内金 stays as it was paid");
}

#[tokio::test]
async fn a_cancelled_reservation_gives_the_deposit_back_once() {
    let desk = Desk::new().await;
    let made = desk.reserve(2_000, 500).await.unwrap();
    let cancelled = desk.cancel(&made).await.unwrap();
    assert_eq!(cancelled.slip.due(), Yen::new(500));
    assert_eq!(desk.advances().await, (0, 0));
    assert_eq!(desk.cancel(&made).await.unwrap_err().code, RefusalCode::ReservationMoved);
    assert_eq!(desk.change(&made, 2, 9_000).await.unwrap_err().code, RefusalCode::ReservationMoved);
}

#[tokio::test]
async fn a_voided_hand_over_opens_the_reservation_again_with_its_deposit() {
    let desk = Desk::new().await;
    let made = desk.reserve(2_000, 500).await.unwrap();
    let handed = desk.hand_over(&made, 2_000).await.unwrap();
    let voided = desk.void(&handed).await.unwrap();
    assert_eq!(voided.slip.due(), Yen::new(1_500));
    let found = desk.find(&made).await;
    assert_eq!((found.standing, found.closed_by), (Standing::Open, None));
    assert_eq!(desk.advances().await, (500, 500));
    desk.hand_over(&made, 2_000).await.unwrap();
    assert_eq!(desk.advances().await, (0, 0));
}

#[tokio::test]
async fn what_was_handed_over_comes_back_with_what_the_deposit_paid_of_it() {
    let mut desk = Desk::new().await;
    let made = desk.reserve(2_000, 500).await.unwrap();
    let handed = desk.hand_over(&made, 2_000).await.unwrap();
    desk.now.0 += DAY_MS;
    let sheet = desk.slip_sheet(&handed).await;
    let left: Vec<_> = sheet.tenders.iter().map(|tender| (tender.left.get(), tender.by)).collect();
    assert_eq!(left, [(1_500, RefundBy::Cash), (500, RefundBy::Cash)]);
    let back = desk.give_back(&handed, 2_000).await.unwrap();
    assert_eq!(back.slip.due(), Yen::new(2_000));
    assert_eq!(desk.advances().await, (0, 0), "the reservation stays handed over");
}

#[tokio::test]
async fn after_the_days_of_the_shop_it_is_shown_as_expired_and_stays_as_it_is() {
    let mut desk = Desk::new().await;
    let made = desk.reserve(2_000, 500).await.unwrap();
    desk.reserve(1_000, 0).await.unwrap();
    assert_eq!(desk.rows(Which::Expired, "").await.len(), 0);
    desk.now.0 += 31 * DAY_MS;
    assert_eq!(desk.rows(Which::Expired, "").await.len(), 0, "the last day in time");
    desk.now.0 += DAY_MS;
    let rows = desk.rows(Which::Expired, "").await;
    let labels: Vec<_> = rows.iter().map(catlink_shared::wire::reservations::ReservationRow::label).collect();
    assert_eq!(labels, ["期限切れ(内金預り中)", "期限切れ"]);
    assert_eq!(rows[0].state, ReservationState::Expired);
    assert_eq!(desk.find(&made).await.standing, Standing::Open);
    desk.write(|tx, now| {
        let row = masters::find(tx, Master::Store, STORE_CODE)?.unwrap();
        let mut values = row.values.clone();
        values.set("reservation_days", "60");
        let wanted = masters::Wanted {
            master: Master::Store,
            code: Some(STORE_CODE),
            base_revision: row.revision,
            values: &values,
        };
        masters::put_back(tx, wanted, &desk::by(), now)
    })
    .await
    .unwrap();
    assert_eq!(desk.rows(Which::Expired, "").await.len(), 0, "予約取消経過日数 counts at once");
}

#[tokio::test]
async fn it_is_found_by_number_name_and_phone() {
    let desk = Desk::new().await;
    let made = desk.reserve(2_000, 500).await.unwrap();
    desk.reserve(1_000, 0).await.unwrap();
    desk.cancel(&made).await.unwrap();
    for (which, text, count) in [
        (Which::All, "", 2),
        (Which::Open, "", 1),
        (Which::All, "1", 2),
        (Which::All, "000002", 1),
        (Which::Open, "0100000002", 1),
        (Which::Open, "0200000002", 0),
        (Which::Open, "山田", 1),
        (Which::All, "090-1234", 2),
        (Which::All, "１２３４５６７８", 2),
        (Which::All, "鈴木", 0),
        (Which::All, "%", 0),
    ] {
        assert_eq!(desk.rows(which, text).await.len(), count, "{which:?} {text}");
    }
    let sheet = desk.sheet(&made).await;
    assert!(matches!(sheet.may, May::No { why } if why.contains("取消済み")));
}

#[tokio::test]
async fn in_training_and_without_a_name_nothing_is_reserved() {
    let desk = Desk::new().await;
    let refused =
        desk.pay(vec![onigiri(100)], Purpose::Reserve(desk::booking("", "2026-12-24", 0))).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadReservation);
    let yesterday = Purpose::Reserve(desk::booking("山田 太郎", "2026-01-01", 0));
    let refused = desk.pay(vec![onigiri(100)], yesterday).await.unwrap_err();
    assert!(refused.message.contains("今日以降"), "{}", refused.message);
    let swiped = Purpose::Reserve(desk::booking("4242424242424242", "2026-12-24", 0));
    let refused = desk.pay(vec![onigiri(100)], swiped).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadReservation);
    let refused = desk.reserve_in_training().await.unwrap_err();
    assert_eq!(refused.message, "練習モードでは予約を扱えません。");
}
