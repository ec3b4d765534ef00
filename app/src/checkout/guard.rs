//! Keeps card numbers out: a swipe reader's burst, and a number typed where anything may be written.

use catlink_shared::barcode::half_width;

/// Told when a swipe was dropped.
pub const SWIPED: &str =
    "磁気カードの読み取りは使えません。カードは決済端末で読み取ってください(内容は保存していません)。";
/// Told when a card number was typed.
pub const TYPED: &str = "カード番号は入力できません。番号を消してください(内容は保存していません)。";

/// Whether digits are a card number by length and check digit (ISO/IEC 7812-1, Luhn).
#[must_use]
pub fn is_card_number(digits: &str) -> bool {
    if !(13..=19).contains(&digits.len()) {
        return false;
    }
    let mut sum = 0;
    for (place, c) in digits.chars().rev().enumerate() {
        let Some(digit) = c.to_digit(10) else { return false };
        sum += match place % 2 {
            0 => digit,
            _ if digit * 2 > 9 => digit * 2 - 9,
            _ => digit * 2,
        };
    }
    sum % 10 == 0 && digits.chars().any(|c| c != '0')
}

/// Whether free text holds a card number, in full or half width, with blanks or hyphens between its digits.
#[must_use]
pub fn holds_card_number(text: &str) -> bool {
    let text = half_width(text);
    let mut run = String::new();
    for c in text.chars().chain(['\n']) {
        match c {
            '0'..='9' => run.push(c),
            ' ' | '-' => {}
            _ => {
                if any_card_number(&run) {
                    return true;
                }
                run.clear();
            }
        }
    }
    false
}

/// Whether some 13–19 digits in a row within `digits` are a card number.
fn any_card_number(digits: &str) -> bool {
    (0..digits.len())
        .any(|from| (13..=19).any(|length| digits.get(from..from + length).is_some_and(is_card_number)))
}

/// Whether text is what a swipe reader types: a start sentinel (`%`, `;`) and digits, or a card number before a field
/// separator (`^`, `=`) (ISO/IEC 7811-2).
#[must_use]
pub fn is_swipe(text: &str) -> bool {
    let text = half_width(text);
    let starts = text.starts_with(['%', ';']) && text.chars().filter(char::is_ascii_digit).count() >= 3;
    let separated = text.match_indices(['=', '^']).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
        (13..=19).any(|length| {
            digits.get(..length).is_some_and(|tail| is_card_number(&tail.chars().rev().collect::<String>()))
        })
    });
    starts || separated
}

#[cfg(test)]
mod tests {
    use super::{holds_card_number, is_swipe};

    #[test]
    fn a_card_number_is_found_however_it_is_written() {
        for text in
            ["4111111111111111", "4111 1111-1111 1111", "4111111111111111", "田中 4111111111111111 まで"]
        {
            assert!(holds_card_number(text), "{text}");
        }
        for text in ["090-1234-5678", "4111111111111112", "0000000000000000", "03-1234-5678 090-1111-2222"] {
            assert!(!holds_card_number(text), "{text}");
        }
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
