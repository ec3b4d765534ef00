//! What the centre charged against what the POS holds. Empty: they agree.
//!
//! - A linked charge is one settled slip of that payment and amount, or an open question, or an open action, or was given
//!   back in cash (現金返金) as it was charged, once.
//! - A charge by hand is a 手動決済 of that amount, the 売上票 a person has settled a sale with (choice 1), or an open
//!   記録にない決済, one to one.
//! - What the terminal is said to have settled was charged; what a person closed as 手動決済 was, too.
//! - 前受金 is what the open reservations hold.
//! - Nothing is there twice: no payment charged twice, no slip settled twice, no terminal slip booked twice.

use std::collections::BTreeMap;

use super::{Action, Advances, CentreBook, Charge, ChargeKind, PosBooks, Slip, TerminalVoid, Word};

/// Everything in which the books disagree, in words.
#[must_use]
pub fn disagreements(centre: &CentreBook, pos: &PosBooks) -> Vec<String> {
    let mut found = Vec::new();
    let sales: Vec<_> = centre.charged.iter().filter(|charge| charge.kind == ChargeKind::Sale).collect();
    for charge in &sales {
        found
            .extend(charge.payment_id.as_ref().and_then(|payment_id| linked_charge(charge, payment_id, pos)));
    }
    found.extend(charged_twice(&sales));
    found.extend(charges_by_hand(&sales, pos));
    for slip in &pos.slips {
        found.extend(slip_without_charge(slip, &sales));
        if slip.total != slip.paid {
            found
                .push(format!("slip {} of ¥{} is paid with ¥{}", slip.receipt_number, slip.total, slip.paid));
        }
    }
    found.extend(cash_without_charge(&sales, pos));
    found.extend(advances_without_reservation(pos));
    found.extend(there_twice(pos));
    found
}

fn advances_without_reservation(pos: &PosBooks) -> Option<String> {
    let Advances { by_slips, by_reservations } = pos.advances;
    (by_slips != by_reservations)
        .then(|| format!("slips hold ¥{by_slips} in advance, and open reservations ¥{by_reservations}"))
}

fn linked_charge(charge: &Charge, payment_id: &str, pos: &PosBooks) -> Option<String> {
    let settled = pos.slips.iter().find(|slip| is_of(slip, payment_id));
    if let Some(slip) = settled {
        if slip.void == Some(TerminalVoid::Done) {
            return Some(format!(
                "slip {} is voided with the terminal's paper, but payment {payment_id} is charged ¥{}",
                slip.receipt_number, charge.amount
            ));
        }
        let amount = slip.linked.as_ref().map_or(0, |linked| linked.amount);
        let same = amount == charge.amount && !slip.training;
        return (!same).then(|| {
            let kind = if slip.training { "training " } else { "" };
            format!(
                "payment {payment_id} was charged ¥{} and its {kind}slip {} says ¥{amount}",
                charge.amount, slip.receipt_number
            )
        });
    }
    let Some(payment) = pos.payments.iter().find(|payment| payment.payment_id == payment_id) else {
        return Some(format!(
            "¥{} was charged for payment {payment_id}, of which the POS knows nothing",
            charge.amount
        ));
    };
    let action = pos.open_actions().any(|action| action.payment_id.as_deref() == Some(payment_id));
    let given_back = refunds_of(pos, payment_id) == [charge.amount];
    (!payment.is_question && !action && !given_back).then(|| {
        format!(
            "¥{} was charged for payment {payment_id}, which is {} without a slip, a question or an action",
            charge.amount, payment.state
        )
    })
}

fn refunds_of(pos: &PosBooks, payment_id: &str) -> Vec<i64> {
    let of_it = pos.refunds.iter().filter(|refund| refund.payment_id.as_deref() == Some(payment_id));
    of_it.map(|refund| refund.amount).collect()
}

fn charged_twice(sales: &[&Charge]) -> Vec<String> {
    let mut times = BTreeMap::<&str, usize>::new();
    for payment_id in sales.iter().filter_map(|charge| charge.payment_id.as_deref()) {
        *times.entry(payment_id).or_default() += 1;
    }
    let twice = times.into_iter().filter(|(_, times)| *times > 1);
    twice.map(|(payment_id, times)| format!("payment {payment_id} was charged {times} times")).collect()
}

