//! A card number comes into no field, and a swipe onto no screen.

use std::collections::BTreeSet;

use catlink_shared::masters::Master;

use super::desk::Desk;
use super::screens::every_screen;
use crate::checkout::field::{Field, Takes};
use crate::checkout::guard;
use crate::checkout::key::{Composing, Key};
use crate::checkout::masters::place::fields_of;
use crate::checkout::matching::MatchField;
use crate::checkout::screen::{Choice, Screen};

/// Numbers of card brands for tests, 14 to 19 figures.
const NUMBERS: [&str; 6] = [
    "4111111111111111",
    "5555555555554444",
    "378282246310005",
    "3530111333300000",
    "30569309025904",
    "6205500000000000004",
];

/// A visa of thirteen figures: free text alone tells it from a JAN.
const THIRTEEN: &str = "4222222222222";

/// Every field of every screen and form, and those that no screen names by itself.
fn every_field() -> Vec<Field> {
    let choices = [
        None,
        Some(Choice::Charged),
        Some(Choice::NotOnRecord),
        Some(Choice::Hold),
        Some(Choice::Voided),
        Some(Choice::Refunded),
    ];
    let screens = every_screen();
    let of_screens =
        screens.iter().flat_map(|screen| choices.iter().flat_map(|choice| screen.fields(*choice)));
    let of_forms = Master::ALL.iter().flat_map(|master| fields_of(*master));
    let of_days = crate::checkout::day::place::MOVE.iter();
    of_screens.chain(of_forms).chain(of_days).copied().collect::<BTreeSet<_>>().into_iter().collect()
}

fn full_width(text: &str) -> String {
    text.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)).collect()
}

fn spellings(number: &str) -> Vec<String> {
    let fours: Vec<_> = number.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    vec![
        number.to_owned(),
        fours.join(" "),
        fours.join("-"),
        full_width(number),
        format!("番号は{number}です"),
    ]
}

#[test]
fn the_list_of_fields_has_all_that_take_free_text() {
    let all = every_field();
    for field in [
        Field::Search,
        Field::Reason,
        Field::Contact,
        Field::Person,
        Field::PersonName,
        Field::Find,
        Field::FindOption,
        Field::SoldOn,
        Field::SoldNumber,
        Field::FindReservation,
        Field::Addressee,
        Field::Proviso,
        Field::PaperText,
        Field::Customer,
        Field::BookingNote,
        Field::Match(MatchField::Note),
        Field::Day(crate::checkout::day::DayField::Reason),
    ] {
        assert!(all.contains(&field), "{field:?}");
    }
    assert!(all.iter().filter(|field| matches!(field.takes(), Takes::Text(_))).count() > 30);
}

#[test]
fn no_field_takes_a_card_number_however_it_is_spelt() {
    for field in every_field() {
        for number in NUMBERS {
            for text in spellings(number) {
                let mut desk = Desk::with_goods();
                for composing in [Composing::Yes, Composing::No] {
                    let effects = desk.page.on_input(field, &text, composing, desk.now);
                    desk.take(effects);
                    assert_eq!(desk.text(field), "", "{field:?} {text}");
                    assert_eq!(desk.notice(), guard::TYPED, "{field:?} {text}");
                }
                assert!(desk.sent.is_empty());
            }
        }
    }
}

#[test]
fn thirteen_figures_are_a_card_number_in_free_text_and_a_jan_where_codes_belong() {
    let codes = [Field::Search, Field::Find, Field::FindOption, Field::Person, Field::PaperText];
    for field in every_field() {
        if !matches!(field.takes(), Takes::Text(_)) {
            continue;
        }
        let mut desk = Desk::with_goods();
        desk.page.on_input(field, THIRTEEN, Composing::No, desk.now);
        assert_eq!(desk.text(field) == THIRTEEN, codes.contains(&field), "{field:?}");
    }
}

#[test]
fn a_number_typed_figure_by_figure_ends_with_the_figure_that_completes_it() {
    for (field, number) in [(Field::Code, NUMBERS[0]), (Field::Code, NUMBERS[5]), (Field::Code, NUMBERS[2])] {
        let mut desk = Desk::new();
        desk.type_in(number);
        assert_eq!(desk.notice(), guard::TYPED, "{number}");
        assert_eq!(desk.text(field), "", "{number}");
        desk.key(Key::Enter);
        assert!(desk.sent.is_empty(), "{:?}", desk.sent);
    }
}

#[test]
fn the_last_figures_of_a_refused_number_are_dropped_and_what_is_typed_later_is_taken() {
    let mut desk = Desk::new();
    let put = |desk: &mut Desk, text: &str, later: u64| {
        desk.now += later;
        let effects = desk.page.on_input(Field::Contact, text, Composing::No, desk.now);
        desk.take(effects);
        desk.text(Field::Contact).to_owned()
    };
    assert_eq!(put(&mut desk, "4222222222222", 0), "");
    assert_eq!(put(&mut desk, "2", 100), "");
    assert_eq!(put(&mut desk, "2", 100), "");
    assert_eq!(put(&mut desk, "田", 100), "田");
    assert_eq!(put(&mut desk, "4222222222222", 100), "");
    assert_eq!(put(&mut desk, "0", 1_000), "0");
    assert_eq!(put(&mut desk, "09", 100), "09");
}

