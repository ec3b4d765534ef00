//! 精算 around payments: none is closed over while it is under way, none begins in a closed day, and an approval that comes
//! after the close is booked in the next one.

use catlink_shared::money::Yen;
use catlink_shared::payment::HandOver;
use catlink_shared::rights::Right;
use catlink_shared::terminal::ResultWord;
use catlink_shared::wire::day::{CountOf, Counted, DayTotal, TerminalTyped};
use catlink_shared::wire::reply::Refusal;

use super::super::*;
use super::bench::*;
use super::decisions::around;
use crate::books::day::{closing, drawer, standing};
use crate::books::history::By;
use crate::clock;
use crate::driver::DriverEvent;
use crate::store::Claim;

/// What of the terminals was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Terminals {
    /// Compared, and their 日計 taken.
    Done,
    /// 中間計 with another sum.
    Different,
    /// Nothing.
    Left,
}

impl Bench {
    async fn close_the_day(&self, manager: Option<&str>, terminals: Terminals) -> Result<(), Refusal> {
        let by = By { who: Some("101".into()), approved_by: manager.map(str::to_owned) };
        let write = move |tx: &rusqlite::Transaction<'_>| {
            let days = standing::unclosed(tx)?;
            let expected = drawer::now(tx)?.expected();
            let counted = Counted::Sum { amount: expected };
            let booked = closing::terminals::booked(tx, &days)?;
            let typed: Vec<TerminalTyped> = match terminals {
                Terminals::Left => Vec::new(),
                Terminals::Done => closing::terminals::agreeing(&booked),
                Terminals::Different => closing::terminals::agreeing(&booked)
                    .into_iter()
                    .map(|typed| TerminalTyped {
                        subtotal: Some(CountOf { count: 9, amount: Yen::new(1) }),
                        day_total: DayTotal::Done,
                        ..typed
                    })
                    .collect(),
            };
            let wanted = closing::Wanted { days: &days, expected, counted: &counted, terminals: &typed };
            closing::close(tx, &wanted, &by, clock::now())
        };
        let written = self.register.store.write(Claim::None, write).await;
        self.register.refresh().await;
        written.map_err(BooksError::into_refusal)
    }

    /// A payment that is sold; gives its day.
    async fn sold(&self) -> String {
        let payment = self.sent().await;
        self.offer(self.result(&payment, ResultWord::Approved));
        self.wait_state("sold").await;
        assert!(matches!(self.did().await, Did::Acknowledge { .. }));
        payment.frozen.slip.business_day
    }
}

#[tokio::test]
async fn a_payment_under_way_is_not_closed_over_not_even_by_a_manager() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let refused = bench.close_the_day(Some("900"), Terminals::Done).await.unwrap_err();
    assert!(refused.message.contains("決済が進行中です"), "{}", refused.message);
    bench.offer(bench.result(&payment, ResultWord::Approved));
    bench.wait_state("sold").await;
    bench.close_the_day(None, Terminals::Done).await.unwrap();
}

#[tokio::test]
async fn an_approval_after_the_close_is_asked_about_and_booked_in_the_next_day() {
    let bench = Bench::new().await;
    let payment = bench.unknown().await;
    let asked = bench.close_the_day(None, Terminals::Done).await.unwrap_err();
    assert_eq!(asked.right, Some(Right::CloseWithOpenItems));
    bench.close_the_day(Some("900"), Terminals::Done).await.unwrap();
    bench.happen(DriverEvent::Ready(ready("m1")));
    bench.offer(bench.result(&payment, ResultWord::Approved));
    bench.wait_state("awaiting_hand_over").await;
    let (payment_id, around) = (payment.frozen.payment_id, around(&bench.register));
    let written = bench.register.store.write::<_, BooksError, _>(Claim::Reserve, move |tx| {
        decisions::answer_hand_over(tx, payment_id, HandOver::Sold, Some("101"), &around)
    });
    written.await.unwrap();
    bench.register.refresh().await;
    let shown = bench.wait("the sale", |shown| shown.last_receipt.is_some()).await;
    let receipt = shown.last_receipt.as_ref().unwrap();
    let closed = payment.frozen.slip.business_day.as_str();
    assert_eq!(receipt.earlier_day.as_deref(), Some(closed));
    assert_eq!(Some(receipt.slip.business_day.clone()), clock::day_after(closed));
}

#[tokio::test]
async fn no_payment_begins_in_a_closed_day() {
    let bench = Bench::new().await;
    bench.sold().await;
    bench.close_the_day(None, Terminals::Done).await.unwrap();
    bench.keep_draft_of(other_sale()).await;
    let next = Start { sale_id: other_sale(), ..bench.order(2) };
    let refused = bench.till.start(next).await.unwrap_err().into_refusal();
    assert_eq!(refused.code, RefusalCode::DayClosed);
}

#[tokio::test]
async fn a_terminal_that_was_not_compared_needs_a_manager() {
    let bench = Bench::new().await;
    bench.sold().await;
    let refused = bench.close_the_day(None, Terminals::Left).await.unwrap_err();
    assert_eq!(refused.right, Some(Right::CloseWithOpenItems));
    bench.close_the_day(Some("900"), Terminals::Left).await.unwrap();
}

#[tokio::test]
async fn a_terminal_that_differs_is_kept_as_it_was_typed() {
    let bench = Bench::new().await;
    let day = bench.sold().await;
    bench.close_the_day(None, Terminals::Different).await.unwrap();
    let closing = bench.register.store.read(move |connection| closing::of_day(connection, &day)).await;
    let closing = closing.unwrap().unwrap();
    assert_eq!(closing.booked[0].booked, CountOf { count: 1, amount: Yen::new(1_000) });
    assert_eq!(closing.typed[0].subtotal, Some(CountOf { count: 9, amount: Yen::new(1) }));
    assert!(closing.open.is_empty(), "{:?}", closing.open);
}
