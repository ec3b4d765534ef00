//! What follows a number on a magnetic stripe or in its image (ISO/IEC 7813, EMV tag 57): name, expiry, the rest.

use std::ops::Range;

use super::figures::{Run, figure};

/// Longest rest of a track, characters.
const MOST_REST: usize = 107;

/// What of the text is the rest of a track, where this run is the number at its beginning. A number after a start sentinel
/// is one whether or not it passes any check.
pub(super) fn rest(text: &str, run: &Run) -> Option<Range<usize>> {
    let span = run.span();
    let (before, after) = (text.get(..span.start)?, text.get(span.end..)?);
    let separator = after.chars().next()?;
    let figures_follow = after.chars().skip(1).take(4).filter(|c| figure(*c).is_some()).count() == 4;
    let is_track = match separator {
        '=' | '\u{ff1d}' => figures_follow,
        'D' | 'd' => figures_follow && run.groups.len() == 1,
        '^' | '\u{ff3e}' => true,
        _ => false,
    };
    let sentinel = before.chars().rev().find(|c| !matches!(c, 'B' | 'b'));
    let begins = matches!(sentinel, Some(';' | '%' | '\u{ff1b}' | '\u{ff05}'));
    let judged = begins || !super::number::hits(run, super::Reading::Free).is_empty();
    if !is_track || !judged {
        return None;
    }
    let end = after.char_indices().take(MOST_REST).find(|(_, c)| matches!(c, '?' | '\u{ff1f}' | '\n' | '"'));
    let length = end.map_or_else(|| after.chars().take(MOST_REST).map(char::len_utf8).sum(), |(at, _)| at);
    Some(span.end + separator.len_utf8()..span.end + length)
}
