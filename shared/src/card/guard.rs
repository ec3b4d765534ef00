//! Card data in a text or in bytes: found however it is spelled, and masked. It knows no edge and no field.
//!
//! A number is 13 to 19 figures that pass the Luhn check (ISO/IEC 7812-1). Written in one piece in a free text it is judged
//! by that alone; in groups, or where codes belong, it must also begin and be as long as a card of some brand, since
//! dates, phones and prices stand in groups too, and a shop's own codes may be as long.

mod bytes;
mod figures;
mod hex;
mod number;
mod track;

use std::borrow::Cow;
use std::ops::Range;

pub use bytes::holds_card_data;
use figures::{few_figures, runs};
pub use number::is_full_number;

/// How strictly a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// Anything may stand in it: 13 figures and more, and a number may hide in a longer run.
    Free,
    /// It has its own kind of figures (JAN, terminal id, registration number, time, phone): 13 figures are its own, since
    /// one JAN in ten looks like a card number; 14 to 19 are not, where they begin and are as long as some brand's.
    Typed,
    /// A line for the log: as typed, and what is written as a UUID is one.
    Line,
}

impl Reading {
    /// The fewest figures that are a card number.
    const fn fewest(self) -> usize {
        match self {
            Self::Free => 13,
            Self::Typed | Self::Line => 14,
        }
    }
}

/// Whether a free text holds what looks like a full card number or track data.
#[must_use]
pub fn looks_like_card_number(text: &str) -> bool {
    has_card_data(text, Reading::Free)
}

/// Whether a text holds what looks like a full card number or track data.
#[must_use]
pub fn has_card_data(text: &str, reading: Reading) -> bool {
    !few_figures(text.as_bytes()) && !hidden(text, reading).is_empty()
}

/// The text with every figure of a card number but its last four as `*`, and all that follows it on a track; as many
/// characters as before.
#[must_use]
pub fn mask(text: &str, reading: Reading) -> Cow<'_, str> {
    if few_figures(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut masked = Cow::Borrowed(text);
    // What is left of a long run may look like a number again; each time fewer figures are left.
    loop {
        let hidden = hidden(&masked, reading);
        if hidden.is_empty() {
            return masked;
        }
        masked = Cow::Owned(starred(&masked, &hidden));
    }
}

/// What must not be shown, in bytes of the text.
fn hidden(text: &str, reading: Reading) -> Vec<Range<usize>> {
    let mut hidden = Vec::new();
    for run in runs(text, reading) {
        for hit in number::hits(&run, reading) {
            hidden.extend(run.all_but_last_four(&hit));
        }
        if let Some(rest) = track::rest(text, &run) {
            hidden.extend(run.all_but_last_four(&(0..run.figures.len())));
            hidden.push(rest);
        }
    }
    hidden.extend(hex::hidden(text));
    hidden
}

fn starred(text: &str, hidden: &[Range<usize>]) -> String {
    let mut marks = vec![false; text.len()];
    for range in hidden {
        if let Some(part) = marks.get_mut(range.clone()) {
            part.fill(true);
        }
    }
    text.char_indices().map(|(at, c)| if marks.get(at) == Some(&true) { '*' } else { c }).collect()
}

#[cfg(test)]
mod tests;
