//! Every request there is, with something in one of its texts that does not belong there.

use anyhow::{Context, Result};
use catlink_shared::ids::RequestId;
use serde_json::Value;

use crate::socket::new_id;

/// One message of every kind there is.
pub const EVERY_REQUEST: &str = include_str!("../../shared/tests/fixtures/v1_from_page.jsonl");

/// Every place of a text in a message, as a path into it.
pub fn texts(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(path.to_owned()),
        Value::Array(list) => {
            for (number, one) in list.iter().enumerate() {
                texts(one, &format!("{path}/{number}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, one) in fields {
                texts(one, &format!("{path}/{name}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A request with one text replaced.
#[derive(Debug, Clone)]
pub struct Poisoned {
    /// Which text, as a path.
    pub place: String,
    /// What stands there now.
    pub text: String,
    /// The message.
    pub message: String,
}

/// Each text of each request replaced by what is given for it, one at a time; connection tests and signing out are left out,
/// since they end what the others need.
///
/// # Errors
/// A request is no JSON.
pub fn every_text(mut next: impl FnMut(&str) -> String) -> Result<Vec<Poisoned>> {
    let mut poisoned = Vec::new();
    for line in EVERY_REQUEST.lines().filter(|line| !line.contains("test_port") && !line.contains("sign_out"))
    {
        let mut message: Value = serde_json::from_str(line)?;
        // A PIN in a fixture is nobody's here, and wrong ones lock whoever they are said of.
        message.as_object_mut().context("a message")?.remove("approval");
        let mut places = Vec::new();
        texts(&message["request"], "/request", &mut places);
        for place in places {
            let mut message = message.clone();
            let text = message.pointer_mut(&place).context("a place")?;
            let poison = next(text.as_str().unwrap_or_default());
            *text = poison.as_str().into();
            message["id"] = new_id(RequestId::from_parts).to_string().into();
            poisoned.push(Poisoned { place, text: poison, message: message.to_string() });
        }
    }
    Ok(poisoned)
}
