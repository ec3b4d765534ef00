//! The lives a payment can have, each as a beginning that nobody dies in and the rest, in which the agent dies.

use std::cell::Cell;

use catlink_shared::payment::HandOver;
use catlink_shared::terminal::{CenterResultCode, RefusedReason, ResultWord, TerminalResult};
use rusqlite::Connection;

use super::super::super::*;
use super::super::bench::*;
use super::super::cash_back::refunded;
use super::super::decisions::not_on_record;
use super::super::units::another;
use super::steps::{
    LESS, alive, approve_for_less, cut, hand_over, hold, paper, payment, say, send, start_paying, until,
};
use super::{Remains, Truth};
use crate::clock;
use crate::driver::{DriverEvent, NotTaken};
use crate::store::death::Side;

/// What happens to a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    Sale,
    Declined,
    Refused,
    LineNotWon,
    NothingFound,
    ChargeFound,
    PaperSlip,
    NoRecord,
    Hold,
    PaidOtherwise,
    Exchanged,
    HandedOver,
    KeptBack,
    CashBack,
}

/// What is so outside of the agent.
pub(super) struct World {
    pub(super) class: RecoveryClass,
    /// Who answers at the port.
    pub(super) unit: Unit,
    pub(super) sales_had_left: bool,
    /// The terminal's result was taken before.
    pub(super) result_was_taken: bool,
    /// What the terminal has said became of the payment.
    pub(super) said: Cell<Option<Truth>>,
}

impl World {
    /// The terminal says what became of the payment, while somebody hears it.
    pub(super) fn say(&self, bench: &Bench, truth: Truth) {
        if !bench.register.store.death.is_dead() {
            self.said.set(Some(truth));
        }
    }

    /// What the terminal says of itself, whoever it is by now.
    pub(super) fn ready(&self) -> Ready {
        let capabilities = match self.class {
            RecoveryClass::Keyed => vec!["query".into(), "last".into()],
            RecoveryClass::Last => vec!["last".into()],
            RecoveryClass::None => vec![],
        };
        Ready { unit: self.unit.clone(), capabilities, terminal_time: Some(clock::now()), ..ready("m1") }
    }
}

