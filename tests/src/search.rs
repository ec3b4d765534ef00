//! Looks for card numbers where none may be: in files, logs and traffic, in every way a computer writes one down.
//!
//! What is looked through is read in several ways (`views`) – as text in each encoding, without what may stand between
//! figures, and as the figures of its bytes – so that one plain look through each finds a number however it is spelt.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use crate::numbers::{NUMBERS, Number, SHORT, hex};

/// A number that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where.
    pub place: String,
    /// Whose.
    pub brand: &'static str,
    /// How it was read.
    pub view: &'static str,
}

/// The numbers that are looked for, and what there was to look through.
#[derive(Debug)]
pub struct Search {
    numbers: Vec<Number>,
    looked: usize,
    bytes: usize,
    found: Vec<Found>,
}

impl Default for Search {
    fn default() -> Self {
        Self { numbers: NUMBERS.to_vec(), looked: 0, bytes: 0, found: Vec::new() }
    }
}

impl Search {
    /// For the Visa of thirteen figures too: where no JAN can be taken for it.
    #[must_use]
    pub fn with_short() -> Self {
        let mut search = Self::default();
        search.numbers.push(SHORT);
        search
    }

    /// Looks through bytes.
    pub fn bytes(&mut self, place: &str, bytes: &[u8]) {
        self.looked += 1;
        self.bytes += bytes.len();
        let views = views(bytes);
        for number in &self.numbers {
            for (view, text) in &views {
                if spellings(*number, view).iter().any(|spelt| text.contains(spelt)) {
                    self.found.push(Found { place: place.to_owned(), brand: number.brand, view });
                }
            }
        }
    }

    /// Looks through a file, or everything below a folder: names, and what is in them.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn path(&mut self, path: &Path) -> Result<()> {
        let place = path.display().to_string();
        self.bytes(&format!("the name {place}"), path.as_os_str().as_encoded_bytes());
        if path.is_dir() {
            for entry in std::fs::read_dir(path)? {
                self.path(&entry?.path())?;
            }
        } else if path.is_file() {
            self.bytes(&place, &std::fs::read(path).with_context(|| place.clone())?);
        }
        Ok(())
    }

    /// Every value of a database, whole: a long one lies in its file in pieces.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn database(&mut self, file: &Path) -> Result<()> {
        let books = rusqlite::Connection::open_with_flags(file, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut tables = books.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
        let tables = tables.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        for table in tables {
            let mut rows = books.prepare(&format!("SELECT * FROM \"{table}\""))?;
            let columns = rows.column_count();
            let mut rows = rows.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    match row.get_ref(column)? {
                        rusqlite::types::ValueRef::Text(bytes) | rusqlite::types::ValueRef::Blob(bytes) => {
                            all.extend_from_slice(bytes);
                        }
                        rusqlite::types::ValueRef::Integer(number) => {
                            all.extend_from_slice(number.to_string().as_bytes());
                        }
                        rusqlite::types::ValueRef::Real(_) | rusqlite::types::ValueRef::Null => {}
                    }
                    all.push(b'\n');
                }
            }
            self.bytes(&format!("the table {table}"), &all);
        }
        Ok(())
    }

    /// What was found.
    #[must_use]
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// The end of a search: there was something to look through, and no number in it.
    ///
    /// # Errors
    /// Says where which number was found.
    pub fn is_clean(&self) -> Result<()> {
        ensure!(self.looked > 0 && self.bytes > 0, "there was nothing to look through");
        ensure!(
            self.found.is_empty(),
            "{} card numbers were found in {} places ({} bytes): {:#?}",
            self.found.len(),
            self.looked,
            self.bytes,
            self.found
        );
        println!("card data: looked through {} places, {} bytes: nothing", self.looked, self.bytes);
        Ok(())
    }
}

/// As it is.
const AS_IT_IS: &str = "as it is";
/// The figures of its bytes, two for each: packed decimals at either half.
const BYTES: &str = "bytes";
/// UTF-8, without what may stand between figures.
const TEXT: &str = "text";
const SHIFT_JIS: &str = "Shift_JIS";
const UTF_16LE: &str = "UTF-16LE";
const UTF_16BE: &str = "UTF-16BE";

/// Everything that bytes can be read as.
fn views(bytes: &[u8]) -> Vec<(&'static str, String)> {
    let utf16 = |from: usize, read: fn([u8; 2]) -> u16| {
        let units = bytes.get(from..).unwrap_or_default().chunks_exact(2).map(|two| read([two[0], two[1]]));
        bare(&char::decode_utf16(units).map(|c| c.unwrap_or('?')).collect::<String>())
    };
    vec![
        (AS_IT_IS, String::from_utf8_lossy(bytes).into_owned()),
        (BYTES, hex(bytes)),
        (TEXT, bare(&String::from_utf8_lossy(bytes))),
        (SHIFT_JIS, bare(&encoding_rs::SHIFT_JIS.decode_without_bom_handling(bytes).0)),
        (UTF_16LE, utf16(0, u16::from_le_bytes)),
        (UTF_16LE, utf16(1, u16::from_le_bytes)),
        (UTF_16BE, utf16(0, u16::from_be_bytes)),
        (UTF_16BE, utf16(1, u16::from_be_bytes)),
    ]
}

/// Half width, small letters, without anything that may stand between figures.
fn bare(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\u{ff10}'..='\u{ff19}' => char::from_u32(u32::from(c) - 0xFEE0),
            ' '
            | '-'
            | '.'
            | ','
            | '_'
            | '/'
            | '\0'
            | '\u{3000}'
            | '\u{a0}'
            | '\u{ff0d}'
            | '\u{2010}'..='\u{2015}'
            | '\u{2212}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200d}'
            | '\u{feff}' => None,
            _ => Some(c.to_ascii_lowercase()),
        })
        .collect()
}

/// What a number looks like in a view.
fn spellings(number: Number, view: &str) -> Vec<String> {
    let figures = number.figures;
    match view {
        AS_IT_IS => in_base64(figures),
        BYTES => vec![figures.to_owned(), hex(figures.as_bytes())],
        _ => {
            let full: String = crate::numbers::full_width(figures);
            vec![figures.to_owned(), hex(figures.as_bytes()), hex(full.as_bytes())]
        }
    }
}

/// Wherever it lies within what was written as base64: what its own figures alone decide of it.
fn in_base64(figures: &str) -> Vec<String> {
    let engines = [STANDARD, URL_SAFE];
    let at = |lead: usize| {
        engines.iter().map(move |engine| {
            let text = engine.encode(format!("{}{figures}", "\0".repeat(lead)));
            let from = (lead * 4).div_ceil(3);
            let until = (lead + figures.len()) * 4 / 3;
            text.get(from..until).unwrap_or_default().to_owned()
        })
    };
    (0..3).flat_map(at).collect()
}

#[cfg(test)]
mod tests;
