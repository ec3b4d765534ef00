//! Rules of money in 【チェックアウト】 and 【クレジット利用】.

use catlink_shared::money::Yen;
use catlink_shared::tax::Rounding;
use catlink_shared::terminal::profile::{CatModel, ManualOperation};
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::LinkState;

use super::desk::Desk;
use crate::checkout::Effect;
use crate::checkout::field::Field;
use crate::checkout::key::{Key, Stroke};

#[test]
fn f12_held_down_or_pressed_twice_never_acts_twice() {
    let mut desk = Desk::in_checkout();
    desk.f(2);
    desk.wait(500);
    desk.down(Key::Function(12), Stroke::First);
    for _ in 0..20 {
        desk.wait(30);
        desk.down(Key::Function(12), Stroke::Repeat);
    }
    desk.up(Key::Function(12));
    desk.f(12);
    desk.f(12);
    let commit = desk.only_sent();
    assert!(matches!(commit.request, Request::CommitSale { .. }));
    assert!(desk.page.is_busy());
}

#[test]
fn f12_held_from_issue_on_goes_no_further_than_the_next_dialog() {
    // The operator of the last sale stands in the field, so that nothing but the held key is in the way.
    let mut desk = Desk::in_checkout();
    desk.f(9);
    desk.wait(500);
    desk.down(Key::Function(12), Stroke::First);
    for _ in 0..40 {
        desk.wait(30);
        desk.down(Key::Function(12), Stroke::Repeat);
    }
    assert_eq!(desk.top(), "operator");
    assert!(desk.sent.is_empty());
}

#[test]
fn a_second_f12_right_after_the_first_does_not_press_the_new_dialog() {
    let mut desk = Desk::in_checkout();
    desk.f(6);
    desk.wait(500);
    desk.type_in("1");
    desk.wait(500);
    assert_eq!(desk.page.cursor(), Some(0));
    desk.tap(Key::Function(12));
    assert_eq!(desk.top(), "checkout");
    desk.wait(150);
    desk.tap(Key::Function(12));
    assert!(desk.sent.is_empty(), "nothing starts by a double press");
    desk.f(12);
    assert!(matches!(desk.only_sent().request, Request::StartPayment { .. }));
}

#[test]
fn figures_typed_while_a_money_dialog_is_deaf_are_dropped_all() {
    let mut desk = Desk::with_goods();
    desk.f(12);
    desk.type_in("101");
    desk.wait(500);
    desk.tap(Key::Function(12));
    for c in "12000".chars() {
        desk.wait(120);
        desk.tap(Key::Char(c));
    }
    assert_eq!(desk.text(Field::Tendered), "", "12,000 must not become 2,000");
    assert!(desk.beeped());
    desk.type_in("12000");
    assert_eq!(desk.text(Field::Tendered), "12000");
}

#[test]
fn enter_never_presses_a_button_of_a_money_dialog() {
    let mut desk = Desk::in_checkout();
    desk.type_in("1000");
    for _ in 0..5 {
        desk.key(Key::Enter);
    }
    assert_eq!(desk.top(), "checkout");
    assert!(desk.sent.is_empty());
}

#[test]
fn cash_gives_change_and_too_little_is_refused() {
    let mut desk = Desk::in_checkout();
    desk.type_in("500");
    desk.f(12);
    assert_eq!(desk.notice(), "お預りが不足しています。");
    assert!(desk.sent.is_empty());
    desk.type_in("0");
    assert_eq!(desk.page.change(), Ok(Yen::new(4_000)));
    desk.f(12);
    let commit = desk.only_sent();
    let Request::CommitSale { total, tenders, operator_code, .. } = commit.request else { panic!() };
    assert_eq!((total, tenders.tendered), (Yen::new(1_000), Yen::new(5_000)));
    assert_eq!(operator_code.as_deref(), Some("101"));
}

#[test]
fn the_tax_is_shown_and_sent_as_the_shop_rounds_it_at_that_moment() {
    let mut desk = Desk::in_checkout();
    let tax = |desk: &Desk| desk.page.totals().expect("totals").tax();
    let before = tax(&desk);
    desk.update(|snapshot| snapshot.register.rounding = Rounding::Up);
    assert_eq!(tax(&desk).get(), before.get() + 1);
    desk.type_in("1000");
    desk.f(12);
    let commit = desk.only_sent();
    let Request::CommitSale { total, rounding, .. } = &commit.request else { panic!() };
    assert_eq!((*total, *rounding), (Yen::new(1_000), Rounding::Up));
    // The shop's rule changed on the way: the clerk reads why, and the dialog stays.
    desk.refuse(&commit, RefusalCode::AmountDiffers);
    assert_eq!(desk.top(), "checkout");
    desk.update(|snapshot| snapshot.register.rounding = Rounding::HalfUp);
    desk.f(12);
    let Request::CommitSale { rounding, .. } = desk.only_sent().request else { panic!() };
    assert_eq!(rounding, Rounding::HalfUp);
}

#[test]
fn any_change_after_f6_clears_the_card_line() {
    for change in ["tendered", "slip discount", "exactly"] {
        let mut desk = Desk::in_checkout();
        desk.choose_card(0);
        assert_eq!(desk.page.card().map(|card| card.amount), Some(Yen::new(1_000)), "{change}");
        match change {
            "tendered" => desk.type_in("1"),
            "slip discount" => {
                desk.f(3);
                desk.type_in("5");
            }
            _ => desk.f(2),
        }
        assert!(desk.page.card().is_none(), "{change}");
        assert!(desk.notice().contains("クレジット入力を取り消しました"), "{change}");
    }
}

