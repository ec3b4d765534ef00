//! Messages ↔ bytes: one grammar for both ends of the line.
//!
//! A message is UTF-8 without control bytes; FS separates its fields; the first field is its type, the others are
//! `key=value` in any order. Unknown keys are dropped, so is everything a card number could hide in: only its last four
//! digits leave this module. Knows no line, no clock, no payment state.

mod fields;
mod from_pos;
mod from_terminal;
pub mod trace;

use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::money::Yen;
pub use catlink_shared::terminal::daily_log::LogLine;
use catlink_shared::terminal::{
    Phase, Ready, RefusedReason, RegisterId, SalesRequest, TerminalResult, TerminalState, Unit,
};

/// Version of the protocol this code speaks (HELLO and READY).
pub const VERSION: u16 = 1;

/// What the POS says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FromPos {
    /// Who I am; first on every opening.
    Hello {
        /// Version it speaks.
        version: u16,
        /// Its name.
        register_id: RegisterId,
    },
    /// How are you?
    Ping,
    /// Take this much money.
    Sales(SalesRequest),
    /// Stop this payment, please.
    Cancel {
        /// Which.
        payment_id: PaymentId,
    },
    /// What became of this payment?
    Query {
        /// Which.
        payment_id: PaymentId,
    },
    /// What was the last transaction?
    Last,
    /// Read the daily log (kind=reporting, 中間計: reads, changes nothing). The terminal's times, both ends included; an end
    /// left out is open. 日計 (kind=settlement), which closes the terminal's day, cannot be said at all.
    DailyLog {
        /// From.
        from: Option<UnixMs>,
        /// To.
        to: Option<UnixMs>,
    },
}

/// What the terminal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FromTerminal {
    /// HELLO's answer.
    Ready(Ready),
    /// HELLO's other answer: another register holds this terminal (REFUSED with holder).
    HelloRefused {
        /// Who speaks.
        unit: Unit,
        /// The other register.
        holder: String,
    },
    /// What it does.
    State(TerminalState),
    /// Where a payment stands.
    Status {
        /// Who speaks.
        unit: Unit,
        /// Which.
        payment_id: PaymentId,
        /// Where.
        phase: Phase,
    },
    /// What became of a transaction.
    Result(Box<TerminalResult>),
    /// A request it would not take.
    Refused {
        /// Who speaks.
        unit: Unit,
        /// Which payment; none for LAST or DAILYLOG.
        payment_id: Option<PaymentId>,
        /// Why.
        reason: RefusedReason,
    },
    /// It is still at that payment.
    Pending {
        /// Who speaks.
        unit: Unit,
        /// Which.
        payment_id: PaymentId,
    },
    /// It never took that payment and never will; or, without `payment_id`, there is no last transaction.
    None {
        /// Who speaks.
        unit: Unit,
        /// Which.
        payment_id: Option<PaymentId>,
    },
    /// Too long ago: proves nothing.
    Forgotten {
        /// Who speaks.
        unit: Unit,
        /// Which.
        payment_id: PaymentId,
    },
    /// One line of the daily log.
    Log(LogLine),
    /// The daily log is complete.
    End {
        /// Who speaks.
        unit: Unit,
        /// How many lines there were.
        count: u32,
        /// Sum of the settled amounts: sales less voids and refunds.
        total: Yen,
    },
}

/// Why bytes are no message. Names the key, never what was in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadMessage {
    /// Not UTF-8.
    #[error("message is not UTF-8")]
    NotUtf8,
    /// A control character inside a field.
    #[error("control character in a message")]
    Control,
    /// A type this version does not know.
    #[error("unknown message type")]
    UnknownType,
    /// A field without `=`.
    #[error("field without a key")]
    NotAField,
    /// A key that must be there is not.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A key is there more than once.
    #[error("{0} is there twice")]
    Twice(&'static str),
    /// A value that its key cannot have.
    #[error("{0} has a value it cannot have")]
    Value(&'static str),
}

impl BadMessage {
    /// The reason as fixed text.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::NotUtf8 => "message is not UTF-8",
            Self::Control => "control character in a message",
            Self::UnknownType => "unknown message type",
            Self::NotAField => "field without a key",
            Self::Missing(_) => "a field is missing",
            Self::Twice(_) => "a field is there twice",
            Self::Value(_) => "a field has a value it cannot have",
        }
    }
}

