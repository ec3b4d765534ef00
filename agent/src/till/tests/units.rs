//! Which unit answers: the shop's, another one, the same with another memory.

use catlink_shared::payment::{Decision, PortHold};
use catlink_shared::terminal::{RefusedReason, SlipNumber};

use super::super::*;
use super::bench::*;
use super::decisions::manager;
use crate::driver::{DriverEvent, NotTaken};
use crate::link::LinkTrouble;
use crate::store::Claim;

pub(super) fn another() -> Unit {
    Unit { terminal_id: TerminalId::new("9990000000001").unwrap(), ..unit("m1") }
}

impl Bench {
    pub(super) async fn accept(&self, terminal_id: TerminalId) -> Result<(), BooksError> {
        let line = self.register.board(|board| board.device(CatDeviceId::Cat1).cloned());
        let write = move |tx: &rusqlite::Transaction<'_>| {
            decisions::accept_terminal(
                tx,
                CatDeviceId::Cat1,
                &terminal_id,
                line.as_ref(),
                &manager(),
                crate::clock::now(),
            )
        };
        self.register.store.write::<_, BooksError, _>(Claim::Reserve, write).await?;
        self.till.look_again().await
    }
}

#[tokio::test]
async fn another_unit_is_not_linked_until_a_person_says_it_was_exchanged() {
    let bench = Bench::new().await;
    bench.keep_draft().await;
    bench.happen(DriverEvent::Ready(Ready { unit: another(), ..ready("m1") }));
    let snapshot = bench.wait("the exchange", |s| s.terminals[0].exchanged.is_some()).await;
    let exchange = snapshot.terminals[0].exchanged.as_ref().unwrap();
    assert_eq!((&exchange.kept, &exchange.found), (&unit("m1").terminal_id, &another().terminal_id));
    let refused = bench.till.start(bench.order(1)).await.unwrap_err().into_refusal();
    assert_eq!(refused.code, RefusalCode::TerminalNotReady);
    assert!(refused.message.contains("端末が交換されました"), "{}", refused.message);
    // What was shown must be what answers.
    assert!(bench.accept(unit("m1").terminal_id).await.is_err());
    // And it must be there now, not have been.
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    bench.wait("nobody", |s| s.terminals[0].exchanged.is_none()).await;
    assert!(bench.accept(another().terminal_id).await.is_err());
    bench.happen(DriverEvent::Ready(Ready { unit: another(), ..ready("m1") }));
    bench.wait("the exchange again", |s| s.terminals[0].exchanged.is_some()).await;
    bench.accept(another().terminal_id).await.unwrap();
    bench.register.refresh().await;
    bench
        .wait("it is taken", |s| s.terminals[0].exchanged.is_none() && s.terminals[0].link == LinkLinked)
        .await;
    bench.till.start(bench.order(1)).await.unwrap();
}

#[tokio::test]
async fn a_restart_does_not_forget_whose_terminal_it_is() {
    let bench = Bench::new().await;
    let (folder, sale_id) = bench.die();
    let bench = Bench::on(folder, sale_id).await;
    bench.happen(DriverEvent::Ready(Ready { unit: another(), ..ready("m1") }));
    bench.wait("the exchange", |s| s.terminals[0].exchanged.is_some()).await;
}

#[tokio::test]
async fn what_is_held_on_an_exchanged_terminal_frees_the_port() {
    let bench = Bench::new().await;
    bench.unknown().await;
    let hold = || Decision::Hold { contact: "090-0000-0000".into(), newest_slip: None };
    let state = bench.decide(hold()).await.unwrap();
    assert!(matches!(state, PaymentState::Held { port: PortHold::Kept, .. }));
    bench.happen(DriverEvent::Ready(Ready { unit: another(), ..ready("m1") }));
    bench.wait("the exchange", |s| s.terminals[0].exchanged.is_some()).await;
    bench.accept(another().terminal_id).await.unwrap();
    let state = bench.state().await;
    assert!(matches!(state, PaymentState::Held { port: PortHold::Freed, .. }) && state.holds_sale());
}

#[tokio::test]
async fn what_is_put_on_hold_after_the_exchange_keeps_no_port_either() {
    let bench = Bench::new().await;
    bench.unknown().await;
    bench.happen(DriverEvent::Ready(Ready { unit: another(), ..ready("m1") }));
    bench.wait("the exchange", |s| s.terminals[0].exchanged.is_some()).await;
    bench.accept(another().terminal_id).await.unwrap();
    let hold = Decision::Hold { contact: "090-0000-0000".into(), newest_slip: None };
    let state = bench.decide(hold).await.unwrap();
    assert!(matches!(state, PaymentState::Held { port: PortHold::Freed, .. }), "{state:?}");
}

