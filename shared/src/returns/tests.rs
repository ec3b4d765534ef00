//! Parts add up to the whole, whatever comes back in which order.

use proptest::prelude::*;

use super::{LineBack, ReturnError, goods_back, pieces_left};
use crate::basket::{Discount, Draft, Line};
use crate::ids::SaleId;
use crate::money::Yen;
use crate::receipt::{ShopHeader, Slip, SlipKind};
use crate::tax::{Rounding, TaxClass};

fn line(price: i64, quantity: u32, tax: TaxClass, discount: Discount) -> Line {
    Line {
        product_code: "1".into(), name: "品".into(), unit_price: Yen::new(price), quantity, tax, discount
    }
}

fn slip(lines: Vec<Line>, percent_off: i64, rounding: Rounding) -> Slip {
    let mut draft = Draft { lines, ..Draft::default() };
    let subtotal = draft.due().expect("fits");
    draft.slip_discount = subtotal.checked_ratio(percent_off, 100).expect("fits");
    Slip {
        sale_id: SaleId::from_parts(0, &[0; 10]),
        kind: SlipKind::Sale,
        mode: draft.mode,
        business_day: "2026-11-20".into(),
        register_code: "01".into(),
        operator: None,
        shop: ShopHeader {
            name: String::new(),
            address: String::new(),
            phone: String::new(),
            registration_number: None,
            header: Vec::new(),
            footer: Vec::new(),
        },
        totals: draft.totals(rounding).expect("fits"),
        lines: draft.lines,
        tenders: Vec::new(),
    }
}

const fn back(place: usize, pieces: u32) -> LineBack {
    LineBack { place, pieces }
}

#[test]
fn what_goes_back_is_what_was_paid_with_its_share_of_the_slips_discount() {
    let sold = slip(
        vec![
            line(1_080, 1, TaxClass::REDUCED_8, Discount::None),
            line(550, 2, TaxClass::STANDARD_10, Discount::Rate(10)),
        ],
        10,
        Rounding::Down,
    );
    assert_eq!(sold.totals.total, Yen::new(1_863));
    let one = goods_back(&sold, &[], &[back(1, 1)]).expect("one of two");
    assert_eq!((one.totals.total, one.totals.pieces), (Yen::new(445), 1));
    assert_eq!(one.totals.classes.len(), 1, "only the rate of what comes back");
    let rest = goods_back(&sold, &[back(1, 1)], &[back(0, 1), back(1, 1)]).expect("the rest");
    assert_eq!(rest.totals.total.get() + 445, 1_863);
    assert_eq!(pieces_left(&sold, &[back(1, 1)]), [1, 1]);
}

#[test]
fn never_more_than_was_sold() {
    let sold = slip(vec![line(100, 3, TaxClass::STANDARD_10, Discount::None)], 0, Rounding::Down);
    let before = [back(0, 2)];
    for (wanted, error) in [
        (vec![], ReturnError::Nothing),
        (vec![back(0, 0)], ReturnError::Nothing),
        (vec![back(0, 2)], ReturnError::TooMany { line: 0, left: 1 }),
        (vec![back(0, u32::MAX)], ReturnError::TooMany { line: 0, left: 1 }),
        (vec![back(1, 1)], ReturnError::UnknownLine),
        (vec![back(0, 1), back(0, 1)], ReturnError::UnknownLine),
    ] {
        assert_eq!(goods_back(&sold, &before, &wanted).map(|goods| goods.totals.total), Err(error));
    }
}

fn any_line() -> impl Strategy<Value = Line> {
    let tax = prop_oneof![Just(TaxClass::STANDARD_10), Just(TaxClass::REDUCED_8)];
    let discount = prop_oneof![Just(Discount::None), (1u8..=100).prop_map(Discount::Rate)];
    (0i64..100_000, 1u32..20, tax, discount).prop_map(|(price, n, tax, off)| line(price, n, tax, off))
}

proptest! {
    #[test]
    fn parts_add_up_to_the_slip_and_no_tax_is_more_than_its(
        lines in prop::collection::vec(any_line(), 1..6),
        off in 0i64..=100,
        rounding in prop::sample::select(Rounding::ALL),
        parts in prop::collection::vec((0usize..6, 1u32..8), 0..20),
    ) {
        let sold = slip(lines, off, rounding);
        let mut before: Vec<LineBack> = Vec::new();
        let mut money = 0;
        let mut taxes: Vec<(TaxClass, i64)> = sold.totals.classes.iter().map(|c| (c.class, 0)).collect();
        // Some parts as they come, then all that is left.
        let rest = |before: &[LineBack]| -> Vec<LineBack> {
            let left = pieces_left(&sold, before);
            left.into_iter().enumerate().map(|(place, pieces)| back(place, pieces)).collect()
        };
        let mut steps: Vec<Option<LineBack>> = parts.into_iter().map(|(place, n)| Some(back(place, n))).collect();
        steps.push(None);
        for step in steps {
            let wanted = step.map_or_else(|| rest(&before), |line| vec![line]);
            let Ok(goods) = goods_back(&sold, &before, &wanted) else { continue };
            let of_classes: i64 = goods.totals.classes.iter().map(|c| c.amount.get()).sum();
            prop_assert_eq!(of_classes, goods.totals.total.get());
            for class in &goods.totals.classes {
                prop_assert!(class.amount >= Yen::ZERO && class.tax >= Yen::ZERO && class.tax <= class.amount);
                let sum = taxes.iter_mut().find(|(known, _)| *known == class.class).expect("a class of the slip");
                sum.1 += class.tax.get();
            }
            money += goods.totals.total.get();
            prop_assert!(money <= sold.totals.total.get());
            before.extend(goods.places.iter().zip(&goods.lines).map(|(at, line)| back(*at, line.quantity)));
        }
        prop_assert_eq!(money, sold.totals.total.get(), "everything came back");
        for (class, (_, tax)) in sold.totals.classes.iter().zip(taxes) {
            prop_assert_eq!(class.tax.get(), tax);
        }
    }
}
