//! Keys, scanners, swipe readers and input methods.

use catlink_shared::payment::PaymentState;
use catlink_shared::wire::request::Request;

use super::desk::Desk;
use super::screens::every_screen;
use crate::checkout::Effect;
use crate::checkout::field::Field;
use crate::checkout::key::{Composing, Key, Press, Stroke};

#[test]
fn what_is_scanned_during_a_money_dialog_is_dropped() {
    let mut desk = Desk::in_checkout();
    desk.type_in("15");
    desk.effects.clear();
    desk.scan("4901234567894");
    assert_eq!(desk.text(Field::Tendered), "15");
    assert_eq!(desk.notice(), "会計中のため読み取れません");
    assert!(desk.beeped());
    assert_eq!(desk.top(), "checkout");
    assert!(desk.sent.is_empty());
}

#[test]
fn what_is_scanned_during_a_card_payment_is_dropped() {
    let (mut desk, _) = Desk::linking();
    desk.scan("4901234567894");
    assert_eq!(desk.notice(), "会計中のため読み取れません");
    assert!(desk.beeped());
    assert!(desk.sent.is_empty());
    assert_eq!(desk.page.draft().map(|draft| draft.lines[0].quantity), Some(1));
}

#[test]
fn a_scan_never_chooses_in_a_question() {
    let (mut desk, id) = Desk::linking();
    let because = catlink_shared::payment::Doubt::Cut;
    let last_word = catlink_shared::payment::LastWord::Nothing;
    desk.payment_becomes(id, PaymentState::Unknown { because, last_word });
    desk.scan("4901234567894");
    desk.wait(500);
    assert_eq!(desk.page.choice(), None);
    desk.type_in("4");
    desk.wait(100);
    assert_eq!(desk.page.choice(), Some(crate::checkout::screen::Choice::Hold));
}

#[test]
fn a_swipe_is_dropped_wherever_it_comes_and_nothing_of_it_stays() {
    for start in [Desk::with_goods, Desk::in_checkout, || Desk::linking().0] {
        let mut desk = start();
        desk.scan(";4111111111111111=25121010000012345678?");
        assert!(desk.notice().contains("磁気カード"), "{}", desk.notice());
        let kept = format!("{:?}", desk.page.fields());
        assert!(!kept.contains("4111"), "{kept}");
        assert!(desk.sent.is_empty());
    }
}

#[test]
fn a_pasted_track_is_dropped_too() {
    let mut desk = Desk::with_goods();
    desk.page.on_input(Field::Code, "%B4111111111111111^YAMADA", Composing::No, desk.now);
    assert_eq!(desk.text(Field::Code), "");
}

#[test]
fn nothing_acts_while_an_input_method_composes() {
    let mut desk = Desk::with_goods();
    for key in [Key::Function(12), Key::Enter, Key::Function(1)] {
        let press = Press { key, code: "x".into(), stroke: Stroke::First, composing: Composing::Yes };
        desk.page.on_key(&press, desk.now + 600);
    }
    assert_eq!(desk.top(), "sale");
}

#[test]
fn the_browsers_meaning_of_every_function_key_is_suppressed_everywhere() {
    for composing in [Composing::No, Composing::Yes] {
        for number in 1..=12 {
            let mut desk = Desk::linking().0;
            let press =
                Press { key: Key::Function(number), code: "x".into(), stroke: Stroke::Repeat, composing };
            let effects = desk.page.on_key(&press, desk.now);
            assert!(effects.contains(&Effect::Swallow), "F{number}");
        }
    }
}

#[test]
fn figures_in_full_width_are_taken() {
    let mut desk = Desk::in_checkout();
    desk.page.on_input(Field::Tendered, "2000", Composing::Yes, desk.now + 600);
    desk.page.on_input(Field::Tendered, "2000", Composing::No, desk.now + 600);
    assert_eq!(desk.text(Field::Tendered), "2000");
}

#[test]
fn the_menu_is_opened_by_keys_alone() {
    let mut desk = Desk::before_hello(None);
    desk.connect();
    assert_eq!(desk.top(), "menu");
    desk.key(Key::Enter);
    desk.key(Key::Enter);
    assert_eq!(desk.top(), "sale");
    desk.f(9);
    assert_eq!(desk.top(), "menu");
    desk.key(Key::Down);
    desk.f(12);
    assert_eq!(desk.top(), "reservations");
    desk.f(9);
    desk.key(Key::Left);
    desk.key(Key::Down);
    desk.key(Key::Down);
    desk.f(12);
    desk.key(Key::Down);
    desk.f(12);
    assert_eq!(desk.top(), "history");
}

#[test]
fn discarding_asks_first_and_takes_only_f12() {
    let mut desk = Desk::with_goods();
    desk.f(1);
    assert_eq!(desk.top(), "discard");
    desk.key(Key::Enter);
    assert!(desk.sent.is_empty());
    desk.f(9);
    assert_eq!(desk.top(), "sale");
    desk.f(1);
    desk.f(12);
    assert!(matches!(desk.only_sent().request, Request::DiscardDraft { .. }));
}

#[test]
fn a_key_of_the_input_method_that_never_comes_up_keeps_no_dialog_deaf() {
    let mut desk = Desk::with_goods();
    desk.down(Key::Other, Stroke::First);
    desk.f(1);
    desk.wait(500);
    assert!(!desk.page.is_deaf());
}

#[test]
fn figures_touched_on_the_pad_replace_what_was_prefilled() {
    let mut desk = Desk::in_checkout();
    desk.f(9);
    desk.f(12);
    assert_eq!((desk.top(), desk.text(Field::Operator)), ("operator", "101"));
    for figure in ["1", "0", "1"] {
        desk.page.on_pad(figure, desk.now + 500);
    }
    assert_eq!(desk.text(Field::Operator), "101");
}

#[test]
fn f12_goes_on_and_f9_goes_back_on_every_screen() {
    let back = ["いいえ", "戻る", "中止", "あとで"];
    let desk = Desk::in_checkout();
    for screen in every_screen() {
        let keys = desk.page.keys_of(screen);
        let numbers: Vec<u8> = keys.iter().map(|key| key.number).collect();
        let once: std::collections::BTreeSet<u8> = numbers.iter().copied().collect();
        assert_eq!(numbers.len(), once.len(), "{screen:?}: a key does one thing");
        for key in keys {
            let goes_back = back.contains(&key.label);
            assert_eq!(key.number == 9, goes_back, "{screen:?}: F{} {}", key.number, key.label);
            let f4 = ["参照", "拡張"].iter().any(|word| key.label.starts_with(word));
            assert!(key.number != 4 || f4, "{screen:?}: F4 {}", key.label);
        }
    }
}
