//! The certainty table, row by row. Whatever it does not name is unknown.

use catlink_shared::card::CardCategoryCode;
use catlink_shared::ids::{PaymentId, SequenceNumber};
use catlink_shared::money::Yen;
use catlink_shared::payment::certainty::judge;
use catlink_shared::payment::{Difference, Doubt, Judgement, NotCharged};
use catlink_shared::terminal::{
    CatError, CenterResultCode, MemoryId, Phase, RegisterId, ResultWord, SalesRequest, TerminalId,
    TerminalResult, TransactionType, Unit,
};

fn asked() -> SalesRequest {
    SalesRequest {
        payment_id: PaymentId::from_parts(1, &[1; 10]),
        register_id: RegisterId::new("01").expect("register"),
        unit: Unit {
            terminal_id: TerminalId::new("1234567890123").expect("terminal"),
            memory_id: MemoryId::new("m1").expect("memory"),
        },
        sequence_number: SequenceNumber(9),
        amount: Yen::new(1_000),
        payment: CardCategoryCode::CREDIT,
        training_mode: false,
        timeout_s: 60,
    }
}

fn answer(result: ResultWord) -> TerminalResult {
    TerminalResult::echoing(&asked(), result)
}

fn judged(result: &TerminalResult) -> Judgement {
    judge(&asked(), result)
}

#[test]
fn approved_exactly_as_asked_is_approved() {
    assert_eq!(judged(&answer(ResultWord::Approved)), Judgement::Approved);
}

/// A result, changed in one thing, and the difference that it makes.
type Change = (fn(&mut TerminalResult), Difference);

#[test]
fn approved_with_anything_not_as_asked_is_contradicted() {
    let changes: &[Change] = &[
        (|r| r.unit.terminal_id = TerminalId::new("9999999999999").expect("id"), Difference::TerminalId),
        (|r| r.register_id = Some(RegisterId::new("02").expect("id")), Difference::RegisterId),
        (|r| r.register_id = None, Difference::RegisterId),
        (|r| r.sequence_number = Some(SequenceNumber(8)), Difference::SequenceNumber),
        (|r| r.sequence_number = None, Difference::SequenceNumber),
        (|r| r.transaction_type = Some(TransactionType::Void), Difference::TransactionType),
        (|r| r.transaction_type = None, Difference::TransactionType),
        (|r| r.amount = Some(Yen::new(1_001)), Difference::Amount),
        (|r| r.amount = None, Difference::Amount),
        (|r| r.settled_amount = Some(Yen::new(600)), Difference::SettledAmount),
        (|r| r.settled_amount = None, Difference::SettledAmount),
        (|r| r.training_mode = Some(true), Difference::TrainingMode),
        (|r| r.training_mode = None, Difference::TrainingMode),
        (|r| r.ecat = Some(CatError::Communication), Difference::Ecat),
    ];
    for (change, difference) in changes {
        let mut result = answer(ResultWord::Approved);
        change(&mut result);
        assert_eq!(judged(&result), Judgement::Contradicted { differences: vec![*difference] });
    }
}

#[test]
fn a_decline_is_certain_only_with_the_centres_code() {
    let mut result = answer(ResultWord::Declined);
    assert_eq!(judged(&result), Judgement::Unknown { because: Doubt::Error { ecat: None } });
    let code = CenterResultCode::new("G12").expect("code");
    result.center_result_code = Some(code.clone());
    let declined = Judgement::NotCharged { because: NotCharged::Declined { center_result_code: code } };
    assert_eq!(judged(&result), declined);
    result.ecat = Some(CatError::Center);
    assert_eq!(judged(&result), declined);
    for ecat in [CatError::Communication, CatError::Reset, CatError::Unlisted(7)] {
        result.ecat = Some(ecat);
        assert_eq!(judged(&result), Judgement::Unknown { because: Doubt::Error { ecat: Some(ecat) } });
    }
}

#[test]
fn a_balance_that_does_not_fit_is_certain() {
    for word in [ResultWord::Declined, ResultWord::Error] {
        let mut result = answer(word);
        result.ecat = Some(CatError::Deficient);
        assert_eq!(judged(&result), Judgement::NotCharged { because: NotCharged::Deficient });
        result.ecat = Some(CatError::OverDeposit);
        assert_eq!(judged(&result), Judgement::NotCharged { because: NotCharged::OverDeposit });
    }
}

#[test]
fn cancelled_is_certain() {
    let mut result = answer(ResultWord::Cancelled);
    assert_eq!(judged(&result), Judgement::NotCharged { because: NotCharged::Cancelled });
    result.ecat = Some(CatError::Reset);
    assert_eq!(judged(&result), Judgement::NotCharged { because: NotCharged::Cancelled });
    result.ecat = Some(CatError::Communication);
    assert!(matches!(judged(&result), Judgement::Unknown { .. }));
}

#[test]
fn stopped_is_certain_only_before_the_card_was_read_by_the_results_own_word() {
    for phase in Phase::ALL {
        let mut result = answer(ResultWord::Error);
        result.ecat = Some(CatError::Reset);
        result.phase_reached = Some(*phase);
        let certain = matches!(phase, Phase::BrandSelect | Phase::ConditionSelect | Phase::CardWait);
        let expected = if certain {
            Judgement::NotCharged { because: NotCharged::StoppedBeforeCard }
        } else {
            Judgement::Unknown { because: Doubt::Error { ecat: Some(CatError::Reset) } }
        };
        assert_eq!(judged(&result), expected, "{phase:?}");
    }
    let mut result = answer(ResultWord::Error);
    result.ecat = Some(CatError::Reset);
    assert!(matches!(judged(&result), Judgement::Unknown { .. }), "no phase proves nothing");
}

#[test]
fn every_other_error_is_unknown() {
    let others = [
        CatError::Center,
        CatError::Command,
        CatError::Communication,
        CatError::DailyLogOverflow,
        CatError::Unlisted(77),
    ];
    for ecat in others {
        for phase in Phase::ALL.iter().copied().map(Some).chain([None]) {
            let mut result = answer(ResultWord::Error);
            result.ecat = Some(ecat);
            result.phase_reached = phase;
            assert_eq!(
                judged(&result),
                Judgement::Unknown { because: Doubt::Error { ecat: Some(ecat) } },
                "{ecat:?} {phase:?}"
            );
        }
    }
}

#[test]
fn incomplete_is_unknown_whatever_else_it_says() {
    let mut result = answer(ResultWord::Incomplete);
    assert_eq!(judged(&result), Judgement::Unknown { because: Doubt::Incomplete });
    result.ecat = Some(CatError::Deficient);
    result.phase_reached = Some(Phase::CardWait);
    assert_eq!(judged(&result), Judgement::Unknown { because: Doubt::Incomplete });
}

#[test]
fn a_refusal_that_does_not_carry_our_data_proves_nothing() {
    let mut result = answer(ResultWord::Cancelled);
    result.sequence_number = Some(SequenceNumber(8));
    assert_eq!(judged(&result), Judgement::Unknown { because: Doubt::Mismatched });
    let mut result = answer(ResultWord::Error);
    result.ecat = Some(CatError::Deficient);
    result.unit.terminal_id = TerminalId::new("9999999999999").expect("id");
    assert_eq!(judged(&result), Judgement::Unknown { because: Doubt::Mismatched });
}
