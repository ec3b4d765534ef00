//! What holds when another page takes this page's sale over, and when this page takes one over.

use catlink_shared::payment::{Doubt, LastWord, NotCharged, PaymentState};
use catlink_shared::tender::ByHand;
use catlink_shared::wire::reply::Reply;
use catlink_shared::wire::request::Request;

use super::desk::{Desk, page_id, payment};
use crate::checkout::Effect;
use crate::checkout::field::Field;
use crate::checkout::key::Composing;
use crate::checkout::key::Key;

/// Another page becomes the owner.
fn taken_over(desk: &mut Desk) {
    desk.update(|snapshot| snapshot.current.as_mut().expect("a sale").owner = Some(page_id(2)));
}

#[test]
fn the_page_that_lost_its_sale_says_so_and_only_watches() {
    let mut desk = Desk::in_checkout();
    desk.effects.clear();
    taken_over(&mut desk);
    assert_eq!(desk.top(), "sale", "the checkout is the other page's");
    assert!(desk.page.was_taken_over());
    assert!(desk.notice().contains("別の画面に引き継がれました"), "{}", desk.notice());
    assert!(desk.beeped());
    desk.update(|snapshot| {
        let sale = snapshot.current.as_mut().expect("a sale");
        sale.draft.lines[0].quantity = 3;
        sale.draft_revision += 1;
    });
    assert_eq!(desk.page.draft().map(|draft| draft.lines[0].quantity), Some(3), "it watches live");
    desk.scan("4901234567894");
    for number in [1, 2, 3, 5, 7, 8, 11] {
        desk.f(number);
    }
    assert!(desk.sent.is_empty(), "{:?}", desk.sent);
    assert_eq!(desk.top(), "sale");
}

#[test]
fn a_payment_that_was_taken_over_is_followed_by_the_other_page_alone() {
    let (mut desk, id) = Desk::linking();
    taken_over(&mut desk);
    assert_eq!(desk.top(), "sale");
    assert!(desk.effects.contains(&Effect::Forget), "a reload does not ask for it");
    desk.f(9);
    desk.f(12);
    assert_eq!(desk.top(), "menu", "F9 goes back and cancels nothing");
    assert!(desk.sent.is_empty(), "{:?}", desk.sent);
    let state = PaymentState::Unknown { because: Doubt::Cut, last_word: LastWord::Pending };
    desk.page.resume_sale();
    desk.payment_becomes(id, state);
    taken_over(&mut desk);
    assert_eq!(desk.top(), "sale", "the question is the other page's, too");
    desk.sell();
    assert_eq!(desk.top(), "sale", "and so is the receipt");
    assert!(desk.page.draft().is_none());
}

#[test]
fn lines_that_were_on_their_way_when_the_sale_was_taken_over_are_said_to_be_gone() {
    let mut desk = Desk::with_goods();
    desk.scan("4901234567894");
    taken_over(&mut desk);
    assert!(desk.notice().contains("送信前の入力は取り消されました"), "{}", desk.notice());
}

#[test]
fn a_sale_taken_over_and_parked_or_ended_while_the_page_was_away_is_told() {
    for (parked, words) in [(true, "別の画面で会計保留になりました"), (false, "別の画面で終了しました")]
    {
        let mut desk = Desk::with_goods();
        desk.cut();
        let sale = desk.snapshot.current.take().expect("a sale");
        if parked {
            desk.snapshot.parked.push(sale);
        }
        desk.snapshot.revision += 1;
        desk.connect();
        assert!(desk.notice().contains(words), "{}", desk.notice());
        assert!(desk.page.draft().is_none());
    }
}

#[test]
fn what_this_page_did_itself_is_not_told_as_done_elsewhere() {
    for number in [7, 1] {
        let mut desk = Desk::with_goods();
        desk.f(number);
        if number == 1 {
            desk.f(12);
        }
        let request = desk.only_sent();
        desk.done(&request, Reply::Done);
        desk.update(|snapshot| {
            let sale = snapshot.current.take().expect("a sale");
            if number == 7 {
                snapshot.parked.push(sale);
            }
        });
        assert!(!desk.notice().contains("別の画面"), "{}", desk.notice());
    }
}

