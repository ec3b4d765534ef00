//! Whatever is sold, moved, given back and closed, in any order and by any clock: the drawer is the sum of what moved it,
//! and the day never goes back.

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::receipt::DataKind;
use catlink_shared::wire::day::Direction;
use catlink_shared::wire::reply::RefusalCode;
use proptest::prelude::*;
use rusqlite::Transaction;

use super::super::{drawer, movement, opening, standing};
use super::bench::{CUTOFF, NOON, clerk, close, sell, with_manager};
use crate::books::bench::{books, write};
use crate::books::cash_refunds::{self, RefundOf};
use crate::books::{BooksError, refuse};

/// What a shop does next.
#[derive(Debug, Clone)]
enum Step {
    Sell(i64),
    Train(i64),
    GiveBack(i64),
    Move(Direction, i64),
    Close(i64),
    Open(i64),
    Clock(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let direction = prop_oneof![Just(Direction::In), Just(Direction::Out)];
    prop_oneof![
        4 => (-3_000_i64..9_000).prop_map(Step::Sell),
        1 => (1_i64..9_000).prop_map(Step::Train),
        1 => (1_i64..2_000).prop_map(Step::GiveBack),
        2 => (direction, 1_i64..9_000).prop_map(|(direction, amount)| Step::Move(direction, amount)),
        2 => (0_i64..50_000).prop_map(Step::Close),
        2 => (0_i64..50_000).prop_map(Step::Open),
        2 => (-40_i64..40).prop_map(Step::Clock),
    ]
}

/// What should be there.
#[derive(Debug)]
struct Model {
    now: UnixMs,
    cash: i64,
    newest: String,
}

/// The refusal of a step, or what it says otherwise.
fn refused(done: Result<(), BooksError>) -> Result<Option<RefusalCode>, BooksError> {
    match done {
        Ok(()) => Ok(None),
        Err(BooksError::Refused(refusal)) => Ok(Some(refusal.code)),
        Err(other) => Err(other),
    }
}

fn take(tx: &Transaction<'_>, model: &mut Model, step: &Step) -> Result<Result<(), String>, BooksError> {
    let today = standing::now(tx, model.now, CUTOFF)?;
    let is_closed = matches!(today.state, standing::State::Closed(_));
    let before = model.cash;
    let (done, moves) = match step {
        Step::Sell(amount) => (sell(tx, CounterMode::Live, *amount, model.now).map(drop), *amount),
        Step::Train(amount) => (sell(tx, CounterMode::Training, *amount, model.now).map(drop), 0),
        Step::GiveBack(amount) => {
            let of = RefundOf::Payment(PaymentId::from(uuid::Uuid::now_v7()));
            (cash_refunds::book(tx, of, Yen::new(*amount), Some("101"), model.now), -amount)
        }
        Step::Move(direction, amount) => {
            let moves = if *direction == Direction::In { *amount } else { -amount };
            (movement::book(tx, *direction, Yen::new(*amount), "両替", &clerk(), model.now), moves)
        }
        Step::Close(counted) => (close(tx, *counted, &with_manager(), model.now), -before),
        Step::Open(float) => {
            let opens = today.opens().unwrap_or_default();
            (opening::open(tx, &opens, Yen::new(*float), &clerk(), model.now), *float)
        }
        Step::Clock(hours) => {
            model.now = UnixMs(model.now.0 + hours * 3_600_000);
            (Ok(()), 0)
        }
    };
    let refused = refused(done)?;
    if refused.is_none() {
        model.cash += moves;
    }
    let asks = matches!(step, Step::Sell(_) | Step::Train(_) | Step::Move(..));
    if asks && is_closed != (refused == Some(RefusalCode::DayClosed)) {
        return Ok(Err(format!("{step:?} on {today:?}: {refused:?}")));
    }
    agree(tx, model, step)
}

fn agree(tx: &Transaction<'_>, model: &mut Model, step: &Step) -> Result<Result<(), String>, BooksError> {
    let there = drawer::now(tx)?.expected().get();
    if there != model.cash {
        return Ok(Err(format!("{step:?}: {there} in the drawer, and {model:?}")));
    }
    let day = standing::now(tx, model.now, CUTOFF)?.day;
    let opened: Option<String> =
        tx.query_row("SELECT max(business_day) FROM register_day", [], |row| row.get(0))?;
    let opened = opened.unwrap_or_default();
    if opened < model.newest || day < opened {
        return Ok(Err(format!("{step:?}: {opened} and {day} after {}", model.newest)));
    }
    model.newest = opened;
    Ok(Ok(()))
}

/// A whole life of a shop in one transaction that is not kept.
fn live(tx: &Transaction<'_>, steps: &[Step]) -> Result<(), BooksError> {
    let mut model = Model { now: NOON, cash: 0, newest: String::new() };
    for step in steps {
        if let Err(wrong) = take(tx, &mut model, step)? {
            return Err(refuse(RefusalCode::Malformed, wrong));
        }
    }
    Err(refuse(RefusalCode::Malformed, "agreed"))
}

#[test]
fn the_drawer_is_what_moved_it_and_the_day_never_goes_back() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let store = runtime.block_on(books(DataKind::Demo));
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(200));
    runner
        .run(&proptest::collection::vec(step(), 1..40), |steps| {
            let lived = runtime.block_on(write(&store, move |tx| live(tx, &steps)));
            prop_assert_eq!(lived.unwrap_err().message, "agreed");
            Ok(())
        })
        .unwrap();
}
