//! What holds when the connection is cut, the page reloads or another page takes over.

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::PaymentId;
use catlink_shared::payment::PaymentState;
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::SaleView;

use super::desk::{Desk, page_id, payment};
use crate::checkout::Effect;
use crate::checkout::key::Key;

#[test]
fn a_reconnect_never_sends_start_payment_again() {
    let mut desk = Desk::in_checkout();
    desk.choose_card(0);
    desk.f(12);
    let start = desk.only_sent();
    let Request::StartPayment { payment_id, .. } = start.request else { panic!() };
    for _ in 0..3 {
        desk.cut();
        desk.wait(1_000);
        desk.connect();
        let asked = desk.only_sent();
        assert_eq!(asked.request, Request::PaymentStatus { payment_id });
        assert_ne!(asked.id, start.id);
        desk.f(12);
        assert!(desk.sent.is_empty(), "F12 waits for the answer");
    }
}

#[test]
fn a_payment_that_never_started_may_be_tried_again_under_another_id() {
    let mut desk = Desk::in_checkout();
    desk.choose_card(0);
    desk.f(12);
    let start = desk.only_sent();
    desk.cut();
    desk.connect();
    let asked = desk.only_sent();
    desk.done(&asked, Reply::PaymentNeverStarted);
    assert!(desk.effects.contains(&Effect::Forget));
    assert!(desk.notice().contains("請求はされていません"));
    desk.f(12);
    let again = desk.only_sent();
    let (Request::StartPayment { payment_id: one, .. }, Request::StartPayment { payment_id: two, .. }) =
        (start.request, again.request)
    else {
        panic!()
    };
    assert_ne!(one, two);
}

#[test]
fn after_a_reload_the_page_asks_what_became_of_its_payment() {
    let id = PaymentId::from_parts(9, &[9; 10]);
    let mut desk = Desk::before_hello(Some(id));
    desk.connect();
    let asked = desk.only_sent();
    assert_eq!(asked.request, Request::PaymentStatus { payment_id: id });
    desk.done(&asked, Reply::PaymentNeverStarted);
    assert!(desk.effects.contains(&Effect::Forget));
    assert!(!desk.page.is_busy());
}

#[test]
fn a_payment_sold_during_a_reload_shows_its_receipt() {
    let mut seller = Desk::with_goods();
    let receipt = seller.receipt();
    seller.sell();
    let id = PaymentId::from_parts(9, &[9; 10]);
    let mut desk = Desk::before_hello(Some(id));
    desk.connect();
    let asked = desk.only_sent();
    let sold = PaymentState::Sold {
        by: catlink_shared::tender::ByHand::Terminal,
        receipt_number: receipt.receipt_number,
    };
    desk.done(&asked, Reply::Payment { payment: Box::new(payment(id, receipt.slip.sale_id, sold)) });
    let read = desk.only_sent();
    let mode = CounterMode::Live;
    assert_eq!(read.request, Request::ReadReceipt { receipt_number: receipt.receipt_number, mode });
    desk.done(&read, Reply::Receipt { receipt: Box::new(receipt) });
    assert_eq!(desk.top(), "receipt");
}

#[test]
fn after_a_reload_in_training_the_training_receipt_is_read() {
    let seller = Desk::with_goods();
    let receipt = seller.receipt();
    let id = PaymentId::from_parts(9, &[9; 10]);
    let mut desk = Desk::before_hello(Some(id));
    desk.connect();
    let asked = desk.only_sent();
    let sold = PaymentState::Sold {
        by: catlink_shared::tender::ByHand::Terminal,
        receipt_number: receipt.receipt_number,
    };
    let mut view = payment(id, receipt.slip.sale_id, sold);
    view.mode = CounterMode::Training;
    desk.done(&asked, Reply::Payment { payment: Box::new(view) });
    let mode = CounterMode::Training;
    assert_eq!(
        desk.only_sent().request,
        Request::ReadReceipt { receipt_number: receipt.receipt_number, mode }
    );
}

#[test]
fn other_requests_go_again_with_the_same_id() {
    let mut desk = Desk::in_checkout();
    desk.f(2);
    desk.f(12);
    let commit = desk.only_sent();
    desk.cut();
    desk.connect();
    assert_eq!(desk.only_sent(), commit);
}

#[test]
fn a_start_that_was_answered_stays_blocked_until_an_update_shows_it() {
    let mut desk = Desk::in_checkout();
    desk.choose_card(0);
    desk.f(12);
    let start = desk.only_sent();
    let Request::StartPayment { payment_id, .. } = start.request else { panic!() };
    let view = payment(payment_id, desk.sale_id(), PaymentState::Accepted);
    desk.done(&start, Reply::Payment { payment: Box::new(view.clone()) });
    desk.f(12);
    assert!(desk.sent.is_empty());
    desk.show_payment(view);
    assert_eq!(desk.top(), "linking");
    assert!(!desk.page.is_busy());
}

