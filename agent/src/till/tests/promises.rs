//! What is durable when a byte may leave, and what follows from each thing a line can do.

use rusqlite::Connection;

use super::super::*;
use super::bench::*;
use crate::books::sales;
use crate::driver::{DriverEvent, NoResult, NotTaken};
use crate::journal;
use crate::link::LinkTrouble;
use catlink_shared::money::Yen;
use catlink_shared::payment::{Difference, Doubt as Why, LastWord};
use catlink_shared::tender::ByHand;
use catlink_shared::terminal::ResultWord;

#[tokio::test]
async fn nothing_is_sent_or_acknowledged_before_it_is_durable() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    bench.offer(bench.result(&payment, ResultWord::Approved));
    assert_eq!(bench.did().await, Did::Acknowledge { stored: "approved".into() });
    let state = bench.wait_state("sold").await;
    assert!(matches!(state, PaymentState::Sold { by: ByHand::Terminal, .. }));
    let snapshot = bench.wait("the sale", |s| s.current.is_none() && s.payments.is_empty()).await;
    let receipt = snapshot.last_receipt.as_ref().expect("a receipt");
    assert_eq!(receipt.slip.totals.total, Yen::new(1_000));
}

#[tokio::test]
async fn the_same_payment_asked_twice_is_one_payment() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let again = bench.till.start(bench.order(1)).await.unwrap();
    assert_eq!(again.frozen, payment.frozen);
    let other = Start { amount: Yen::new(999), ..bench.order(1) };
    let refused = bench.till.start(other).await.unwrap_err().into_refusal();
    assert_eq!(refused.code, RefusalCode::PaymentReused);
    bench.offer(bench.result(&payment, ResultWord::Approved));
    assert_eq!(bench.did().await, Did::Acknowledge { stored: "approved".into() });
}

#[tokio::test]
async fn a_second_payment_is_refused_while_one_is_open() {
    let bench = Bench::new().await;
    bench.sent().await;
    let refused = bench.till.start(bench.order(2)).await.unwrap_err().into_refusal();
    assert_eq!(refused.code, RefusalCode::TerminalOccupied);
    // The till's memory aside, the database refuses by itself.
    let (page, sale_id) = (bench.page, bench.sale_id);
    let payable = bench.register.store.read(move |c| sales::payable(c, page, sale_id, 1)).await;
    assert_eq!(payable.unwrap_err().into_refusal().code, RefusalCode::SaleLocked);
}

#[tokio::test]
async fn what_certainly_did_not_arrive_frees_the_sale() {
    for (why, because) in [
        (NotTaken::NotConnected, NotCharged::NotConnected),
        (NotTaken::BidUnanswered, NotCharged::BidUnanswered),
        (NotTaken::BidBusy, NotCharged::BidBusy),
        (NotTaken::EveryTryRefused, NotCharged::EveryTryRefused),
    ] {
        let bench = Bench::new().await;
        bench.keep_draft().await;
        bench.till.start(bench.order(1)).await.unwrap();
        bench.happen(DriverEvent::SalesNotTaken(why));
        assert_eq!(bench.wait_state("not_charged").await, PaymentState::NotCharged { because });
        let again = bench.till.start(bench.order(2)).await.unwrap();
        assert_eq!(again.state, PaymentState::Accepted);
    }
}

#[tokio::test]
async fn a_refusal_by_the_terminal_is_not_charged() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    bench.happen(DriverEvent::Refused {
        unit: unit("m1"),
        payment_id: Some(payment.frozen.payment_id),
        reason: catlink_shared::terminal::RefusedReason::Busy,
    });
    bench.wait_state("not_charged").await;
}

#[tokio::test]
async fn a_refusal_after_the_terminal_has_begun_proves_nothing() {
    let bench = Bench::new().await;
    let payment_id = bench.sent().await.frozen.payment_id;
    bench.happen(DriverEvent::Status { unit: unit("m1"), payment_id, phase: Phase::CardWait });
    bench.wait("the phase", |s| s.payments.first().is_some_and(|p| p.phase.is_some())).await;
    bench.happen(DriverEvent::Refused {
        unit: unit("m1"),
        payment_id: Some(payment_id),
        reason: catlink_shared::terminal::RefusedReason::BadField,
    });
    bench.happen(DriverEvent::Status { unit: unit("m1"), payment_id, phase: Phase::Pin });
    bench.wait("the next phase", |s| s.payments.first().is_some_and(|p| p.phase == Some(Phase::Pin))).await;
    assert_eq!(bench.state().await, PaymentState::Sent);
}

