//! What comes from the agent about 決済照合.

use catlink_shared::ids::RequestId;
use catlink_shared::wire::matching::{MatchReply, MatchRequest};
use catlink_shared::wire::reply::Refusal;
use catlink_shared::wire::request::Request;

use super::MatchScreen;
use crate::checkout::screen::Screen;
use crate::checkout::{Checkout, Link};

/// Between two questions how far the 中間計 is, ms.
const LOOK_MS: u64 = 300;

impl Checkout {
    pub(in crate::checkout) fn matching_answered(
        &mut self,
        id: RequestId,
        request: &Request,
        reply: MatchReply,
        now: u64,
    ) {
        let Request::Matching { ask } = request else { return };
        let latest = self.matching.asked == Some(id);
        match reply {
            MatchReply::Runs { at, total, rows } if latest => {
                self.matching.place = Some((at, total));
                self.matching.runs = rows;
            }
            MatchReply::Setup { setup } if latest => {
                self.matching.setup = Some(setup);
                self.matching.terminal = 0;
                self.propose_period();
            }
            MatchReply::Run { sheet } if latest => self.matching.sheet = Some(*sheet),
            MatchReply::Runs { .. } | MatchReply::Setup { .. } | MatchReply::Run { .. } => {}
            MatchReply::Working { lines } => {
                self.matching.lines = lines;
                if matches!(ask, MatchRequest::Read { .. }) {
                    self.open(Screen::Matching(MatchScreen::Reading));
                }
                self.matching.look_at = Some(now + LOOK_MS);
            }
            MatchReply::Kept { run } => self.show_run(run),
            MatchReply::Stopped => self.reading_is_over(),
            MatchReply::Closed { run } => self.difference_closed(run, ask, now),
        }
    }

    /// The new run stands over the list.
    fn show_run(&mut self, run: u64) {
        self.matching.look_at = None;
        self.matching.sheet = None;
        self.matching.place = None;
        self.stack = vec![Screen::Matching(MatchScreen::List), Screen::Matching(MatchScreen::Run(run))];
        self.say("照合しました。差異があるときは、1件ずつ F12 で次の操作に進みます。");
    }

    fn difference_closed(&mut self, run: u64, ask: &MatchRequest, now: u64) {
        if let Some(Screen::Matching(MatchScreen::Close(_) | MatchScreen::Itemise(_))) = self.stack.last() {
            self.close();
        }
        self.say(match ask {
            MatchRequest::OpenAction { .. } => {
                "「端末側の操作待ち」に登録しました。端末で取り消したら、F4 参照 から取消伝票番号を入力してください。"
            }
            MatchRequest::Itemise { .. } => "売上票を照合しました。合わない売上票が差異に加わります。",
            MatchRequest::Runs { .. }
            | MatchRequest::Setup
            | MatchRequest::Read { .. }
            | MatchRequest::Progress
            | MatchRequest::Stop
            | MatchRequest::Typed { .. }
            | MatchRequest::Run { .. }
            | MatchRequest::Close { .. } => "対応済みにしました。",
        });
        self.ask_matching(MatchRequest::Run { run, at: 0 }, now);
    }

    pub(super) fn reading_is_over(&mut self) {
        self.matching.look_at = None;
        if self.stack.last() == Some(&Screen::Matching(MatchScreen::Reading)) {
            self.close();
        }
    }

    /// The agent refuses; the notice says why. What was being read is not any more.
    pub(in crate::checkout) fn matching_refused(&mut self, request: &Request, _refusal: &Refusal) {
        if let Request::Matching { ask: MatchRequest::Progress | MatchRequest::Stop } = request {
            self.reading_is_over();
        }
    }

    /// Time goes by.
    pub(in crate::checkout) fn look_at_matching(&mut self, now: u64) {
        if self.matching.look_at.take_if(|at| now >= *at).is_none() {
            return;
        }
        if self.link == Link::Open {
            self.ask_matching(MatchRequest::Progress, now);
        } else {
            self.reading_is_over();
            self.warn("接続が切れたため、中間計の取り込みを中止しました。何も登録していません。");
        }
    }
}