#[test]
fn a_refused_start_leaves_everything_as_it_was() {
    let mut desk = Desk::in_checkout();
    desk.choose_card(0);
    desk.f(12);
    let start = desk.only_sent();
    desk.refuse(&start, RefusalCode::TerminalOccupied);
    assert_eq!(desk.top(), "checkout");
    assert!(desk.page.card().is_some() && !desk.page.is_busy());
    assert!(desk.effects.contains(&Effect::Forget));
}

#[test]
fn while_the_agent_is_away_the_draft_stays_and_nothing_is_taken() {
    let mut desk = Desk::with_goods();
    desk.cut();
    desk.scan("1002-no-such");
    desk.scan("4901234567894");
    assert_eq!(desk.page.draft().map(|draft| draft.lines.len()), Some(1));
    assert_eq!(desk.page.draft().map(|draft| draft.lines[0].quantity), Some(1));
    assert!(desk.beeped());
    desk.f(12);
    assert_eq!(desk.top(), "sale");
    desk.connect();
    desk.scan("4901234567894");
    assert_eq!(desk.page.draft().map(|draft| draft.lines[0].quantity), Some(2));
}

#[test]
fn edits_made_while_a_draft_is_on_its_way_go_with_the_next() {
    let mut desk = Desk::new();
    desk.scan("4901234567894");
    desk.scan("4901234567894");
    desk.scan("4901234567894");
    let first = desk.only_sent();
    let Request::PutDraft { base_revision: 0, ref draft, .. } = first.request else { panic!() };
    assert_eq!(draft.lines[0].quantity, 1);
    desk.done(&first, Reply::DraftKept { draft_revision: 1 });
    let second = desk.only_sent();
    let Request::PutDraft { base_revision: 1, ref draft, .. } = second.request else { panic!("{second:?}") };
    assert_eq!(draft.lines[0].quantity, 3);
    assert_eq!(desk.page.draft().map(|draft| draft.lines[0].quantity), Some(3));
}

#[test]
fn a_draft_the_books_could_not_take_stays_in_hand_and_goes_again() {
    let mut desk = Desk::new();
    desk.scan("4901234567894");
    let put = desk.only_sent();
    let refusal = catlink_shared::wire::reply::Refusal::new(
        RefusalCode::BooksUnavailable,
        "ディスクがいっぱいです。",
        catlink_shared::wire::reply::Retry::Safe,
    );
    desk.answer(&put, catlink_shared::wire::reply::Outcome::Refused(refusal));
    assert!(desk.sent.is_empty());
    assert_eq!(desk.page.draft().map(|draft| draft.lines.len()), Some(1));
    desk.wait(3_100);
    let again = desk.only_sent();
    assert!(matches!(again.request, Request::PutDraft { .. }));
    assert_ne!(again.id, put.id);
}

#[test]
fn an_update_of_an_older_revision_is_not_shown() {
    let mut desk = Desk::with_goods();
    let old = desk.snapshot.clone();
    desk.update(|snapshot| snapshot.register.shop_name = "新".into());
    let update = catlink_shared::wire::ToPage::Update(Box::new(old));
    desk.page.on_message(update, desk.now);
    assert_eq!(desk.page.shown().map(|shown| shown.register.shop_name.as_str()), Some("新"));
}

#[test]
fn another_pages_sale_is_watched_and_taken_over_with_a_key() {
    let mut desk = Desk::with_goods();
    desk.update(|snapshot| {
        snapshot.current.as_mut().expect("a sale").owner = Some(page_id(2));
    });
    assert!(desk.page.watched().is_some());
    desk.scan("4901234567894");
    assert!(desk.sent.is_empty() && desk.notice().contains("別の画面で会計中です"));
    desk.f(12);
    assert_eq!(desk.top(), "take-over");
    assert!(desk.sent.is_empty(), "asked first");
    desk.f(12);
    let take = desk.only_sent();
    assert_eq!(take.request, Request::TakeOverSale { sale_id: desk.sale_id() });
}

#[test]
fn a_parked_sale_comes_back_only_to_an_empty_counter() {
    let mut desk = Desk::with_goods();
    desk.f(7);
    let park = desk.only_sent();
    assert!(matches!(park.request, Request::ParkSale { .. }));
    desk.done(&park, Reply::Done);
    desk.update(|snapshot| {
        let sale: SaleView = snapshot.current.take().expect("a sale");
        snapshot.parked.push(sale);
    });
    assert!(desk.page.draft().is_none());
    desk.f(8);
    desk.key(Key::Down);
    desk.f(12);
    assert!(matches!(desk.only_sent().request, Request::RecallSale { .. }));
}
