use catlink_shared::terminal::{CatError, Phase, RefusedReason, ResultWord, TerminalActivity};

use super::{Bench, insert, key_of, touch};
use crate::driver::basic::message::{FromPos, FromTerminal};
use crate::virtual_terminal::act::{Act, NotNow};
use crate::virtual_terminal::centre::Question;
use crate::virtual_terminal::engine::{Input, Output};
use crate::virtual_terminal::fault::Fault;
use crate::virtual_terminal::memory::Known;

#[test]
fn an_open_cover_stops_the_slip_and_closing_it_brings_the_result() {
    let mut bench = Bench::keyed();
    bench.sell(1, 8, 800);
    bench.act(Act::Cover { open: true }).expect("opens");
    bench.act(touch("edy")).expect("touches");
    bench.run_for(1_000);
    assert_eq!(bench.phases().last(), Some(&"cover_open"));
    assert_eq!(bench.engine.activity(), TerminalActivity::Error);
    assert_eq!(bench.engine.screen().text, "カバーが開いています");
    assert!(bench.results.is_empty());
    // Out of paper too: first the cover, then the paper.
    bench.act(Act::Paper { loaded: false }).expect("pulls");
    bench.act(Act::Cover { open: false }).expect("closes");
    assert_eq!(bench.phases().last(), Some(&"paper_out"));
    bench.act(Act::Paper { loaded: true }).expect("loads");
    bench.run_for(1_000);
    assert_eq!(bench.result().result, ResultWord::Approved);
    assert_eq!(bench.charged(), [800]);
}

#[test]
fn under_an_open_cover_nothing_begins() {
    let mut bench = Bench::keyed();
    bench.act(Act::Cover { open: true }).expect("opens");
    assert_eq!(bench.engine.activity(), TerminalActivity::Error);
    bench.sell(1, 8, 800);
    assert_eq!(bench.refusals(), [RefusedReason::Busy]);
    assert_eq!(bench.act(Act::DailyTotal { close: false }), Err(NotNow::Cover));
    bench.act(Act::Cover { open: false }).expect("closes");
    assert_eq!(bench.engine.activity(), TerminalActivity::Idle);
}

#[test]
fn what_fails_at_the_very_moment_of_printing_mends_itself_where_it_is_to() {
    for (fault, phase) in [
        (Fault::PaperOutInPrinting { back_after_ms: Some(3_000) }, "paper_out"),
        (Fault::CoverOpenInPrinting { back_after_ms: Some(3_000) }, "cover_open"),
    ] {
        let mut bench = Bench::keyed();
        bench.arm(fault);
        bench.sell(1, 8, 800);
        bench.act(touch("edy")).expect("touches");
        bench.run_for(3_000);
        assert_eq!(bench.phases().last(), Some(&phase));
        assert!(bench.results.is_empty());
        bench.run_for(1_000);
        assert_eq!(bench.result().result, ResultWord::Approved, "{phase}");
        assert_eq!(bench.charged(), [800]);
    }
}

/// 中止 pressed in each phase, without a hand.
#[test]
fn somebody_presses_stop_in_each_phase() {
    let cancelled = (ResultWord::Cancelled, 0);
    let error = (ResultWord::Error, 0);
    let approved = (ResultWord::Approved, 1);
    for (phase, category, show, (word, charges)) in [
        (Phase::ConditionSelect, 3, None, cancelled),
        (Phase::CardWait, 8, None, cancelled),
        (Phase::CardRead, 8, Some(touch("edy")), error),
        (Phase::CardRead, 3, Some(touch("visa")), cancelled),
        (Phase::Pin, 3, Some(insert("visa")), cancelled),
        (Phase::Center, 8, Some(touch("edy")), approved),
        (Phase::Printing, 8, Some(touch("edy")), approved),
    ] {
        let mut bench = Bench::keyed();
        bench.arm(Fault::CancelIn { phase });
        bench.sell(1, category, 800);
        if let Some(show) = show {
            bench.act(show).expect("shows");
        }
        bench.run_for(1_000);
        assert_eq!(bench.result().result, word, "{phase:?}");
        assert_eq!(bench.charged().len(), charges, "{phase:?}");
        assert!(bench.faults.list().is_empty(), "{phase:?}: it was pressed once");
    }
}

