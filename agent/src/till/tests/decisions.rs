//! What a person may decide on an unknown payment, and what stops a wrong word.

use catlink_shared::money::Yen;
use catlink_shared::payment::{Decision, Difference, HandOver, NotCharged, PaperSlip, PortHold};
use catlink_shared::tender::ByHand;
use catlink_shared::terminal::profile::WayBack;
use catlink_shared::terminal::{
    ApprovalCode, PosLink, ResultWord, SlipNumber, TerminalActivity, TerminalState,
};
use catlink_shared::wire::reply::Refusal;
use catlink_shared::wire::update::ActionKind;

use super::super::*;
use super::bench::*;
use crate::books::history::By;
use crate::clock;
use crate::driver::{DriverEvent, NoResult};
use crate::journal;
use crate::link::LinkTrouble;
use crate::register::Surroundings;
use crate::store::Claim;

pub(super) fn slip(text: &str) -> SlipNumber {
    SlipNumber::new(text).unwrap()
}

pub(super) fn paper(number: &str, amount: i64) -> Decision {
    Decision::Charged {
        paper: PaperSlip {
            slip_number: slip(number),
            amount: Yen::new(amount),
            time: "10:05".into(),
            approval_code: ApprovalCode::new("123456").ok(),
        },
    }
}

pub(super) fn not_on_record(number: Option<&str>) -> Decision {
    Decision::NotOnRecord { newest_slip: number.map(slip) }
}

/// 店長 of the demo books.
pub(super) fn manager() -> By {
    By { who: Some("900".to_owned()), approved_by: None }
}

pub(super) fn around(register: &Register) -> Surroundings {
    Surroundings {
        run_id: register.run_id,
        data: register.data_kind(),
        now: clock::now(),
        page: None,
        by: manager(),
    }
}

impl Bench {
    /// A payment whose line was cut, with nobody answering any more.
    pub(super) async fn unknown(&self) -> Payment {
        let payment = self.sent().await;
        self.happen(DriverEvent::Lost(LinkTrouble::Gone));
        self.wait_state("unknown").await;
        payment
    }

    pub(super) async fn decide(&self, decision: Decision) -> Result<PaymentState, Refusal> {
        self.decide_on(1, decision, Duration::ZERO).await
    }

    pub(super) async fn decide_on(
        &self,
        id: u8,
        decision: Decision,
        after: Duration,
    ) -> Result<PaymentState, Refusal> {
        self.decide_by(manager(), id, decision, after).await
    }

    pub(super) async fn decide_by(
        &self,
        by: By,
        id: u8,
        decision: Decision,
        after: Duration,
    ) -> Result<PaymentState, Refusal> {
        let payment_id = self.order(id).payment_id;
        let register = Arc::clone(&self.register);
        let line = register.board(|board| board.device(CatDeviceId::Cat1).cloned());
        let around = Surroundings { by, ..around(&register) };
        let written = self.register.store.write::<_, BooksError, _>(Claim::Reserve, move |tx| {
            decisions::decide(tx, payment_id, &decision, line.as_ref(), after, Some("101"), &around)
        });
        written.await.map(|payment| payment.state).map_err(BooksError::into_refusal)
    }

    /// The terminal is back and says what it does, with its newest slip.
    pub(super) async fn says(&self, activity: TerminalActivity, newest: Option<&str>) {
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
    bench.keep_draft_of(other_sale()).await;
    let second = Start { sale_id: other_sale(), ..bench.order(2) };
    bench.happen(DriverEvent::Ready(ready("m1")));
    bench.wait("the terminal", |s| s.terminals[0].link == LinkLinked).await;
    bench.till.start(second).await.unwrap();
    bench.happen(DriverEvent::LineWon);
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    bench.wait_state("unknown").await;
    let refused = bench.decide_on(2, paper("00001", 1_000), Duration::ZERO).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadEvidence);
    assert!(refused.message.contains("すでに"), "{}", refused.message);
}

