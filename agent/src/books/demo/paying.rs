//! How a customer of the demo shop pays: cash, a card without a link, or one of the linked ones, by what is due.

use catlink_shared::money::Yen;
use catlink_shared::tender::{Tenders, UnlinkedCard};

use super::chance::Chance;

/// How a sale is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Way {
    /// Cash, and cards without a link.
    Counter(Tenders),
    /// A linked card, by its code in カード会社マスタ.
    Linked(&'static str),
    /// The same, but the card is declined or the customer thinks better of it, and pays cash.
    LinkedThenCash(&'static str, Tenders),
}

/// How a sum is paid.
pub(super) fn choose(chance: &mut Chance, due: Yen) -> Way {
    let cash = match due.get() {
        ..1_000 => 48,
        1_000..5_000 => 42,
        _ => 28,
    };
    if chance.percent(cash) {
        return Way::Counter(cash_for(chance, due));
    }
    if chance.percent(13) {
        return Way::Counter(unlinked(chance, due));
    }
    let company = linked(chance, due);
    if chance.percent(3) {
        return Way::LinkedThenCash(company, cash_for(chance, due));
    }
    Way::Linked(company)
}

/// Small sums are touched, large ones are charged.
fn linked(chance: &mut Chance, due: Yen) -> &'static str {
    let weights: &[(&str, i64)] = match due.get() {
        ..1_000 => &[("06", 30), ("08", 24), ("04", 18), ("05", 14), ("07", 8), ("12", 4), ("13", 2)],
        1_000..5_000 => &[
            ("01", 30),
            ("08", 22),
            ("02", 12),
            ("04", 10),
            ("06", 10),
            ("05", 8),
            ("11", 6),
            ("07", 4),
            ("13", 3),
            ("03", 2),
            ("12", 2),
        ],
        _ => &[("01", 46), ("02", 20), ("11", 14), ("08", 10), ("03", 5), ("13", 3)],
    };
    chance.pick(weights)
}

/// The shopping street's cards; a gift card pays a round part, and cash the rest.
fn unlinked(chance: &mut Chance, due: Yen) -> Tenders {
    let code = chance.pick(&[("91", 4), ("92", 3), ("93", 3)]);
    let part = if code == "93" && due > Yen::new(1_000) { due.get() / 1_000 * 1_000 } else { due.get() };
    let rest = Yen::new(due.get() - part);
    let cards = vec![UnlinkedCard { card_company_code: code.to_owned(), amount: Yen::new(part) }];
    let tendered = if rest > Yen::ZERO { handed(chance, rest) } else { Yen::ZERO };
    Tenders { tendered, cards }
}

fn cash_for(chance: &mut Chance, due: Yen) -> Tenders {
    Tenders::cash(handed(chance, due))
}

/// お預り: exact, coins to round it up, or the next note.
fn handed(chance: &mut Chance, due: Yen) -> Yen {
    let unit = chance.pick(&[(1, 22), (10, 10), (100, 18), (500, 14), (1_000, 28), (5_000, 4), (10_000, 4)]);
    Yen::new((due.get() + unit - 1) / unit * unit)
}

#[cfg(test)]
mod tests {
    use catlink_shared::money::Yen;

    use super::{Chance, Way, choose};

    #[test]
    fn whatever_is_handed_over_pays_what_is_due() {
        let mut chance = Chance::of(&[7]);
        for due in (1..20_000).step_by(37).map(Yen::new) {
            if let Way::Counter(tenders) | Way::LinkedThenCash(_, tenders) = choose(&mut chance, due) {
                let (_, change) = tenders.settle(due).expect("enough and not too much");
                assert!(change < Yen::new(10_000));
            }
        }
    }
}
