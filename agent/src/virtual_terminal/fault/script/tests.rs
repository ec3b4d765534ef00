use std::collections::BTreeSet;

use proptest::prelude::{ProptestConfig, any, proptest};
use serde_json::json;

use super::{Script, Turn};
use crate::virtual_terminal::fault::Fault;

fn script(json: serde_json::Value) -> Script {
    Script::read(json).expect("a script")
}

fn plan(seed: u64, turns: u64) -> Vec<Option<Turn>> {
    let script = script(json!({ "seed": seed }));
    (0..turns).map(|turn| script.turn(turn)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_seed_gives_the_same_plan_and_every_fault_comes_before_any_comes_again(seed in any::<u64>()) {
        let everything: BTreeSet<_> = Fault::catalogue().into_iter().map(|(_, text)| text).collect();
        let round = Fault::catalogue().len();
        assert_eq!(everything.len(), round, "two faults have one name");
        let plan_of_three_rounds = plan(seed, 3 * round as u64);
        assert_eq!(plan_of_three_rounds, plan(seed, 3 * round as u64));
        for played in plan_of_three_rounds.chunks(round) {
            let texts: BTreeSet<_> = played.iter().flatten().map(|turn| turn.text).collect();
            assert_eq!(texts, everything);
        }
    }

    /// Nobody may be there to bring back what a script takes away.
    #[test]
    fn what_a_script_takes_away_comes_back(seed in any::<u64>()) {
        for turn in plan(seed, Fault::catalogue().len() as u64).into_iter().flatten() {
            for armed in turn.armed {
                let json = serde_json::to_value(&armed.what).expect("writes");
                assert_ne!(json.get("back_after_ms"), Some(&serde_json::Value::Null), "{}", turn.text);
                assert!(json.get("byte").is_none_or(|byte| byte.as_u64() > Some(0)));
            }
        }
    }
}

/// Written down, so that a seed that found something finds it again tomorrow.
#[test]
fn a_plan_does_not_change_with_the_computer() {
    let script = script(json!({"seed": 42, "faults": [
        {"fault": "busy"}, {"fault": "decline"}, {"fault": "restart"}, {"fault": "mute_result"}
    ]}));
    let texts: Vec<_> = (0..8).filter_map(|turn| script.turn(turn)).map(|turn| turn.text).collect();
    let first = ["お取り扱いできません", "再起動", "結果を送らない", "取引中として拒否"];
    let second = ["取引中として拒否", "お取り扱いできません", "再起動", "結果を送らない"];
    assert_eq!(texts, [first, second].concat());
}

#[test]
fn seeds_differ_and_the_turns_between_are_quiet() {
    assert_ne!(plan(1, 20), plan(2, 20));
    let script = script(json!({"seed": 1, "each": 3, "faults": [{"fault": "wrong_amount", "by": 7}]}));
    let faults: Vec<_> = (0..6).map(|turn| script.turn(turn)).collect();
    assert_eq!(faults.iter().filter(|turn| turn.is_none()).count(), 4);
    let armed = faults[2].clone().expect("the third has one").armed;
    assert_eq!(armed[0].what, Fault::WrongAmount { by: 7 }, "as it was given");
    assert_eq!(script.round(), 3);
}

#[test]
fn a_fault_of_answers_is_given_a_question() {
    let script = script(json!({"seed": 1, "faults": [{"fault": "mute_answer"}]}));
    let armed = script.turn(0).expect("a fault").armed;
    let what: Vec<_> = armed.iter().map(|armed| &armed.what).collect();
    assert!(matches!(what[..], [Fault::MuteAnswer, Fault::CutBeforeResult { .. }, Fault::MuteResult]));
}

#[test]
fn a_script_that_is_none_is_named() {
    for json in [
        json!({}),
        json!({"seed": -1}),
        json!({"seed": 1, "each": 0}),
        json!({"seed": 1, "faults": []}),
        json!({"seed": 1, "fault": "busy"}),
        json!({"seed": 1, "faults": [{"fault": "earthquake"}]}),
    ] {
        assert!(Script::read(json.clone()).is_err(), "{json}");
    }
}
