//! The agent is started again: what it comes back to, what it asks, and how it ends once the terminal, or a person at the
//! terminal, has told the truth.

use std::path::PathBuf;

use catlink_shared::basket::CounterMode;
use catlink_shared::payment::{Difference, HandOver};
use catlink_shared::tender::{ByHand, Tender};
use catlink_shared::terminal::{PosLink, TerminalActivity, TerminalResult, TerminalState};
use catlink_shared::wire::update::ActionKind;

use super::super::super::*;
use super::super::bench::*;
use super::super::cash_back::refunded;
use super::super::decisions::not_on_record;
use super::steps::{LESS, answer_hand_over, approved, paper, payment};
use super::{Remains, Truth};
use crate::books::{actions, slips};
use crate::driver::{DriverEvent, NoResult};
use crate::journal;

/// One row's cells, for one truth.
pub(super) struct Aftermath {
    pub(super) comes_back_to: String,
    pub(super) asked: String,
    pub(super) ends: String,
}

impl Aftermath {
    pub(super) async fn of(remains: &Remains, folder: PathBuf, truth: Truth) -> Self {
        let bench = Bench::with(folder, remains.sale_id, remains.world.ready()).await;
        idle(&bench).await;
        let comes_back_to = seen(&bench).await;
        let asked = asked(&bench).await;
        answer(&bench, remains, &asked, truth).await;
        let mut ends = vec![seen(&bench).await];
        settle_by_hand(&bench, truth, &mut ends).await;
        check(&bench, truth).await;
        let (folder, sale_id) = bench.die();
        let again = Bench::with(folder, sale_id, remains.world.ready()).await;
        assert_eq!(seen(&again).await, *ends.last().expect("an end"), "another restart changes nothing");
        check(&again, truth).await;
        pay_again(&again, remains).await;
        ends.dedup();
        let asked = asked.iter().map(|did| format!("{did:?}")).collect::<Vec<_>>().join(", ");
        Self { comes_back_to, asked, ends: ends.join(" > ") }
    }
}

/// Everything that was said to the till so far is dealt with, and the terminal is idle.
async fn idle(bench: &Bench) {
    let unit = bench.register.board(|board| board.device(CatDeviceId::Cat1)?.unit.clone()).expect("a unit");
    for activity in [TerminalActivity::Busy, TerminalActivity::Idle] {
        let (unit, pos_link) = (unit.clone(), PosLink::On);
        let state = TerminalState { unit, activity, pos_link, newest_slip: None, terminal_time: None };
        bench.happen(DriverEvent::State(state));
        bench.wait("the terminal's state", |s| s.terminals[0].activity == Some(activity)).await;
    }
}

/// What the till asked of the terminal; nothing else is allowed.
async fn asked(bench: &Bench) -> Vec<Did> {
    let mut asked = Vec::new();
    while let Ok(did) = bench.did.lock().await.try_recv() {
        match did {
            Did::AskPayment | Did::AskLast => asked.push(did),
            Did::StartSales { .. }
            | Did::Proceed { .. }
            | Did::Abandon
            | Did::Acknowledge { .. }
            | Did::Refuse
            | Did::Cancel
            | Did::Claim
            | Did::AskLog
            | Did::DropLog
            | Did::Release => panic!("after a restart it did {did:?}"),
        }
    }
    asked.dedup();
    asked
}

/// The terminal tells the truth to what it is asked. A keyed one offers what was never acknowledged by itself, too.
async fn answer(bench: &Bench, remains: &Remains, asked: &[Did], truth: Truth) {
    let query = asked.contains(&Did::AskPayment);
    let the_same = remains.world.unit == unit("m1");
    let offers = remains.world.class == RecoveryClass::Keyed
        && the_same
        && truth == Truth::Charged
        && !remains.world.result_was_taken
        && !remains.done("the acknowledgement");
    if query || offers || asked.contains(&Did::AskLast) {
        let payment = payment(bench).await;
        let payment_id = (query || offers).then_some(payment.frozen.payment_id);
        match truth {
            Truth::Charged if the_same => {
                bench.offer(TerminalResult { payment_id, ..approved(bench, &payment) });
                while !matches!(bench.did().await, Did::Acknowledge { .. }) {}
            }
            Truth::Charged | Truth::NotCharged => {
                let (unit, answer) = (remains.world.unit.clone(), NoResult::None);
                bench.happen(DriverEvent::NoResult { unit, payment_id, answer });
            }
        }
    }
    idle(bench).await;
}

