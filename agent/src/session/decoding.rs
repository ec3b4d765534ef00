//! What a page said, as a message; or which refusal it gets instead.

use catlink_shared::ids::RequestId;
use catlink_shared::wire::reply::{Refusal, RefusalCode, Retry};
use catlink_shared::wire::{FromPage, MOST_BYTES, VERSION};
use serde::Deserialize;

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
    serde_json::from_slice(bytes)
        .map_err(|_| (Some(head.id), Refusal::new(RefusalCode::Malformed, malformed, Retry::Useless)))
}

#[cfg(test)]
mod tests {
    use super::{RefusalCode, decode};

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
