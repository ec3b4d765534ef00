//! A number as the hex of its characters: `34313131…`, in upper or lower case, with or without something in between.

use std::ops::Range;

use super::number::{is_card, windows};

/// Where the pairs of a number stand in the text, but for its last four.
pub(super) fn hidden(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut hidden, mut at) = (Vec::new(), 0);
    while at + 26 <= bytes.len() {
        let first = pairs(bytes, at);
        if first.len() < 13 {
            at += 1;
            continue;
        }
        // Read from the other half of a pair the same figures may say something else.
        for pairs in [&first, &pairs(bytes, at + 1)] {
            let values: Vec<u8> = pairs.iter().map(|(value, _)| *value).collect();
            for number in numbers(&values) {
                let shown = number.end.saturating_sub(4);
                let stands = pairs.get(number.start..shown).unwrap_or_default();
                hidden.extend(stands.iter().map(|(_, at)| at.clone()));
            }
        }
        at = first.last().map_or(at + 1, |(_, last)| last.end);
    }
    hidden
}

fn numbers(values: &[u8]) -> Vec<Range<usize>> {
    if (13..=19).contains(&values.len()) && is_card(values) {
        return std::iter::once(0..values.len()).collect();
    }
    windows(values, 0)
}

/// Pairs from `30` to `39` one after another.
fn pairs(bytes: &[u8], from: usize) -> Vec<(u8, Range<usize>)> {
    let (mut pairs, mut at) = (Vec::new(), from);
    while let Some([b'3', low @ b'0'..=b'9']) = bytes.get(at..at + 2) {
        pairs.push((low - b'0', at..at + 2));
        at = after_between(bytes, at + 2);
    }
    pairs
}

/// Past blanks, signs and `0x`, `\x`, `%` between two pairs.
fn after_between(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while bytes.get(at).is_some_and(|byte| matches!(byte, b' ' | b':' | b',' | b'-' | b'%' | b'\t'))
        && at < from + 3
    {
        at += 1;
    }
    match bytes.get(at..at + 2) {
        Some(b"0x" | b"0X" | b"\\x") => at + 2,
        _ => at,
    }
}
