//! Answers to questions that go wrong, and results that come in the middle of the next sale, over LAN.

use catlink_shared::terminal::{ResultWord, SlipNumber, TerminalState, Unit};
use serde_json::json;
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::lan::{connect, start};
use super::pos::Pos;
use super::{Simulator, key_of, sales};
use crate::driver::basic::message::{FromPos, FromTerminal};
use crate::virtual_terminal::act::{Act, Auto};

/// A register whose first sale is done, before a terminal that waits for a hand.
async fn sold() -> (Simulator, Pos<TcpStream>, Unit) {
    let (simulator, place) = start().await;
    let mut pos = connect(&place).await;
    let unit = pos.greet("R1").await;
    pos.say(&FromPos::Sales(sales(1, &unit))).await;
    assert_eq!(pos.result().await.result, ResultWord::Approved);
    simulator.device.act(Act::Auto { auto: Auto::Off }).await.expect("sets");
    (simulator, pos, unit)
}

async fn ask(pos: &mut Pos<TcpStream>, key: u8) {
    pos.say(&FromPos::Query { payment_id: key_of(key) }).await;
}

#[tokio::test]
async fn a_question_is_answered_late_twice_or_not_at_all() {
    let (simulator, mut pos, _) = sold().await;
    simulator.fault(json!({"fault": "late_answer", "ms": 80})).await;
    let asked = Instant::now();
    ask(&mut pos, 1).await;
    assert_eq!(pos.result().await.payment_id, Some(key_of(1)));
    assert!(asked.elapsed().as_millis() >= 80);
    simulator.fault(json!({"fault": "duplicate_answer"})).await;
    ask(&mut pos, 7).await;
    for _twice in 0..2 {
        let none = pos.answer().await;
        assert!(matches!(none, FromTerminal::None { payment_id, .. } if payment_id == Some(key_of(7))));
    }
    simulator.fault(json!({"fault": "mute_answer"})).await;
    ask(&mut pos, 1).await;
    ask(&mut pos, 7).await;
    assert!(matches!(pos.answer().await, FromTerminal::None { .. }), "only the second is answered");
}

#[tokio::test]
async fn a_question_is_answered_with_what_was_not_asked() {
    let (simulator, mut pos, unit) = sold().await;
    ask(&mut pos, 7).await;
    assert!(matches!(pos.answer().await, FromTerminal::None { .. }));
    simulator.fault(json!({"fault": "stale_answer"})).await;
    ask(&mut pos, 1).await;
    assert!(
        matches!(pos.answer().await, FromTerminal::None { payment_id, .. } if payment_id == Some(key_of(7)))
    );
    assert_eq!(pos.result().await.payment_id, Some(key_of(1)));
    simulator.fault(json!({"fault": "other_payment_answer"})).await;
    ask(&mut pos, 7).await;
    let told = pos.answer().await;
    assert!(
        matches!(told, FromTerminal::None { payment_id, .. } if payment_id != Some(key_of(7))),
        "{told:?}"
    );
    simulator.fault(json!({"fault": "other_unit_answer"})).await;
    ask(&mut pos, 7).await;
    let told = pos.answer().await;
    assert!(matches!(&told, FromTerminal::None { unit: told, .. } if *told != unit), "{told:?}");
}

#[tokio::test]
async fn a_line_of_the_daily_log_is_lost_doubled_cut_or_anothers() {
    let (simulator, mut pos, unit) = sold().await;
    let ask = FromPos::DailyLog { from: None, to: None };
    pos.say(&ask).await;
    assert!(matches!(pos.answer().await, FromTerminal::Log(line) if line.unit == unit));
    assert!(matches!(pos.answer().await, FromTerminal::End { count: 1, .. }));
    simulator.fault(json!({"fault": "log_line_missing"})).await;
    pos.say(&ask).await;
    assert!(matches!(pos.answer().await, FromTerminal::End { count: 1, .. }));
    simulator.fault(json!({"fault": "log_line_twice"})).await;
    pos.say(&ask).await;
    let twice = (pos.answer().await, pos.answer().await);
    assert!(matches!(&twice, (FromTerminal::Log(one), FromTerminal::Log(two)) if one == two), "{twice:?}");
    assert!(matches!(pos.answer().await, FromTerminal::End { count: 1, .. }));
    simulator.fault(json!({"fault": "log_line_of_other_unit"})).await;
    pos.say(&ask).await;
    assert!(matches!(pos.answer().await, FromTerminal::Log(line) if line.unit != unit));
    assert!(matches!(pos.answer().await, FromTerminal::End { .. }));
}

