use catlink_shared::money::Yen;
use catlink_shared::terminal::profile::{CatModel, RecoveryClass};
use catlink_shared::terminal::{MemoryId, Phase, RefusedReason, ResultWord, TerminalActivity};

use super::{Bench, WALL, key_of, touch};
use crate::driver::basic::message::{FromPos, FromTerminal};
use crate::virtual_terminal::act::Act;
use crate::virtual_terminal::centre::{Authorise, ChargeKind, Question, Wish};
use crate::virtual_terminal::clock::Now;
use crate::virtual_terminal::engine::{Input, Output};
use crate::virtual_terminal::fault::{Fault, Step};

fn sold(bench: &mut Bench, key: u8) {
    bench.sell(key, 8, 800);
    bench.act(touch("edy")).expect("touches");
    bench.run_for(500);
}

#[test]
fn sales_is_on_the_disk_before_it_is_acknowledged_and_the_result_before_it_is_told() {
    let mut bench = Bench::keyed();
    let sales = FromPos::Sales(bench.sales(1, 8, 800));
    let now = bench.now();
    let outputs = bench.engine.step(now, Input::Heard(super::POS, sales), &mut bench.faults);
    assert_eq!(
        outputs[..4],
        [
            Output::Step(Step::BeforeStorePending),
            Output::Store,
            Output::Step(Step::AfterStorePending),
            Output::Accept
        ]
    );
    assert!(bench.engine.memory().pending.is_some());
    let outputs = bench.engine.act(now, Act::Cancel, &mut bench.faults).expect("cancels");
    let stored = outputs.iter().position(|output| *output == Output::Store).expect("stored");
    let told = outputs.iter().position(|output| matches!(output, Output::Offer { .. })).expect("told");
    assert!(stored < told);
}

#[test]
fn the_same_key_is_never_charged_again() {
    let mut bench = Bench::keyed();
    sold(&mut bench, 1);
    bench.sell(1, 8, 800);
    assert_eq!((bench.results.len(), bench.charged()), (2, vec![800]));
    bench.sell(1, 8, 801);
    assert_eq!(bench.refusals(), [RefusedReason::BadField]);
    bench.act(Act::DailyTotal { close: true }).expect("closes");
    bench.crash();
    bench.sell(1, 8, 800);
    assert_eq!(bench.charged(), [800]);
}

#[test]
fn none_burns_the_key_on_the_disk_before_it_is_answered() {
    let mut bench = Bench::keyed();
    let query = FromPos::Query { payment_id: key_of(7) };
    let now = bench.now();
    let outputs = bench.engine.step(now, Input::Heard(super::POS, query), &mut bench.faults);
    assert!(matches!(
        outputs[..],
        [Output::Store, Output::Accept, Output::Say(_, FromTerminal::None { .. })]
    ));
    bench.carry_out(outputs);
    bench.crash();
    bench.sell(7, 8, 800);
    assert_eq!(bench.refusals(), [RefusedReason::BadField]);
    assert!(matches!(bench.query(7), FromTerminal::None { .. }));
}

#[test]
fn query_is_pending_until_the_result_is_stored_and_forgets_after_a_week() {
    let mut bench = Bench::keyed();
    bench.sell(1, 8, 800);
    assert!(matches!(bench.query(1), FromTerminal::Pending { .. }));
    bench.act(touch("edy")).expect("touches");
    bench.run_for(500);
    assert!(matches!(bench.query(1), FromTerminal::Result(_)));
    bench.input(Input::Delivered(key_of(1)));
    bench.ms += 8 * 24 * 60 * 60 * 1_000;
    let mut later = bench.sales(2, 8, 100);
    later.payment_id = catlink_shared::ids::PaymentId::from_parts(WALL as u64 + bench.ms, &[2; 10]);
    bench.hear(FromPos::Sales(later));
    assert!(matches!(bench.query(1), FromTerminal::Forgotten { .. }));
    bench.act(Act::Cancel).expect("cancels");
    bench.sell(1, 8, 800);
    assert_eq!(bench.refusals(), [RefusedReason::BadField]);
}

