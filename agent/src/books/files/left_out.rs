//! The lines of a CSV file that cannot be kept, as a file of their own: as they stood there, with a column that says why. Once
//! they are mended it comes in like any other; the column is passed over.

use std::borrow::Cow;
use std::collections::BTreeMap;

use catlink_shared::card::guard::Reading;
use catlink_shared::wire::files::{Encoding, LineFault, LineReport};
use csv::StringRecord;

use super::make::Made;
use super::sheet::{LineCount, defused, restored};
use super::spool::Content;
use super::text;
use crate::card_guard::{self, Edge};

/// The heading of the column that says why.
pub const REASON: &str = "取り込めない理由";

/// Where a header has the column.
#[must_use]
pub fn reason_in(header: &StringRecord) -> Option<usize> {
    header.iter().position(|label| label.trim() == REASON)
}

/// A line without that column.
#[must_use]
pub fn without(record: &StringRecord, reason: Option<usize>) -> StringRecord {
    record.iter().enumerate().filter(|(at, _)| Some(*at) != reason).map(|(_, cell)| cell).collect()
}

/// The file; none where every line can be kept.
#[must_use]
pub fn file(text: &str, name: &str, lines: &[LineReport]) -> Option<Made> {
    let bad = lines.iter().filter(|line| line.fault == LineFault::Bad);
    let bad: BTreeMap<u32, &str> = bad.map(|line| (line.line, line.message.as_str())).collect();
    let rows = u32::try_from(bad.len()).ok().filter(|rows| *rows > 0)?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let content = Content::InMemory(text::encode(&write(text, &bad)?, Encoding::Utf8Bom));
    Some(Made { name: format!("{stem}-誤り.csv"), content, rows })
}

/// What was refused for a card number does not go back with it. Of a code thirteen figures are its own (JAN).
fn without_card_data(cell: &str) -> Cow<'_, str> {
    let is_code = cell.bytes().all(|byte| byte.is_ascii_graphic());
    let reading = if is_code { Reading::Typed } else { Reading::Free };
    card_guard::without(Edge::File, "left_out", cell, reading)
}

fn write(text: &str, bad: &BTreeMap<u32, &str>) -> Option<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut writer =
        csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut records = reader.records().filter_map(Result::ok);
    let header = records.next()?;
    let (width, reason) = (header.len(), reason_in(&header));
    let header = without(&header, reason);
    writer.write_record(header.iter().chain([REASON])).ok()?;
    let mut place = LineCount::new(text);
    for record in records {
        let Some(message) = bad.get(&place.of(&record)) else { continue };
        let record = if record.len() == width { without(&record, reason) } else { record };
        let short = header.len().saturating_sub(record.len());
        let cells = record.iter().map(|cell| defused(&without_card_data(restored(cell))));
        let cells = cells.chain(std::iter::repeat_n(String::new(), short));
        writer.write_record(cells.chain([(*message).to_owned()])).ok()?;
    }
    String::from_utf8(writer.into_inner().ok()?).ok()
}
