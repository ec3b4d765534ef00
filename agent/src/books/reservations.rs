//! 予約: what is kept of each. A reservation comes into being, is handed over and is cancelled with its slip, in the
//! transaction that books the slip ([`follow`]); in between only its goods, its customer and its day change.
//!
//! It knows no payment beyond whether one holds the sale that hands it over.

mod admit;
mod change;
mod follow;
mod list;
#[cfg(test)]
mod tests;

use catlink_shared::basket::{Draft, Line, Totals};
use catlink_shared::ids::{ReceiptNumber, ReservationNumber, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{Slip, SlipKind};
use catlink_shared::reservation::Booking;
use catlink_shared::tax::Rounding;
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use super::{BooksError, refuse};
use crate::journal;

pub use admit::{as_of, slip_kind};
pub use change::{Wanted, change};
pub use follow::follow;
pub use list::{find as list, sheet};

/// Where a reservation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// 予約中
    Open,
    /// 引渡済
    HandedOver,
    /// 取消済
    Cancelled,
}

impl Standing {
    const ALL: [Self; 3] = [Self::Open, Self::HandedOver, Self::Cancelled];

    const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::HandedOver => "handed_over",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What is reserved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goods {
    /// The goods.
    pub lines: Vec<Line>,
    /// 伝票値引
    pub slip_discount: Yen,
}

impl Goods {
    /// What it comes to.
    ///
    /// # Errors
    /// Something in it is out of bounds.
    pub fn totals(&self) -> Result<Totals, BooksError> {
        let draft =
            Draft { lines: self.lines.clone(), slip_discount: self.slip_discount, ..Draft::default() };
        // Nothing is sold yet: the tax within counts when it is handed over.
        draft.totals(Rounding::default()).map_err(|error| refuse(RefusalCode::BadBasket, error.to_string()))
    }
}

/// One reservation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// 予約番号
    pub number: ReservationNumber,
    /// Where it stands.
    pub standing: Standing,
    /// Rises with every change.
    pub revision: u64,
    /// Whose, until when, and 内金.
    pub booking: Booking,
    /// What.
    pub goods: Goods,
    /// What it comes to.
    pub total: Yen,
    /// The slip it was made with.
    pub receipt_number: ReceiptNumber,
    /// The slip it ended with.
    pub closed_by: Option<ReceiptNumber>,
    /// When it was made.
    pub made_at: UnixMs,
}

const COLUMNS: &str = "number, standing, revision, customer, phone, due_date, note, goods, total, deposit,
                       receipt_number, closed_by, made_at";

fn decode(row: &Row<'_>) -> Result<Reservation, BooksError> {
    let word: String = row.get(1)?;
    let goods: String = row.get(7)?;
    Ok(Reservation {
        number: ReservationNumber(row.get(0)?),
        standing: Standing::ALL.into_iter().find(|known| known.word() == word).ok_or_else(|| {
            BooksError::Store(crate::store::StoreError::Unreadable("reservation".to_owned()))
        })?,
        revision: row.get(2)?,
        booking: Booking {
            customer: row.get(3)?,
            phone: row.get(4)?,
            due_date: row.get(5)?,
            note: row.get(6)?,
            deposit: Yen::new(row.get(9)?),
        },
        goods: serde_json::from_str(&goods)?,
        total: Yen::new(row.get(8)?),
        receipt_number: ReceiptNumber(row.get(10)?),
        closed_by: row.get::<_, Option<u64>>(11)?.map(ReceiptNumber),
        made_at: UnixMs(row.get(12)?),
    })
}

/// A reservation, if there is one of that number.
///
/// # Errors
/// The database.
pub fn find(connection: &Connection, number: ReservationNumber) -> Result<Option<Reservation>, BooksError> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM reservation WHERE number = ?1"))?
        .query_row([number.0], |row| Ok(decode(row)))
        .optional()?
        .transpose()
}

/// A reservation that must be there.
///
/// # Errors
/// It is not.
pub fn must_find(connection: &Connection, number: ReservationNumber) -> Result<Reservation, BooksError> {
    find(connection, number)?.ok_or_else(|| {
        refuse(RefusalCode::UnknownReservation, "その予約番号の予約はありません。番号を確認してください。")
    })
}

/// Why nothing can be done with a reservation now: it has ended, or is being handed over.
///
/// # Errors
/// The database.
pub fn why_not(connection: &Connection, reservation: &Reservation) -> Result<Option<String>, BooksError> {
    let by = reservation.closed_by.map(|number| format!("(伝票 {number})")).unwrap_or_default();
    match reservation.standing {
        Standing::HandedOver => return Ok(Some(format!("この予約は引渡済みです{by}。"))),
        Standing::Cancelled => return Ok(Some(format!("この予約は取消済みです{by}。"))),
        Standing::Open => {}
    }
    for payment in journal::open_payments(connection)? {
        let slip = &payment.frozen.slip;
        let SlipKind::HandOver { number, .. } = slip.kind else { continue };
        if number == reservation.number && journal::sale_is_held(connection, slip.sale_id)? {
            return Ok(Some(
                "この予約は引渡の会計中で、カード決済が終わっていません。決済を確認してから操作してください。"
                    .to_owned(),
            ));
        }
    }
    Ok(None)
}

/// A reservation that is open, free, and as it was read.
///
/// # Errors
/// It has ended, is being handed over, or was changed since.
pub fn must_be_free(
    connection: &Connection,
    number: ReservationNumber,
    revision: u64,
) -> Result<Reservation, BooksError> {
    let reservation = must_find(connection, number)?;
    if let Some(why) = why_not(connection, &reservation)? {
        return Err(refuse(RefusalCode::ReservationMoved, why));
    }
    if reservation.revision != revision {
        return Err(refuse(
            RefusalCode::ReservationMoved,
            "この予約は、開いたあとに変更されています。予約一覧から開き直してください。",
        ));
    }
    Ok(reservation)
}

/// Whether the slip of a 引渡 finds its reservation open; of any other slip it is true.
///
/// # Errors
/// The database.
pub fn is_open_for(connection: &Connection, slip: &Slip) -> Result<bool, BooksError> {
    let SlipKind::HandOver { number, .. } = slip.kind else { return Ok(true) };
    Ok(find(connection, number)?.is_some_and(|found| found.standing == Standing::Open))
}

/// The figures of a phone number, for searching.
fn figures(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}
