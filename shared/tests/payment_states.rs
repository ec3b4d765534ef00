//! Every (state, event) pair of a payment, as a table that is read before it is accepted.

use catlink_shared::ids::ReceiptNumber;
use catlink_shared::money::Yen;
use catlink_shared::payment::transition::{Step, transition};
use catlink_shared::payment::{
    Decision, Difference, Doubt, HandOver, InquiryAnswer, Judgement, LastWord, NotCharged, PaperSlip,
    PaymentEvent, PaymentState, PortHold,
};
use catlink_shared::tender::ByHand;
use catlink_shared::terminal::SlipNumber;

fn states() -> Vec<(&'static str, Option<PaymentState>)> {
    let unknown = |last_word| PaymentState::Unknown { because: Doubt::Cut, last_word };
    let held = |port, last_word| PaymentState::Held {
        because: Doubt::Cut,
        contact: "090-0000-0000".to_owned(),
        port,
        last_word,
    };
    let superseded = |port, last_word| PaymentState::Superseded { because: Doubt::Cut, port, last_word };
    let receipt_number = ReceiptNumber(7);
    vec![
        ("(none)", None),
        ("accepted", Some(PaymentState::Accepted)),
        ("sent", Some(PaymentState::Sent)),
        ("unknown", Some(unknown(LastWord::Nothing))),
        ("unknown, pending", Some(unknown(LastWord::Pending))),
        ("unknown, useless", Some(unknown(LastWord::Useless))),
        ("held, port kept", Some(held(PortHold::Kept, LastWord::Nothing))),
        ("held, pending", Some(held(PortHold::Kept, LastWord::Pending))),
        ("held, port freed", Some(held(PortHold::Freed, LastWord::Nothing))),
        ("approved by terminal", Some(PaymentState::Approved { by: ByHand::Terminal })),
        ("approved by person", Some(PaymentState::Approved { by: ByHand::Person })),
        ("awaiting hand-over", Some(PaymentState::AwaitingHandOver { by: ByHand::Terminal })),
        ("sold by terminal", Some(PaymentState::Sold { by: ByHand::Terminal, receipt_number })),
        ("sold by person", Some(PaymentState::Sold { by: ByHand::Person, receipt_number })),
        ("void promised", Some(PaymentState::VoidPromised)),
        ("not charged", Some(PaymentState::NotCharged { because: NotCharged::Cancelled })),
        (
            "not charged, voided",
            Some(PaymentState::NotCharged { because: NotCharged::VoidedOnTerminal { slip_number: slip() } }),
        ),
        (
            "not charged, refunded",
            Some(PaymentState::NotCharged {
                because: NotCharged::RefundedInCash { amount: Yen::new(1_000) },
            }),
        ),
        (
            "contradicted",
            Some(PaymentState::Contradicted {
                differences: vec![Difference::SettledAmount],
                receipt_number: None,
            }),
        ),
        (
            "contradicted, sold",
            Some(PaymentState::Contradicted {
                differences: vec![Difference::NotApprovedAfterAll],
                receipt_number: Some(receipt_number),
            }),
        ),
        ("uncollected", Some(PaymentState::Uncollected { receipt_number })),
        ("superseded", Some(superseded(PortHold::Kept, LastWord::Nothing))),
        ("superseded, pending", Some(superseded(PortHold::Kept, LastWord::Pending))),
        ("superseded, port freed", Some(superseded(PortHold::Freed, LastWord::Nothing))),
        ("doubly received", Some(PaymentState::DoublyReceived)),
    ]
}

fn slip() -> SlipNumber {
    SlipNumber::new("00042").expect("digits")
}

