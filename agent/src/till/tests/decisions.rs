//! What a person may decide on an unknown payment, and what stops a wrong word.

use catlink_shared::money::Yen;
use catlink_shared::payment::{Decision, Difference, HandOver, NotCharged, PaperSlip, PortHold};
use catlink_shared::tender::ByHand;
use catlink_shared::terminal::{
    ApprovalCode, PosLink, ResultWord, SlipNumber, TerminalActivity, TerminalState,
};
use catlink_shared::wire::reply::Refusal;
use catlink_shared::wire::update::ActionKind;

use super::super::*;
use super::bench::*;
use crate::link::LinkTrouble;
use crate::register::Surroundings;

fn slip(text: &str) -> SlipNumber {
    SlipNumber::new(text).unwrap()
}

fn paper(number: &str, amount: i64) -> Decision {
    Decision::Charged {
        paper: PaperSlip {
            slip_number: slip(number),
            amount: Yen::new(amount),
            time: "10:05".into(),
            approval_code: ApprovalCode::new("123456").ok(),
        },
    }
}

fn not_on_record(number: Option<&str>) -> Decision {
    Decision::NotOnRecord { newest_slip: number.map(slip) }
}

fn around(register: &Register) -> Surroundings {
    Surroundings { run_id: register.run_id, data: register.data_kind(), now: clock::now(), page: None }
}

impl Bench {
    /// A payment whose line was cut, with nobody answering any more.
    async fn unknown(&self) -> Payment {
        let payment = self.sent().await;
        self.happen(DriverEvent::Lost(LinkTrouble::Gone));
        self.wait_state("unknown").await;
        payment
    }

    async fn decide(&self, decision: Decision) -> Result<PaymentState, Refusal> {
        self.decide_after(decision, Duration::ZERO).await
    }

    async fn decide_after(&self, decision: Decision, after: Duration) -> Result<PaymentState, Refusal> {
        let payment_id = self.order(1).payment_id;
        let register = Arc::clone(&self.register);
        let line = register.board(|board| board.device(CatDeviceId::Cat1).cloned());
        let around = around(&register);
        let written = self.register.store.write::<_, BooksError, _>(Claim::Reserve, move |tx| {
            decisions::decide(tx, payment_id, &decision, line.as_ref(), after, Some("101"), &around)
        });
        written.await.map(|payment| payment.state).map_err(BooksError::into_refusal)
    }

    /// The terminal is back and says what it does, with its newest slip.
    async fn says(&self, activity: TerminalActivity, newest: Option<&str>) {
        self.happen(DriverEvent::Ready(ready("m1")));
        self.happen(DriverEvent::State(TerminalState {
            unit: unit("m1"),
            activity,
            pos_link: PosLink::On,
            newest_slip: newest.map(slip),
            terminal_time: None,
        }));
        self.wait("the terminal's state", |s| s.terminals[0].activity == Some(activity)).await;
    }
}

#[tokio::test]
async fn a_paper_slip_makes_the_sale_by_a_persons_word() {
    let bench = Bench::new().await;
    bench.unknown().await;
    let state = bench.decide(paper("00001", 1_000)).await.unwrap();
    assert!(matches!(state, PaymentState::Sold { by: ByHand::Person, .. }), "{state:?}");
}

#[tokio::test]
async fn a_paper_slip_of_another_amount_contradicts() {
    let bench = Bench::new().await;
    bench.unknown().await;
    let state = bench.decide(paper("00001", 900)).await.unwrap();
    let differences = vec![Difference::SettledAmount];
    assert_eq!(state, PaymentState::Contradicted { differences, receipt_number: None });
    let wrong = Decision::VoidedOnTerminal { slip_number: slip("00002"), amount: Yen::new(1_000) };
    assert_eq!(bench.decide(wrong).await.unwrap_err().code, RefusalCode::BadEvidence);
    let voided = Decision::VoidedOnTerminal { slip_number: slip("00002"), amount: Yen::new(900) };
    let state = bench.decide(voided).await.unwrap();
    assert!(matches!(state, PaymentState::NotCharged { because: NotCharged::VoidedOnTerminal { .. } }));
}

