//! What needs a manager, or the row that was seen, through whole requests.

use catlink_shared::rights::Right;

use super::*;

fn unlinked(amount: i64) -> Request {
    Request::CommitUnlinked {
        sale_id: sale(),
        draft_revision: 1,
        amount: Yen::new(amount),
        card_company_code: "02".into(),
        reason: "端末の故障".into(),
        operator_code: Some("101".into()),
        rounding: Rounding::Down,
    }
}

#[tokio::test]
async fn an_unlinked_settlement_above_the_limit_is_refused_by_name_and_allowed_by_a_manager() {
    let mut tab = Tab::open("101").await;
    tab.keep_goods(30_001).await;
    tab.fail_to_pay(30_001).await;
    let refused = tab.ask(unlinked(30_001)).await.unwrap_err();
    assert_eq!((refused.code, refused.right), (RefusalCode::ManagerOnly, Some(Right::UnlinkedAboveLimit)));
    let wrong = Approval { operator: "900".into(), pin: Pin::typed("1111") };
    let refused = tab.ask_with(unlinked(30_001), Some(wrong)).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::WrongPin);
    let another_clerk = Approval { operator: "102".into(), pin: Pin::typed("1020") };
    let refused = tab.ask_with(unlinked(30_001), Some(another_clerk)).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::ManagerOnly);
    assert_eq!(tab.slips().await, None, "nothing was booked");
    assert_eq!(tab.approvals().await, []);
    let booked = tab.ask_with(unlinked(30_001), Some(manager())).await.unwrap();
    assert!(matches!(booked, Reply::SaleMade { .. }), "{booked:?}");
    let allowed = tab.approvals().await;
    assert_eq!(allowed.len(), 1, "{allowed:?}");
    assert_eq!(allowed[0], ("承認".to_owned(), Some("101".to_owned()), Some("900".to_owned())));
}

#[tokio::test]
async fn a_manager_who_settles_without_the_link_is_marked_as_having_allowed_it_himself() {
    let mut tab = Tab::open("900").await;
    tab.keep_goods(30_001).await;
    tab.fail_to_pay(30_001).await;
    tab.ask(unlinked(30_001)).await.unwrap();
    let allowed = tab.approvals().await;
    assert_eq!(allowed, [("自己承認".to_owned(), Some("900".to_owned()), Some("900".to_owned()))]);
}

#[tokio::test]
async fn an_unlinked_settlement_at_the_limit_asks_nobody() {
    let mut tab = Tab::open("101").await;
    tab.keep_goods(30_000).await;
    tab.fail_to_pay(30_000).await;
    tab.ask(unlinked(30_000)).await.unwrap();
    assert_eq!(tab.approvals().await, []);
}

#[tokio::test]
async fn a_pin_is_kept_for_the_row_that_was_asked_about_and_for_no_other() {
    let mut tab = Tab::open("900").await;
    let seen = tab.row(Master::Operator, "102").await.revision;
    let set = |pin: &str, base_revision| Request::People {
        ask: PeopleRequest::SetPin {
            operator: "102".into(),
            pin: Pin::typed(pin),
            old: None,
            base_revision: Some(base_revision),
        },
    };
    tab.save(Master::Operator, "102", "name", "別の人").await;
    assert_eq!(tab.ask(set("2580", seen)).await.unwrap_err().code, RefusalCode::StaleRow);
    tab.ask(set("2580", seen + 1)).await.unwrap();
    let ask =
        MastersRequest::Delete { master: Master::Operator, code: "102".into(), base_revision: seen + 1 };
    tab.ask(Request::Masters { ask }).await.unwrap();
    assert_eq!(tab.ask(set("3691", seen + 1)).await.unwrap_err().code, RefusalCode::UnknownRow);
}
