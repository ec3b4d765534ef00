//! When the browser is asked to print: once for a sale that was settled here, and never in anybody's way.

use catlink_shared::ids::PaymentId;
use catlink_shared::payment::PaymentState;
use catlink_shared::receipt::paper::Printing;
use catlink_shared::wire::reply::Reply;
use catlink_shared::wire::request::Request;

use super::desk::{Desk, payment};
use crate::checkout::Effect;

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

    /// How often the browser was asked to print; before that, how often to tell when it has painted.
    fn asked(&self) -> (usize, usize) {
        let count = |wanted: &Effect| self.effects.iter().filter(|effect| *effect == wanted).count();
        (count(&Effect::AwaitPaint), count(&Effect::Print))
    }
}

#[test]
fn a_settled_sale_prints_once_when_its_receipt_is_on_the_screen() {
    let mut desk = Desk::in_checkout();
    desk.prints_by_itself();
    desk.pay_cash();
    assert_eq!((desk.top(), desk.asked()), ("receipt", (1, 0)), "not before it is painted");
    desk.painted();
    assert_eq!(desk.asked(), (1, 1));
    // The update that tells of the same sale, and whatever comes later, prints nothing more.
    desk.sell();
    desk.wait(500);
    desk.painted();
    assert_eq!(desk.asked(), (1, 1));
    desk.f(10);
    assert_eq!(desk.asked(), (1, 2), "the print key prints it again");
}

#[test]
fn a_register_that_prints_by_key_prints_nothing_by_itself() {
    let mut desk = Desk::in_checkout();
    desk.pay_cash();
    desk.painted();
    assert_eq!((desk.top(), desk.asked()), ("receipt", (0, 0)));
    desk.f(10);
    assert_eq!(desk.asked(), (0, 1));
}

#[test]
fn a_linked_sale_prints_once_when_an_update_tells_of_it() {
    let (mut desk, _) = Desk::linking();
    desk.prints_by_itself();
    desk.sell();
    desk.painted();
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
fn a_key_that_is_quicker_than_the_screen_decides() {
    for (key, prints) in [(10, 1), (12, 0)] {
        let mut desk = Desk::in_checkout();
        desk.prints_by_itself();
        desk.pay_cash();
        desk.f(key);
        desk.painted();
        assert_eq!(desk.asked().1, prints, "F{key}");
    }
}
