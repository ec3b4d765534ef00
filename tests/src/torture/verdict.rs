//! The end of a shift: what the centre charged against what the POS holds. Stricter than the comparison every test makes,
//! since here every person is known to have told the truth.

use std::collections::{BTreeMap, BTreeSet};

use super::tally::Tally;
use crate::books::{CentreBook, Charge, ChargeKind, PosBooks, Word, disagreements};

/// States in which a payment at rest cannot be.
const UNDER_WAY: [&str; 3] = ["accepted", "sent", "approved"];

/// What a shift comes to. `renumbered`: the terminal's slips began again from 1 in it, so that a number says nothing.
#[must_use]
pub fn verdict(centre: &CentreBook, pos: &PosBooks, renumbered: bool) -> Tally {
    let mut tally = Tally { shifts: 1, ..Tally::default() };
    let sales: Vec<&Charge> =
        centre.charged.iter().filter(|charge| charge.kind == ChargeKind::Sale).collect();
    tally.charged = sales.len() as u64;
    let is_number = |text: &str| renumbered && text.starts_with("slip ") && text.contains(" of terminal ");
    let found = disagreements(centre, pos).into_iter();
    tally.mismatches = found.filter(|text| !is_number(text) && !is_told(text, pos)).collect();
    tally.mismatches.extend(pos.slips.iter().filter_map(|slip| {
        let linked = slip.linked.as_ref().filter(|linked| linked.word == Word::Person && !slip.training)?;
        let is_charged =
            sales.iter().any(|charge| charge.payment_id.as_deref() == Some(linked.payment_id.as_str()));
        (!is_charged).then(|| {
            format!("slip {} says that a person saw payment {}", slip.receipt_number, linked.payment_id)
        })
    }));
    for payment in pos.payments.iter().filter(|payment| UNDER_WAY.contains(&payment.state.as_str())) {
        tally.mismatches.push(format!("payment {} is {} at rest", payment.payment_id, payment.state));
    }
    let open: BTreeSet<_> = open_payments(pos);
    for charge in &sales {
        match fate(charge, pos, &open) {
            Fate::Recorded => tally.recorded += 1,
            Fate::Open => {}
            Fate::Lost => tally.lost += 1,
        }
    }
    tally.doubled = doubled(&sales, pos, &open);
    tally.open = pos.payments.iter().filter(|payment| payment.is_question).count() as u64
        + pos.open_actions().count() as u64;
    tally.contradicted = pos.payments.iter().filter(|payment| payment.state == "contradicted").count() as u64;
    tally
}

/// A slip that says the terminal took money which it did not is no secret while its payment is 決済内容相違, nor after a
/// person settled that by hand.
fn is_told(text: &str, pos: &PosBooks) -> bool {
    let of = |payment_id: &str| format!(" for payment {payment_id}, but nothing was charged");
    let told = pos.payments.iter().filter(|payment| payment.state != "sold");
    text.starts_with("slip ") && told.into_iter().any(|payment| text.ends_with(&of(&payment.payment_id)))
}

enum Fate {
    Recorded,
    Open,
    Lost,
}

fn fate(charge: &Charge, pos: &PosBooks, open: &BTreeSet<&str>) -> Fate {
    let Some(payment_id) = charge.payment_id.as_deref() else {
        // By hand: that there is a 手動決済 for it, `disagreements` says.
        return Fate::Recorded;
    };
    let is_booked = pos.slips.iter().any(|slip| {
        slip.linked.as_ref().is_some_and(|linked| linked.payment_id == payment_id) && !slip.training
    });
    match (is_booked, open.contains(payment_id)) {
        (true, _) => Fate::Recorded,
        (false, true) => Fate::Open,
        (false, false) => Fate::Lost,
    }
}

/// Payments with an open question or an open action.
fn open_payments(pos: &PosBooks) -> BTreeSet<&str> {
    let questions = pos.payments.iter().filter(|payment| payment.is_question);
    let questions = questions.map(|payment| payment.payment_id.as_str());
    questions.chain(pos.open_actions().filter_map(|action| action.payment_id.as_deref())).collect()
}

