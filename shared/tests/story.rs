//! Every sentence of 決済の経過, for each event of a payment's journal and each line of a terminal's trace. One picture of
//! them all, so that a missing or a changed text shows.

use std::fmt::Write as _;

use catlink_shared::card::CardCategoryCode;
use catlink_shared::ids::{PaymentId, ReceiptNumber, SequenceNumber};
use catlink_shared::money::Yen;
use catlink_shared::payment::words::{event_text, people_text, result_text, state_text};
use catlink_shared::payment::{
    Decision, Difference, Doubt, HandOver, InquiryAnswer, Judgement, LastWord, NotCharged, PaperSlip,
    PaymentEvent, PaymentState, PortHold,
};
use catlink_shared::rights::ApprovedBy;
use catlink_shared::tender::ByHand;
use catlink_shared::terminal::profile::CatModel;
use catlink_shared::terminal::trace::{LineNote, MalformedCause, Shown, TraceField, TraceLine, Way};
use catlink_shared::terminal::{
    ApprovalCode, CatError, CenterResultCode, PaymentCondition, PaymentMedia, Phase, ResultWord,
    SalesRequest, SlipNumber, TerminalResult, Unit,
};

fn slip() -> SlipNumber {
    SlipNumber::new("00042").expect("a slip number")
}

fn paper() -> PaperSlip {
    PaperSlip {
        slip_number: slip(),
        amount: Yen::new(900),
        time: "10:05".into(),
        approval_code: ApprovalCode::new("0A1234").ok(),
    }
}

fn decided(decision: Decision, differences: Vec<Difference>) -> PaymentEvent {
    PaymentEvent::DecisionMade { decision, differences }
}

/// What may be decided, each. A new one does not compile here before it has its place.
fn decisions() -> Vec<PaymentEvent> {
    let newest_slip = Some(slip());
    let after = |decision: &Decision| match decision {
        Decision::Charged { .. } => Some(Decision::NotOnRecord { newest_slip: Some(slip()) }),
        Decision::NotOnRecord { .. } => {
            Some(Decision::Hold { contact: "090-0000-0000".into(), newest_slip: None })
        }
        Decision::Hold { .. } => {
            Some(Decision::VoidedOnTerminal { slip_number: slip(), amount: Yen::new(900) })
        }
        Decision::VoidedOnTerminal { .. } => Some(Decision::RefundedInCash { amount: Yen::new(900) }),
        Decision::RefundedInCash { .. } => None,
    };
    let mut events: Vec<_> = std::iter::successors(Some(Decision::Charged { paper: paper() }), after)
        .map(|decision| decided(decision, Vec::new()))
        .collect();
    events.push(decided(Decision::Charged { paper: paper() }, vec![Difference::Amount]));
    events.push(decided(Decision::NotOnRecord { newest_slip: None }, Vec::new()));
    events.push(decided(Decision::Hold { contact: String::new(), newest_slip }, Vec::new()));
    events
}

fn judgements() -> Vec<PaymentEvent> {
    let after = |judgement: &Judgement| match judgement {
        Judgement::Approved => Some(Judgement::NotCharged { because: NotCharged::Deficient }),
        Judgement::NotCharged { .. } => Some(Judgement::BookedByHand { receipt_number: ReceiptNumber(12) }),
        Judgement::BookedByHand { .. } => Some(Judgement::Contradicted {
            differences: vec![Difference::SettledAmount, Difference::RegisterId],
        }),
        Judgement::Contradicted { .. } => Some(Judgement::Unknown { because: Doubt::Incomplete }),
        Judgement::Unknown { .. } => None,
    };
    std::iter::successors(Some(Judgement::Approved), after)
        .map(|judgement| PaymentEvent::ResultTaken { judgement })
        .collect()
}

fn answers() -> impl Iterator<Item = PaymentEvent> {
    let after = |answer: &InquiryAnswer| match answer {
        InquiryAnswer::Pending => Some(InquiryAnswer::None),
        InquiryAnswer::None => Some(InquiryAnswer::UntrustedNone),
        InquiryAnswer::UntrustedNone => Some(InquiryAnswer::Forgotten),
        InquiryAnswer::Forgotten => Some(InquiryAnswer::LastUnchanged),
        InquiryAnswer::LastUnchanged => Some(InquiryAnswer::LastUnfit),
        InquiryAnswer::LastUnfit => None,
    };
    std::iter::successors(Some(InquiryAnswer::Pending), after)
        .map(|answer| PaymentEvent::InquiryAnswered { answer })
}

