//! 前受金 is what the open reservations hold, whatever was done.

use catlink_shared::receipt::Receipt;
use proptest::prelude::*;

use super::desk::Desk;

#[derive(Debug, Clone, Copy)]
enum Step {
    Reserve { total: i64, deposit: i64 },
    Change { which: usize, total: i64 },
    HandOver { which: usize, total: i64 },
    Cancel { which: usize },
    VoidHandOver { which: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let (which, total) = (0usize..4, 0i64..2_000);
    prop_oneof![
        3 => (1i64..2_000, 0i64..2_200).prop_map(|(total, deposit)| Step::Reserve { total, deposit }),
        2 => (which.clone(), total.clone()).prop_map(|(which, total)| Step::Change { which, total }),
        3 => (which.clone(), total).prop_map(|(which, total)| Step::HandOver { which, total }),
        2 => which.clone().prop_map(|which| Step::Cancel { which }),
        2 => which.prop_map(|which| Step::VoidHandOver { which }),
    ]
}

/// Does one step, or is refused: either way the books agree afterwards.
async fn take(desk: &Desk, step: Step, made: &mut Vec<Receipt>, handed: &mut Vec<Receipt>) {
    match step {
        Step::Reserve { total, deposit } => {
            let reserved = desk.reserve(total, deposit).await;
            assert_eq!(reserved.is_ok(), deposit <= total);
            made.extend(reserved);
        }
        Step::Change { which, total } => {
            let Some(reserved) = made.get(which) else { return };
            let _ = desk.change(reserved, desk.find(reserved).await.revision, total).await;
        }
        Step::HandOver { which, total } => {
            let Some(reserved) = made.get(which) else { return };
            handed.extend(desk.hand_over(reserved, total).await);
        }
        Step::Cancel { which } => {
            let Some(reserved) = made.get(which) else { return };
            let _ = desk.cancel(reserved).await;
        }
        Step::VoidHandOver { which } => {
            let Some(slip) = handed.get(which) else { return };
            let _ = desk.void(slip).await;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn advances_are_what_the_open_reservations_hold(steps in prop::collection::vec(step(), 1..14)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let desk = Desk::new().await;
            let (mut made, mut handed) = (Vec::new(), Vec::new());
            for step in steps {
                take(&desk, step, &mut made, &mut handed).await;
                let (of_slips, of_reservations) = desk.advances().await;
                assert_eq!(of_slips, of_reservations, "after {step:?}");
                assert!(of_slips >= 0);
                let (paid, booked) = desk.money().await;
                assert_eq!(paid, booked, "after {step:?}");
            }
        });
    }
}