/// Charges by hand and 手動決済 or a person's 売上票, one to one by amount.
fn charges_by_hand(sales: &[&Charge], pos: &PosBooks) -> Vec<String> {
    let mut found = Vec::new();
    let mut papers = papers_without_charge(sales, pos);
    let mut actions: Vec<_> = pos.actions.iter().filter(|action| action.kind == "hand_payment").collect();
    let is_strange = |action: &&Action| action.kind == "contradiction" && action.payment_id.is_none();
    let mut strange: Vec<i64> = pos.open_actions().filter(is_strange).map(|action| action.amount).collect();
    // A closed one first: it says that it was charged.
    actions.sort_by_key(|action| !action.closed);
    for charge in sales.iter().filter(|charge| charge.payment_id.is_none()) {
        let action = actions.iter().position(|action| action.amount == charge.amount);
        let paper = papers.iter().position(|amount| *amount == charge.amount);
        let listed = strange.iter().position(|amount| *amount == charge.amount);
        match (action, paper, listed) {
            (Some(at), _, _) => drop(actions.remove(at)),
            (None, Some(at), _) => drop(papers.remove(at)),
            (None, None, Some(at)) => drop(strange.remove(at)),
            (None, None, None) => {
                found.push(format!("¥{} was charged by hand without a 手動決済", charge.amount));
            }
        }
    }
    for action in actions.iter().filter(|action| action.closed) {
        found.push(format!("a 手動決済 of ¥{} is closed, but nothing was charged", action.amount));
    }
    found
}

/// Amounts of live slips that stand on a person's word alone: no charge bears their payment.
fn papers_without_charge(sales: &[&Charge], pos: &PosBooks) -> Vec<i64> {
    let on_a_word = |slip: &&Slip| {
        slip.linked.as_ref().is_some_and(|linked| {
            linked.word == Word::Person
                && !slip.training
                && !sales.iter().any(|charge| charge.payment_id.as_ref() == Some(&linked.payment_id))
        })
    };
    let slips = pos.slips.iter().filter(on_a_word);
    slips.filter_map(|slip| slip.linked.as_ref().map(|linked| linked.amount)).collect()
}

fn slip_without_charge(slip: &Slip, sales: &[&Charge]) -> Option<String> {
    let linked = slip.linked.as_ref().filter(|linked| linked.word == Word::Terminal && !slip.training)?;
    let charged = sales.iter().any(|charge| charge.payment_id.as_ref() == Some(&linked.payment_id));
    (!charged && slip.void.is_none()).then(|| {
        format!(
            "slip {} says that the terminal took ¥{} for payment {}, but nothing was charged",
            slip.receipt_number, linked.amount, linked.payment_id
        )
    })
}

/// Cash that left the drawer for a payment of the journal that took none.
fn cash_without_charge(sales: &[&Charge], pos: &PosBooks) -> Vec<String> {
    let known = pos.payments.iter().filter(|payment| {
        !sales.iter().any(|charge| charge.payment_id.as_ref() == Some(&payment.payment_id))
    });
    let refunds = known.flat_map(|payment| refunds_of(pos, &payment.payment_id));
    refunds.map(|amount| format!("¥{amount} was given back in cash, but nothing was charged")).collect()
}

fn there_twice(pos: &PosBooks) -> Vec<String> {
    let mut seen = BTreeMap::<String, Vec<u64>>::new();
    for slip in &pos.slips {
        let mut note = |what: String| seen.entry(what).or_default().push(slip.receipt_number);
        note(format!("sale {}", slip.sale_id));
        if let Some(linked) = &slip.linked {
            note(format!("payment {}", linked.payment_id));
            if let (Some(terminal), Some(number)) = &linked.terminal_slip
                && !slip.training
            {
                note(format!("slip {number} of terminal {terminal}"));
            }
        }
    }
    let twice = seen.into_iter().filter(|(_, slips)| slips.len() > 1);
    twice.map(|(what, slips)| format!("{what} is booked on the slips {slips:?}")).collect()
}

fn is_of(slip: &Slip, payment_id: &str) -> bool {
    slip.linked.as_ref().is_some_and(|linked| linked.payment_id == payment_id)
}

#[cfg(test)]
mod tests;
