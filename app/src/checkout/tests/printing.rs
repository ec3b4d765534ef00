//! When the browser is asked to print: once for a sale that was settled here, what the agent has kept before, and never in
//! anybody's way.

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::PaymentId;
use catlink_shared::payment::PaymentState;
use catlink_shared::receipt::PrintLine;
use catlink_shared::receipt::paper::Printing;
use catlink_shared::wire::FromPage;
use catlink_shared::wire::paper::{PaperKind, PaperReply, PaperRow, PaperView};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;

use super::desk::{Desk, payment};
use crate::checkout::Effect;
use crate::checkout::history::HistoryScreen;
use crate::checkout::matching::MatchScreen;
use crate::checkout::screen::Screen;

impl Desk {
    fn prints_by_itself(&mut self) {
        self.update(|snapshot| snapshot.register.printing = Printing::ByItself);
    }

    /// F2ちょうど, F12: the agent settles it.
    fn pay_cash(&mut self) {
        self.f(2);
        self.f(12);
        let commit = self.only_sent();
        let receipt = Box::new(self.receipt());
        self.done(&commit, Reply::SaleMade { receipt });
    }

    fn painted(&mut self) {
        let effects = self.page.on_painted(self.now);
        self.take(effects);
    }

    /// What the page asks the agent to keep before it prints it.
    fn paper_asked(&mut self) -> FromPage {
        let asked = self.only_sent();
        assert!(matches!(asked.request, Request::Paper { .. }), "{asked:?}");
        asked
    }

    /// The agent has kept it.
    fn kept(&mut self, asked: &FromPage, copy: u32) {
        let paper = Box::new(paper(copy));
        self.done(asked, Reply::Paper { reply: PaperReply::Printed { paper } });
    }

    /// It is asked for, kept and painted.
    fn print_through(&mut self) {
        let asked = self.paper_asked();
        self.kept(&asked, 0);
        self.painted();
    }

    /// How often the browser was asked to print; before that, how often to tell when it has painted.
    fn asked(&self) -> (usize, usize) {
        let count = |wanted: &Effect| self.effects.iter().filter(|effect| *effect == wanted).count();
        (count(&Effect::AwaitPaint), count(&Effect::Print))
    }
}

fn paper(copy: u32) -> PaperView {
    let row = PaperRow {
        position: 7,
        at_text: "2026/11/23 10:05:09".into(),
        business_day: "2026-11-23".into(),
        kind: PaperKind::Receipt,
        receipt_number: None,
        copy,
        amount: None,
        who: None,
    };
    PaperView { row, mode: CounterMode::Live, lines: vec![PrintLine::Rule] }
}

#[test]
fn a_settled_sale_prints_once_when_its_receipt_is_on_the_screen() {
    let mut desk = Desk::in_checkout();
    desk.prints_by_itself();
    desk.pay_cash();
    let asked = desk.paper_asked();
    assert_eq!((desk.top(), desk.asked()), ("receipt", (0, 0)), "not before it is in the journal");
    desk.kept(&asked, 0);
    assert_eq!(desk.asked(), (1, 0), "not before it is painted");
    desk.painted();
    assert_eq!(desk.asked(), (1, 1));
    // The update that tells of the same sale, and whatever comes later, prints nothing more.
    desk.sell();
    desk.wait(500);
    desk.painted();
    assert_eq!(desk.asked(), (1, 1));
    desk.f(10);
    let again = desk.paper_asked();
    desk.f(10);
    assert!(desk.sent.is_empty(), "{:?}", desk.sent);
    desk.kept(&again, 1);
    assert_eq!(desk.page.printed_paper().map(|paper| paper.row.copy), Some(1));
    desk.painted();
    assert_eq!(desk.asked(), (2, 2), "the print key prints it again, once");
}

#[test]
fn without_the_agent_nothing_is_printed_and_the_clerk_sees_why() {
    let mut desk = Desk::in_checkout();
    desk.pay_cash();
    desk.cut();
    desk.f(10);
    assert!(desk.sent.is_empty(), "{:?}", desk.sent);
    assert!(desk.notice().contains("印刷できません"), "{}", desk.notice());
    desk.painted();
    assert_eq!(desk.asked(), (0, 0));
}

