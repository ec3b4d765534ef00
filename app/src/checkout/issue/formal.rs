//! 【領収書】: 宛名 and 但し書き, and the 領収書 once.

use catlink_shared::receipt::{DEFAULT_PROVISO, Formal, PrintLine, Receipt, reprint};
use catlink_shared::wire::paper::{FormalStanding, PaperRequest};
use catlink_shared::wire::request::Request;

use super::IssueScreen;
use crate::checkout::busy::Act;
use crate::checkout::field::Field;
use crate::checkout::screen::Screen;
use crate::checkout::slips::SlipScreen;
use crate::checkout::{Checkout, Link};

impl Checkout {
    /// The slip on the screen, where it has a 領収書 by its kind.
    #[must_use]
    pub fn formal_of(&self) -> Option<&Receipt> {
        let receipt = match self.top() {
            Screen::Receipt => self.receipt(),
            Screen::Slips(SlipScreen::Sheet) => self.slip_desk().sheet().map(|sheet| sheet.receipt.as_ref()),
            _ => None,
        };
        receipt.filter(|receipt| receipt.may_be_formal().is_ok())
    }

    /// F7領収書
    pub(in crate::checkout) fn open_formal(&mut self) {
        let Some(number) = self.formal_of().map(|receipt| receipt.receipt_number) else { return };
        self.issue.number = Some(number);
        self.issue.standing = None;
        self.fields.clear(IssueScreen::Formal.fields());
        self.fields.set(Field::Proviso, DEFAULT_PROVISO.to_owned());
        self.open(Screen::Issue(IssueScreen::Formal));
    }

    /// The dialog has come to the top: how it stands with this slip.
    pub(super) fn read_formal(&mut self, now: u64) {
        if let Some(receipt_number) = self.issue.number.filter(|_| self.link == Link::Open) {
            self.send(Request::Paper { ask: PaperRequest::Standing { receipt_number } }, now);
        }
    }

    pub(super) fn formal_stands(&mut self, standing: Box<FormalStanding>) {
        if self.issue.number != Some(standing.receipt.receipt_number) {
            return;
        }
        let first = self.issue.standing.is_none();
        if let Some(last) = standing.last.as_ref().filter(|_| first) {
            self.fields.set(Field::Addressee, last.addressee.clone());
            self.fields.set(Field::Proviso, last.proviso.clone());
        }
        self.issue.standing = Some(standing);
    }

    /// What is typed.
    fn typed_formal(&self) -> Formal {
        Formal {
            addressee: self.fields.get(Field::Addressee).to_owned(),
            proviso: self.fields.get(Field::Proviso).to_owned(),
        }
    }

    /// The 領収書 as it would be printed with what is typed.
    #[must_use]
    pub fn formal_preview(&self) -> Vec<PrintLine> {
        let Some(standing) = self.issue.standing() else { return Vec::new() };
        let typed = self.typed_formal();
        let lines = standing.receipt.print_formal(&typed.cleaned().unwrap_or(typed));
        match standing.issued {
            0 => lines,
            copies => reprint(lines, copies),
        }
    }

    /// F12発行
    pub(super) fn issue_formal(&mut self, now: u64) {
        let Some(receipt_number) = self.issue.number else { return };
        let typed = self.typed_formal();
        match typed.cleaned() {
            Ok(formal) => {
                let ask = PaperRequest::Issue { receipt_number, formal };
                self.begin_act(Act::Paper(Box::new(ask)), now);
            }
            Err(error) => self.warn(error.to_string()),
        }
    }

    /// It is in the journal: it comes out on the screen under the dialog.
    pub(super) fn formal_was_issued(&mut self, paper: Box<catlink_shared::wire::paper::PaperView>) {
        self.stack.retain(|screen| *screen != Screen::Issue(IssueScreen::Formal));
        self.issue.number = None;
        self.issue.standing = None;
        self.paper_was_issued(paper);
        self.say("領収書を発行しました。レシートをお渡し済みのときは、引換えに回収してください。");
    }
}
