//! Messages between page and agent, text by text with the names of their fields.

use std::borrow::Cow;

use catlink_shared::card::guard::{self, Reading, mask};
use catlink_shared::wire::FromPage;
use catlink_shared::wire::guarded::{Field, field, known};
use serde_json::Value;

use super::probe::may_hold;
use super::{Edge, stopped};

/// The field of a request that holds card data. `bytes` are what the message was read from.
#[must_use]
pub fn has_card_data(bytes: &[u8], message: &FromPage) -> Option<&'static str> {
    // Figures may be escaped (RFC 8259, 7): then what was read is looked at, not how it was written.
    if !bytes.contains(&b'\\') && !may_hold(bytes) {
        return None;
    }
    let value = serde_json::to_value(message).ok()?;
    found("", &value).map(told)
}

/// A message for a page, as JSON, without card data.
#[must_use]
pub fn masked(json: String) -> String {
    if !may_hold(json.as_bytes()) {
        return json;
    }
    let Ok(mut value) = serde_json::from_str::<Value>(&json) else { return json };
    let mut fields = Vec::new();
    mask_in("", &mut value, &mut fields);
    if fields.is_empty() {
        return json;
    }
    for name in fields {
        stopped(Edge::PageOut, name);
    }
    value.to_string()
}

/// A field's name as it may be told: a page may name the fields of a row as it likes.
fn told(name: &str) -> &'static str {
    const KNOWN: [&str; 12] = [
        "addressee",
        "contact",
        "customer",
        "find",
        "name",
        "note",
        "operator_code",
        "phone",
        "proviso",
        "reason",
        "text",
        "unlinked_reason",
    ];
    KNOWN.into_iter().find(|known| *known == name).unwrap_or("other")
}

fn found<'a>(name: &'a str, value: &'a Value) -> Option<&'a str> {
    match value {
        Value::String(text) => {
            let is = field(name).reading().is_some_and(|reading| guard::has_card_data(text, reading));
            is.then_some(name)
        }
        // No amount, revision or time has as many figures.
        Value::Number(number) => guard::has_card_data(&number.to_string(), Reading::Typed).then_some(name),
        Value::Array(values) => values.iter().find_map(|value| found(name, value)),
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            let in_name = known(name).is_none() && guard::has_card_data(name, Reading::Free);
            if in_name { Some(name.as_str()) } else { found(name, value) }
        }),
        Value::Null | Value::Bool(_) => None,
    }
}

fn mask_in(name: &str, value: &mut Value, fields: &mut Vec<&'static str>) {
    match value {
        Value::String(text) => {
            let Some(reading) = field(name).reading_out() else { return };
            if let Cow::Owned(masked) = mask(text, reading) {
                *text = masked;
                fields.push(told(name));
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| mask_in(name, value, fields)),
        Value::Object(of) => of.iter_mut().for_each(|(name, value)| mask_in(name, value, fields)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a field is one that anything may be written into.
pub(super) fn is_free(name: &[u8]) -> bool {
    std::str::from_utf8(name).map_or(true, |name| field(name) == Field::Free)
}
