//! The rows of the list: by place for the screen, one block after another for files and paper.

use catlink_shared::ids::{ReceiptNumber, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::tender::{ByHand, LinkInfo};
use catlink_shared::terminal::{Last4, SlipNumber};
use catlink_shared::wire::history::{CardWay, HandSlip, HistoryRow, MOST_ROWS, UseKind};
use rusqlite::{Connection, Row, params_from_iter};

use super::filter::{Conditions, Source, hand_payment};
use crate::books::BooksError;
use crate::clock;
use crate::store::StoreError;

/// Rows from a place on.
pub(super) struct Page {
    pub(super) at: u64,
    pub(super) total: u64,
    pub(super) rows: Vec<HistoryRow>,
}

/// At most [`MOST_ROWS`] from a place on, newest first.
pub(super) fn page(connection: &Connection, conditions: &Conditions, at: u64) -> Result<Page, BooksError> {
    let total = count(connection, conditions)?;
    let at = at.min(total);
    let (newest, skipped) = day_of(connection, conditions, at)?;
    let keys = format!(
        "SELECT receipt_number, place FROM card_use WHERE {} AND business_day <= ?{}
         ORDER BY business_day DESC, receipt_number DESC, place DESC LIMIT {MOST_ROWS} OFFSET {skipped}",
        conditions.sql(),
        conditions.values().count() + 1,
    );
    let rows = read(connection, &keys, conditions, &[newest.into()])?;
    Ok(Page { at, total, rows })
}

/// Later than every business day.
const AFTER_ALL: &str = "9999-12-31";

/// The day that a place is in, and how many rows of that day stand before it: the sums of the days lead there, so that
/// nobody counts through a year. Where there are none the rows are few.
fn day_of(connection: &Connection, conditions: &Conditions, at: u64) -> Result<(String, u64), BooksError> {
    let (table, counted) = match conditions.source {
        Source::Days | Source::DaysOfOperator => conditions.source.table(),
        Source::Rows => return Ok((AFTER_ALL.to_owned(), at)),
    };
    let sql = format!(
        "SELECT business_day, sum({counted}) FROM {table} WHERE {} GROUP BY business_day ORDER BY business_day DESC",
        conditions.sql()
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut days = statement.query(params_from_iter(conditions.values()))?;
    let mut skipped = at;
    while let Some(day) = days.next()? {
        let rows: u64 = day.get(1)?;
        if skipped < rows {
            return Ok((day.get(0)?, skipped));
        }
        skipped -= rows;
    }
    Ok((AFTER_ALL.to_owned(), at))
}

/// How many rows there are.
pub(super) fn count(connection: &Connection, conditions: &Conditions) -> Result<u64, BooksError> {
    let (table, counted) = conditions.source.table();
    let counted = match conditions.source {
        Source::Days | Source::DaysOfOperator => format!("coalesce(sum({counted}), 0)"),
        Source::Rows => "count(*)".to_owned(),
    };
    let sql = format!("SELECT {counted} FROM {table} WHERE {}", conditions.sql());
    Ok(connection.prepare_cached(&sql)?.query_row(params_from_iter(conditions.values()), |row| row.get(0))?)
}

/// Where a block of rows ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    business_day: String,
    receipt_number: ReceiptNumber,
    place: u32,
}

impl Mark {
    /// Behind a row.
    pub(super) fn behind(row: &HistoryRow) -> Self {
        Self { business_day: row.business_day.clone(), receipt_number: row.receipt_number, place: row.place }
    }
}

/// The next rows behind a mark, newest first.
pub(super) fn after(
    connection: &Connection,
    conditions: &Conditions,
    mark: Option<&Mark>,
    most: usize,
) -> Result<Vec<HistoryRow>, BooksError> {
    let place = conditions.values().count();
    let (behind, values) = match mark {
        None => (String::new(), Vec::new()),
        Some(mark) => (
            format!(
                "AND (business_day, receipt_number, place) < (?{}, ?{}, ?{})",
                place + 1,
                place + 2,
                place + 3
            ),
            vec![
                mark.business_day.clone().into(),
                i64::try_from(mark.receipt_number.0).unwrap_or(i64::MAX).into(),
                i64::from(mark.place).into(),
            ],
        ),
    };
    let keys = format!(
        "SELECT receipt_number, place FROM card_use WHERE {} {behind}
         ORDER BY business_day DESC, receipt_number DESC, place DESC LIMIT {most}",
        conditions.sql()
    );
    read(connection, &keys, conditions, &values)
}

/// The rows of keys, newest first: only these are read whole. The plus leaves the number without a column's affinity, so that
/// the index over what the body says fits it.
fn read(
    connection: &Connection,
    keys: &str,
    conditions: &Conditions,
    more: &[rusqlite::types::Value],
) -> Result<Vec<HistoryRow>, BooksError> {
    let sql = format!(
        "SELECT u.receipt_number, u.place, u.business_day, u.issued_at, u.kind, u.way, u.company_name,
                u.category_name, u.brand, u.amount, u.operator_name, u.payment_id, u.slip_number, u.last4,
                (SELECT CASE WHEN closed_at IS NULL THEN 'open' ELSE coalesce(closed_slip_number, 'never') END
                 FROM terminal_action
                 WHERE kind = '{}' AND json_extract(body, '$.receipt_number') = +u.receipt_number
                 ORDER BY opened_at DESC LIMIT 1)
         FROM ({keys}) k CROSS JOIN card_use u USING (receipt_number, place)
         ORDER BY u.business_day DESC, u.receipt_number DESC, u.place DESC",
        hand_payment()
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(conditions.values().chain(more)), Raw::read)?;
    rows.map(|raw| raw?.decode()).collect()
}

/// A row before its words are understood.
struct Raw {
    row: HistoryRow,
    kind: String,
    way: String,
    payment_id: Option<String>,
    slip_number: Option<String>,
    last4: Option<String>,
    hand_slip: Option<String>,
}

impl Raw {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let issued_at = UnixMs(row.get(3)?);
        let brand: String = row.get(8)?;
        Ok(Self {
            row: HistoryRow {
                receipt_number: ReceiptNumber(row.get(0)?),
                place: row.get(1)?,
                business_day: row.get(2)?,
                issued_at,
                issued_at_text: clock::date_time_text(issued_at),
                kind: UseKind::Sale,
                company_name: row.get(6)?,
                category_name: row.get(7)?,
                brand: Some(brand).filter(|brand| !brand.is_empty()),
                amount: Yen::new(row.get(9)?),
                operator_name: row.get(10)?,
                way: CardWay::Unlinked,
                link_info: None,
                hand_slip: None,
                last4: None,
                payment_id: None,
            },
            kind: row.get(4)?,
            way: row.get(5)?,
            payment_id: row.get(11)?,
            slip_number: row.get(12)?,
            last4: row.get(13)?,
            hand_slip: row.get(14)?,
        })
    }

    fn decode(self) -> Result<HistoryRow, BooksError> {
        let unreadable = |what: &str| BooksError::from(StoreError::Unreadable(what.to_owned()));
        let way = CardWay::of_word(&self.way).ok_or_else(|| unreadable("way of a card"))?;
        let slip_number = self.slip_number.as_deref().and_then(|text| SlipNumber::new(text).ok());
        let link = |by_hand| LinkInfo {
            category_name: self.row.category_name.clone(),
            slip_number: slip_number.clone(),
            by_hand,
        };
        let link_info = match way {
            CardWay::Linked => Some(link(ByHand::Terminal)),
            CardWay::LinkedByPerson => Some(link(ByHand::Person)),
            CardWay::Hand | CardWay::Unlinked | CardWay::Back => None,
        };
        Ok(HistoryRow {
            kind: UseKind::of_word(&self.kind).ok_or_else(|| unreadable("kind of a slip"))?,
            way,
            link_info,
            hand_slip: self.hand_slip.as_deref().map(hand_slip),
            last4: self.last4.as_deref().and_then(|text| Last4::new(text).ok()),
            payment_id: self.payment_id.and_then(|id| id.parse().ok()),
            ..self.row
        })
    }
}

fn hand_slip(word: &str) -> HandSlip {
    match (word, SlipNumber::new(word)) {
        ("open", _) => HandSlip::Open,
        (_, Ok(slip_number)) => HandSlip::Typed { slip_number },
        (_, Err(_)) => HandSlip::NeverTaken,
    }
}
