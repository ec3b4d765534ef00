//! Looking for papers: live ones, newest first, by place. The keys come from an index alone, the bodies only for what is
//! shown; a text is looked for within a bounded period, since each paper of it is read.

use catlink_shared::wire::paper::{MOST_TEXT_DAYS, PAPER_ROWS, PaperFilter, PaperReply, PaperRow, PaperView};
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::kept::{self, COLUMNS, Line};
use crate::books::{BooksError, refuse};

/// One paper as it was printed.
///
/// # Errors
/// There is none.
pub fn read(connection: &Connection, position: u64) -> Result<PaperView, BooksError> {
    kept::at(connection, position)
}

/// Checks what is looked for.
///
/// # Errors
/// Reversed days, or a text without a period that can be read through.
pub fn check(filter: &PaperFilter) -> Result<(), BooksError> {
    let bad = |sentence: String| refuse(RefusalCode::BadSearch, sentence);
    let day = |text: &Option<String>| -> Result<Option<jiff::civil::Date>, BooksError> {
        let parsed = text.as_ref().map(|text| text.parse()).transpose();
        parsed.map_err(|_| bad("日付を 20261123 のように入力してください。".to_owned()))
    };
    let (from, to) = (day(&filter.from)?, day(&filter.to)?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(bad("日付の範囲が逆です。開始日を先の日付にしてください。".to_owned()));
    }
    if filter.text.is_none() || filter.receipt_number.is_some() {
        return Ok(());
    }
    let days = match (from, to) {
        (Some(from), Some(to)) => from.until(to).map_or(i32::MAX, |span| span.get_days()).saturating_add(1),
        _ => i32::MAX,
    };
    if u32::try_from(days).is_ok_and(|days| days <= MOST_TEXT_DAYS) {
        return Ok(());
    }
    Err(bad(format!("文字で探すときは、開始日と終了日を{MOST_TEXT_DAYS}日以内で指定してください。")))
}

/// The rows from a place on, and how many there are.
///
/// # Errors
/// As [`check`], or the database.
pub fn find(connection: &Connection, filter: &PaperFilter, at: u64) -> Result<PaperReply, BooksError> {
    check(filter)?;
    let (conditions, values) = conditions(filter)?;
    let total: u64 = connection
        .prepare_cached(&format!("SELECT count(*) FROM paper WHERE mode = 'live' {conditions}"))?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    let sql = format!(
        "SELECT {COLUMNS} FROM paper WHERE position IN (
             SELECT position FROM paper WHERE mode = 'live' {conditions}
             ORDER BY business_day DESC, position DESC LIMIT {PAPER_ROWS} OFFSET {at})
         ORDER BY business_day DESC, position DESC"
    );
    let mut query = connection.prepare_cached(&sql)?;
    let mut found = query.query(params_from_iter(&values))?;
    let mut rows: Vec<PaperRow> = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(Line::read(row)?.0.row()?);
    }
    Ok(PaperReply::Found { at, total, rows })
}

/// What is not asked for is no condition, so that each search finds its index.
pub(super) fn conditions(filter: &PaperFilter) -> Result<(String, Vec<Value>), BooksError> {
    let mut sql = String::new();
    let mut values: Vec<Value> = Vec::new();
    let mut add = |condition: &str, value: Option<Value>| {
        if let Some(value) = value {
            values.push(value);
            sql.push_str(" AND ");
            sql.push_str(&condition.replace('?', &format!("?{}", values.len())));
        }
    };
    let number = filter.receipt_number.map(|number| i64::try_from(number.0).unwrap_or(i64::MAX).into());
    add("receipt_number = ?", number);
    add("kind = ?", filter.kind.map(|kind| kind.word().to_owned().into()));
    add("business_day >= ?", filter.from.clone().map(Value::from));
    add("business_day <= ?", filter.to.clone().map(Value::from));
    if let Some(text) = &filter.text {
        // First what SQLite finds without reading the JSON, then only where it stands on the paper itself.
        let written = serde_json::to_string(text)?;
        add("instr(lines, ?) > 0", Some(written.trim_matches('"').to_owned().into()));
        add(ON_PAPER, Some(text.clone().into()));
    }
    Ok((sql, values))
}

/// Whether a text stands on a paper.
const ON_PAPER: &str = "EXISTS (SELECT 1 FROM json_each(lines) line, json_each(line.value) part
     WHERE part.key IN ('text', 'left', 'right') AND instr(part.value, ?) > 0)";
