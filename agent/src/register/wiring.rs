//! How this register is wired: which terminal hangs where and which card goes to it, as its row of 端末マスタ says at this
//! moment. Whoever decides about money reads it in the transaction in which it decides.
//!
//! It knows no till and no line.

use catlink_shared::card::{CardCompany, CatDeviceId, LinkFlag};
use catlink_shared::masters::register::{CatLinkMode, PortRow};
use rusqlite::Connection;

use crate::books::{BooksError, catalog};
use crate::journal;

/// The ports that cards are linked with; with CAT連動 0 none.
///
/// # Errors
/// The database, or a row of a newer version.
pub fn in_force(connection: &Connection) -> Result<Vec<PortRow>, BooksError> {
    let row = catalog::register(connection)?;
    Ok(match row.link_mode {
        CatLinkMode::Linked => row.ports,
        CatLinkMode::Unlinked => Vec::new(),
    })
}

/// The ports that want a till: those in force, and with CAT連動 0 those on which a payment is still open.
///
/// # Errors
/// The database, or a row of a newer version.
pub fn wanted(connection: &Connection) -> Result<Vec<PortRow>, BooksError> {
    let row = catalog::register(connection)?;
    let mut ports = row.ports;
    match row.link_mode {
        CatLinkMode::Linked => {}
        CatLinkMode::Unlinked => {
            let open = journal::open_payments(connection)?;
            ports.retain(|port| open.iter().any(|payment| payment.frozen.device == port.device));
        }
    }
    Ok(ports)
}

/// The terminal a card company's sale goes to: JT-C60 by its CATデバイスID, any other by the one port set to that model.
#[must_use]
pub fn linked_device(in_force: &[PortRow], company: &CardCompany) -> Option<CatDeviceId> {
    let model = company.model?;
    match company.link_sales {
        LinkFlag::Off => None,
        LinkFlag::On => in_force
            .iter()
            .find(|port| port.model == model && company.device.is_none_or(|named| named == port.device))
            .map(|port| port.device),
    }
}
