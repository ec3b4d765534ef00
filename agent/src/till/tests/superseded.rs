//! 別の方法で受取る: the sale is paid otherwise, and what shows of the payment later is a second charge.

use catlink_shared::payment::{LastWord, PortHold};
use catlink_shared::terminal::ResultWord;
use catlink_shared::wire::reply::Refusal;
use catlink_shared::wire::update::ActionKind;

use super::super::*;
use super::bench::*;
use super::decisions::{around, not_on_record, paper};
use crate::books::{sales, slips};
use crate::clock;
use crate::driver::DriverEvent;
use crate::store::Claim;

impl Bench {
    /// The sale is paid in cash instead.
    pub(super) async fn pay_otherwise(&self, after: Duration) -> Result<PaymentState, Refusal> {
        let (payment_id, sale_id, page) = (self.order(1).payment_id, self.sale_id, self.page);
        let around = around(&self.register);
        let written = self.register.store.write::<_, BooksError, _>(Claim::None, move |tx| {
            decisions::supersede(tx, payment_id, sale_id, after, Some("101"), &around)?;
            let sale = sales::payable(tx, page, sale_id, 1)?;
            let mut slip = admission::must_find(tx, payment_id)?.frozen.slip;
            assert_eq!(sale.draft.due().unwrap(), slip.totals.total);
            let (amount, change) = (slip.totals.total, catlink_shared::money::Yen::ZERO);
            slip.tenders = vec![catlink_shared::tender::Tender::Cash { amount, tendered: amount, change }];
            slips::book(tx, slip, around.data, None, clock::now())?;
            Ok(admission::must_find(tx, payment_id)?.state)
        });
        let state = written.await.map_err(BooksError::into_refusal);
        self.register.refresh().await;
        state
    }
}

#[tokio::test]
async fn the_sale_is_free_and_the_payment_stays_a_question() {
    let bench = Bench::new().await;
    bench.unknown().await;
    let early = bench.pay_otherwise(Duration::from_secs(60)).await.unwrap_err();
    assert_eq!(early.code, RefusalCode::TooEarly);
    let state = bench.pay_otherwise(Duration::ZERO).await.unwrap();
    assert!(matches!(
        state,
        PaymentState::Superseded { port: PortHold::Kept, last_word: LastWord::Nothing, .. }
    ));
    let snapshot = bench.wait("the question", |s| s.payments.len() == 1 && s.current.is_none()).await;
    assert!(snapshot.payments[0].state.is_question());
    let refused = bench.till.start(Start { sale_id: other_sale(), ..bench.order(2) }).await.unwrap_err();
    assert!(matches!(
        refused.into_refusal().code,
        RefusalCode::TerminalOccupied | RefusalCode::TerminalNotReady
    ));
}

#[tokio::test]
async fn an_approval_after_it_is_to_be_voided_and_makes_no_sale() {
    let bench = Bench::new().await;
    let payment = bench.unknown().await;
    bench.pay_otherwise(Duration::ZERO).await.unwrap();
    bench.offer(bench.result(&payment, ResultWord::Approved));
    bench.wait_state("doubly_received").await;
    let snapshot = bench.wait("the action", |s| s.actions.len() == 1 && s.payments.is_empty()).await;
    assert_eq!(snapshot.actions[0].kind, ActionKind::DoubleReceipt);
}

#[tokio::test]
async fn a_paper_slip_after_it_is_a_second_charge_too() {
    let bench = Bench::new().await;
    bench.unknown().await;
    bench.pay_otherwise(Duration::ZERO).await.unwrap();
    assert_eq!(bench.decide(paper("00001", 1_000)).await.unwrap(), PaymentState::DoublyReceived);
    bench.register.refresh().await;
    let snapshot = bench.wait("the action", |s| s.actions.len() == 1).await;
    assert_eq!(snapshot.actions[0].kind, ActionKind::DoubleReceipt);
}

#[tokio::test]
async fn an_approval_before_it_wins() {
    let bench = Bench::new().await;
    let payment = bench.unknown().await;
    bench.offer(bench.result(&payment, ResultWord::Approved));
    bench.wait_state("sold").await;
    let refused = bench.pay_otherwise(Duration::ZERO).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::NotAllowed);
    assert!(refused.message.contains("結果が分かりました"));
}

#[tokio::test]
async fn nothing_charged_closes_it() {
    let bench = Bench::new().await;
    bench.unknown().await;
    bench.pay_otherwise(Duration::ZERO).await.unwrap();
    let state = bench.decide(not_on_record(None)).await.unwrap();
    assert!(matches!(state, PaymentState::NotCharged { .. }));
    bench.happen(DriverEvent::Ready(ready("m1")));
    bench.wait("no question", |s| s.payments.is_empty() && s.actions.is_empty()).await;
}
