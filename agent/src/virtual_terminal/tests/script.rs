//! A script is played against a register that sells one thing after the other.

use serde_json::json;

use super::lan::{connect, start};
use super::{Simulator, sales};
use crate::driver::basic::message::{FromPos, FromTerminal};
use crate::virtual_terminal::device::{ScriptView, View};
use crate::virtual_terminal::fault::Script;

async fn play(simulator: &Simulator, json: serde_json::Value) {
    simulator.device.play(Some(Script::read(json).expect("a script"))).await.expect("runs");
}

async fn look(simulator: &Simulator) -> (View, ScriptView) {
    let view = simulator.device.look().await.expect("runs");
    let script = view.script.clone().expect("a script is played");
    (view, script)
}

#[tokio::test]
async fn each_turn_arms_its_fault_and_takes_the_last_ones_away() {
    let (simulator, place) = start().await;
    let mut pos = connect(&place).await;
    let unit = pos.greet("R1").await;
    play(
        &simulator,
        json!({"seed": 5, "each": 2, "faults": [{"fault": "decline"}, {"fault": "busy"}, {"fault": "restart_in", "phase": "pin"}]}),
    )
    .await;
    for key in 1..=8 {
        let (view, script) = look(&simulator).await;
        assert_eq!((script.turn, script.running), (u64::from(key) - 1, false));
        let armed: Vec<_> = view.faults.iter().map(|armed| armed.text).collect();
        assert_eq!(armed, Vec::from_iter(script.now), "one at a time");
        assert_eq!(script.now.is_some(), key % 2 == 0);
        pos.say(&FromPos::Sales(sales(key, &unit))).await;
        // What follows shows the terminal that its result has arrived.
        loop {
            match pos.hear().await {
                FromTerminal::Result(_) | FromTerminal::Refused { .. } => break,
                _before => {}
            }
        }
        while look(&simulator).await.1.turn != u64::from(key) {
            pos.say(&FromPos::Ping).await;
            pos.hear().await;
        }
    }
    simulator.device.play(None).await.expect("runs");
    let view = simulator.device.look().await.expect("runs");
    assert!(view.script.is_none() && view.faults.is_empty());
}

/// The register gave a result up: its next sale does not hang the script.
#[tokio::test]
async fn a_result_that_never_arrives_does_not_hold_the_script() {
    let (simulator, place) = start().await;
    let mut pos = connect(&place).await;
    let unit = pos.greet("R1").await;
    play(&simulator, json!({"seed": 1, "faults": [{"fault": "mute_result"}]})).await;
    for key in 1..=3 {
        let mut idle = simulator.device.look().await.expect("runs");
        while idle.terminal.as_ref().is_none_or(|terminal| terminal.phase.is_some()) {
            pos.hear().await;
            idle = simulator.device.look().await.expect("runs");
        }
        pos.say(&FromPos::Sales(sales(key, &unit))).await;
        while !matches!(pos.hear().await, FromTerminal::Status { .. }) {}
    }
    assert_eq!(
        look(&simulator).await.1.turn,
        1,
        "the second sale gave up the first, the third runs the next turn"
    );
}

#[tokio::test]
async fn what_a_turn_took_away_is_back_in_the_next() {
    let (simulator, _place) = start().await;
    let faults = json!([{"fault": "paper_out"}, {"fault": "cover_open"}, {"fault": "training_locked"},
        {"fault": "standalone"}, {"fault": "clock_offset", "ms": 1_000_000_000}]);
    for turn in 0..5 {
        play(&simulator, json!({"seed": 3, "from": turn, "faults": faults})).await;
        let terminal = simulator.device.look().await.expect("runs").terminal.expect("it is on");
        let json = serde_json::to_value(&terminal).expect("writes");
        let away = [
            json["paper"] == "out",
            json["cover"] == "open",
            json["switches"]["training_locked"] == true,
            json["switches"]["pos_link"] == false,
        ];
        assert!(away.iter().filter(|away| **away).count() <= 1, "{away:?}");
    }
}
