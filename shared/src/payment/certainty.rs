//! The certainty table: what a RESULT proves. Whatever it does not name is unknown.
//!
//! Judged by what RESULT itself says (`phase_reached`; missing = unknown), never by which STATUS happened to arrive.

use super::{Difference, Doubt, Judgement, NotCharged};
use crate::terminal::{CatError, Phase, ResultWord, SalesRequest, TerminalResult, TransactionType};

/// What `result` proves about the payment that was `asked`.
///
/// The caller has already seen that `result.payment_id` is ours; a result of another payment is judged as that payment's.
#[must_use]
pub fn judge(asked: &SalesRequest, result: &TerminalResult) -> Judgement {
    match result.result {
        ResultWord::Approved => judge_approved(asked, result),
        ResultWord::Declined => {
            let declined = match (result.ecat, &result.center_result_code) {
                (None | Some(CatError::Center), Some(code)) => {
                    Some(NotCharged::Declined { center_result_code: code.clone() })
                }
                _ => balance_reason(result.ecat),
            };
            not_charged_if(asked, result, declined)
        }
        ResultWord::Cancelled => {
            // A stop that names another error than a stop contradicts itself and proves nothing.
            let cancelled =
                matches!(result.ecat, None | Some(CatError::Reset)).then_some(NotCharged::Cancelled);
            not_charged_if(asked, result, cancelled)
        }
        ResultWord::Error => {
            let reason =
                balance_reason(result.ecat).or_else(|| stopped_reason(result.ecat, result.phase_reached));
            not_charged_if(asked, result, reason)
        }
        ResultWord::Incomplete => Judgement::Unknown { because: Doubt::Incomplete },
    }
}

fn judge_approved(asked: &SalesRequest, result: &TerminalResult) -> Judgement {
    let mut differences = identity_differences(asked, result);
    if result.amount != Some(asked.amount) {
        differences.push(Difference::Amount);
    }
    if result.settled_amount != Some(asked.amount) {
        differences.push(Difference::SettledAmount);
    }
    if result.ecat.is_some() {
        differences.push(Difference::Ecat);
    }
    if differences.is_empty() { Judgement::Approved } else { Judgement::Contradicted { differences } }
}

/// What does not agree in who speaks, about what.
fn identity_differences(asked: &SalesRequest, result: &TerminalResult) -> Vec<Difference> {
    let mut differences = Vec::new();
    if result.unit.terminal_id != asked.unit.terminal_id {
        differences.push(Difference::TerminalId);
    }
    if result.register_id.as_ref() != Some(&asked.register_id) {
        differences.push(Difference::RegisterId);
    }
    if result.sequence_number != Some(asked.sequence_number) {
        differences.push(Difference::SequenceNumber);
    }
    if result.transaction_type != Some(TransactionType::Sales) {
        differences.push(Difference::TransactionType);
    }
    if result.training_mode != Some(asked.training_mode) {
        differences.push(Difference::TrainingMode);
    }
    differences
}

/// A refusal settles only where the table names it and it carries our data.
fn not_charged_if(asked: &SalesRequest, result: &TerminalResult, reason: Option<NotCharged>) -> Judgement {
    match reason {
        None => Judgement::Unknown { because: Doubt::Error { ecat: result.ecat } },
        Some(_) if !identity_differences(asked, result).is_empty() => {
            Judgement::Unknown { because: Doubt::Mismatched }
        }
        Some(because) => Judgement::NotCharged { because },
    }
}

/// ecat 201 and 202 are certain whatever word goes with them.
fn balance_reason(ecat: Option<CatError>) -> Option<NotCharged> {
    match ecat? {
        CatError::Deficient => Some(NotCharged::Deficient),
        CatError::OverDeposit => Some(NotCharged::OverDeposit),
        CatError::Center
        | CatError::Command
        | CatError::Reset
        | CatError::Communication
        | CatError::DailyLogOverflow
        | CatError::Unlisted(_) => None,
    }
}

/// ecat 91 is certain only where RESULT itself says that no card had been read.
fn stopped_reason(ecat: Option<CatError>, reached: Option<Phase>) -> Option<NotCharged> {
    match (ecat?, reached?) {
        (CatError::Reset, phase) if phase.is_before_card() => Some(NotCharged::StoppedBeforeCard),
        _ => None,
    }
}
