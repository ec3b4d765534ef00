//! 接続テスト: a port as it was typed is opened, greeted and asked how it is, and what that showed is told in words.
//!
//! It speaks through the driver of the port, as a till would. A till that holds the place is stopped meanwhile; where a
//! payment is open there, nothing is tested. It orders nothing, and what a terminal offers is left to the till.

mod cause;
mod line;

use std::sync::Arc;

use catlink_shared::card::CatDeviceId;
use catlink_shared::masters::register::{PortRow, Sharing, key_of, port};
use catlink_shared::masters::{Fault, Values};
use catlink_shared::receipt::DataKind;
use catlink_shared::terminal::profile::{CatModel, RecoveryClass};
use catlink_shared::terminal::{CatPort, PosLink, Ready, TerminalActivity, TerminalId, TrainingAbility};
use catlink_shared::wire::port_test::{KnownUnit, PortTest, TestedTerminal};

use crate::books::{BooksError, masters, terminals};
use crate::link::place::Place;
use crate::link::{LinkTrouble, holder};
use crate::register::Register;
use crate::till::admission;
use cause::Cause;
use line::{Answer, Seen};

/// Tests a terminal's port as it was typed.
///
/// # Errors
/// The typed row names no port, a payment is open there, another page tests it, or the database.
pub async fn run(
    register: &Arc<Register>,
    device: CatDeviceId,
    values: &Values,
) -> Result<PortTest, BooksError> {
    let row = typed(device, values)?;
    let loan = register.borrow_place(Place::of(&row.port).await).await?;
    let seen = line::try_out(&row.port, register).await;
    drop(loan);
    let kept = register.store.read(move |connection| terminals::kept(connection, device)).await?;
    let test = told(&row, seen, kept, register.data_kind()).await;
    register.note_test(&row, &test);
    Ok(test)
}

fn typed(device: CatDeviceId, values: &Values) -> Result<PortRow, BooksError> {
    match port(values, device) {
        Ok(Some(row)) => Ok(row),
        Ok(None) => {
            let message = format!("{}の接続を 1:シリアル か 2:LAN から選んでください。", device.label());
            Err(masters::bad_row(&[Fault::new(&key_of(device, "line"), message)]))
        }
        Err(fault) => Err(masters::bad_row(&[fault])),
    }
}

/// What was seen, in words.
async fn told(row: &PortRow, seen: Seen, kept: Option<TerminalId>, data: DataKind) -> PortTest {
    let (terminal, causes) = match seen {
        Seen::Answered(answer) => {
            let causes = unfit(row, &answer, data);
            (Some(terminal(*answer, kept)), causes)
        }
        Seen::Held { register } => (None, vec![Cause::OtherRegister { name: register }]),
        Seen::Noise => (None, vec![Cause::Noise]),
        Seen::Busy => (None, vec![Cause::Busy]),
        Seen::Silence => (None, vec![Cause::NoAnswer]),
        Seen::Trouble(trouble) => (None, vec![of_line(trouble, &row.port).await]),
    };
    let troubles = causes.iter().map(|cause| cause::trouble(cause, row.model, &row.port)).collect();
    PortTest { device: row.device, terminal, troubles }
}

async fn of_line(trouble: LinkTrouble, port: &CatPort) -> Cause {
    match trouble {
        LinkTrouble::Missing => Cause::NoDevice,
        LinkTrouble::Permission => Cause::NoPermission,
        LinkTrouble::InUse => Cause::HeldByProgram { name: holder_of(port).await },
        LinkTrouble::NotSerial => Cause::NotSerial,
        LinkTrouble::ConnectRefused => Cause::ConnectRefused,
        LinkTrouble::ConnectTimeout => Cause::Unreachable,
        LinkTrouble::UnknownHost => Cause::UnknownHost,
        LinkTrouble::Gone => Cause::Closed,
        LinkTrouble::System(said) => {
            tracing::warn!(said, "a port under test cannot be opened");
            Cause::System
        }
    }
}

async fn holder_of(port: &CatPort) -> Option<String> {
    match port {
        CatPort::Serial { path, .. } => holder::of(path).await,
        CatPort::Tcp { .. } => None,
    }
}

/// What keeps a terminal that answers from being used, the first to be dealt with first.
fn unfit(row: &PortRow, answer: &Answer, data: DataKind) -> Vec<Cause> {
    let ready = &answer.ready;
    let mut causes = Vec::new();
    if ready.simulated && data == DataKind::Real {
        causes.push(Cause::Simulated);
    }
    if ready.model != row.model.word() {
        causes.push(Cause::WrongModel { found: model_name(ready) });
    }
    if pos_link(answer) == PosLink::Off {
        causes.push(Cause::Standalone);
    }
    if ready.training == TrainingAbility::Locked {
        causes.push(Cause::TrainingLocked);
    }
    if is_shared_unasked(row, ready) {
        causes.push(Cause::SharedUnasked);
    }
    causes
}

/// Whether it is to be shared and cannot be asked what became of a payment: none would begin on it (`admission`).
fn is_shared_unasked(row: &PortRow, ready: &Ready) -> bool {
    match (row.sharing, admission::effective_class(row.model, ready)) {
        (Sharing::Alone, _) | (Sharing::Shared, RecoveryClass::Keyed) => false,
        (Sharing::Shared, RecoveryClass::Last | RecoveryClass::None) => true,
    }
}

/// Its newest word on it.
fn pos_link(answer: &Answer) -> PosLink {
    match &answer.state {
        Some(state) if state.activity == TerminalActivity::Standalone => PosLink::Off,
        Some(state) => state.pos_link,
        None => answer.ready.pos_link,
    }
}

fn model_name(ready: &Ready) -> String {
    CatModel::from_word(&ready.model).map_or_else(|| ready.model.clone(), |it| it.profile().name.to_owned())
}

fn terminal(answer: Answer, kept: Option<TerminalId>) -> TestedTerminal {
    let (model_name, pos_link) = (model_name(&answer.ready), pos_link(&answer));
    let Answer { ready, state, round_trip } = answer;
    let found = ready.unit.terminal_id;
    TestedTerminal {
        known: match kept {
            None => KnownUnit::New,
            Some(kept) if kept == found => KnownUnit::Remembered,
            Some(kept) => KnownUnit::Another { kept },
        },
        terminal_id: found,
        model_name,
        pos_link,
        activity: state.as_ref().map(|state| state.activity),
        training: ready.training,
        simulated: ready.simulated,
        newest_slip: state.and_then(|state| state.newest_slip).or(ready.newest_slip),
        round_trip_ms: u32::try_from(round_trip.as_millis()).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests;
