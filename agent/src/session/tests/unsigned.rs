//! Nobody is signed in: nothing moves, and nothing is told of other people.

use catlink_shared::reservation::{Booking, Purpose};
use catlink_shared::wire::ToPage;
use catlink_shared::wire::update::Snapshot;

use super::*;
use crate::session::people::{Who, who_may};

/// One message of every kind there is; that none is missing is held by `every_request_has_a_fixture`.
const EVERY_REQUEST: &str = include_str!("../../../../shared/tests/fixtures/v1_from_page.jsonl");

fn every_request() -> impl Iterator<Item = Request> {
    EVERY_REQUEST.lines().map(|line| serde_json::from_str::<FromPage>(line).expect("a message").request)
}

async fn changes(tab: &Tab) -> u64 {
    tab.register.store.read::<_, BooksError, _>(|c| Ok(c.total_changes())).await.unwrap()
}

#[tokio::test]
async fn every_request_that_writes_or_reads_of_people_wants_somebody_signed_in() {
    let mut tab = Tab::met().await;
    let (before, mut refused) = (changes(&tab).await, 0);
    for request in every_request() {
        match who_may(&request) {
            Who::SignedIn => {
                let answer = tab.ask(request.clone()).await;
                let code = answer.map_err(|refusal| refusal.code);
                assert_eq!(code, Err(RefusalCode::NotSignedIn), "{request:?}");
                refused += 1;
            }
            Who::Anybody => {
                // A new one is to be thought about here: it moves nothing, and tells of nobody.
                let harmless = match request {
                    Request::Hello { .. } | Request::PaymentStatus { .. } | Request::ReadCatalog => true,
                    // Signing in; what it does for others wants somebody signed in, too.
                    Request::People { .. } => true,
                    // Refused on this page's socket, and judged by its code on one from elsewhere.
                    Request::Pair { .. } => true,
                    _ => false,
                };
                assert!(harmless, "anybody may: {request:?}");
            }
        }
    }
    assert!(refused > 50, "{refused}");
    assert_eq!(changes(&tab).await, before, "something was written");
}

fn booking() -> Booking {
    Booking { customer: "山田 太郎".into(), phone: "090-1234-5678".into(), ..Booking::default() }
}

/// What a connection is shown now.
fn shown(tab: &mut Tab) -> Snapshot {
    match tab.connection.update(&tab.register).pop() {
        Some(ToPage::Update(snapshot)) => *snapshot,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_page_nobody_is_signed_in_at_is_shown_no_customer_and_no_receipt_but_its_own() {
    let mut clerk = Tab::open("101").await;
    clerk.keep_goods(108).await;
    clerk.ask(cash(108, Rounding::Down)).await.unwrap();
    let purpose = Purpose::Reserve(booking());
    let draft = Draft { lines: vec![goods(500)], purpose, ..Draft::default() };
    let second = SaleId::from_parts(9, &[9; 10]);
    clerk.ask(Request::PutDraft { sale_id: second, base_revision: 0, draft }).await.unwrap();
    let seen = shown(&mut clerk);
    assert!(seen.last_receipt.is_some());
    assert_eq!(seen.current.as_ref().and_then(|sale| sale.owner), Some(page()));

    let mut stranger =
        Tab { connection: Connection::new(&clerk.register, Caller::Own), register: clerk.register.clone() };
    let other = PageId::from_parts(7, &[7; 10]);
    stranger.ask(Request::Hello { page_id: other, resume: None, key: None }).await.unwrap();
    let seen = shown(&mut stranger);
    assert_eq!(seen.last_receipt, None);
    let text = serde_json::to_string(&seen).unwrap();
    for name in ["山田", "090-1234-5678", &page().to_string()] {
        assert!(!text.contains(name), "{name}: {text}");
    }
    let current = seen.current.expect("that there is a sale is no secret");
    assert!(current.owner.is_some_and(|owner| owner != page() && owner != other));
    stranger.sign_in("102").await;
    let seen = serde_json::to_string(&shown(&mut stranger)).unwrap();
    assert!(seen.contains("山田"), "{seen}");

    // Its own page, signed out, goes on seeing its own sale.
    clerk.ask(Request::People { ask: PeopleRequest::SignOut }).await.unwrap();
    let own = serde_json::to_string(&shown(&mut clerk)).unwrap();
    assert!(own.contains("山田"), "{own}");
}

#[tokio::test]
async fn signing_in_shows_what_was_kept_back_even_to_a_page_that_takes_newer_updates_only() {
    let mut tab = Tab::met().await;
    let before = shown(&mut tab).revision;
    tab.sign_in("101").await;
    assert!(shown(&mut tab).revision > before);
}

#[tokio::test]
async fn a_receipt_is_read_unsigned_only_by_the_page_that_asks_for_its_payment() {
    let mut clerk = Tab::open("101").await;
    clerk.keep_goods(108).await;
    clerk.ask(cash(108, Rounding::Down)).await.unwrap();
    let number = clerk.slips().await.unwrap().receipt_number;
    clerk.ask(Request::People { ask: PeopleRequest::SignOut }).await.unwrap();
    let read =
        Request::ReadReceipt { receipt_number: number, mode: catlink_shared::basket::CounterMode::Live };
    let refused = clerk.ask(read.clone()).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::NotSignedIn);
    clerk.sign_in("101").await;
    assert!(clerk.ask(read).await.is_ok());
}