impl Life {
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Sale => "a sale that is approved",
            Self::Declined => "a sale that is declined",
            Self::Refused => "SALES is refused",
            Self::LineNotWon => "the line is not won",
            Self::NothingFound => "the line is cut; the terminal is asked and has nothing",
            Self::ChargeFound => "the line is cut; the terminal is asked and has charged",
            Self::PaperSlip => "unknown; a person finds the paper slip",
            Self::NoRecord => "unknown; a person finds no record",
            Self::Hold => "unknown; a person cannot tell",
            Self::PaidOtherwise => "unknown; the customer pays in cash",
            Self::Exchanged => "held; the terminal is exchanged",
            Self::HandedOver => "approved after a restart; the goods are handed over",
            Self::KeptBack => "approved after a restart; the goods are kept back",
            Self::CashBack => "approved for less, of a brand that cannot be voided; a person gives cash back",
        }
    }

    /// Lives until the agent dies at `at`; none where it does not get there any more.
    pub(super) async fn lived_until(self, class: RecoveryClass, at: (usize, Side)) -> Option<Remains> {
        let mut world = World {
            class,
            unit: unit("m1"),
            sales_had_left: false,
            result_was_taken: false,
            said: Cell::new(None),
        };
        let bench = self.begin(&mut world).await;
        let death = bench.register.store.death.clone();
        let mut seen = journaled(&bench.folder);
        death.plan(Box::new(move |connection| new_events(connection, &mut seen)), at);
        tokio::select! {
            biased;
            () = death.happened() => {}
            () = self.go_on(&bench, &world) => {}
        }
        let died = death.is_dead();
        let steps = death.steps();
        let (folder, sale_id) = bench.die();
        // The lock is free when the dead one's last commit is done.
        let open = open_when_free(&folder).await;
        died.then_some(Remains { folder, _open: open, sale_id, world, steps, side: at.1 })
    }

    async fn begin(self, world: &mut World) -> Bench {
        let bench = Bench::with(new_folder(), sale_id(), world.ready()).await;
        bench.keep_draft().await;
        match self {
            Self::Sale => return bench,
            Self::LineNotWon => {
                start_paying(&bench, world).await;
                return bench;
            }
            Self::Declined
            | Self::Refused
            | Self::NothingFound
            | Self::ChargeFound
            | Self::PaperSlip
            | Self::NoRecord
            | Self::Hold
            | Self::PaidOtherwise
            | Self::Exchanged
            | Self::HandedOver
            | Self::KeptBack
            | Self::CashBack => {}
        }
        start_paying(&bench, world).await;
        send(&bench).await;
        world.sales_had_left = true;
        match self {
            Self::Sale
            | Self::LineNotWon
            | Self::Declined
            | Self::Refused
            | Self::NothingFound
            | Self::ChargeFound => bench,
            Self::PaperSlip | Self::NoRecord | Self::Hold | Self::PaidOtherwise => {
                cut(&bench).await;
                bench
            }
            Self::Exchanged => {
                cut(&bench).await;
                bench.decide(hold()).await.unwrap();
                world.unit = another();
                bench.happen(DriverEvent::Ready(world.ready()));
                bench.wait("the exchange", |s| s.terminals[0].exchanged.is_some()).await;
                bench
            }
            Self::CashBack => {
                world.say(&bench, Truth::Charged);
                world.result_was_taken = true;
                approve_for_less(&bench).await;
                bench
            }
            Self::HandedOver | Self::KeptBack => {
                let (folder, sale_id) = bench.die();
                Bench::with(folder, sale_id, world.ready()).await
            }
        }
    }

    async fn go_on(self, bench: &Bench, world: &World) {
        match self {
            Self::Sale => {
                let payment = start_paying(bench, world).await;
                send(bench).await;
                world.say(bench, Truth::Charged);
                bench.offer(bench.result(&payment, ResultWord::Approved));
                until(bench, |did| matches!(did, Did::Acknowledge { .. })).await;
                bench.wait_stored("sold").await;
            }
            Self::Declined => {
                let payment = payment(bench).await;
                world.say(bench, Truth::NotCharged);
                bench.offer(TerminalResult {
                    slip_number: None,
                    center_result_code: CenterResultCode::new("G12").ok(),
                    ..bench.result(&payment, ResultWord::Declined)
                });
                until(bench, |did| matches!(did, Did::Acknowledge { .. })).await;
            }
            Self::Refused => {
                world.say(bench, Truth::NotCharged);
                let (payment_id, reason) = (Some(bench.order(1).payment_id), RefusedReason::Busy);
                bench.happen(DriverEvent::Refused { unit: unit("m1"), payment_id, reason });
                bench.wait_stored("not_charged").await;
            }
            Self::LineNotWon => {
                bench.happen(DriverEvent::SalesNotTaken(NotTaken::BidUnanswered));
                bench.wait_stored("not_charged").await;
            }
            Self::NothingFound => {
                cut(bench).await;
                bench.happen(DriverEvent::Ready(world.ready()));
                say(bench, world, Truth::NotCharged).await;
            }
            Self::ChargeFound => {
                cut(bench).await;
                bench.happen(DriverEvent::Ready(world.ready()));
                say(bench, world, Truth::Charged).await;
            }
            Self::PaperSlip => {
                alive(bench, bench.decide(paper()).await).await;
            }
            Self::NoRecord => {
                alive(bench, bench.decide(not_on_record(None)).await).await;
            }
            Self::Hold => {
                alive(bench, bench.decide(hold()).await).await;
            }
            Self::PaidOtherwise => {
                alive(bench, bench.pay_otherwise(Duration::ZERO).await).await;
            }
            Self::Exchanged => alive(bench, bench.accept(world.unit.terminal_id.clone()).await).await,
            Self::HandedOver => hand_over(bench, world, HandOver::Sold).await,
            Self::KeptBack => hand_over(bench, world, HandOver::VoidOnTerminal).await,
            Self::CashBack => {
                alive(bench, bench.decide(refunded(LESS)).await).await;
            }
        }
    }
}

fn journaled(folder: &std::path::Path) -> i64 {
    let connection = Connection::open(folder.join("catlink.sqlite")).unwrap();
    let newest = "SELECT coalesce(max(position), 0) FROM payment_event";
    connection.query_row(newest, [], |row| row.get(0)).unwrap()
}

/// A commit is named by the events it journals; one that journals nothing is no step of a payment.
pub(in super::super) fn new_events(connection: &Connection, seen: &mut i64) -> Option<String> {
    let query = "SELECT max(position), group_concat(json_extract(event, '$.event'), ' + ') FROM payment_event
                 WHERE position > ?1";
    let (newest, words): (Option<i64>, Option<String>) =
        connection.query_row(query, [*seen], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    *seen = newest.unwrap_or(*seen);
    words
}
