//! Frozen messages of 決済の経過.

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::{ReceiptNumber, RequestId, SequenceNumber};
use catlink_shared::money::Yen;
use catlink_shared::terminal::SlipNumber;
use catlink_shared::wire::FromPage;
use catlink_shared::wire::reply::{Outcome, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::slips::{May, SlipSheet, SlipState, SlipsReply};
use catlink_shared::wire::story::{Story, StoryEntry, StoryHead, StoryRequest, StorySource};

use super::slips;

pub(super) fn request() -> FromPage {
    let ask = StoryRequest::Read { payment_id: super::payment_id() };
    FromPage::new(RequestId::from_parts(1, &[181; 10]), Request::Story { ask })
}

fn entry(from: StorySource, details: &[&str]) -> StoryEntry {
    StoryEntry {
        at_text: "2026/11/23 10:05:09.123".into(),
        from,
        text: "端末へ決済依頼を送り始めました。".into(),
        details: details.iter().map(ToString::to_string).collect(),
    }
}

pub(super) fn replies() -> [Outcome; 3] {
    let head = StoryHead {
        payment_id: super::payment_id(),
        accepted_at_text: "2026/11/23 10:05:09".into(),
        card_company_name: "クレジット".into(),
        category_name: "クレジット".into(),
        amount: Yen::new(900),
        device: CatDeviceId::Cat1,
        model_name: "JT-C60(stera)".into(),
        terminal_id: super::terminal_id(),
        sequence_number: SequenceNumber(7),
        state_text: "売上確定".into(),
        receipt_number: Some(ReceiptNumber(12)),
        slip_number: SlipNumber::new("00042").ok(),
    };
    let open = StoryHead { receipt_number: None, slip_number: None, ..head.clone() };
    let entries = vec![
        entry(StorySource::Payment, &["担当者 101 佐藤"]),
        entry(StorySource::Terminal, &[]),
        entry(StorySource::Line, &[]),
    ];
    let story = |head, entries| {
        let story = Story { head, entries, tries: vec![super::payment_id()] };
        Reply::Story { story: Box::new(story) }
    };
    let sheet = SlipSheet {
        receipt: Box::new(slips::receipt()),
        state: SlipState::Settled,
        void: May::Yes,
        give_back: May::Yes,
        returned: Vec::new(),
        tenders: Vec::new(),
        undone_by: Vec::new(),
        payment_id: Some(super::payment_id()),
    };
    let sheet = Reply::Slips { reply: SlipsReply::Sheet { sheet: Box::new(sheet) } };
    [story(head, entries), story(open, Vec::new()), sheet]
        .map(|reply| Outcome::Done { reply: Box::new(reply) })
}
