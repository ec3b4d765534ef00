//! A terminal that another register uses, too: looked at without HELLO, claimed for a payment or a question, given back.

use std::time::Duration;

use catlink_shared::terminal::{ResultWord, TerminalActivity};
use tokio::time::{Instant, timeout};

use super::{
    Basic, Call, Framing, PATIENCE, ScriptedTerminal, Till, Timers, payment, ready, register, request,
    result, sell, settle, state, unit,
};
use crate::driver::basic::message::{FromPos, FromTerminal};
use crate::driver::{DriverEvent, NoResult, NotTaken, Question};
use crate::link::{LinkAddress, LinkTrouble, memory};

/// A till that looks on, at a terminal that has not been claimed.
async fn looking_on() -> (Till, ScriptedTerminal) {
    let (dialer, exchange) = memory::pair(4096);
    let driver = Basic::new(LinkAddress::Memory(dialer), Framing::Lan, Timers::default(), register());
    let till = Till::new(driver.shared());
    let mut terminal = ScriptedTerminal::new(Framing::Lan, exchange);
    terminal.accept().await;
    (till, terminal)
}

async fn claimed() -> (Till, ScriptedTerminal) {
    let (mut till, mut terminal) = looking_on().await;
    till.call(Call::Claim);
    hears_hello(&mut terminal).await;
    terminal.send(&FromTerminal::Ready(ready())).await;
    till.expect(DriverEvent::Ready(ready())).await;
    (till, terminal)
}

async fn hears_hello(terminal: &mut ScriptedTerminal) {
    let hello = terminal.take().await;
    assert!(matches!(hello, FromPos::Hello { .. }), "{} instead of HELLO", hello.trace());
}

/// One more PING, then the connection is closed, and another one opened.
async fn is_given_back(terminal: &mut ScriptedTerminal) {
    assert_eq!(terminal.take_any().await, FromPos::Ping);
    terminal.send(&FromTerminal::State(state(TerminalActivity::Idle))).await;
    terminal.accept().await;
    terminal.hears_only_pings(Duration::from_secs(30)).await;
}

#[tokio::test(start_paused = true)]
async fn a_terminal_that_is_not_claimed_is_looked_at_without_hello() {
    let (mut till, mut terminal) = looking_on().await;
    for activity in [TerminalActivity::Idle, TerminalActivity::Busy] {
        assert_eq!(terminal.take_any().await, FromPos::Ping);
        terminal.send(&FromTerminal::State(state(activity))).await;
        let told = timeout(PATIENCE, till.events.recv()).await.expect("in time");
        assert_eq!(told, Some(DriverEvent::State(state(activity))));
    }
    let asked = Instant::now();
    till.call(Call::Ask(Question::State));
    assert_eq!(terminal.take_any().await, FromPos::Ping);
    assert!(asked.elapsed() < Duration::from_millis(100));
    terminal.send(&FromTerminal::State(state(TerminalActivity::Idle))).await;
    terminal.hears_only_pings(Duration::from_secs(600)).await;
    till.expect_nothing(Duration::from_secs(1)).await;
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sold_or_asked_without_a_claim() {
    let (mut till, mut terminal) = looking_on().await;
    till.start(&request(1));
    till.expect(DriverEvent::SalesNotTaken(NotTaken::NotConnected)).await;
    let question = Question::Payment(payment(1));
    till.call(Call::Ask(question));
    terminal.hears_only_pings(Duration::from_secs(11)).await;
    till.expect(DriverEvent::Unanswered(question)).await;
    assert_eq!(terminal.charges, vec![]);
}

#[tokio::test(start_paused = true)]
async fn a_claimed_terminal_takes_a_sale_and_is_given_back() {
    let (mut till, mut terminal) = claimed().await;
    for number in [1, 2] {
        let request = request(number);
        sell(&mut till, &mut terminal, &request).await;
        settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
        till.call(Call::Release);
        is_given_back(&mut terminal).await;
        till.expect_nothing(Duration::from_secs(1)).await;
        till.call(Call::Claim);
        hears_hello(&mut terminal).await;
        terminal.send(&FromTerminal::Ready(ready())).await;
        till.expect(DriverEvent::Ready(ready())).await;
    }
    assert_eq!(terminal.charges.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_claim_in_the_middle_of_giving_back_is_greeted_again() {
    let (mut till, mut terminal) = claimed().await;
    till.call(Call::Release);
    till.call(Call::Claim);
    hears_hello(&mut terminal).await;
    terminal.send(&FromTerminal::Ready(ready())).await;
    till.expect(DriverEvent::Ready(ready())).await;
    let request = request(1);
    sell(&mut till, &mut terminal, &request).await;
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
}

#[tokio::test(start_paused = true)]
async fn a_refused_claim_names_the_holder_each_time_it_is_asked_for() {
    let (mut till, mut terminal) = looking_on().await;
    let refused = FromTerminal::HelloRefused { unit: unit(), holder: "R2".to_owned() };
    for _again in 0..2 {
        till.call(Call::Claim);
        hears_hello(&mut terminal).await;
        terminal.send(&refused).await;
        till.expect(DriverEvent::HelloRefused { holder: "R2".to_owned() }).await;
        till.start(&request(1));
        till.expect(DriverEvent::SalesNotTaken(NotTaken::NotConnected)).await;
    }
    // Claimed still, it is greeted as soon as it is free; given up, it is only looked at.
    hears_hello(&mut terminal).await;
    terminal.send(&refused).await;
    till.call(Call::Release);
    terminal.accept().await;
    terminal.hears_only_pings(Duration::from_secs(30)).await;
    till.expect_nothing(Duration::from_secs(1)).await;
}

#[tokio::test(start_paused = true)]
async fn a_claim_outlives_a_cut_and_what_is_open_is_asked_then() {
    let (mut till, mut terminal) = claimed().await;
    terminal.cut();
    till.expect(DriverEvent::Lost(LinkTrouble::Gone)).await;
    let payment_id = payment(1);
    till.call(Call::Ask(Question::Payment(payment_id)));
    terminal.accept().await;
    terminal.greet().await;
    till.expect(DriverEvent::Ready(ready())).await;
    assert_eq!(terminal.take().await, FromPos::Query { payment_id });
    terminal.send(&FromTerminal::None { unit: unit(), payment_id: Some(payment_id) }).await;
    let answer = NoResult::None;
    till.expect(DriverEvent::NoResult { unit: unit(), payment_id: Some(payment_id), answer }).await;
    till.call(Call::Release);
    is_given_back(&mut terminal).await;
}

#[tokio::test(start_paused = true)]
async fn a_terminal_that_dies_while_it_is_given_back_is_looked_at_again() {
    let (mut till, mut terminal) = claimed().await;
    till.call(Call::Release);
    assert_eq!(terminal.take_any().await, FromPos::Ping);
    till.expect(DriverEvent::Silent).await;
    till.expect(DriverEvent::Lost(LinkTrouble::Gone)).await;
    terminal.accept().await;
    terminal.hears_only_pings(Duration::from_secs(30)).await;
}
