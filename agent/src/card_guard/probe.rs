//! Whether a message may hold card data at all: a quick look at its JSON that never misses a number written without escapes,
//! so that a catalog of 100,000 products goes out without being taken apart.
//!
//! A number and what stands between its figures is a stretch of at least thirteen bytes, so one byte in thirteen is enough to
//! come upon it.

use catlink_shared::card::guard::{self, Reading};

use super::page::is_free;

/// The fewest figures of a number.
const FEWEST: usize = 13;

/// Bytes a spelled number is made of: figures, signs in between, marks of hex.
const PART: [bool; 128] = {
    let mut part = [false; 128];
    let mut at = 0;
    while at < 128 {
        #[expect(clippy::cast_possible_truncation, reason = "at is below 128")]
        let byte = at as u8;
        part[at] = byte.is_ascii_digit()
            || matches!(byte, b' ' | b'-' | b'.' | b'/' | b'_' | b',' | b':' | b'x' | b'X' | b'%' | b'\\');
        at += 1;
    }
    part
};

/// Whether a message has to be looked at field by field.
#[must_use]
pub fn may_hold(json: &[u8]) -> bool {
    let (mut at, mut behind) = (FEWEST - 1, 0);
    while at < json.len() {
        if !is_part(json, at) {
            at += FEWEST;
            continue;
        }
        let (mut from, mut to) = (at, at + 1);
        while from > behind && is_part(json, from - 1) {
            from -= 1;
        }
        while to < json.len() && is_part(json, to) {
            to += 1;
        }
        if to - from >= FEWEST && is_suspect(json, from, to) {
            return true;
        }
        behind = to;
        at = to + FEWEST;
    }
    false
}

fn is_part(json: &[u8], at: usize) -> bool {
    match json.get(at) {
        Some(byte) if byte.is_ascii() => PART.get(usize::from(*byte)).copied().unwrap_or(true),
        Some(_) => !is_of_a_word(json, at),
        None => false,
    }
}

/// Whether a byte belongs to a kana or kanji (U+3000 to U+9FFF) that stands between no figures: most of a message does.
fn is_of_a_word(json: &[u8], at: usize) -> bool {
    let lead = (at.saturating_sub(2)..=at).rev().find(|&at| json.get(at).is_some_and(|byte| *byte >= 0xc0));
    let Some([first @ 0xe3..=0xe9, second, third]) = lead.and_then(|lead| json.get(lead..lead + 3)) else {
        return false;
    };
    // Ideographic space and comma, middle dot, the long vowel mark that is typed for a hyphen.
    !matches!((first, second, third), (0xe3, 0x80, 0x80 | 0x81) | (0xe3, 0x83, 0xbb | 0xbc))
}

fn is_suspect(json: &[u8], from: usize, to: usize) -> bool {
    let stretch = json.get(from..to).unwrap_or_default();
    let figures = stretch.iter().filter(|byte| byte.is_ascii_digit()).count();
    let wide = stretch.iter().filter(|byte| matches!(byte, 0xd9 | 0xdb | 0xdf..=0xe1 | 0xef | 0xf0)).count();
    if figures + wide < FEWEST {
        return false;
    }
    let before = from.checked_sub(1).and_then(|at| json.get(at)).copied();
    if matches!(before, Some(b';' | b'%' | b'B' | b'b')) {
        return true;
    }
    match reading(json, from, to) {
        // Every product has a JAN: it costs nothing more.
        Reading::Typed if figures + wide == FEWEST => false,
        reading => guard::has_card_data(&String::from_utf8_lossy(stretch), reading),
    }
}

/// A JAN stands in its field from quote to quote, and a time is a number: thirteen figures are their own.
fn reading(json: &[u8], from: usize, to: usize) -> Reading {
    let stretch = json.get(from..to).unwrap_or_default();
    let (head, rest) = json.split_at(from.min(json.len()));
    let after = rest.get(stretch.len()).copied();
    let is_number = stretch.first() == Some(&b':')
        && (stretch.last() == Some(&b',') || matches!(after, Some(b'}' | b']')));
    let name = head.strip_suffix(b"\":\"").and_then(|head| head.rsplit(|byte| *byte == b'"').next());
    let is_typed = after == Some(b'"') && name.is_some_and(|name| name == b"jan" || !is_free(name));
    if is_number || is_typed { Reading::Typed } else { Reading::Free }
}
