//! A typed sum that differs, gone through slip by slip: the paper's numbers are matched like the lines of a log.

use std::collections::HashSet;

use catlink_shared::ids::UnixMs;
use catlink_shared::reconciliation::{Line, Period};
use catlink_shared::wire::day::CountOf;
use catlink_shared::wire::matching::{ClosedWith, DifferenceKind, MOST_TYPED_SLIPS, TypedSlip};
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Connection, Transaction, params};

use super::close::{self, Closing};
use super::follow::New;
use super::{findings, gather, keep, totals};
use crate::books::history::By;
use crate::books::{BooksError, refuse};

/// Takes all slips of the paper of a sum: what does not agree becomes differences of their own, and the sum is closed.
///
/// # Errors
/// Not an open sum, no slip, one twice, or not all of the paper's sum: nothing was written.
pub fn itemise(
    tx: &Transaction<'_>,
    difference: u64,
    slips: &[TypedSlip],
    by: &By,
    now: UnixMs,
) -> Result<u64, BooksError> {
    let open = close::find(tx, difference)?;
    if open.body.kind != DifferenceKind::Total {
        return Err(refuse(RefusalCode::NotAllowed, "一件ずつ確認できるのは、合計の差異だけです。"));
    }
    let lines = lines(slips)?;
    check_sum(&lines, open.body.there.unwrap_or_default())?;
    let period = period(tx, open.run)?;
    let all = gather::booked(tx, &open.terminal_id, period, now)?;
    let booked = totals::of_category(&all, open.body.category, period);
    let found = findings::of_lines(&booked, &lines, period);
    keep_slips(tx, open.run, &lines)?;
    keep::confirm(tx, open.run, &found)?;
    open.write(tx, &Closing { with: ClosedWith::Itemised, note: "", approved_by: None }, by, now)?;
    New { run: open.run, terminal_id: &open.terminal_id, now }.add(tx, &found.differences)?;
    Ok(open.run)
}

fn lines(slips: &[TypedSlip]) -> Result<Vec<Line>, BooksError> {
    let bad = |message: String| Err(refuse(RefusalCode::BadEvidence, message));
    if slips.is_empty() {
        return bad("売上票の伝票番号と金額を入力してください。".to_owned());
    }
    if slips.len() > MOST_TYPED_SLIPS {
        return bad(format!(
            "一度に確認できる売上票は{MOST_TYPED_SLIPS}枚までです。期間を分けて照合してください。"
        ));
    }
    let mut seen = HashSet::new();
    let mut lines = Vec::new();
    for slip in slips {
        let slip_number = slip.slip_number.as_printed();
        if slip.amount.get() == 0 {
            return bad(format!("伝票番号 {slip_number} の金額を入力してください。"));
        }
        if !seen.insert(slip_number.clone()) {
            return bad(format!("伝票番号 {slip_number} が2回入力されています。"));
        }
        lines.push(Line { at: None, slip_number, amount: slip.amount });
    }
    Ok(lines)
}

/// All slips of the paper's sum, or nothing can be said of what is missing.
fn check_sum(lines: &[Line], paper: CountOf) -> Result<(), BooksError> {
    let mut typed = CountOf::default();
    lines.iter().for_each(|line| typed.add(line.amount));
    if typed == paper {
        return Ok(());
    }
    Err(refuse(
        RefusalCode::BadEvidence,
        format!(
            "入力した売上票({}件 ¥{})が、中間計の合計({}件 ¥{})と合いません。足りない売上票、取消・返品の区分、金額を確認してください。合計の入力が違うときは、F9 で戻って照合をやり直してください。",
            typed.count, typed.amount, paper.count, paper.amount
        ),
    ))
}

fn period(connection: &Connection, run: u64) -> Result<Period, BooksError> {
    let read = |row: &rusqlite::Row<'_>| Ok(Period { from: UnixMs(row.get(0)?), to: UnixMs(row.get(1)?) });
    Ok(connection.query_row("SELECT from_time, to_time FROM matching_run WHERE run = ?1", [run], read)?)
}

fn keep_slips(tx: &Transaction<'_>, run: u64, lines: &[Line]) -> Result<(), BooksError> {
    let first: u64 =
        tx.query_row("SELECT coalesce(max(place) + 1, 0) FROM matching_line WHERE run = ?1", [run], |row| {
            row.get(0)
        })?;
    for (place, line) in (first..).zip(lines) {
        tx.execute(
            "INSERT INTO matching_line (run, place, slip_number, amount) VALUES (?1, ?2, ?3, ?4)",
            params![run, place, line.slip_number.as_str(), line.amount.get()],
        )?;
    }
    Ok(())
}