/// A crash after each durable memory: the books agree, and the result is told in the end.
#[test]
fn whatever_was_on_the_disk_at_the_crash_the_terminal_and_the_centre_agree() {
    let whole = {
        let mut bench = Bench::keyed();
        sold(&mut bench, 1);
        bench.disk
    };
    assert!(whole.len() >= 4, "new, pending, asked, done");
    for charged in [true, false] {
        for memory in &whole {
            let mut bench = Bench::keyed();
            let asked = memory.pending.as_ref().filter(|pending| pending.asked.is_some());
            let done = !memory.results.is_empty();
            if let Some(reference) = asked.map(|pending| pending.reference.clone()).filter(|_| charged) {
                let authorise = Authorise {
                    reference,
                    terminal_id: memory.terminal_id.clone(),
                    payment_id: Some(key_of(1)),
                    amount: Yen::new(800),
                    kind: ChargeKind::Sale,
                    wish: Wish::Approve,
                };
                bench.book.answer(&Question::Authorise(authorise), bench.now().wall).expect("charges");
            }
            bench.disk.push(memory.clone());
            bench.crash();
            if asked.is_some() {
                assert_eq!(bench.engine.activity(), TerminalActivity::Restarting);
                assert_eq!(bench.engine.screen().text, "処理未了(照会中)");
                bench.hear(FromPos::Last);
                assert_eq!(bench.refusals(), [RefusedReason::Busy], "no LAST until it is found out");
                assert!(matches!(bench.query(1), FromTerminal::Pending { .. }));
            }
            bench.run_for(5_000);
            assert_eq!(bench.engine.activity(), TerminalActivity::Idle);
            let told = match bench.query(1) {
                FromTerminal::Result(result) => Some(result.result),
                _no_result => None,
            };
            let expected = match (memory.pending.is_some(), asked.is_some() && charged, done) {
                (true, true, _) | (_, _, true) => Some(ResultWord::Approved),
                (true, false, false) => Some(ResultWord::Cancelled),
                (false, _, false) => None,
            };
            assert_eq!(told, expected);
            let is_charged = !bench.charged().is_empty();
            assert!(done || is_charged == (told == Some(ResultWord::Approved)));
        }
    }
}

#[test]
fn a_centre_that_is_away_at_the_restart_is_asked_until_it_answers() {
    let mut bench = Bench::keyed();
    bench.sell(1, 8, 800);
    bench.act(touch("edy")).expect("touches");
    let now = Now { ms: bench.ms + 100, ..bench.now() };
    let asked = bench.engine.step(now, Input::Tick, &mut bench.faults);
    assert!(asked.iter().any(|output| matches!(output, Output::Ask(_))));
    bench.disk.push(bench.engine.memory().clone());
    bench.crash();
    let reference = bench.engine.memory().pending.clone().expect("pending").reference;
    for _try in 0..3 {
        let question = Question::Enquire { reference: reference.clone() };
        let answer = crate::virtual_terminal::centre::Answer::Unreachable;
        bench.input(Input::Centre(question, answer));
        assert_eq!(bench.engine.activity(), TerminalActivity::Restarting);
    }
    bench.run_for(5_000);
    assert_eq!(bench.result().result, ResultWord::Cancelled);
    assert_eq!(bench.result().phase_reached, Some(Phase::Center));
}

#[test]
fn a_result_is_offered_again_later_and_later_until_it_is_acknowledged() {
    let mut bench = Bench::keyed();
    sold(&mut bench, 1);
    for (wait, offered) in [(1_999, 1), (4_000, 2), (8_000, 3), (16_000, 4), (30_000, 5), (30_000, 6)] {
        bench.input(Input::Undelivered(key_of(1)));
        bench.run_for(wait);
        assert_eq!(bench.results.len(), offered, "{wait}");
    }
    bench.crash();
    bench.run_for(60_000);
    assert_eq!(bench.results.len(), 6, "after a restart it waits for HELLO");
    bench.hear(FromPos::Hello { version: 1, register_id: bench.sales(1, 8, 1).register_id });
    assert_eq!(bench.results.len(), 7);
    bench.input(Input::Delivered(key_of(1)));
    bench.hear(FromPos::Hello { version: 1, register_id: bench.sales(1, 8, 1).register_id });
    assert_eq!(bench.results.len(), 7);
}

