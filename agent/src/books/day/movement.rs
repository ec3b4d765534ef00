//! 入出金: cash put into the drawer or taken out of it.

use catlink_shared::basket::MOST_TOTAL;
use catlink_shared::card::looks_like_card_number;
use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::wire::day::{Direction, MovementView};
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Connection, Transaction, params};

use super::{drawer, must_be_live, who};
use crate::books::history::By;
use crate::books::{BooksError, catalog, numbers, refuse};
use crate::card_guard::kept;
use crate::clock;

/// Longest reason, characters.
const MOST_REASON: usize = 60;

/// Books cash that is put in or taken out.
///
/// # Errors
/// More than is in the drawer, no reason, a closed day, 練習モード: nothing was written.
pub fn book(
    tx: &Transaction<'_>,
    direction: Direction,
    amount: Yen,
    reason: &str,
    by: &By,
    now: UnixMs,
) -> Result<(), BooksError> {
    must_be_live(tx, now)?;
    let who = who(by)?;
    let reason = check_reason(reason)?;
    if amount <= Yen::ZERO || amount > MOST_TOTAL {
        return Err(refuse(RefusalCode::BadTender, "金額を1~99,999,999円で入力してください。"));
    }
    let day = numbers::open_business_day(tx, now, catalog::shop(tx)?.cutoff_hour)?;
    let there = drawer::now(tx)?.expected();
    if direction == Direction::Out && amount > there {
        return Err(refuse(
            RefusalCode::BadTender,
            format!("引出しにある金額(¥{there})を超える出金はできません。金額を確認してください。"),
        ));
    }
    tx.execute(
        "INSERT INTO cash_movement (business_day, at, who, direction, amount, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![day, now.0, who, direction.word(), amount.get(), kept("reason", reason)],
    )?;
    Ok(())
}

fn check_reason(reason: &str) -> Result<&str, BooksError> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > MOST_REASON {
        return Err(refuse(RefusalCode::BadEvidence, "理由を60文字以内で入力してください。"));
    }
    if looks_like_card_number(reason) {
        return Err(refuse(RefusalCode::BadEvidence, "カード番号は入力できません。理由を入力してください。"));
    }
    Ok(reason)
}

/// 入出金 of some days, oldest first.
///
/// # Errors
/// The database.
pub fn of_days(connection: &Connection, days: &[String]) -> Result<Vec<MovementView>, BooksError> {
    let mut statement = connection.prepare_cached(
        "SELECT at, who, direction, amount, reason FROM cash_movement WHERE business_day = ?1 ORDER BY place",
    )?;
    let mut movements = Vec::new();
    for day in days {
        let rows = statement.query_map([day], |row| {
            let direction: String = row.get(2)?;
            Ok(MovementView {
                at: clock::short_text(UnixMs(row.get(0)?)),
                who: row.get(1)?,
                direction: if direction == Direction::In.word() { Direction::In } else { Direction::Out },
                amount: Yen::new(row.get(3)?),
                reason: row.get(4)?,
            })
        })?;
        for row in rows {
            movements.push(row?);
        }
    }
    Ok(movements)
}
