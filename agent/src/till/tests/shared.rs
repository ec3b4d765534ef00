//! A terminal that another register uses, too (共用): taken for a payment and for a question, and given back.

use std::path::PathBuf;

use catlink_shared::payment::{Doubt as Why, LastWord};
use catlink_shared::terminal::{PosLink, ResultWord, TerminalActivity, TerminalState};

use super::super::*;
use super::bench::*;
use crate::config::Sharing;
use crate::driver::{DriverEvent, NoResult};
use crate::link::LinkTrouble;

impl Bench {
    async fn shared() -> Self {
        Self::shared_on(new_folder()).await
    }

    /// A register that looks at the terminal from afar.
    async fn shared_on(folder: PathBuf) -> Self {
        let mut settings = settings(&folder);
        for (_, port) in &mut settings.ports {
            port.sharing = Sharing::Shared;
        }
        let bench = Self::opened(folder, sale_id(), settings).await;
        bench.is_seen(TerminalActivity::Idle).await;
        bench
    }

    async fn is_seen(&self, activity: TerminalActivity) {
        self.happen(DriverEvent::State(TerminalState {
            unit: unit("m1"),
            activity,
            pos_link: PosLink::On,
            newest_slip: None,
            terminal_time: None,
        }));
        let seen = |s: &catlink_shared::wire::update::Snapshot| {
            s.terminals[0].link == LinkLinked && s.terminals[0].activity == Some(activity)
        };
        self.wait("the terminal to be seen", seen).await;
    }

    /// A payment is asked for; `event` is what becomes of the claim.
    async fn start_and(&self, event: DriverEvent) -> Result<Payment, catlink_shared::wire::reply::Refusal> {
        let answer = async {
            assert_eq!(self.did().await, Did::Claim);
            assert_eq!(stored(&self.folder.join("catlink.sqlite")), "nothing", "before the terminal is ours");
            self.happen(event);
        };
        let (started, ()) = tokio::join!(self.till.start(self.order(1)), answer);
        started.map_err(BooksError::into_refusal)
    }

    async fn sent_on_shared(&self) -> Payment {
        self.keep_draft().await;
        let payment = self.start_and(DriverEvent::Ready(ready("m1"))).await.unwrap();
        assert_eq!(self.did().await, Did::StartSales { stored: "accepted".into() });
        self.happen(DriverEvent::LineWon);
        assert_eq!(self.did().await, Did::Proceed { stored: "sent".into() });
        self.happen(DriverEvent::SalesTaken);
        payment
    }
}

#[tokio::test]
async fn it_is_claimed_for_a_payment_and_given_back_after_it() {
    let bench = Bench::shared().await;
    let payment = bench.sent_on_shared().await;
    bench.offer(bench.result(&payment, ResultWord::Approved));
    assert_eq!(bench.did().await, Did::Acknowledge { stored: "approved".into() });
    assert_eq!(bench.did().await, Did::Release);
    bench.wait_state("sold").await;
}

#[tokio::test]
async fn another_registers_hold_is_told_by_name_and_nothing_is_journaled() {
    let bench = Bench::shared().await;
    bench.keep_draft().await;
    for _again in 0..2 {
        let held = DriverEvent::HelloRefused { holder: "02".into() };
        let refused = bench.start_and(held).await.unwrap_err();
        assert_eq!(refused.code, RefusalCode::TerminalOccupied);
        assert!(refused.message.starts_with("端末は他のレジ(02)が使用中です。"), "{}", refused.message);
        assert_eq!(bench.did().await, Did::Release);
    }
    bench.start_and(DriverEvent::Ready(ready("m1"))).await.unwrap();
    assert_eq!(bench.did().await, Did::StartSales { stored: "accepted".into() });
}

#[tokio::test]
async fn nobody_waits_for_a_terminal_that_does_not_answer() {
    for silence in [DriverEvent::Silent, DriverEvent::Lost(LinkTrouble::Gone)] {
        let bench = Bench::shared().await;
        bench.keep_draft().await;
        let refused = bench.start_and(silence).await.unwrap_err();
        assert_eq!(refused.code, RefusalCode::TerminalNotReady);
        assert_eq!(bench.did().await, Did::Release);
        // Seen by nobody, it is not even claimed.
        let refused = bench.till.start(bench.order(1)).await.unwrap_err().into_refusal();
        assert_eq!(refused.code, RefusalCode::TerminalNotReady);
        assert_eq!(stored(&bench.folder.join("catlink.sqlite")), "nothing");
    }
}

#[tokio::test]
async fn a_terminal_that_cannot_be_asked_by_payment_is_not_shared() {
    for capabilities in [vec![], vec!["last".to_owned()]] {
        let bench = Bench::shared().await;
        bench.keep_draft().await;
        let not_keyed = DriverEvent::Ready(Ready { capabilities, ..ready("m1") });
        let refused = bench.start_and(not_keyed).await.unwrap_err();
        assert_eq!(refused.code, RefusalCode::TerminalNotReady);
        assert!(refused.message.contains("共用"), "{}", refused.message);
        assert_eq!(bench.did().await, Did::Release);
    }
}

