//! A message as its line trace keeps it: type, known fields as text, every other field by name and length.
//!
//! What is shown of a known field is what decoding left of it, so of a card number its last four digits. A value with as
//! many figures as a card number is shown by its length even so, but where its type allows nothing else; a name that is
//! none of a field's is not shown at all.

use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::trace::{MalformedCause, Shown, TraceField, TraceLine, Way};

use super::fields::Fields;
use super::{BadMessage, FromPos, FromTerminal};

/// Keys whose type holds no card number, however many figures their values have.
const TYPED: [&str; 3] = ["payment_id", "terminal_id", "terminal_time"];

/// A value of a field that could be anything shows fewer figures than the shortest card number has.
const MOST_FIGURES: usize = 11;

/// Characters of a long memory_id by which one memory is told from another.
const ENOUGH_TO_TELL: usize = 6;

/// Longest name that is shown.
const MOST_NAME: usize = 32;

/// A message's trace, and the payment it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    /// Which payment.
    pub payment_id: Option<PaymentId>,
    /// What is kept.
    pub line: TraceLine,
}

/// Of what the POS says.
#[must_use]
pub fn outgoing(message: &FromPos) -> Traced {
    let bytes = message.encode();
    Traced { payment_id: payment_id(&bytes), line: shown(Way::ToTerminal, &bytes, &bytes) }
}

/// Of what came from the terminal, and what it was read as.
#[must_use]
pub fn incoming(bytes: &[u8], read: &Result<FromTerminal, BadMessage>) -> Traced {
    match read {
        Ok(message) => {
            let known = message.encode();
            Traced { payment_id: payment_id(&known), line: shown(Way::FromTerminal, &known, bytes) }
        }
        Err(bad) => {
            let line = TraceLine::Malformed { length: bytes.len(), cause: cause(*bad) };
            Traced { payment_id: None, line }
        }
    }
}

fn payment_id(known: &[u8]) -> Option<PaymentId> {
    Fields::read(known).ok()?.payment_id().ok()
}

/// `known` is what this version understood of it, written anew.
fn shown(way: Way, known: &[u8], came: &[u8]) -> TraceLine {
    // What this version wrote it can read.
    let Ok(known) = Fields::read(known) else {
        return TraceLine::Malformed { length: came.len(), cause: MalformedCause::NotAField };
    };
    let mut fields: Vec<TraceField> = known.pairs().map(|(name, value)| known_field(name, value)).collect();
    if let Ok(came) = Fields::read(came) {
        let is_known = |name: &str| known.pairs().any(|(other, _)| other == name);
        fields.extend(came.pairs().filter(|(name, _)| !is_known(name)).map(|(name, value)| TraceField {
            name: is_name(name).then(|| name.to_owned()),
            shown: Shown::Length(value.chars().count()),
        }));
    }
    TraceLine::Message { way, kind: known.kind.to_owned(), fields }
}

fn known_field(name: &str, value: &str) -> TraceField {
    let figures = value.chars().filter(|c| c.is_numeric()).count();
    let shown = if TYPED.contains(&name) || figures <= MOST_FIGURES {
        Shown::Text(value.to_owned())
    } else if name == "memory_id" {
        Shown::Text(format!("{}…", value.chars().take(ENOUGH_TO_TELL).collect::<String>()))
    } else {
        Shown::Length(value.chars().count())
    };
    TraceField { name: Some(name.to_owned()), shown }
}

/// No figure is part of a name, so that none can hide a number.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= MOST_NAME && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

const fn cause(bad: BadMessage) -> MalformedCause {
    match bad {
        BadMessage::NotUtf8 => MalformedCause::NotUtf8,
        BadMessage::Control => MalformedCause::Control,
        BadMessage::UnknownType => MalformedCause::UnknownType,
        BadMessage::NotAField => MalformedCause::NotAField,
        BadMessage::Missing(_) => MalformedCause::Missing,
        BadMessage::Twice(_) => MalformedCause::Twice,
        BadMessage::Value(_) => MalformedCause::Value,
    }
}
