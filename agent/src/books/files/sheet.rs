//! CSV of one master (RFC 4180): labels as header, choices as their codes, what a spreadsheet would take for a formula
//! defused.

use catlink_shared::masters::{Master, Need, Row, Rule, Values};
use catlink_shared::wire::reply::RefusalCode;

use super::{FileError, Ticker, left_out};
use crate::books::{BooksError, refuse};

/// What a spreadsheet takes for the beginning of a formula, full width too (OWASP, CSV injection).
const FORMULA: &[char] =
    &['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// A file as it was read.
#[derive(Debug)]
pub struct Sheet {
    /// The master's fields it has.
    pub columns: Vec<&'static Rule>,
    /// Its rows.
    pub lines: Vec<Incoming>,
    /// Lines that are no row: number and sentence.
    pub bad: Vec<(u32, String)>,
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Its line, counted from 1 with the header.
    pub line: u32,
    /// As it stands there.
    pub values: Values,
}

/// The CSV text of rows.
///
/// # Errors
/// Stopped.
pub fn write(master: Master, rows: &[Row], ticker: &Ticker) -> Result<String, FileError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let rules = master.rules();
    let unwritten = |error: csv::Error| {
        FileError::Books(refuse(RefusalCode::BadFile, format!("CSVに書き出せません({error})。")))
    };
    writer.write_record(rules.iter().map(|rule| rule.label)).map_err(unwritten)?;
    for row in rows {
        ticker.tick()?;
        writer.write_record(rules.iter().map(|rule| defused(row.values.get(rule.key)))).map_err(unwritten)?;
    }
    let bytes = writer.into_inner().unwrap_or_default();
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

/// Reads a file.
///
/// # Errors
/// Its header is not the master's: says what is expected.
pub fn read(master: Master, text: &str, ticker: &Ticker) -> Result<Sheet, FileError> {
    ticker.begin(text.lines().count().saturating_sub(1));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = records.next().and_then(Result::ok).unwrap_or_default();
    let (width, reason) = (header.len(), left_out::reason_in(&header));
    let header = left_out::without(&header, reason);
    let columns = columns(master, &header)?;
    let mut sheet = Sheet { columns, lines: Vec::new(), bad: Vec::new() };
    let mut place = LineCount::new(text);
    for record in records {
        ticker.tick()?;
        // The text is UTF-8 and rows may differ in length: nothing else can be wrong with one.
        let Ok(record) = record else { continue };
        let line = place.of(&record);
        let record = if record.len() == width { left_out::without(&record, reason) } else { record };
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            sheet.take(&record, line);
        }
    }
    sheet.tell_of_an_open_quote(text);
    Ok(sheet)
}

impl Sheet {
    fn take(&mut self, record: &csv::StringRecord, line: u32) {
        if record.len() == self.columns.len() {
            let mut values = Values::default();
            for (rule, cell) in self.columns.iter().zip(record) {
                values.set(rule.key, restored(cell));
            }
            self.lines.push(Incoming { line, values });
        } else {
            let (is, wanted) = (record.len(), self.columns.len());
            self.bad.push((
                line,
                format!("列が{wanted}個ではなく{is}個あります。引用符(\")とコンマを確認してください。"),
            ));
        }
    }

    /// A quote that is never closed swallows the rest of the file into its row, which is the last one then.
    fn tell_of_an_open_quote(&mut self, text: &str) {
        let is_open = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
        let last_row = self.lines.last().map_or(0, |row| row.line);
        let last_bad = self.bad.last().map_or(0, |(line, _)| *line);
        let swallows = |text: &str| text.contains('\n');
        let message = "この行から引用符(\")が閉じていません。".to_owned();
        if is_open && last_bad > last_row {
            if let Some((_, said)) = self.bad.last_mut() {
                *said = message;
            }
        } else if is_open
            && self.lines.last().is_some_and(|row| row.values.iter().any(|(_, text)| swallows(text)))
        {
            self.lines.pop();
            self.bad.push((last_row, message));
        }
    }
}

/// Which field each column is.
fn columns(master: Master, header: &csv::StringRecord) -> Result<Vec<&'static Rule>, BooksError> {
    let rules = master.rules();
    let labels: Vec<&str> = header.iter().map(str::trim).collect();
    let named = |label: &str| rules.iter().find(|rule| rule.label == label);
    let unknown: Vec<&str> = labels.iter().copied().filter(|label| named(label).is_none()).collect();
    let missing: Vec<&str> = rules
        .iter()
        .filter(|rule| matches!(rule.need, Need::Needed) && !labels.contains(&rule.label))
        .map(|rule| rule.label)
        .collect();
    let twice: Vec<&str> = rules
        .iter()
        .map(|rule| rule.label)
        .filter(|label| labels.iter().filter(|other| *other == label).count() > 1)
        .collect();
    let mut faults = Vec::new();
    for (what, labels) in [("足りない列", missing), ("知らない列", unknown), ("2つある列", twice)]
    {
        if !labels.is_empty() {
            faults.push(format!("{what}: 「{}」。", labels.join("」「")));
        }
    }
    if faults.is_empty() {
        return Ok(labels.into_iter().filter_map(named).collect());
    }
    let expected: Vec<&str> = rules.iter().map(|rule| rule.label).collect();
    Err(refuse(
        RefusalCode::BadFile,
        format!(
            "1行目の見出しが{}のものではありません。{}見出しは {} です(順番は自由)。",
            master.label(),
            faults.concat(),
            expected.join(",")
        ),
    ))
}

/// A cell that no spreadsheet takes for a formula.
pub(super) fn defused(text: &str) -> String {
    if is_risky(text) { format!("'{text}") } else { text.to_owned() }
}

/// What a defused cell stood for.
pub(super) fn restored(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_risky(rest) => rest,
        Some(_) | None => cell,
    }
}

/// Apostrophes before a formula are counted in, so that what was exported comes back as it was.
fn is_risky(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// Counts lines up to each record: a record may begin after blank lines, and may be many lines long.
pub(super) struct LineCount<'a> {
    text: &'a [u8],
    counted: usize,
    line: u32,
}

impl<'a> LineCount<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), counted: 0, line: 1 }
    }

    pub(super) fn of(&mut self, record: &csv::StringRecord) -> u32 {
        let begin = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        // The position may stand before the line break of the record before.
        let blank = self.text.iter().skip(begin).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let begin = (begin + blank).min(self.text.len());
        let before = self.text.get(self.counted..begin).unwrap_or_default();
        let breaks = before
            .iter()
            .enumerate()
            .filter(|(at, byte)| {
                let next = self.text.get(self.counted + at + 1);
                **byte == b'\n' || (**byte == b'\r' && next != Some(&b'\n'))
            })
            .count();
        self.line += u32::try_from(breaks).unwrap_or(u32::MAX);
        self.counted = self.counted.max(begin);
        self.line
    }
}
