//! 現金返金: what cannot be voided on the terminal goes back in cash, once, and the books know of it.

use catlink_shared::ids::ActionId;
use catlink_shared::money::Yen;
use catlink_shared::payment::{Decision, HandOver, NotCharged};
use catlink_shared::terminal::profile::WayBack;
use catlink_shared::terminal::{BrandCode, ResultWord, SlipNumber, TerminalResult};
use catlink_shared::wire::reply::Refusal;
use catlink_shared::wire::update::ActionKind;

use super::super::*;
use super::bench::*;
use super::decisions::{around, paper, slip};
use crate::books::history::By;
use crate::clock;
use crate::driver::DriverEvent;
use crate::journal;
use crate::link::LinkTrouble;
use crate::store::Claim;

/// A row of `cash_refund`: for an action, for a payment, how much, by whom.
type Booked = (bool, bool, i64, Option<String>);

impl Bench {
    /// 楽天Edy, by what the terminal says it took.
    fn edy(&self, payment: &Payment) -> TerminalResult {
        TerminalResult { brand: BrandCode::new("02-03").ok(), ..self.result(payment, ResultWord::Approved) }
    }

    /// Approved for less than asked (残高分).
    pub(super) async fn contradicted_by_less(&self) {
        let payment = self.sent().await;
        self.offer(TerminalResult { settled_amount: Some(Yen::new(600)), ..self.edy(&payment) });
        self.wait_state("contradicted").await;
        assert!(matches!(self.did().await, Did::Acknowledge { .. }));
    }

    async fn close_in_cash(&self, action_id: ActionId, amount: i64) -> Result<(), Refusal> {
        let write = move |tx: &rusqlite::Transaction<'_>| {
            cash_back::close_action(
                tx,
                action_id,
                Yen::new(amount),
                Some("101"),
                &By::default(),
                clock::now(),
            )
        };
        let written = self.register.store.write(Claim::None, write).await;
        self.register.refresh().await;
        written.map_err(BooksError::into_refusal)
    }

    async fn refunds(&self) -> Vec<Booked> {
        let read = |connection: &rusqlite::Connection| {
            let mut query = connection.prepare(
                "SELECT action_id IS NOT NULL, payment_id IS NOT NULL, amount, who FROM cash_refund
                 WHERE business_day = (SELECT max(business_day) FROM register_day)",
            )?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
            Ok::<_, BooksError>(rows.collect::<Result<_, _>>()?)
        };
        self.register.store.read(read).await.unwrap()
    }

    /// What of its events says that cash was given back.
    async fn journaled_refunds(&self) -> i64 {
        let read = |connection: &rusqlite::Connection| {
            let query =
                "SELECT count(*) FROM payment_event WHERE event LIKE '%refunded_in_cash%' AND who = '101'";
            Ok::<_, BooksError>(connection.query_row(query, [], |row| row.get(0))?)
        };
        self.register.store.read(read).await.unwrap()
    }
}

pub(super) fn refunded(amount: i64) -> Decision {
    Decision::RefundedInCash { amount: Yen::new(amount) }
}

#[tokio::test]
async fn an_approval_for_less_that_cannot_be_voided_goes_back_in_cash() {
    let bench = Bench::new().await;
    bench.contradicted_by_less().await;
    let snapshot = bench.wait("the question", |s| s.payments.len() == 1).await;
    assert_eq!(snapshot.payments[0].way_back, WayBack::Cash);
    let asked = bench.decide(refunded(1_000)).await.unwrap_err();
    assert!(asked.message.contains("決済された金額(¥600)"), "{asked:?}");
    assert!(bench.refunds().await.is_empty(), "a refusal books nothing");
    let state = bench.decide(refunded(600)).await.unwrap();
    let because = NotCharged::RefundedInCash { amount: Yen::new(600) };
    assert_eq!(state, PaymentState::NotCharged { because });
    assert_eq!(bench.refunds().await, [(false, true, 600, Some("101".to_owned()))]);
    assert_eq!(bench.journaled_refunds().await, 1);
    assert!(bench.decide(refunded(600)).await.is_err(), "cash is given back once");
    // What the terminal says of the charge that was undone is no news.
    let payment = journal_find(&bench).await;
    bench.offer(bench.edy(&payment));
    assert!(matches!(bench.did().await, Did::Acknowledge { .. }));
    assert_eq!(bench.state().await.word(), "not_charged");
    assert_eq!(bench.refunds().await.len(), 1);
}

async fn journal_find(bench: &Bench) -> Payment {
    let payment_id = bench.order(1).payment_id;
    bench.register.store.read(move |c| journal::find(c, payment_id)).await.unwrap().unwrap()
}

#[tokio::test]
async fn what_can_be_voided_is_not_given_back_in_cash() {
    let bench = Bench::new().await;
    bench.unknown().await;
    bench.decide(paper("00001", 900)).await.unwrap();
    let refused = bench.decide(refunded(900)).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::ManagerOnly);
    assert!(refused.message.contains("端末で取消できます"), "{refused:?}");
    assert_eq!(bench.state().await.word(), "contradicted");
    assert!(bench.refunds().await.is_empty());
}

#[tokio::test]
async fn a_charge_that_was_only_practised_takes_no_cash_out_of_the_drawer() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    bench.offer(TerminalResult { training_mode: Some(true), ..bench.edy(&payment) });
    bench.wait_state("contradicted").await;
    let snapshot = bench.wait("the question", |s| s.payments.len() == 1).await;
    assert_eq!(snapshot.payments[0].way_back, WayBack::Void);
    assert_eq!(bench.decide(refunded(1_000)).await.unwrap_err().code, RefusalCode::ManagerOnly);
}

