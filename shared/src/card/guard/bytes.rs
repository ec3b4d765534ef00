//! A number in bytes that are no text: as packed figures (BCD), with `F` at the end or `D` before an expiry as in tag 57.

use super::number::is_card;
use super::{Reading, has_card_data};

/// Lengths a packed number is looked for at, longest first.
const LENGTHS: [usize; 6] = [19, 18, 17, 16, 15, 14];

/// Whether bytes hold what looks like a full card number: in their text, or packed two figures to a byte.
#[must_use]
pub fn holds_card_data(bytes: &[u8], reading: Reading) -> bool {
    if has_card_data(&String::from_utf8_lossy(bytes), reading) {
        return true;
    }
    // Letters and figures of a text are figures in pairs as well.
    !is_text(bytes) && (0..bytes.len()).any(|at| begins_packed(bytes.get(at..).unwrap_or_default()))
}

fn is_text(bytes: &[u8]) -> bool {
    let of_text = |c: char| !c.is_control() || c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}');
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(of_text))
}

/// Whether a packed number begins with the first byte.
fn begins_packed(bytes: &[u8]) -> bool {
    let halves = bytes.iter().take(10).flat_map(|byte| [byte >> 4, byte & 0x0f]);
    let figures: Vec<u8> = halves.take_while(|half| *half <= 9).collect();
    // Figures as text: each of its bytes is 3x.
    let is_text = figures.chunks(2).all(|pair| pair.first() == Some(&3));
    !is_text && LENGTHS.iter().any(|length| figures.get(..*length).is_some_and(is_card))
}