/// Another unit's newest slip says nothing about the one the payment went to.
#[tokio::test]
async fn choice_2_is_not_compared_with_another_units_slips() {
    let bench = Bench::new().await;
    bench.unknown().await;
    let newest_slip = Some(SlipNumber::five(777));
    bench.happen(DriverEvent::Ready(Ready { unit: another(), newest_slip, ..ready("m1") }));
    bench.wait("the exchange", |s| s.terminals[0].exchanged.is_some()).await;
    bench.decide(Decision::NotOnRecord { newest_slip: Some(SlipNumber::five(0)) }).await.unwrap();
}

#[tokio::test]
async fn a_refusal_counts_only_from_the_unit_that_was_asked() {
    let bench = Bench::new().await;
    let payment_id = Some(bench.sent().await.frozen.payment_id);
    bench.happen(DriverEvent::Refused { unit: another(), payment_id, reason: RefusedReason::Busy });
    let phase = Phase::CardWait;
    bench.happen(DriverEvent::Status { unit: unit("m1"), payment_id: bench.order(2).payment_id, phase });
    bench.happen(DriverEvent::SalesTaken);
    assert!(bench.till.cancel(bench.order(2).payment_id).await.is_err());
    assert_eq!(bench.state().await, PaymentState::Sent);
    bench.happen(DriverEvent::Refused { unit: another(), payment_id, reason: RefusedReason::OtherUnit });
    bench.wait_state("not_charged").await;
}

#[tokio::test]
async fn a_cancel_that_could_not_be_said_gives_its_key_back() {
    use catlink_shared::wire::update::CancelAsked;
    let bench = Bench::new().await;
    let payment_id = bench.sent().await.frozen.payment_id;
    bench.till.cancel(payment_id).await.unwrap();
    bench.wait("the wish", |s| s.payments.first().is_some_and(|p| p.cancel == CancelAsked::Yes)).await;
    bench.happen(DriverEvent::CancelUnheard(payment_id));
    bench.wait("the key", |s| s.payments.first().is_some_and(|p| p.cancel == CancelAsked::No)).await;
}

#[tokio::test]
async fn an_order_withdrawn_before_it_left_was_cancelled() {
    let bench = Bench::new().await;
    bench.keep_draft().await;
    bench.till.start(bench.order(1)).await.unwrap();
    bench.happen(DriverEvent::SalesNotTaken(NotTaken::Withdrawn));
    let because = NotCharged::Cancelled;
    assert_eq!(bench.wait_state("not_charged").await, PaymentState::NotCharged { because });
}

#[tokio::test]
async fn a_look_at_the_terminal_waits_for_its_word() {
    use catlink_shared::terminal::{PosLink, TerminalActivity, TerminalState};
    let bench = Bench::new().await;
    let till = bench.till.clone();
    let look = tokio::spawn(async move { till.look_at_terminal().await });
    bench.happen(DriverEvent::State(TerminalState {
        unit: unit("m1"),
        activity: TerminalActivity::Busy,
        pos_link: PosLink::On,
        newest_slip: None,
        terminal_time: None,
    }));
    bench.wait("the state", |s| s.terminals[0].activity == Some(TerminalActivity::Busy)).await;
    bench.happen(DriverEvent::Unanswered(Question::State));
    look.await.unwrap().unwrap();
    // With nobody there it does not wait.
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    bench.wait("nobody", |s| s.terminals[0].link != LinkLinked).await;
    bench.till.look_at_terminal().await.unwrap();
}

/// Whether a terminal is locked in training is said in READY only.
#[tokio::test]
async fn a_terminal_that_was_locked_in_training_is_greeted_anew_before_the_next_try() {
    use catlink_shared::terminal::TrainingAbility;
    let locked = Ready { training: TrainingAbility::Locked, ..ready("m1") };
    let bench = Bench::with(new_folder(), sale_id(), locked).await;
    bench.keep_draft().await;
    let refused = bench.till.start(bench.order(1)).await.unwrap_err().into_refusal();
    assert_eq!(refused.code, RefusalCode::TerminalNotReady);
    assert_eq!(bench.did().await, Did::Claim);
    // A look passes through the till behind the greeting's answer.
    bench.happen(DriverEvent::Ready(ready("m1")));
    bench.happen(DriverEvent::Unanswered(Question::State));
    bench.wait("the terminal", |s| s.terminals[0].link == LinkLinked).await;
    let mut tries = 0;
    while bench.till.start(bench.order(2)).await.is_err() {
        tries += 1;
        assert!(tries < 100, "it is never taken");
    }
}
