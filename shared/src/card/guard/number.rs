//! Which figures of a run are a card number.

use std::ops::Range;

use super::Reading;
use super::figures::{Between, Run};

/// The most figures a number has.
const MOST: usize = 19;

/// A number within a longer run is looked for at these lengths.
const WITHIN: [usize; 4] = [14, 15, 16, 19];

/// Longest group of a number that is written in odd groups: a phone without hyphens has more.
const LONGEST_GROUP: usize = 8;

/// Where in the figures of a run a number stands; overlapping ones as one.
pub(super) fn hits(run: &Run, reading: Reading) -> Vec<Range<usize>> {
    let values = run.values();
    let mut hits = Vec::new();
    let mut at = 0;
    for &group in &run.groups {
        hits.extend(in_one_piece(&values, at..at + group, reading));
        at += group;
    }
    if run.groups.len() > 1 {
        hits.extend(in_groups(run, &values, reading));
    }
    united(hits)
}

fn in_one_piece(values: &[u8], group: Range<usize>, reading: Reading) -> Vec<Range<usize>> {
    let figures = values.get(group.clone()).unwrap_or_default();
    let is_number = match reading {
        Reading::Free => passes_luhn(figures),
        // A shop's own codes are as long: one in ten of them would pass.
        Reading::Typed | Reading::Line => is_card(figures),
    };
    if (reading.fewest()..=MOST).contains(&figures.len()) && is_number {
        return vec![group];
    }
    match reading {
        Reading::Free if figures.len() > 14 => windows(figures, group.start),
        Reading::Free | Reading::Typed | Reading::Line => Vec::new(),
    }
}

/// A number anywhere in a long run.
pub(super) fn windows(figures: &[u8], offset: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for length in WITHIN {
        let numbers = figures.windows(length).enumerate().filter(|(_, window)| is_card(window));
        found.extend(numbers.map(|(at, _)| offset + at..offset + at + length));
    }
    found
}

/// The whole run, however it is grouped; or some of its groups, grouped as cards are.
fn in_groups(run: &Run, values: &[u8], reading: Reading) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if is_spelled(&run.groups, &run.gaps) {
        found.push(0..values.len());
    }
    let mut start = 0;
    for (first, group) in run.groups.iter().enumerate() {
        let mut end = start;
        for (last, group) in run.groups.iter().enumerate().skip(first).take(MOST) {
            end += group;
            if end - start > MOST {
                break;
            }
            let groups = run.groups.get(first..=last).unwrap_or_default();
            let gaps = run.gaps.get(first..last).unwrap_or_default();
            if is_same(gaps) && is_printed(groups, reading) {
                found.push(start..end);
            }
        }
        start += group;
    }
    found.retain(|at| {
        let figures = values.get(at.clone()).unwrap_or_default();
        // Nobody writes the few old numbers of 13 figures in groups, and dates and phones often come to as many.
        (14..=MOST).contains(&figures.len()) && is_card(figures)
    });
    found
}

/// Whether all groups of a run can be one number: any groups with the same blank or hyphen between them, or even ones.
fn is_spelled(groups: &[usize], gaps: &[(char, Between)]) -> bool {
    let soft = gaps.iter().all(|(_, between)| *between <= Between::Soft);
    let odd = groups.len() > 2 && groups.iter().all(|&group| group <= LONGEST_GROUP);
    (soft && is_same(gaps) && odd) || (is_even(groups) && (soft || is_same(gaps)))
}

fn is_same(gaps: &[(char, Between)]) -> bool {
    gaps.windows(2).all(|pair| matches!(pair, [(first, _), (second, _)] if first == second))
}

/// Groups of one length, but for the last; of two groups the halves of a number only.
fn is_even(groups: &[usize]) -> bool {
    let Some((last, rest)) = groups.split_last() else { return false };
    let first = rest.first().unwrap_or(last);
    let few = groups.len() < 3 && groups != [8, 8];
    !few && rest.iter().all(|group| group == first) && last <= first
}

/// Grouped as on a card; or figure by figure.
fn is_printed(groups: &[usize], reading: Reading) -> bool {
    match groups {
        [4, 4, 4, 2..=4] | [4, 4, 4, 4, 1..=3] | [4, 6, 4 | 5] | [8, 8] | [6, 10 | 13] => true,
        _ => reading == Reading::Free && groups.iter().all(|group| *group == 1),
    }
}

fn united(mut hits: Vec<Range<usize>>) -> Vec<Range<usize>> {
    hits.sort_by_key(|hit| hit.start);
    let mut united: Vec<Range<usize>> = Vec::new();
    for hit in hits {
        match united.last_mut() {
            Some(before) if hit.start < before.end => before.end = before.end.max(hit.end),
            Some(_) | None => united.push(hit),
        }
    }
    united
}

/// Whether a text is, as a whole, the full number of some brand's card.
#[must_use]
pub fn is_full_number(text: &str) -> bool {
    let figures: Option<Vec<u8>> =
        text.bytes().map(|byte| byte.is_ascii_digit().then(|| byte - b'0')).collect();
    figures.is_some_and(|figures| figures.len() > 13 && is_card(&figures))
}

/// Luhn, and the beginning and length of a brand's cards.
pub(super) fn is_card(figures: &[u8]) -> bool {
    is_a_brands(figures) && passes_luhn(figures)
}

/// Beginnings and lengths that are given out (ISO/IEC 7812 issuer identification, as the brands publish them).
fn is_a_brands(figures: &[u8]) -> bool {
    let Some(beginning) = figures.get(..4) else { return false };
    let four = beginning.iter().fold(0_u32, |number, figure| number * 10 + u32::from(*figure));
    let length = figures.len();
    match four {
        2221..=2720 | 5100..=5599 => length == 16,
        3000..=3059 | 3095 | 3600..=3699 | 3800..=3999 => length == 14 || (16..=19).contains(&length),
        3400..=3499 | 3700..=3799 | 1800 | 2131 => length == 15,
        4000..=4999 => matches!(length, 13 | 16 | 19),
        2200..=2205 | 3528..=3589 | 5000..=5099 | 5600..=5899 | 6000..=6999 | 8100..=8299 => {
            (16..=19).contains(&length)
        }
        _ => false,
    }
}

/// The check of ISO/IEC 7812-1.
pub(super) fn passes_luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, u32::from(*digit)) {
            (0, digit) => digit,
            (_, digit) if digit > 4 => digit * 2 - 9,
            (_, digit) => digit * 2,
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|digit| *digit != 0)
}
