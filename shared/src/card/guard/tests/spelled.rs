//! A card number is found however it is spelled, and after masking it is not.

use proptest::prelude::*;

use super::super::{Reading, has_card_data, holds_card_data, looks_like_card_number, mask};
use super::number;

const SPELLINGS: usize = 22;

fn wide(number: &str, zero: u32) -> String {
    number.bytes().filter_map(|byte| char::from_u32(zero + u32::from(byte - b'0'))).collect()
}

fn grouped(number: &str, lengths: &[usize], between: &str) -> String {
    let mut rest = number;
    let mut groups = Vec::new();
    for length in lengths.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (group, after) = rest.split_at((*length).min(rest.len()));
        groups.push(group);
        rest = after;
    }
    groups.join(between)
}

fn hex(number: &str, between: &str) -> String {
    number.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(between)
}

fn spelled(number: &str, spelling: usize) -> String {
    let fours: &[usize] = &[4];
    match spelling % SPELLINGS {
        0 => number.to_owned(),
        1 => grouped(number, fours, " "),
        2 => grouped(number, fours, "-"),
        3 => grouped(number, fours, "\u{3000}"),
        4 => grouped(number, fours, "\u{a0}"),
        5 => grouped(number, fours, "\u{ff0d}"),
        6 => grouped(number, fours, "\u{30fc}"),
        7 => grouped(number, fours, " - "),
        8 => grouped(number, fours, "."),
        9 => grouped(number, fours, "/"),
        10 => grouped(number, &[1], " "),
        11 => grouped(number, &[4, 6, 5], " "),
        12 => grouped(number, &[2, 5, 3, 6], "-"),
        13 => wide(number, 0xff10),
        14 => grouped(number, fours, " ").replace('1', "\u{ff11}").replace('4', "\u{ff14}"),
        15 => wide(number, 0x0660),
        16 => grouped(number, &[1], "\u{200b}"),
        17 => hex(number, ""),
        18 => hex(number, " "),
        19 => hex(number, " 0x"),
        20 => format!(";{number}=25121010000012345678?"),
        _ => format!("%B{number}^YAMADA/TARO^2512101000000?"),
    }
}

proptest! {
    #[test]
    fn a_card_number_is_found_in_every_spelling_and_not_after_masking(
        brand in 0..14_usize, seed: u64, spelling in 0..SPELLINGS,
        before in "[あ-ん]{0,4}|[a-zA-Z:]{0,4}", after in "[あ-ん、。]{0,4}",
    ) {
        let number = number(brand, seed);
        let said = spelled(&number, spelling);
        let text = format!("{before}{said}{after}");
        for reading in [Reading::Free, Reading::Typed, Reading::Line] {
            prop_assert!(has_card_data(&text, reading), "{text} {reading:?}");
            let masked = mask(&text, reading);
            prop_assert!(!has_card_data(&masked, reading), "{text} → {masked}");
            prop_assert_eq!(masked.chars().count(), text.chars().count());
            prop_assert!(masked.starts_with(&before) && masked.ends_with(&after));
        }
    }

    #[test]
    fn a_number_is_found_anywhere_in_a_longer_run(brand in 0..14_usize, seed: u64, before in "[0-9]{1,9}", after in "[0-9]{1,9}") {
        let text = format!("{before}{}{after}", number(brand, seed));
        prop_assert!(looks_like_card_number(&text), "{text}");
        prop_assert!(!looks_like_card_number(&mask(&text, Reading::Free)));
    }

    #[test]
    fn packed_figures_are_found_in_bytes(brand in 0..14_usize, seed: u64, padding in "F|D25121010000|", before in proptest::collection::vec(any::<u8>(), 0..6)) {
        let mut halves = number(brand, seed) + &padding;
        if halves.len() % 2 == 1 {
            halves.push('F');
        }
        let packed = (0..halves.len() / 2).map(|at| u8::from_str_radix(&halves[at * 2..at * 2 + 2], 16).unwrap());
        // As a field of a terminal's message, with a tag and a length that are no text.
        let bytes: Vec<u8> = before.into_iter().chain([0x57, 0x13, 0x00]).chain(packed).collect();
        prop_assert!(holds_card_data(&bytes, Reading::Typed), "{bytes:02x?}");
    }

    #[test]
    fn text_in_bytes_is_read_as_text(brand in 0..14_usize, seed: u64) {
        let text = format!("RESULT\u{1c}card={}\u{1c}amount=316", number(brand, seed));
        prop_assert!(holds_card_data(text.as_bytes(), Reading::Typed));
        prop_assert!(!holds_card_data(mask(&text, Reading::Typed).as_bytes(), Reading::Typed));
    }

    #[test]
    fn any_text_is_masked_to_one_without(text in "[0-9０-９ \\-./^=;%B?あ-う]{0,80}") {
        for reading in [Reading::Free, Reading::Typed, Reading::Line] {
            let masked = mask(&text, reading);
            prop_assert!(!has_card_data(&masked, reading), "{text} → {masked}");
            prop_assert_eq!(masked == text, !has_card_data(&text, reading));
        }
    }
}

#[test]
fn a_card_number_is_seen_however_it_is_written() {
    for text in [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "番号は4111111111111111です",
        "\u{ff14}111\u{3000}1111 1111 1111",
    ] {
        assert!(looks_like_card_number(text), "{text}");
    }
    for text in ["03-1234-5678", "090-1234-5678 山田", "4111111111111112", "", "000000000000000"] {
        assert!(!looks_like_card_number(text), "{text}");
    }
}

#[test]
fn all_but_the_last_four_become_stars() {
    for (text, masked) in [
        ("番号は4111 1111 1111 1111です", "番号は**** **** **** 1111です"),
        ("数量2 4111111111111111 有効12/28", "数量2 ************1111 有効12/28"),
        ("4111111111111111\u{3000}378282246310005", "************1111\u{3000}***********0005"),
        (";4111111111111111=25121010000?x", ";************1111=***********?x"),
        ("%B4111111111111111^YAMADA/TARO^2512?", "%B************1111^****************?"),
        ("90-1234-5678 山田", "90-1234-5678 山田"),
    ] {
        assert_eq!(mask(text, Reading::Free), masked);
    }
}

#[test]
fn a_track_is_one_whether_or_not_its_number_passes_the_check() {
    assert_eq!(mask(";4111111111111112=2512101?", Reading::Typed), ";************1112=*******?");
    assert!(!looks_like_card_number("4111111111111112=2512101"));
}

#[test]
fn a_long_text_full_of_numbers_is_masked_in_no_time() {
    let text = "4111111111111111 3".repeat(15_000) + &"34".repeat(60_000) + &"4".repeat(60_000);
    let began = std::time::Instant::now();
    assert!(!looks_like_card_number(&mask(&text, Reading::Free)));
    assert!(began.elapsed() < std::time::Duration::from_secs(20), "{:?}", began.elapsed());
}
