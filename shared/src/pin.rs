//! PINs as they are typed: which are taken, and that they are shown nowhere. How one is kept is the agent's.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::barcode::half_width;

/// Fewest digits.
pub const LEAST_DIGITS: usize = 4;
/// Most digits.
pub const MOST_DIGITS: usize = 8;

/// A PIN on its way from the keyboard to the agent. It prints as stars.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pin(String);

impl Pin {
    /// What was typed; figures in full width count as half width.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        Self(half_width(text.trim()))
    }

    /// The digits, to be compared with what is kept.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it is one at all.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        (LEAST_DIGITS..=MOST_DIGITS).contains(&self.0.len()) && self.0.bytes().all(|b| b.is_ascii_digit())
    }

    /// Whether an operator of this code may have it.
    ///
    /// # Errors
    /// Says what to choose instead.
    pub fn check_new(&self, operator_code: &str) -> Result<(), WeakPin> {
        if !self.is_well_formed() {
            return Err(WeakPin::Form);
        }
        let digits = self.0.as_bytes();
        let code: String = operator_code.chars().filter(char::is_ascii_digit).collect();
        let is_code = !code.is_empty() && (self.0.trim_start_matches('0') == code.trim_start_matches('0'));
        if is_code {
            return Err(WeakPin::OwnCode);
        }
        let same = digits.iter().all(|digit| Some(digit) == digits.first());
        if same || runs(digits) {
            return Err(WeakPin::Guessable);
        }
        Ok(())
    }
}

/// 1234, 9876, 7890: each digit the next or the one before.
fn runs(digits: &[u8]) -> bool {
    let step = |pair: &[u8]| match pair {
        [one, two] => (10 + two - one) % 10,
        _ => 0,
    };
    let steps: Vec<u8> = digits.windows(2).map(step).collect();
    steps.iter().all(|step| *step == 1) || steps.iter().all(|step| *step == 9)
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(****)")
    }
}

/// Why a PIN is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPin {
    /// Not 4 to 8 digits.
    #[error("PINは4~8桁の数字で入力してください。")]
    Form,
    /// The operator's own code.
    #[error("担当者コードと同じPINは使えません。別の数字にしてください。")]
    OwnCode,
    /// All the same, or in a row.
    #[error("0000や1234のように、同じ数字や続き番号のPINは使えません。別の数字にしてください。")]
    Guessable,
}

#[cfg(test)]
mod tests {
    use super::{Pin, WeakPin};

    #[test]
    fn pins_that_anybody_would_try_first_are_refused() {
        for (typed, code, refused) in [
            ("", "101", Some(WeakPin::Form)),
            ("123", "101", Some(WeakPin::Form)),
            ("123456789", "101", Some(WeakPin::Form)),
            ("12a4", "101", Some(WeakPin::Form)),
            ("0101", "101", Some(WeakPin::OwnCode)),
            ("4711", "4711", Some(WeakPin::OwnCode)),
            ("4711", "A4711", Some(WeakPin::OwnCode)),
            ("0000", "101", Some(WeakPin::Guessable)),
            ("99999999", "101", Some(WeakPin::Guessable)),
            ("1234", "101", Some(WeakPin::Guessable)),
            ("7890", "101", Some(WeakPin::Guessable)),
            ("4321", "101", Some(WeakPin::Guessable)),
            ("0987", "101", Some(WeakPin::Guessable)),
            ("1235", "101", None),
            ("2580", "101", None),
            ("48151623", "101", None),
        ] {
            assert_eq!(Pin::typed(typed).check_new(code).err(), refused, "{typed} of {code}");
        }
    }

    #[test]
    fn a_pin_in_full_width_is_the_same_pin_and_none_is_ever_printed() {
        assert_eq!(Pin::typed(" 2580 "), Pin::typed("2580"));
        let shown = format!("{:?} {:#?}", Pin::typed("2580"), Some(Pin::typed("2580")));
        assert!(!shown.contains("2580"), "{shown}");
    }
}
