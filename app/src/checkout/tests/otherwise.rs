//! 別の方法で受取る, a 売上票 after all, and another terminal at the port.

use catlink_shared::card::CatDeviceId;
use catlink_shared::money::Yen;
use catlink_shared::payment::{Decision, Doubt, LastWord, NotCharged, PaymentState, PortHold};
use catlink_shared::tender::ByHand;
use catlink_shared::terminal::TerminalId;
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::Exchange;

use super::desk::Desk;
use crate::checkout::field::Field;
use crate::checkout::key::Key;

const UNKNOWN: PaymentState = PaymentState::Unknown { because: Doubt::Cut, last_word: LastWord::Nothing };

fn unknown_linking() -> (Desk, catlink_shared::ids::PaymentId) {
    let (mut desk, id) = Desk::linking();
    desk.payment_becomes(id, UNKNOWN);
    (desk, id)
}

/// 【結果不明】, 5, F12: in 【チェックアウト】 again.
fn otherwise() -> (Desk, catlink_shared::ids::PaymentId) {
    let (mut desk, id) = unknown_linking();
    desk.type_in("5");
    desk.wait(200);
    desk.f(12);
    assert_eq!(desk.top(), "checkout");
    (desk, id)
}

#[test]
fn the_sale_is_paid_in_cash_and_says_which_payment_it_supersedes() {
    let (mut desk, id) = otherwise();
    desk.f(3);
    desk.key(Key::Tab);
    desk.key(Key::Enter);
    assert_eq!(desk.page.focus(), Some(Field::Tendered), "the slip is frozen");
    desk.f(2);
    desk.f(12);
    let Request::CommitSale { supersedes, tenders, total, .. } = desk.only_sent().request else { panic!() };
    assert_eq!((supersedes, tenders.tendered, total), (Some(id), Yen::new(1_000), Yen::new(1_000)));
}

#[test]
fn no_linked_card_takes_its_place() {
    let (mut desk, _) = otherwise();
    desk.choose_card(0);
    assert!(desk.notice().contains("カード端末を使えません"), "{}", desk.notice());
    desk.f(12);
    assert!(desk.sent.is_empty());
}

#[test]
fn f9_goes_back_to_the_question() {
    let (mut desk, _) = otherwise();
    desk.f(9);
    assert_eq!(desk.top(), "unknown");
}

#[test]
fn a_result_that_comes_meanwhile_ends_the_checkout() {
    let (mut desk, id) = otherwise();
    desk.payment_becomes(id, PaymentState::Approved { by: ByHand::Terminal });
    assert_eq!(desk.top(), "linking");
    desk.sell();
    assert_eq!(desk.top(), "receipt");
    let (mut desk, id) = otherwise();
    desk.payment_becomes(id, PaymentState::NotCharged { because: NotCharged::NoneOnRecord });
    assert_eq!(desk.top(), "failure");
}

#[test]
fn what_was_superseded_stays_in_the_list_with_three_choices_of_what_became_of_it() {
    let (mut desk, id) = otherwise();
    desk.payment_becomes(
        id,
        PaymentState::Superseded { because: Doubt::Cut, port: PortHold::Kept, last_word: LastWord::Nothing },
    );
    desk.update(|snapshot| snapshot.current = None);
    assert_eq!(desk.page.open_things().len(), 1);
    desk.f(4);
    desk.f(12);
    assert_eq!(desk.top(), "unknown");
    assert_eq!(desk.page.choices().len(), 4, "it cannot be superseded once more");
}

#[test]
fn a_slip_that_was_printed_after_all_is_choice_1() {
    let (mut desk, id) = Desk::linking();
    desk.payment_becomes(id, PaymentState::NotCharged { because: NotCharged::Cancelled });
    desk.f(12);
    desk.f(6);
    assert_eq!(desk.top(), "paper");
    for text in ["00012", "1000", "1005", "A12345"] {
        desk.type_in(text);
        desk.key(Key::Enter);
    }
    desk.f(12);
    let Request::DecidePayment { payment_id, decision, .. } = desk.sent.remove(0).request else { panic!() };
    assert_eq!(payment_id, id);
    assert!(matches!(decision, Decision::Charged { .. }));
}

#[test]
fn another_terminal_is_a_question_of_its_own() {
    let mut desk = Desk::new();
    let unit = |id: &str| TerminalId::new(id).expect("a terminal");
    desk.update(|snapshot| {
        snapshot.terminals[0].exchanged =
            Some(Exchange { kept: unit("1234567890123"), found: unit("9990000000001") });
    });
    assert_eq!(desk.page.open_things().len(), 1);
    desk.f(12);
    desk.f(12);
    desk.f(4);
    desk.f(12);
    assert_eq!(desk.top(), "exchange");
    desk.type_in("101");
    desk.f(12);
    let asked = desk.only_sent().request;
    let expected = Request::AcceptTerminal {
        device: CatDeviceId::Cat1,
        terminal_id: unit("9990000000001"),
        operator_code: Some("101".to_owned()),
    };
    assert_eq!(asked, expected);
    desk.update(|snapshot| snapshot.terminals[0].exchanged = None);
    assert_ne!(desk.top(), "exchange");
}
