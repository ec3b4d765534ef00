//! What the keys of 決済照合 do.

use catlink_shared::wire::files::ReportFile;
use catlink_shared::wire::matching::{CloseReason, DifferenceRow, MatchRequest, NextStep};
use catlink_shared::wire::request::Request;

use super::{MatchField, MatchKey, MatchScreen, Matching, SlipKind};
use crate::checkout::busy::Act;
use crate::checkout::field::Field;
use crate::checkout::run::Step;
use crate::checkout::screen::Screen;
use crate::checkout::{Checkout, Link};

/// Rows of one answer.
const BLOCK: u64 = 50;

impl Checkout {
    /// Opens 決済照合 from the menu.
    pub(in crate::checkout) fn open_matching(&mut self) {
        self.matching = Matching::default();
        self.open(Screen::Matching(MatchScreen::List));
    }

    /// What a screen that has just come to the top reads.
    pub(in crate::checkout) fn read_matching(&mut self, screen: MatchScreen, now: u64) {
        match screen {
            MatchScreen::List => {
                let at = self.matching.place.map_or(0, |(at, _)| at);
                self.ask_matching(MatchRequest::Runs { at }, now);
            }
            MatchScreen::New if self.matching.setup.is_none() => self.ask_matching(MatchRequest::Setup, now),
            MatchScreen::Run(run) => {
                let at = self.matching.sheet.as_ref().filter(|sheet| sheet.row.run == run);
                let at = at.map_or(0, |sheet| sheet.at);
                self.ask_matching(MatchRequest::Run { run, at }, now);
            }
            MatchScreen::New
            | MatchScreen::Reading
            | MatchScreen::Totals
            | MatchScreen::Close(_)
            | MatchScreen::Itemise(_) => {}
        }
    }

    pub(super) fn ask_matching(&mut self, ask: MatchRequest, now: u64) {
        if self.link == Link::Open && self.is_signed_in() {
            self.matching.asked = Some(self.send(Request::Matching { ask }, now));
        }
    }

    /// A key of 決済照合.
    pub(in crate::checkout) fn match_key(&mut self, key: MatchKey, now: u64) {
        match (key, self.top()) {
            (MatchKey::Turn(way), Screen::Matching(screen)) => self.turn_matching(way, screen, now),
            (MatchKey::New, _) => {
                self.matching.setup = None;
                self.open(Screen::Matching(MatchScreen::New));
            }
            (MatchKey::NextTerminal, _) => {
                let terminals = self.matching.terminals().map_or(0, <[_]>::len).max(1);
                self.matching.terminal = (self.matching.terminal + 1) % terminals;
                self.propose_period();
            }
            (MatchKey::Totals, _) => self.open_totals(),
            (MatchKey::NextCategory, _) => {
                let categories = self.matching.setup.as_ref().map_or(0, |setup| setup.categories.len());
                self.matching.category = (self.matching.category + 1) % (categories + 1);
            }
            (MatchKey::Stop, _) => self.ask_matching(MatchRequest::Stop, now),
            (MatchKey::Close, _) => {
                if let Some(difference) = self.chosen_difference().map(|row| row.difference) {
                    self.fields.clear(&[Field::Match(MatchField::Note)]);
                    self.open(Screen::Matching(MatchScreen::Close(difference)));
                }
            }
            (MatchKey::Export, Screen::Matching(MatchScreen::Run(run))) => {
                self.open_export(ReportFile::Matching { run });
            }
            (MatchKey::DropSlip, _) => drop(self.matching.slips.pop()),
            (MatchKey::NextSlipKind, _) => {
                self.matching.slip_kind = match self.matching.slip_kind {
                    SlipKind::Sale => SlipKind::Back,
                    SlipKind::Back => SlipKind::Sale,
                };
            }
            (MatchKey::Turn(_) | MatchKey::Export, _) => {}
        }
    }