fn events() -> Vec<(&'static str, PaymentEvent)> {
    let result = |judgement| PaymentEvent::ResultTaken { judgement };
    let paper = PaperSlip {
        slip_number: slip(),
        amount: Yen::new(1_000),
        time: "10:05".to_owned(),
        approval_code: None,
    };
    let charged = Decision::Charged { paper };
    let decided = |decision, differences| PaymentEvent::DecisionMade { decision, differences };
    let hold = |newest_slip| Decision::Hold { contact: "090-0000-0000".to_owned(), newest_slip };
    vec![
        ("accepted", PaymentEvent::PaymentAccepted),
        ("last read", PaymentEvent::LastRead),
        ("sent", PaymentEvent::PaymentSent),
        ("not charged", PaymentEvent::PaymentNotCharged { because: NotCharged::BidBusy }),
        ("doubted", PaymentEvent::PaymentDoubted { because: Doubt::TimedOut }),
        ("result: approved", result(Judgement::Approved)),
        ("result: booked by hand", result(Judgement::BookedByHand { receipt_number: ReceiptNumber(7) })),
        ("result: not charged", result(Judgement::NotCharged { because: NotCharged::Deficient })),
        ("result: contradicted", result(Judgement::Contradicted { differences: vec![Difference::Amount] })),
        ("result: unknown", result(Judgement::Unknown { because: Doubt::Incomplete })),
        ("answer: pending", PaymentEvent::InquiryAnswered { answer: InquiryAnswer::Pending }),
        ("answer: none", PaymentEvent::InquiryAnswered { answer: InquiryAnswer::None }),
        ("answer: untrusted none", PaymentEvent::InquiryAnswered { answer: InquiryAnswer::UntrustedNone }),
        ("answer: forgotten", PaymentEvent::InquiryAnswered { answer: InquiryAnswer::Forgotten }),
        ("answer: last unchanged", PaymentEvent::InquiryAnswered { answer: InquiryAnswer::LastUnchanged }),
        ("answer: last unfit", PaymentEvent::InquiryAnswered { answer: InquiryAnswer::LastUnfit }),
        ("person: charged", decided(charged.clone(), vec![])),
        ("person: charged otherwise", decided(charged, vec![Difference::SettledAmount])),
        ("person: not on record", decided(Decision::NotOnRecord { newest_slip: Some(slip()) }, vec![])),
        ("person: hold", decided(hold(None), vec![])),
        ("person: hold, port free", decided(hold(Some(slip())), vec![])),
        (
            "person: voided",
            decided(Decision::VoidedOnTerminal { slip_number: slip(), amount: Yen::new(1_000) }, vec![]),
        ),
        ("person: refunded", decided(Decision::RefundedInCash { amount: Yen::new(1_000) }, vec![])),
        ("hand-over asked", PaymentEvent::HandOverAsked),
        ("hand-over: sold", PaymentEvent::HandOverAnswered { answer: HandOver::Sold }),
        ("hand-over: void", PaymentEvent::HandOverAnswered { answer: HandOver::VoidOnTerminal }),
        ("sale made", PaymentEvent::SaleMade { receipt_number: ReceiptNumber(7) }),
        ("sale made again", PaymentEvent::SaleMade { receipt_number: ReceiptNumber(8) }),
        ("superseded", PaymentEvent::PaymentSuperseded),
        ("port freed", PaymentEvent::PortFreed),
        ("refunded in cash", PaymentEvent::RefundedInCash { amount: Yen::new(1_000) }),
    ]
}

#[test]
fn every_pair_of_state_and_event_is_written_down() {
    let mut table = String::new();
    for (name, state) in states() {
        table.push_str(&format!("{name}\n"));
        for (event_name, event) in events() {
            let to = match transition(state.as_ref(), &event) {
                Step::Next(next) => format!("→ {next:?}"),
                Step::AlreadyThere => "=".to_owned(),
                Step::NotAllowed => "✗".to_owned(),
            };
            table.push_str(&format!("  {event_name:<26} {to}\n"));
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn only_an_accepted_payment_is_ever_sent() {
    for (name, state) in states() {
        let step = transition(state.as_ref(), &PaymentEvent::PaymentSent);
        let may = matches!(state, Some(PaymentState::Accepted));
        assert_eq!(matches!(step, Step::Next(_)), may, "{name}");
        // A repeated PaymentSent must be refused, not shrugged off: it would hand out a second permit to send.
        assert!(!matches!(step, Step::AlreadyThere), "{name}");
    }
}

#[test]
fn an_approval_is_never_without_its_sale_or_a_question() {
    for (name, state) in states() {
        let Some(state) = state else { continue };
        let approval = PaymentEvent::ResultTaken { judgement: Judgement::Approved };
        let after = match transition(Some(&state), &approval) {
            Step::Next(next) => next,
            Step::AlreadyThere => state,
            Step::NotAllowed => panic!("{name}: an approval was refused"),
        };
        let accounted = after.is_question()
            || matches!(
                after,
                // The sale is booked, or being booked, or a void is on the list of actions.
                PaymentState::Approved { .. }
                    | PaymentState::Sold { .. }
                    | PaymentState::VoidPromised
                    | PaymentState::DoublyReceived
            )
            || matches!(&after, PaymentState::NotCharged { because } if because.is_undone_charge());
        assert!(accounted, "{name}: approved, and now {after:?}");
    }
}

/// 別の方法で受取る frees the sale, and nothing else: while nobody knows, the payment stays on the screen, and a charge that
/// shows after all has its action.
#[test]
fn a_superseded_payment_stays_a_question_until_somebody_knows() {
    let superseded =
        PaymentState::Superseded { because: Doubt::Cut, port: PortHold::Kept, last_word: LastWord::Nothing };
    assert!(superseded.is_question() && superseded.holds_port() && !superseded.holds_sale());
    for (name, event) in events() {
        if let Step::Next(next) = transition(Some(&superseded), &event) {
            let known = matches!(next, PaymentState::NotCharged { .. } | PaymentState::DoublyReceived);
            assert!(known || next.is_question(), "{name}: {next:?}");
        }
    }
}

#[test]
fn a_contradicted_payment_always_has_a_way_out() {
    for (name, state) in states() {
        let Some(state @ PaymentState::Contradicted { .. }) = state else { continue };
        let amount = Yen::new(1_000);
        let voided = Decision::VoidedOnTerminal { slip_number: slip(), amount };
        for decision in [voided, Decision::RefundedInCash { amount }] {
            let event = PaymentEvent::DecisionMade { decision, differences: vec![] };
            let Step::Next(next) = transition(Some(&state), &event) else { panic!("{name}: no way out") };
            assert!(!next.holds_port() && !next.is_question(), "{name}: {next:?}");
        }
    }
}