/// Every event, in every shape that has words of its own.
fn events() -> Vec<PaymentEvent> {
    let center = CenterResultCode::new("G12").expect("a code");
    let after = |event: &PaymentEvent| match event {
        PaymentEvent::PaymentAccepted => Some(PaymentEvent::LastRead),
        PaymentEvent::LastRead => Some(PaymentEvent::PaymentSent),
        PaymentEvent::PaymentSent => {
            let because = NotCharged::Declined { center_result_code: center.clone() };
            Some(PaymentEvent::PaymentNotCharged { because })
        }
        PaymentEvent::PaymentNotCharged { .. } => Some(PaymentEvent::PaymentDoubted { because: Doubt::Cut }),
        PaymentEvent::PaymentDoubted { .. } => Some(PaymentEvent::HandOverAsked),
        PaymentEvent::HandOverAsked => Some(PaymentEvent::HandOverAnswered { answer: HandOver::Sold }),
        PaymentEvent::HandOverAnswered { answer: HandOver::Sold } => {
            Some(PaymentEvent::HandOverAnswered { answer: HandOver::VoidOnTerminal })
        }
        PaymentEvent::HandOverAnswered { answer: HandOver::VoidOnTerminal } => {
            Some(PaymentEvent::SaleMade { receipt_number: ReceiptNumber(12) })
        }
        PaymentEvent::SaleMade { .. } => Some(PaymentEvent::PaymentSuperseded),
        PaymentEvent::PaymentSuperseded => Some(PaymentEvent::PortFreed),
        PaymentEvent::PortFreed => Some(PaymentEvent::RefundedInCash { amount: Yen::new(900) }),
        // Those with many shapes follow apart.
        PaymentEvent::RefundedInCash { .. }
        | PaymentEvent::ResultTaken { .. }
        | PaymentEvent::InquiryAnswered { .. }
        | PaymentEvent::DecisionMade { .. } => None,
    };
    std::iter::successors(Some(PaymentEvent::PaymentAccepted), after)
        .chain(judgements())
        .chain(answers())
        .chain(decisions())
        .collect()
}

#[test]
fn every_event_of_a_payment_has_its_sentence() {
    let mut table = String::new();
    for event in events() {
        let text = event_text(CatModel::JtC60.profile(), &event);
        assert!(text.ends_with(['。', ')']), "{event:?}: {text}");
        writeln!(table, "{text}").expect("text");
    }
    insta::assert_snapshot!(table);
}

#[test]
fn every_state_of_a_payment_has_its_words() {
    let held = |port| PaymentState::Held {
        because: Doubt::Cut,
        contact: String::new(),
        port,
        last_word: LastWord::Nothing,
    };
    let sold = |by| PaymentState::Sold { by, receipt_number: ReceiptNumber(12) };
    let after = |state: &PaymentState| match state {
        PaymentState::Accepted => Some(PaymentState::Sent),
        PaymentState::Sent => {
            Some(PaymentState::Unknown { because: Doubt::Cut, last_word: LastWord::Nothing })
        }
        PaymentState::Unknown { .. } => Some(held(PortHold::Kept)),
        PaymentState::Held { port: PortHold::Kept, .. } => Some(held(PortHold::Freed)),
        PaymentState::Held { port: PortHold::Freed, .. } => {
            Some(PaymentState::Approved { by: ByHand::Terminal })
        }
        PaymentState::Approved { by } => Some(PaymentState::AwaitingHandOver { by: *by }),
        PaymentState::AwaitingHandOver { .. } => Some(sold(ByHand::Terminal)),
        PaymentState::Sold { by: ByHand::Terminal, .. } => Some(sold(ByHand::Person)),
        PaymentState::Sold { by: ByHand::Person, .. } => Some(PaymentState::VoidPromised),
        PaymentState::VoidPromised => Some(PaymentState::NotCharged { because: NotCharged::Cancelled }),
        PaymentState::NotCharged { .. } => {
            Some(PaymentState::Contradicted { differences: Vec::new(), receipt_number: None })
        }
        PaymentState::Contradicted { .. } => {
            Some(PaymentState::Uncollected { receipt_number: ReceiptNumber(12) })
        }
        PaymentState::Uncollected { .. } => Some(PaymentState::Superseded {
            because: Doubt::Cut,
            port: PortHold::Kept,
            last_word: LastWord::Nothing,
        }),
        PaymentState::Superseded { .. } => Some(PaymentState::DoublyReceived),
        PaymentState::DoublyReceived => None,
    };
    let states = std::iter::successors(Some(PaymentState::Accepted), after);
    let words: Vec<_> = states.map(|state| state_text(&state)).collect();
    insta::assert_snapshot!(words.join("\n"));
}