    fn turn_matching(&mut self, way: Step, screen: MatchScreen, now: u64) {
        let there = |at: u64| match way {
            Step::Up => at.saturating_sub(BLOCK),
            Step::Down => at + BLOCK,
        };
        self.cursor = Some(0);
        match screen {
            MatchScreen::List => {
                let at = there(self.matching.place.map_or(0, |(at, _)| at));
                self.ask_matching(MatchRequest::Runs { at }, now);
            }
            MatchScreen::Run(run) => {
                let at = there(self.matching.sheet.as_ref().map_or(0, |sheet| sheet.at));
                self.ask_matching(MatchRequest::Run { run, at }, now);
            }
            MatchScreen::New
            | MatchScreen::Reading
            | MatchScreen::Totals
            | MatchScreen::Close(_)
            | MatchScreen::Itemise(_) => {}
        }
    }

    /// F12 on a screen of 決済照合.
    pub(in crate::checkout) fn confirm_matching(&mut self, screen: MatchScreen, now: u64) {
        match screen {
            MatchScreen::List => {
                let run = self.matching.runs.get(self.cursor.unwrap_or(0)).map(|row| row.run);
                if let Some(run) = run {
                    self.matching.sheet = None;
                    self.open(Screen::Matching(MatchScreen::Run(run)));
                }
            }
            MatchScreen::New => self.read_log(now),
            MatchScreen::Reading => {}
            MatchScreen::Totals => self.compare_sum(now),
            MatchScreen::Run(_) => self.do_next_step(now),
            MatchScreen::Close(difference) => self.close_difference(difference, now),
            MatchScreen::Itemise(difference) => self.compare_slips(difference, now),
        }
    }

    /// The difference the keys are on.
    #[must_use]
    pub fn chosen_difference(&self) -> Option<&DifferenceRow> {
        self.matching.sheet.as_ref()?.rows.get(self.cursor.unwrap_or(0))
    }

    /// F12次の操作: what the difference calls for.
    fn do_next_step(&mut self, now: u64) {
        let Some(row) = self.chosen_difference().filter(|row| row.closed.is_none()).cloned() else { return };
        match row.next {
            NextStep::OpenPayment { payment_id } => {
                let top = self
                    .payment(payment_id)
                    .and_then(|payment| Screen::of_payment(payment_id, &payment.state));
                match top {
                    Some(top) => {
                        self.matching.beside = Some((payment_id, said(&row)));
                        self.open(top);
                    }
                    None => self.say("この決済は解決済みです。もう一度照合すると、差異が解消されます。"),
                }
            }
            NextStep::OpenAction { action_id } if self.action(action_id).is_some() => {
                self.open(Screen::Action(action_id));
                self.say(said(&row));
            }
            NextStep::OpenAction { .. } => {
                self.say("この操作待ちは完了しています。もう一度照合すると、差異が解消されます。");
            }
            NextStep::OpenSlip { receipt_number } => self.open_slip(receipt_number),
            NextStep::RegisterAction => {
                self.begin_act(Act::Matching(MatchRequest::OpenAction { difference: row.difference }), now);
            }
            NextStep::Itemise => {
                self.matching.slips.clear();
                self.matching.slip_kind = SlipKind::Sale;
                self.open(Screen::Matching(MatchScreen::Itemise(row.difference)));
            }
            NextStep::CheckPaper => self.say(
                "端末の取引履歴と売上票を確認してください。確認できたら F6 で理由を選び、対応済みにします。",
            ),
        }
    }

    fn close_difference(&mut self, difference: u64, now: u64) {
        let Some(&reason) = CloseReason::ALL.get(self.cursor.unwrap_or(0)) else { return };
        let note = self.fields.get(Field::Match(MatchField::Note)).trim().to_owned();
        if note.is_empty() && reason == CloseReason::Other {
            return self.warn("理由が「その他」のときは、メモを入力してください。");
        }
        self.begin_act(Act::Matching(MatchRequest::Close { difference, reason, note }), now);
    }
}

/// What the terminal's list says, in a line.
fn said(row: &DifferenceRow) -> String {
    let slip = row.slip_number.as_ref().map(ToString::to_string).unwrap_or_default();
    let amount = row.there.map(|there| there.amount).unwrap_or_default();
    format!("端末の中間計: 伝票番号 {slip} ¥{amount} {}", row.at_text)
}
