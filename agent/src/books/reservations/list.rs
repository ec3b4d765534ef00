//! 予約一覧, and one reservation with what can be done with it.

use catlink_shared::barcode::half_width;
use catlink_shared::basket::{CounterMode, Draft};
use catlink_shared::ids::{ReservationNumber, UnixMs};
use catlink_shared::receipt::{ScannedNumber, scanned_number};
use catlink_shared::reservation::Purpose;
use catlink_shared::wire::reservations::{
    PAGE_ROWS, ReservationQuery, ReservationRow, ReservationSheet, ReservationState, ReservationsReply, Which,
};
use catlink_shared::wire::slips::May;
use catlink_shared::wire::update::ActionKind;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::{COLUMNS, Reservation, Standing, as_of, decode, figures, must_find, why_not};
use crate::books::{BooksError, catalog, numbers, refunds, undo};
use crate::clock;

/// Fewest figures of the number of a slip.
const SCANNED: usize = 8;

/// The reservations that fit.
///
/// # Errors
/// The database.
pub fn find(
    connection: &Connection,
    query: &ReservationQuery,
    now: UnixMs,
) -> Result<ReservationsReply, BooksError> {
    let limit = first_day_in_time(connection, now)?;
    let (condition, values) = condition(query, &limit, &catalog::own_register(connection)?);
    let order = match query.which {
        Which::Open | Which::Expired => "due_date, number",
        Which::All => "number DESC",
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM reservation WHERE {condition} ORDER BY {order} LIMIT {} OFFSET {}",
        PAGE_ROWS + 1,
        query.skip
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map(params_from_iter(values), |row| Ok(decode(row)))?;
    let mut rows = Vec::new();
    for reservation in found {
        rows.push(row(&reservation??, &limit));
    }
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    Ok(ReservationsReply::Found { rows, more })
}

/// What is typed is a number or a phone where it is figures, else part of a name; what is scanned is the bar code of a
/// 内金領収書.
fn condition(query: &ReservationQuery, limit: &str, register_code: &str) -> (String, Vec<Value>) {
    let (mut sql, mut values) = match query.which {
        Which::Open => ("standing = 'open'".to_owned(), Vec::new()),
        Which::Expired => {
            ("standing = 'open' AND due_date < ?1".to_owned(), vec![Value::from(limit.to_owned())])
        }
        Which::All => ("TRUE".to_owned(), Vec::new()),
    };
    let text = half_width(query.text.trim());
    if text.is_empty() {
        return (sql, values);
    }
    let place = values.len() + 1;
    let is_figures = text.chars().all(|c| c.is_ascii_digit() || c == '-');
    let typed = figures(&text);
    if is_figures && !typed.is_empty() {
        let (number, phone, slip) = (place, place + 1, place + 2);
        sql.push_str(&format!(
            " AND (number = ?{number} OR instr(phone_figures, ?{phone}) > 0 OR receipt_number = ?{slip})"
        ));
        let scanned = match scanned_number(&typed, register_code) {
            Some(ScannedNumber::Here(slip)) if typed.len() >= SCANNED => slip.0,
            Some(ScannedNumber::Here(_) | ScannedNumber::Elsewhere) | None => 0,
        };
        values.push(typed.parse::<i64>().unwrap_or(0).into());
        values.push(typed.into());
        values.push(i64::try_from(scanned).unwrap_or(0).into());
    } else {
        sql.push_str(&format!(" AND instr(customer, ?{place}) > 0"));
        values.push(query.text.trim().to_owned().into());
    }
    (sql, values)
}

/// What was to be fetched before this day is 期限切れ.
fn first_day_in_time(connection: &Connection, now: UnixMs) -> Result<String, BooksError> {
    let shop = catalog::store(connection)?;
    let today = numbers::business_day(connection, now, shop.cutoff_hour)?;
    let back = format!("-{} days", shop.reservation_days);
    Ok(connection.query_row("SELECT date(?1, ?2)", [today, back], |row| row.get(0))?)
}

fn row(reservation: &Reservation, limit: &str) -> ReservationRow {
    let booking = &reservation.booking;
    ReservationRow {
        number: reservation.number,
        customer: booking.customer.clone(),
        phone: booking.phone.clone(),
        due_date: booking.due_date.clone(),
        total: reservation.total,
        deposit: booking.deposit,
        state: match reservation.standing {
            Standing::Open if booking.due_date.as_str() < limit => ReservationState::Expired,
            Standing::Open => ReservationState::Open,
            Standing::HandedOver => ReservationState::HandedOver,
            Standing::Cancelled => ReservationState::Cancelled,
        },
    }
}

/// One reservation, with what can be done with it.
///
/// # Errors
/// There is none of that number.
pub fn sheet(
    connection: &Connection,
    number: ReservationNumber,
    now: UnixMs,
) -> Result<ReservationSheet, BooksError> {
    let reservation = must_find(connection, number)?;
    let shop = catalog::store(connection)?;
    let today = numbers::business_day(connection, now, shop.cutoff_hour)?;
    let purpose =
        Purpose::HandOver { number, revision: reservation.revision, deposit: reservation.booking.deposit };
    let goods = reservation.goods.clone();
    let draft =
        Draft { mode: CounterMode::Live, lines: goods.lines, slip_discount: goods.slip_discount, purpose };
    let paid_with = undo::must_find(connection, reservation.receipt_number)?;
    let left = refunds::left(connection, &paid_with, refunds::Of::Slip)?;
    Ok(ReservationSheet {
        row: row(&reservation, &first_day_in_time(connection, now)?),
        revision: reservation.revision,
        note: reservation.booking.note.clone(),
        made_at_text: clock::receipt_text(reservation.made_at),
        receipt_number: reservation.receipt_number,
        closed_by: reservation.closed_by,
        hand_over: as_of(connection, &draft, &today)?,
        may: why_not(connection, &reservation)?.map_or(May::Yes, |why| May::No { why }),
        on_terminal: if paid_with.slip.business_day == today {
            ActionKind::VoidSlip
        } else {
            ActionKind::ReturnGoods
        },
        tenders: left.into_iter().map(|left| left.view).collect(),
    })
}
