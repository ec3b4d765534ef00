//! What a clerk scans or types into the code field.
//!
//! Full width counts as half width. Thirteen and eight digits are JAN codes (JIS X 0501, EAN-13 and EAN-8) and must
//! carry their check digit; thirteen digits from 20 to 29 are codes of the shop itself, which may hold a price:
//! prefix (2), item (5), price (5), check digit. Anything else is the shop's own code. Whether a product has that code
//! is for the caller to say.

use crate::money::Yen;

/// Longest own code.
pub const LONGEST_CODE: usize = 20;

/// A code that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Code {
    /// JAN-13 or JAN-8, check digit and all.
    Jan(String),
    /// Thirteen digits of the shop's own range 20–29: a whole code, or an item with its price.
    InStore {
        /// All thirteen digits.
        whole: String,
        /// Prefix and item: the first seven digits.
        item: String,
        /// The price within.
        price: Yen,
    },
    /// The shop's own code.
    Own(String),
}

/// A code with how many of it: `3*4901234567894`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// How many.
    pub quantity: u32,
    /// Of what.
    pub code: Code,
    /// The code as it was typed, in half width: an own code may look like a JAN.
    pub text: String,
}

/// Why an entry cannot be read, in the clerk's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Nothing there.
    #[error("商品コードを入力してください。")]
    Empty,
    /// `0*…`, `x*…` or too many.
    #[error("数量は1~9,999で入力してください(例 3*商品コード)。")]
    Quantity,
    /// Too long, or made of characters no code has.
    #[error("商品コードを読み取れませんでした。もう一度お試しください。")]
    Unreadable,
}

/// The text in half width, without blanks at its ends: digits, letters and signs (U+FF01–FF5E) and the wide blank.
#[must_use]
pub fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        // long vowel and minus signs an input method makes of "-"
        'ー' | '−' | '‐' | '―' => '-',
        _ => c,
    };
    text.chars().map(narrow).collect::<String>().trim().to_owned()
}

/// The check digit that belongs behind `digits` (modulus 10, weight 3; JIS X 0501). `None` where one is no digit.
#[must_use]
pub fn check_digit(digits: &str) -> Option<u32> {
    let mut sum = 0;
    for (place, c) in digits.chars().rev().enumerate() {
        let weight = if place % 2 == 0 { 3 } else { 1 };
        sum += c.to_digit(10)? * weight;
    }
    Some((10 - sum % 10) % 10)
}

/// Whether the last digit of `code` is the check digit of the others.
#[must_use]
pub fn has_check_digit(code: &str) -> bool {
    let mut rest = code.chars();
    let last = rest.next_back().and_then(|c| c.to_digit(10));
    last.is_some() && check_digit(rest.as_str()) == last
}

/// Whether the text is as long as a JAN code and its check digit is wrong: misread, or an own code of that length.
#[must_use]
pub fn looks_misread(code: &str) -> bool {
    matches!(code.len(), 8 | 13) && code.chars().all(|c| c.is_ascii_digit()) && !has_check_digit(code)
}

/// Reads what was scanned or typed.
///
/// # Errors
/// Says what to type instead; nothing is taken.
pub fn read(text: &str) -> Result<Entry, EntryError> {
    let text = half_width(text);
    let (quantity, code) = match text.split_once('*') {
        Some((count, code)) => (read_quantity(count)?, code.trim()),
        None => (1, text.as_str()),
    };
    if code.is_empty() {
        return Err(EntryError::Empty);
    }
    if code.len() > LONGEST_CODE || !code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Err(EntryError::Unreadable);
    }
    Ok(Entry { quantity, code: classify(code), text: code.to_owned() })
}

fn read_quantity(count: &str) -> Result<u32, EntryError> {
    count
        .trim()
        .parse()
        .ok()
        .filter(|quantity| (1..=crate::basket::MOST_QUANTITY).contains(quantity))
        .ok_or(EntryError::Quantity)
}