#[tokio::test]
async fn the_category_says_so_where_the_terminal_named_no_brand() {
    let bench = Bench::new().await;
    bench.keep_draft().await;
    let order = Start { card_company_code: "06".into(), ..bench.order(1) };
    bench.till.start(order).await.unwrap();
    bench.happen(DriverEvent::LineWon);
    for _step in ["the order", "SALES"] {
        bench.did().await;
    }
    bench.happen(DriverEvent::SalesTaken);
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    bench.wait_state("unknown").await;
    bench.decide(paper("00001", 900)).await.unwrap();
    let again = bench.decide(paper("00001", 900)).await.unwrap_err();
    assert!(again.message.contains("このブランドは端末で取消できません"), "{again:?}");
    bench.decide(refunded(900)).await.unwrap();
    assert_eq!(bench.refunds().await.len(), 1);
}

#[tokio::test]
async fn a_second_charge_that_cannot_be_voided_is_closed_with_cash() {
    let bench = Bench::new().await;
    let payment = bench.unknown().await;
    bench.pay_otherwise(Duration::ZERO).await.unwrap();
    bench.offer(bench.edy(&payment));
    bench.wait_state("doubly_received").await;
    let snapshot = bench.wait("the action", |s| s.actions.len() == 1).await;
    let action = &snapshot.actions[0];
    assert_eq!((action.kind, action.way_back), (ActionKind::DoubleReceipt, WayBack::Cash));
    assert_eq!(action.label(), "現金返金(二重受取)");
    let less = bench.close_in_cash(action.action_id, 900).await.unwrap_err();
    assert_eq!(less.code, RefusalCode::BadEvidence);
    bench.close_in_cash(action.action_id, 1_000).await.unwrap();
    bench.wait("nothing to do", |s| s.actions.is_empty()).await;
    assert_eq!(bench.refunds().await, [(true, true, 1_000, Some("101".to_owned()))]);
    assert_eq!(bench.journaled_refunds().await, 1);
    let again = bench.close_in_cash(action.action_id, 1_000).await.unwrap_err();
    assert_eq!(again.code, RefusalCode::UnknownAction);
    assert_eq!(bench.refunds().await.len(), 1);
}

#[tokio::test]
async fn goods_kept_back_leave_cash_to_be_given_back() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    let (folder, sale_id) = bench.die();
    let bench = Bench::on(folder, sale_id).await;
    bench.offer(bench.edy(&payment));
    bench.wait_state("awaiting_hand_over").await;
    let (payment_id, around) = (payment.frozen.payment_id, around(&bench.register));
    let write = move |tx: &rusqlite::Transaction<'_>| {
        decisions::answer_hand_over(tx, payment_id, HandOver::VoidOnTerminal, None, &around).map(drop)
    };
    bench.register.store.write::<_, BooksError, _>(Claim::Reserve, write).await.unwrap();
    bench.register.refresh().await;
    let snapshot = bench.wait("the action", |s| s.actions.len() == 1).await;
    assert_eq!(snapshot.actions[0].label(), "現金返金");
    bench.close_in_cash(snapshot.actions[0].action_id, 1_000).await.unwrap();
    assert_eq!(bench.state().await, PaymentState::VoidPromised);
    assert_eq!(bench.refunds().await.len(), 1);
}

/// Nobody's payment, and still money that moved.
#[tokio::test]
async fn a_strangers_charge_is_closed_with_cash_where_its_brand_says_so() {
    let bench = Bench::new().await;
    let payment = bench.sent().await;
    for (digit, brand, way_back) in [(8, "02-04", WayBack::Void), (7, "02-05", WayBack::Cash)] {
        bench.offer(TerminalResult {
            payment_id: Some(PaymentId::from_parts(7, &[digit; 10])),
            slip_number: Some(SlipNumber::five(u32::from(digit))),
            brand: BrandCode::new(brand).ok(),
            ..bench.result(&payment, ResultWord::Approved)
        });
        let count = usize::from(9 - digit);
        let snapshot = bench.wait("the action", |s| s.actions.len() == count).await;
        assert_eq!(snapshot.actions[count - 1].way_back, way_back, "{brand}");
        let closed = bench.close_in_cash(snapshot.actions[count - 1].action_id, 1_000).await;
        match way_back {
            WayBack::Void => assert_eq!(closed.unwrap_err().code, RefusalCode::ManagerOnly),
            WayBack::Cash => closed.unwrap(),
        }
    }
    assert_eq!(bench.refunds().await, [(true, true, 1_000, Some("101".to_owned()))]);
}

#[tokio::test]
async fn a_hand_payment_gives_nothing_back() {
    let bench = Bench::new().await;
    bench.unknown().await;
    let sold = bench.decide(paper("00001", 1_000)).await.unwrap();
    assert_eq!(sold.word(), "sold");
    let payment = journal_find(&bench).await;
    let refused = TerminalResult { slip_number: None, ..bench.result(&payment, ResultWord::Cancelled) };
    bench.offer(refused);
    bench.wait_state("contradicted").await;
    let voided = Decision::VoidedOnTerminal { slip_number: slip("00003"), amount: Yen::new(1_000) };
    assert_eq!(bench.decide(voided).await.unwrap().word(), "uncollected");
    bench.register.refresh().await;
    let snapshot = bench.wait("the action", |s| s.actions.len() == 1).await;
    assert_eq!(snapshot.actions[0].kind, ActionKind::HandPayment);
    let refused = bench.close_in_cash(snapshot.actions[0].action_id, 1_000).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::NotAllowed);
    assert!(bench.refunds().await.is_empty());
}
