//! What holds for the business day and the drawer.

mod any_day;
mod bench;
mod closing;
mod late;
mod sums;

use catlink_shared::basket::CounterMode;
use catlink_shared::money::Yen;
use catlink_shared::receipt::DataKind;
use catlink_shared::wire::day::{Direction, Standing};
use catlink_shared::wire::reply::RefusalCode;

use super::{drawer, movement, opening, standing};
use crate::books::bench::books;
use crate::books::numbers;
use bench::{CUTOFF, Day, MONDAY, NOON, TUESDAY, clerk, hours_later};

#[tokio::test]
async fn the_first_slip_opens_the_day_by_itself_and_the_clock_never_takes_it_back() {
    let day = Day::new().await;
    assert_eq!(day.view(NOON).await.standing, Standing::NotOpened);
    assert_eq!(day.sell(500, hours_later(24)).await.unwrap(), TUESDAY);
    assert_eq!(day.sell(500, NOON).await.unwrap(), TUESDAY, "the clock was set back");
    let open = Standing::Open { since: "11/24 12:00".into(), float: None };
    assert_eq!(day.view(NOON).await.standing, open);
}

#[tokio::test]
async fn after_a_close_nothing_is_sold_until_the_register_is_opened_again() {
    let day = Day::new().await;
    day.sell(500, NOON).await.unwrap();
    day.close(500, NOON).await.unwrap();
    let refused = day.sell(500, hours_later(1)).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::DayClosed);
    assert!(refused.message.starts_with("本日は精算済みです。端末開設をしてから"), "{}", refused.message);
    let moved = day.move_cash(Direction::In, 100, hours_later(1)).await;
    assert_eq!(moved.unwrap_err().code, RefusalCode::DayClosed);
    assert_eq!(day.check(0, 0, hours_later(1)).await.unwrap_err().code, RefusalCode::DayClosed);
    assert_eq!(day.view(hours_later(1)).await.opens.as_deref(), Some(TUESDAY));
    day.open(TUESDAY, 30_000, hours_later(1)).await.unwrap();
    assert_eq!(day.sell(500, hours_later(1)).await.unwrap(), TUESDAY, "before the clock gets there");
    assert_eq!(day.expected().await, 30_500);
    assert_eq!(day.sell(500, hours_later(24)).await.unwrap(), TUESDAY, "when the clock is there");
}

#[tokio::test]
async fn after_a_close_the_hour_of_the_day_opens_the_next_one_by_itself() {
    let day = Day::new().await;
    day.sell(500, NOON).await.unwrap();
    day.close(500, NOON).await.unwrap();
    assert_eq!(day.sell(1, hours_later(16)).await.unwrap_err().code, RefusalCode::DayClosed, "4:00");
    assert_eq!(day.sell(300, hours_later(17)).await.unwrap(), TUESDAY, "5:00");
    assert_eq!(day.expected().await, 300, "what was counted at the close is not counted again");
}

#[tokio::test]
async fn a_day_that_opened_by_itself_gets_its_change_once() {
    let day = Day::new().await;
    day.sell(500, NOON).await.unwrap();
    day.open(MONDAY, 20_000, NOON).await.unwrap();
    assert_eq!(day.expected().await, 20_500);
    let again = day.open(MONDAY, 20_000, NOON).await.unwrap_err();
    assert_eq!((again.code, day.expected().await), (RefusalCode::NotAllowed, 20_500));
}

#[tokio::test]
async fn a_day_the_page_did_not_show_is_not_opened() {
    let day = Day::new().await;
    assert_eq!(day.open(TUESDAY, 0, NOON).await.unwrap_err().code, RefusalCode::StaleDay);
    day.open(MONDAY, 0, NOON).await.unwrap();
    assert_eq!(day.open(TUESDAY, 0, hours_later(24)).await.unwrap_err().code, RefusalCode::NotAllowed);
    assert_eq!(day.view(hours_later(24)).await.earlier, [MONDAY], "it is to be closed first");
}

#[tokio::test]
async fn no_more_is_taken_out_than_is_there() {
    let day = Day::new().await;
    day.open(MONDAY, 1_000, NOON).await.unwrap();
    let refused = day.move_cash(Direction::Out, 1_001, NOON).await.unwrap_err();
    assert!(refused.message.contains("引出しにある金額(¥1,000)を超える"), "{}", refused.message);
    day.move_cash(Direction::Out, 1_000, NOON).await.unwrap();
    assert_eq!(day.expected().await, 0);
}

#[tokio::test]
async fn a_drawer_that_moved_while_it_was_counted_is_counted_again() {
    let day = Day::new().await;
    day.open(MONDAY, 1_000, NOON).await.unwrap();
    day.sell(500, NOON).await.unwrap();
    assert_eq!(day.check(1_000, 1_000, NOON).await.unwrap_err().code, RefusalCode::StaleDay);
    let check = day.check(1_500, 1_490, NOON).await.unwrap();
    assert_eq!(check.difference(), Yen::new(-10));
}

#[tokio::test]
async fn training_moves_no_cash_and_counts_nowhere() {
    let day = Day::new().await;
    day.sell(500, NOON).await.unwrap();
    day.sell_as(CounterMode::Training, 700, NOON).await.unwrap();
    assert_eq!(day.expected().await, 500);
    let report = day.report(MONDAY).await;
    assert_eq!((report.training, report.total().count), (1, 1));
    day.train(NOON).await;
    for refused in [
        day.open(MONDAY, 0, NOON).await.unwrap_err(),
        day.move_cash(Direction::In, 1, NOON).await.unwrap_err(),
        day.check(500, 500, NOON).await.unwrap_err(),
        day.close(500, NOON).await.unwrap_err(),
    ] {
        assert!(refused.message.starts_with("練習モードでは"), "{}", refused.message);
    }
}

#[tokio::test]
async fn the_books_themselves_refuse_to_go_back() {
    let store = books(DataKind::Demo).await;
    let written = crate::books::bench::write(&store, |tx| {
        standing::enter(tx, TUESDAY.to_owned(), NOON)?;
        standing::enter(tx, MONDAY.to_owned(), NOON)
    })
    .await;
    assert!(written.is_err());
    let day = crate::books::bench::write(&store, |tx| numbers::open_business_day(tx, NOON, CUTOFF)).await;
    assert_eq!(day.unwrap(), MONDAY, "nothing of it was kept");
}

#[tokio::test]
async fn somebody_must_be_there() {
    let store = books(DataKind::Demo).await;
    let nobody = crate::books::history::By::default();
    let opened =
        crate::books::bench::write(&store, move |tx| opening::open(tx, MONDAY, Yen::ZERO, &nobody, NOON));
    assert_eq!(opened.await.unwrap_err().code, RefusalCode::NotSignedIn);
    let bad = crate::books::bench::write(&store, |tx| {
        movement::book(tx, Direction::In, Yen::new(1), "4111 1111 1111 1111", &clerk(), NOON)
    });
    assert!(bad.await.unwrap_err().message.contains("カード番号は入力できません"));
    assert!(store.read(drawer::view).await.unwrap().days.is_empty());
}
