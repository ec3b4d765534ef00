//! What holds for 精算.

use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::ids::{PageId, SaleId};
use catlink_shared::money::Yen;
use catlink_shared::rights::Right;
use catlink_shared::tax::TaxClass;
use catlink_shared::wire::day::{Counted, DayState, Direction};
use catlink_shared::wire::reply::{Refusal, RefusalCode};

use super::super::closing::{self, Wanted};
use super::bench::{Day, MONDAY, NOON, TUESDAY, close, hours_later, with_manager};
use crate::books::bench::write;
use crate::books::sales;

/// 精算 of the days a page showed, on what it showed of the drawer.
async fn close_shown(day: &Day, shown: &[&'static str], expected: i64) -> Result<(), Refusal> {
    let days: Vec<String> = shown.iter().map(|day| (*day).to_owned()).collect();
    write(&day.store, move |tx| {
        let counted = Counted::Sum { amount: Yen::new(expected) };
        let expected = Yen::new(expected);
        let wanted = Wanted { days: &days, expected, counted: &counted, terminals: &[] };
        closing::close(tx, &wanted, &with_manager(), hours_later(25))
    })
    .await
}

#[tokio::test]
async fn the_second_of_two_pages_is_told_and_nothing_is_closed_twice() {
    let day = Day::new().await;
    day.sell(500, NOON).await.unwrap();
    day.close(480, NOON).await.unwrap();
    let second = close_shown(&day, &[MONDAY], 500).await.unwrap_err();
    assert_eq!(second.code, RefusalCode::DayClosed);
    assert!(second.message.contains("すでに精算されています"), "{}", second.message);
    let closing = day.report(MONDAY).await.closing.unwrap();
    assert_eq!((closing.counted.sum(), closing.expected), (Yen::new(480), Yen::new(500)));
}

#[tokio::test]
async fn days_that_rolled_over_are_closed_together_and_each_keeps_its_report() {
    let day = Day::new().await;
    day.open(MONDAY, 10_000, NOON).await.unwrap();
    day.sell(500, NOON).await.unwrap();
    day.sell(300, hours_later(24)).await.unwrap();
    assert_eq!(day.view(hours_later(24)).await.earlier, [MONDAY]);
    day.close(10_800, hours_later(25)).await.unwrap();
    let (monday, tuesday) = (day.report(MONDAY).await, day.report(TUESDAY).await);
    assert_eq!(monday.flows.expected(), Yen::new(10_500));
    assert_eq!(tuesday.flows.expected(), Yen::new(300));
    for report in [&monday, &tuesday] {
        assert!(matches!(report.state, DayState::Closed { .. }), "{:?}", report.state);
        let closing = report.closing.as_ref().unwrap();
        assert_eq!(closing.days, [MONDAY, TUESDAY]);
        assert_eq!(closing.counted.sum(), Yen::new(10_800));
    }
    assert_eq!(day.expected().await, 0);
}

#[tokio::test]
async fn a_day_that_began_while_the_page_stood_open_is_not_closed_unseen() {
    let day = Day::new().await;
    day.sell(500, NOON).await.unwrap();
    day.sell(300, hours_later(24)).await.unwrap();
    assert_eq!(close_shown(&day, &[MONDAY], 500).await.unwrap_err().code, RefusalCode::StaleDay);
    assert_eq!(close_shown(&day, &[MONDAY, TUESDAY], 500).await.unwrap_err().code, RefusalCode::StaleDay);
    close_shown(&day, &[MONDAY, TUESDAY], 800).await.unwrap();
}

#[tokio::test]
async fn there_must_be_a_day_to_close() {
    let day = Day::new().await;
    assert_eq!(close_shown(&day, &[], 0).await.unwrap_err().code, RefusalCode::NotAllowed);
}

#[tokio::test]
async fn over_an_open_item_only_a_manager_closes_and_it_is_kept_with_the_closing() {
    let day = Day::new().await;
    day.sell(500, NOON).await.unwrap();
    write(&day.store, |tx| {
        let (page, sale) = (PageId::from(uuid::Uuid::now_v7()), SaleId::from(uuid::Uuid::now_v7()));
        let line = Line {
            product_code: "1001".into(),
            name: "おにぎり".into(),
            unit_price: Yen::new(158),
            quantity: 2,
            tax: TaxClass::REDUCED_8,
            discount: Discount::None,
        };
        let draft = Draft {
            mode: CounterMode::Live,
            lines: vec![line],
            slip_discount: Yen::ZERO,
            ..Draft::default()
        };
        sales::put(tx, page, sale, 0, &draft, NOON)?;
        sales::park(tx, page, sale, NOON)
    })
    .await
    .unwrap();
    let refused = day.close(500, NOON).await.unwrap_err();
    assert_eq!((refused.code, refused.right), (RefusalCode::ManagerOnly, Some(Right::CloseWithOpenItems)));
    write(&day.store, |tx| close(tx, 500, &with_manager(), NOON)).await.unwrap();
    let closing = day.report(MONDAY).await.closing.unwrap();
    assert_eq!((closing.who.as_str(), closing.approved_by.as_deref()), ("101", Some("900")));
    assert_eq!(closing.open, ["会計保留 2点 ¥316"]);
}

#[tokio::test]
async fn the_report_of_a_day_has_its_flows_and_says_when_there_is_nothing() {
    let day = Day::new().await;
    assert!(day.report(MONDAY).await.is_empty());
    day.open(MONDAY, 5_000, NOON).await.unwrap();
    day.sell(1_100, NOON).await.unwrap();
    day.sell(-330, NOON).await.unwrap();
    day.move_cash(Direction::In, 2_000, NOON).await.unwrap();
    day.move_cash(Direction::Out, 700, NOON).await.unwrap();
    let report = day.report(MONDAY).await;
    assert_eq!((report.total().count, report.total().amount), (2, Yen::new(770)));
    assert_eq!((report.taxes[0].amount, report.taxes[0].tax), (Yen::new(770), Yen::new(70)));
    assert_eq!((report.tenders[0].name.as_str(), report.tenders[0].of.amount), ("現金", Yen::new(770)));
    assert_eq!(report.flows.expected(), Yen::new(5_000 + 770 + 2_000 - 700));
    assert_eq!(report.slips.len(), 2, "{:?}", report.slips);
}
