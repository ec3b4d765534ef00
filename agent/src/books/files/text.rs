//! Characters of a file: UTF-8 with or without a byte order mark, or Shift_JIS as Windows has it.

use std::borrow::Cow;

use catlink_shared::wire::files::Encoding;
use catlink_shared::wire::reply::RefusalCode;
use encoding_rs::SHIFT_JIS;

use crate::books::{BooksError, refuse};

const BOM: &[u8] = b"\xef\xbb\xbf";
/// Told where neither encoding fits.
const UNREADABLE: &str = "文字コードがUTF-8でもShift_JISでもないため、読み取れません。ExcelではファイルをCSV UTF-8(コンマ区切り)で保存し直してください。";

/// The text of a file.
///
/// # Errors
/// It is in neither encoding.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, BooksError> {
    let bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return match text.contains('\0') {
            // UTF-16 of plain letters is valid UTF-8 with zeros.
            true => Err(refuse(RefusalCode::BadFile, UNREADABLE)),
            false => Ok(text.into()),
        };
    }
    SHIFT_JIS
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| refuse(RefusalCode::BadFile, UNREADABLE))
}

/// The bytes of a file with a text all of whose characters the encoding has.
#[must_use]
pub fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    [mark(encoding), &encoded(text, encoding)].concat()
}

/// What a file begins with.
#[must_use]
pub fn mark(encoding: Encoding) -> &'static [u8] {
    match encoding {
        Encoding::Utf8Bom => BOM,
        Encoding::ShiftJis => b"",
    }
}

/// The bytes of a piece of text.
#[must_use]
pub fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8Bom => text.as_bytes().to_vec(),
        Encoding::ShiftJis => SHIFT_JIS.encode(text).0.into_owned(),
    }
}

/// The characters of a text that would not come back from Shift_JIS as they are.
#[must_use]
pub fn lacking(text: &str) -> Vec<char> {
    if text.is_ascii() || comes_back(text) {
        return Vec::new();
    }
    let mut lacking: Vec<char> = Vec::new();
    for character in text.chars() {
        if !comes_back(character.encode_utf8(&mut [0; 4])) && !lacking.contains(&character) {
            lacking.push(character);
        }
    }
    lacking
}

fn comes_back(text: &str) -> bool {
    let (bytes, _, replaced) = SHIFT_JIS.encode(text);
    !replaced && SHIFT_JIS.decode_without_bom_handling(&bytes).0 == text
}
