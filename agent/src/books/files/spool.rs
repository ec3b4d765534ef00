//! A CSV file of a report, written row by row to an unnamed file on disk, so that memory stays flat however long it is.
//!
//! Rows are read in blocks, each a short read of its own; between them everything else goes on.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use catlink_shared::money::Yen;
use catlink_shared::wire::files::{Encoding, PART_BYTES};
use catlink_shared::wire::reply::RefusalCode;

use super::make::Made;
use super::sheet::defused;
use super::{FileError, Ticker, cells, text};
use crate::books::refuse;

/// As many cells as are named where characters are lacking: then it is given up.
const MOST_NAMED: usize = 5;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text: what a spreadsheet would take for a formula is defused.
    Text(String),
    /// A whole number, with its sign.
    Number(i64),
    /// Nothing.
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Yen> for Cell {
    fn from(amount: Yen) -> Self {
        Self::Number(amount.get())
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::Empty, Into::into)
    }
}

/// A file that is being written.
#[derive(Debug)]
pub struct Spool {
    writer: csv::Writer<BufWriter<File>>,
    encoding: Encoding,
    header: Vec<&'static str>,
    rows: u32,
    lacking: Vec<String>,
}

impl Spool {
    /// Begins a file in a folder that can hold it, with its first line.
    ///
    /// # Errors
    /// The disk.
    pub fn begin(folder: &Path, encoding: Encoding, header: &[&'static str]) -> Result<Self, FileError> {
        let mut file = BufWriter::new(tempfile::tempfile_in(folder).map_err(|error| unwritten(&error))?);
        file.write_all(text::mark(encoding)).map_err(|error| unwritten(&error))?;
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
        let mut spool = Self { writer, encoding, header: header.to_vec(), rows: 0, lacking: Vec::new() };
        let labels: Vec<Vec<u8>> = header.iter().map(|label| text::encoded(label, encoding)).collect();
        spool.write(&labels)?;
        Ok(spool)
    }

    /// One row more, in the order of the header.
    ///
    /// # Errors
    /// The disk; stopped; too many characters that the encoding lacks.
    pub fn row(&mut self, cells: &[Cell], ticker: &Ticker) -> Result<(), FileError> {
        ticker.tick()?;
        let encoded: Vec<Vec<u8>> =
            cells.iter().enumerate().map(|(column, cell)| self.encoded(column, cell)).collect();
        if self.lacking.len() >= MOST_NAMED {
            return Err(self.lacks(" ほか"));
        }
        self.write(&encoded)?;
        self.rows = self.rows.saturating_add(1);
        Ok(())
    }

    /// The file, ready to be fetched.
    ///
    /// # Errors
    /// The disk; characters that the encoding lacks: nothing is replaced by a question mark unseen.
    pub fn finish(self, name: String) -> Result<Made, FileError> {
        if !self.lacking.is_empty() {
            return Err(self.lacks(""));
        }
        let Self { writer, rows, .. } = self;
        let unfinished = |error: &dyn std::fmt::Display| unwritten(error);
        let file = writer.into_inner().map_err(|error| unfinished(&error))?;
        let mut file = file.into_inner().map_err(|error| unfinished(&error))?;
        let bytes = file.seek(SeekFrom::End(0)).map_err(|error| unfinished(&error))?;
        Ok(Made { name, content: Content::OnDisk { file: Arc::new(Mutex::new(file)), bytes }, rows })
    }

    fn encoded(&mut self, column: usize, cell: &Cell) -> Vec<u8> {
        match cell {
            Cell::Empty => Vec::new(),
            Cell::Number(number) => number.to_string().into_bytes(),
            Cell::Text(text) => {
                let label = self.header.get(column).copied().unwrap_or_default();
                let masked = cells::masked(label, text);
                let (text, lacking) = match self.encoding {
                    Encoding::ShiftJis => {
                        // Its own yen sign shares a byte with the backslash.
                        let text = masked.replace('\u{a5}', "\u{ffe5}");
                        let lacking = text::lacking(&text);
                        (text, lacking)
                    }
                    Encoding::Utf8Bom => (masked.into_owned(), Vec::new()),
                };
                if !lacking.is_empty() {
                    let characters: String = lacking.into_iter().collect();
                    self.lacking.push(format!("{}行目の{label}「{characters}」", self.rows + 2));
                }
                text::encoded(&defused(&text), self.encoding)
            }
        }
    }

    fn write(&mut self, cells: &[Vec<u8>]) -> Result<(), FileError> {
        self.writer.write_record(cells).map_err(|error| unwritten(&error))
    }

    fn lacks(&self, more: &str) -> FileError {
        let named = self.lacking.join("、");
        let message = format!(
            "Shift_JISにない文字があるため、書き出していません。{named}{more}。UTF-8で書き出してください。"
        );
        refuse(RefusalCode::BadFile, message).into()
    }
}

fn unwritten(error: &dyn std::fmt::Display) -> FileError {
    tracing::warn!(%error, "a report's file cannot be written");
    let message = "ファイルを書き出せません。ディスクの空きを確認して、もう一度書き出してください。";
    refuse(RefusalCode::BadFile, message).into()
}

/// What is in a file that is ready.
#[derive(Debug, Clone)]
pub enum Content {
    /// All of it.
    InMemory(Vec<u8>),
    /// An unnamed file, gone with the last one who holds it.
    OnDisk {
        /// The file.
        file: Arc<Mutex<File>>,
        /// How long it is.
        bytes: u64,
    },
}

impl Default for Content {
    fn default() -> Self {
        Self::InMemory(Vec::new())
    }
}

impl Content {
    /// In how many parts it goes out.
    #[must_use]
    pub fn parts(&self) -> u32 {
        let parts = match self {
            Self::InMemory(bytes) => u64::try_from(bytes.len().div_ceil(PART_BYTES)).unwrap_or(u64::MAX),
            Self::OnDisk { bytes, .. } => bytes.div_ceil(PART_BYTES as u64),
        };
        u32::try_from(parts).unwrap_or(u32::MAX)
    }

