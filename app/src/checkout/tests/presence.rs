//! What holds while the agent is away, does not welcome the page, or does not answer, and after the computer has slept.

use catlink_shared::payment::PaymentState;
use catlink_shared::wire::reply::{RefusalCode, Reply, Retry};
use catlink_shared::wire::request::Request;

use super::desk::{Desk, Greeting, payment};
use crate::checkout::key::Key;
use crate::checkout::{Effect, Link};

#[test]
fn a_refused_hello_is_said_again_until_the_page_is_welcome() {
    let mut desk = Desk::before_hello(None);
    desk.greeting = Greeting::Refuse(RefusalCode::BooksUnavailable, Retry::Safe);
    desk.connect();
    assert_eq!(desk.hellos(), 1);
    assert_eq!(desk.page.link(), Link::Greeting);
    assert!(desk.away().contains("記録できません。"), "{}", desk.away());
    assert!(desk.away().contains("自動で"), "{}", desk.away());
    desk.wait(500);
    assert_eq!(desk.hellos(), 0, "not at once again");
    desk.wait(2_000);
    assert_eq!(desk.hellos(), 1);
    desk.greeting = Greeting::Welcome;
    desk.wait(2_500);
    assert_eq!(desk.page.link(), Link::Open);
    assert_eq!(desk.away(), "");
    desk.page.resume_sale();
    desk.scan("4901234567894");
    assert!(matches!(desk.only_sent().request, Request::PutDraft { .. }));
}

#[test]
fn a_hello_that_is_refused_for_good_says_what_to_do_and_is_not_said_again() {
    let mut desk = Desk::before_hello(None);
    desk.greeting = Greeting::Refuse(RefusalCode::UnsupportedVersion, Retry::Useless);
    desk.connect();
    desk.hellos();
    for _ in 0..20 {
        desk.wait(1_000);
    }
    assert_eq!(desk.hellos(), 0);
    assert_eq!(desk.away(), "記録できません。");
}

#[test]
fn a_payment_that_waits_for_its_draft_does_not_leave_by_itself_after_a_reconnect() {
    let mut desk = Desk::in_checkout();
    desk.f(3);
    desk.type_in("100");
    desk.key(Key::Enter);
    let put = desk.only_sent();
    desk.choose_card(0);
    desk.f(12);
    assert!(desk.sent.is_empty() && desk.page.is_busy(), "the payment waits for its draft");
    desk.cut();
    assert!(!desk.page.is_busy());
    assert!(desk.notice().contains("決済は開始していません"), "{}", desk.notice());
    desk.connect();
    let again = desk.only_sent();
    assert_eq!(again, put, "the draft goes again, with the same id");
    desk.done(&again, Reply::DraftKept { draft_revision: 2 });
    desk.wait(2_000);
    assert!(desk.sent.is_empty(), "{:?}", desk.sent);
    assert!(desk.notice().contains("もう一度F12"), "it still says what to do");
}

#[test]
fn nothing_asked_for_while_the_agent_is_away_is_done_later_by_itself() {
    let mut desk = Desk::with_goods();
    desk.f(1);
    assert_eq!(desk.top(), "discard");
    desk.cut();
    desk.f(12);
    assert!(!desk.page.is_busy());
    assert!(desk.notice().contains("接続していないため"), "{}", desk.notice());
    desk.connect();
    desk.wait(2_000);
    assert!(desk.sent.is_empty(), "{:?}", desk.sent);
}

#[test]
fn an_agent_that_says_nothing_is_noticed_and_called_again() {
    let mut desk = Desk::with_goods();
    desk.greeting = Greeting::Silence;
    for _ in 0..100 {
        desk.wait(100);
    }
    assert_eq!(desk.page.link(), Link::Away);
    assert!(desk.effects.contains(&Effect::Reconnect));
    assert!(desk.away().contains("接続していません"), "{}", desk.away());
    assert!(desk.away().contains("会計の内容は保持"), "{}", desk.away());
    desk.greeting = Greeting::Welcome;
    desk.connect();
    assert_eq!((desk.page.link(), desk.away().as_str()), (Link::Open, ""));
}

#[test]
fn a_quiet_agent_that_answers_stays_connected() {
    let mut desk = Desk::with_goods();
    for _ in 0..600 {
        desk.wait(100);
    }
    assert_eq!(desk.page.link(), Link::Open);
    assert!(!desk.effects.contains(&Effect::Reconnect));
    assert!((5..30).contains(&desk.hellos()));
}

#[test]
fn after_sleep_a_dead_socket_is_noticed_within_seconds() {
    let (mut desk, id) = Desk::linking();
    desk.greeting = Greeting::Silence;
    // An hour later the first tick comes, or the window is shown again.
    desk.wait(3_600_000);
    assert_eq!(desk.hellos(), 1, "it asks at once");
    for _ in 0..20 {
        desk.wait(100);
    }
    assert_eq!(desk.page.link(), Link::Away);
    assert!(desk.effects.contains(&Effect::Reconnect));
    desk.greeting = Greeting::Welcome;
    let receipt = desk.receipt();
    desk.snapshot.revision += 1;
    desk.snapshot.current = None;
    desk.snapshot.payments.clear();
    desk.snapshot.last_receipt = Some(Box::new(receipt));
    desk.connect();
    assert_eq!(desk.top(), "receipt", "the journal's truth");
    let sent: Vec<_> = desk.sent.drain(..).map(|message| message.request).collect();
    let Some(status) = sent.first() else { return };
    assert_eq!((status, sent.len()), (&Request::PaymentStatus { payment_id: id }, 1));
}

#[test]
fn a_window_shown_again_asks_at_once_and_goes_on_where_the_agent_answers() {
    let (mut desk, id) = Desk::linking();
    let effects = desk.page.on_wake(desk.now);
    desk.take(effects);
    assert_eq!(desk.hellos(), 1);
    assert_eq!((desk.page.link(), desk.top()), (Link::Open, "linking"));
    assert!(desk.sent.is_empty(), "nothing is asked twice: {:?}", desk.sent);
    desk.payment_becomes(id, PaymentState::Sent);
    assert_eq!(desk.top(), "linking");
}

#[test]
fn a_window_shown_again_does_not_wait_for_the_next_try() {
    let mut desk = Desk::with_goods();
    desk.cut();
    let effects = desk.page.on_wake(desk.now);
    desk.take(effects);
    assert!(desk.effects.contains(&Effect::Reconnect));
}

#[test]
fn while_the_agent_is_away_the_clerk_reads_what_becomes_of_a_payment() {
    let (mut desk, id) = Desk::linking();
    desk.cut();
    assert_eq!(desk.top(), "linking");
    assert!(desk.away().contains("決済の結果は、接続後に表示します"), "{}", desk.away());
    desk.connect();
    let asked = desk.only_sent();
    assert_eq!(asked.request, Request::PaymentStatus { payment_id: id });
    let view = payment(id, desk.sale_id(), PaymentState::Sent);
    desk.done(&asked, Reply::Payment { payment: Box::new(view) });
    assert_eq!(desk.top(), "linking");
}
