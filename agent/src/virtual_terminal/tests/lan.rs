use catlink_shared::terminal::{RefusedReason, ResultWord, SalesRequest};
use serde_json::json;
use tokio::net::TcpStream;

use super::pos::{Manner, Pos};
use super::{Simulator, key_of, register, sales};
use crate::driver::basic::message::{FromPos, FromTerminal};
use crate::virtual_terminal::line::Place;

pub(super) async fn start() -> (Simulator, String) {
    let simulator = Simulator::start(Place::Tcp("127.0.0.1:0".parse().expect("address")));
    let place = simulator.place("").await;
    (simulator, place)
}

pub(super) async fn connect(place: &str) -> Pos<TcpStream> {
    loop {
        // Refused while the line is away: no other condition tells a POS that it is back.
        match TcpStream::connect(place).await {
            Ok(stream) => return Pos::new(stream, Manner::Lan),
            Err(_away) => tokio::task::yield_now().await,
        }
    }
}

#[tokio::test]
async fn a_sale_is_charged_told_and_known_afterwards() {
    let (simulator, place) = start().await;
    let mut pos = connect(&place).await;
    pos.say(&FromPos::Ping).await;
    assert!(matches!(pos.hear().await, FromTerminal::State(_)), "PING needs no HELLO");
    let unit = pos.greet("R1").await;
    pos.say(&FromPos::Sales(sales(1, &unit))).await;
    let told = pos.result().await;
    assert_eq!((told.result, told.payment_id), (ResultWord::Approved, Some(key_of(1))));
    pos.say(&FromPos::Query { payment_id: key_of(1) }).await;
    assert_eq!(pos.result().await, told);
    pos.say(&FromPos::Sales(sales(1, &unit))).await;
    assert_eq!(pos.result().await, told);
    assert_eq!(simulator.charged().await, [1_200]);
}

#[tokio::test]
async fn sales_without_hello_and_another_register_are_refused() {
    let (_simulator, place) = start().await;
    let mut first = connect(&place).await;
    let unit = first.greet("R1").await;
    let mut second = connect(&place).await;
    second.say(&FromPos::Hello { version: 1, register_id: register("R2") }).await;
    let refused = second.answer().await;
    assert!(matches!(&refused, FromTerminal::HelloRefused { holder, .. } if holder == "R1"), "{refused:?}");
    second.say(&FromPos::Sales(sales(1, &unit))).await;
    let refused = second.answer().await;
    assert!(
        matches!(refused, FromTerminal::Refused { reason: RefusedReason::OtherRegister, payment_id, .. } if payment_id == Some(key_of(1)))
    );
    let mut third = connect(&place).await;
    third.greet("R1").await;
    first.gone().await;
}