#[tokio::test]
async fn a_paper_slip_that_is_booked_or_incomplete_is_refused() {
    let bench = Bench::new().await;
    bench.unknown().await;
    let mut bad_time = paper("00001", 1_000);
    let mut no_approval = paper("00001", 1_000);
    if let Decision::Charged { paper } = &mut bad_time {
        paper.time = "25:00".into();
    }
    if let Decision::Charged { paper } = &mut no_approval {
        paper.approval_code = None;
    }
    for decision in [bad_time, no_approval, paper("00001", 0)] {
        assert_eq!(bench.decide(decision).await.unwrap_err().code, RefusalCode::BadEvidence);
    }
    bench.decide(paper("00001", 1_000)).await.unwrap();
    let booked = bench
        .register
        .store
        .read::<_, BooksError, _>(|c| {
            crate::books::slips::terminal_slip_is_booked(c, &unit("m1").terminal_id, &slip("00001"), None)
        })
        .await
        .unwrap();
    assert!(booked);
}

#[tokio::test]
async fn nobody_decides_before_inquiry_has_had_its_time() {
    let bench = Bench::new().await;
    bench.unknown().await;
    let early = bench.decide_after(not_on_record(None), Duration::from_secs(60)).await;
    assert_eq!(early.unwrap_err().code, RefusalCode::TooEarly);
}

#[tokio::test]
async fn no_record_stands_only_without_a_gap_in_the_slips() {
    let bench = Bench::new().await;
    bench.unknown().await;
    let refused = bench.decide(not_on_record(Some("00001"))).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::SlipGap);
    assert!(refused.message.contains("00001"));
    let refused = bench.decide(not_on_record(Some("90000"))).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadEvidence);
    let state = bench.decide(not_on_record(None)).await.unwrap();
    assert!(matches!(state, PaymentState::NotCharged { because: NotCharged::PersonFoundNone { .. } }));
}

#[tokio::test]
async fn no_record_needs_an_idle_terminal_and_its_own_newest_number() {
    let bench = Bench::new().await;
    bench.unknown().await;
    bench.says(TerminalActivity::Restarting, None).await;
    let refused = bench.decide(not_on_record(None)).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::TerminalNotIdle);
    bench.says(TerminalActivity::Idle, Some("00001")).await;
    let refused = bench.decide(not_on_record(None)).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadEvidence);
    let refused = bench.decide(not_on_record(Some("00001"))).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::SlipGap, "the slip nobody booked is our charge");
}

#[tokio::test]
async fn no_record_is_not_to_be_had_while_the_terminal_is_still_at_it() {
    let bench = Bench::new().await;
    let payment_id = bench.unknown().await.frozen.payment_id;
    bench.happen(DriverEvent::NoResult {
        unit: unit("m1"),
        payment_id: Some(payment_id),
        answer: NoResult::Pending,
    });
    let pending = |s: &catlink_shared::wire::update::Snapshot| {
        matches!(
            s.payments.first().map(|p| &p.state),
            Some(PaymentState::Unknown { last_word: catlink_shared::payment::LastWord::Pending, .. })
        )
    };
    bench.wait("pending", pending).await;
    let refused = bench.decide(not_on_record(None)).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::NotAllowed);
}

#[tokio::test]
async fn on_hold_keeps_the_sale_and_the_port_until_the_newest_slip_is_entered() {
    let bench = Bench::new().await;
    bench.unknown().await;
    let hold = |contact: &str, newest: Option<&str>| Decision::Hold {
        contact: contact.to_owned(),
        newest_slip: newest.map(slip),
    };
    for contact in ["", "   ", "4111 1111 1111 1111"] {
        let refused = bench.decide(hold(contact, None)).await.unwrap_err();
        assert_eq!(refused.code, RefusalCode::BadEvidence, "{contact}");
    }
    let state = bench.decide(hold("090-0000-0000", None)).await.unwrap();
    assert!(state.holds_sale() && state.holds_port() && state.is_question());
    let state = bench.decide(hold("090-0000-0000", Some("00000"))).await.unwrap();
    assert!(matches!(&state, PaymentState::Held { port: PortHold::Freed, .. }));
    assert!(state.holds_sale() && !state.holds_port() && state.is_question());
}

