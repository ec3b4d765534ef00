//! What the agent says of papers.

use catlink_shared::ids::RequestId;
use catlink_shared::wire::paper::{PaperReply, PaperRequest};
use catlink_shared::wire::reply::{Refusal, RefusalCode};
use catlink_shared::wire::request::Request;

use super::IssueScreen;
use crate::checkout::Checkout;
use crate::checkout::screen::Screen;

impl Checkout {
    /// What one of its screens reads when it comes to the top.
    pub(in crate::checkout) fn read_issue_shown(&mut self, screen: IssueScreen, now: u64) {
        match screen {
            IssueScreen::Formal => self.read_formal(now),
            // What was asked for before the connection was cut is asked for again.
            IssueScreen::List => self.issue.list.lose(),
            IssueScreen::Filter | IssueScreen::Paper => {}
        }
    }

    /// The agent answered.
    pub(in crate::checkout) fn papers_answered(
        &mut self,
        id: RequestId,
        request: &Request,
        reply: PaperReply,
    ) {
        match reply {
            PaperReply::Printed { paper } => match request {
                Request::Paper { ask: PaperRequest::Issue { .. } } => self.formal_was_issued(paper),
                _ => self.paper_came(id, paper),
            },
            PaperReply::Standing { standing } => self.formal_stands(standing),
            PaperReply::Found { at, total, rows } => {
                if self.issue.asked.contains(&id) {
                    self.issue.asked.retain(|asked| *asked != id);
                    self.issue.list.arrive(at, total, rows);
                }
            }
            PaperReply::Sheet { paper } => {
                if self.stack.last() == Some(&Screen::Issue(IssueScreen::Paper)) {
                    self.issue.paper = Some(paper);
                }
            }
        }
    }

    /// The agent refused.
    pub(in crate::checkout) fn paper_was_refused(
        &mut self,
        id: RequestId,
        request: &Request,
        refusal: &Refusal,
    ) {
        let Request::Paper { ask } = request else { return };
        match ask {
            PaperRequest::Print { .. }
            | PaperRequest::PrintDay { .. }
            | PaperRequest::PrintExtract { .. } => {
                self.paper_refused(id);
            }
            PaperRequest::Find { .. } => {
                if self.issue.asked.contains(&id) && refusal.code == RefusalCode::BadSearch {
                    self.issue.trouble = Some(refusal.message.clone());
                    self.issue.list.arrive(0, 0, Vec::new());
                }
                self.issue.asked.retain(|asked| *asked != id);
            }
            PaperRequest::Read { .. } => {
                self.stack.retain(|screen| *screen != Screen::Issue(IssueScreen::Paper));
            }
            PaperRequest::Standing { .. } => {
                self.stack.retain(|screen| *screen != Screen::Issue(IssueScreen::Formal));
            }
            PaperRequest::Issue { .. } => {}
        }
    }
}
