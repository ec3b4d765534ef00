use proptest::prelude::*;

use super::*;

const DAY_MS: i64 = 86_400_000;
const PERIOD: Period = Period { from: UnixMs(0), to: UnixMs(DAY_MS) };

fn item(standing: Standing, slip: u32, minute: i64, yen: i64) -> Item {
    Item {
        standing,
        span: Span::at(UnixMs(minute * 60_000)),
        slip_number: (slip > 0).then(|| SlipNumber::five(slip)),
        amount: Yen::new(yen),
    }
}

fn line(slip: u32, minute: i64, yen: i64) -> Line {
    Line { at: Some(UnixMs(minute * 60_000)), slip_number: SlipNumber::five(slip), amount: Yen::new(yen) }
}

/// A day's slips, a minute apart, with sales and voids; the log of them; the number they begin at.
fn day() -> impl Strategy<Value = (Vec<Item>, Vec<Line>)> {
    (prop::collection::vec(prop_oneof![1i64..5_000, -5_000i64..-1], 1..40), 1u32..=99_999).prop_map(
        |(yen, first)| {
            let number = |at: usize| (first + u32::try_from(at).unwrap() - 1) % 99_999 + 1;
            let minute = |at: usize| i64::try_from(at).unwrap() + 1;
            let of = |standing| {
                let yen = yen.clone();
                move |at: usize| item(standing, number(at), minute(at), yen[at])
            };
            let items = (0..yen.len()).map(of(Standing::Booked)).collect();
            (items, (0..yen.len()).map(|at| line(number(at), minute(at), yen[at])).collect())
        },
    )
}

fn findings(items: &[Item], comparison: &Comparison) -> Vec<Finding> {
    items.iter().zip(&comparison.fates).map(|(item, fate)| finding(item.standing, *fate)).collect()
}

/// Anything at all, crowded so that pairs compete.
fn anything() -> impl Strategy<Value = (Vec<Item>, Vec<Line>)> {
    let standing = prop::sample::select(vec![
        Standing::Booked,
        Standing::SaidCharged,
        Standing::Listed,
        Standing::Open,
        Standing::Unnumbered,
        Standing::SaidNotCharged,
    ]);
    let item = (standing, 0u32..6, -20i64..1_460, prop::sample::select(vec![100, 200, -100]))
        .prop_map(|(standing, slip, minute, yen)| item(standing, slip, minute, yen));
    let line = (1u32..6, 0i64..1_440, prop::sample::select(vec![100, 200, -100]))
        .prop_map(|(slip, minute, yen)| line(slip, minute, yen));
    (prop::collection::vec(item, 0..25), prop::collection::vec(line, 0..25))
}

