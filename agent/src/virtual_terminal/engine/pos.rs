//! What the terminal answers the POS.

use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::terminal::profile::RecoveryClass;
use catlink_shared::terminal::{
    Phase, Ready, RefusedReason, RegisterId, ResultWord, SalesRequest, TerminalResult, TrainingAbility,
};

use super::admission::{Admission, admit};
use super::links::Greeting;
use super::{Asked, Connection, Doing, Engine, LineKind, Output, Setup};
use crate::driver::basic::message::{FromPos, FromTerminal, LogLine, VERSION};
use crate::virtual_terminal::clock::Now;
use crate::virtual_terminal::fault::{Fault, FaultBox, Step};
use crate::virtual_terminal::memory::{Known, Origin};

impl Engine {
    pub(super) fn heard(&mut self, now: Now, from: Connection, message: FromPos, faults: &mut FaultBox) {
        if !self.links.heard(from, now.ms) {
            return;
        }
        match message {
            FromPos::Hello { register_id, .. } => self.hello(now, from, &register_id),
            FromPos::Ping => {
                self.out.push(Output::Accept);
                let state = FromTerminal::State(self.state(now));
                self.say(from, state);
            }
            FromPos::Sales(sales) => self.sales(now, from, sales, faults),
            FromPos::Cancel { payment_id } => {
                self.out.push(Output::Accept);
                self.cancel_from_pos(now, payment_id);
            }
            FromPos::Query { payment_id } => self.query(now, from, payment_id),
            FromPos::Last => self.last(from),
            // 日計 is closed at the terminal, never from afar: that request is misheard.
            FromPos::DailyLog { from: since, to } => self.report(from, since, to),
        }
    }

    pub(super) fn misheard(&mut self, from: Connection, payment_id: Option<PaymentId>) {
        self.refuse(from, payment_id, RefusedReason::BadField);
    }

    pub(super) fn say(&mut self, to: Connection, message: FromTerminal) {
        self.out.push(Output::Say(to, message));
    }

    fn refuse(&mut self, to: Connection, payment_id: Option<PaymentId>, reason: RefusedReason) {
        self.out.push(Output::Accept);
        let unit = self.memory.unit();
        self.say(to, FromTerminal::Refused { unit, payment_id, reason });
    }

    fn hello(&mut self, now: Now, from: Connection, register: &RegisterId) {
        let keyed = self.setup.recovery == RecoveryClass::Keyed;
        let freed_after_ms = keyed.then_some(self.setup.pace.hold_ms);
        self.out.push(Output::Accept);
        match self.links.greet(from, register, self.setup.line, now.ms, freed_after_ms) {
            Greeting::Held(holder) => {
                let unit = self.memory.unit();
                self.say(from, FromTerminal::HelloRefused { unit, holder: holder.to_string() });
            }
            Greeting::Welcome(replaced) => {
                self.out.extend(replaced.into_iter().map(Output::Close));
                let ready = self.ready(now);
                self.say(from, FromTerminal::Ready(ready));
                self.say_where_it_stands(from, register);
                if keyed {
                    self.offer_open_again(register, now);
                } else {
                    self.offers.drop_of(register);
                }
            }
        }
    }

    fn ready(&self, now: Now) -> Ready {
        let mut capabilities = vec!["dailylog".to_owned()];
        match self.setup.recovery {
            RecoveryClass::Keyed => capabilities.extend(["query".to_owned(), "last".to_owned()]),
            RecoveryClass::Last => capabilities.push("last".to_owned()),
            RecoveryClass::None => {}
        }
        let training = if self.memory.switches.training_locked {
            TrainingAbility::Locked
        } else {
            TrainingAbility::Able
        };
        Ready {
            unit: self.memory.unit(),
            version: VERSION,
            model: self.setup.model.word().to_owned(),
            pos_link: self.pos_link(),
            training,
            simulated: true,
            capabilities,
            newest_slip: self.memory.newest_slip(),
            terminal_time: Some(self.memory.terminal_time(now.wall)),
        }
    }

    /// A register that comes back in the middle of its own payment is told where that stands.
    fn say_where_it_stands(&mut self, to: Connection, register: &RegisterId) {
        let (request, phase) = match &self.doing {
            Doing::At(transaction) => (transaction.pending.origin.request(), transaction.phase),
            Doing::Enquiring(pending) => (pending.origin.request(), Phase::Restarting),
            Doing::Idle | Doing::Voiding(_) | Doing::Unfinished(_) => (None, Phase::Restarting),
        };
        if let Some(request) = request.filter(|request| request.register_id == *register) {
            let payment_id = request.payment_id;
            let unit = self.memory.unit();
            self.say(to, FromTerminal::Status { unit, payment_id, phase });
        }
    }

