//! Whatever is booked: the sums by day are those of the rows, and the rows those of the tenders.

use catlink_shared::ids::ReceiptNumber;
use catlink_shared::money::Yen;
use catlink_shared::receipt::SlipKind;
use catlink_shared::tender::{ByHand, Tender};
use catlink_shared::wire::history::{HistoryFilter, SumLine};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::desk::{Desk, back, cash, hand, linked, named, original, unlinked};

#[derive(Debug, Clone)]
enum Step {
    Sell { day: u8, tenders: Vec<(u8, i64)> },
    Void { which: usize },
    Return { which: usize, amount: i64 },
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..90_u8, prop::collection::vec((0..6_u8, 1..50_000_i64), 1..4))
            .prop_map(|(day, tenders)| Step::Sell { day, tenders }),
        1 => (0..20_usize).prop_map(|which| Step::Void { which }),
        1 => (0..20_usize, 1..9_000_i64).prop_map(|(which, amount)| Step::Return { which, amount }),
    ]
}

fn tender((kind, amount): (u8, i64), place: usize) -> Tender {
    let slip = format!("{:05}", 1 + place);
    match kind {
        0 => cash(amount),
        1 => linked(amount, "VISA", &slip, ByHand::Terminal),
        2 => linked(amount, "", &slip, ByHand::Person),
        3 => hand(amount),
        4 => named("改名後", amount),
        _ => unlinked(amount),
    }
}

async fn play(steps: Vec<Step>) {
    let desk = Desk::open().await;
    let mut sold: Vec<(ReceiptNumber, bool)> = Vec::new();
    for step in steps {
        match step {
            Step::Sell { day, tenders } => {
                let day = format!("2026-{:02}-{:02}", 9 + day / 30, 1 + day % 30);
                let tenders = tenders.into_iter().enumerate().map(|(at, of)| tender(of, at)).collect();
                sold.push((desk.book(&day, SlipKind::Sale, tenders).await, false));
            }
            Step::Void { which } => {
                let Some((number, voided @ false)) = sold.get_mut(which) else { continue };
                *voided = true;
                let kind = SlipKind::Void { of: original(number.0), deposit: Yen::ZERO };
                desk.book("2026-11-30", kind, vec![back(700), cash(1)]).await;
            }
            Step::Return { which, amount } => {
                let Some((number, _)) = sold.get(which) else { continue };
                let kind = SlipKind::Return { of: original(number.0), places: vec![0] };
                desk.book("2026-11-30", kind, vec![back(amount)]).await;
            }
        }
    }
    agree(&desk).await;
}

async fn agree(desk: &Desk) {
    let lost = "SELECT count(*) FROM (SELECT * FROM card_tender EXCEPT SELECT * FROM card_use)";
    assert_eq!(desk.figure(lost).await, 0, "every card tender is a row");
    let paid = "SELECT count(*) FROM slip_tender WHERE mode = 'live' AND kind NOT LIKE 'cash%'";
    let rows = "SELECT count(*) FROM card_use";
    assert_eq!(desk.figure(paid).await, desk.figure(rows).await);
    for table in ["card_day", "card_day_of_operator"] {
        let operator = if table == "card_day" { "" } else { "operator_code," };
        let key = format!(
            "{operator} business_day, company_code, company_name, category, category_name, brand, kind, way"
        );
        let wrong: &'static str = Box::leak(
            format!(
                "SELECT count(*) FROM (
                     SELECT * FROM (SELECT {key}, count(*), sum(amount) FROM card_use GROUP BY {key}
                                    EXCEPT SELECT * FROM {table})
                     UNION ALL
                     SELECT * FROM (SELECT * FROM {table}
                                    EXCEPT SELECT {key}, count(*), sum(amount) FROM card_use GROUP BY {key}))"
            )
            .into_boxed_str(),
        );
        assert_eq!(desk.figure(wrong).await, 0, "{table}");
    }
    let totals = desk.totals(HistoryFilter::default()).await;
    let sum = desk.figure("SELECT coalesce(sum(amount), 0) FROM card_use").await;
    let of = |lines: &[SumLine]| lines.iter().map(|line| line.sums.all().amount.get()).sum::<i64>();
    let drawn: i64 =
        totals.chart.points.iter().flat_map(|point| &point.amounts).map(|amount| amount.get()).sum();
    assert_eq!(totals.all.all().amount.get(), sum);
    assert_eq!([of(&totals.by_category), of(&totals.by_company), of(&totals.by_brand), drawn], [sum; 4]);
}

#[test]
fn whatever_is_booked_the_sums_are_those_of_the_rows() {
    let mut runner = TestRunner::new(Config { cases: 16, failure_persistence: None, ..Config::default() });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runner
        .run(&prop::collection::vec(any_step(), 1..25), |steps| {
            runtime.block_on(play(steps));
            Ok(())
        })
        .unwrap();
}
