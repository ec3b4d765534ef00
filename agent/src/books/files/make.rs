//! Makes the file that a page asked for.

use std::sync::Arc;

use catlink_shared::masters::{Master, Row};
use catlink_shared::wire::files::{Encoding, Products};
use catlink_shared::wire::reply::RefusalCode;

use super::bundle::{self, Bundle, Origin, Tables};
use super::spool::Content;
use super::{FileError, Ticker, cells, known, sheet, text};
use crate::books::{BooksError, refuse};
use crate::clock;
use crate::store::{Claim, Store};

/// A file that is ready to be fetched.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// What to call it.
    pub name: String,
    /// What is in it.
    pub content: Content,
    /// How many rows are in it.
    pub rows: u32,
}

/// As many rows as are named where characters are lacking.
const MOST_NAMED: usize = 5;

/// CSV of one master.
///
/// # Errors
/// Shift_JIS lacks characters of it; the database; stopped.
pub async fn csv(
    store: &Store,
    master: Master,
    encoding: Encoding,
    ticker: Arc<Ticker>,
) -> Result<Made, FileError> {
    let mut rows = known::read_all(store, master, &ticker).await?;
    let name = format!("{}-{}.csv", master.label(), today());
    let work = move || {
        ticker.begin(rows.len());
        rows.sort_by(by_code);
        rows.iter_mut().for_each(|row| cells::mask_row(&mut row.values));
        if encoding == Encoding::ShiftJis {
            all_in_shift_jis(master, &rows)?;
        }
        let text = sheet::write(master, &rows, &ticker)?;
        let rows = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        Ok(Made { name, content: Content::InMemory(text::encode(&text, encoding)), rows })
    };
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(FileError::Stopped))
}

/// The masters file. Its revision is kept, so that the same rows are the same revision again.
///
/// # Errors
/// The database; stopped.
pub async fn masters_file(store: &Store, products: Products, ticker: Arc<Ticker>) -> Result<Made, FileError> {
    let mut tables = Tables::new();
    for master in bundle::masters(products) {
        let mut rows = known::read_all(store, master, &ticker).await?;
        rows.sort_by(by_code);
        rows.iter_mut().for_each(|row| cells::mask_row(&mut row.values));
        tables.insert(master, rows.into_iter().map(|row| row.values).collect());
    }
    let made_at = clock::date_time_text(clock::now());
    let of = tables.clone();
    let origin = store
        .write(Claim::None, move |tx| {
            let origin = Origin::next(bundle::origin(tx)?, &of, made_at.clone())?;
            bundle::come_from(tx, &origin)?;
            Ok::<_, BooksError>(origin)
        })
        .await?;
    let name = format!("マスタ-第{}版-{}.json", origin.file.revision, today());
    let rows = u32::try_from(tables.values().map(Vec::len).sum::<usize>()).unwrap_or(u32::MAX);
    let bundle = Bundle::new(origin.file, tables)?;
    Ok(Made { name, content: Content::InMemory(bundle.text()?.into_bytes()), rows })
}

fn today() -> String {
    clock::business_date(clock::now(), 0)
}

/// By number where codes are numbers, else by text, as lists have them.
fn by_code(one: &Row, other: &Row) -> std::cmp::Ordering {
    let number = |row: &Row| {
        let digits: String = row.code.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u64>().unwrap_or(0)
    };
    number(one).cmp(&number(other)).then_with(|| one.code.cmp(&other.code))
}

/// Nothing is replaced by a question mark unseen.
fn all_in_shift_jis(master: Master, rows: &[Row]) -> Result<(), BooksError> {
    let mut named = Vec::new();
    let mut count = 0_usize;
    for row in rows {
        for rule in master.rules() {
            let lacking = text::lacking(row.values.get(rule.key));
            if lacking.is_empty() {
                continue;
            }
            count += 1;
            if named.len() < MOST_NAMED {
                let characters: String = lacking.into_iter().collect();
                named.push(format!("{} の{}「{characters}」", row.code, rule.label));
            }
        }
    }
    if count == 0 {
        return Ok(());
    }
    let more =
        if count > named.len() { format!(" ほか{}か所", count - named.len()) } else { String::new() };
    Err(refuse(
        RefusalCode::BadFile,
        format!(
            "Shift_JISにない文字があるため、書き出していません。{}{more}。その文字を直すか、UTF-8で書き出してください。",
            named.join("、")
        ),
    ))
}
