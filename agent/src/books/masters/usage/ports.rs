//! A terminal with an open payment keeps its place: where it hangs, and that it is linked at all, change only when nothing
//! is open there. Whatever else stands in the row may change at any time, and so may the other terminal.

use catlink_shared::card::CatDeviceId;
use catlink_shared::masters::{Fault, Row, Values, register};
use catlink_shared::wire::reply::{Refusal, RefusalCode, Retry};
use rusqlite::Transaction;

use crate::books::{BooksError, catalog};
use crate::journal;

/// Whether this register's row may become what is wanted. It is asked in the transaction that writes the row, and a payment
/// reads the row in the one that accepts it: whichever comes first, the other one sees it.
///
/// # Errors
/// Names the field of each terminal that an open payment keeps.
pub(super) fn before_change(tx: &Transaction<'_>, before: &Row, after: &Values) -> Result<(), BooksError> {
    if catalog::own_register(tx)? != before.code {
        return Ok(());
    }
    let mut faults = Vec::new();
    for device in [CatDeviceId::Cat1, CatDeviceId::Cat2] {
        if let Some(key) = moved(&before.values, after, device)
            && journal::port_is_held(tx, device)?
        {
            faults.push(Fault::new(&key, sentence(device)));
        }
    }
    let Some(first) = faults.first() else { return Ok(()) };
    let mut refusal = Refusal::new(RefusalCode::RowInUse, first.message.clone(), Retry::Useless);
    refusal.faults = faults;
    Err(BooksError::Refused(refusal))
}

fn sentence(device: CatDeviceId) -> String {
    format!(
        "{}には終わっていない決済があるため、端末の接続は変更できません。要確認の一覧でその決済を確認してから、もう一度登録してください。",
        device.label()
    )
}

/// The fields of a terminal's place, in the order of the form.
const PLACE: &[&str] = &["line", "model", "port", "speed", "parity", "stop", "shared"];

/// The field by which a terminal goes elsewhere, or is linked no more; none: it stays as it is.
fn moved(before: &Values, after: &Values, device: CatDeviceId) -> Option<String> {
    let place = |values: &Values| register::port(values, device).ok().flatten();
    let (was, is) = (place(before), place(after));
    if was != is {
        let differs = |what: &&&str| {
            let key = register::key_of(device, what);
            before.get(&key) != after.get(&key)
        };
        let what = PLACE.iter().find(differs).copied().unwrap_or("line");
        return Some(register::key_of(device, what));
    }
    let linked = |values: &Values| values.get("link_mode") == "1";
    (was.is_some() && linked(before) && !linked(after)).then(|| "link_mode".to_owned())
}
