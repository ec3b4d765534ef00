//! Rights, claimed inside the transaction that uses them: the one who asks has it, a manager's PIN came with the request,
//! or the request is refused and the page asks for one.
//!
//! It knows no PIN: whoever stands in [`By`] has proved who he is before.

use catlink_shared::ids::UnixMs;
use catlink_shared::masters::Values;
use catlink_shared::masters::operator::Role;
use catlink_shared::money::Yen;
use catlink_shared::rights::{Approved, ApprovedBy, Right};
use catlink_shared::wire::reply::{Refusal, RefusalCode, Retry};
use rusqlite::{Connection, Transaction};

use super::history::{self, By, Change, What};
use super::sales::Sale;
use super::{BooksError, catalog, people};

/// Claims a right.
///
/// # Errors
/// [`RefusalCode::ManagerOnly`] with the right: nothing was written.
pub fn claim(connection: &Connection, right: Right, by: &By) -> Result<Approved, BooksError> {
    let has = |code: &str| Ok::<_, BooksError>(people::role(connection, code)?.is_some_and(|r| r.has(right)));
    if let Some(own) = &by.who
        && has(own)?
    {
        return Ok(Approved { right, by: own.clone(), side: ApprovedBy::Oneself });
    }
    if let Some(manager) = &by.approved_by
        && has(manager)?
    {
        return Ok(Approved { right, by: manager.clone(), side: ApprovedBy::Another });
    }
    Err(ask_for(right))
}

/// Claims a right for something that no journal of its own keeps: 変更履歴 names who allowed it.
///
/// # Errors
/// As [`claim`].
pub fn claim_and_record(
    tx: &Transaction<'_>,
    right: Right,
    subject: &str,
    by: &By,
    now: UnixMs,
) -> Result<(), BooksError> {
    let approved = claim(tx, right, by)?;
    let nothing = Values::default();
    let what = match approved.side {
        ApprovedBy::Another => What::Approved,
        ApprovedBy::Oneself => What::SelfApproved,
    };
    let subject = format!("{} {subject}", right.label());
    let change = Change { what, master: None, subject: &subject, was: &nothing, became: &nothing };
    let by = By { who: by.who.clone(), approved_by: Some(approved.by) };
    history::record(tx, &change, &by, now)
}

/// 値引・割引 above the shop's limit. Asked once for a sale and what is taken off it.
///
/// # Errors
/// As [`claim`].
pub fn discount(tx: &Transaction<'_>, sale: &Sale, by: &By, now: UnixMs) -> Result<(), BooksError> {
    let limit = catalog::store(tx)?.discount_limit;
    let Some(off) = sale.draft.discount_above(limit) else { return Ok(()) };
    let subject = format!("会計 {} 値引 ¥{off}", sale.sale_id);
    let whole = format!("{} {subject}", Right::DiscountAboveLimit.label());
    if history::was_approved(tx, &whole)? {
        return Ok(());
    }
    claim_and_record(tx, Right::DiscountAboveLimit, &subject, by, now)
}

/// 連動しないで確定 above the shop's limit.
///
/// # Errors
/// As [`claim`].
pub fn unlinked(
    tx: &Transaction<'_>,
    sale: &Sale,
    amount: Yen,
    by: &By,
    now: UnixMs,
) -> Result<(), BooksError> {
    if amount <= catalog::store(tx)?.unlinked_limit {
        return Ok(());
    }
    let subject = format!("会計 {} ¥{amount}", sale.sale_id);
    claim_and_record(tx, Right::UnlinkedAboveLimit, &subject, by, now)
}

/// Whether somebody still works here, and is a manager.
///
/// # Errors
/// The database.
pub fn is_manager(connection: &Connection, code: &str) -> Result<bool, BooksError> {
    Ok(people::role(connection, code)? == Some(Role::Manager))
}

fn ask_for(right: Right) -> BooksError {
    let message = format!("{}には、責任者の承認が必要です。", right.label());
    let mut refusal = Refusal::new(RefusalCode::ManagerOnly, message, Retry::Useless);
    refusal.right = Some(right);
    BooksError::Refused(refusal)
}