#[test]
fn a_restart_in_each_phase_ends_as_the_centre_says() {
    for (phase, word) in [
        (Phase::CardWait, ResultWord::Cancelled),
        (Phase::CardRead, ResultWord::Cancelled),
        (Phase::Center, ResultWord::Approved),
        (Phase::Printing, ResultWord::Approved),
    ] {
        let mut bench = Bench::keyed();
        bench.arm(Fault::RestartIn { phase });
        bench.sell(1, 8, 800);
        // Started again in 「カード待ち」, it no longer waits for a card.
        let _shown_to_nobody = bench.act(touch("edy"));
        bench.run_for(5_000);
        let FromTerminal::Result(result) = bench.query(1) else { panic!("no result: {phase:?}") };
        assert_eq!(result.result, word, "{phase:?}");
        assert_eq!(bench.charged().len(), usize::from(word == ResultWord::Approved), "{phase:?}");
    }
}

#[test]
fn a_register_that_comes_back_while_the_centre_is_asked_is_told_restarting() {
    let mut bench = Bench::keyed();
    bench.sell(1, 8, 800);
    bench.act(touch("edy")).expect("touches");
    bench.ms += 100;
    let outputs = bench.engine.step(bench.now(), Input::Tick, &mut bench.faults);
    assert!(outputs.iter().any(|output| matches!(output, Output::Ask(Question::Authorise(_)))));
    bench.disk.push(bench.engine.memory().clone());
    bench.crash();
    let register_id = bench.sales(1, 8, 800).register_id;
    bench.hear(FromPos::Hello { version: 1, register_id });
    assert_eq!(bench.phases(), ["restarting"]);
    bench.arm(Fault::EnquiryError);
    bench.run_for(100);
    assert_eq!(bench.engine.activity(), TerminalActivity::Restarting, "the centre was not reached");
    assert!(bench.results.is_empty());
    bench.run_for(5_000);
    assert_eq!(bench.result().result, ResultWord::Cancelled);
}

#[test]
fn a_terminal_that_owes_its_centre_a_reversal_is_not_idle() {
    let mut bench = Bench::keyed();
    for fault in [Fault::CentreAnswerLost, Fault::EnquiryError] {
        bench.arm(fault);
    }
    bench.sell(1, 8, 800);
    bench.act(touch("edy")).expect("touches");
    bench.run_for(100);
    assert_eq!(bench.result().ecat, Some(CatError::Communication));
    assert_eq!(bench.engine.activity(), TerminalActivity::Busy);
    assert_eq!(bench.engine.screen().text, "障害取消 送信中");
    bench.sell(2, 8, 500);
    assert_eq!(bench.refusals(), [RefusedReason::Busy]);
    bench.run_for(5_000);
    assert_eq!((bench.charged(), bench.engine.activity()), (vec![], TerminalActivity::Idle));
}

#[test]
fn every_kind_of_error_at_the_centre_has_its_number_and_charges_what_it_says() {
    let fails = |ecat, charged| Fault::CentreFails { ecat, charged };
    for (fault, ecat, charges) in [
        (Fault::OverDeposit, CatError::OverDeposit, 0),
        (fails(1, false), CatError::Center, 0),
        (fails(1, true), CatError::Center, 1),
        (fails(90, false), CatError::Command, 0),
        (fails(200, false), CatError::DailyLogOverflow, 0),
        (fails(777, true), CatError::Unlisted(777), 1),
    ] {
        let mut bench = Bench::keyed();
        bench.arm(fault.clone());
        bench.sell(1, 8, 800);
        bench.act(touch("edy")).expect("touches");
        bench.run_for(1_000);
        let result = bench.result();
        assert_eq!((result.result, result.ecat), (ResultWord::Error, Some(ecat)), "{fault:?}");
        assert_eq!(result.phase_reached, Some(Phase::Center));
        assert_eq!(bench.charged().len(), charges, "{fault:?}");
    }
}

#[test]
fn sales_can_be_refused_for_every_reason_and_is_never_charged_then() {
    for reason in RefusedReason::ALL {
        let mut bench = Bench::keyed();
        bench.arm(Fault::Refuse { reason: *reason });
        bench.sell(1, 8, 800);
        assert_eq!(bench.refusals(), [*reason]);
        let known = bench.engine.memory().known(key_of(1), bench.now().wall);
        assert_eq!(known, Known::Never);
    }
}
