//! 電子ジャーナル as a file: one line for each paper, oldest first, its text in one cell, with the hashes that chain it.

use catlink_shared::receipt::plain_text;
use catlink_shared::wire::files::Encoding;
use catlink_shared::wire::paper::PaperFilter;
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::find;
use super::kept::{COLUMNS, Line};
use crate::books::files::make::Made;
use crate::books::files::spool::{Cell, Spool};
use crate::books::files::{FileError, Ticker};
use crate::books::{BooksError, refuse};
use crate::store::Store;

const HEADER: &[&str] =
    &["番号", "日時", "営業日", "種類", "伝票番号", "再発行", "金額", "担当者", "印刷内容", "ハッシュ"];

/// Papers of one short read.
const BLOCK: usize = 200;

/// Rows of a file, the last position among them, and whether it was the last block.
type Block = Vec<(i64, Vec<Cell>)>;

/// The file of the papers that fit.
///
/// # Errors
/// What cannot be looked for like that, or nothing found; the disk; stopped.
pub async fn export(
    store: &Store,
    filter: PaperFilter,
    encoding: Encoding,
    ticker: &Ticker,
) -> Result<Made, FileError> {
    let wanted = filter.clone();
    let total = store.look(move |connection| count(connection, &wanted)).await?;
    if total == 0 {
        return Err(refuse(
            RefusalCode::BadFile,
            "条件に合う記録がありません。期間や条件を変えて、もう一度書き出してください。",
        )
        .into());
    }
    let mut spool = Spool::begin(store.folder(), encoding, HEADER)?;
    ticker.begin(total);
    let mut after = 0;
    loop {
        let wanted = filter.clone();
        let block = store.look(move |connection| block(connection, &wanted, after)).await?;
        let Some((last, _)) = block.last() else { break };
        after = *last;
        for (_, cells) in &block {
            spool.row(cells, ticker)?;
        }
    }
    spool.finish("電子ジャーナル.csv".to_owned())
}

fn count(connection: &Connection, filter: &PaperFilter) -> Result<usize, BooksError> {
    find::check(filter)?;
    let (conditions, values) = find::conditions(filter)?;
    Ok(connection
        .prepare_cached(&format!("SELECT count(*) FROM paper WHERE mode = 'live' {conditions}"))?
        .query_row(params_from_iter(&values), |row| row.get(0))?)
}

fn block(connection: &Connection, filter: &PaperFilter, after: i64) -> Result<Block, BooksError> {
    let (conditions, mut values) = find::conditions(filter)?;
    values.push(Value::from(after));
    let sql = format!(
        "SELECT {COLUMNS} FROM paper WHERE mode = 'live' {conditions} AND position > ?{}
         ORDER BY position LIMIT {BLOCK}",
        values.len()
    );
    let mut query = connection.prepare_cached(&sql)?;
    let mut found = query.query(params_from_iter(&values))?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let (line, hash) = Line::read(row)?;
        let position = i64::try_from(line.position).unwrap_or(i64::MAX);
        rows.push((position, cells(&line, hash)?));
    }
    Ok(rows)
}

fn cells(line: &Line<'_>, hash: &str) -> Result<Vec<Cell>, BooksError> {
    let row = line.row()?;
    Ok(vec![
        Cell::Number(i64::try_from(row.position).unwrap_or(i64::MAX)),
        row.at_text.into(),
        row.business_day.into(),
        row.kind.label().into(),
        row.receipt_number.map(|number| number.to_string()).into(),
        row.copy.into(),
        row.amount.into(),
        row.who.into(),
        plain_text(&line.printed()?).trim_end().into(),
        hash.into(),
    ])
}
