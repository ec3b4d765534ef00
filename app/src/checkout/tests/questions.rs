//! What a payment asks of a person.

use catlink_shared::ids::{ActionId, ReceiptNumber, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::payment::{Decision, Doubt, HandOver, LastWord, NotCharged, PaymentState};
use catlink_shared::tender::ByHand;
use catlink_shared::terminal::profile::WayBack;
use catlink_shared::terminal::{Phase, SlipNumber};
use catlink_shared::wire::reply::Reply;
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::{ActionKind, ActionView, CancelAsked, PaymentView};

use super::desk::{Desk, payment};
use crate::checkout::field::Field;
use crate::checkout::key::{Key, Stroke};
use crate::checkout::screen::Choice;

fn unknown(last_word: LastWord) -> PaymentState {
    PaymentState::Unknown { because: Doubt::Cut, last_word }
}

fn not_charged() -> PaymentState {
    PaymentState::NotCharged { because: NotCharged::Cancelled }
}

#[test]
fn what_the_agent_has_not_told_yet_is_not_counted_as_nothing() {
    let desk = Desk::before_hello(None);
    assert_eq!(desk.page.open_counts(), None);
    assert_eq!(Desk::new().page.open_counts(), Some((0, 0)));
}

#[test]
fn only_f9_does_something_while_the_terminal_is_at_it() {
    let (mut desk, id) = Desk::linking();
    for number in (1..=12).filter(|number| *number != 9) {
        desk.f(number);
    }
    desk.key(Key::Enter);
    assert!(desk.sent.is_empty());
    desk.f(9);
    let cancel = desk.only_sent();
    assert_eq!(cancel.request, Request::CancelPayment { payment_id: id });
    desk.done(&cancel, Reply::Done);
    let mut view = payment(id, desk.sale_id(), PaymentState::Sent);
    view.cancel = CancelAsked::Yes;
    desk.show_payment(view);
    desk.f(9);
    assert!(desk.sent.is_empty(), "once is enough");
}

#[test]
fn a_cancel_that_could_not_be_delivered_is_said_and_may_be_asked_for_again() {
    let (mut desk, id) = Desk::linking();
    let with_cancel = |desk: &Desk, cancel| {
        let mut view = payment(id, desk.sale_id(), PaymentState::Sent);
        view.cancel = cancel;
        view
    };
    desk.f(9);
    let cancel = desk.only_sent();
    let asked = with_cancel(&desk, CancelAsked::Yes);
    desk.show_payment(asked);
    desk.done(&cancel, Reply::Done);
    assert!(desk.page.notice().is_none(), "nothing is cancelled yet");
    // The line took no CANCEL: nobody has asked the terminal for anything.
    let undelivered = with_cancel(&desk, CancelAsked::No);
    desk.show_payment(undelivered);
    assert!(desk.notice().contains("中止の依頼は端末に届きませんでした"), "{}", desk.notice());
    assert!(desk.beeped());
    desk.f(9);
    assert_eq!(desk.only_sent().request, Request::CancelPayment { payment_id: id });
}

#[test]
fn a_cancel_that_ends_with_its_payment_is_not_called_undelivered() {
    let (mut desk, id) = Desk::linking();
    let mut view = payment(id, desk.sale_id(), PaymentState::Sent);
    view.cancel = CancelAsked::Yes;
    desk.show_payment(view);
    desk.payment_becomes(id, not_charged());
    assert_eq!((desk.top(), desk.notice()), ("failure", ""));
}

#[test]
fn f9_is_grey_once_the_centre_is_asked() {
    let (mut desk, id) = Desk::linking();
    let mut view = payment(id, desk.sale_id(), PaymentState::Sent);
    view.phase = Some(Phase::Center);
    desk.show_payment(view);
    desk.f(9);
    assert!(desk.sent.is_empty());
}

#[test]
fn an_approval_leads_to_the_receipt() {
    let (mut desk, id) = Desk::linking();
    desk.payment_becomes(id, PaymentState::Approved { by: ByHand::Terminal });
    assert_eq!(desk.top(), "linking");
    desk.sell();
    assert_eq!(desk.top(), "receipt");
    assert!(desk.effects.contains(&super::super::Effect::Forget));
}

#[test]
fn after_a_failure_f9_returns_to_the_checkout_with_everything_kept() {
    let (mut desk, id) = Desk::linking();
    desk.payment_becomes(id, not_charged());
    assert_eq!(desk.top(), "failure");
    desk.f(9);
    assert_eq!(desk.top(), "checkout");
    assert_eq!(desk.page.card().map(|card| card.amount), Some(Yen::new(1_000)));
    desk.f(12);
    let Request::StartPayment { payment_id, .. } = desk.only_sent().request else { panic!() };
    assert_ne!(payment_id, id, "another try is another payment");
}

#[test]
fn a_failure_dialog_opens_deaf() {
    let (mut desk, id) = Desk::linking();
    desk.wait(500);
    desk.down(Key::Function(12), Stroke::First);
    desk.payment_becomes(id, not_charged());
    desk.wait(100);
    desk.tap(Key::Function(9));
    assert_eq!(desk.top(), "failure");
    desk.wait(2_000);
    desk.down(Key::Function(12), Stroke::Repeat);
    assert_eq!(desk.top(), "failure", "F12 is still down");
    desk.up(Key::Function(12));
    desk.f(12);
    assert_eq!(desk.top(), "unlinked");
}

#[test]
fn settling_without_the_link_takes_a_reason_and_an_operator() {
    let (mut desk, id) = Desk::linking();
    desk.payment_becomes(id, not_charged());
    desk.f(12);
    desk.f(12);
    assert!(desk.sent.is_empty() && desk.notice().contains("理由"));
    let now = desk.now + 500;
    desk.page.on_input(
        Field::Reason,
        "4111 1111 1111 1111 で払うため",
        super::super::key::Composing::No,
        now,
    );
    assert!(desk.notice().contains("カード番号は入力できません"));
    assert_eq!(desk.text(Field::Reason), "");
    desk.f(12);
    assert!(desk.sent.is_empty());
    desk.key(Key::Down);
    desk.f(12);
    let Request::CommitUnlinked { reason, operator_code, amount, .. } = desk.only_sent().request else {
        panic!()
    };
    assert_eq!(reason, "端末が応答しないため");
    assert_eq!((operator_code.as_deref(), amount), (Some("101"), Yen::new(1_000)));
}

#[test]
fn nobody_decides_before_the_time_for_inquiries_is_over() {
    let (mut desk, id) = Desk::linking();
    let mut view = payment(id, desk.sale_id(), unknown(LastWord::Nothing));
    view.decide_from = Some(UnixMs(1_000 + 60_000));
    desk.show_payment(view);
    assert_eq!(desk.top(), "unknown");
    desk.type_in("2");
    desk.wait(200);
    assert_eq!(desk.page.choice(), None);
    desk.wait(60_000);
    desk.type_in("2");
    desk.wait(200);
    assert!(desk.page.choice().is_some());
}

#[test]
fn choice_1_takes_what_the_paper_says_and_nothing_is_prefilled() {
    let (mut desk, id) = Desk::linking();
    desk.payment_becomes(id, unknown(LastWord::Nothing));
    desk.type_in("1");
    desk.wait(200);
    for field in [Field::SlipNumber, Field::SlipAmount, Field::SlipTime, Field::ApprovalCode] {
        assert_eq!(desk.text(field), "");
    }
    for (text, last) in [("00012", false), ("1000", false), ("1005", false), ("A12345", true)] {
        desk.f(12);
        assert!(desk.sent.is_empty() || last);
        desk.type_in(text);
        desk.key(Key::Enter);
    }
    desk.f(12);
    let sent = desk.sent.remove(0);
    let Request::DecidePayment { payment_id, decision: Decision::Charged { paper }, operator_code } =
        sent.request
    else {
        panic!()
    };
    assert_eq!(payment_id, id);
    assert_eq!(
        (paper.slip_number.as_str(), paper.amount, paper.time.as_str()),
        ("00012", Yen::new(1_000), "10:05")
    );
    assert_eq!(operator_code.as_deref(), Some("101"));
}

#[test]
fn choice_2_is_refused_while_the_terminal_is_still_at_it() {
    let (mut desk, id) = Desk::linking();
    desk.payment_becomes(id, unknown(LastWord::Pending));
    desk.type_in("2");
    desk.wait(200);
    desk.type_in("00011");
    desk.f(12);
    assert!(desk.sent.is_empty() && desk.notice().contains("取引中"));
    desk.payment_becomes(id, unknown(LastWord::Nothing));
    desk.f(12);
    let Request::DecidePayment { decision, .. } = desk.only_sent().request else { panic!() };
    assert_eq!(decision, Decision::NotOnRecord { newest_slip: SlipNumber::new("00011").ok() });
}

#[test]
fn choice_3_only_guides() {
    let (mut desk, id) = Desk::linking();
    desk.payment_becomes(id, unknown(LastWord::Nothing));
    desk.type_in("3");
    desk.wait(200);
    desk.f(12);
    assert!(desk.sent.is_empty());
    desk.f(9);
    assert_eq!(desk.page.choice(), None);
}

#[test]
fn choice_4_takes_a_contact_but_no_card_number() {
    let (mut desk, id) = Desk::linking();
    desk.payment_becomes(id, unknown(LastWord::Useless));
    desk.type_in("4");
    desk.wait(200);
    let now = desk.now;
    desk.page.on_input(Field::Contact, "4111-1111-1111-1111", super::super::key::Composing::No, now);
    assert!(desk.notice().contains("カード番号"));
    desk.f(12);
    assert!(desk.sent.is_empty());
    let now = desk.now;
    desk.page.on_input(Field::Contact, "田中 090-1234-5678", super::super::key::Composing::No, now);
    desk.f(12);
    let Request::DecidePayment { decision, .. } = desk.only_sent().request else { panic!() };
    assert_eq!(decision, Decision::Hold { contact: "田中 090-1234-5678".into(), newest_slip: None });
}

#[test]
fn an_unknown_payment_is_parked_so_that_the_next_customer_can_pay() {
    let (mut desk, id) = Desk::linking();
    desk.payment_becomes(id, unknown(LastWord::Nothing));
    desk.f(7);
    let park = desk.only_sent();
    desk.done(&park, Reply::Done);
    desk.update(|snapshot| {
        let sale = snapshot.current.take().expect("a sale");
        snapshot.parked.push(sale);
    });
    assert_eq!(desk.top(), "sale");
    desk.scan("4901234567894");
    assert!(matches!(desk.only_sent().request, Request::PutDraft { base_revision: 0, .. }));
    desk.f(4);
    desk.f(12);
    assert_eq!(desk.top(), "unknown");
    desk.f(5);
    assert_eq!(desk.only_sent().request, Request::Reinquire { payment_id: id });
}

#[test]
fn goods_handed_over_or_not_takes_a_deliberate_key() {
    let asked = PaymentState::AwaitingHandOver { by: ByHand::Terminal };
    for (number, answer) in [(12, HandOver::Sold), (1, HandOver::VoidOnTerminal)] {
        let (mut desk, id) = Desk::linking();
        desk.payment_becomes(id, asked.clone());
        assert_eq!(desk.top(), "handover");
        desk.tap(Key::Function(number));
        desk.key(Key::Enter);
        assert!(desk.sent.is_empty());
        desk.f(number);
        let Request::AnswerHandOver { answer: sent, .. } = desk.only_sent().request else { panic!() };
        assert_eq!(sent, answer);
    }
    let (mut desk, id) = Desk::linking();
    desk.payment_becomes(id, asked);
    desk.f(9);
    assert_eq!(desk.top(), "sale");
    desk.scan("4901234567894");
    assert!(desk.sent.is_empty(), "the sale stays locked");
    desk.f(5);
    assert_eq!(desk.top(), "handover");
}

#[test]
fn goods_left_behind_lead_back_to_the_sale_and_not_to_the_money() {
    let (mut desk, id) = Desk::linking();
    desk.payment_becomes(id, PaymentState::AwaitingHandOver { by: ByHand::Terminal });
    desk.f(1);
    let asked = desk.only_sent();
    desk.payment_becomes(id, PaymentState::VoidPromised);
    desk.done(&asked, Reply::Done);
    assert_eq!(desk.top(), "sale");
    assert!(desk.notice().contains("操作待ち"));
}

#[test]
fn a_contradiction_is_settled_from_the_terminals_paper() {
    let (mut desk, id) = Desk::linking();
    let differences = vec![catlink_shared::payment::Difference::SettledAmount];
    let mut view =
        payment(id, desk.sale_id(), PaymentState::Contradicted { differences, receipt_number: None });
    // It was unknown before; the time for inquiries is not over, and there is nothing to inquire.
    view.decide_from = Some(UnixMs(1_000 + 60_000));
    desk.show_payment(view);
    assert_eq!(desk.top(), "contradiction");
    desk.type_in("2");
    desk.wait(200);
    desk.type_in("00013");
    desk.key(Key::Enter);
    desk.type_in("1000");
    desk.f(12);
    let Request::DecidePayment { decision: Decision::VoidedOnTerminal { amount, .. }, .. } =
        desk.only_sent().request
    else {
        panic!()
    };
    assert_eq!(amount, Yen::new(1_000));
}

/// 楽天Edy and the like: nothing on the terminal can undo them.
#[test]
fn a_contradiction_that_cannot_be_voided_is_settled_with_cash() {
    let (mut desk, id) = Desk::linking();
    for receipt_number in [None, Some(ReceiptNumber(7))] {
        let differences = vec![catlink_shared::payment::Difference::SettledAmount];
        let state = PaymentState::Contradicted { differences, receipt_number };
        let view = PaymentView { way_back: WayBack::Cash, ..payment(id, desk.sale_id(), state) };
        desk.show_payment(view);
        let choices = desk.page.choices();
        assert!(choices.iter().all(|(choice, _)| *choice != Choice::Voided), "{choices:?}");
        let (_, text) = choices.last().expect("choices");
        assert!(text.starts_with("現金で返金した"), "{text}");
    }
    desk.type_in("3");
    desk.wait(200);
    desk.f(12);
    assert_eq!(desk.notice(), "現金で返金した金額を入力してください。");
    desk.type_in("600");
    desk.f(12);
    let Request::DecidePayment { decision, .. } = desk.only_sent().request else { panic!() };
    assert_eq!(decision, Decision::RefundedInCash { amount: Yen::new(600) });
}

#[test]
fn an_action_that_cannot_be_voided_is_closed_with_cash() {
    let mut desk = Desk::new();
    let action_id = ActionId::from_parts(1, &[3; 10]);
    let action = ActionView {
        action_id,
        kind: ActionKind::DoubleReceipt,
        amount: Yen::new(1_000),
        card_company_name: "楽天Edy".into(),
        model: None,
        receipt_number: None,
        slip_number: None,
        opened_at: "11/23 10:05".into(),
        way_back: WayBack::Cash,
    };
    desk.update(|snapshot| snapshot.actions.push(action));
    desk.f(4);
    desk.f(12);
    assert_eq!(desk.top(), "refund");
    desk.wait(200);
    desk.type_in("1000");
    desk.key(Key::Enter);
    desk.type_in("101");
    desk.f(12);
    let asked = desk.only_sent();
    let (amount, operator_code) = (Yen::new(1_000), Some("101".into()));
    assert_eq!(asked.request, Request::RefundInCash { action_id, amount, operator_code });
    desk.done(&asked, Reply::Done);
    assert_eq!(desk.top(), "lists");
    assert!(desk.notice().contains("現金での返金を記録"), "{}", desk.notice());
}

#[test]
fn a_contradiction_that_was_put_off_and_voided_explains_itself() {
    let (mut desk, id) = Desk::linking();
    let differences = vec![catlink_shared::payment::Difference::SettledAmount];
    desk.payment_becomes(id, PaymentState::Contradicted { differences, receipt_number: None });
    desk.f(9);
    assert_eq!(desk.top(), "sale");
    let slip_number = SlipNumber::five(13);
    desk.payment_becomes(
        id,
        PaymentState::NotCharged { because: NotCharged::VoidedOnTerminal { slip_number } },
    );
    assert_eq!(desk.top(), "failure");
    desk.f(9);
    assert_eq!(desk.top(), "checkout");
}

#[test]
fn a_parked_sale_that_is_settled_by_itself_is_told_of() {
    let (mut desk, id) = Desk::linking();
    desk.payment_becomes(id, unknown(LastWord::Nothing));
    desk.f(7);
    let park = desk.only_sent();
    desk.done(&park, Reply::Done);
    let receipt = desk.receipt();
    desk.update(|snapshot| {
        let sale = snapshot.current.take().expect("a sale");
        snapshot.parked.push(sale);
    });
    desk.f(9);
    desk.update(|snapshot| {
        snapshot.parked.clear();
        snapshot.payments.clear();
        snapshot.last_receipt = Some(Box::new(receipt));
    });
    assert_ne!(desk.top(), "receipt", "the next customer is being served");
    assert!(desk.notice().contains("売上になりました"));
}

#[test]
fn in_training_nothing_is_settled_without_the_link() {
    let (mut desk, id) = Desk::linking();
    let mut view = payment(id, desk.sale_id(), not_charged());
    view.mode = catlink_shared::basket::CounterMode::Training;
    desk.show_payment(view);
    desk.f(12);
    assert_eq!(desk.top(), "failure");
    desk.f(9);
    assert_eq!(desk.top(), "checkout");
}
