//! What a page asks of the ports of 端末マスタ: 接続テスト, the serial ports there are, the unit that is to be the shop's.

use std::sync::Arc;

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::RequestId;
use catlink_shared::rights::Right;
use catlink_shared::terminal::{CatPort, TerminalId};
use catlink_shared::wire::masters::{MastersReply, MastersRequest};
use catlink_shared::wire::port_test::{FoundPort, PortHolder};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use rusqlite::Transaction;

use crate::books::history::By;
use crate::books::{BooksError, catalog, refuse, requests, rights, terminals};
use crate::clock;
use crate::journal;
use crate::link::serial::{self, LocalPort};
use crate::link::{holder, place};
use crate::register::Register;
use crate::store::Claim;

/// Whether a request takes so long that a page's other messages are not to wait for it.
pub(super) fn takes_long(request: &Request) -> bool {
    matches!(request, Request::Masters { ask: MastersRequest::TestPort { .. } | MastersRequest::FindPorts })
}

/// The serial ports of this computer, and who has them open.
pub(super) async fn find(register: &Register) -> Result<MastersReply, BooksError> {
    let found = tokio::task::spawn_blocking(serial::found_ports).await;
    let found = found.ok().and_then(Result::ok).ok_or_else(|| {
        refuse(RefusalCode::TerminalNotReady, "このパソコンのシリアルポートを調べられません。")
    })?;
    let ours = register.store.read(|connection| Ok::<_, BooksError>(catalog::register(connection)?.ports));
    let ours: Vec<(CatDeviceId, String)> = ours
        .await?
        .into_iter()
        .filter(|row| register.till(row.device).is_some())
        .filter_map(|row| match row.port {
            CatPort::Serial { path, .. } => Some((row.device, path)),
            CatPort::Tcp { .. } => None,
        })
        .collect();
    let mut ports = Vec::new();
    for port in found {
        let holder = match ours.iter().find(|(_, path)| place::is_same_device(path, &port.path)) {
            Some((device, _)) => Some(PortHolder::Register { device: *device }),
            None => holder::of(&port.path).await.map(|name| PortHolder::Program { name }),
        };
        let LocalPort { path, stable_path, description } = port;
        ports.push(FoundPort { path, stable_path, description, holder });
    }
    Ok(MastersReply::Ports { ports })
}

/// Remembers the unit that was tested as the shop's.
pub(super) async fn fix(
    register: &Arc<Register>,
    id: RequestId,
    device: CatDeviceId,
    terminal_id: TerminalId,
    by: By,
) -> Result<MastersReply, BooksError> {
    let asked =
        Request::Masters { ask: MastersRequest::FixTerminal { device, terminal_id: terminal_id.clone() } };
    let (now, tested) = (clock::now(), Arc::clone(register));
    register
        .store
        .write(Claim::None, move |tx| {
            requests::once(tx, id, &asked, now, |tx| {
                let approved = rights::claim(tx, Right::Ports, &by)?;
                let by = By { who: by.who.clone(), approved_by: Some(approved.by) };
                must_be_tested(tx, &tested, device, &terminal_id)?;
                terminals::keep(tx, device, &terminal_id, &by, now)?;
                Ok(Reply::Masters { reply: MastersReply::Fixed })
            })
        })
        .await?;
    if let Some(till) = register.till(device) {
        till.look_again().await?;
    }
    register.refresh().await;
    Ok(MastersReply::Fixed)
}

/// What is fixed is what answered at the very port that is kept, and nothing is open there that went to another unit.
fn must_be_tested(
    tx: &Transaction<'_>,
    register: &Register,
    device: CatDeviceId,
    terminal_id: &TerminalId,
) -> Result<(), BooksError> {
    let row = catalog::register(tx)?.ports.into_iter().find(|port| port.device == device);
    if row.and_then(|row| register.tested(&row)).as_ref() != Some(terminal_id) {
        return Err(refuse(
            RefusalCode::TerminalNotReady,
            "登録されている接続先で、この端末の接続テストがまだ成功していません。F12 で登録してから、もう一度接続テストをしてください。",
        ));
    }
    let known = terminals::kept(tx, device)?;
    if known.as_ref() != Some(terminal_id) && journal::port_is_held(tx, device)? {
        return Err(refuse(
            RefusalCode::TerminalOccupied,
            format!(
                "{}には終わっていない決済があります。要確認の一覧で確認するか、端末の表示の「端末が交換されました」で登録してください。",
                device.label()
            ),
        ));
    }
    Ok(())
}
