//! 日計 of one business day, from the books as they are.
//!
//! Sums are of signed amounts, so that what takes a sale back falls in by itself.

mod slips;

use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::tender::category_name;
use catlink_shared::wire::day::{CardRefunds, CountOf, DayReport, DayState, TenderTotal};
use rusqlite::{Connection, OptionalExtension};

use super::{check, closing, drawer, movement, standing};
use crate::books::{BooksError, catalog};
use crate::clock;

/// 日計 of a day.
///
/// # Errors
/// The database, or a slip of a newer version.
pub fn of_day(connection: &Connection, day: &str, now: UnixMs) -> Result<DayReport, BooksError> {
    let days = [day.to_owned()];
    let mut sums = slips::of_day(connection, day)?;
    sums.count_decisions(connection, day)?;
    sums.count_reprints(connection, day)?;
    let header = catalog::shop(connection)?.header;
    Ok(DayReport {
        day: day.to_owned(),
        before: beside(
            connection,
            "SELECT max(business_day) FROM register_day WHERE business_day < ?1",
            day,
        )?,
        after: after(connection, day, now)?,
        shop_name: header.name,
        register_code: catalog::own_register(connection)?,
        made_at: clock::date_time_text(now),
        state: state(connection, day)?,
        slips: sums.slips(),
        tenders: tenders(connection, day)?,
        taxes: sums.taxes.clone(),
        refunds: CardRefunds { of: refunds(connection, day)?.and(sums.cash_for_cards) },
        advances: sums.advances,
        movements: movement::of_days(connection, &days)?,
        checks: check::of_days(connection, &days)?,
        flows: drawer::of_day(connection, day)?,
        closing: closing::of_day(connection, day)?,
        earlier_days: sums.earlier_days,
        training: sums.training,
        operators: sums.operators(),
    })
}

fn beside(connection: &Connection, sql: &str, day: &str) -> Result<Option<String>, BooksError> {
    Ok(connection.prepare_cached(sql)?.query_row([day], |row| row.get(0))?)
}

/// The next day that was opened; after the last of them the day that is on.
fn after(connection: &Connection, day: &str, now: UnixMs) -> Result<Option<String>, BooksError> {
    let opened =
        beside(connection, "SELECT min(business_day) FROM register_day WHERE business_day > ?1", day)?;
    let today = standing::now(connection, now, catalog::shop(connection)?.cutoff_hour)?.day;
    Ok(opened.or_else(|| (today.as_str() > day).then_some(today)))
}

fn state(connection: &Connection, day: &str) -> Result<DayState, BooksError> {
    let row: Option<(i64, Option<String>, Option<i64>)> = connection
        .prepare_cached("SELECT opened_at, opened_by, closing FROM register_day WHERE business_day = ?1")?
        .query_row([day], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    Ok(match row {
        None => DayState::NotOpened,
        Some((at, opened_by, None)) => DayState::Open { since: clock::short_text(UnixMs(at)), opened_by },
        Some((at, opened_by, Some(_))) => {
            DayState::Closed { since: clock::short_text(UnixMs(at)), opened_by }
        }
    })
}

/// Cash first, then カード会社 by code.
fn tenders(connection: &Connection, day: &str) -> Result<Vec<TenderTotal>, BooksError> {
    let categories = catalog::categories(connection)?;
    let companies = catalog::companies(connection)?;
    let mut statement = connection.prepare_cached(
        "SELECT t.company_code, t.category, count(*), sum(t.amount)
         FROM slip s CROSS JOIN slip_tender t USING (mode, receipt_number)
         WHERE s.business_day = ?1 AND s.mode = 'live' GROUP BY t.company_code, t.category
         ORDER BY t.company_code, t.category",
    )?;
    let rows = statement.query_map([day], |row| {
        let of = CountOf { count: row.get(2)?, amount: Yen::new(row.get(3)?) };
        Ok((row.get::<_, Option<String>>(0)?, row.get::<_, Option<u16>>(1)?, of))
    })?;
    let mut totals = Vec::new();
    for row in rows {
        let (code, category, of) = row?;
        let name = match &code {
            None => "現金".to_owned(),
            Some(code) => {
                let known = companies.iter().find(|company| company.code == *code);
                known.map_or_else(|| code.clone(), |company| company.name.clone())
            }
        };
        let category_name =
            category.map(|code| category_name(&categories, catlink_shared::card::CardCategoryCode(code)));
        totals.push(TenderTotal { name, category_name, of });
    }
    Ok(totals)
}

fn refunds(connection: &Connection, day: &str) -> Result<CountOf, BooksError> {
    Ok(connection
        .prepare_cached("SELECT count(*), coalesce(sum(amount), 0) FROM cash_refund WHERE business_day = ?1")?
        .query_row([day], |row| Ok(CountOf { count: row.get(0)?, amount: Yen::new(row.get(1)?) }))?)
}
