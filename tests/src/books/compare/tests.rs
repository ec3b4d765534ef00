//! A witness that cannot accuse proves nothing: each rule is broken by made-up books.

use super::{TerminalVoid, disagreements};
use crate::books::{
    Action, Advances, CashRefund, CentreBook, Charge, ChargeKind, LinkedCard, Payment, PosBooks, Slip, Word,
};

fn charge(payment_id: Option<&str>, amount: i64) -> Charge {
    Charge {
        centre_ref: "C1".to_owned(),
        payment_id: payment_id.map(str::to_owned),
        amount,
        kind: ChargeKind::Sale,
    }
}

fn slip(number: u64, payment_id: &str, amount: i64) -> Slip {
    Slip {
        receipt_number: number,
        sale_id: format!("sale-{number}"),
        training: false,
        total: amount,
        paid: amount,
        linked: Some(LinkedCard {
            payment_id: payment_id.to_owned(),
            amount,
            word: Word::Terminal,
            terminal_slip: (Some("T".to_owned()), Some(format!("{number:05}"))),
        }),
        void: None,
    }
}

fn payment(payment_id: &str, state: &str, is_question: bool) -> Payment {
    Payment {
        payment_id: payment_id.to_owned(),
        sale_id: "s".to_owned(),
        state: state.to_owned(),
        is_question,
    }
}

fn action(kind: &str, payment_id: Option<&str>, amount: i64, closed: bool) -> Action {
    Action { kind: kind.to_owned(), payment_id: payment_id.map(str::to_owned), amount, closed }
}

/// One card sale that is as it should be.
fn good() -> (CentreBook, PosBooks) {
    let centre = CentreBook { entries: Vec::new(), charged: vec![charge(Some("p1"), 900)] };
    let pos = PosBooks {
        slips: vec![slip(1, "p1", 900)],
        payments: vec![payment("p1", "sold", false)],
        ..PosBooks::default()
    };
    (centre, pos)
}

/// What is found when the good books are spoilt so.
fn found(spoil: impl FnOnce(&mut CentreBook, &mut PosBooks)) -> String {
    let (mut centre, mut pos) = good();
    spoil(&mut centre, &mut pos);
    disagreements(&centre, &pos).join("\n")
}

#[test]
fn good_books_agree() {
    assert_eq!(found(|_, _| ()), "");
}

#[test]
fn a_charge_without_its_sale_is_found() {
    let lost = |is_question, actions: Vec<Action>| {
        found(|_, pos| {
            pos.slips.clear();
            pos.payments = vec![payment("p1", "not_charged", is_question)];
            pos.actions = actions;
        })
    };
    assert!(lost(false, vec![]).contains("without a slip"));
    assert!(lost(false, vec![action("void_on_terminal", Some("p1"), 900, true)]).contains("without a slip"));
    assert!(lost(false, vec![action("void_on_terminal", Some("p2"), 900, false)]).contains("without a slip"));
    assert_eq!(lost(true, vec![]), "");
    assert_eq!(lost(false, vec![action("void_on_terminal", Some("p1"), 900, false)]), "");
}

#[test]
fn a_charge_is_given_back_in_cash_as_it_was_and_once() {
    let given_back = |amounts: &[i64], charged: bool| {
        found(|centre, pos| {
            pos.slips.clear();
            pos.payments = vec![payment("p1", "not_charged", false)];
            let refund = |amount: &i64| CashRefund { payment_id: Some("p1".to_owned()), amount: *amount };
            pos.refunds = amounts.iter().map(refund).collect();
            if !charged {
                centre.charged.clear();
            }
        })
    };
    assert_eq!(given_back(&[900], true), "");
    assert!(given_back(&[800], true).contains("without a slip"));
    assert!(given_back(&[900, 900], true).contains("without a slip"));
    assert!(given_back(&[900], false).contains("given back in cash"));
}

#[test]
fn a_charge_the_journal_never_heard_of_is_found() {
    assert!(found(|centre, _| centre.charged.push(charge(Some("p9"), 5))).contains("knows nothing"));
}

#[test]
fn a_charge_of_another_amount_is_found() {
    assert!(found(|centre, _| centre.charged[0].amount = 1_000).contains("says ¥900"));
}

#[test]
fn a_training_sale_that_was_charged_is_found() {
    assert!(found(|_, pos| pos.slips[0].training = true).contains("training"));
}

#[test]
fn a_card_charged_twice_is_found() {
    let twice = found(|centre, _| centre.charged.push(charge(Some("p1"), 900)));
    assert!(twice.contains("charged 2 times"), "{twice}");
    // The second try of one sale, too: it has no slip of its own.
    let again = found(|centre, pos| {
        centre.charged.push(charge(Some("p2"), 900));
        pos.payments.push(payment("p2", "sold", false));
    });
    assert!(again.contains("without a slip"), "{again}");
}

#[test]
fn a_slip_nobody_was_charged_for_is_found() {
    assert!(found(|centre, _| centre.charged.clear()).contains("nothing was charged"));
    let word_of_a_person = found(|centre, pos| {
        centre.charged.clear();
        if let Some(linked) = &mut pos.slips[0].linked {
            linked.word = Word::Person;
        }
    });
    assert_eq!(word_of_a_person, "");
}

