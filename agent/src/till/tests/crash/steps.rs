//! What clerk, terminal and line do in a life: each step waits for what the till makes of it.

use std::future::pending;

use catlink_shared::money::Yen;
use catlink_shared::payment::{Decision, HandOver};
use catlink_shared::terminal::{BrandCode, ResultWord, TerminalResult};

use super::super::super::*;
use super::super::bench::*;
use super::super::decisions::around;
use super::Truth;
use super::life::World;
use crate::clock;
use crate::driver::{DriverEvent, NoResult};
use crate::link::LinkTrouble;
use crate::store::Claim;

/// What a person reads off the terminal's slip, now.
pub(super) fn paper() -> Decision {
    let mut paper = super::super::decisions::paper("00001", 1_000);
    if let Decision::Charged { paper } = &mut paper {
        paper.time = clock::time_text(clock::now());
    }
    paper
}

pub(super) fn hold() -> Decision {
    Decision::Hold { contact: "090-0000-0000".into(), newest_slip: None }
}

pub(super) async fn payment(bench: &Bench) -> Payment {
    let payment_id = bench.order(1).payment_id;
    let read = bench.register.store.read(move |c| admission::must_find(c, payment_id)).await;
    alive(bench, read).await
}

/// Up to the order, the reading before it included.
pub(super) async fn start_paying(bench: &Bench, world: &World) -> Payment {
    let payment = alive(bench, bench.till.start(bench.order(1)).await).await;
    match world.class {
        RecoveryClass::Last => {
            until(bench, |did| *did == Did::AskLast).await;
            no_last(bench);
        }
        RecoveryClass::Keyed | RecoveryClass::None => {}
    }
    until(bench, |did| matches!(did, Did::StartSales { .. })).await;
    payment
}

pub(super) async fn send(bench: &Bench) {
    bench.happen(DriverEvent::LineWon);
    until(bench, |did| matches!(did, Did::Proceed { .. })).await;
    bench.happen(DriverEvent::SalesTaken);
}

pub(super) async fn cut(bench: &Bench) {
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    bench.wait_stored("unknown").await;
}

/// What an e-money card had left on it.
pub(super) const LESS: i64 = 600;

/// Approved for what the card had left, of a brand that cannot be voided.
pub(super) async fn approve_for_less(bench: &Bench) {
    let payment = payment(bench).await;
    bench.offer(TerminalResult {
        settled_amount: Some(Yen::new(LESS)),
        brand: BrandCode::new("02-03").ok(),
        ..approved(bench, &payment)
    });
    until(bench, |did| matches!(did, Did::Acknowledge { .. })).await;
    bench.wait_stored("contradicted").await;
}

pub(super) fn no_last(bench: &Bench) {
    bench.happen(DriverEvent::NoResult { unit: unit("m1"), payment_id: None, answer: NoResult::None });
}

/// The terminal, asked, says what is so. One of class none is not asked.
pub(super) async fn say(bench: &Bench, world: &World, truth: Truth) {
    let payment = payment(bench).await;
    let asked = match world.class {
        RecoveryClass::Keyed => Did::AskPayment,
        RecoveryClass::Last => Did::AskLast,
        RecoveryClass::None => return,
    };
    until(bench, |did| *did == asked).await;
    world.say(bench, truth);
    let payment_id = (asked == Did::AskPayment).then_some(payment.frozen.payment_id);
    match truth {
        Truth::Charged => {
            bench.offer(TerminalResult { payment_id, ..approved(bench, &payment) });
            until(bench, |did| matches!(did, Did::Acknowledge { .. })).await;
            bench.wait_stored("sold").await;
        }
        Truth::NotCharged => {
            let answer = NoResult::None;
            bench.happen(DriverEvent::NoResult { unit: unit("m1"), payment_id, answer });
            bench.wait_stored("not_charged").await;
        }
    }
}

pub(super) fn approved(bench: &Bench, payment: &Payment) -> TerminalResult {
    TerminalResult { terminal_time: Some(clock::now()), ..bench.result(payment, ResultWord::Approved) }
}

/// The approval comes after the restart, by itself where nobody can ask for it; the clerk says what became of the goods.
pub(super) async fn hand_over(bench: &Bench, world: &World, answer: HandOver) {
    let payment = payment(bench).await;
    world.say(bench, Truth::Charged);
    let payment_id = match world.class {
        RecoveryClass::Last => {
            until(bench, |did| *did == Did::AskLast).await;
            None
        }
        RecoveryClass::Keyed | RecoveryClass::None => Some(payment.frozen.payment_id),
    };
    bench.offer(TerminalResult { payment_id, ..approved(bench, &payment) });
    bench.wait_stored("awaiting_hand_over").await;
    alive(bench, answer_hand_over(bench, answer).await).await;
}

pub(super) async fn answer_hand_over(bench: &Bench, answer: HandOver) -> Result<(), BooksError> {
    let (payment_id, around) = (bench.order(1).payment_id, around(&bench.register));
    let write = move |tx: &rusqlite::Transaction<'_>| {
        decisions::answer_hand_over(tx, payment_id, answer, Some("101"), &around).map(drop)
    };
    bench.register.store.write(Claim::Reserve, write).await
}

/// Waits until the till does this.
pub(super) async fn until(bench: &Bench, awaited: impl Fn(&Did) -> bool) {
    while !awaited(&bench.did().await) {}
}

/// What came of something while the agent lived. Nobody answers once it is dead.
pub(super) async fn alive<T, E: std::fmt::Debug>(bench: &Bench, answer: Result<T, E>) -> T {
    match answer {
        Err(_) if bench.register.store.death.is_dead() => pending().await,
        answer => answer.unwrap(),
    }
}
