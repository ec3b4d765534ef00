//! A script being played: before each transaction its turn's faults are armed, and what the turn before took away is put
//! back.
//!
//! ```text
//!  armed ──SALES heard──▶ running ──idle, and the POS has the result──▶ the next turn is armed
//!                            └──another SALES heard: the POS gave the result up──▶ likewise
//! ```
//!
//! A turn may kill the process. What `--script` plays goes on behind that turn when the terminal is started again: the
//! next turn is written beside the script's file.

use std::path::PathBuf;

use catlink_shared::ids::PaymentId;
use serde::Serialize;

use super::Body;
use crate::virtual_terminal::act::Act;
use crate::virtual_terminal::fault::Script;
use crate::virtual_terminal::memory::Delivery;

/// How many turns ahead are shown.
const AHEAD: u64 = 5;

/// A script, and where it stands.
#[derive(Debug)]
pub(super) struct Playing {
    script: Script,
    turn: u64,
    sale: Option<PaymentId>,
    /// Where the next turn is kept.
    place: Option<PathBuf>,
}

/// Where a script stands (GET /script).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScriptView {
    /// Its seed.
    pub seed: u64,
    /// Transactions from fault to fault.
    pub each: u64,
    /// Turns until every fault has come.
    pub round: u64,
    /// Which turn it is, from 0.
    pub turn: u64,
    /// Whether the turn's transaction has begun.
    pub running: bool,
    /// What this turn arms; null: nothing.
    pub now: Option<&'static str>,
    /// What the next turns will.
    pub next: Vec<Option<&'static str>>,
}

impl Playing {
    /// From the beginning it asks for, or from where it was left.
    pub(super) fn new(script: Script, place: Option<PathBuf>) -> Self {
        let kept = place.as_ref().and_then(|place| std::fs::read_to_string(place).ok());
        let turn = kept.and_then(|text| text.trim().parse().ok()).unwrap_or(script.from());
        Self { script, turn, sale: None, place }
    }

    fn view(&self) -> ScriptView {
        let text = |turn| self.script.turn(turn).map(|turn| turn.text);
        ScriptView {
            seed: self.script.seed(),
            each: self.script.each(),
            round: self.script.round(),
            turn: self.turn,
            running: self.sale.is_some(),
            now: text(self.turn),
            next: (self.turn + 1..=self.turn + AHEAD).map(text).collect(),
        }
    }
}

impl Body {
    pub(super) fn script_view(&self) -> Option<ScriptView> {
        self.script.as_ref().map(Playing::view)
    }

    /// Plays this script, or none.
    pub(super) fn play(&mut self, playing: Option<Playing>) {
        self.script = playing;
        self.begin_turn();
    }

    /// SALES has come and nothing is done with it yet.
    pub(super) fn script_hears(&mut self, payment_id: PaymentId) {
        let Some(playing) = &mut self.script else { return };
        match playing.sale {
            None => playing.sale = Some(payment_id),
            Some(known) if known == payment_id => {}
            // The turn's own sale was given up: this one still belongs to it.
            Some(_) => self.next_turn(),
        }
    }

    /// Something has happened: is the turn over?
    pub(super) fn script_looks(&mut self) {
        let Some(payment_id) = self.script.as_ref().and_then(|playing| playing.sale) else { return };
        let Some(engine) = &self.engine else { return };
        let open = |delivery: Delivery| delivery == Delivery::Open;
        let waits = engine.memory().results.get(&payment_id).is_some_and(|stored| open(stored.delivery));
        if engine.is_idle() && !waits {
            self.next_turn();
        }
    }

    fn next_turn(&mut self) {
        if let Some(playing) = &mut self.script {
            playing.turn += 1;
            playing.sale = None;
            self.begin_turn();
        }
    }

    fn begin_turn(&mut self) {
        self.parts.faults.lock().clear();
        let Some(playing) = &self.script else { return };
        if let Some(place) = &playing.place
            && let Err(why) = std::fs::write(place, (playing.turn + 1).to_string())
        {
            tracing::error!(%why, place = %place.display(), "the script's place cannot be kept");
        }
        let turn = playing.script.turn(playing.turn);
        tracing::info!(turn = playing.turn, fault = turn.as_ref().map(|turn| turn.text), "script");
        self.put_back();
        for armed in turn.into_iter().flat_map(|turn| turn.armed) {
            self.let_go_wrong(armed);
        }
    }

    /// What the turn before has left: paper, cover, switches, clock.
    fn put_back(&mut self) {
        for act in [
            Act::Paper { loaded: true },
            Act::Cover { open: false },
            Act::TrainingLock { on: false },
            Act::PosLink { on: true },
        ] {
            self.act_unasked(act);
        }
        self.set_clock(0);
    }
}