#[tokio::test]
async fn a_cut_after_sending_is_unknown_and_is_asked_about_never_sent_again() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    let state = bench.wait_state("unknown").await;
    assert_eq!(state, PaymentState::Unknown { because: Why::Cut, last_word: LastWord::Nothing });
    bench.happen(DriverEvent::Ready(ready("m1")));
    assert_eq!(bench.did().await, Did::AskPayment);
    bench.offer(bench.result(&payment, ResultWord::Approved));
    loop {
        match bench.did().await {
            Did::AskPayment => {}
            did => {
                assert_eq!(did, Did::Acknowledge { stored: "approved".into() });
                break;
            }
        }
    }
    bench.wait_state("sold").await;
}

#[tokio::test]
async fn none_counts_only_from_the_unit_and_memory_it_was_sent_to() {
    let bench = Bench::new().await;
    let payment_id = bench.sent().await.frozen.payment_id;
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    bench.wait_state("unknown").await;
    let none = |memory| DriverEvent::NoResult {
        unit: unit(memory),
        payment_id: Some(payment_id),
        answer: NoResult::None,
    };
    bench.happen(none("wiped"));
    bench
        .wait("the useless answer", |s| {
            matches!(
                s.payments.first().map(|p| &p.state),
                Some(PaymentState::Unknown { last_word: LastWord::Useless, .. })
            )
        })
        .await;
    bench.happen(none("m1"));
    let state = bench.wait_state("not_charged").await;
    assert_eq!(state, PaymentState::NotCharged { because: NotCharged::NoneOnRecord });
}

#[tokio::test]
async fn approved_for_another_amount_is_a_question_and_holds_the_sale() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let mut result = bench.result(&payment, ResultWord::Approved);
    result.settled_amount = Some(Yen::new(600));
    bench.offer(result);
    let state = bench.wait_state("contradicted").await;
    let differences = vec![Difference::SettledAmount];
    assert_eq!(state, PaymentState::Contradicted { differences, receipt_number: None });
    let refused = bench.till.start(bench.order(2)).await.unwrap_err().into_refusal();
    assert!(matches!(refused.code, RefusalCode::SaleLocked | RefusalCode::TerminalOccupied));
}

#[tokio::test]
async fn agent_killed_after_sending_asks_and_then_asks_the_clerk() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let (folder, sale_id) = bench.die();
    let bench = Bench::on(folder, sale_id).await;
    let state = bench.state().await;
    assert_eq!(state, PaymentState::Unknown { because: Why::AgentRestarted, last_word: LastWord::Nothing });
    assert_eq!(bench.did().await, Did::AskPayment);
    bench.offer(bench.result(&payment, ResultWord::Approved));
    bench.wait_state("awaiting_hand_over").await;
    let snapshot = bench.wait("the question", |s| !s.payments.is_empty()).await;
    assert!(snapshot.current.is_some(), "the sale waits, locked");
}

#[tokio::test]
async fn agent_killed_before_sending_has_charged_nothing() {
    let bench = Bench::new().await;
    bench.keep_draft().await;
    bench.till.start(bench.order(1)).await.unwrap();
    let (folder, sale_id) = bench.die();
    let bench = Bench::on(folder, sale_id).await;
    assert_eq!(bench.state().await, PaymentState::NotCharged { because: NotCharged::NeverSent });
}

#[tokio::test]
async fn replaying_the_journal_gives_the_state_it_keeps() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    bench.offer(bench.result(&payment, ResultWord::Approved));
    let state = bench.wait_state("sold").await;
    let payment_id = payment.frozen.payment_id;
    let replayed = bench.register.store.read(move |c| journal::replay(c, payment_id)).await.unwrap();
    assert_eq!(replayed, Some(state));
}

#[tokio::test]
async fn a_result_that_cannot_be_written_is_not_acknowledged() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let other = Connection::open(bench.folder.join("catlink.sqlite")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    bench.offer(bench.result(&payment, ResultWord::Approved));
    assert_eq!(bench.did().await, Did::Refuse);
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(bench.state().await, PaymentState::Sent);
    bench.offer(bench.result(&payment, ResultWord::Approved));
    assert_eq!(bench.did().await, Did::Acknowledge { stored: "approved".into() });
}

#[tokio::test]
async fn cancel_is_a_wish_and_grey_once_the_centre_is_asked() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let payment_id = payment.frozen.payment_id;
    bench.till.cancel(payment_id).await.unwrap();
    assert_eq!(bench.did().await, Did::Cancel);
    bench.happen(DriverEvent::Status { unit: unit("m1"), payment_id, phase: Phase::Center });
    bench.wait("the phase", |s| s.payments.first().is_some_and(|p| p.phase == Some(Phase::Center))).await;
    let refused = bench.till.cancel(payment_id).await.unwrap_err().into_refusal();
    assert_eq!(refused.code, RefusalCode::NotAllowed);
    assert_eq!(bench.state().await, PaymentState::Sent);
}
