//! What passes the edges of page and log, and what does not.

use std::io::Write;

use catlink_shared::ids::RequestId;
use catlink_shared::masters::Master;
use catlink_shared::wire::FromPage;
use catlink_shared::wire::masters::MastersRequest;
use catlink_shared::wire::request::Request;
use proptest::prelude::*;

use super::log::Masked;
use super::{Edge, has_card_data, kept, masked, may_hold, total};

const SPELLED: [&str; 8] = [
    "4111111111111111",
    "4111 1111 1111 1111",
    "4111\u{3000}1111\u{3000}1111\u{3000}1111",
    "\u{ff14}\u{ff11}\u{ff11}\u{ff11}\u{ff11}\u{ff11}\u{ff11}\u{ff11}\u{ff11}\u{ff11}\u{ff11}\u{ff11}\u{ff11}\u{ff11}\u{ff11}\u{ff11}",
    "4222222222222",
    "34313131313131313131313131313131",
    "0x34 0x31 0x31 0x31 0x31 0x31 0x31 0x31 0x31 0x31 0x31 0x31 0x31 0x31 0x31 0x31",
    ";4111111111111112=251210100000?",
];

proptest! {
    #[test]
    fn the_quick_look_misses_no_number_in_a_free_text(
        spelled in 0..SPELLED.len(), before in "[a-zあ-ん、。 ]{0,30}", after in "[a-zあ-ん、。]{0,30}",
    ) {
        let text = format!("{before}{}{after}", SPELLED[spelled]);
        let json = serde_json::json!({"status": "done", "lines": [{"jan": "4901234567894", "name": text}]}).to_string();
        prop_assert!(may_hold(json.as_bytes()), "{json}");
        let out = masked(json.clone());
        prop_assert!(out != json && !may_hold(out.as_bytes()), "{out}");
        prop_assert!(out.contains("4901234567894"));
    }
}

#[test]
fn frozen_messages_go_out_as_they_are() {
    let messages = include_str!("../../../shared/tests/fixtures/v1_to_page.jsonl");
    for line in messages.lines() {
        assert_eq!(masked(line.to_owned()), line);
    }
}

#[test]
fn jan_and_times_do_not_make_a_catalog_be_taken_apart() {
    let products: Vec<_> = (0..10_000_u64)
        .map(|n| serde_json::json!({"code": n.to_string(), "jan": (4_900_000_000_000 + n * 7).to_string(), "at": 1_700_000_000_000 + n, "name": "おにぎり 鮭", "kana": "オニギリ"}))
        .collect();
    assert!(!may_hold(serde_json::to_string(&products).unwrap().as_bytes()));
}

fn asks(name: &str) -> (Vec<u8>, FromPage) {
    let ask = MastersRequest::Save {
        master: Master::Product,
        code: None,
        base_revision: 0,
        values: [("name", name)].into_iter().collect(),
    };
    let message = FromPage::new(RequestId::from_parts(1, &[1; 10]), Request::Masters { ask });
    (serde_json::to_vec(&message).unwrap(), message)
}

#[test]
fn a_number_in_a_request_is_found_however_its_json_is_written() {
    for spelled in SPELLED {
        let (bytes, message) = asks(spelled);
        assert_eq!(has_card_data(&bytes, &message), Some("name"), "{spelled}");
    }
    let (bytes, message) = asks("4111111111111111");
    let escaped = String::from_utf8(bytes).unwrap().replace("4111", "\\u0034111");
    assert_eq!(has_card_data(escaped.as_bytes(), &message), Some("name"));
    let (bytes, message) = asks("おにぎり 4901234567895");
    assert_eq!(has_card_data(&bytes, &message), None);
}

#[test]
fn a_line_of_the_log_loses_its_card_number_and_nothing_else() {
    let before = total(Edge::Log);
    let mut log = Masked(Vec::new());
    let line = "2026-11-24T02:23:59.123456Z  WARN x: failed payment_id=018bcfe5-6801-7202-8202-020202020202 at=1700000000123";
    writeln!(log, "{line}").unwrap();
    log.write_all(b"panicked at src/x.rs:1:1: card 4111 1111 1111 1111!\n").unwrap();
    let said = String::from_utf8(log.0).unwrap();
    assert_eq!(said, format!("{line}\npanicked at src/x.rs:1:1: card **** **** **** 1111!\n"));
    assert!(total(Edge::Log) > before);
}

#[test]
fn a_free_text_goes_into_the_books_masked_and_counted() {
    let before = total(Edge::Database);
    assert_eq!(kept("note", "のし付き"), "のし付き");
    assert_eq!(kept("note", "番号4111111111111111"), "番号************1111");
    assert!(total(Edge::Database) > before);
}
