//! 決済の経過: what the journal, the actions and the trace have of a payment is told in one order, with who did what.

use catlink_shared::ids::ActionId;
use catlink_shared::money::Yen;
use catlink_shared::payment::Decision;
use catlink_shared::terminal::profile::WayBack;
use catlink_shared::terminal::trace::LineNote;
use catlink_shared::wire::story::{Story, StorySource};
use catlink_shared::wire::update::ActionKind;

use super::super::*;
use super::bench::*;
use super::decisions::{manager, paper, slip};
use crate::books::actions::{self, Action};
use crate::books::history::By;
use crate::books::story;
use crate::clock;
use crate::store::Claim;
use crate::trace::Unreadable;

impl Bench {
    async fn story(&self) -> Story {
        let payment_id = self.order(1).payment_id;
        let trace = self.register.trace.of(payment_id).await;
        self.register.store.read(move |c| story::of(c, payment_id, trace)).await.unwrap()
    }

    /// 端末で取消, opened and closed with what the paper says.
    async fn void_on_terminal(&self, payment: &Payment) {
        let (payment_id, action_id) = (payment.frozen.payment_id, ActionId::from_parts(1, &[9; 10]));
        let action = Action {
            kind: ActionKind::VoidOnTerminal,
            amount: Yen::new(1_000),
            or_amount: None,
            card_company_name: payment.frozen.company.name.clone(),
            model: Some(payment.frozen.model),
            terminal_id: None,
            receipt_number: None,
            slip_number: None,
            way_back: WayBack::Void,
        };
        let write = move |tx: &rusqlite::Transaction<'_>| {
            actions::open(tx, action_id, Some(payment_id), &action, clock::now())?;
            actions::close(tx, action_id, &slip("00077"), Yen::new(1_000), Some("101"), clock::now())
        };
        self.register.store.write(Claim::None, write).await.unwrap();
    }
}

fn told(story: &Story) -> String {
    // A line of the trace may fall into the same millisecond as what was written after it.
    let written = story.entries.iter().filter(|entry| entry.from != StorySource::Line);
    let lines = written.flat_map(|entry| {
        let details = entry.details.iter().map(|detail| format!("    {detail}"));
        std::iter::once(format!("{:?} {}", entry.from, entry.text)).chain(details)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn decisions_and_actions_are_told_in_order_with_who_decided_and_who_allowed_it() {
    let bench = Bench::new().await;
    let payment = bench.unknown().await;
    let hold = Decision::Hold { contact: "090-0000-0000".into(), newest_slip: None };
    bench.decide(hold).await.unwrap();
    let by = By { who: Some("101".to_owned()), approved_by: Some("900".to_owned()) };
    bench.decide_by(by, 1, paper("00001", 900), Duration::ZERO).await.unwrap();
    let voided = Decision::VoidedOnTerminal { slip_number: slip("00002"), amount: Yen::new(900) };
    bench.decide_by(manager(), 1, voided, Duration::ZERO).await.unwrap();
    bench.void_on_terminal(&payment).await;
    let tracer = bench.register.trace.tracer(CatDeviceId::Cat1);
    tracer.note(Some(payment.frozen.payment_id), LineNote::Opened);
    let story = bench.story().await;
    insta::assert_snapshot!(told(&story));
    let line: Vec<_> = story.entries.iter().filter(|entry| entry.from == StorySource::Line).collect();
    assert_eq!(line.iter().map(|entry| entry.text.as_str()).collect::<Vec<_>>(), ["回線を開きました"]);
    assert_eq!(story.head.state_text, "請求なし");
    assert_eq!(story.head.slip_number.as_ref().map(|slip| slip.as_str()), Some("00001"));
    assert_eq!(story.tries, [payment.frozen.payment_id]);
}

#[tokio::test]
async fn a_trace_that_cannot_be_read_leaves_the_rest_of_the_story() {
    let bench = Bench::new().await;
    let payment_id = bench.sent().await.frozen.payment_id;
    let read = move |c: &rusqlite::Connection| story::of(c, payment_id, Err(Unreadable));
    let story = bench.register.store.read(read).await.unwrap();
    let from = |source| story.entries.iter().filter(|entry| entry.from == source).count();
    assert_eq!((from(StorySource::Payment), from(StorySource::Line)), (2, 1));
    assert!(story.entries.iter().any(|entry| entry.text.contains("読めませんでした")));
}

#[tokio::test]
async fn a_payment_nobody_knows_has_no_story() {
    let bench = Bench::new().await;
    let payment_id = bench.order(7).payment_id;
    let read = move |c: &rusqlite::Connection| story::of(c, payment_id, Ok(Vec::new()));
    assert!(bench.register.store.read(read).await.is_err());
}