fn classify(code: &str) -> Code {
    let digits = code.chars().all(|c| c.is_ascii_digit());
    if !digits || !matches!(code.len(), 8 | 13) || !has_check_digit(code) {
        return Code::Own(code.to_owned());
    }
    match (code.len(), code.get(..7), code.get(7..12).and_then(|price| price.parse().ok())) {
        (13, Some(item), Some(price)) if code.starts_with('2') => {
            Code::InStore { whole: code.to_owned(), item: item.to_owned(), price: Yen::new(price) }
        }
        _ => Code::Jan(code.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Code, EntryError, check_digit, half_width, has_check_digit, looks_misread, read};
    use crate::money::Yen;

    fn code(text: &str) -> Code {
        read(text).expect("readable").code
    }

    #[test]
    fn jan_codes_are_known_by_length_and_check_digit() {
        assert_eq!(code("4901234567894"), Code::Jan("4901234567894".into()));
        assert_eq!(code("49123456"), Code::Jan("49123456".into()));
        assert_eq!(code("4901234567890"), Code::Own("4901234567890".into()));
        assert!(looks_misread("4901234567890") && !looks_misread("4901234567894") && !looks_misread("1001"));
    }

    #[test]
    fn an_in_store_code_gives_item_and_price() {
        let whole = format!("211234500398{}", check_digit("211234500398").expect("digits"));
        assert_eq!(code(&whole), Code::InStore { whole, item: "2112345".into(), price: Yen::new(398) });
    }

    #[test]
    fn quantity_goes_before_the_star() {
        let entry = read("３＊１００１").expect("full width counts");
        assert_eq!((entry.quantity, entry.code), (3, Code::Own("1001".into())));
        for bad in ["0*1001", "*1001", "x*1001", "10000*1001", "-1*1001"] {
            assert_eq!(read(bad), Err(EntryError::Quantity), "{bad}");
        }
        assert_eq!(read("3*"), Err(EntryError::Empty));
    }

    #[test]
    fn what_no_code_can_be_is_refused() {
        assert_eq!(read("  "), Err(EntryError::Empty));
        for bad in ["りんご", "%B4111", "123456789012345678901", "a b"] {
            assert_eq!(read(bad), Err(EntryError::Unreadable), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn the_check_digit_made_is_the_check_digit_found(digits in "[0-9]{7}|[0-9]{12}") {
            let digit = check_digit(&digits).expect("digits");
            let whole = format!("{digits}{digit}");
            prop_assert!(has_check_digit(&whole));
        }

        #[test]
        fn one_wrong_digit_is_always_noticed(digits in "[0-9]{12}", place in 0usize..13, add in 1u32..10) {
            let digit = check_digit(&digits).expect("digits");
            let mut all: Vec<u32> = format!("{digits}{digit}").chars().filter_map(|c| c.to_digit(10)).collect();
            all[place] = (all[place] + add) % 10;
            let wrong: String = all.iter().map(ToString::to_string).collect();
            prop_assert!(looks_misread(&wrong));
        }

        #[test]
        fn full_width_reads_like_half_width(text in "[0-9A-Za-z*-]{0,16}") {
            let wide: String = text.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).expect("wide")).collect();
            prop_assert_eq!(half_width(&wide), text.clone());
            prop_assert_eq!(read(&wide), read(&text));
        }

        #[test]
        fn nothing_typed_makes_it_panic(text in "\\PC{0,40}") {
            let _ = read(&text);
        }

        #[test]
        fn every_price_comes_out_as_it_went_in(prefix in 20u32..30, item in 0u32..100_000, price in 0i64..100_000) {
            let body = format!("{prefix}{item:05}{price:05}");
            let whole = format!("{body}{}", check_digit(&body).expect("digits"));
            match code(&whole) {
                Code::InStore { item: got, price: found, .. } => {
                    prop_assert_eq!(&got, &body[..7]);
                    prop_assert_eq!(found, Yen::new(price));
                }
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }
}
