//! The search finds whatever is planted, so that finding nothing means something.

use base64::Engine as _;

use super::Search;
use crate::numbers::{NUMBERS, SHORT, everything, full_width, in_fours};

fn finds(what: &str, bytes: &[u8]) {
    let mut search = Search::with_short();
    search.bytes("a file", bytes);
    assert!(!search.found().is_empty(), "{what} is not found");
    assert!(search.is_clean().is_err());
}

/// Among other things.
fn within(planted: &[u8]) -> Vec<u8> {
    [b"\x00\x01SQLite format 3 {\"name\":\"".as_slice(), planted, b"\",\"amount\":316}\xff\xfe\x00"].concat()
}

#[test]
fn every_planted_spelling_is_found() {
    for (number, way, text) in everything() {
        let what = format!("{} {way:?}", number.brand);
        finds(&what, text.as_bytes());
        finds(&what, &within(text.as_bytes()));
        finds(&what, &within(text.to_uppercase().as_bytes()));
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for lead in [&b""[..], b"x"] {
            finds(&format!("{what} UTF-16LE"), &[lead, &little].concat());
            finds(&format!("{what} UTF-16BE"), &[lead, &big].concat());
        }
        finds(&format!("{what} Shift_JIS"), &within(&encoding_rs::SHIFT_JIS.encode(&text).0));
    }
    finds("the short one", &within(in_fours(SHORT.figures, "\u{3000}").as_bytes()));
}

#[test]
fn packed_decimals_are_found_at_either_half_of_a_byte() {
    for number in NUMBERS {
        for lead in ["", "0", "00", "9"] {
            let mut figures = format!("{lead}{}", number.figures);
            if figures.len() % 2 == 1 {
                figures.push('f');
            }
            let half = |at: usize| u8::from_str_radix(&figures[at..=at], 16).unwrap();
            let packed: Vec<u8> =
                (0..figures.len()).step_by(2).map(|at| half(at) << 4 | half(at + 1)).collect();
            finds(&format!("{} behind `{lead}`", number.brand), &within(&packed));
        }
    }
}

#[test]
fn base64_is_found_wherever_the_number_stands_in_it() {
    for number in NUMBERS {
        for lead in 0..4 {
            let text = format!("{}{} TARO", "a".repeat(lead), number.figures);
            let standard = base64::engine::general_purpose::STANDARD.encode(&text);
            finds(&format!("{} at {lead}", number.brand), &within(standard.as_bytes()));
        }
    }
}

#[test]
fn what_is_no_card_number_is_not_found() {
    let others = [
        "4111111111111112",
        "411111 1111",
        "4901234567894",
        "T1234567890123",
        "01939c3e-0000-7000-8000-00000000abcd",
    ];
    let mut search = Search::default();
    for text in others {
        search.bytes(text, text.as_bytes());
        search.bytes(text, full_width(text).as_bytes());
    }
    search.is_clean().unwrap();
}

#[test]
fn a_search_of_nothing_is_no_search() {
    assert!(Search::default().is_clean().is_err());
}

#[test]
fn names_of_files_folders_below_and_rows_of_databases_are_looked_through() {
    let folder = std::env::temp_dir().join(format!("catlink-search-{}", std::process::id()));
    let below = folder.join("a/4111111111111111");
    std::fs::create_dir_all(&below).unwrap();
    std::fs::write(folder.join("a/b"), "5555-5555 5555-4444").unwrap();
    let file = folder.join("x.sqlite");
    let books = rusqlite::Connection::open(&file).unwrap();
    books
        .execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES ('3530 1113 3330 0000'), (378282246310005);")
        .unwrap();
    drop(books);
    let mut search = Search::default();
    search.path(&folder).unwrap();
    search.database(&file).unwrap();
    let brands: std::collections::BTreeSet<_> = search.found().iter().map(|found| found.brand).collect();
    let _ = std::fs::remove_dir_all(&folder);
    assert_eq!(brands.into_iter().collect::<Vec<_>>(), ["amex", "jcb", "mastercard", "visa"]);
}