    fn sales(&mut self, now: Now, from: Connection, sales: SalesRequest, faults: &mut FaultBox) {
        let payment_id = sales.payment_id;
        if !self.links.may_pay(from, &sales.register_id, self.setup.line) {
            return self.refuse(from, Some(payment_id), RefusedReason::OtherRegister);
        }
        let Setup { model, recovery, .. } = self.setup;
        match admit(&sales, &self.memory, model, recovery, self.activity(), now) {
            Admission::Refuse(reason) => self.refuse(from, Some(payment_id), reason),
            Admission::Same => {
                self.out.push(Output::Accept);
                self.say_where_it_stands(from, &sales.register_id);
            }
            Admission::Done => {
                self.out.push(Output::Accept);
                self.tell_stored(from, payment_id);
            }
            Admission::Take(method) => {
                if let Some(reason) = unwilling(faults) {
                    return self.refuse(from, Some(payment_id), reason);
                }
                self.memory.forget_old(now.wall);
                let pending = self.memory.begin(Origin::Pos { request: sales });
                self.memory.pending = Some(pending.clone());
                self.out.extend([
                    Output::Step(Step::BeforeStorePending),
                    Output::Store,
                    Output::Step(Step::AfterStorePending),
                    Output::Accept,
                ]);
                self.begin(now, pending, method);
            }
        }
    }

    fn query(&mut self, now: Now, from: Connection, payment_id: PaymentId) {
        if self.setup.recovery != RecoveryClass::Keyed {
            return self.refuse(from, Some(payment_id), RefusedReason::BadField);
        }
        let unit = self.memory.unit();
        let answer = match self.memory.known(payment_id, now.wall) {
            Known::Result(_) => {
                self.out.push(Output::Accept);
                return self.tell_stored(from, payment_id);
            }
            Known::Pending(_) => FromTerminal::Pending { unit, payment_id },
            Known::Forgotten => FromTerminal::Forgotten { unit, payment_id },
            Known::Burned => FromTerminal::None { unit, payment_id: Some(payment_id) },
            Known::Never => {
                self.memory.burned.insert(payment_id, now.wall);
                self.out.push(Output::Store);
                FromTerminal::None { unit, payment_id: Some(payment_id) }
            }
        };
        self.out.push(Output::Accept);
        self.say(from, answer);
    }

    fn tell_stored(&mut self, to: Connection, payment_id: PaymentId) {
        if let Some(stored) = self.memory.results.get(&payment_id) {
            self.out.push(Output::Offer {
                to,
                payment_id: Some(payment_id),
                result: Box::new(stored.result.clone()),
                asked: Asked::Asked,
            });
        }
    }

    fn last(&mut self, from: Connection) {
        if self.setup.recovery == RecoveryClass::None {
            return self.refuse(from, None, RefusedReason::BadField);
        }
        // Not while a transaction is pending: what is last would be about to change.
        if self.memory.pending.is_some() {
            return self.refuse(from, None, RefusedReason::Busy);
        }
        self.out.push(Output::Accept);
        match self.memory.last.clone() {
            Some(result) => {
                // A class-last terminal has no key of ours to tell.
                let payment_id = result.payment_id.filter(|_| self.setup.recovery == RecoveryClass::Keyed);
                let result = Box::new(TerminalResult { payment_id, ..result });
                self.out.push(Output::Offer { to: from, payment_id: None, result, asked: Asked::Asked });
            }
            None => {
                let unit = self.memory.unit();
                self.say(from, FromTerminal::None { unit, payment_id: None });
            }
        }
    }

    fn report(&mut self, to: Connection, since: Option<UnixMs>, until: Option<UnixMs>) {
        let unit = self.memory.unit();
        let lines: Vec<LogLine> = self
            .memory
            .log
            .iter()
            .filter(|entry| since.is_none_or(|since| entry.terminal_time >= since))
            .filter(|entry| until.is_none_or(|until| entry.terminal_time <= until))
            .map(|entry| LogLine {
                unit: unit.clone(),
                slip_number: entry.slip_number.clone(),
                transaction_type: entry.transaction_type,
                amount: entry.amount,
                terminal_time: entry.terminal_time,
                payment_media: entry.brand.media(),
                result: ResultWord::Approved,
            })
            .collect();
        let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
        let sum: i64 = lines.iter().map(|line| line.signed()).sum();
        self.out.push(Output::Accept);
        for line in lines {
            self.say(to, FromTerminal::Log(line));
        }
        self.say(to, FromTerminal::End { unit, count, total: Yen::new(sum) });
    }

    /// The way to whoever asked for a payment.
    pub(super) fn asker(&self, origin: &Origin) -> Option<Connection> {
        origin.request().and_then(|request| self.links.to(&request.register_id, self.setup.line))
    }

    /// What the terminal hangs on.
    #[must_use]
    pub fn line(&self) -> LineKind {
        self.setup.line
    }
}

/// Why SALES that is right is refused all the same, on request.
fn unwilling(faults: &mut FaultBox) -> Option<RefusedReason> {
    faults.take(|fault| match fault {
        Fault::Busy => Some(RefusedReason::Busy),
        Fault::Refuse { reason } => Some(*reason),
        _other => None,
    })
}
