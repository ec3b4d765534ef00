//! Recovery of class last: what the terminal's last transaction proves, read before and after.

use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::payment::LastWord;
use catlink_shared::tender::ByHand;
use catlink_shared::terminal::{RefusedReason, ResultWord, SlipNumber, TerminalResult};

use super::super::*;
use super::bench::*;
use crate::books::sales;
use crate::clock;
use crate::driver::{DriverEvent, NoResult};
use crate::link::LinkTrouble;
use crate::store::Claim;

fn last_ready() -> Ready {
    Ready { capabilities: vec!["last".into()], terminal_time: Some(clock::now()), ..ready("m1") }
}

impl Bench {
    async fn of_class_last() -> Self {
        Self::with(new_folder(), sale_id(), last_ready()).await
    }

    fn no_last(&self) {
        self.happen(DriverEvent::NoResult { unit: unit("m1"), payment_id: None, answer: NoResult::None });
    }

    /// A payment whose SALES has left, and before it the terminal's last transaction was read.
    async fn sent_after_reading(&self, before: Option<TerminalResult>) -> Payment {
        self.keep_draft().await;
        let payment = self.till.start(self.order(1)).await.unwrap();
        assert_eq!(self.did().await, Did::AskLast, "before anything is ordered");
        match before {
            Some(before) => {
                self.offer(before);
                assert_eq!(self.did().await, Did::Acknowledge { stored: "accepted".into() });
            }
            None => self.no_last(),
        }
        assert_eq!(self.did().await, Did::StartSales { stored: "accepted".into() });
        self.happen(DriverEvent::LineWon);
        assert_eq!(self.did().await, Did::Proceed { stored: "sent".into() });
        payment
    }

    async fn cut_and_back(&self) {
        self.happen(DriverEvent::Lost(LinkTrouble::Gone));
        self.wait_state("unknown").await;
        self.happen(DriverEvent::Ready(last_ready()));
        assert_eq!(self.did().await, Did::AskLast, "it is asked, never sent again");
    }

    /// The terminal's last transaction as LAST tells it: without our key.
    fn as_last(&self, payment: &Payment) -> TerminalResult {
        TerminalResult {
            payment_id: None,
            terminal_time: Some(clock::now()),
            ..self.result(payment, ResultWord::Approved)
        }
    }
}

fn other_transaction(payment: &Payment) -> TerminalResult {
    TerminalResult {
        payment_id: None,
        register_id: None,
        sequence_number: None,
        slip_number: Some(SlipNumber::five(40)),
        amount: Some(Yen::new(77)),
        settled_amount: Some(Yen::new(77)),
        terminal_time: Some(UnixMs(clock::now().0 - 600_000)),
        ..TerminalResult::echoing(&payment.frozen.asked, ResultWord::Approved)
    }
}

#[tokio::test]
async fn unchanged_since_before_is_not_charged() {
    let bench = Bench::of_class_last().await;
    bench.sent_after_reading(None).await;
    bench.cut_and_back().await;
    bench.no_last();
    let because = NotCharged::LastUnchanged;
    assert_eq!(bench.wait_state("not_charged").await, PaymentState::NotCharged { because });
}

#[tokio::test]
async fn another_one_that_fits_is_ours() {
    let bench = Bench::of_class_last().await;
    let payment = bench.sent_after_reading(None).await;
    bench.cut_and_back().await;
    bench.offer(bench.as_last(&payment));
    let state = bench.wait_state("sold").await;
    assert!(matches!(state, PaymentState::Sold { by: ByHand::Terminal, .. }), "{state:?}");
}

#[tokio::test]
async fn another_one_that_does_not_fit_is_for_a_person() {
    let wrong: [fn(&mut TerminalResult); 5] = [
        |last| last.amount = Some(Yen::new(999)),
        |last| last.terminal_time = Some(UnixMs(clock::now().0 - 600_000)),
        |last| last.terminal_time = None,
        |last| last.training_mode = Some(true),
        |last| last.register_id = catlink_shared::terminal::RegisterId::new("77").ok(),
    ];
    for spoil in wrong {
        let bench = Bench::of_class_last().await;
        let payment = bench.sent_after_reading(None).await;
        bench.cut_and_back().await;
        let mut last = bench.as_last(&payment);
        spoil(&mut last);
        bench.offer(last);
        assert!(matches!(bench.did().await, Did::Acknowledge { .. }));
        let state = bench.state().await;
        assert!(matches!(state, PaymentState::Unknown { last_word: LastWord::Useless, .. }), "{state:?}");
    }
}

#[tokio::test]
async fn a_wiped_memory_proves_nothing() {
    let bench = Bench::of_class_last().await;
    bench.sent_after_reading(None).await;
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    bench.wait_state("unknown").await;
    bench.happen(DriverEvent::Ready(Ready { unit: unit("wiped"), ..last_ready() }));
    assert_eq!(bench.did().await, Did::AskLast);
    bench.happen(DriverEvent::NoResult { unit: unit("wiped"), payment_id: None, answer: NoResult::None });
    let useless = |s: &catlink_shared::wire::update::Snapshot| {
        matches!(
            s.payments.first().map(|p| &p.state),
            Some(PaymentState::Unknown { last_word: LastWord::Useless, .. })
        )
    };
    bench.wait("the useless answer", useless).await;
}

