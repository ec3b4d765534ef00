//! What is done to a RESULT on its way out, on request.

use std::time::Duration;

use catlink_shared::ids::{PaymentId, SequenceNumber};
use catlink_shared::money::Yen;
use catlink_shared::terminal::{
    CatError, MemoryId, RegisterId, ResultWord, SlipNumber, TerminalId, TerminalResult, TransactionType,
};

use super::leak;
use crate::driver::basic::message::FromTerminal;
use crate::virtual_terminal::engine::Asked;
use crate::virtual_terminal::fault::{Fault, FaultBox};
use crate::virtual_terminal::line::Faults;

/// What is sent in place of a RESULT.
pub(super) struct Plan {
    /// These, in order.
    pub(super) messages: Vec<TerminalResult>,
    /// Nothing, and not again either.
    pub(super) keep_back: bool,
    /// This much later.
    pub(super) late: Option<Duration>,
    /// The line goes away first.
    pub(super) cut: Option<Cut>,
}

pub(super) struct Cut {
    pub(super) back_after_ms: Option<u64>,
}

pub(super) fn plan(
    result: &TerminalResult,
    before: Option<&TerminalResult>,
    asked: Asked,
    faults: &Faults,
) -> Plan {
    let mut faults = faults.lock();
    let unasked = asked == Asked::Unasked;
    let cut = faults.take(|fault| match fault {
        Fault::CutBeforeResult { back_after_ms } => Some(Cut { back_after_ms: *back_after_ms }),
        _other => None,
    });
    let keep_back = unasked && faults.fires(&Fault::MuteResult);
    if keep_back {
        return Plan { messages: Vec::new(), keep_back, late: None, cut };
    }
    let late = faults.take(|fault| match fault {
        Fault::LateResult { ms } if unasked => Some(Duration::from_millis(*ms)),
        _other => None,
    });
    let told = tampered(result, &mut faults);
    let mut messages = vec![told.clone()];
    if faults.fires(&Fault::DuplicateResult) {
        messages.push(told);
    }
    if let Some(before) = before.filter(|_| faults.has(|fault| *fault == Fault::StaleResult)) {
        faults.fires(&Fault::StaleResult);
        messages.push(before.clone());
        // The old one goes first; the right one stays last, and what becomes of that is told.
        messages.rotate_right(1);
    }
    Plan { messages, keep_back, late, cut }
}

/// A 端末番号 no terminal has.
pub(super) const NO_UNIT: &str = "0000000000000";

/// A key nobody made: version 7, time 0.
pub(super) fn nobodys_key() -> PaymentId {
    PaymentId::from_parts(0, &[0xEE; 10])
}

fn tampered(result: &TerminalResult, faults: &mut FaultBox) -> TerminalResult {
    let mut told = result.clone();
    let by = faults.take(|fault| match fault {
        Fault::WrongAmount { by } => Some(*by),
        _other => None,
    });
    if let Some(by) = by {
        let wrong = |amount: Yen| amount.checked_add(Yen::new(by)).unwrap_or(Yen::ZERO);
        told.amount = told.amount.map(wrong);
        told.settled_amount = told.settled_amount.map(wrong);
    }
    if faults.fires(&Fault::WrongPaymentId) {
        told.payment_id = Some(nobodys_key());
    }
    if faults.fires(&Fault::WrongSequenceNumber) {
        told.sequence_number = told.sequence_number.map(|number| SequenceNumber(number.0.wrapping_add(1)));
    }
    let by = faults.take(|fault| match fault {
        Fault::WrongSlipNumber { by } => Some(*by),
        _other => None,
    });
    if let (Some(by), Some(slip_number)) = (by, &told.slip_number) {
        let right = slip_number.as_str().parse::<u32>().unwrap_or_default();
        told.slip_number = Some(SlipNumber::five(right.saturating_add(by).saturating_sub(1) % 99_999 + 1));
    }
    if faults.fires(&Fault::WrongRegister)
        && let Ok(register_id) = RegisterId::new("R0")
    {
        told.register_id = Some(register_id);
    }
    if faults.fires(&Fault::WrongUnit)
        && let Ok(terminal_id) = TerminalId::new(NO_UNIT)
    {
        told.unit.terminal_id = terminal_id;
    }
    if faults.fires(&Fault::WrongMemory)
        && let Ok(memory_id) = MemoryId::new("00000000000000000000000000000000")
    {
        told.unit.memory_id = memory_id;
    }
    if faults.fires(&Fault::WrongTraining) {
        told.training_mode = told.training_mode.map(|training| !training);
    }
    if faults.fires(&Fault::WrongType) {
        told.transaction_type = Some(TransactionType::Refund);
    }
    if faults.fires(&Fault::UnlistedError) {
        told.result = ResultWord::Error;
        told.ecat = Some(CatError::Unlisted(777));
    }
    told
}

/// A line of the daily log as it leaves: as it is, not at all, cut short, twice, as another unit's, or with a card number.
pub(super) fn log_line(mut line: FromTerminal, all_faults: &Faults) -> Vec<Vec<u8>> {
    let mut faults = all_faults.lock();
    if faults.fires(&Fault::LogLineMissing) {
        return Vec::new();
    }
    if faults.fires(&Fault::LogLineOfOtherUnit)
        && let (FromTerminal::Log(log), Ok(terminal_id)) = (&mut line, TerminalId::new(NO_UNIT))
    {
        log.unit.terminal_id = terminal_id;
    }
    let (cut_short, twice) = (faults.fires(&Fault::LogLineCutShort), faults.fires(&Fault::LogLineTwice));
    drop(faults);
    let mut said = leak::said(&line, all_faults);
    if let Some(bytes) = said.last_mut().filter(|_| cut_short) {
        bytes.truncate(bytes.len() * 2 / 3);
    }
    let again = said.last().filter(|_| twice).cloned();
    said.extend(again);
    said
}
