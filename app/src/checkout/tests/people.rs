//! What holds when nobody is signed in, and when a manager is asked.

use catlink_shared::payment::{Doubt, LastWord, PaymentState};
use catlink_shared::rights::Right;
use catlink_shared::wire::people::{PeopleReply, PeopleRequest, ResumeToken, SignedOut, Staff};
use catlink_shared::wire::reply::{Outcome, Refusal, RefusalCode, Reply, Retry};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::{FromPage, ToPage};

use super::desk::{Desk, clerk, payment};
use crate::checkout::Effect;
use crate::checkout::field::Field;
use crate::checkout::key::Key;

impl Desk {
    pub(super) fn sign_out(&mut self) {
        self.signed_in = None;
        let out = ToPage::SignedOut(SignedOut { message: "サインアウトしました。".into() });
        let effects = self.page.on_message(out, self.now);
        self.take(effects);
    }

    pub(super) fn sign_in(&mut self, operator: &str, pin: &str) -> FromPage {
        self.type_in(operator);
        self.key(Key::Enter);
        self.type_in(pin);
        self.key(Key::Enter);
        self.only_sent()
    }

    pub(super) fn let_in(&mut self, asked: &FromPage) {
        let resume = ResumeToken::new("token".into());
        self.signed_in = Some(clerk());
        self.done(asked, Reply::People { reply: PeopleReply::SignedIn { who: clerk(), resume } });
    }

    fn ask_manager(&mut self, message: &FromPage) {
        let mut refusal = Refusal::new(RefusalCode::ManagerOnly, "責任者の承認が必要です。", Retry::Useless);
        refusal.right = Some(Right::DiscountAboveLimit);
        self.answer(message, Outcome::Refused(refusal));
    }
}

#[test]
fn signing_out_keeps_the_sale_and_signing_in_goes_on_where_it_was() {
    let mut desk = Desk::in_checkout();
    desk.type_in("2000");
    desk.sign_out();
    assert_eq!((desk.top(), desk.notice()), ("sign-in", "サインアウトしました。"));
    let asked = desk.sign_in("101", "1010");
    let Request::People { ask: PeopleRequest::SignIn { operator, pin } } = &asked.request else { panic!() };
    assert_eq!((operator.as_str(), pin.expose()), ("101", "1010"));
    desk.let_in(&asked);
    assert_eq!((desk.top(), desk.text(Field::Tendered)), ("checkout", "2000"));
    assert!(desk.effects.contains(&Effect::KeepSeat(ResumeToken::new("token".into()))));
    assert_eq!(desk.text(Field::Pin), "");
}

#[test]
fn a_wrong_pin_goes_and_the_code_stays() {
    let mut desk = Desk::new();
    desk.sign_out();
    let asked = desk.sign_in("101", "9999");
    desk.refuse(&asked, RefusalCode::WrongPin);
    assert_eq!((desk.top(), desk.text(Field::Person), desk.text(Field::Pin)), ("sign-in", "101", ""));
    assert_eq!(desk.page.focus(), Some(Field::Pin));
}

#[test]
fn a_payment_under_way_is_never_covered_and_a_question_is_asked_again_after_signing_in() {
    let (mut desk, id) = Desk::linking();
    desk.sign_out();
    assert_eq!(desk.top(), "linking");
    desk.payment_becomes(id, PaymentState::Unknown { because: Doubt::Cut, last_word: LastWord::Nothing });
    assert_eq!(desk.top(), "sign-in");
    assert_eq!(desk.page.open_things().len(), 1);
    let asked = desk.sign_in("101", "1010");
    desk.let_in(&asked);
    assert_eq!(desk.top(), "unknown");
}

#[test]
fn a_draft_waits_in_hand_until_somebody_is_signed_in() {
    let mut desk = Desk::new();
    desk.scan("4901234567894");
    let put = desk.only_sent();
    desk.signed_in = None;
    desk.refuse(&put, RefusalCode::NotSignedIn);
    desk.wait(10_000);
    assert!(desk.sent.is_empty() && desk.page.own_sale().is_some());
    let asked = desk.sign_in("101", "1010");
    desk.let_in(&asked);
    assert!(matches!(desk.only_sent().request, Request::PutDraft { .. }));
}

