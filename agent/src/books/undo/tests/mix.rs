//! Any mix of sales, voids and returns of parts leaves tax per rate, tenders and sales consistent.

use catlink_shared::refund::as_paid;
use catlink_shared::returns::goods_back;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::*;
use crate::books::day::drawer;
use crate::books::{refunds, undo};

/// What is done next.
#[derive(Debug, Clone)]
enum Step {
    Sell { price: i64, pieces: u32, off: i64, way: usize },
    Void { which: usize },
    GiveBack { which: usize, place: usize, pieces: u32 },
    NextDay,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (1i64..5_000, 1u32..6, 0i64..50, 0usize..4)
            .prop_map(|(price, pieces, off, way)| Step::Sell { price, pieces, off, way }),
        1 => (0usize..8).prop_map(|which| Step::Void { which }),
        4 => (0usize..8, 0usize..2, 1u32..6).prop_map(|(which, place, pieces)| Step::GiveBack { which, place, pieces }),
        1 => Just(Step::NextDay),
    ]
}

fn tenders(way: usize, due: i64) -> Vec<Tender> {
    match way {
        0 => vec![cash(due)],
        1 => vec![linked(due, 3, CatModel::JtC60)],
        2 => vec![linked(due, 8, CatModel::JtC60)],
        _ => vec![by_hand(due / 2), cash(due - due / 2)]
            .into_iter()
            .filter(|t| t.amount() > Yen::ZERO)
            .collect(),
    }
}

async fn left(shop: &Shop, of: &Receipt) -> Vec<(Yen, RefundBy)> {
    let of = of.clone();
    let left =
        shop.0.read(move |connection| refunds::left(connection, &of, refunds::Of::Goods)).await.unwrap();
    left.into_iter().map(|left| (left.view.left, left.view.by)).collect()
}

async fn play(steps: Vec<Step>) {
    let shop = Shop::open().await;
    let (mut sold, mut day): (Vec<Receipt>, i64) = (Vec::new(), 0);
    for step in steps {
        match step {
            Step::NextDay => day += 1,
            Step::Sell { price, pieces, off, way } => {
                let lines =
                    vec![line(price, pieces, TaxClass::STANDARD_10), line(price / 2, 2, TaxClass::REDUCED_8)];
                let mut draft = Draft { lines, ..Draft::default() };
                let due = draft.due().unwrap().get();
                draft.slip_discount = Yen::new(due * off / 100);
                let due = draft.due().unwrap().get();
                sold.push(shop.sell(draft, tenders(way, due), later(day)).await);
            }
            Step::Void { which } => {
                let Some(of) = sold.get(which) else { continue };
                let refunds = as_paid(of.slip.due(), &left(&shop, of).await).unwrap_or_default();
                let _ = shop.void(of, refunds, later(day)).await;
            }
            Step::GiveBack { which, place, pieces } => {
                let Some(of) = sold.get(which) else { continue };
                let number = of.receipt_number;
                let before = shop
                    .0
                    .read(move |connection| undo::give_back::returned(connection, number))
                    .await
                    .unwrap();
                let wanted = vec![LineBack { place, pieces }];
                let Ok(goods) = goods_back(&of.slip, &before, &wanted) else { continue };
                let Some(refunds) = as_paid(goods.totals.total, &left(&shop, of).await) else { continue };
                let _ = shop.give_back(of, wanted, goods.totals.total.get(), refunds, later(day)).await;
            }
        }
    }
    let paid = shop.figure("SELECT coalesce(sum(amount), 0) FROM slip_tender").await;
    let sales = shop.figure("SELECT coalesce(sum(total + deposit), 0) FROM slip").await;
    let taxed = shop.figure("SELECT coalesce(sum(amount), 0) FROM slip_tax").await;
    assert_eq!((paid, taxed), (sales, sales));
    let cash = shop.figure("SELECT coalesce(sum(amount), 0) FROM slip_tender WHERE kind LIKE 'cash%'").await;
    let drawer = shop.0.read(drawer::now).await.unwrap().expected();
    assert_eq!(drawer.get(), cash, "the drawer");
    let wrong = "SELECT count(*) FROM (
        SELECT o.receipt_number, x.percent, sum(x.amount) AS amount, sum(x.tax) AS tax
        FROM slip o JOIN slip s ON s.receipt_number = o.receipt_number OR s.of_receipt = o.receipt_number
        JOIN slip_tax x ON x.receipt_number = s.receipt_number
        WHERE o.kind = 'sale' GROUP BY 1, 2)
        WHERE amount < 0 OR tax < 0 OR tax > amount OR (amount = 0 AND tax <> 0)";
    assert_eq!(shop.figure(wrong).await, 0, "tax of what stays sold");
    let overdrawn = "SELECT count(*) FROM (
        SELECT o.receipt_number, sum(t.amount) AS stays
        FROM slip o JOIN slip s ON s.receipt_number = o.receipt_number OR s.of_receipt = o.receipt_number
        JOIN slip_tender t ON t.receipt_number = s.receipt_number
        WHERE o.kind = 'sale' GROUP BY 1) WHERE stays < 0";
    assert_eq!(shop.figure(overdrawn).await, 0, "no more goes back than was paid");
}

#[test]
fn any_mix_of_sales_voids_and_partial_returns_leaves_the_books_consistent() {
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runner
        .run(&prop::collection::vec(any_step(), 1..30), |steps| {
            runtime.block_on(play(steps));
            Ok(())
        })
        .unwrap();
}