#[test]
fn the_page_that_takes_over_sees_at_once_how_the_payment_stands() {
    let (mut desk, id) = Desk::linking();
    taken_over(&mut desk);
    desk.f(12);
    assert_eq!(desk.top(), "take-over");
    desk.f(12);
    let take = desk.only_sent();
    assert_eq!(take.request, Request::TakeOverSale { sale_id: desk.sale_id() });
    desk.update(|snapshot| snapshot.current.as_mut().expect("a sale").owner = Some(page_id(1)));
    desk.done(&take, Reply::Done);
    assert_eq!(desk.top(), "linking");
    assert!(!desk.page.was_taken_over());
    assert_eq!(desk.page.payment(id).map(|payment| payment.payment_id), Some(id));
}

/// A page that has just been opened on a sale with a payment: nobody has said yet who serves.
fn opened_on(state: PaymentState) -> Desk {
    let (seller, id) = Desk::linking();
    let mut desk = Desk::before_hello(None);
    desk.snapshot = seller.snapshot;
    desk.connect();
    desk.page.resume_sale();
    desk.payment_becomes(id, state);
    desk
}

#[test]
fn after_a_reload_the_answer_about_the_goods_is_given_by_who_is_signed_in() {
    let mut desk = opened_on(PaymentState::AwaitingHandOver { by: ByHand::Terminal });
    assert_eq!((desk.top(), desk.text(Field::Operator)), ("handover", "101"));
    desk.key(Key::Erase);
    let effects = desk.page.on_input(Field::Operator, "", Composing::No, desk.now);
    desk.take(effects);
    desk.f(12);
    assert!(desk.sent.is_empty() && desk.notice().contains("担当者コードを入力"), "{}", desk.notice());
    desk.type_in("101");
    desk.f(12);
    let Request::AnswerHandOver { operator_code, .. } = desk.only_sent().request else { panic!() };
    assert_eq!(operator_code.as_deref(), Some("101"));
}

#[test]
fn after_a_reload_another_try_asks_who_serves() {
    let mut desk = opened_on(PaymentState::NotCharged { because: NotCharged::Cancelled });
    assert_eq!(desk.top(), "failure");
    desk.f(9);
    assert_eq!(desk.top(), "operator");
    desk.type_in("101");
    desk.f(12);
    assert_eq!(desk.top(), "checkout");
    assert!(desk.page.card().is_some(), "the card line stands as it was");
    desk.f(12);
    let Request::StartPayment { operator_code, .. } = desk.only_sent().request else { panic!() };
    assert_eq!(operator_code.as_deref(), Some("101"));
}

#[test]
fn a_taking_over_that_was_overtaken_closes_its_question() {
    let mut desk = Desk::with_goods();
    taken_over(&mut desk);
    desk.f(12);
    assert_eq!(desk.top(), "take-over");
    desk.update(|snapshot| snapshot.current = None);
    assert_eq!(desk.top(), "sale");
    desk.key(Key::Function(12));
    assert!(desk.sent.is_empty());
}

#[test]
fn a_page_that_opens_beside_a_payment_watches_it() {
    let (seller, id) = Desk::linking();
    let mut desk = Desk::before_hello(None);
    desk.snapshot = seller.snapshot.clone();
    desk.snapshot.current.as_mut().expect("a sale").owner = Some(page_id(2));
    desk.connect();
    desk.page.resume_sale();
    let view = payment(id, desk.sale_id(), PaymentState::Sent);
    desk.show_payment(view);
    desk.f(12);
    desk.f(9);
    assert_eq!(desk.top(), "sale");
    assert!(desk.sent.is_empty(), "it asks nothing and cancels nothing: {:?}", desk.sent);
}
