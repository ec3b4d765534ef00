//! A terminal that says what it must never say: a full card number, in a message on its way out, on request.

use crate::driver::basic::block::FS;
use crate::driver::basic::message::FromTerminal;
use crate::virtual_terminal::fault::LeakPlace;
use crate::virtual_terminal::line::Faults;

/// A name no field has.
const UNKNOWN: &str = "card_note";
/// Another, so that a line of the daily log can have both.
const UNKNOWN_IN_LOG: &str = "log_note";

/// A message as it leaves: as it is, with card numbers at every place they are wanted, or behind bytes that are no message
/// and hold one.
pub(super) fn said(message: &FromTerminal, faults: &Faults) -> Vec<Vec<u8>> {
    let mut before = Vec::new();
    let mut bytes = message.encode();
    for (place, text) in faults.lock().take_leaks(|place| fits(place, message)) {
        let (name, value) = match place {
            LeakPlace::NoMessage => {
                before.push(text.into_bytes());
                continue;
            }
            LeakPlace::UnknownName | LeakPlace::LogName => (text.as_str(), "1"),
            LeakPlace::UnknownValue => (UNKNOWN, text.as_str()),
            LeakPlace::LogValue => (UNKNOWN_IN_LOG, text.as_str()),
            LeakPlace::MaskedNumber => ("account_last4", text.as_str()),
            LeakPlace::Detail => ("payment_detail", text.as_str()),
            LeakPlace::Brand => ("brand", text.as_str()),
            LeakPlace::CentreCode => ("center_result_code", text.as_str()),
            LeakPlace::TransactionNumber => ("transaction_number", text.as_str()),
        };
        bytes = with_field(&bytes, name, value);
    }
    before.push(bytes);
    before
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