#[tokio::test]
async fn nobody_decides_before_inquiry_has_had_its_time() {
    let bench = Bench::new().await;
    bench.unknown().await;
    let early = bench.decide_on(1, not_on_record(None), Duration::from_secs(60)).await;
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
            Did::StartSales { .. }
            | Did::Proceed { .. }
            | Did::Abandon
            | Did::AskPayment
            | Did::AskLast
            | Did::Cancel
            | Did::Claim
            | Did::AskLog
            | Did::DropLog
            | Did::Release => {}
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
        or_amount: None,
        card_company_name: "別".into(),
        model: None,
        terminal_id: catlink_shared::terminal::TerminalId::new(terminal).ok(),
        receipt_number: None,
        slip_number: Some(slip("00001")),
        way_back: WayBack::Void,
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

#[tokio::test]
async fn a_sold_payment_that_was_never_charged_keeps_its_sale_and_is_collected_by_hand() {
    for way_out in [
        not_on_record(None),
        Decision::VoidedOnTerminal { slip_number: slip("00007"), amount: Yen::new(1_000) },
    ] {
        let bench = Bench::new().await;
        let payment = bench.unknown().await;
        bench.decide(paper("00001", 1_000)).await.unwrap();
        bench.offer(bench.result(&payment, ResultWord::Cancelled));
        bench.wait_state("contradicted").await;
        let state = bench.decide(way_out).await.unwrap();
        assert!(matches!(state, PaymentState::Uncollected { .. }), "{state:?}");
        bench.register.refresh().await;
        let snapshot = bench.wait("the action", |s| !s.actions.is_empty()).await;
        assert_eq!(snapshot.actions[0].kind, ActionKind::HandPayment);
        assert_eq!(snapshot.actions[0].slip_number, None, "it is still to be taken");
        assert!(snapshot.payments.is_empty(), "the question is closed, the terminal free");
        assert!(snapshot.last_receipt.is_some(), "the sale stands");
    }
}

#[tokio::test]
async fn a_slip_that_closed_an_action_is_no_evidence_and_one_that_is_booked_closes_none() {
    use crate::books::actions::{self, Action};
    let bench = Bench::new().await;
    bench.unknown().await;
    let open = |amount: i64| {
        let action = Action {
            kind: ActionKind::HandPayment,
            amount: Yen::new(amount),
            or_amount: None,
            card_company_name: "別".into(),
            model: None,
            terminal_id: Some(unit("m1").terminal_id),
            receipt_number: None,
            slip_number: None,
            way_back: WayBack::Void,
        };
        let id = crate::register::new_action_id();
        bench.register.store.write::<_, BooksError, _>(Claim::None, move |tx| {
            actions::open(tx, id, None, &action, clock::now()).map(|()| id)
        })
    };
    let close = |id, number: &str| {
        let slip_number = slip(number);
        bench.register.store.write::<_, BooksError, _>(Claim::None, move |tx| {
            actions::close(tx, id, &slip_number, Yen::new(500), Some("101"), clock::now())
        })
    };
    let first = open(500).await.unwrap();
    close(first, "00001").await.unwrap();
    let refused = bench.decide(paper("00001", 1_000)).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadEvidence);
    bench.decide(paper("00002", 1_000)).await.unwrap();
    let second = open(500).await.unwrap();
    for booked in ["00001", "00002"] {
        let refused = close(second, booked).await.unwrap_err().into_refusal();
        assert_eq!(refused.code, RefusalCode::BadEvidence, "{booked}");
    }
    close(second, "00003").await.unwrap();
}

#[tokio::test]
async fn a_paper_of_another_time_is_refused_on_the_terminals_own_clock() {
    // The terminal's clock is an hour ahead of ours.
    let ahead = 3_600_000;
    let bench = Bench::new().await;
    let terminal_time = Some(catlink_shared::ids::UnixMs(clock::now().0 + ahead));
    bench.happen(DriverEvent::Ready(Ready { terminal_time, ..ready("m1") }));
    let payment = bench.unknown().await;
    let at = |offset: i64| {
        let time = clock::time_text(catlink_shared::ids::UnixMs(payment.accepted_at.0 + offset));
        let mut decision = paper("00001", 1_000);
        if let Decision::Charged { paper } = &mut decision {
            paper.time = time;
        }
        decision
    };
    for wrong in [0, ahead - 20 * 60_000, ahead + 20 * 60_000, ahead - 12 * 3_600_000] {
        let refused = bench.decide(at(wrong)).await.unwrap_err();
        assert_eq!(refused.code, RefusalCode::BadEvidence, "{wrong}");
        assert!(refused.message.contains("時刻"), "{}", refused.message);
    }
    bench.decide(at(ahead)).await.unwrap();
}

#[tokio::test]
async fn a_clock_that_was_put_back_keeps_nobody_waiting() {
    let bench = Bench::new().await;
    let payment_id = bench.unknown().await.frozen.payment_id;
    let mut around = around(&bench.register);
    around.now = catlink_shared::ids::UnixMs(around.now.0 - 24 * 3_600_000);
    let written = bench.register.store.write::<_, BooksError, _>(Claim::Reserve, move |tx| {
        decisions::decide(tx, payment_id, &not_on_record(None), None, Duration::from_secs(60), None, &around)
    });
    written.await.unwrap();
}