/// Charges beyond the first of one payment, and settled charges beyond the first of one sale.
fn doubled(sales: &[&Charge], pos: &PosBooks, open: &BTreeSet<&str>) -> u64 {
    let mut of_payment = BTreeMap::<&str, u64>::new();
    let mut of_sale = BTreeMap::<&str, u64>::new();
    for payment_id in sales.iter().filter_map(|charge| charge.payment_id.as_deref()) {
        *of_payment.entry(payment_id).or_default() += 1;
        let payment = pos.payments.iter().find(|payment| payment.payment_id == payment_id);
        // A second charge of a sale that somebody still has to undo stands on the screen.
        if let Some(payment) = payment.filter(|_| !open.contains(payment_id)) {
            *of_sale.entry(payment.sale_id.as_str()).or_default() += 1;
        }
    }
    let beyond = |times: BTreeMap<&str, u64>| times.into_values().map(|times| times - 1).sum::<u64>();
    beyond(of_payment).max(beyond(of_sale))
}

#[cfg(test)]
mod tests {
    use super::verdict;
    use crate::books::{Action, CentreBook, Charge, ChargeKind, LinkedCard, Payment, PosBooks, Slip, Word};

    fn charge(payment_id: &str) -> Charge {
        Charge {
            centre_ref: format!("C{payment_id}"),
            payment_id: Some(payment_id.to_owned()),
            amount: 158,
            kind: ChargeKind::Sale,
        }
    }

    fn payment(payment_id: &str, sale_id: &str, state: &str, is_question: bool) -> Payment {
        let (payment_id, sale_id) = (payment_id.to_owned(), sale_id.to_owned());
        Payment { payment_id, sale_id, state: state.to_owned(), is_question }
    }

    fn slip(payment_id: &str, sale_id: &str, word: Word) -> Slip {
        let linked =
            LinkedCard { payment_id: payment_id.to_owned(), amount: 158, word, terminal_slip: (None, None) };
        Slip {
            receipt_number: 1,
            sale_id: sale_id.to_owned(),
            training: false,
            total: 158,
            paid: 158,
            linked: Some(linked),
            void: None,
        }
    }

    fn centre(charged: &[&str]) -> CentreBook {
        CentreBook { entries: Vec::new(), charged: charged.iter().map(|it| charge(it)).collect() }
    }

    #[test]
    fn a_charge_is_recorded_or_open_or_lost() {
        let pos = PosBooks {
            slips: vec![slip("a", "s1", Word::Terminal)],
            payments: vec![
                payment("a", "s1", "sold", false),
                payment("b", "s2", "unknown", true),
                payment("c", "s3", "void_promised", false),
                payment("d", "s4", "not_charged", false),
            ],
            actions: vec![Action {
                kind: "void_on_terminal".to_owned(),
                payment_id: Some("c".to_owned()),
                amount: 158,
                closed: false,
            }],
            refunds: Vec::new(),
            advances: crate::books::Advances::default(),
        };
        let found = verdict(&centre(&["a", "b", "c", "d"]), &pos, false);
        assert_eq!((found.charged, found.recorded, found.open, found.lost), (4, 1, 2, 1));
        assert!(!found.is_right());
        assert!(verdict(&centre(&["a", "b", "c"]), &pos, false).is_right());
    }

    #[test]
    fn two_charges_of_a_sale_are_one_too_many_unless_somebody_was_told() {
        let told = |state, is_question| PosBooks {
            slips: vec![slip("b", "s1", Word::Terminal)],
            payments: vec![payment("a", "s1", state, is_question), payment("b", "s1", "sold", false)],
            ..PosBooks::default()
        };
        let charged = centre(&["a", "b"]);
        assert_eq!(verdict(&charged, &told("not_charged", false), false).doubled, 1);
        assert!(verdict(&charged, &told("contradicted", true), false).is_right());
    }

    #[test]
    fn a_person_who_tells_the_truth_has_seen_a_charge() {
        let pos = PosBooks {
            slips: vec![slip("a", "s1", Word::Person)],
            payments: vec![payment("a", "s1", "sold", false)],
            ..PosBooks::default()
        };
        assert!(verdict(&centre(&["a"]), &pos, false).is_right());
        assert_eq!(verdict(&centre(&[]), &pos, false).mismatches.len(), 1);
    }

    #[test]
    fn nothing_is_under_way_at_rest() {
        let payments = vec![payment("a", "s1", "sent", false)];
        let pos = PosBooks { payments, ..PosBooks::default() };
        assert_eq!(verdict(&centre(&[]), &pos, false).mismatches.len(), 1);
    }
}
