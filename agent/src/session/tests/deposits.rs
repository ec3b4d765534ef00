//! 内金 through whole requests: what is due is what is taken, in cash and without the link.

use catlink_shared::reservation::{Booking, Purpose};
use catlink_shared::tender::{Tender, Tenders};

use super::*;

/// ¥1,000 of goods are reserved, ¥300 of it paid now.
async fn reserving(tab: &mut Tab) {
    let booking = Booking {
        customer: "田中".into(),
        phone: "090-0000-0000".into(),
        due_date: "2999-12-31".into(),
        note: String::new(),
        deposit: Yen::new(300),
    };
    let draft = Draft { lines: vec![goods(1_000)], purpose: Purpose::Reserve(booking), ..Draft::default() };
    tab.ask(Request::PutDraft { sale_id: sale(), base_revision: 0, draft }).await.unwrap();
}

#[tokio::test]
async fn cash_pays_what_is_due_of_a_reservation_and_no_more() {
    let mut tab = Tab::open("101").await;
    reserving(&mut tab).await;
    let commit = |total: i64, tendered: i64| Request::CommitSale {
        sale_id: sale(),
        draft_revision: 1,
        total: Yen::new(total),
        tenders: Tenders::cash(Yen::new(tendered)),
        operator_code: Some("101".into()),
        supersedes: None,
        rounding: Rounding::Down,
    };
    assert_eq!(tab.ask(commit(1_000, 1_000)).await.unwrap_err().code, RefusalCode::AmountDiffers);
    assert_eq!(tab.ask(commit(300, 299)).await.unwrap_err().code, RefusalCode::BadTender);
    tab.ask(commit(300, 500)).await.unwrap();
    let slip = tab.slips().await.unwrap().slip;
    assert!(
        matches!(slip.tenders.as_slice(), [Tender::Cash { amount, change, .. }]
            if *amount == Yen::new(300) && *change == Yen::new(200)),
        "{:?}",
        slip.tenders
    );
}

#[tokio::test]
async fn an_unlinked_deposit_is_taken_by_hand_for_what_is_due() {
    let mut tab = Tab::open("101").await;
    reserving(&mut tab).await;
    tab.fail_to_pay(300).await;
    let unlinked = Request::CommitUnlinked {
        sale_id: sale(),
        draft_revision: 1,
        amount: Yen::new(300),
        card_company_code: "02".into(),
        reason: "端末の故障".into(),
        operator_code: Some("101".into()),
        rounding: Rounding::Down,
    };
    tab.ask(unlinked).await.unwrap();
    let slip = tab.slips().await.unwrap().slip;
    assert_eq!(slip.tenders.iter().map(Tender::amount).collect::<Vec<_>>(), [Yen::new(300)]);
    let actions = tab.register.store.read(crate::books::actions::open_actions).await.unwrap();
    assert_eq!(actions.iter().map(|action| action.amount).collect::<Vec<_>>(), [Yen::new(300)]);
}
