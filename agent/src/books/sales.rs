//! Sales in the making: one on the counter, others parked. The agent keeps them, so a reload or another tab loses nothing.

use catlink_shared::basket::{CounterMode, Draft};
use catlink_shared::ids::{PageId, SaleId, UnixMs};
use catlink_shared::reservation::Purpose;
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Connection, Row, Transaction, params};

use super::{BooksError, refuse, training};
use crate::broken;
use crate::journal;
use crate::store::StoreError;

/// A sale in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    /// Which.
    pub sale_id: SaleId,
    /// Current or parked; finished ones are not read back.
    pub status: Status,
    /// Rises with every change.
    pub draft_revision: u64,
    /// What is in it.
    pub draft: Draft,
    /// The page that owns it.
    pub owner: Option<PageId>,
    /// Since when it is parked.
    pub parked_at: Option<UnixMs>,
}

/// Where a sale is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// On the counter.
    Current,
    /// 会計保留
    Parked,
    /// Paid.
    Settled,
    /// Thrown away.
    Discarded,
}

impl Status {
    fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Parked => "parked",
            Self::Settled => "settled",
            Self::Discarded => "discarded",
        }
    }
}

/// Keeps a draft. A new `sale_id` (with `base_revision` 0) opens the sale as `page`'s.
///
/// # Errors
/// Not this page's, stale, locked by a payment, out of bounds: the kept draft is as before.
pub fn put(
    tx: &Transaction<'_>,
    page: PageId,
    sale_id: SaleId,
    base_revision: u64,
    draft: &Draft,
    at: UnixMs,
) -> Result<u64, BooksError> {
    draft.total().map_err(|error| refuse(RefusalCode::BadBasket, error.to_string()))?;
    check_purpose(draft)?;
    let Some(sale) = find(tx, sale_id)? else {
        if base_revision != 0 || exists(tx, sale_id)? {
            return Err(unknown_sale());
        }
        check_mode(tx, draft, at)?;
        return open(tx, page, sale_id, draft, at);
    };
    check_owner(&sale, page)?;
    check_unlocked(tx, sale_id)?;
    check_revision(&sale, base_revision)?;
    if sale.draft.mode != draft.mode {
        return Err(refuse(
            RefusalCode::BadBasket,
            "会計の途中で通常と練習モードを切り替えることはできません。",
        ));
    }
    let revision = sale.draft_revision + 1;
    tx.execute(
        "UPDATE sale SET draft = ?2, draft_revision = ?3, changed_at = ?4 WHERE sale_id = ?1",
        params![sale_id.to_string(), serde_json::to_string(draft)?, revision, at.0],
    )?;
    Ok(revision)
}

/// What is for a reservation is live, and holds no card number, half typed or not.
fn check_purpose(draft: &Draft) -> Result<(), BooksError> {
    if draft.mode == CounterMode::Training && !draft.purpose.is_sale() {
        return Err(refuse(RefusalCode::NotAllowed, "練習モードでは予約を扱えません。"));
    }
    match &draft.purpose {
        Purpose::Reserve(booking) | Purpose::Change { booking, .. } => {
            booking.check_harmless().map_err(|message| refuse(RefusalCode::BadReservation, message))
        }
        Purpose::Sale | Purpose::HandOver { .. } => Ok(()),
    }
}

/// A sale has the mode the register has when it begins.
fn check_mode(tx: &Transaction<'_>, draft: &Draft, at: UnixMs) -> Result<(), BooksError> {
    let mode = training::mode(tx, at)?;
    if draft.mode == mode {
        return Ok(());
    }
    Err(refuse(
        RefusalCode::BadBasket,
        match mode {
            CounterMode::Live => {
                "練習モードは終わっています。画面の表示を確認して、もう一度入力してください。"
            }
            CounterMode::Training => "いまは練習モードです。画面の表示を確認して、もう一度入力してください。",
        },
    ))
}

