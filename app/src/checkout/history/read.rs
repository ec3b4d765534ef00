//! What is asked of the agent, and what comes of it.

use catlink_shared::wire::history::{HistoryReply, HistoryRequest};
use catlink_shared::wire::request::Request;

use super::{HistoryScreen, Printed};
use crate::checkout::screen::Screen;
use crate::checkout::{Checkout, Effect, Link};

impl Checkout {
    /// What has just come to the top is read.
    pub(in crate::checkout) fn read_history(&mut self, screen: HistoryScreen, now: u64) {
        let filter = self.history.filter.clone();
        match screen {
            HistoryScreen::List => self.history.list.refresh(),
            HistoryScreen::Totals => self.ask_history(HistoryRequest::Totals { filter }, now),
            HistoryScreen::Paper => self.ask_history(HistoryRequest::Sheet { filter }, now),
            HistoryScreen::Find => {}
        }
    }

    /// After everything: the rows that are on the screen and not here.
    pub(in crate::checkout) fn read_history_rows(&mut self, now: u64) {
        if self.top() != Screen::History(HistoryScreen::List)
            || self.link != Link::Open
            || !self.is_signed_in()
        {
            return;
        }
        for at in self.history.list.wanted() {
            let filter = self.history.filter.clone();
            self.ask_history(HistoryRequest::Rows { filter, at }, now);
        }
    }

    fn ask_history(&mut self, ask: HistoryRequest, now: u64) {
        if self.link == Link::Open && self.is_signed_in() {
            self.send(Request::History { ask }, now);
        }
    }

    /// The agent answered: what was asked with another filter by now is nobody's.
    pub(in crate::checkout) fn history_answered(&mut self, request: &Request, reply: HistoryReply) {
        let Request::History { ask } = request else { return };
        match (reply, ask) {
            (HistoryReply::Rows { total, rows, .. }, HistoryRequest::Rows { filter, at }) => {
                if *filter == self.history.filter {
                    self.history.list.arrive(*at, total, rows);
                }
            }
            (HistoryReply::Totals { totals }, HistoryRequest::Totals { filter }) => {
                self.history.totals = Some((filter.clone(), *totals));
            }
            (HistoryReply::Sheet { totals, rows, at_text }, HistoryRequest::Sheet { filter }) => {
                self.history.printed = Some((filter.clone(), Printed { totals: *totals, rows, at_text }));
            }
            (
                HistoryReply::Rows { .. } | HistoryReply::Totals { .. } | HistoryReply::Sheet { .. },
                HistoryRequest::Rows { .. } | HistoryRequest::Totals { .. } | HistoryRequest::Sheet { .. },
            ) => {}
        }
    }

    /// The agent refused a filter: the list is as good as empty until another one is typed.
    pub(in crate::checkout) fn history_refused(&mut self, request: &Request) {
        if let Request::History { ask: HistoryRequest::Rows { filter, .. } } = request
            && *filter == self.history.filter
        {
            self.history.list.arrive(0, 0, Vec::new());
        }
    }

    /// The person scrolled.
    pub fn on_history_scroll(&mut self, first: u64, visible: u64, now: u64) -> Vec<Effect> {
        self.history.list.look_at(first, visible);
        self.finish(now)
    }

    /// A row was touched.
    pub fn on_history_row(&mut self, place: u64, now: u64) -> Vec<Effect> {
        self.history.list.go_to(place);
        self.finish(now)
    }
}