proptest! {
    #[test]
    fn a_perfect_log_gives_no_difference((items, lines) in day()) {
        let comparison = compare(PERIOD, &items, &lines);
        prop_assert!(findings(&items, &comparison).iter().all(|found| *found == Finding::Agreed));
        prop_assert!(comparison.owners.iter().all(Option::is_some));
    }

    #[test]
    fn a_line_that_is_missing_is_that_one_item_only_here((items, mut lines) in day(), place in any::<prop::sample::Index>()) {
        let at = place.index(lines.len());
        lines.remove(at);
        let comparison = compare(PERIOD, &items, &lines);
        for (place, found) in findings(&items, &comparison).into_iter().enumerate() {
            prop_assert_eq!(found, if place == at { Finding::OnlyHere } else { Finding::Agreed });
        }
        prop_assert!(comparison.owners.iter().all(Option::is_some));
    }

    #[test]
    fn an_item_that_is_missing_is_that_one_line_only_there((mut items, lines) in day(), place in any::<prop::sample::Index>()) {
        let at = place.index(items.len());
        items.remove(at);
        let comparison = compare(PERIOD, &items, &lines);
        prop_assert!(findings(&items, &comparison).iter().all(|found| *found == Finding::Agreed));
        for (place, owner) in comparison.owners.iter().enumerate() {
            prop_assert_eq!(owner.is_none(), place == at);
        }
    }

    #[test]
    fn an_amount_that_differs_is_that_one_difference((items, mut lines) in day(), place in any::<prop::sample::Index>()) {
        let at = place.index(lines.len());
        lines[at].amount = Yen::new(lines[at].amount.get() + 10_000);
        let comparison = compare(PERIOD, &items, &lines);
        for (place, found) in findings(&items, &comparison).into_iter().enumerate() {
            prop_assert_eq!(found, if place == at { Finding::AmountDiffers } else { Finding::Agreed });
        }
    }

    #[test]
    fn the_order_they_come_in_changes_nothing((items, lines) in anything(), seed in any::<u64>()) {
        let shuffled = |len: usize| {
            let mut order: Vec<usize> = (0..len).collect();
            order.sort_by_key(|place| (*place as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
            order
        };
        let (of_items, of_lines) = (shuffled(items.len()), shuffled(lines.len()));
        let as_told = |items: &[Item], lines: &[Line]| {
            let comparison = compare(PERIOD, items, lines);
            let mut told: Vec<String> = items.iter().zip(&comparison.fates).map(|(item, fate)| match fate {
                Fate::Matched(line) => format!("{item:?} is {:?}", lines[*line]),
                Fate::Differs(line) => format!("{item:?} differs from {:?}", lines[*line]),
                Fate::Absent => format!("{item:?} absent"),
                Fate::Outside => format!("{item:?} outside"),
            }).collect();
            told.sort();
            told
        };
        let again: Vec<Item> = of_items.iter().map(|&place| items[place].clone()).collect();
        let lines_again: Vec<Line> = of_lines.iter().map(|&place| lines[place].clone()).collect();
        prop_assert_eq!(as_told(&items, &lines), as_told(&again, &lines_again));
    }

    #[test]
    fn everything_ends_in_exactly_one_place((items, lines) in anything()) {
        let comparison = compare(PERIOD, &items, &lines);
        prop_assert_eq!((comparison.fates.len(), comparison.owners.len()), (items.len(), lines.len()));
        for (place, fate) in comparison.fates.iter().enumerate() {
            if let Fate::Matched(line) | Fate::Differs(line) = fate {
                prop_assert_eq!(comparison.owners[*line], Some(place));
            }
        }
        let taken = comparison.fates.iter().filter(|fate| matches!(fate, Fate::Matched(_) | Fate::Differs(_))).count();
        prop_assert_eq!(taken, comparison.owners.iter().flatten().count());
        // The sums of what agrees, differs and stands alone are the sums of both sides.
        let there: i64 = lines.iter().map(|line| line.amount.get()).sum();
        let owned = |owned: bool| -> i64 {
            let of = lines.iter().zip(&comparison.owners).filter(|(_, owner)| owner.is_some() == owned);
            of.map(|(line, _)| line.amount.get()).sum()
        };
        prop_assert_eq!(owned(true) + owned(false), there);
        for (item, fate) in items.iter().zip(&comparison.fates) {
            if let Fate::Matched(line) = fate {
                prop_assert_eq!(item.amount.get().abs(), lines[*line].amount.get().abs());
            }
        }
    }
}

#[test]
fn a_number_that_came_round_is_matched_by_its_time() {
    let items = [item(Standing::Booked, 7, 10, 100), item(Standing::Booked, 7, 900, 100)];
    let lines = [line(7, 900, 100), line(7, 10, 100)];
    let comparison = compare(PERIOD, &items, &lines);
    assert_eq!(comparison.fates, [Fate::Matched(1), Fate::Matched(0)]);
    let wrapped = [item(Standing::Booked, 99_999, 10, 100), item(Standing::Booked, 1, 11, 200)];
    let comparison = compare(PERIOD, &wrapped, &[line(1, 11, 200), line(99_999, 10, 100)]);
    assert_eq!(comparison.fates, [Fate::Matched(1), Fate::Matched(0)]);
}

#[test]
fn what_a_person_said_is_confirmed_or_disproved() {
    let found = |standing, slip, lines: &[Line]| {
        let items = [item(standing, slip, 10, 100)];
        findings(&items, &compare(PERIOD, &items, lines))[0]
    };
    assert_eq!(found(Standing::SaidCharged, 7, &[line(7, 12, 100)]), Finding::Confirmed);
    assert_eq!(found(Standing::SaidCharged, 7, &[]), Finding::NotChargedAfterAll);
    assert_eq!(found(Standing::SaidCharged, 7, &[line(7, 12, 200)]), Finding::AmountDiffers);
    assert_eq!(found(Standing::SaidNotCharged, 0, &[]), Finding::Confirmed);
    assert_eq!(found(Standing::SaidNotCharged, 0, &[line(9, 11, 100)]), Finding::ChargedAfterAll);
    assert_eq!(found(Standing::Open, 0, &[line(9, 11, 100)]), Finding::Answered);
    assert_eq!(found(Standing::Open, 0, &[line(9, 30, 100)]), Finding::StillOpen);
    assert_eq!(found(Standing::Unnumbered, 0, &[line(9, 11, 100)]), Finding::NumberFound);
}

#[test]
fn nothing_is_concluded_beyond_the_period() {
    let edge = Item {
        span: Span { from: UnixMs(-60_000), to: UnixMs(60_000) },
        ..item(Standing::SaidNotCharged, 0, 0, 100)
    };
    let comparison = compare(PERIOD, std::slice::from_ref(&edge), &[]);
    assert_eq!(finding(edge.standing, comparison.fates[0]), Finding::Outside);
    // But what is there is there.
    let comparison = compare(PERIOD, &[edge], &[line(5, 1, 100)]);
    assert_eq!(comparison.fates, [Fate::Matched(0)]);
}

#[test]
fn a_listed_slip_went_either_way() {
    let items = [item(Standing::Listed, 7, 10, 100)];
    assert_eq!(compare(PERIOD, &items, &[line(7, 10, -100)]).fates, [Fate::Matched(0)]);
}