#[tokio::test]
async fn the_same_payment_asked_twice_while_it_waits_is_one_payment() {
    let bench = Bench::shared().await;
    bench.keep_draft().await;
    let ready = async {
        assert_eq!(bench.did().await, Did::Claim);
        assert_eq!(bench.did().await, Did::Claim);
        bench.happen(DriverEvent::Ready(ready("m1")));
    };
    let (one, two, ()) =
        tokio::join!(bench.till.start(bench.order(1)), bench.till.start(bench.order(1)), ready);
    assert_eq!(one.unwrap().frozen, two.unwrap().frozen);
    assert!(matches!(bench.did().await, Did::StartSales { .. }));
}

#[tokio::test]
async fn it_is_kept_while_a_question_is_open_and_given_back_with_its_answer() {
    let bench = Bench::shared().await;
    let payment_id = bench.sent_on_shared().await.frozen.payment_id;
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    bench.wait_state("unknown").await;
    bench.happen(DriverEvent::Ready(ready("m1")));
    assert_eq!(bench.did().await, Did::AskPayment, "the claim outlives the cut");
    let answered = |answer| DriverEvent::NoResult { unit: unit("m1"), payment_id: Some(payment_id), answer };
    bench.happen(answered(NoResult::Pending));
    assert_eq!(bench.did().await, Did::AskPayment, "kept: the terminal is at it");
    bench.happen(answered(NoResult::None));
    assert_eq!(bench.did().await, Did::Release);
    bench.wait_state("not_charged").await;
}

#[tokio::test]
async fn a_link_that_went_to_another_register_in_a_silence_is_not_taken_for_ours() {
    let bench = Bench::shared().await;
    let payment_id = bench.sent_on_shared().await.frozen.payment_id;
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    bench.wait_state("unknown").await;
    bench.happen(DriverEvent::Ready(ready("m1")));
    assert_eq!(bench.did().await, Did::AskPayment);
    bench.happen(DriverEvent::Silent);
    bench.wait("silence", |s| s.terminals[0].link == LinkNoAnswer).await;
    bench.happen(DriverEvent::HelloRefused { holder: "02".into() });
    bench.is_seen(TerminalActivity::Busy).await;
    bench.till.look_again().await.unwrap();
    // Nothing is asked until the terminal has greeted us again.
    bench.till.cancel(payment_id).await.unwrap_err();
    assert!(bench.did.lock().await.try_recv().is_err());
    bench.happen(DriverEvent::Ready(ready("m1")));
    assert_eq!(bench.did().await, Did::AskPayment);
}

#[tokio::test]
async fn what_the_terminal_cannot_answer_keeps_nobody_from_it() {
    let bench = Bench::shared().await;
    let payment_id = bench.sent_on_shared().await.frozen.payment_id;
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    bench.wait_state("unknown").await;
    for _round in 0..2 {
        bench.happen(DriverEvent::Ready(ready("m1")));
        assert_eq!(bench.did().await, Did::AskPayment);
        let answer = NoResult::Forgotten;
        bench.happen(DriverEvent::NoResult { unit: unit("m1"), payment_id: Some(payment_id), answer });
        assert_eq!(bench.did().await, Did::Release);
        assert_eq!(bench.did().await, Did::Claim, "asked again after a pause");
    }
    let (because, last_word) = (Why::Forgotten, LastWord::Useless);
    assert_eq!(bench.state().await, PaymentState::Unknown { because, last_word });
}

#[tokio::test]
async fn an_agent_that_died_claims_it_for_what_it_left_open() {
    let bench = Bench::shared().await;
    let payment = bench.sent_on_shared().await;
    let (folder, _) = bench.die();
    let bench = Bench::shared_on(folder).await;
    assert_eq!(bench.did().await, Did::Claim);
    bench.happen(DriverEvent::HelloRefused { holder: "02".into() });
    bench
        .wait("the holder's name", |s| s.terminals[0].trouble.as_ref().is_some_and(|t| t.contains("02")))
        .await;
    bench.happen(DriverEvent::Ready(ready("m1")));
    assert_eq!(bench.did().await, Did::AskPayment);
    bench.offer(bench.result(&payment, ResultWord::Approved));
    assert!(matches!(bench.did().await, Did::Acknowledge { .. }));
    assert_eq!(bench.did().await, Did::Release);
    bench.wait_state("awaiting_hand_over").await;
}

#[tokio::test]
async fn a_look_at_it_comes_after_a_fresh_greeting() {
    let bench = Bench::shared().await;
    let looked = async {
        assert_eq!(bench.did().await, Did::Claim);
        bench.is_seen(TerminalActivity::Busy).await;
        bench.happen(DriverEvent::Ready(ready("m1")));
        bench.is_seen(TerminalActivity::Idle).await;
    };
    let (answer, ()) = tokio::join!(bench.till.look_at_terminal(), looked);
    answer.unwrap();
    assert_eq!(bench.did().await, Did::Release);
}