#[tokio::test]
async fn a_denial_does_not_hide_what_an_approval_said() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let mut less = bench.result(&payment, ResultWord::Approved);
    less.settled_amount = Some(Yen::new(600));
    bench.offer(less);
    bench.wait_state("contradicted").await;
    let mut denied = bench.result(&payment, ResultWord::Cancelled);
    (denied.slip_number, denied.settled_amount) = (None, Some(Yen::ZERO));
    bench.offer(denied);
    for _ in 0..2 {
        bench.did().await;
    }
    let snapshot = bench.wait("the question", |s| s.payments.len() == 1).await;
    assert_eq!(snapshot.payments[0].settled_amount, Some(Yen::new(600)));
    let original = Decision::VoidedOnTerminal { slip_number: slip("00001"), amount: Yen::new(600) };
    assert_eq!(bench.decide(original).await.unwrap_err().code, RefusalCode::BadEvidence);
    let voided = Decision::VoidedOnTerminal { slip_number: slip("00002"), amount: Yen::new(600) };
    bench.decide(voided).await.unwrap();
}

#[tokio::test]
async fn a_terminal_that_leaves_its_newest_slip_out_has_not_unprinted_it() {
    let bench = Bench::new().await;
    bench.happen(DriverEvent::Ready(Ready { newest_slip: Some(slip("41234")), ..ready("m1") }));
    bench.unknown().await;
    bench.says(TerminalActivity::Idle, Some("41234")).await;
    bench.says(TerminalActivity::Busy, None).await;
    bench.says(TerminalActivity::Idle, None).await;
    bench.decide(not_on_record(Some("41234"))).await.unwrap();
}

#[tokio::test]
async fn a_training_payment_leaves_nothing_to_be_done_on_the_terminal() {
    let bench = Bench::new().await;
    let sale_id = bench.sale_id;
    bench.keep_draft().await;
    bench
        .register
        .store
        .write::<_, BooksError, _>(Claim::None, move |tx| {
            tx.execute("UPDATE sale SET draft = replace(draft, '\"live\"', '\"training\"')", [])?;
            assert!(crate::books::sales::find(tx, sale_id)?.is_some());
            Ok(())
        })
        .await
        .unwrap();
    let payment = bench.till.start(bench.order(1)).await.unwrap();
    assert!(payment.frozen.asked.training_mode);
    bench.happen(DriverEvent::LineWon);
    assert_eq!(bench.did().await, Did::StartSales { stored: "accepted".into() });
    assert_eq!(bench.did().await, Did::Proceed { stored: "sent".into() });
    let (folder, sale_id) = bench.die();
    let bench = Bench::on(folder, sale_id).await;
    bench.offer(bench.result(&payment, ResultWord::Approved));
    bench.wait_state("awaiting_hand_over").await;
    let (payment_id, around) = (payment.frozen.payment_id, around(&bench.register));
    let written = bench.register.store.write::<_, BooksError, _>(Claim::Reserve, move |tx| {
        decisions::answer_hand_over(tx, payment_id, HandOver::VoidOnTerminal, Some("101"), &around)
    });
    written.await.unwrap();
    bench.register.refresh().await;
    let snapshot = bench.wait("no question", |s| s.payments.is_empty()).await;
    assert_eq!(snapshot.actions, vec![]);
}

#[tokio::test]
async fn a_training_slip_explains_no_gap() {
    let bench = Bench::new().await;
    let payment_id = bench.unknown().await.frozen.payment_id;
    // A slip of that number, booked since, in training.
    bench
        .register
        .store
        .write::<_, BooksError, _>(Claim::None, move |tx| {
            let payment = admission::must_find(tx, payment_id)?;
            let mut slip = payment.frozen.slip.clone();
            slip.mode = catlink_shared::basket::CounterMode::Training;
            let asked = &payment.frozen.asked;
            slip.tenders = vec![catlink_shared::tender::Tender::LinkedCard {
                amount: asked.amount,
                payment_id,
                card_company_code: payment.frozen.company.code.clone(),
                card_company_name: payment.frozen.company.name.clone(),
                category: payment.frozen.company.category,
                category_name: payment.frozen.category_name.clone(),
                stamp: payment.frozen.stamp,
                model: payment.frozen.model,
                by_hand: ByHand::Terminal,
                details: catlink_shared::tender::CardDetails {
                    terminal_id: Some(asked.unit.terminal_id.clone()),
                    slip_number: Some(SlipNumber::five(1)),
                    ..Default::default()
                },
            }];
            crate::books::slips::book(tx, slip, register_kind(), None, clock::now()).map(drop)
        })
        .await
        .unwrap();
    let refused = bench.decide(not_on_record(Some("00001"))).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::SlipGap);
}