#[test]
fn another_total_from_the_agent_clears_the_card_line() {
    let mut desk = Desk::in_checkout();
    desk.choose_card(0);
    desk.update(|snapshot| {
        if let Some(current) = &mut snapshot.current {
            current.draft_revision += 1;
            current.draft.lines[0].quantity = 2;
        }
    });
    assert!(desk.page.card().is_none());
}

#[test]
fn a_linked_card_beside_cash_is_refused() {
    let mut desk = Desk::in_checkout();
    desk.type_in("300");
    desk.choose_card(0);
    assert_eq!(desk.top(), "credit");
    assert_eq!(desk.notice(), "連動するカードは全額のみお支払いいただけます(併用払いはできません)。");
    assert!(desk.page.card().is_none());
}

#[test]
fn an_unlinked_card_mixes_with_cash() {
    let mut desk = Desk::in_checkout();
    desk.type_in("300");
    desk.choose_card(1);
    assert_eq!(desk.page.card().map(|card| card.amount), Some(Yen::new(700)));
    desk.f(12);
    let Request::CommitSale { tenders, .. } = desk.only_sent().request else { panic!() };
    assert_eq!((tenders.tendered, tenders.cards[0].amount), (Yen::new(300), Yen::new(700)));
}

#[test]
fn a_linked_card_stops_before_anything_is_sent_while_its_terminal_is_silent() {
    for (link, word) in [(LinkState::Standalone, "非連動"), (LinkState::NoAnswer, "応答なし")] {
        let mut desk = Desk::in_checkout();
        desk.update(|snapshot| snapshot.terminals[0].link = link);
        desk.choose_card(0);
        assert_eq!(desk.top(), "credit");
        assert!(desk.notice().contains(word), "{}", desk.notice());

        let mut desk = Desk::in_checkout();
        desk.choose_card(0);
        desk.update(|snapshot| snapshot.terminals[0].link = link);
        desk.f(12);
        assert!(desk.sent.is_empty());
        assert!(desk.notice().contains(word), "{}", desk.notice());
        assert!(desk.page.card().is_some(), "it is kept for another try");
    }
}

#[test]
fn the_steps_of_the_chosen_cards_terminal_are_shown_until_it_is_back() {
    let mut desk = Desk::in_checkout();
    desk.update(|snapshot| snapshot.terminals[0].link = LinkState::Standalone);
    assert_eq!(desk.page.steps_before_sending(), None, "no card is chosen");
    desk.choose_card(0);
    let steps = desk.page.steps_before_sending();
    assert_eq!(steps, Some((CatModel::JtC60, ManualOperation::Relink)));
    desk.update(|snapshot| snapshot.terminals[0].link = LinkState::NoAnswer);
    let steps = desk.page.steps_before_sending();
    assert_eq!(steps, Some((CatModel::JtC60, ManualOperation::Reconnect)));
    // A unit that is not taken is not brought back by its switch.
    desk.update(|snapshot| {
        snapshot.terminals[0].link = LinkState::Standalone;
        snapshot.terminals[0].trouble = Some("端末が練習モードに固定されています。".to_owned());
    });
    assert_eq!(desk.page.steps_before_sending(), None);
    desk.f(12);
    assert!(desk.notice().contains("練習モードに固定"), "{}", desk.notice());
    desk.update(|snapshot| {
        snapshot.terminals[0].link = LinkState::Linked;
        snapshot.terminals[0].trouble = None;
    });
    assert_eq!(desk.page.steps_before_sending(), None);
}

#[test]
fn the_payment_is_kept_before_it_is_asked_for() {
    let mut desk = Desk::in_checkout();
    desk.choose_card(0);
    desk.effects.clear();
    desk.f(12);
    let kept = desk.effects.iter().position(|e| matches!(e, Effect::Keep(_))).expect("kept");
    let is_start = |e: &Effect| matches!(e, Effect::Send(message) if matches!(message.request, Request::StartPayment { .. }));
    let sent = desk.effects.iter().position(is_start).expect("sent");
    assert!(kept < sent);
}

#[test]
fn a_slip_discount_waits_for_its_draft_before_the_sale_is_settled() {
    let mut desk = Desk::in_checkout();
    desk.f(3);
    desk.type_in("100");
    desk.f(2);
    desk.f(12);
    let put = desk.only_sent();
    assert!(matches!(put.request, Request::PutDraft { .. }), "the draft goes first");
    assert!(desk.page.is_busy());
    desk.sent.push(put);
    desk.keep_only_put();
    let Request::CommitSale { total, draft_revision, .. } = desk.only_sent().request else { panic!() };
    assert_eq!((total, draft_revision), (Yen::new(900), 2));
}

#[test]
fn a_draft_that_is_refused_takes_the_sale_that_waited_for_it_with_it() {
    let mut desk = Desk::in_checkout();
    desk.f(3);
    desk.type_in("100");
    desk.f(2);
    desk.f(12);
    let put = desk.only_sent();
    desk.refuse(&put, RefusalCode::StaleDraft);
    assert!(desk.sent.is_empty() && !desk.page.is_busy());
    assert_eq!(desk.page.totals().map(|totals| totals.total), Some(Yen::new(1_000)));
    assert_eq!(desk.page.notice().and_then(|notice| notice.code.as_deref()), Some("stale_draft"));
}

#[test]
fn the_receipt_comes_once_whether_by_answer_or_update() {
    let mut desk = Desk::in_checkout();
    desk.f(2);
    desk.f(12);
    let commit = desk.only_sent();
    let receipt = desk.receipt();
    desk.done(&commit, catlink_shared::wire::reply::Reply::SaleMade { receipt: Box::new(receipt) });
    assert_eq!(desk.top(), "receipt");
    desk.f(12);
    assert_eq!(desk.top(), "sale");
    desk.sell();
    assert_eq!(desk.top(), "sale", "the update tells of the same sale");
    assert!(desk.page.draft().is_none());
}
