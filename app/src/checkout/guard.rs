//! Keeps card numbers out: a swipe reader's burst, and a number typed where anything may be written.

use catlink_shared::barcode::half_width;
use catlink_shared::card::looks_like_card_number;

/// Told when a swipe was dropped.
pub const SWIPED: &str =
    "磁気カードの読み取りは使えません。カードは決済端末で読み取ってください(内容は保存していません)。";
/// Told when a card number was typed.
pub const TYPED: &str = "カード番号は入力できません。番号を消してください(内容は保存していません)。";

/// Whether text is what a swipe reader types: a start sentinel (`%`, `;`) and digits, or a card number before a field
/// separator (`^`, `=`) (ISO/IEC 7811-2).
#[must_use]
pub fn is_swipe(text: &str) -> bool {
    let text = half_width(text);
    let starts = text.starts_with(['%', ';']) && text.chars().filter(char::is_ascii_digit).count() >= 3;
    let separated = text.match_indices(['=', '^']).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let digits = before.chars().rev().take_while(char::is_ascii_digit).count();
        before.get(before.len() - digits..).is_some_and(looks_like_card_number)
    });
    starts || separated
}

#[cfg(test)]
mod tests {
    use super::is_swipe;

    #[test]
    fn a_swipe_is_known_by_sentinel_or_separator() {
        for text in [";4111", "%B411", "4111111111111111=2512", "0004111111111111111^X", "%4111"] {
            assert!(is_swipe(text), "{text}");
        }
        for text in ["4901234567894", "3*4901234567894", "a=b", "%", "4111111111111112=25"] {
            assert!(!is_swipe(text), "{text}");
        }
    }
}
