//! Ports the program was started with (`--cat1`, `--cat2`): they become this register's row of 端末マスタ, so that the row is
//! the one place where a port stands. A terminal with an open payment keeps the place it has.

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::UnixMs;
use catlink_shared::masters::Master;
use catlink_shared::masters::register::{PortRow, put_port};
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::Transaction;

use crate::books::history::By;
use crate::books::masters::{self, Wanted};
use crate::books::{BooksError, catalog};
use crate::config::PortSetting;

/// Writes the ports into the row, as a change by the program itself; nothing where they stand there already.
///
/// # Errors
/// The row does not take them (the message says why), or the database.
pub(super) fn keep(
    tx: &Transaction<'_>,
    ports: &[(CatDeviceId, PortSetting)],
    now: UnixMs,
) -> Result<(), BooksError> {
    let code = catalog::own_register(tx)?;
    let Some(row) = masters::find(tx, Master::Register, &code)?.filter(|_| !ports.is_empty()) else {
        return Ok(());
    };
    let mut values = row.values.clone();
    values.set("link_mode", "1");
    for (device, port) in ports {
        let port = port.clone();
        put_port(
            &mut values,
            &PortRow { device: *device, model: port.model, port: port.port, sharing: port.sharing },
        );
    }
    if values == row.values {
        return Ok(());
    }
    let wanted =
        Wanted { master: Master::Register, code: Some(&code), base_revision: row.revision, values: &values };
    match masters::save(tx, wanted, &By::default(), now) {
        Err(BooksError::Refused(refusal)) if refusal.code == RefusalCode::RowInUse => {
            tracing::warn!(
                why = refusal.message,
                "the ports of this start are not taken: the row keeps its own"
            );
            Ok(())
        }
        saved => saved.map(|_| ()),
    }
}