#[test]
fn a_paper_the_agent_cannot_keep_is_not_printed_and_the_next_customer_is_served() {
    let mut desk = Desk::in_checkout();
    desk.prints_by_itself();
    desk.pay_cash();
    let asked = desk.paper_asked();
    desk.refuse(&asked, RefusalCode::BooksUnavailable);
    desk.painted();
    assert_eq!(desk.asked(), (0, 0));
    desk.f(12);
    assert_eq!(desk.top(), "sale");
}

#[test]
fn who_goes_on_before_it_is_here_is_told_that_it_was_not_printed() {
    let mut desk = Desk::in_checkout();
    desk.prints_by_itself();
    desk.pay_cash();
    let asked = desk.paper_asked();
    desk.f(12);
    assert_eq!(desk.top(), "sale");
    assert!(desk.notice().contains("印刷を取りやめました"), "{}", desk.notice());
    desk.kept(&asked, 0);
    desk.painted();
    assert_eq!(desk.asked(), (0, 0));
}

#[test]
fn a_register_that_prints_by_key_prints_nothing_by_itself() {
    let mut desk = Desk::in_checkout();
    desk.pay_cash();
    desk.painted();
    assert_eq!((desk.top(), desk.asked()), ("receipt", (0, 0)));
    desk.f(10);
    desk.print_through();
    assert_eq!(desk.asked(), (1, 1));
}

#[test]
fn a_linked_sale_prints_once_when_an_update_tells_of_it() {
    let (mut desk, _) = Desk::linking();
    desk.prints_by_itself();
    desk.sell();
    desk.print_through();
    desk.painted();
    assert_eq!((desk.top(), desk.asked()), ("receipt", (1, 1)));
}

#[test]
fn a_receipt_that_is_read_after_a_reload_is_not_printed_by_itself() {
    let (desk, payment_id) = Desk::linking();
    let receipt = desk.receipt();
    let sold = PaymentState::Sold {
        by: catlink_shared::tender::ByHand::Terminal,
        receipt_number: receipt.receipt_number,
    };
    let view = payment(payment_id, receipt.slip.sale_id, sold);
    let mut desk = reloaded(payment_id);
    let status = desk.only_sent();
    desk.done(&status, Reply::Payment { payment: Box::new(view) });
    let read = desk.only_sent();
    assert!(matches!(read.request, Request::ReadReceipt { .. }));
    desk.done(&read, Reply::Receipt { receipt: Box::new(receipt) });
    desk.painted();
    assert_eq!((desk.top(), desk.asked()), ("receipt", (0, 0)));
}

fn reloaded(payment_id: PaymentId) -> Desk {
    let mut desk = Desk::before_hello(Some(payment_id));
    desk.snapshot.register.printing = Printing::ByItself;
    desk.page.resume_sale();
    desk.connect();
    desk
}

#[test]
fn what_comes_over_the_receipt_is_dealt_with_first() {
    let mut desk = Desk::in_checkout();
    desk.prints_by_itself();
    desk.pay_cash();
    let paper = desk.paper_asked();
    desk.kept(&paper, 0);
    desk.sell();
    desk.sign_out();
    desk.painted();
    assert_eq!((desk.top(), desk.asked()), ("sign-in", (1, 0)));
    let asked = desk.sign_in("101", "1010");
    desk.let_in(&asked);
    desk.painted();
    assert_eq!((desk.top(), desk.asked()), ("receipt", (2, 1)));
}

#[test]
fn a_list_on_a_sheet_of_its_own_is_printed_as_it_stands() {
    let screens =
        [Screen::Story, Screen::History(HistoryScreen::Paper), Screen::Matching(MatchScreen::Run(1))];
    for screen in screens {
        let mut desk = Desk::new();
        desk.page.open(screen);
        desk.page.print(desk.now);
        let effects = desk.page.finish(desk.now);
        assert!(effects.contains(&Effect::Print), "{screen:?}: {effects:?}");
        assert!(desk.page.printed_paper().is_none(), "{screen:?}: no paper of the till's comes with it");
    }
}