fn open(
    tx: &Transaction<'_>,
    page: PageId,
    sale_id: SaleId,
    draft: &Draft,
    at: UnixMs,
) -> Result<u64, BooksError> {
    if current(tx)?.is_some() {
        return Err(refuse(
            RefusalCode::NotOwner,
            "このレジには会計中の伝票があります。その会計を終えるか、会計保留にしてください。",
        ));
    }
    tx.execute(
        "INSERT INTO sale (sale_id, status, draft_revision, draft, owner, changed_at)
         VALUES (?1, 'current', 1, ?2, ?3, ?4)",
        params![sale_id.to_string(), serde_json::to_string(draft)?, page.to_string(), at.0],
    )?;
    Ok(1)
}

/// Throws a draft away.
///
/// # Errors
/// Not this page's, stale, locked by a payment.
pub fn discard(
    tx: &Transaction<'_>,
    page: PageId,
    sale_id: SaleId,
    revision: u64,
    at: UnixMs,
) -> Result<(), BooksError> {
    let sale = owned(tx, page, sale_id)?;
    check_unlocked(tx, sale_id)?;
    check_revision(&sale, revision)?;
    set_status(tx, sale_id, Status::Discarded, None, at)
}

/// 会計保留. A sale with an open payment can be parked: the next customer is served meanwhile.
///
/// # Errors
/// Not this page's.
pub fn park(tx: &Transaction<'_>, page: PageId, sale_id: SaleId, at: UnixMs) -> Result<(), BooksError> {
    owned(tx, page, sale_id)?;
    set_status(tx, sale_id, Status::Parked, Some(at), at)
}

/// 呼出: a parked sale comes back to the counter as `page`'s.
///
/// # Errors
/// Not parked, or another sale is on the counter.
pub fn recall(tx: &Transaction<'_>, page: PageId, sale_id: SaleId, at: UnixMs) -> Result<(), BooksError> {
    let sale = find(tx, sale_id)?.ok_or_else(unknown_sale)?;
    if sale.status == Status::Current && sale.owner == Some(page) {
        return Ok(());
    }
    if sale.status != Status::Parked {
        return Err(refuse(RefusalCode::NotOwner, "その会計は別の画面で呼び出されています。"));
    }
    if let Some(on_counter) = current(tx)? {
        if !on_counter.draft.lines.is_empty() || journal::sale_is_held(tx, on_counter.sale_id)? {
            return Err(refuse(
                RefusalCode::NotOwner,
                "会計中の伝票があります。先に会計保留にするか、会計を終えてください。",
            ));
        }
        set_status(tx, on_counter.sale_id, Status::Discarded, None, at)?;
    }
    set_status(tx, sale_id, Status::Current, None, at)?;
    set_owner(tx, sale_id, page)
}

/// Another page becomes the owner of the sale on the counter.
///
/// # Errors
/// No such sale.
pub fn take_over(tx: &Transaction<'_>, page: PageId, sale_id: SaleId) -> Result<(), BooksError> {
    find(tx, sale_id)?.ok_or_else(unknown_sale)?;
    set_owner(tx, sale_id, page)
}

/// Marks a sale as paid. Called in the transaction that writes its slip.
///
/// # Errors
/// The database.
pub fn settle(tx: &Transaction<'_>, sale_id: SaleId, at: UnixMs) -> Result<(), BooksError> {
    set_status(tx, sale_id, Status::Settled, None, at)
}

/// The sale, to be paid by `page` as it saw it.
///
/// # Errors
/// Not this page's, stale, locked, empty.
pub fn payable(
    connection: &Connection,
    page: PageId,
    sale_id: SaleId,
    revision: u64,
) -> Result<Sale, BooksError> {
    let sale = owned(connection, page, sale_id)?;
    check_unlocked(connection, sale_id)?;
    check_revision(&sale, revision)?;
    if sale.draft.lines.is_empty() {
        return Err(refuse(RefusalCode::EmptySale, "商品が登録されていません。"));
    }
    Ok(sale)
}

/// The sale on the counter.
///
/// # Errors
/// The database.
pub fn current(connection: &Connection) -> Result<Option<Sale>, BooksError> {
    Ok(list(connection, "status = 'current'", [])?.pop())
}

/// Parked sales, oldest first.
///
/// # Errors
/// The database.
pub fn parked(connection: &Connection) -> Result<Vec<Sale>, BooksError> {
    list(connection, "status = 'parked' ORDER BY parked_at, rowid", [])
}