/// What is still a question is answered by a person who looks at the terminal's paper, or at the goods.
async fn settle_by_hand(bench: &Bench, truth: Truth, ends: &mut Vec<String>) {
    let Some(state) = state(bench).await else { return };
    match state {
        PaymentState::Unknown { .. } | PaymentState::Held { .. } | PaymentState::Superseded { .. } => {
            let decision = match truth {
                Truth::Charged => paper(),
                Truth::NotCharged => not_on_record(None),
            };
            bench.decide(decision).await.unwrap();
        }
        PaymentState::Contradicted { differences, .. } if differences == [Difference::SettledAmount] => {
            drop(bench.decide(refunded(LESS)).await.unwrap());
        }
        PaymentState::AwaitingHandOver { .. } => answer_hand_over(bench, HandOver::Sold).await.unwrap(),
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Approved { .. }
        | PaymentState::Sold { .. }
        | PaymentState::VoidPromised
        | PaymentState::NotCharged { .. }
        | PaymentState::Contradicted { .. }
        | PaymentState::Uncollected { .. }
        | PaymentState::DoublyReceived => {}
    }
    bench.register.refresh().await;
    ends.push(seen(bench).await);
}

/// What holds in every row, whatever is in it.
async fn check(bench: &Bench, truth: Truth) {
    asked(bench).await;
    let (payment_id, sale_id) = (bench.order(1).payment_id, bench.sale_id);
    let read = move |c: &rusqlite::Connection| {
        let found = journal::find(c, payment_id)?;
        assert_eq!(journal::replay(c, payment_id)?, found.as_ref().map(|found| found.state.clone()));
        let settled = slips::of_sale(c, sale_id)?;
        let slips: i64 = c.query_row("SELECT count(*) FROM slip", [], |row| row.get(0))?;
        assert!(slips <= 1, "{slips} slips for one sale");
        let refunds = "SELECT count(*), coalesce(sum(amount), 0) FROM cash_refund";
        let refunds: (i64, i64) = c.query_row(refunds, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok::<_, BooksError>((found, settled, actions::open_actions(c)?, refunds))
    };
    let (found, settled, actions, refunds) = bench.register.store.read(read).await.unwrap();
    let paid_by_card = settled.as_ref().is_some_and(|settled| settled.payment_id == Some(payment_id));
    let to_be_voided = actions
        .iter()
        .any(|action| matches!(action.kind, ActionKind::VoidOnTerminal | ActionKind::DoubleReceipt));
    let question = found.as_ref().is_some_and(|found| found.state.is_question());
    let given_back = matches!(
        found.as_ref().map(|found| &found.state),
        Some(PaymentState::NotCharged { because: NotCharged::RefundedInCash { .. } })
    );
    assert_eq!(refunds, if given_back { (1, LESS) } else { (0, 0) }, "cash goes back once, or not at all");
    let kept = [paid_by_card, to_be_voided, question, given_back].into_iter().filter(|is_so| *is_so).count();
    let state = found.as_ref().map(|found| &found.state);
    let by_word = matches!(state, Some(PaymentState::Sold { by: ByHand::Person, .. }));
    let denied_by_word =
        matches!(state, Some(PaymentState::NotCharged { because: NotCharged::PersonFoundNone { .. } }));
    match truth {
        Truth::Charged => assert!(kept == 1 || denied_by_word, "a charge is kept {kept} times: {found:?}"),
        Truth::NotCharged => assert!(!paid_by_card || by_word, "a sale without a charge: {found:?}"),
    }
}

/// A sale that is free again can be paid.
async fn pay_again(bench: &Bench, remains: &Remains) {
    let may = matches!(state(bench).await, None | Some(PaymentState::NotCharged { .. }));
    let on_the_counter = bench.wait("a snapshot", |_| true).await.current.is_some();
    if may && on_the_counter && remains.world.unit == unit("m1") {
        bench.till.start(bench.order(2)).await.unwrap();
    }
}

async fn state(bench: &Bench) -> Option<PaymentState> {
    let payment_id = bench.order(1).payment_id;
    let found = bench.register.store.read(move |c| journal::find(c, payment_id)).await.unwrap();
    found.map(|found| found.state)
}

/// Where the payment stands, and what the clerk has on the screen.
async fn seen(bench: &Bench) -> String {
    let snapshot = bench.wait("a snapshot", |_| true).await;
    let mut words = vec![match state(bench).await {
        Some(PaymentState::Sold { by, .. }) => format!("sold by {by:?}").to_lowercase(),
        Some(state) => state.word().to_owned(),
        None => "nothing".to_owned(),
    }];
    if let Some(sale) = &snapshot.current {
        assert_eq!(sale.draft.mode, CounterMode::Live);
        let payment = sale.payment.as_ref().filter(|payment| payment.state.holds_sale());
        words.push(if payment.is_some() { "sale locked" } else { "sale open" }.into());
    }
    if snapshot.payments.iter().any(|payment| payment.state.is_question()) {
        words.push("question".into());
    }
    words.extend(snapshot.actions.iter().map(|action| format!("{:?}", action.kind)));
    if let Some(receipt) = &snapshot.last_receipt {
        words.push(match &receipt.slip.tenders[..] {
            [Tender::LinkedCard { .. }] => "slip, card".into(),
            _ => "slip, cash".into(),
        });
    }
    words.join(", ")
}