#[test]
fn what_was_sent_before_the_agent_went_down_goes_again_only_after_signing_in() {
    let mut desk = Desk::new();
    desk.scan("4901234567894");
    let put = desk.only_sent();
    desk.cut();
    desk.signed_in = None;
    desk.connect();
    assert!(desk.sent.is_empty() && desk.top() == "sign-in", "{}", desk.top());
    let asked = desk.sign_in("101", "1010");
    desk.let_in(&asked);
    assert_eq!(desk.only_sent(), put);
}

#[test]
fn a_manager_is_asked_over_the_clerks_screen_and_the_same_goes_under_another_id() {
    let mut desk = Desk::in_checkout();
    desk.f(2);
    desk.f(12);
    let refused = desk.only_sent();
    desk.ask_manager(&refused);
    assert_eq!((desk.top(), desk.page.is_deaf(), desk.notice()), ("approval", true, ""));
    desk.type_in("900");
    desk.key(Key::Enter);
    desk.type_in("9000");
    desk.key(Key::Enter);
    assert!(desk.sent.is_empty(), "Enter allows nothing");
    desk.f(12);
    let again = desk.only_sent();
    assert!(again.request == refused.request && again.id != refused.id);
    let approval = again.approval.clone().expect("an approval");
    assert_eq!((approval.operator.as_str(), approval.pin.expose()), ("900", "9000"));
    assert_eq!(desk.text(Field::Pin), "");
    desk.refuse(&again, RefusalCode::WrongPin);
    assert_eq!((desk.top(), desk.text(Field::Person)), ("approval", "900"));
    desk.f(9);
    assert_eq!((desk.top(), desk.text(Field::Tendered)), ("checkout", "1000"));
}

#[test]
fn a_payment_that_a_manager_allowed_is_kept_again_before_it_is_asked_for() {
    let mut desk = Desk::in_checkout();
    desk.choose_card(0);
    desk.f(12);
    let refused = desk.only_sent();
    desk.ask_manager(&refused);
    desk.effects.clear();
    desk.type_in("900");
    desk.key(Key::Enter);
    desk.type_in("9000");
    desk.f(12);
    let again = desk.only_sent();
    let Request::StartPayment { payment_id, .. } = again.request else { panic!("{again:?}") };
    let kept = desk.effects.iter().position(|effect| *effect == Effect::Keep(payment_id));
    let sent = desk.effects.iter().position(
        |effect| matches!(effect, Effect::Send(message) if matches!(message.request, Request::StartPayment { .. })),
    );
    assert!(kept.is_some() && kept < sent, "{:?}", desk.effects);
    let view = payment(payment_id, desk.sale_id(), PaymentState::Sent);
    desk.done(&again, Reply::Payment { payment: Box::new(view.clone()) });
    desk.show_payment(view);
    assert_eq!(desk.top(), "linking");
}

#[test]
fn a_scanned_name_tag_is_taken_as_the_code_and_never_as_a_pin() {
    let mut desk = Desk::new();
    desk.sign_out();
    desk.wait(500);
    desk.scan("STAFF-000101");
    assert_eq!((desk.text(Field::Person), desk.page.focus()), ("STAFF-000101", Some(Field::Pin)));
    desk.scan("12345678901");
    assert_eq!(desk.text(Field::Pin), "");
    assert!(desk.notice().contains("名札"), "{}", desk.notice());
}

#[test]
fn a_shop_without_a_manager_begins_with_one() {
    let mut desk = Desk::before_hello(None);
    desk.signed_in = None;
    desk.snapshot.register.staff = Staff::NoManager;
    desk.connect();
    assert_eq!(desk.top(), "first-manager");
    for (text, last) in [("900", false), ("店長", false), ("2580", false), ("2580", true)] {
        desk.type_in(text);
        if !last {
            desk.key(Key::Enter);
        }
    }
    desk.f(12);
    let asked = desk.only_sent();
    assert!(
        matches!(&asked.request, Request::People { ask: PeopleRequest::FirstManager { code, .. } } if code == "900"),
        "{asked:?}"
    );
    desk.let_in(&asked);
    assert_eq!(desk.page.who().map(|who| who.operator.code.as_str()), Some("101"));
}