/// An unfinished sale.
///
/// # Errors
/// The database.
pub fn find(connection: &Connection, sale_id: SaleId) -> Result<Option<Sale>, BooksError> {
    Ok(list(connection, "sale_id = ?1 AND status IN ('current', 'parked')", [sale_id.to_string()])?.pop())
}

fn exists(connection: &Connection, sale_id: SaleId) -> Result<bool, BooksError> {
    Ok(connection.prepare_cached("SELECT 1 FROM sale WHERE sale_id = ?1")?.exists([sale_id.to_string()])?)
}

fn owned(connection: &Connection, page: PageId, sale_id: SaleId) -> Result<Sale, BooksError> {
    let sale = find(connection, sale_id)?.ok_or_else(unknown_sale)?;
    check_owner(&sale, page)?;
    Ok(sale)
}

fn check_owner(sale: &Sale, page: PageId) -> Result<(), BooksError> {
    if sale.owner == Some(page) && sale.status == Status::Current {
        return Ok(());
    }
    Err(refuse(RefusalCode::NotOwner, "この会計は別の画面で操作中です。引き継いでから操作してください。"))
}

fn check_unlocked(connection: &Connection, sale_id: SaleId) -> Result<(), BooksError> {
    if journal::sale_is_held(connection, sale_id)? && !broken::NO_SALE_LOCK {
        return Err(refuse(
            RefusalCode::SaleLocked,
            "この会計には終わっていない決済があります。決済を確認するまで変更できません。",
        ));
    }
    Ok(())
}

fn check_revision(sale: &Sale, revision: u64) -> Result<(), BooksError> {
    if sale.draft_revision == revision {
        return Ok(());
    }
    Err(refuse(RefusalCode::StaleDraft, "伝票の内容が更新されています。最新の表示を確認してください。"))
}

fn unknown_sale() -> BooksError {
    refuse(RefusalCode::UnknownSale, "その会計は終わっているか、見つかりません。")
}

fn set_status(
    tx: &Transaction<'_>,
    sale_id: SaleId,
    status: Status,
    parked_at: Option<UnixMs>,
    at: UnixMs,
) -> Result<(), BooksError> {
    tx.execute(
        "UPDATE sale SET status = ?2, parked_at = ?3, changed_at = ?4 WHERE sale_id = ?1",
        params![sale_id.to_string(), status.word(), parked_at.map(|at| at.0), at.0],
    )?;
    Ok(())
}

fn set_owner(tx: &Transaction<'_>, sale_id: SaleId, page: PageId) -> Result<(), BooksError> {
    tx.execute(
        "UPDATE sale SET owner = ?2 WHERE sale_id = ?1",
        params![sale_id.to_string(), page.to_string()],
    )?;
    Ok(())
}

fn list<P: rusqlite::Params>(
    connection: &Connection,
    condition: &str,
    params: P,
) -> Result<Vec<Sale>, BooksError> {
    let mut query = connection.prepare_cached(&format!(
        "SELECT sale_id, status, draft_revision, draft, owner, parked_at FROM sale WHERE {condition}"
    ))?;
    let rows = query.query_map(params, |row| Ok(decode(row)))?;
    rows.map(|row| row?).collect()
}

fn decode(row: &Row<'_>) -> Result<Sale, BooksError> {
    let unreadable = |what: &str| BooksError::Store(StoreError::Unreadable(what.to_owned()));
    let sale_id: String = row.get(0)?;
    let status: String = row.get(1)?;
    let owner: Option<String> = row.get(4)?;
    Ok(Sale {
        sale_id: sale_id.parse().map_err(|_| unreadable("sale_id"))?,
        status: if status == "parked" { Status::Parked } else { Status::Current },
        draft_revision: row.get(2)?,
        draft: serde_json::from_str(&row.get::<_, String>(3)?)?,
        owner: owner.map(|id| id.parse().map_err(|_| unreadable("owner"))).transpose()?,
        parked_at: row.get::<_, Option<i64>>(5)?.map(UnixMs),
    })
}
