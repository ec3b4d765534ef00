//! Keeps card numbers out: a swipe reader's burst, and a number typed or pasted into any field there is.

use catlink_shared::barcode::half_width;
use catlink_shared::card::guard::{Reading, has_card_data};
use catlink_shared::card::looks_like_card_number;

use super::field::{Field, Takes};

/// The most figures of a card number.
const MOST_FIGURES: usize = 19;

/// Told when a swipe was dropped.
pub const SWIPED: &str =
    "磁気カードの読み取りは使えません。カードは決済端末で読み取ってください(内容は保存していません)。";
/// Told when a card number was typed.
pub const TYPED: &str = "カード番号は入力できません。入力した番号は消しました(内容は保存していません)。";

/// What the clerk is told where a field cannot take this text, whole as it was typed or pasted; none: it can.
#[must_use]
pub fn refusal(field: Field, text: &str) -> Option<&'static str> {
    let swiped = match field {
        // 「%」 may begin what is looked for.
        Field::Search => is_before_separator(&half_width(text)),
        _ => is_swipe(text),
    };
    let reading = match (field.takes(), field) {
        // Products, name tags and papers are looked for by their codes: thirteen figures are a JAN's, and one JAN in ten
        // looks like a card number.
        (
            Takes::Text(_),
            Field::Search | Field::Find | Field::FindOption | Field::Person | Field::PaperText,
        )
        | (Takes::Code(_) | Takes::Digits(_), _) => Reading::Typed,
        (Takes::Text(_), _) => Reading::Free,
    };
    match (swiped, has_card_data(text, reading)) {
        (true, _) => Some(SWIPED),
        (false, true) => Some(TYPED),
        (false, false) => None,
    }
}

/// A field that is shorter than a card number never holds one whole: where it cuts off figures of what may be one, none of
/// them stays.
#[must_use]
pub fn cut_off(field: Field, text: &str) -> Option<&'static str> {
    let figures = |text: &str| half_width(text).chars().filter(char::is_ascii_digit).count();
    let written = figures(text);
    let cut = match field.takes() {
        Takes::Text(_) | Takes::Code(_) => {
            (12..=MOST_FIGURES).contains(&written) && figures(&field.clean(text)) < written
        }
        Takes::Digits(_) => false,
    };
    cut.then_some(TYPED)
}

/// Whether text is what a swipe reader types: a start sentinel (`%`, `;`) and digits, or a card number before a field
/// separator (`^`, `=`) (ISO/IEC 7811-2).
#[must_use]
pub fn is_swipe(text: &str) -> bool {
    let text = half_width(text);
    let starts = text.starts_with(['%', ';']) && text.chars().filter(char::is_ascii_digit).count() >= 3;
    starts || is_before_separator(&text)
}

/// Whether text can be the rest of a number or a track that was refused before it was whole: what a reader types is ASCII.
#[must_use]
pub fn is_rest(text: &str) -> bool {
    let text = half_width(text);
    text.len() <= 6 && text.is_ascii()
}

fn is_before_separator(text: &str) -> bool {
    text.match_indices(['=', '^']).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let digits = before.chars().rev().take_while(char::is_ascii_digit).count();
        before.get(before.len() - digits..).is_some_and(looks_like_card_number)
    })
}

#[cfg(test)]
mod tests {
    use super::{SWIPED, TYPED, is_swipe, refusal};
    use crate::checkout::field::Field;

    #[test]
    fn a_jan_is_taken_where_codes_belong_and_a_longer_number_is_not() {
        // Both look like card numbers of thirteen figures.
        for jan in ["4901234567894", "4222222222222"] {
            assert!(catlink_shared::card::looks_like_card_number(jan), "{jan}");
            for field in [Field::Code, Field::Search, Field::Find, Field::BackCode, Field::PaperText] {
                assert_eq!(refusal(field, jan), None, "{field:?}");
            }
            assert_eq!(refusal(Field::Contact, jan), Some(TYPED));
        }
        for number in ["4111111111111111", "３０５６ ９３０９ ０２５９ ０４", "3*378282246310005"]
        {
            assert_eq!(refusal(Field::Code, number), Some(TYPED), "{number}");
        }
        assert_eq!(refusal(Field::Search, "%100オレンジ"), None);
        assert_eq!(refusal(Field::Search, "4222222222222=2512"), Some(SWIPED));
        assert_eq!(refusal(Field::Phone, "+81-90-1234-5678"), None);
    }

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
