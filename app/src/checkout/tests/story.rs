//! What holds for 【決済の経過】 on the page.

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::{PaymentId, SequenceNumber};
use catlink_shared::money::Yen;
use catlink_shared::payment::{Doubt, LastWord, PaymentState, PortHold};
use catlink_shared::terminal::TerminalId;
use catlink_shared::wire::FromPage;
use catlink_shared::wire::reply::Reply;
use catlink_shared::wire::request::Request;
use catlink_shared::wire::story::{Story, StoryEntry, StoryHead, StoryRequest, StorySource};

use super::desk::{Desk, payment};

fn id(n: u8) -> PaymentId {
    PaymentId::from_parts(1, &[n; 10])
}

fn asked(message: &FromPage) -> PaymentId {
    match &message.request {
        Request::Story { ask: StoryRequest::Read { payment_id } } => *payment_id,
        other => panic!("{other:?}"),
    }
}

fn story(of: PaymentId, tries: Vec<PaymentId>) -> Reply {
    let entry = |from| StoryEntry {
        at_text: "2026/11/23 10:05:09.123".into(),
        from,
        text: "何か。".into(),
        details: Vec::new(),
    };
    let head = StoryHead {
        payment_id: of,
        accepted_at_text: "2026/11/23 10:05:09".into(),
        card_company_name: "クレジット".into(),
        category_name: "クレジット".into(),
        amount: Yen::new(900),
        device: CatDeviceId::Cat1,
        model_name: "JT-C60(stera)".into(),
        terminal_id: TerminalId::new("1234567890123").unwrap(),
        sequence_number: SequenceNumber(7),
        state_text: "結果不明".into(),
        receipt_number: None,
        slip_number: None,
    };
    let entries =
        [StorySource::Payment, StorySource::Line, StorySource::Terminal, StorySource::Line].map(entry).into();
    Reply::Story { story: Box::new(Story { head, entries, tries }) }
}

/// 参照, with another sale's payment that nobody knows the end of.
fn at_lists() -> Desk {
    let mut desk = Desk::with_goods();
    let held = PaymentState::Held {
        because: Doubt::Cut,
        contact: String::new(),
        port: PortHold::Freed,
        last_word: LastWord::Nothing,
    };
    let sale = catlink_shared::ids::SaleId::from_parts(1, &[77; 10]);
    desk.update(|shown| shown.payments.push(payment(id(2), sale, held)));
    desk.f(4);
    assert_eq!(desk.top(), "lists");
    desk
}

#[test]
fn a_question_of_the_list_opens_its_story_and_f9_leads_back() {
    let mut desk = at_lists();
    desk.f(6);
    assert_eq!(desk.top(), "story");
    let message = desk.only_sent();
    assert_eq!(asked(&message), id(2));
    desk.done(&message, story(id(2), vec![id(2)]));
    assert_eq!(desk.page.story_desk().entries().count(), 2, "the trace is hidden at first");
    desk.f(6);
    assert_eq!(desk.page.story_desk().entries().count(), 4);
    desk.f(6);
    assert_eq!(desk.page.story_desk().entries().count(), 2);
    desk.f(9);
    assert_eq!(desk.top(), "lists");
}

#[test]
fn the_other_payments_of_the_sale_are_stepped_through_and_an_answer_that_came_late_is_not_shown() {
    let mut desk = at_lists();
    desk.f(6);
    let all = vec![id(1), id(2), id(3)];
    let message = desk.only_sent();
    desk.done(&message, story(id(2), all.clone()));
    assert_eq!(desk.page.story_desk().place(), Some((2, 3)));
    desk.f(2);
    let first = desk.only_sent();
    assert_eq!(asked(&first), id(1));
    desk.done(&first, story(id(1), all.clone()));
    assert_eq!(desk.page.story_desk().place(), Some((1, 3)));
    desk.f(2);
    assert!(desk.sent.is_empty(), "there is none before the first");
    desk.f(3);
    let second = desk.only_sent();
    desk.f(9);
    desk.f(6);
    let again = desk.only_sent();
    desk.done(&again, story(id(2), all.clone()));
    desk.done(&second, story(id(2), all));
    assert_eq!(desk.page.story_desk().place(), Some((2, 3)));
}

#[test]
fn a_story_of_one_payment_has_no_keys_for_others() {
    let mut desk = at_lists();
    desk.f(6);
    let message = desk.only_sent();
    desk.done(&message, story(id(2), vec![id(2)]));
    let numbers: Vec<_> = desk.page.function_keys().iter().map(|key| key.number).collect();
    assert_eq!(numbers, [6, 9, 10]);
}
