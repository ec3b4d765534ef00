//! A terminal that says what it must never say: a full card number, in a message on its way out, on request.

use crate::driver::basic::block::FS;
use crate::driver::basic::message::FromTerminal;
use crate::virtual_terminal::fault::{Fault, LeakPlace};
use crate::virtual_terminal::line::Faults;

/// A name no field has.
const UNKNOWN: &str = "card_note";

/// A message as it leaves: as it is, with a card number in it, or behind bytes that are no message and hold one.
pub(super) fn said(message: &FromTerminal, faults: &Faults) -> Vec<Vec<u8>> {
    let bytes = message.encode();
    let leak = faults.lock().take(|fault| match fault {
        Fault::CardNumber { place, text } if fits(*place, message) => Some((*place, text.clone())),
        _other => None,
    });
    let Some((place, text)) = leak else { return vec![bytes] };
    match place {
        LeakPlace::NoMessage => vec![text.into_bytes(), bytes],
        LeakPlace::UnknownName | LeakPlace::LogName => vec![with_field(&bytes, &text, "1")],
        LeakPlace::UnknownValue | LeakPlace::LogValue => vec![with_field(&bytes, UNKNOWN, &text)],
        LeakPlace::MaskedNumber => vec![with_field(&bytes, "account_last4", &text)],
        LeakPlace::Detail => vec![with_field(&bytes, "payment_detail", &text)],
        LeakPlace::Brand => vec![with_field(&bytes, "brand", &text)],
        LeakPlace::CentreCode => vec![with_field(&bytes, "center_result_code", &text)],
        LeakPlace::TransactionNumber => vec![with_field(&bytes, "transaction_number", &text)],
    }
}

/// Whether a message has such a place.
fn fits(place: LeakPlace, message: &FromTerminal) -> bool {
    match place {
        LeakPlace::NoMessage | LeakPlace::UnknownName | LeakPlace::UnknownValue => true,
        LeakPlace::LogName | LeakPlace::LogValue => matches!(message, FromTerminal::Log(_)),
        LeakPlace::MaskedNumber
        | LeakPlace::Detail
        | LeakPlace::Brand
        | LeakPlace::CentreCode
        | LeakPlace::TransactionNumber => matches!(message, FromTerminal::Result(_)),
    }
}

/// The message with this field, in place of the one of that name where there is one.
fn with_field(message: &[u8], name: &str, value: &str) -> Vec<u8> {
    let is_it = |field: &&[u8]| field.starts_with(name.as_bytes()) && field.get(name.len()) == Some(&b'=');
    let mut fields: Vec<&[u8]> = message.split(|byte| *byte == FS).filter(|field| !is_it(field)).collect();
    let field = format!("{name}={value}");
    fields.push(field.as_bytes());
    fields.join(&FS)
}

#[cfg(test)]
mod tests {
    use super::with_field;

    #[test]
    fn a_field_takes_the_place_of_the_one_of_its_name() {
        assert_eq!(with_field(b"RESULT\x1ca=1\x1cab=2", "a", "9"), b"RESULT\x1cab=2\x1ca=9");
        assert_eq!(with_field(b"STATE", "a", "9"), b"STATE\x1ca=9");
    }
}