fn asked() -> SalesRequest {
    let text = |text: &str| text.to_owned();
    SalesRequest {
        payment_id: PaymentId::from_parts(1, &[2; 10]),
        register_id: text("01").try_into().expect("a register"),
        unit: Unit {
            terminal_id: text("1234567890123").try_into().expect("a terminal"),
            memory_id: text("a1").try_into().expect("a memory"),
        },
        sequence_number: SequenceNumber(7),
        amount: Yen::new(900),
        payment: CardCategoryCode(1),
        training_mode: false,
        timeout_s: 180,
    }
}

#[test]
fn what_a_terminal_said_is_told_with_no_more_of_the_card_than_four_digits() {
    let text = |text: &str| text.to_owned();
    let full = TerminalResult {
        phase_reached: Some(Phase::Printing),
        ecat: Some(CatError::Reset),
        center_result_code: CenterResultCode::new("G12").ok(),
        slip_number: Some(slip()),
        approval_code: ApprovalCode::new("0A1234").ok(),
        payment_media: Some(PaymentMedia::Credit),
        brand: text("01").try_into().ok(),
        payment_condition: Some(PaymentCondition::Lump),
        account_last4: text("1111").try_into().ok(),
        transaction_number: text("000123").try_into().ok(),
        balance: Some(Yen::new(2_000)),
        training_mode: Some(true),
        ..TerminalResult::echoing(&asked(), ResultWord::Approved)
    };
    let bare = TerminalResult::echoing(&asked(), ResultWord::Declined);
    let words: Vec<_> = ResultWord::ALL
        .iter()
        .map(|word| (TerminalResult { result: *word, ..bare.clone() }, None))
        .chain(
            Phase::ALL
                .iter()
                .map(|phase| (TerminalResult { phase_reached: Some(*phase), ..bare.clone() }, None)),
        )
        .chain([(full, Some("2026/11/23 10:05:09"))])
        .map(|(result, time)| result_text(CatModel::JtC60.profile(), &result, time))
        .collect();
    insta::assert_snapshot!(words.join("\n"));
}

#[test]
fn who_did_it_and_who_allowed_it_is_told_and_a_self_approval_is_marked() {
    let another = Some((ApprovedBy::Another, "900 店長"));
    let oneself = Some((ApprovedBy::Oneself, "900 店長"));
    assert_eq!(people_text(None, None), None);
    assert_eq!(people_text(Some("101 佐藤"), None).as_deref(), Some("担当者 101 佐藤"));
    assert_eq!(
        people_text(Some("101 佐藤"), another).as_deref(),
        Some("担当者 101 佐藤 / 責任者の承認 900 店長")
    );
    assert_eq!(
        people_text(Some("900 店長"), oneself).as_deref(),
        Some("担当者 900 店長 / 責任者の承認 900 店長(自己承認)")
    );
}

#[test]
fn every_line_of_a_trace_has_its_words() {
    let field = |name: Option<&str>, shown| TraceField { name: name.map(str::to_owned), shown };
    let message = |way, kind: &str, fields| TraceLine::Message { way, kind: kind.to_owned(), fields };
    let fields = vec![
        field(Some("amount"), Shown::Text("900".into())),
        field(Some("account_last4"), Shown::Text("1111".into())),
        field(Some("holder_name"), Shown::Length(12)),
        field(None, Shown::Length(3)),
    ];
    let kinds = [
        "HELLO",
        "READY",
        "PING",
        "STATE",
        "SALES",
        "STATUS",
        "CANCEL",
        "QUERY",
        "PENDING",
        "NONE",
        "FORGOTTEN",
        "REFUSED",
        "LAST",
        "DAILYLOG",
        "LOG",
        "END",
        "OTHER",
    ];
    let lines: Vec<_> = [message(Way::FromTerminal, "RESULT", fields)]
        .into_iter()
        .chain(kinds.map(|kind| message(Way::ToTerminal, kind, Vec::new())))
        .chain(MalformedCause::ALL.iter().map(|&cause| TraceLine::Malformed { length: 40, cause }))
        .chain(LineNote::ALL.iter().map(|&note| TraceLine::Note { note }))
        .chain([TraceLine::Missing { count: 3 }, TraceLine::Full])
        .map(|line| line.text())
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}
