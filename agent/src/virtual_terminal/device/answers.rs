//! What is done to the answer to QUERY or LAST on its way out, and to a RESULT that comes in the middle of the next sale,
//! on request.

use std::time::Duration;

use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::{TerminalId, TerminalResult};

use super::{Body, leak, mischief};
use crate::driver::basic::message::FromTerminal;
use crate::virtual_terminal::engine::Connection;
use crate::virtual_terminal::fault::{Fault, FaultBox};
use crate::virtual_terminal::line::{Command, Kind, Parcel};

/// A message, and the payment whose result it delivers.
pub(super) type Told = (FromTerminal, Option<PaymentId>);

impl Body {
    /// Answers a question, unless a fault wants otherwise.
    pub(super) fn answer(&mut self, to: Connection, mut told: Vec<Told>) {
        let (late, mute) = {
            let mut faults = self.parts.faults.lock();
            let late = faults.take(|fault| match fault {
                Fault::LateAnswer { ms } => Some(Duration::from_millis(*ms)),
                _other => None,
            });
            tamper(&mut told, self.told_before.as_ref(), &mut faults);
            if let Some(before) = self.answered.clone()
                && faults.fires(&Fault::StaleAnswer)
            {
                told.insert(0, (before, None));
            }
            (late, faults.fires(&Fault::MuteAnswer))
        };
        self.answered = told.last().map(|(message, _)| message.clone());
        if !mute {
            self.send_all(to, told, late);
        }
    }

    /// Sends messages one after the other, now or later.
    pub(super) fn send_all(&self, to: Connection, told: Vec<Told>, late: Option<Duration>) {
        let parcels: Vec<Parcel> = told
            .into_iter()
            .flat_map(|(message, payment_id)| {
                let kind =
                    if matches!(message, FromTerminal::Result(_)) { Kind::Result } else { Kind::Answer };
                let said = leak::said(&message, &self.parts.faults);
                let last = said.len() - 1;
                // What becomes of the message itself is told, not of what goes before it.
                said.into_iter().enumerate().map(move |(at, message)| {
                    let payment_id = payment_id.filter(|_| at == last);
                    Parcel { to, message, kind, payment_id }
                })
            })
            .collect();
        let Some(late) = late else {
            return parcels.into_iter().for_each(|parcel| self.send(parcel));
        };
        let commands = self.parts.line.commands.clone();
        tokio::spawn(async move {
            tokio::time::sleep(late).await;
            for parcel in parcels {
                // The line is gone only when the simulator ends.
                let _over = commands.send(Command::Send(parcel));
            }
        });
    }

    /// Keeps a result for the middle of the next sale, where a fault wants it; whether it did.
    pub(super) fn keep_for_next_sale(&mut self, result: &TerminalResult) -> bool {
        let keep = self.parts.faults.lock().fires(&Fault::ResultInNextSale);
        if keep {
            self.kept.push(result.clone());
        }
        keep
    }

    /// The terminal is in the middle of a sale: now is the time for what was kept.
    pub(super) fn interject(&mut self, to: Connection, at: PaymentId) {
        let is_other = |result: &TerminalResult| result.payment_id.is_some_and(|payment_id| payment_id != at);
        let (now, later) = std::mem::take(&mut self.kept).into_iter().partition(is_other);
        self.kept = later;
        let mut told: Vec<Told> = Vec::new();
        for result in now {
            let payment_id = result.payment_id;
            told.push((FromTerminal::Result(Box::new(result)), payment_id));
        }
        if let Some(before) = self.told.clone().filter(is_other)
            && self.parts.faults.lock().fires(&Fault::RepeatInNextSale)
        {
            told.push((FromTerminal::Result(Box::new(before)), None));
        }
        self.send_all(to, told, None);
    }
}

fn tamper(told: &mut Vec<Told>, before: Option<&TerminalResult>, faults: &mut FaultBox) {
    if faults.fires(&Fault::OtherPaymentAnswer) {
        for (message, delivers) in told.iter_mut() {
            // What it delivers is not what was asked for.
            *delivers = None;
            of_another_payment(message, before);
        }
    }
    if faults.fires(&Fault::OtherUnitAnswer)
        && let Ok(terminal_id) = TerminalId::new(mischief::NO_UNIT)
    {
        for (message, _) in told.iter_mut() {
            of_another_unit(message, &terminal_id);
        }
    }
    if let Some((last, _)) = told.last().cloned()
        && faults.fires(&Fault::DuplicateAnswer)
    {
        told.insert(0, (last, None));
    }
}

fn of_another_payment(message: &mut FromTerminal, before: Option<&TerminalResult>) {
    let other = mischief::nobodys_key();
    match message {
        FromTerminal::Result(result) => match before {
            Some(before) if before.payment_id != result.payment_id => **result = before.clone(),
            Some(_) | None => result.payment_id = Some(other),
        },
        FromTerminal::Pending { payment_id, .. } | FromTerminal::Forgotten { payment_id, .. } => {
            *payment_id = other;
        }
        FromTerminal::None { payment_id, .. } => *payment_id = Some(other),
        _no_answer => {}
    }
}

fn of_another_unit(message: &mut FromTerminal, terminal_id: &TerminalId) {
    match message {
        FromTerminal::Result(result) => result.unit.terminal_id = terminal_id.clone(),
        FromTerminal::Pending { unit, .. }
        | FromTerminal::Forgotten { unit, .. }
        | FromTerminal::None { unit, .. } => unit.terminal_id = terminal_id.clone(),
        _no_answer => {}
    }
}