impl FromPos {
    /// The message as bytes, not yet in blocks.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        from_pos::encode(self)
    }

    /// The message of these bytes.
    ///
    /// # Errors
    /// What is wrong with them: answer REFUSED bad_field, conclude nothing.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadMessage> {
        from_pos::decode(bytes)
    }

    /// Type and keys that are safe in a trace.
    #[must_use]
    pub fn trace(&self) -> String {
        match self {
            Self::Hello { version, register_id } => {
                format!("HELLO version={version} register_id={register_id}")
            }
            Self::Ping => "PING".to_owned(),
            Self::Sales(sales) => format!(
                "SALES payment_id={} sequence_number={} amount={}",
                sales.payment_id,
                sales.sequence_number,
                sales.amount.get()
            ),
            Self::Cancel { payment_id } => format!("CANCEL payment_id={payment_id}"),
            Self::Query { payment_id } => format!("QUERY payment_id={payment_id}"),
            Self::Last => "LAST".to_owned(),
            Self::DailyLog { .. } => "DAILYLOG kind=reporting".to_owned(),
        }
    }
}

impl FromTerminal {
    /// The message as bytes, not yet in blocks.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        from_terminal::encode(self)
    }

    /// The message of these bytes. What a RESULT merely describes (brand, codes, conditions) and this version cannot
    /// hold is left out rather than lose the RESULT; what it is judged by must be right.
    ///
    /// # Errors
    /// What is wrong with them: drop the message, conclude nothing.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadMessage> {
        from_terminal::decode(bytes)
    }

    /// Whether bytes that are no message were meant as a line of the daily log.
    #[must_use]
    pub fn was_to_be_log(bytes: &[u8]) -> bool {
        bytes.strip_prefix(b"LOG").is_some_and(|rest| rest.first().is_none_or(|&byte| byte == fields::FS))
    }

    /// Type and keys that are safe in a trace.
    #[must_use]
    pub fn trace(&self) -> String {
        match self {
            Self::Ready(ready) => format!("READY memory_id={}", ready.unit.memory_id),
            Self::HelloRefused { .. } => "REFUSED of HELLO".to_owned(),
            Self::State(state) => format!("STATE state={}", state.activity.word()),
            Self::Status { payment_id, phase, .. } => {
                format!("STATUS payment_id={payment_id} phase={}", phase.word())
            }
            Self::Result(result) => {
                format!("RESULT {}result={}", whose(result.payment_id), result.result.word())
            }
            Self::Refused { payment_id, reason, .. } => {
                format!("REFUSED {}reason={}", whose(*payment_id), reason.word())
            }
            Self::Pending { payment_id, .. } => format!("PENDING payment_id={payment_id}"),
            Self::None { payment_id, .. } => format!("NONE {}", whose(*payment_id)),
            Self::Forgotten { payment_id, .. } => format!("FORGOTTEN payment_id={payment_id}"),
            Self::Log(line) => format!("LOG slip_number={}", line.slip_number),
            Self::End { count, .. } => format!("END count={count}"),
        }
    }

    /// Who speaks.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        match self {
            Self::Ready(ready) => &ready.unit,
            Self::State(state) => &state.unit,
            Self::Result(result) => &result.unit,
            Self::Log(line) => &line.unit,
            Self::HelloRefused { unit, .. }
            | Self::Status { unit, .. }
            | Self::Refused { unit, .. }
            | Self::Pending { unit, .. }
            | Self::None { unit, .. }
            | Self::Forgotten { unit, .. }
            | Self::End { unit, .. } => unit,
        }
    }
}

fn whose(payment_id: Option<PaymentId>) -> String {
    payment_id.map_or_else(String::new, |id| format!("payment_id={id} "))
}

#[cfg(test)]
mod guarded;
#[cfg(test)]
mod tests;