#[tokio::test]
async fn the_result_of_another_payment_answers_a_question_about_this_one() {
    let (simulator, mut pos, unit) = sold().await;
    pos.say(&FromPos::Sales(sales(2, &unit))).await;
    simulator.device.act(Act::Auto { auto: Auto::Approve }).await.expect("sets");
    assert_eq!(pos.result().await.payment_id, Some(key_of(2)));
    simulator.fault(json!({"fault": "other_payment_answer"})).await;
    ask(&mut pos, 2).await;
    assert_eq!(pos.result().await.payment_id, Some(key_of(1)));
    ask(&mut pos, 2).await;
    assert_eq!(pos.result().await.payment_id, Some(key_of(2)));
}

#[tokio::test]
async fn a_result_comes_in_the_middle_of_the_next_sale() {
    let (simulator, mut pos, unit) = sold().await;
    simulator.fault(json!({"fault": "result_in_next_sale"})).await;
    simulator.device.act(Act::Auto { auto: Auto::Approve }).await.expect("sets");
    pos.say(&FromPos::Sales(sales(2, &unit))).await;
    // The terminal is idle again, and has said nothing.
    loop {
        let told = pos.hear().await;
        assert!(!matches!(told, FromTerminal::Result(_)), "too early: {told:?}");
        let slip = |state: &TerminalState| state.newest_slip == Some(SlipNumber::five(2));
        if matches!(&told, FromTerminal::State(state) if slip(state)) {
            break;
        }
    }
    simulator.device.act(Act::Auto { auto: Auto::Off }).await.expect("sets");
    pos.say(&FromPos::Sales(sales(3, &unit))).await;
    assert_eq!(pos.result().await.payment_id, Some(key_of(2)));
    simulator.fault(json!({"fault": "repeat_in_next_sale"})).await;
    simulator.device.act(Act::Cancel).await.expect("cancels");
    assert_eq!(pos.result().await.payment_id, Some(key_of(3)));
    pos.say(&FromPos::Sales(sales(4, &unit))).await;
    assert_eq!(pos.result().await.payment_id, Some(key_of(3)), "again");
}

#[tokio::test]
async fn a_result_names_another_slip_memory_or_register() {
    let (simulator, mut pos, unit) = sold().await;
    for (fault, key) in [("wrong_slip_number", 1), ("wrong_memory", 1), ("wrong_register", 1)] {
        ask(&mut pos, key).await;
        let right = pos.result().await;
        assert_eq!((&right.unit, right.slip_number.as_ref().expect("slip").as_str()), (&unit, "00001"));
        simulator.fault(json!({"fault": fault, "by": 7})).await;
        ask(&mut pos, key).await;
        assert_ne!(pos.result().await, right, "{fault}");
    }
}

/// The line goes away at a byte of other messages than SALES and RESULT, and comes back.
#[tokio::test]
async fn the_line_is_cut_inside_other_messages_of_either_side() {
    for fault in [
        json!({"fault": "cut_in_request", "message": "query", "byte": 2, "back_after_ms": 0}),
        json!({"fault": "cut_in_request", "message": "query", "byte": 40, "back_after_ms": 0}),
        json!({"fault": "cut_in_answer", "message": "none", "byte": 1, "back_after_ms": 0}),
        json!({"fault": "cut_in_answer", "message": "none", "byte": 30, "back_after_ms": 0}),
    ] {
        let (simulator, place) = start().await;
        let mut pos = connect(&place).await;
        pos.greet("R1").await;
        simulator.fault(fault.clone()).await;
        // Another message does not trip it.
        pos.say(&FromPos::Ping).await;
        while !matches!(pos.hear().await, FromTerminal::State(_)) {}
        ask(&mut pos, 7).await;
        pos.gone().await;
        let mut pos = connect(&place).await;
        pos.greet("R1").await;
        ask(&mut pos, 7).await;
        assert!(matches!(pos.answer().await, FromTerminal::None { .. }), "{fault}");
    }
}

#[tokio::test]
async fn a_line_cut_as_soon_as_sales_is_taken_charges_once_and_tells_it_afterwards() {
    let (simulator, place) = start().await;
    let mut pos = connect(&place).await;
    let unit = pos.greet("R1").await;
    simulator.fault(json!({"fault": "cut_once_taken", "back_after_ms": 0})).await;
    pos.say(&FromPos::Sales(sales(1, &unit))).await;
    pos.gone().await;
    let mut pos = connect(&place).await;
    pos.greet("R1").await;
    assert_eq!(pos.result().await.payment_id, Some(key_of(1)));
    assert_eq!(simulator.charged().await, [1_200]);
}
