//! What a customer of the demo shop comes for at an hour, and what lies in the basket then.

use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::money::Yen;
use catlink_shared::reservation::Purpose;
use catlink_shared::wire::reply::Product;

use super::chance::Chance;

/// Goods by code, with weights.
type Shelf = &'static [(&'static str, i64)];

/// What a customer comes for.
#[derive(Debug, Clone, Copy)]
struct Errand {
    /// How many different goods.
    lines: (i64, i64),
    shelf: Shelf,
}

const LUNCH: Errand = Errand {
    lines: (1, 4),
    shelf: &[
        ("1001", 9),
        ("1002", 6),
        ("1003", 5),
        ("1004", 7),
        ("1010", 5),
        ("7001", 8),
        ("2001", 9),
        ("2002", 7),
        ("2004", 6),
        ("2006", 3),
        ("1015", 2),
    ],
};
const DRINK: Errand = Errand {
    lines: (1, 2),
    shelf: &[("2001", 5), ("2002", 4), ("2004", 8), ("2006", 4), ("1001", 3), ("2003", 3)],
};
const SUPPER: Errand = Errand {
    lines: (3, 9),
    shelf: &[
        ("7001", 8),
        ("7002", 9),
        ("1005", 5),
        ("1006", 7),
        ("1007", 7),
        ("1008", 6),
        ("1009", 6),
        ("1011", 1),
        ("1012", 2),
        ("1013", 2),
        ("1014", 4),
        ("1015", 4),
        ("1016", 5),
        ("2003", 4),
        ("2005", 3),
        ("3001", 7),
        ("3002", 1),
        ("3003", 2),
        ("3004", 1),
        ("4001", 1),
        ("4004", 1),
    ],
};
const HOUSEHOLD: Errand = Errand {
    lines: (1, 5),
    shelf: &[
        ("4001", 6),
        ("4002", 6),
        ("4003", 5),
        ("4004", 4),
        ("4005", 3),
        ("4006", 4),
        ("4007", 3),
        ("4008", 5),
        ("4009", 3),
        ("1006", 2),
        ("2003", 3),
        ("6002", 2),
    ],
};
const DESK: Errand = Errand {
    lines: (1, 3),
    shelf: &[("5001", 5), ("5002", 5), ("5003", 3), ("5004", 2), ("4007", 1), ("2004", 2)],
};
const PRESENT: Errand = Errand {
    lines: (1, 2),
    shelf: &[
        ("6005", 6),
        ("6002", 4),
        ("6001", 4),
        ("6003", 3),
        ("6006", 1),
        ("3002", 3),
        ("3003", 3),
        ("3004", 2),
    ],
};

/// Which errands are run at an hour, with weights.
fn errands(hour: i64) -> &'static [(Errand, i64)] {
    match hour {
        ..11 => &[(DRINK, 5), (LUNCH, 4), (HOUSEHOLD, 3), (DESK, 3), (SUPPER, 2)],
        11..14 => &[(LUNCH, 12), (DRINK, 3), (SUPPER, 2), (DESK, 1)],
        14..17 => &[(HOUSEHOLD, 5), (SUPPER, 4), (PRESENT, 3), (DRINK, 3), (DESK, 2)],
        _ => &[(SUPPER, 12), (LUNCH, 3), (HOUSEHOLD, 3), (DRINK, 2), (PRESENT, 1)],
    }
}

/// A basket of an hour.
pub(super) fn fill(chance: &mut Chance, products: &[Product], hour: i64) -> Draft {
    let errand = chance.pick(errands(hour));
    let mut lines: Vec<Line> = Vec::new();
    for _ in 0..chance.between(errand.lines.0, errand.lines.1) {
        let code = chance.pick(errand.shelf);
        let known = lines.iter().any(|line| line.product_code == code);
        if let Some(product) = products.iter().find(|product| product.code == code && !known) {
            lines.push(line(chance, product, hour));
        }
    }
    if let Some(bag) = products.iter().find(|product| product.code == BAG)
        && lines.len() >= 3
        && chance.percent(45)
    {
        lines.push(Line { quantity: 1, discount: Discount::None, ..line(chance, bag, hour) });
    }
    let mut draft =
        Draft { mode: CounterMode::Live, lines, slip_discount: Yen::ZERO, purpose: Purpose::Sale };
    let subtotal = draft.due().unwrap_or(Yen::ZERO);
    if subtotal >= Yen::new(1_000) && chance.percent(3) {
        draft.slip_discount = Yen::new(chance.pick(&[(50, 2), (100, 3), (200, 1)]));
    }
    draft
}

/// レジ袋
const BAG: &str = "6004";

fn line(chance: &mut Chance, product: &Product, hour: i64) -> Line {
    let weighed = product.unit_price == Yen::ZERO;
    let quantity = match product.code.as_str() {
        "3001" => chance.pick(&[(1, 4), (2, 4), (6, 2)]),
        _ if weighed => 1,
        _ => chance.pick(&[(1, 82), (2, 14), (3, 4)]),
    };
    Line {
        product_code: product.code.clone(),
        name: product.name.clone(),
        // What is weighed has its price on the label.
        unit_price: if weighed { Yen::new(chance.between(99, 490) * 2) } else { product.unit_price },
        quantity,
        tax: product.tax,
        discount: discount(chance, product, hour),
    }
}

/// In the evening 惣菜 and 精肉 go for less; now and then something is a little cheaper.
fn discount(chance: &mut Chance, product: &Product, hour: i64) -> Discount {
    let fresh = product.unit_price == Yen::ZERO;
    if fresh && hour >= 19 && chance.percent(60) {
        return Discount::Rate(chance.pick(&[(20, 3), (30, 4), (50, 2)]));
    }
    if product.unit_price >= Yen::new(200) && chance.percent(2) {
        return Discount::Yen(Yen::new(chance.pick(&[(10, 2), (20, 2), (50, 3)])));
    }
    Discount::None
}

#[cfg(test)]
mod tests {
    use super::{DESK, DRINK, HOUSEHOLD, LUNCH, PRESENT, SUPPER};
    use crate::books::demo::{GOODS, WEIGHED};

    #[test]
    fn every_shelf_holds_goods_of_the_shop_and_every_department_is_sold() {
        let goods =
            GOODS.iter().map(|good| (good.0, good.3)).chain(WEIGHED.iter().map(|good| (good.0, good.3)));
        let goods: Vec<_> = goods.collect();
        let errands = [DESK, DRINK, HOUSEHOLD, LUNCH, PRESENT, SUPPER];
        let codes: Vec<_> =
            errands.iter().flat_map(|errand| errand.shelf.iter().map(|(code, _)| *code)).collect();
        assert!(codes.iter().all(|code| goods.iter().any(|(known, _)| known == code)));
        for (_, department) in &goods {
            let sold = goods.iter().any(|(code, of)| of == department && codes.contains(code));
            assert!(sold, "{department}");
        }
    }
}
