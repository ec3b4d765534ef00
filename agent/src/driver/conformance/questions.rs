//! Questions and their answers, for each class of recovery; silence and greeting.

use std::time::Duration;

use catlink_shared::terminal::{RefusedReason, ResultWord, TerminalActivity};
use tokio::time::Instant;

use super::{
    Call, Family, ScriptedTerminal, Till, greeted, payment, ready, request, result, settle, sold, state, unit,
};
use crate::driver::basic::message::{FromPos, FromTerminal};
use crate::driver::{DriverEvent, NoResult, Question};
use crate::link::{LinkTrouble, memory};

pub(super) async fn a_keyed_terminal_answers_by_payment<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    let payment_id = request.payment_id;
    let answers = [
        (FromTerminal::Pending { unit: unit(), payment_id }, NoResult::Pending),
        (FromTerminal::None { unit: unit(), payment_id: Some(payment_id) }, NoResult::None),
        (FromTerminal::Forgotten { unit: unit(), payment_id }, NoResult::Forgotten),
    ];
    for (message, answer) in answers {
        till.call(Call::Ask(Question::Payment(payment_id)));
        assert_eq!(terminal.take().await, FromPos::Query { payment_id });
        terminal.send(&message).await;
        till.expect(DriverEvent::NoResult { unit: unit(), payment_id: Some(payment_id), answer }).await;
    }
    till.call(Call::Ask(Question::Payment(payment_id)));
    assert_eq!(terminal.take().await, FromPos::Query { payment_id });
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
    terminal.hears_only_pings(Duration::from_secs(30)).await;
    till.expect_nothing(Duration::from_secs(1)).await;
}

pub(super) async fn a_last_terminal_answers_with_its_last_transaction<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    till.call(Call::Ask(Question::Last));
    assert_eq!(terminal.take().await, FromPos::Last);
    terminal.send(&FromTerminal::None { unit: unit(), payment_id: None }).await;
    till.expect(DriverEvent::NoResult { unit: unit(), payment_id: None, answer: NoResult::None }).await;

    till.call(Call::Ask(Question::Last));
    assert_eq!(terminal.take().await, FromPos::Last);
    let reason = RefusedReason::Busy;
    terminal.send(&FromTerminal::Refused { unit: unit(), payment_id: None, reason }).await;
    till.expect(DriverEvent::Refused { unit: unit(), payment_id: None, reason }).await;

    till.call(Call::Ask(Question::Last));
    assert_eq!(terminal.take().await, FromPos::Last);
    let mut last = result(&request(1), ResultWord::Approved);
    last.payment_id = None;
    settle(&mut till, &mut terminal, &last).await;
    terminal.hears_only_pings(Duration::from_secs(30)).await;
    till.expect_nothing(Duration::from_secs(1)).await;
}

pub(super) async fn a_terminal_without_memory_leaves_the_question_unanswered<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    let question = Question::Payment(payment(1));
    let asked = Instant::now();
    till.call(Call::Ask(question));
    // Asked again before it is answered, it is one question.
    till.call(Call::Ask(question));
    assert_eq!(terminal.take().await, FromPos::Query { payment_id: payment(1) });
    terminal.hears_only_pings(Duration::from_millis(5500)).await;
    till.expect(DriverEvent::Unanswered(question)).await;
    assert!(asked.elapsed() < Duration::from_secs(7));
}

pub(super) async fn a_question_is_asked_only_after_a_fresh_greeting<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    terminal.cut();
    till.expect(DriverEvent::Lost(LinkTrouble::Gone)).await;
    let payment_id = request.payment_id;
    till.call(Call::Ask(Question::Payment(payment_id)));
    terminal.accept().await;
    terminal.greet().await;
    till.expect(DriverEvent::Ready(ready())).await;
    assert_eq!(terminal.take().await, FromPos::Query { payment_id });
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
}

pub(super) async fn a_terminal_of_ours_can_be_greeted_anew<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    till.call(Call::Claim);
    terminal.greet().await;
    till.expect(DriverEvent::Ready(ready())).await;
    terminal.hears_only_pings(Duration::from_secs(30)).await;
}

pub(super) async fn a_quiet_terminal_is_asked_for_its_state<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    let quiet = Instant::now();
    assert_eq!(terminal.take_any().await, FromPos::Ping);
    assert!(quiet.elapsed() < Duration::from_secs(2));
    terminal.send(&FromTerminal::State(state(TerminalActivity::Idle))).await;
    terminal.hears_only_pings(Duration::from_secs(600)).await;
    till.expect_nothing(Duration::from_secs(1)).await;
}

pub(super) async fn silence_is_told_within_five_seconds_and_ends_with_a_greeting<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    let quiet = Instant::now();
    till.expect(DriverEvent::Silent).await;
    assert!(quiet.elapsed() <= Duration::from_secs(5));
    terminal.forget_what_came().await;
    loop {
        match terminal.take_any().await {
            FromPos::Ping => {}
            FromPos::Hello { .. } => break,
            other => panic!("{} came", other.trace()),
        }
    }
    terminal.send(&FromTerminal::Ready(ready())).await;
    till.expect(DriverEvent::Ready(ready())).await;
}

pub(super) async fn another_register_is_named<F: Family>() {
    let (dialer, exchange) = memory::pair(4096);
    let mut till = Till::new(F::driver(dialer));
    let mut terminal = ScriptedTerminal::new(F::FRAMING, exchange);
    terminal.accept().await;
    let refused = FromTerminal::HelloRefused { unit: unit(), holder: "R2".to_owned() };
    for _again in 0..3 {
        assert!(matches!(terminal.take_any().await, FromPos::Hello { .. }));
        terminal.send(&refused).await;
    }
    till.expect(DriverEvent::HelloRefused { holder: "R2".to_owned() }).await;
    // Said once; greeted again until it is free.
    terminal.greet().await;
    till.expect(DriverEvent::Ready(ready())).await;
}

pub(super) async fn a_state_is_told_at_once<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    for &activity in TerminalActivity::ALL {
        let now = Instant::now();
        terminal.send(&FromTerminal::State(state(activity))).await;
        let told = till.events.recv().await;
        assert_eq!(told, Some(DriverEvent::State(state(activity))));
        assert!(now.elapsed() < Duration::from_secs(2));
    }
    // Asked for, it answers the question.
    till.call(Call::Ask(Question::State));
    assert_eq!(terminal.take_any().await, FromPos::Ping);
    terminal.send(&FromTerminal::State(state(TerminalActivity::Busy))).await;
    terminal.hears_only_pings(Duration::from_secs(30)).await;
    till.expect_nothing(Duration::from_secs(1)).await;
}