#[tokio::test]
async fn no_sale_begins_without_the_reading() {
    let refused = DriverEvent::Refused { unit: unit("m1"), payment_id: None, reason: RefusedReason::Busy };
    for answer in [DriverEvent::Unanswered(Question::Last), refused] {
        let bench = Bench::of_class_last().await;
        bench.keep_draft().await;
        bench.till.start(bench.order(1)).await.unwrap();
        assert_eq!(bench.did().await, Did::AskLast);
        bench.happen(answer);
        bench.wait_state("not_charged").await;
        // And the next try is free to begin.
        bench.till.start(bench.order(2)).await.unwrap();
        assert_eq!(bench.did().await, Did::AskLast);
        bench.no_last();
        assert!(matches!(bench.did().await, Did::StartSales { .. }));
    }
}

#[tokio::test]
async fn the_last_transaction_of_a_later_payment_is_nobody_elses() {
    let bench = Bench::of_class_last().await;
    let first = bench.sent_after_reading(None).await;
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    bench.wait_state("unknown").await;
    let hold = catlink_shared::payment::Decision::Hold {
        contact: "090".into(),
        newest_slip: Some(SlipNumber::five(0)),
    };
    bench.decide(hold).await.unwrap();
    let (page, parked) = (bench.page, bench.sale_id);
    let park = move |tx: &rusqlite::Transaction<'_>| sales::park(tx, page, parked, clock::now());
    bench.register.store.write::<_, BooksError, _>(Claim::None, park).await.unwrap();
    bench.keep_draft_of(other_sale()).await;
    bench.happen(DriverEvent::Ready(last_ready()));
    bench.wait("the terminal", |s| s.terminals[0].link == LinkLinked).await;
    let second = Start { sale_id: other_sale(), ..bench.order(2) };
    bench.till.start(second).await.unwrap();
    // The reading before the second sale is the first one's answer, too: nothing has changed.
    while bench.did().await != Did::AskLast {}
    bench.offer(other_transaction(&first));
    loop {
        match bench.did().await {
            Did::StartSales { .. } => break,
            Did::AskLast | Did::Acknowledge { .. } => {}
            did => panic!("{did:?}"),
        }
    }
    let state = bench.state().await;
    assert!(matches!(state, PaymentState::Held { last_word: LastWord::Useless, .. }), "{state:?}");
    bench.happen(DriverEvent::LineWon);
    while !matches!(bench.did().await, Did::Proceed { .. }) {}
    let id = first.frozen.payment_id;
    let read = move |connection: &rusqlite::Connection| {
        let first = admission::must_find(connection, id)?;
        recovery::askable(connection, &[first])
    };
    let askable = bench.register.store.read(read).await.unwrap();
    assert_eq!(askable, vec![], "from now on only a person can tell");
}

#[tokio::test]
async fn a_wish_to_stop_during_the_reading_orders_nothing() {
    let bench = Bench::of_class_last().await;
    bench.keep_draft().await;
    let payment_id = bench.till.start(bench.order(1)).await.unwrap().frozen.payment_id;
    assert_eq!(bench.did().await, Did::AskLast);
    bench.till.cancel(payment_id).await.unwrap();
    let because = NotCharged::Cancelled;
    assert_eq!(bench.wait_state("not_charged").await, PaymentState::NotCharged { because });
    bench.no_last();
    bench.till.start(bench.order(2)).await.unwrap();
    assert_eq!(bench.did().await, Did::AskLast, "the first was never ordered");
}

/// A RESULT of a payment is no answer to LAST; the driver thinks it is. The sale must not hang on it.
#[tokio::test]
async fn a_result_of_a_payment_instead_of_last_is_asked_past_and_not_for_ever() {
    let bench = Bench::of_class_last().await;
    bench.keep_draft().await;
    let payment = bench.till.start(bench.order(1)).await.unwrap();
    let stranger = |bench: &Bench| {
        let payment_id = Some(PaymentId::from_parts(7, &[7; 10]));
        TerminalResult { payment_id, register_id: None, ..bench.result(&payment, ResultWord::Approved) }
    };
    for _asked in 0..2 {
        assert_eq!(bench.did().await, Did::AskLast);
        bench.offer(stranger(&bench));
        assert_eq!(bench.did().await, Did::Acknowledge { stored: "accepted".into() });
    }
    assert_eq!(bench.did().await, Did::AskLast);
    bench.no_last();
    assert!(matches!(bench.did().await, Did::StartSales { .. }));
    // One that never answers anything else begins no sale.
    let bench = Bench::of_class_last().await;
    bench.keep_draft().await;
    bench.till.start(bench.order(1)).await.unwrap();
    for _asked in 0..3 {
        assert_eq!(bench.did().await, Did::AskLast);
        bench.offer(stranger(&bench));
        assert!(matches!(bench.did().await, Did::Acknowledge { .. }));
    }
    bench.wait_state("not_charged").await;
}

/// A stale answer to LAST says "unchanged"; the right one comes behind it, without our key and with our request number.
#[tokio::test]
async fn what_the_last_transaction_says_after_all_is_evidence_of_our_payment() {
    let bench = Bench::of_class_last().await;
    let payment = bench.sent_after_reading(None).await;
    bench.cut_and_back().await;
    bench.no_last();
    bench.wait_state("not_charged").await;
    bench.offer(bench.as_last(&payment));
    assert!(bench.wait_state("contradicted").await.is_question());
}
