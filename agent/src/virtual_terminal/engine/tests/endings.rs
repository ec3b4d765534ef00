use catlink_shared::terminal::profile::{CatModel, RecoveryClass};
use catlink_shared::terminal::{CatError, Phase, RefusedReason, ResultWord, TerminalActivity};

use super::{Bench, insert, touch};
use crate::driver::basic::message::FromPos;
use crate::virtual_terminal::act::{Act, Auto, Condition, NotNow};
use crate::virtual_terminal::fault::Fault;
use crate::virtual_terminal::wallet::Brand;

/// Category, amount, acts, and the brand code, phases and last digits that come of it.
type Row = (u16, i64, Vec<Act>, &'static str, &'static str, Option<&'static str>);

#[test]
fn every_way_to_pay_is_approved_in_its_own_phases() {
    let choose = |condition| Act::ChooseCondition { condition, count: None };
    let rows: Vec<Row> = vec![
        (
            3,
            1_100,
            vec![choose(Condition::Lump), touch("jcb")],
            "03",
            "condition_select card_wait card_read center printing",
            Some("0000"),
        ),
        (
            3,
            1_100,
            vec![insert("visa")],
            "01",
            "condition_select card_read pin center printing",
            Some("1111"),
        ),
        (
            30,
            1_100,
            vec![choose(Condition::Lump), touch("unionpay")],
            "06",
            "condition_select card_wait card_read center printing",
            Some("0126"),
        ),
        (8, 1_100, vec![touch("edy")], "02-03", "card_wait card_read center printing", None),
        (5, 1_100, vec![touch("id")], "02-01", "card_wait card_read center printing", None),
        (14, 1_100, vec![Act::Scan { card: None }], "13", "card_wait card_read center printing", None),
        (
            13,
            1_100,
            vec![Act::Scan { card: Some("au-pay".to_owned()) }],
            "15",
            "card_wait card_read center printing",
            None,
        ),
    ];
    for (category, amount, acts, brand, phases, last4) in rows {
        let mut bench = Bench::keyed();
        bench.sell(1, category, amount);
        for act in acts {
            bench.act(act.clone()).unwrap_or_else(|why| panic!("{category} {act:?}: {why}"));
        }
        bench.run_for(100);
        let _no_pin_asked = bench.act(Act::Pin);
        bench.run_for(500);
        let result = bench.result().clone();
        assert_eq!(result.result, ResultWord::Approved, "{category}");
        assert_eq!(result.brand.expect("brand").as_str(), brand);
        assert_eq!(bench.phases().join(" "), phases);
        assert_eq!(result.account_last4.as_ref().map(|last4| last4.as_str()), last4);
        assert_eq!(
            (result.amount, result.settled_amount),
            (bench.sales(1, category, amount).amount.into(), bench.sales(1, category, amount).amount.into())
        );
        assert_eq!(result.slip_number.expect("slip").as_str(), "00001");
        assert_eq!(result.balance.map(|balance| balance.get()), (category == 8).then_some(48_900));
        assert_eq!(bench.charged(), [amount]);
        assert_eq!(bench.engine.activity(), TerminalActivity::Idle);
    }
}

#[test]
fn j_mups_lets_the_clerk_choose_the_brand_and_jt_c60_refuses() {
    let mut bench = Bench::new(CatModel::JMups, RecoveryClass::None);
    bench.sell(1, 1, 300);
    assert_eq!(bench.act(touch("edy")), Err(NotNow::Phase));
    bench.act(Act::ChooseBrand { brand: Brand::Edy }).expect("chooses");
    assert_eq!(bench.act(touch("waon")), Err(NotNow::Card));
    bench.act(touch("edy")).expect("touches");
    bench.run_for(500);
    assert_eq!(bench.result().brand.as_ref().expect("brand").as_str(), "楽天Edy");
    assert_eq!(bench.phases(), ["brand_select", "card_wait", "card_read", "center", "printing"]);
    let mut stera = Bench::keyed();
    stera.sell(1, 1, 300);
    assert_eq!(stera.refusals(), [RefusedReason::BadField]);
}

#[test]
fn lump_only_skips_the_choice_and_installments_say_their_count() {
    let mut bench = Bench::keyed();
    bench.act(Act::LumpOnly { on: true }).expect("switches");
    bench.sell(1, 3, 5_000);
    assert_eq!(bench.phases(), ["card_wait"]);
    let mut bench = Bench::keyed();
    bench.sell(1, 3, 5_000);
    bench.act(Act::ChooseCondition { condition: Condition::Installment, count: Some(6) }).expect("chooses");
    bench.act(touch("visa")).expect("touches");
    bench.run_for(500);
    assert_eq!(bench.result().payment_condition.map(|condition| condition.number()), Some(61));
    assert_eq!(bench.result().payment_detail.as_ref().expect("detail").as_str(), "0,6");
}

/// 中止 in each phase: where it works, and what it then says.
#[test]
fn stopping_says_cancelled_only_where_nothing_can_have_been_taken() {
    let stop_at = |category, acts: &[Act], wait: u64, stop: Act| {
        let mut bench = Bench::keyed();
        bench.sell(1, category, 800);
        acts.iter().for_each(|act| bench.act(act.clone()).expect("acts"));
        bench.run_for(wait);
        let stopped = bench.act(stop);
        bench.run_for(1_000);
        (stopped, bench)
    };
    let ecat_91 = Some(CatError::Reset);
    let rows: [(u16, Vec<Act>, u64, ResultWord, Phase); 4] = [
        (3, vec![], 0, ResultWord::Cancelled, Phase::ConditionSelect),
        (8, vec![], 0, ResultWord::Cancelled, Phase::CardWait),
        (3, vec![insert("visa")], 100, ResultWord::Cancelled, Phase::Pin),
        (8, vec![touch("edy")], 0, ResultWord::Error, Phase::CardRead),
    ];
    for (category, acts, wait, word, phase) in rows {
        let (stopped, bench) = stop_at(category, &acts, wait, Act::Cancel);
        assert_eq!(stopped, Ok(()));
        let result = bench.result();
        assert_eq!((result.result, result.ecat, result.phase_reached), (word, ecat_91, Some(phase)));
        assert_eq!(bench.charged(), [0; 0]);
    }
    let (stopped, bench) = stop_at(8, &[touch("edy")], 100, Act::Cancel);
    assert_eq!((stopped, bench.charged()), (Err(NotNow::Phase), vec![800]));
}

#[test]
fn the_pos_may_cancel_until_the_centre_is_asked_and_no_later() {
    for (wait, charged) in [(0, 0), (100, 1)] {
        let mut bench = Bench::keyed();
        bench.sell(1, 3, 800);
        bench.act(touch("visa")).expect("touches");
        bench.run_for(wait);
        bench.hear(FromPos::Cancel { payment_id: super::key_of(1) });
        bench.run_for(1_000);
        assert_eq!(bench.charged().len(), charged);
        let expected = if charged == 1 { ResultWord::Approved } else { ResultWord::Cancelled };
        assert_eq!(bench.result().result, expected);
    }
}

#[test]
fn nobody_comes_and_the_terminal_says_so_every_ten_seconds_until_time_is_up() {
    let mut bench = Bench::keyed();
    bench.sell(1, 8, 800);
    bench.run_for(59_999);
    assert_eq!(bench.phases(), ["card_wait"; 6]);
    bench.run_for(1);
    let result = bench.result();
    assert_eq!(
        (result.result, result.ecat, result.phase_reached),
        (ResultWord::Error, Some(CatError::Reset), Some(Phase::CardWait))
    );
}

#[test]
fn what_goes_wrong_at_the_centre_is_told_and_charges_what_it_says() {
    let rows = [
        (Fault::Decline, 8, ResultWord::Declined, None, vec![]),
        (Fault::Deficient, 8, ResultWord::Error, Some(CatError::Deficient), vec![]),
        (Fault::CentreError, 8, ResultWord::Error, Some(CatError::Communication), vec![]),
        (Fault::CentreAnswerLost, 8, ResultWord::Error, Some(CatError::Communication), vec![]),
        (Fault::LessSettled { settled: 100 }, 8, ResultWord::Approved, None, vec![100]),
        (Fault::Incomplete { charged: true }, 8, ResultWord::Incomplete, None, vec![800]),
        (Fault::Incomplete { charged: false }, 8, ResultWord::Incomplete, None, vec![]),
    ];
    for (fault, category, word, ecat, charged) in rows {
        let mut bench = Bench::keyed();
        bench.arm(fault.clone());
        bench.sell(1, category, 800);
        bench.act(touch("edy")).expect("touches");
        bench.run_for(500);
        let result = bench.result();
        assert_eq!((result.result, result.ecat), (word, ecat), "{fault:?}");
        assert_eq!(result.center_result_code.is_some(), word == ResultWord::Declined);
        assert_eq!(bench.charged(), charged, "{fault:?}");
        assert!(bench.engine.memory().reversals.is_empty(), "{fault:?}");
    }
}

#[test]
fn unfinished_is_found_out_by_looking_at_the_balance() {
    for (charged, word) in [(true, ResultWord::Approved), (false, ResultWord::Cancelled)] {
        let mut bench = Bench::keyed();
        bench.arm(Fault::Incomplete { charged });
        bench.sell(1, 8, 800);
        bench.act(touch("edy")).expect("touches");
        bench.run_for(500);
        assert_eq!(bench.engine.activity(), TerminalActivity::Busy);
        bench.crash();
        bench.act(Act::BalanceCheck).expect("asks");
        assert_eq!(bench.result().result, word);
        assert_eq!(bench.charged().len(), usize::from(charged));
        assert_eq!(bench.engine.activity(), TerminalActivity::Idle);
    }
}

#[test]
fn without_paper_the_result_waits_and_paper_is_said_to_be_out() {
    let mut bench = Bench::keyed();
    bench.sell(1, 8, 800);
    bench.act(Act::Paper { loaded: false }).expect("pulls");
    bench.act(touch("edy")).expect("touches");
    bench.run_for(1_000);
    assert_eq!(bench.phases().last(), Some(&"paper_out"));
    assert!(bench.results.is_empty());
    bench.act(Act::Paper { loaded: true }).expect("loads");
    bench.run_for(1_000);
    assert_eq!(bench.result().result, ResultWord::Approved);
}

#[test]
fn a_hand_takes_voids_and_returns_only_with_the_link_off() {
    let mut bench = Bench::keyed();
    assert_eq!(bench.act(Act::HandSale { amount: 500, payment: 3 }), Err(NotNow::Linked));
    bench.act(Act::PosLink { on: false }).expect("off");
    bench.act(Act::HandSale { amount: 500, payment: 3 }).expect("sells");
    bench.act(touch("visa")).expect("touches");
    bench.run_for(1_000);
    bench.act(Act::HandSale { amount: 700, payment: 8 }).expect("sells");
    bench.act(touch("edy")).expect("touches");
    bench.run_for(1_000);
    assert_eq!(bench.charged(), [500, 700]);
    assert_eq!(bench.act(Act::HandVoid { slip_number: "00002".to_owned() }), Err(NotNow::CashBack));
    bench.act(Act::HandVoid { slip_number: "00001".to_owned() }).expect("voids");
    assert_eq!(bench.charged(), [700]);
    assert_eq!(bench.act(Act::HandVoid { slip_number: "00001".to_owned() }), Err(NotNow::Slip));
    bench.act(Act::DailyTotal { close: true }).expect("totals");
    assert!(bench.engine.memory().log.is_empty());
    assert!(bench.results.is_empty(), "nothing of it goes to the POS");
}

#[test]
fn the_automatic_customer_gets_every_category_done() {
    for (auto, word) in [
        (Auto::Approve, ResultWord::Approved),
        (Auto::Decline, ResultWord::Declined),
        (Auto::Deficient, ResultWord::Error),
        (Auto::Cancel, ResultWord::Cancelled),
    ] {
        for (category, ..) in catlink_shared::card::DEFAULT_CATEGORIES {
            let mut bench = Bench::new(CatModel::JMups, RecoveryClass::Keyed);
            bench.act(Act::Auto { auto }).expect("sets");
            bench.sell(1, *category, 1_000);
            bench.run_for(5_000);
            assert_eq!(bench.result().result, word, "{auto:?} {category}");
        }
    }
}
