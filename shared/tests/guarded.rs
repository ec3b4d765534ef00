//! Every text of every frozen message has its place in the guard's table, and no payment waits because of it.

use std::collections::BTreeSet;

use catlink_shared::card::guard::has_card_data;
use catlink_shared::masters::{Master, Takes};
use catlink_shared::wire::guarded::{Field, field, known};
use serde_json::Value;

const FROM_PAGE: &str = include_str!("fixtures/v1_from_page.jsonl");
const TO_PAGE: &str = include_str!("fixtures/v1_to_page.jsonl");

/// Every text with the name of its field.
fn texts(name: &str, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.push((name.to_owned(), text.clone())),
        Value::Array(values) => values.iter().for_each(|value| texts(name, value, found)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| texts(name, value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn texts_of(lines: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for line in lines.lines() {
        texts("", &serde_json::from_str(line).expect("a message"), &mut found);
    }
    found
}

#[test]
fn every_text_field_of_the_messages_is_in_the_guards_table() {
    let names: BTreeSet<String> =
        [FROM_PAGE, TO_PAGE].into_iter().flat_map(texts_of).map(|(name, _)| name).collect();
    let missing: Vec<&String> = names.iter().filter(|name| known(name).is_none()).collect();
    assert!(missing.is_empty(), "say in shared/src/wire/guarded.rs how these are read: {missing:?}");
}

#[test]
fn a_free_text_of_a_master_is_read_as_free_and_nothing_else_of_it_is() {
    for rule in Master::ALL.iter().flat_map(|master| master.rules()) {
        let is_free = matches!(rule.takes, Takes::Text(_));
        assert_eq!(field(rule.key) == Field::Free, is_free, "{}", rule.key);
        assert_ne!(field(rule.key), Field::Opaque, "{}", rule.key);
    }
}

#[test]
fn no_frozen_message_is_taken_for_card_data() {
    for (name, text) in [FROM_PAGE, TO_PAGE].into_iter().flat_map(texts_of) {
        let is = field(&name).reading().is_some_and(|reading| has_card_data(&text, reading));
        assert!(!is, "{name}: {text}");
    }
}

/// Requests that an open payment waits for.
const OF_A_PAYMENT: [&str; 10] = [
    "start_payment",
    "payment_status",
    "cancel_payment",
    "reinquire",
    "decide_payment",
    "answer_hand_over",
    "close_action",
    "report_difference",
    "refund_in_cash",
    "accept_terminal",
];

#[test]
fn nothing_of_an_open_payment_is_free_text_but_how_to_reach_the_customer() {
    let mut free = BTreeSet::new();
    for line in FROM_PAGE.lines() {
        let message: Value = serde_json::from_str(line).expect("a message");
        let kind = message.pointer("/request/type").and_then(Value::as_str).unwrap_or_default();
        if OF_A_PAYMENT.contains(&kind) {
            let mut found = Vec::new();
            texts("", &message, &mut found);
            free.extend(found.into_iter().map(|(name, _)| name).filter(|name| field(name) == Field::Free));
        }
    }
    assert_eq!(free.into_iter().collect::<Vec<_>>(), ["contact"]);
}

#[test]
fn no_number_of_a_terminal_and_no_code_keeps_a_payment_waiting() {
    // The longest slip number and approval code; a JT-C60's terminal id; ids that would be numbers if anybody looked.
    for (name, text) in [
        ("slip_number", "41111111"),
        ("newest_slip", "41111111"),
        ("approval_code", "411111111111"),
        ("terminal_id", "4222222222222"),
        ("time", "10:05"),
        ("card_company_code", "41111111"),
        ("operator_code", "41111111"),
        ("last4", "1111"),
        ("payment_id", "41111111-1111-7111-8111-411111111111"),
        ("supersedes", "41111111-1111-7111-8111-411111111111"),
        ("action_id", "41111111-1111-7111-8111-411111111111"),
        ("sale_id", "41111111-1111-7111-8111-411111111111"),
    ] {
        assert!(!field(name).reading().is_some_and(|reading| has_card_data(text, reading)), "{name}");
    }
}
