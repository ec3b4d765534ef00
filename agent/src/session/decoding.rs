//! What a page said, as a message; or which refusal it gets instead.

use catlink_shared::ids::RequestId;
use catlink_shared::wire::reply::{Refusal, RefusalCode, Retry};
use catlink_shared::wire::{FromPage, MOST_BYTES, VERSION};
use serde::Deserialize;

use crate::card_guard::{self, Edge};

/// Told where a text holds what looks like a card number.
const CARD_DATA: &str = "カード番号と思われる数字が含まれています。カード番号は入力できません。番号を消してください(内容は保存していません)。";

/// What every version of a message has.
#[derive(Deserialize)]
struct Head {
    v: u16,
    id: RequestId,
}

/// The message. What is not read is refused by name, to its id where that could be read.
///
/// # Errors
/// The refusal.
pub(super) fn decode(bytes: &[u8]) -> Result<FromPage, (Option<RequestId>, Refusal)> {
    if bytes.len() > MOST_BYTES {
        let text = "送信内容が大きすぎます。会計を分けてください。";
        return Err((None, Refusal::new(RefusalCode::TooLarge, text, Retry::Useless)));
    }
    let malformed = "画面からの依頼を読み取れませんでした。画面を再読み込みしてください。";
    let head: Head = serde_json::from_slice(bytes)
        .map_err(|_| (None, Refusal::new(RefusalCode::Malformed, malformed, Retry::Useless)))?;
    if head.v != VERSION {
        let text = "画面とシステムの版が違います。画面を再読み込みしてください。";
        return Err((Some(head.id), Refusal::new(RefusalCode::UnsupportedVersion, text, Retry::Useless)));
    }
    let message: FromPage = serde_json::from_slice(bytes)
        .map_err(|_| (Some(head.id), Refusal::new(RefusalCode::Malformed, malformed, Retry::Useless)))?;
    let Some(field) = card_guard::has_card_data(bytes, &message) else { return Ok(message) };
    card_guard::stopped(Edge::PageIn, field);
    Err((Some(head.id), Refusal::new(RefusalCode::CardData, CARD_DATA, Retry::Useless)))
}

#[cfg(test)]
mod tests {
    use super::{RefusalCode, decode};

    fn masters(find: &str) -> String {
        let id = "01939c3e-0000-7000-8000-000000000001";
        let row = format!("\"values\":{{\"name\":\"{find}\",\"jan\":\"4222222222222\"}}");
        let ask =
            format!("{{\"type\":\"save\",\"master\":\"product\",\"code\":null,\"base_revision\":0,{row}}}");
        format!("{{\"v\":1,\"id\":\"{id}\",\"request\":{{\"type\":\"masters\",\"ask\":{ask}}}}}")
    }

    #[test]
    fn a_card_number_in_a_free_text_of_a_request_is_refused_and_nothing_of_it_is_told() {
        for text in ["4111 1111 1111 1111", "\\u0034111111111111111", "34313131313131313131313131313131"] {
            let (id, refusal) = decode(masters(text).as_bytes()).expect_err("refused");
            assert_eq!((refusal.code, id.is_some()), (RefusalCode::CardData, true), "{text}");
            assert!(refusal.message.contains("内容は保存していません") && !refusal.message.contains("1111"));
        }
        assert!(decode(masters("おにぎり 鮭").as_bytes()).is_ok());
    }

    #[test]
    fn no_frozen_request_is_refused() {
        for line in include_str!("../../../shared/tests/fixtures/v1_from_page.jsonl").lines() {
            assert!(decode(line.as_bytes()).is_ok(), "{line}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_by_name() {
        let id = "01939c3e-0000-7000-8000-000000000001";
        let long = format!("{{\"v\":1,\"id\":\"{id}\",\"pad\":\"{}\"}}", "x".repeat(super::MOST_BYTES));
        for (text, code, has_id) in [
            (String::new(), RefusalCode::Malformed, false),
            ("{".to_owned(), RefusalCode::Malformed, false),
            ("[]".to_owned(), RefusalCode::Malformed, false),
            (format!("{{\"v\":2,\"id\":\"{id}\",\"request\":{{}}}}"), RefusalCode::UnsupportedVersion, true),
            (
                format!("{{\"v\":1,\"id\":\"{id}\",\"request\":{{\"type\":\"nope\"}}}}"),
                RefusalCode::Malformed,
                true,
            ),
            (long, RefusalCode::TooLarge, false),
        ] {
            let (id, refusal) = decode(text.as_bytes()).expect_err("refused");
            assert_eq!((refusal.code, id.is_some()), (code, has_id), "{text:.60}");
        }
        assert!(decode(b"\xff\xfe").is_err());
    }
}