#[test]
fn a_number_touched_on_the_pad_ends_there_too() {
    let mut desk = Desk::new();
    for figure in NUMBERS[1].chars() {
        let effects = desk.page.on_pad(&figure.to_string(), desk.now);
        desk.take(effects);
    }
    assert_eq!(desk.notice(), guard::TYPED);
    assert_eq!(desk.text(Field::Code), "");
}

#[test]
fn a_swipe_slower_than_any_reader_leaves_nothing_of_its_track_in_a_field() {
    for field in [Field::Contact, Field::Code, Field::Person] {
        for track in [";4111111111111111=25121010000000000000?", "%B378282246310005^YAMADA/TARO^25121010000?"]
        {
            let mut desk = Desk::with_goods();
            desk.now += 1_000;
            let mut text = String::new();
            for c in track.chars() {
                desk.now += 90;
                text.push(c);
                let effects = desk.page.on_input(field, &text, Composing::No, desk.now);
                desk.take(effects);
                desk.text(field).clone_into(&mut text);
            }
            assert_eq!(desk.text(field), "", "{field:?} {track}");
        }
    }
}

#[test]
fn the_enter_of_a_slow_swipe_confirms_nothing() {
    let mut desk = Desk::with_goods();
    desk.f(5);
    assert_eq!(desk.top(), "search");
    desk.key(Key::Down);
    let mut text = String::new();
    for c in "4111111111111111=2512101".chars() {
        desk.now += 250;
        text.push(c);
        let effects = desk.page.on_input(Field::Search, &text, Composing::No, desk.now);
        desk.take(effects);
        desk.text(Field::Search).clone_into(&mut text);
    }
    desk.tap(Key::Down);
    desk.now += 250;
    desk.tap(Key::Enter);
    assert_eq!((desk.top(), desk.sent.len()), ("search", 0));
    // The next one is a person's.
    desk.wait(1_000);
    desk.key(Key::Enter);
    assert_eq!(desk.top(), "sale");
}

/// A desk at a screen that lies on top of everything.
fn at(screen: Screen) -> Desk {
    let mut desk = Desk::with_goods();
    desk.page.stack.push(screen);
    desk.wait(0);
    desk
}

#[test]
fn a_swipe_is_dropped_on_every_screen_and_every_dialog() {
    let swipes = [
        "%B4111111111111111^YAMADA/TARO^2512101000000000000?;4111111111111111=25121010000000000000?",
        ";378282246310005=25121010000000000000?",
        "5555555555554444=2512101",
        "B3530111333300000^SUZUKI/ICHIRO^2512",
    ];
    for screen in every_screen() {
        for swipe in swipes {
            // While it opens, and when it takes keys.
            for patience in [0, 600] {
                let mut desk = at(screen);
                desk.wait(patience);
                assert_eq!(desk.page.top(), screen, "it is on top");
                let before = (desk.page.top(), desk.page.fields().clone());
                desk.effects.clear();
                let sent = desk.sent.len();
                desk.swipe(swipe);
                let what = format!("{screen:?} {swipe} {patience}");
                assert_eq!(desk.page.top(), before.0, "{what}");
                assert_eq!(*desk.page.fields(), before.1, "{what}");
                assert_eq!(desk.sent.len(), sent, "{what}");
                desk.wait(500);
                assert_eq!(desk.page.top(), before.0, "{what}");
                // Without its sentinel it is taken for a scan, where scans have no place; it is dropped all the same.
                if patience > 0 && swipe.starts_with(['%', ';']) {
                    assert_eq!(desk.notice(), guard::SWIPED, "{what}");
                }
            }
        }
    }
}

#[test]
fn a_field_shorter_than_a_number_keeps_no_part_of_one() {
    let is_short = |field: &Field| match field.takes() {
        Takes::Text(most) | Takes::Code(most) => (12..19).contains(&most),
        Takes::Digits(_) => false,
    };
    let short: Vec<_> = every_field().into_iter().filter(is_short).collect();
    assert!(short.len() > 3, "{short:?}");
    for field in short {
        for number in ["4111 1111 1111 1111", "4111111111111111"] {
            let mut desk = Desk::with_goods();
            let mut typed = String::new();
            for figure in number.chars() {
                typed.push(figure);
                desk.page.on_input(field, &typed, Composing::No, desk.now);
                typed = desk.text(field).to_owned();
                desk.now += 100;
            }
            let left = typed.chars().filter(char::is_ascii_digit).count();
            assert!(left <= 4, "{field:?} {typed}");
        }
    }
}