fn register_kind() -> catlink_shared::receipt::DataKind {
    catlink_shared::receipt::DataKind::Demo
}

#[tokio::test]
async fn a_wrong_sum_in_the_result_does_not_stand_in_the_way_of_the_void() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let mut wrong = bench.result(&payment, ResultWord::Approved);
    (wrong.amount, wrong.settled_amount) = (Some(Yen::new(1_100)), Some(Yen::new(1_100)));
    bench.offer(wrong);
    bench.wait_state("contradicted").await;
    let neither = Decision::VoidedOnTerminal { slip_number: slip("00002"), amount: Yen::new(1_050) };
    assert_eq!(bench.decide(neither).await.unwrap_err().code, RefusalCode::BadEvidence);
    // The paper of the void says what was really charged: what had been asked for.
    let voided = Decision::VoidedOnTerminal { slip_number: slip("00002"), amount: Yen::new(1_000) };
    bench.decide(voided).await.unwrap();
}

/// The link has been up for an hour; the terminal's clock agrees with ours all the time, and says so in STATE.
#[tokio::test]
async fn the_terminals_clock_is_not_as_old_as_the_link() {
    let bench = Bench::new().await;
    let an_hour_ago = catlink_shared::ids::UnixMs(clock::now().0 - 3_600_000);
    bench.happen(DriverEvent::Ready(Ready { terminal_time: Some(an_hour_ago), ..ready("m1") }));
    bench.happen(DriverEvent::State(TerminalState {
        unit: unit("m1"),
        activity: TerminalActivity::Idle,
        pos_link: PosLink::On,
        newest_slip: None,
        terminal_time: Some(clock::now()),
    }));
    bench.wait("the state", |s| s.terminals[0].activity == Some(TerminalActivity::Idle)).await;
    let payment = bench.unknown().await;
    let mut decision = paper("00001", 1_000);
    if let Decision::Charged { paper } = &mut decision {
        paper.time = clock::time_text(payment.accepted_at);
    }
    bench.decide(decision).await.unwrap();
}

#[tokio::test]
async fn the_same_word_told_again_does_not_open_what_was_settled_with_it() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let mut other = bench.result(&payment, ResultWord::Approved);
    other.unit.terminal_id = catlink_shared::terminal::TerminalId::new("9990000000001").unwrap();
    bench.offer(other.clone());
    bench.wait_state("contradicted").await;
    bench.decide(paper("00001", 1_000)).await.unwrap();
    bench.offer(other);
    for _told in 0..2 {
        assert!(matches!(bench.did().await, Did::Acknowledge { .. }));
    }
    assert_eq!(bench.state().await.word(), "sold");
    // Another word does.
    let mut less = bench.result(&payment, ResultWord::Approved);
    less.settled_amount = Some(Yen::new(1));
    bench.offer(less);
    bench.wait_state("contradicted").await;
}

#[tokio::test]
async fn a_strangers_slip_is_the_sales_own_as_soon_as_that_is_booked() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let mut stranger = bench.result(&payment, ResultWord::Approved);
    stranger.payment_id = Some(PaymentId::from_parts(7, &[7; 10]));
    bench.offer(stranger.clone());
    let snapshot = bench.wait("the action", |s| s.actions.len() == 1).await;
    assert_eq!(snapshot.actions[0].kind, ActionKind::Contradiction);
    bench.offer(bench.result(&payment, ResultWord::Approved));
    bench.wait("the sale", |s| s.actions.is_empty() && s.payments.is_empty()).await;
    // And told once more it is known.
    bench.offer(stranger);
    for _told in 0..3 {
        assert!(matches!(bench.did().await, Did::Acknowledge { .. }));
    }
    bench.register.refresh().await;
    bench.wait("nothing to do", |s| s.actions.is_empty()).await;
}

/// The terminal told our charge under nobody's key; the person has its paper in hand.
#[tokio::test]
async fn a_strangers_slip_may_be_the_paper_of_choice_1() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let mut stranger = bench.result(&payment, ResultWord::Approved);
    stranger.payment_id = Some(PaymentId::from_parts(7, &[7; 10]));
    bench.offer(stranger);
    bench.wait("the action", |s| s.actions.len() == 1).await;
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    bench.wait_state("unknown").await;
    let state = bench.decide(paper("00001", 1_000)).await.unwrap();
    assert!(matches!(state, PaymentState::Sold { by: ByHand::Person, .. }), "{state:?}");
    bench.register.refresh().await;
    bench.wait("nothing to do", |s| s.actions.is_empty()).await;
}
