//! The number of a slip as a bar code, and as it is read back.
//!
//! The code is all figures (Code 128 set C): the register's own code, where that is a short number, and eight figures of the
//! slip's number. A slip of another register is told from one of this. With a longer code it would have as many figures
//! as a card number, and one in ten would be taken for one: then the slip's number stands alone.

use crate::barcode::half_width;
use crate::ids::ReceiptNumber;

/// Figures of the slip's number within a bar code.
const NUMBER_LENGTH: usize = 8;

/// Most figures of a register's code that stands in a bar code: together they are fewer than a card number's fourteen.
const LONGEST_REGISTER: usize = 5;

/// What is encoded in the bar code of a receipt.
#[must_use]
pub fn barcode_text(register_code: &str, number: ReceiptNumber) -> String {
    if register_code.len() <= LONGEST_REGISTER && register_code.chars().all(|c| c.is_ascii_digit()) {
        format!("{register_code}{number}")
    } else {
        number.to_string()
    }
}

/// A slip's number that was scanned or typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScannedNumber {
    /// A slip of this register.
    Here(ReceiptNumber),
    /// A slip of another one.
    Elsewhere,
}

/// Reads a number as it was scanned or typed; none where it is not one. Full width counts as half width.
#[must_use]
pub fn scanned_number(text: &str, register_code: &str) -> Option<ScannedNumber> {
    let digits = half_width(text);
    if digits.is_empty() || digits.len() > 20 || !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let (register, number) = digits.split_at(digits.len().saturating_sub(NUMBER_LENGTH));
    let number = ReceiptNumber(number.parse().ok()?);
    // An odd number of figures is printed with a zero before it.
    let same = register.trim_start_matches('0') == register_code.trim_start_matches('0');
    Some(if register.is_empty() || same { ScannedNumber::Here(number) } else { ScannedNumber::Elsewhere })
}

#[cfg(test)]
mod tests {
    use super::{ScannedNumber, barcode_text, scanned_number};
    use crate::card::guard::{Reading, has_card_data};
    use crate::ids::ReceiptNumber;

    #[test]
    fn what_is_printed_is_read_back() {
        for register in ["01", "1", "123", "12345", "123456", "A1"] {
            let text = barcode_text(register, ReceiptNumber(42));
            let padded = if text.len().is_multiple_of(2) { text } else { format!("0{text}") };
            assert_eq!(scanned_number(&padded, register), Some(ScannedNumber::Here(ReceiptNumber(42))));
        }
    }

    #[test]
    fn no_bar_code_of_a_slip_is_taken_for_a_card_number() {
        for register in ["1", "99999", "100000", "411111", "00000000000000000001"] {
            for number in 1..200 {
                let text = barcode_text(register, ReceiptNumber(number));
                assert!(!has_card_data(&text, Reading::Typed), "{text}");
            }
        }
    }

    #[test]
    fn a_slip_of_another_register_is_told_from_one_of_this() {
        let other = barcode_text("02", ReceiptNumber(42));
        assert_eq!(scanned_number(&other, "01"), Some(ScannedNumber::Elsewhere));
        assert_eq!(scanned_number(" 42 ", "01"), Some(ScannedNumber::Here(ReceiptNumber(42))));
        assert_eq!(scanned_number("42", "01"), Some(ScannedNumber::Here(ReceiptNumber(42))));
        for junk in ["", "T42", "4 2", "-1", "123456789012345678901"] {
            assert_eq!(scanned_number(junk, "01"), None, "{junk}");
        }
    }
}
