//! Figures of a text in runs: half and full width and every other script's, with what may stand between two of them.

use std::ops::Range;

use super::Reading;

/// As many signs may stand between two figures of one number.
const MOST_BETWEEN: usize = 3;

/// Where the ten figures of a script begin (Unicode, category Nd, without those nobody types).
const SCRIPTS: [u32; 21] = [
    0xff10, 0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
    0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810, 0x1946, 0x19d0,
];

/// Mathematical figures: five styles of ten.
const STYLED: Range<u32> = 0x1d7ce..0x1d800;

/// One figure, and where it stands in the text.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub(super) value: u8,
    pub(super) at: Range<usize>,
}

/// What stands between the figures of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Between {
    /// Nothing.
    Nothing,
    /// Blanks and hyphens, as between the groups of a card number.
    Soft,
    /// Dots, slashes and the like, as in dates.
    Hard,
}

/// Figures that may belong together.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) figures: Vec<Figure>,
    /// How many stand together each time.
    pub(super) groups: Vec<usize>,
    /// What stands between each two groups: the first sign, and the hardest.
    pub(super) gaps: Vec<(char, Between)>,
}

impl Run {
    const fn new() -> Self {
        Self { figures: Vec::new(), groups: Vec::new(), gaps: Vec::new() }
    }

    pub(super) fn values(&self) -> Vec<u8> {
        self.figures.iter().map(|figure| figure.value).collect()
    }

    /// Where the figures of a hit stand, but for its last four.
    pub(super) fn all_but_last_four(&self, hit: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let shown = hit.end.saturating_sub(4).max(hit.start);
        self.figures.get(hit.start..shown).unwrap_or_default().iter().map(|figure| figure.at.clone())
    }

    /// Where in the text it begins and ends.
    pub(super) fn span(&self) -> Range<usize> {
        let start = self.figures.first().map_or(0, |figure| figure.at.start);
        start..self.figures.last().map_or(start, |figure| figure.at.end)
    }
}

/// Whether there are too few figures for any number; quick, and never wrong when it says so.
pub(super) fn few_figures(bytes: &[u8]) -> bool {
    let figures = bytes.iter().filter(|&&byte| byte.is_ascii_digit() || may_lead(byte)).count();
    figures < 13
}

/// Whether a byte of UTF-8 begins what may be a figure outside ASCII.
pub(super) const fn may_lead(byte: u8) -> bool {
    matches!(byte, 0xd9 | 0xdb | 0xdf..=0xe1 | 0xef | 0xf0)
}

/// A figure's value.
pub(super) fn figure(character: char) -> Option<u8> {
    if character.is_ascii() {
        return character.to_digit(10).and_then(|value| u8::try_from(value).ok());
    }
    if !character.is_numeric() {
        return None;
    }
    let code = u32::from(character);
    let value = if STYLED.contains(&code) {
        Some((code - STYLED.start) % 10)
    } else {
        SCRIPTS.iter().find(|&&zero| (zero..zero + 10).contains(&code)).map(|zero| code - zero)
    };
    value.and_then(|value| u8::try_from(value).ok())
}

/// What may stand between two figures of one number; none: it ends there.
pub(super) fn between(character: char) -> Option<Between> {
    Some(match character {
        // Not seen at all.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => Between::Nothing,
        '-'
        | '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '\u{ff0d}'
        | '\u{30fc}'
        | '\u{ff70}' => Between::Soft,
        blank if blank.is_whitespace() => Between::Soft,
        '.' | '/' | '_' | ',' | '\u{b7}' | '\u{2022}' | '\u{30fb}' | '\u{ff65}' | '\u{ff0e}' | '\u{ff0f}'
        | '\u{ff0c}' | '\u{3001}' | '\u{ff3f}' => Between::Hard,
        _ => return None,
    })
}

/// The runs of a text that are long enough to be a number.
pub(super) fn runs(text: &str, reading: Reading) -> Vec<Run> {
    let uuids = match reading {
        Reading::Free | Reading::Typed => Vec::new(),
        Reading::Line => uuids(text),
    };
    let (mut runs, mut run, mut waiting) = (Vec::new(), Run::new(), Waiting::default());
    for (from, character) in text.char_indices() {
        let inside = uuids.iter().any(|uuid| uuid.contains(&from));
        match (figure(character), between(character)) {
            (Some(value), _) if !inside => {
                waiting.join(&mut run);
                run.figures.push(Figure { value, at: from..from + character.len_utf8() });
            }
            (None, Some(between)) if !inside && waiting.take(character, between, &run) => {}
            (Some(_) | None, _) => {
                keep(&mut runs, std::mem::replace(&mut run, Run::new()));
                waiting = Waiting::default();
            }
        }
    }
    keep(&mut runs, run);
    runs
}

fn keep(runs: &mut Vec<Run>, run: Run) {
    if run.figures.len() >= 13 {
        runs.push(run);
    }
}

/// Signs after a figure, until another figure follows.
#[derive(Debug, Default)]
struct Waiting {
    signs: usize,
    first: Option<(char, Between)>,
}

impl Waiting {
    /// Whether the run can still go on after one more sign.
    fn take(&mut self, sign: char, between: Between, run: &Run) -> bool {
        if run.figures.is_empty() || between == Between::Nothing {
            return true;
        }
        self.signs += 1;
        self.first = match self.first {
            Some((first, before)) => Some((first, before.max(between))),
            None => Some((sign, between)),
        };
        self.signs <= MOST_BETWEEN
    }

    fn join(&mut self, run: &mut Run) {
        self.signs = 0;
        match (self.first.take(), run.groups.last_mut()) {
            (None, Some(group)) => *group += 1,
            (None, None) => run.groups.push(1),
            (Some(gap), _) => {
                run.gaps.push(gap);
                run.groups.push(1);
            }
        }
    }
}

/// Where UUIDs stand (RFC 9562: 8-4-4-4-12, with version and variant).
fn uuids(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let alone = |at: Option<&u8>| !at.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(window) = bytes.get(at..at + 36) {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        if is_uuid(window) && alone(before) && alone(bytes.get(at + 36)) {
            found.push(at..at + 36);
            at += 36;
        } else {
            at += 1;
        }
    }
    found
}

fn is_uuid(text: &[u8]) -> bool {
    text.iter().enumerate().all(|(place, byte)| match place {
        8 | 13 | 18 | 23 => *byte == b'-',
        14 => matches!(byte, b'1'..=b'8'),
        19 => matches!(byte, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'),
        _ => byte.is_ascii_hexdigit(),
    })
}