#[tokio::test]
async fn a_result_goes_to_its_register_only() {
    let (simulator, place) = start().await;
    let mut first = connect(&place).await;
    let unit = first.greet("R1").await;
    first.say(&FromPos::Sales(sales(1, &unit))).await;
    drop(first);
    let mut second = connect(&place).await;
    let theirs = SalesRequest { register_id: register("R2"), ..sales(2, &unit) };
    // Held by the first one's connection, then busy with its payment.
    loop {
        second.say(&FromPos::Hello { version: 1, register_id: register("R2") }).await;
        second.say(&FromPos::Sales(theirs.clone())).await;
        match second.answer().await {
            FromTerminal::HelloRefused { .. } | FromTerminal::Ready(_) | FromTerminal::Refused { .. } => {}
            FromTerminal::Result(result) => {
                assert_eq!(result.payment_id, Some(key_of(2)));
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(simulator.charged().await, [1_200, 1_200]);
    drop(second);
    let mut first = connect(&place).await;
    loop {
        first.say(&FromPos::Hello { version: 1, register_id: register("R1") }).await;
        match first.answer().await {
            FromTerminal::HelloRefused { .. } | FromTerminal::Ready(_) => {}
            FromTerminal::Result(result) => {
                assert_eq!(result.payment_id, Some(key_of(1)));
                break;
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_line_cut_inside_sales_charges_nothing_and_none_burns_the_key() {
    let (simulator, place) = start().await;
    let mut pos = connect(&place).await;
    let unit = pos.greet("R1").await;
    simulator.fault(json!({"fault": "cut_in_sales", "byte": 40, "back_after_ms": 0})).await;
    pos.say(&FromPos::Sales(sales(1, &unit))).await;
    pos.gone().await;
    let mut pos = connect(&place).await;
    pos.greet("R1").await;
    pos.say(&FromPos::Query { payment_id: key_of(1) }).await;
    assert!(matches!(pos.answer().await, FromTerminal::None { .. }));
    pos.say(&FromPos::Sales(sales(1, &unit))).await;
    assert!(matches!(pos.answer().await, FromTerminal::Refused { reason: RefusedReason::BadField, .. }));
    assert_eq!(simulator.charged().await, [0; 0]);
}

#[tokio::test]
async fn a_line_cut_before_or_inside_a_result_brings_it_after_hello() {
    for fault in [
        json!({"fault": "cut_before_result", "back_after_ms": 0}),
        json!({"fault": "cut_in_result", "byte": 30, "back_after_ms": 0}),
    ] {
        let (simulator, place) = start().await;
        let mut pos = connect(&place).await;
        let unit = pos.greet("R1").await;
        simulator.fault(fault).await;
        pos.say(&FromPos::Sales(sales(1, &unit))).await;
        pos.gone().await;
        let mut pos = connect(&place).await;
        pos.greet("R1").await;
        assert_eq!(pos.result().await.payment_id, Some(key_of(1)));
        assert_eq!(simulator.charged().await, [1_200]);
    }
}

#[tokio::test]
async fn what_is_told_wrong_is_told_wrong_once() {
    let (simulator, place) = start().await;
    let mut pos = connect(&place).await;
    let unit = pos.greet("R1").await;
    simulator.fault(json!({"fault": "wrong_amount", "by": 100})).await;
    simulator.fault(json!({"fault": "duplicate_result"})).await;
    simulator.fault(json!({"fault": "split_writes", "size": 3, "times": 2})).await;
    pos.say(&FromPos::Sales(sales(1, &unit))).await;
    for _twice in 0..2 {
        assert_eq!(pos.result().await.amount.map(|amount| amount.get()), Some(1_300));
    }
    pos.say(&FromPos::Query { payment_id: key_of(1) }).await;
    assert_eq!(pos.result().await.amount.map(|amount| amount.get()), Some(1_200));
}

#[tokio::test]
async fn a_restart_in_the_middle_tells_the_end_after_hello_and_a_wiped_memory_has_a_new_name() {
    let (simulator, place) = start().await;
    let mut pos = connect(&place).await;
    let unit = pos.greet("R1").await;
    simulator
        .device
        .act(crate::virtual_terminal::act::Act::Auto { auto: crate::virtual_terminal::act::Auto::Off })
        .await
        .expect("sets");
    pos.say(&FromPos::Sales(sales(1, &unit))).await;
    while !matches!(pos.hear().await, FromTerminal::Status { .. }) {}
    simulator.fault(json!({"fault": "restart"})).await;
    pos.gone().await;
    let mut pos = connect(&place).await;
    assert_eq!(pos.greet("R1").await, unit);
    assert_eq!(pos.result().await.result, ResultWord::Cancelled);
    simulator.fault(json!({"fault": "wiped_memory"})).await;
    pos.gone().await;
    let mut pos = connect(&place).await;
    let wiped = pos.greet("R1").await;
    assert!(wiped.terminal_id == unit.terminal_id && wiped.memory_id != unit.memory_id);
    pos.say(&FromPos::Sales(sales(2, &unit))).await;
    assert!(matches!(pos.answer().await, FromTerminal::Refused { reason: RefusedReason::OtherUnit, .. }));
}
