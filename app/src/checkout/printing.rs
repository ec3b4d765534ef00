//! What comes out of the printer: asked of the agent, which keeps it in the 電子ジャーナル first, and printed when it is on the
//! screen and nothing else.
//!
//! ```text
//!   Wanted ──▶ Asked ──answer──▶ Ready ──▶ Unpainted ──▶ the browser's dialog
//! ```
//!
//! The browser's print dialog stops the page, so it is asked for only where no question can come to wait behind it unseen:
//! not before the paper is painted, and never for a receipt that was read again. Nothing waits for it: who goes on to the
//! next customer meanwhile is told that nothing was printed.

use catlink_shared::ids::RequestId;
use catlink_shared::receipt::paper::{PaperWidth, Printing};
use catlink_shared::wire::paper::{DayPaper, PaperRequest, PaperView};
use catlink_shared::wire::request::Request;

use super::day::DayScreen;
use super::history::HistoryScreen;
use super::issue::IssueScreen;
use super::matching::MatchScreen;
use super::screen::Screen;
use super::slips::SlipScreen;
use super::{Checkout, Effect, Link};

const AWAY: &str = "レジシステムに接続していないため、印刷できません(記録してから印刷します)。再接続の後、もう一度印刷してください。";
const LEFT: &str =
    "画面が切り替わったため、印刷を取りやめました。必要なときは「伝票照会」から再発行してください。";

/// How far a printout is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Printout {
    /// There is nothing to print.
    #[default]
    Nothing,
    /// The receipt is to be printed by itself as soon as it is on the screen alone.
    Wanted,
    /// The agent has been asked for it.
    Asked {
        /// By this request.
        id: RequestId,
        /// From this screen.
        on: Screen,
    },
    /// It is here, and waits for its screen to be topmost.
    Ready {
        /// That screen.
        on: Screen,
    },
    /// The browser has been asked to tell when it is painted.
    Unpainted {
        /// Its screen.
        on: Screen,
    },
}

/// How a page came by a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Learned {
    /// The sale was settled while it looked.
    Settled,
    /// It asked for it afterwards, as after a reload.
    ReadAgain,
}

impl Checkout {
    /// A receipt is to be shown.
    pub(super) fn receipt_came(&mut self, learned: Learned) {
        let printing = self.shown().map_or(Printing::ByKey, |shown| shown.register.printing);
        self.printout = match (learned, printing) {
            (Learned::Settled, Printing::ByItself) => Printout::Wanted,
            (Learned::ReadAgain, _) | (Learned::Settled, Printing::ByKey) => Printout::Nothing,
        };
    }

    /// 用紙幅
    #[must_use]
    pub fn paper_width(&self) -> PaperWidth {
        self.shown().map_or(PaperWidth::Mm80, |shown| shown.register.paper)
    }

    /// What goes to the printer: the one paper that is in the journal for it.
    #[must_use]
    pub fn printed_paper(&self) -> Option<&PaperView> {
        self.to_print.as_deref()
    }

    /// After every event: what is to be printed waits for its screen to be topmost.
    pub(super) fn look_after_printout(&mut self, now: u64) {
        match self.printout {
            Printout::Wanted if matches!(self.top(), Screen::Receipt) && !self.is_busy() => self.print(now),
            Printout::Ready { on } if !self.is_open(on) => {
                self.printout = Printout::Nothing;
                self.warn(LEFT);
            }
            Printout::Ready { on } if self.top() == on && !self.is_busy() => {
                self.printout = Printout::Unpainted { on };
                self.effects.push(Effect::AwaitPaint);
            }
            Printout::Nothing
            | Printout::Wanted
            | Printout::Asked { .. }
            | Printout::Ready { .. }
            | Printout::Unpainted { .. } => {}
        }
    }