    /// All of it, for those who have the memory.
    #[must_use]
    pub fn whole(&self) -> Vec<u8> {
        (0..self.parts()).filter_map(|part| self.part(part)).flatten().collect()
    }

    /// One part, from 0; none where there is no such part, or it cannot be read.
    #[must_use]
    pub fn part(&self, number: u32) -> Option<Vec<u8>> {
        if number >= self.parts() {
            return None;
        }
        match self {
            Self::InMemory(bytes) => {
                let at = usize::try_from(number).ok()?;
                bytes.chunks(PART_BYTES).nth(at).map(<[u8]>::to_vec)
            }
            Self::OnDisk { file, .. } => {
                let mut file = file.lock().ok()?;
                file.seek(SeekFrom::Start(u64::from(number) * PART_BYTES as u64)).ok()?;
                let mut part = Vec::with_capacity(PART_BYTES);
                (&mut *file).take(PART_BYTES as u64).read_to_end(&mut part).ok()?;
                Some(part)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use catlink_shared::wire::files::{Encoding, PART_BYTES};

    use super::{Cell, Spool};
    use crate::books::files::make::Made;
    use crate::books::files::{FileError, Ticker};

    fn made(encoding: Encoding, rows: &[&[Cell]]) -> Result<Made, FileError> {
        let mut spool = Spool::begin(&std::env::temp_dir(), encoding, &["名", "額"])?;
        for row in rows {
            spool.row(row, &Ticker::default())?;
        }
        spool.finish("x.csv".into())
    }

    #[test]
    fn texts_are_defused_and_numbers_stay_numbers() {
        let rows: &[&[Cell]] = &[
            &["=1+1".into(), Cell::Number(-500)],
            &["@a, \"b\"\n+c".into(), None::<i64>.into()],
            &["-".into(), Cell::Number(0)],
        ];
        let made = made(Encoding::Utf8Bom, rows).unwrap();
        let text = String::from_utf8(made.content.whole()).unwrap();
        assert_eq!(text, "\u{feff}名,額\r\n'=1+1,-500\r\n\"'@a, \"\"b\"\"\n+c\",\r\n'-,0\r\n");
        assert_eq!(made.rows, 3);
    }

    #[test]
    fn shift_jis_goes_out_as_it_is_read_by_excel() {
        let made = made(Encoding::ShiftJis, &[&["高島屋,表".into(), Cell::Number(1)]]).unwrap();
        let expected = encoding_rs::SHIFT_JIS.encode("名,額\r\n\"高島屋,表\",1\r\n").0.into_owned();
        assert_eq!(made.content.whole(), expected);
    }

    #[test]
    fn a_papers_yen_sign_goes_out_in_shift_jis_as_a_yen_sign() {
        let made = made(Encoding::ShiftJis, &[&["合計 \u{a5}158".into(), Cell::Number(1)]]).unwrap();
        let text = encoding_rs::SHIFT_JIS.decode(&made.content.whole()).0.into_owned();
        assert_eq!(text, "名,額\r\n合計 \u{ffe5}158,1\r\n");
    }

    #[test]
    fn what_shift_jis_lacks_is_named_and_nothing_goes_out() {
        let error = made(Encoding::ShiftJis, &[&["髙🍣".into(), Cell::Number(1)]]).unwrap_err();
        assert!(error.to_string().contains("2行目の名「🍣」"), "{error}");
        let row: &[Cell] = &["🍣".into(), Cell::Number(1)];
        let error = made(Encoding::ShiftJis, &[row; 9]).unwrap_err();
        assert!(error.to_string().contains("6行目の名「🍣」 ほか"), "{error}");
    }

    #[test]
    fn a_long_file_goes_out_in_parts_again_and_again() {
        let long = "あ".repeat(PART_BYTES);
        let row: &[Cell] = &[long.as_str().into(), Cell::Number(1)];
        let made = made(Encoding::Utf8Bom, &[row]).unwrap();
        assert_eq!(made.content.parts(), 4);
        assert_eq!(made.content.part(0), made.content.part(0));
        assert_eq!(made.content.part(4), None);
        assert_eq!(made.content.whole().len(), 3 + 9 + 3 * PART_BYTES + 4);
    }

    #[test]
    fn a_file_that_was_stopped_ends_at_its_row() {
        let mut spool = Spool::begin(&std::env::temp_dir(), Encoding::Utf8Bom, &["名"]).unwrap();
        let ticker = Ticker::default();
        ticker.stop();
        assert!(matches!(spool.row(&["a".into()], &ticker), Err(FileError::Stopped)));
    }
}
