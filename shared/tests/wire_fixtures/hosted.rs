//! Frozen messages of pages that come from elsewhere.

use catlink_shared::ids::{PageId, RequestId};
use catlink_shared::origin::Origin;
use catlink_shared::wire::FromPage;
use catlink_shared::wire::hosted::{HostedId, HostedPage, HostedReply, HostedRequest, PageKey, PairingCode};
use catlink_shared::wire::reply::{Outcome, Refusal, RefusalCode, Reply, Retry};
use catlink_shared::wire::request::Request;

fn origin() -> Origin {
    Origin::new("https://pos.example.jp").expect("origin")
}

fn code() -> PairingCode {
    PairingCode::new("20260001").expect("code")
}

fn key() -> PageKey {
    PageKey::new("00112233445566778899aabbccddeeff".into())
}

fn id() -> HostedId {
    HostedId(uuid::Builder::from_unix_timestamp_millis(1, &[7; 10]).into_uuid())
}

pub(super) fn requests() -> impl Iterator<Item = FromPage> {
    let asks = [
        HostedRequest::List,
        HostedRequest::Offer { origin: origin() },
        HostedRequest::Withdraw,
        HostedRequest::Revoke { id: id() },
    ];
    let hello = Request::Hello { page_id: PageId::from_parts(1, &[9; 10]), resume: None, key: Some(key()) };
    [hello, Request::Pair { code: code() }]
        .into_iter()
        .chain(asks.map(|ask| Request::Hosted { ask }))
        .zip(201u8..)
        .map(|(request, n)| FromPage::new(RequestId::from_parts(1, &[n; 10]), request))
}

pub(super) fn replies() -> impl Iterator<Item = Outcome> {
    let page = HostedPage {
        id: id(),
        origin: origin(),
        paired_at_text: "2026/11/24 10:05".into(),
        paired_by: "900".into(),
        seen_at_text: Some("2026/11/24 10:06".into()),
        connected: 1,
    };
    let never = HostedPage { seen_at_text: None, connected: 0, ..page.clone() };
    let replies = [
        Reply::Paired { key: key() },
        Reply::Hosted { reply: HostedReply::List { pages: vec![page, never], open_for: Some(origin()) } },
        Reply::Hosted { reply: HostedReply::List { pages: Vec::new(), open_for: None } },
        Reply::Hosted { reply: HostedReply::Offered { origin: origin(), code: code(), seconds: 300 } },
    ];
    let refusals = [RefusalCode::NotPaired, RefusalCode::WrongPairingCode, RefusalCode::PairingClosed]
        .map(|code| Outcome::Refused(Refusal::new(code, "…", Retry::Useless)));
    replies.into_iter().map(|reply| Outcome::Done { reply: Box::new(reply) }).chain(refusals)
}