#[tokio::test]
async fn a_late_approval_agrees_with_the_person_or_contradicts() {
    let bench = Bench::new().await;
    let payment = bench.unknown().await;
    bench.decide(paper("00001", 1_000)).await.unwrap();
    // The terminal's own result names the same slip: linked, and no reason to void.
    bench.offer(bench.result(&payment, ResultWord::Approved));
    bench.wait("the evidence", |s| s.payments.is_empty() && s.last_receipt.is_some()).await;
    let linked = |state: &PaymentState| matches!(state, PaymentState::Sold { by: ByHand::Terminal, .. });
    while !linked(&bench.state().await) {
        bench.did().await;
    }
    // And another slip does not.
    let bench = Bench::new().await;
    let payment = bench.unknown().await;
    bench.decide(paper("00009", 1_000)).await.unwrap();
    bench.offer(bench.result(&payment, ResultWord::Approved));
    assert!(bench.wait_state("contradicted").await.is_question());
    // Settled as not charged, and then it was.
    let bench = Bench::new().await;
    let payment = bench.unknown().await;
    bench.decide(not_on_record(None)).await.unwrap();
    bench.offer(bench.result(&payment, ResultWord::Approved));
    let state = bench.wait_state("contradicted").await;
    let differences = vec![Difference::SettledOtherwise];
    assert_eq!(state, PaymentState::Contradicted { differences, receipt_number: None });
}

#[tokio::test]
async fn goods_not_handed_over_leave_a_void_to_be_done() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let (folder, sale_id) = bench.die();
    let bench = Bench::on(folder, sale_id).await;
    bench.offer(bench.result(&payment, ResultWord::Approved));
    bench.wait_state("awaiting_hand_over").await;
    let payment_id = payment.frozen.payment_id;
    let around = around(&bench.register);
    let written = bench.register.store.write::<_, BooksError, _>(Claim::Reserve, move |tx| {
        decisions::answer_hand_over(tx, payment_id, HandOver::VoidOnTerminal, Some("101"), &around)
    });
    assert_eq!(written.await.unwrap().state, PaymentState::VoidPromised);
    bench.register.refresh().await;
    let snapshot = bench.wait("the action", |s| !s.actions.is_empty()).await;
    assert_eq!(snapshot.actions[0].kind, ActionKind::VoidOnTerminal);
    assert_eq!(snapshot.actions[0].slip_number, Some(slip("00001")));
}

#[tokio::test]
async fn evidence_that_comes_in_the_middle_of_the_next_payment_is_taken_and_stays_a_question() {
    let bench = Bench::new().await;
    let first = bench.unknown().await;
    bench.decide(not_on_record(None)).await.unwrap();
    bench.happen(DriverEvent::Ready(ready("m1")));
    bench.wait("the terminal", |s| s.terminals[0].link == LinkLinked).await;
    let second = bench.till.start(bench.order(2)).await.unwrap();
    bench.happen(DriverEvent::LineWon);
    // The first one's approval arrives while the second is on the terminal.
    bench.offer(bench.result(&first, ResultWord::Approved));
    loop {
        match bench.did().await {
            Did::Acknowledge { .. } => break,
            Did::Refuse => panic!("the evidence was refused"),
            Did::StartSales { .. } | Did::Proceed { .. } | Did::Abandon | Did::AskPayment | Did::Cancel => {}
        }
    }
    assert!(matches!(bench.state().await, PaymentState::Contradicted { .. }));
    let mut result = bench.result(&second, ResultWord::Approved);
    result.slip_number = Some(slip("00002"));
    bench.offer(result);
    bench.wait("the second sale", |s| s.current.is_none() && s.last_receipt.is_some()).await;
    // Sold with the second: the first is still a question, keeps the terminal, and can only be voided.
    let snapshot = bench.wait("the question", |s| s.payments.len() == 1).await;
    assert_eq!(snapshot.payments[0].payment_id, first.frozen.payment_id);
    let held = bench.register.store.read(|c| journal::port_is_held(c, CatDeviceId::Cat1)).await.unwrap();
    assert!(held);
    let refused = bench.decide(paper("00001", 1_000)).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadEvidence);
    let voided = Decision::VoidedOnTerminal { slip_number: slip("00003"), amount: Yen::new(1_000) };
    bench.decide(voided).await.unwrap();
    let held = bench.register.store.read(|c| journal::port_is_held(c, CatDeviceId::Cat1)).await.unwrap();
    assert!(!held);
}