    /// The browser has painted what was to be shown.
    pub fn on_painted(&mut self, now: u64) -> Vec<Effect> {
        if let Printout::Unpainted { on } = self.printout {
            if self.top() == on && !self.is_busy() {
                self.printout = Printout::Nothing;
                // The browser's print dialog takes the keyboard: keys come up unseen.
                self.attention.all_up();
                self.effects.push(Effect::Print);
            } else {
                self.printout = Printout::Ready { on };
            }
        }
        self.finish(now)
    }

    /// F10印刷, or by itself: the agent keeps it and says what is to be printed.
    pub(super) fn print(&mut self, now: u64) {
        if matches!(
            self.printout,
            Printout::Asked { .. } | Printout::Ready { .. } | Printout::Unpainted { .. }
        ) {
            return;
        }
        if is_sheet(self.top()) {
            self.to_print = None;
            // The browser's print dialog takes the keyboard: keys come up unseen.
            self.attention.all_up();
            return self.effects.push(Effect::Print);
        }
        let Some(ask) = self.paper_of(self.top()) else { return };
        if self.link != Link::Open {
            self.printout = Printout::Nothing;
            return self.warn(AWAY);
        }
        let on = self.top();
        self.to_print = None;
        let id = self.send(Request::Paper { ask }, now);
        self.printout = Printout::Asked { id, on };
    }

    /// What F10 prints on a screen.
    fn paper_of(&self, screen: Screen) -> Option<PaperRequest> {
        let of_slip = |receipt: &catlink_shared::receipt::Receipt| PaperRequest::Print {
            receipt_number: receipt.receipt_number,
            mode: receipt.slip.mode,
        };
        match screen {
            Screen::Receipt => self.receipt().map(of_slip),
            Screen::Slips(SlipScreen::Sheet) => self.slip_desk().sheet().map(|sheet| of_slip(&sheet.receipt)),
            Screen::Day(DayScreen::Report) => {
                let day = self.day().report()?.day.clone();
                Some(PaperRequest::PrintDay { of: DayPaper::Report { day } })
            }
            Screen::Day(DayScreen::Check) => Some(PaperRequest::PrintDay { of: DayPaper::Check }),
            Screen::Issue(IssueScreen::List | IssueScreen::Paper) => {
                self.chosen_paper().map(|position| PaperRequest::PrintExtract { position })
            }
            _ => None,
        }
    }

    /// The agent has kept it: print this.
    pub(super) fn paper_came(&mut self, id: RequestId, paper: Box<PaperView>) {
        let Printout::Asked { id: asked, on } = self.printout else { return };
        if asked == id {
            self.to_print = Some(paper);
            self.printout = Printout::Ready { on };
        }
    }

    /// What was issued in a dialog comes out on the screen under it.
    pub(super) fn paper_was_issued(&mut self, paper: Box<PaperView>) {
        self.to_print = Some(paper);
        self.printout = Printout::Ready { on: self.stack.last().copied().unwrap_or(Screen::Menu) };
    }

    /// The agent refused to keep it: nothing is printed.
    pub(super) fn paper_refused(&mut self, id: RequestId) {
        if matches!(self.printout, Printout::Asked { id: asked, .. } if asked == id) {
            self.printout = Printout::Nothing;
        }
    }

    /// F12 after a receipt: what was not printed by then is not.
    pub(super) fn leave_printout(&mut self) {
        let asked = matches!(
            std::mem::take(&mut self.printout),
            Printout::Asked { .. } | Printout::Ready { .. } | Printout::Unpainted { .. }
        );
        self.to_print = None;
        if asked {
            self.warn(LEFT);
        }
    }

    fn is_open(&self, screen: Screen) -> bool {
        screen == Screen::Menu || self.stack.contains(&screen)
    }
}

/// A list on a sheet of its own, that is no paper of the till's: it is printed as it stands, and can be made again.
const fn is_sheet(screen: Screen) -> bool {
    matches!(
        screen,
        Screen::Story | Screen::History(HistoryScreen::Paper) | Screen::Matching(MatchScreen::Run(_))
    )
}