#[test]
fn money_given_back_is_no_charge() {
    assert!(found(|centre, _| centre.charged[0].kind = ChargeKind::Refund).contains("nothing was charged"));
}

#[test]
fn a_voided_slip_goes_without_its_charge_and_one_that_was_voided_on_paper_must() {
    let voided = |void: TerminalVoid, charged: bool| {
        found(|centre, pos| {
            pos.slips[0].void = Some(void);
            if !charged {
                centre.charged.clear();
            }
        })
    };
    assert_eq!(voided(TerminalVoid::ToDo, true), "");
    assert_eq!(voided(TerminalVoid::ToDo, false), "");
    assert_eq!(voided(TerminalVoid::Done, false), "");
    assert!(voided(TerminalVoid::Done, true).contains("slip 1 is voided with the terminal's paper"));
}

#[test]
fn what_is_booked_twice_is_found() {
    let same_payment = found(|_, pos| pos.slips.push(slip(2, "p1", 900)));
    assert!(same_payment.contains("payment p1 is booked on the slips [1, 2]"), "{same_payment}");
    let same_sale = found(|centre, pos| {
        centre.charged.push(charge(Some("p2"), 900));
        pos.payments.push(payment("p2", "sold", false));
        pos.slips.push(Slip { sale_id: "sale-1".to_owned(), ..slip(2, "p2", 900) });
    });
    assert!(same_sale.contains("sale sale-1 is booked"), "{same_sale}");
    let same_paper = found(|centre, pos| {
        centre.charged.push(charge(Some("p2"), 900));
        let mut second = slip(2, "p2", 900);
        second.linked.as_mut().expect("it is linked").terminal_slip =
            (Some("T".into()), Some("00001".into()));
        pos.slips.push(second);
    });
    assert!(same_paper.contains("slip 00001 of terminal T"), "{same_paper}");
}

#[test]
fn hand_payments_and_charges_by_hand_go_one_to_one() {
    let by_hand = |charges: &[i64], actions: &[(i64, bool)]| {
        found(|centre, pos| {
            centre.charged.extend(charges.iter().map(|amount| charge(None, *amount)));
            pos.actions = actions
                .iter()
                .map(|(amount, closed)| action("hand_payment", None, *amount, *closed))
                .collect();
        })
    };
    assert_eq!(by_hand(&[500], &[(500, true)]), "");
    assert_eq!(by_hand(&[500], &[(500, false)]), "");
    assert_eq!(by_hand(&[], &[(500, false)]), "");
    assert!(by_hand(&[500], &[]).contains("without a 手動決済"));
    assert!(by_hand(&[500, 500], &[(500, true)]).contains("without a 手動決済"));
    assert!(by_hand(&[500], &[(600, false)]).contains("without a 手動決済"));
    assert!(by_hand(&[], &[(500, true)]).contains("closed, but nothing"));
    assert!(by_hand(&[500], &[(500, true), (500, true)]).contains("closed, but nothing"));
}

#[test]
fn a_charge_by_hand_may_be_the_paper_of_choice_1_and_only_once() {
    let paper = |charges: &[i64], word: Word| {
        found(|centre, pos| {
            centre.charged = charges.iter().map(|amount| charge(None, *amount)).collect();
            if let Some(linked) = &mut pos.slips[0].linked {
                linked.word = word;
            }
        })
    };
    assert_eq!(paper(&[900], Word::Person), "");
    assert!(paper(&[900, 900], Word::Person).contains("without a 手動決済"));
    assert!(paper(&[800], Word::Person).contains("without a 手動決済"));
    assert!(paper(&[900], Word::Terminal).contains("without a 手動決済"));
    // A word that a charge of the terminal's stands behind is not free for another one.
    let both = found(|centre, pos| {
        centre.charged.push(charge(None, 900));
        if let Some(linked) = &mut pos.slips[0].linked {
            linked.word = Word::Person;
        }
    });
    assert!(both.contains("without a 手動決済"), "{both}");
}

#[test]
fn a_slip_that_is_not_paid_in_full_is_found() {
    assert!(found(|_, pos| pos.slips[0].paid = 899).contains("is paid with ¥899"));
}

#[test]
fn money_in_advance_without_its_reservation_is_found() {
    let wrong = found(|_, pos| pos.advances = Advances { by_slips: 300, by_reservations: 0 });
    assert!(wrong.contains("¥300 in advance"), "{wrong}");
}

#[test]
fn a_charge_nobody_knew_of_is_an_open_operation_and_no_closed_one() {
    let listed = |closed: bool, amount: i64| {
        found(move |centre, pos| {
            centre.charged.push(charge(None, 500));
            pos.actions.push(action("contradiction", None, amount, closed));
        })
    };
    assert_eq!(listed(false, 500), "");
    assert!(listed(true, 500).contains("charged by hand"));
    assert!(listed(false, 400).contains("charged by hand"));
}