#[test]
fn other_classes_answer_only_what_they_say_they_can() {
    for (recovery, capabilities, refused) in [
        (RecoveryClass::Keyed, "dailylog query last", 0),
        (RecoveryClass::Last, "dailylog last", 1),
        (RecoveryClass::None, "dailylog", 2),
    ] {
        let mut bench = Bench::new(CatModel::JMups, recovery);
        bench.hear(FromPos::Hello { version: 1, register_id: bench.sales(1, 8, 1).register_id });
        let Some(FromTerminal::Ready(ready)) = bench.said.first() else { panic!("no READY") };
        assert_eq!((ready.capabilities.join(" ").as_str(), ready.simulated), (capabilities, true));
        sold(&mut bench, 1);
        bench.hear(FromPos::Query { payment_id: key_of(1) });
        bench.hear(FromPos::Last);
        assert_eq!(bench.refusals().len(), refused, "{recovery:?}");
        let last = bench.result().payment_id;
        assert_eq!(last.is_none(), recovery == RecoveryClass::Last, "class last knows no key of ours");
    }
}

#[test]
fn what_does_not_fit_is_refused_and_nothing_is_stored() {
    let mut bench = Bench::keyed();
    let good = bench.sales(1, 8, 800);
    let mut other_memory = good.clone();
    other_memory.unit.memory_id = MemoryId::new("m2").expect("word");
    let mut free = good.clone();
    free.amount = Yen::ZERO;
    let mut unknown = good.clone();
    unknown.payment.0 = 99;
    for (sales, reason) in [
        (other_memory, RefusedReason::OtherUnit),
        (free, RefusedReason::BadField),
        (unknown, RefusedReason::BadField),
    ] {
        bench.hear(FromPos::Sales(sales));
        assert_eq!(bench.refusals().last(), Some(&reason));
    }
    bench.act(Act::PosLink { on: false }).expect("off");
    bench.hear(FromPos::Sales(good.clone()));
    assert_eq!(bench.refusals().last(), Some(&RefusedReason::Standalone));
    bench.act(Act::PosLink { on: true }).expect("on");
    bench.act(Act::TrainingLock { on: true }).expect("locks");
    bench.hear(FromPos::Sales(good.clone()));
    assert_eq!(bench.refusals().last(), Some(&RefusedReason::Training));
    bench.act(Act::TrainingLock { on: false }).expect("unlocks");
    bench.arm(Fault::Busy);
    bench.hear(FromPos::Sales(good.clone()));
    assert_eq!(bench.refusals().last(), Some(&RefusedReason::Busy));
    assert!(bench.engine.memory().pending.is_none() && bench.engine.memory().results.is_empty());
    bench.hear(FromPos::Sales(good));
    bench.sell(2, 8, 100);
    assert_eq!(bench.refusals().last(), Some(&RefusedReason::Busy));
    assert_eq!(bench.refusals().len(), 7);
}

#[test]
fn training_never_reaches_the_centre_and_counts_its_own_slips() {
    let mut bench = Bench::keyed();
    let mut sales = bench.sales(1, 8, 800);
    sales.training_mode = true;
    bench.hear(FromPos::Sales(sales));
    bench.act(touch("edy")).expect("touches");
    bench.run_for(1_000);
    assert_eq!((bench.result().result, bench.result().training_mode), (ResultWord::Approved, Some(true)));
    assert_eq!((bench.asked, bench.engine.memory().newest_slip()), (0, None));
    sold(&mut bench, 2);
    assert_eq!(bench.result().slip_number.as_ref().expect("slip").as_str(), "00001");
    bench.said.clear();
    bench.hear(FromPos::DailyLog { from: None, to: None });
    let Some(FromTerminal::End { count, total, .. }) = bench.said.last() else { panic!("no END") };
    assert_eq!((*count, total.get()), (1, 800));
}