#[tokio::test]
async fn a_sale_that_was_sold_and_then_contradicted_is_settled_by_its_own_slip() {
    let bench = Bench::new().await;
    let payment = bench.unknown().await;
    bench.decide(paper("00001", 1_000)).await.unwrap();
    let mut denied = bench.result(&payment, ResultWord::Cancelled);
    denied.slip_number = None;
    bench.offer(denied);
    bench.wait_state("contradicted").await;
    let state = bench.decide(paper("00001", 1_000)).await.unwrap();
    assert!(matches!(state, PaymentState::Sold { by: ByHand::Person, .. }), "{state:?}");
}

#[tokio::test]
async fn holding_a_payment_does_not_get_around_a_terminal_that_is_still_at_it() {
    let bench = Bench::new().await;
    let payment_id = bench.unknown().await.frozen.payment_id;
    let pending = || DriverEvent::NoResult {
        unit: unit("m1"),
        payment_id: Some(payment_id),
        answer: NoResult::Pending,
    };
    bench.happen(pending());
    bench.wait("pending", |s| s.payments.first().is_some_and(|p| p.state.word() == "unknown")).await;
    while !matches!(
        bench.state().await,
        PaymentState::Unknown { last_word: catlink_shared::payment::LastWord::Pending, .. }
    ) {
        tokio::task::yield_now().await;
    }
    let hold = Decision::Hold { contact: "090-0000-0000".into(), newest_slip: None };
    bench.decide(hold).await.unwrap();
    let refused = bench.decide(not_on_record(None)).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::NotAllowed);
}

#[tokio::test]
async fn a_slip_of_another_terminal_or_of_the_last_round_does_not_explain_a_gap() {
    let bench = Bench::new().await;
    let payment = bench.unknown().await;
    let action = |terminal: &str| crate::books::actions::Action {
        kind: ActionKind::VoidOnTerminal,
        amount: Yen::new(1_000),
        card_company_name: "別".into(),
        model: None,
        terminal_id: catlink_shared::terminal::TerminalId::new(terminal).ok(),
        receipt_number: None,
        slip_number: Some(slip("00001")),
    };
    let sent = clock::now();
    let earlier = catlink_shared::ids::UnixMs(payment.accepted_at.0 - 60_000);
    for (terminal, at) in [("9999999999999", sent), ("1234567890123", earlier)] {
        let action = action(terminal);
        let open = move |tx: &rusqlite::Transaction<'_>| {
            crate::books::actions::open(tx, crate::register::new_action_id(), None, &action, at)
        };
        bench.register.store.write::<_, BooksError, _>(Claim::None, open).await.unwrap();
    }
    let refused = bench.decide(not_on_record(Some("00001"))).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::SlipGap);
    // Typed without its zeros it is the same number.
    let refused = bench.decide(not_on_record(Some("1"))).await.unwrap_err();
    assert!(refused.message.contains("00001"));
    let action = action("1234567890123");
    let open = move |tx: &rusqlite::Transaction<'_>| {
        crate::books::actions::open(tx, crate::register::new_action_id(), None, &action, clock::now())
    };
    bench.register.store.write::<_, BooksError, _>(Claim::None, open).await.unwrap();
    bench.decide(not_on_record(Some("00001"))).await.unwrap();
}

#[tokio::test]
async fn a_terminal_that_answers_pending_is_not_asked_again_at_once() {
    let bench = Bench::new().await;
    let payment_id = bench.unknown().await.frozen.payment_id;
    bench.happen(DriverEvent::Ready(ready("m1")));
    assert_eq!(bench.did().await, Did::AskPayment);
    for _ in 0..20 {
        let answer = NoResult::Pending;
        bench.happen(DriverEvent::NoResult { unit: unit("m1"), payment_id: Some(payment_id), answer });
    }
    bench.till.cancel(payment_id).await.unwrap_err();
    let events: i64 = bench
        .register
        .store
        .read::<_, JournalError, _>(|c| {
            Ok(c.query_row("SELECT count(*) FROM payment_event WHERE event LIKE '%inquiry%'", [], |r| {
                r.get(0)
            })?)
        })
        .await
        .unwrap();
    assert!(events <= 1, "{events} rows for one word");
}
