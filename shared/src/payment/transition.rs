//! The one transition function of a payment, for live events and for replay.

use super::{
    Decision, Difference, Doubt, HandOver, InquiryAnswer, Judgement, LastWord, NotCharged, PaymentEvent,
    PaymentState, PortHold,
};
use crate::tender::ByHand;

/// What an event does to a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It leads here.
    Next(PaymentState),
    /// The state says so already: a repeated or later-confirming event, harmless.
    AlreadyThere,
    /// It cannot follow; whoever sent it is told, and nothing is written.
    NotAllowed,
}

/// Where `event` leads from `state`; `None` is a payment that is not in the journal.
#[must_use]
pub fn transition(state: Option<&PaymentState>, event: &PaymentEvent) -> Step {
    let Some(state) = state else {
        return match event {
            PaymentEvent::PaymentAccepted => Step::Next(PaymentState::Accepted),
            PaymentEvent::PaymentSent
            | PaymentEvent::PaymentNotCharged { .. }
            | PaymentEvent::PaymentDoubted { .. }
            | PaymentEvent::ResultTaken { .. }
            | PaymentEvent::InquiryAnswered { .. }
            | PaymentEvent::DecisionMade { .. }
            | PaymentEvent::HandOverAsked
            | PaymentEvent::HandOverAnswered { .. }
            | PaymentEvent::SaleMade { .. }
            | PaymentEvent::PaymentSuperseded => Step::NotAllowed,
        };
    };
    match event {
        PaymentEvent::PaymentAccepted => on_accepted(state),
        PaymentEvent::PaymentSent => on_sent(state),
        PaymentEvent::PaymentNotCharged { because } => on_not_charged(state, because),
        PaymentEvent::PaymentDoubted { because } => on_doubted(state, *because),
        PaymentEvent::ResultTaken { judgement } => on_result(state, judgement),
        PaymentEvent::InquiryAnswered { answer } => on_inquiry(state, *answer),
        PaymentEvent::DecisionMade { decision, differences } => on_decision(state, decision, differences),
        PaymentEvent::HandOverAsked => on_hand_over_asked(state),
        PaymentEvent::HandOverAnswered { answer } => on_hand_over_answered(state, *answer),
        PaymentEvent::SaleMade { receipt_number } => match state {
            PaymentState::Approved { by } | PaymentState::AwaitingHandOver { by } => {
                Step::Next(PaymentState::Sold { by: *by, receipt_number: *receipt_number })
            }
            PaymentState::Sold { receipt_number: booked, .. } if booked == receipt_number => {
                Step::AlreadyThere
            }
            PaymentState::Accepted
            | PaymentState::Sent
            | PaymentState::Unknown { .. }
            | PaymentState::Held { .. }
            | PaymentState::Sold { .. }
            | PaymentState::VoidPromised
            | PaymentState::NotCharged { .. }
            | PaymentState::Contradicted { .. }
            | PaymentState::Superseded
            | PaymentState::DoublyReceived => Step::NotAllowed,
        },
        PaymentEvent::PaymentSuperseded => match state {
            PaymentState::Unknown { .. } | PaymentState::Held { .. } => Step::Next(PaymentState::Superseded),
            PaymentState::Superseded => Step::AlreadyThere,
            PaymentState::Accepted
            | PaymentState::Sent
            | PaymentState::Approved { .. }
            | PaymentState::AwaitingHandOver { .. }
            | PaymentState::Sold { .. }
            | PaymentState::VoidPromised
            | PaymentState::NotCharged { .. }
            | PaymentState::Contradicted { .. }
            | PaymentState::DoublyReceived => Step::NotAllowed,
        },
    }
}

fn on_accepted(state: &PaymentState) -> Step {
    match state {
        PaymentState::Accepted => Step::AlreadyThere,
        PaymentState::Sent
        | PaymentState::Unknown { .. }
        | PaymentState::Held { .. }
        | PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::Sold { .. }
        | PaymentState::VoidPromised
        | PaymentState::NotCharged { .. }
        | PaymentState::Contradicted { .. }
        | PaymentState::Superseded
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}

fn on_sent(state: &PaymentState) -> Step {
    match state {
        PaymentState::Accepted => Step::Next(PaymentState::Sent),
        // Never "already there": a second permit to send must not come of a repeated event.
        PaymentState::Sent
        | PaymentState::Unknown { .. }
        | PaymentState::Held { .. }
        | PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::Sold { .. }
        | PaymentState::VoidPromised
        | PaymentState::NotCharged { .. }
        | PaymentState::Contradicted { .. }
        | PaymentState::Superseded
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}

fn on_not_charged(state: &PaymentState, because: &NotCharged) -> Step {
    match state {
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Unknown { .. }
        | PaymentState::Held { .. } => Step::Next(PaymentState::NotCharged { because: because.clone() }),
        PaymentState::NotCharged { .. } | PaymentState::Superseded => Step::AlreadyThere,
        PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::Sold { .. }
        | PaymentState::VoidPromised
        | PaymentState::Contradicted { .. }
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}

fn on_doubted(state: &PaymentState, because: Doubt) -> Step {
    match state {
        PaymentState::Sent => Step::Next(PaymentState::Unknown { because, last_word: LastWord::Nothing }),
        PaymentState::Unknown { .. } | PaymentState::Held { .. } => Step::AlreadyThere,
        PaymentState::Accepted
        | PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::Sold { .. }
        | PaymentState::VoidPromised
        | PaymentState::NotCharged { .. }
        | PaymentState::Contradicted { .. }
        | PaymentState::Superseded
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}

fn contradicted(difference: Difference) -> Step {
    Step::Next(PaymentState::Contradicted { differences: vec![difference], receipt_number: None })
}

fn on_result(state: &PaymentState, judgement: &Judgement) -> Step {
    match state {
        // A result before we sent is somebody else's doing under our id: it cannot be ours, and it cannot be ignored.
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Unknown { .. }
        | PaymentState::Held { .. } => on_first_result(state, judgement),
        PaymentState::Approved { .. } | PaymentState::AwaitingHandOver { .. } => match judgement {
            Judgement::Approved => Step::AlreadyThere,
            Judgement::NotCharged { .. } | Judgement::Unknown { .. } => {
                contradicted(Difference::NotApprovedAfterAll)
            }
            Judgement::Contradicted { differences } => Step::Next(PaymentState::Contradicted {
                differences: differences.clone(),
                receipt_number: None,
            }),
        },
        PaymentState::Sold { by, receipt_number } => match judgement {
            Judgement::Approved => match by {
                ByHand::Terminal => Step::AlreadyThere,
                ByHand::Person => {
                    Step::Next(PaymentState::Sold { by: ByHand::Terminal, receipt_number: *receipt_number })
                }
            },
            Judgement::NotCharged { .. } | Judgement::Unknown { .. } => {
                Step::Next(PaymentState::Contradicted {
                    differences: vec![Difference::NotApprovedAfterAll],
                    receipt_number: Some(*receipt_number),
                })
            }
            Judgement::Contradicted { differences } => Step::Next(PaymentState::Contradicted {
                differences: differences.clone(),
                receipt_number: Some(*receipt_number),
            }),
        },
        PaymentState::NotCharged { because } => match judgement {
            Judgement::NotCharged { .. } | Judgement::Unknown { .. } => Step::AlreadyThere,
            // The terminal's own word from before the void that settled it.
            Judgement::Approved | Judgement::Contradicted { .. }
                if matches!(because, NotCharged::VoidedOnTerminal { .. }) =>
            {
                Step::AlreadyThere
            }
            Judgement::Approved | Judgement::Contradicted { .. } => {
                contradicted(Difference::SettledOtherwise)
            }
        },
        PaymentState::Superseded => match judgement {
            Judgement::Approved | Judgement::Contradicted { .. } => Step::Next(PaymentState::DoublyReceived),
            Judgement::NotCharged { .. } | Judgement::Unknown { .. } => Step::AlreadyThere,
        },
        PaymentState::VoidPromised | PaymentState::DoublyReceived | PaymentState::Contradicted { .. } => {
            Step::AlreadyThere
        }
    }
}

fn on_first_result(state: &PaymentState, judgement: &Judgement) -> Step {
    match judgement {
        Judgement::Approved => match state {
            PaymentState::Accepted => contradicted(Difference::SettledOtherwise),
            PaymentState::Sent
            | PaymentState::Unknown { .. }
            | PaymentState::Held { .. }
            | PaymentState::Approved { .. }
            | PaymentState::AwaitingHandOver { .. }
            | PaymentState::Sold { .. }
            | PaymentState::VoidPromised
            | PaymentState::NotCharged { .. }
            | PaymentState::Contradicted { .. }
            | PaymentState::Superseded
            | PaymentState::DoublyReceived => Step::Next(PaymentState::Approved { by: ByHand::Terminal }),
        },
        Judgement::NotCharged { because } => {
            Step::Next(PaymentState::NotCharged { because: because.clone() })
        }
        Judgement::Contradicted { differences } => {
            Step::Next(PaymentState::Contradicted { differences: differences.clone(), receipt_number: None })
        }
        Judgement::Unknown { because } => match state {
            PaymentState::Held { .. } => Step::AlreadyThere,
            PaymentState::Accepted
            | PaymentState::Sent
            | PaymentState::Unknown { .. }
            | PaymentState::Approved { .. }
            | PaymentState::AwaitingHandOver { .. }
            | PaymentState::Sold { .. }
            | PaymentState::VoidPromised
            | PaymentState::NotCharged { .. }
            | PaymentState::Contradicted { .. }
            | PaymentState::Superseded
            | PaymentState::DoublyReceived => {
                Step::Next(PaymentState::Unknown { because: *because, last_word: LastWord::Useless })
            }
        },
    }
}

fn on_inquiry(state: &PaymentState, answer: InquiryAnswer) -> Step {
    match state {
        PaymentState::Unknown { because, .. } => match answer {
            InquiryAnswer::Pending => {
                unless_there(state, PaymentState::Unknown { because: *because, last_word: LastWord::Pending })
            }
            InquiryAnswer::None => Step::Next(PaymentState::NotCharged { because: NotCharged::NoneOnRecord }),
            InquiryAnswer::UntrustedNone | InquiryAnswer::Forgotten => unless_there(
                state,
                PaymentState::Unknown { because: Doubt::Forgotten, last_word: LastWord::Useless },
            ),
        },
        PaymentState::Held { because, contact, port, .. } => match answer {
            InquiryAnswer::None => Step::Next(PaymentState::NotCharged { because: NotCharged::NoneOnRecord }),
            InquiryAnswer::Pending | InquiryAnswer::UntrustedNone | InquiryAnswer::Forgotten => {
                let last_word = match answer {
                    InquiryAnswer::Pending => LastWord::Pending,
                    InquiryAnswer::None | InquiryAnswer::UntrustedNone | InquiryAnswer::Forgotten => {
                        LastWord::Useless
                    }
                };
                let held = PaymentState::Held {
                    because: *because,
                    contact: contact.clone(),
                    port: *port,
                    last_word,
                };
                unless_there(state, held)
            }
        },
        PaymentState::NotCharged { .. } | PaymentState::Superseded => Step::AlreadyThere,
        PaymentState::Sold { by: ByHand::Person, receipt_number } => match answer {
            InquiryAnswer::None => Step::Next(PaymentState::Contradicted {
                differences: vec![Difference::NotApprovedAfterAll],
                receipt_number: Some(*receipt_number),
            }),
            InquiryAnswer::Pending | InquiryAnswer::UntrustedNone | InquiryAnswer::Forgotten => {
                Step::AlreadyThere
            }
        },
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::Sold { .. }
        | PaymentState::VoidPromised
        | PaymentState::Contradicted { .. }
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}

/// An answer that is given again and again is journaled once.
fn unless_there(state: &PaymentState, next: PaymentState) -> Step {
    if *state == next { Step::AlreadyThere } else { Step::Next(next) }
}

fn on_decision(state: &PaymentState, decision: &Decision, differences: &[Difference]) -> Step {
    if !differences.is_empty() {
        return match state {
            PaymentState::Unknown { .. } | PaymentState::Held { .. } => {
                Step::Next(PaymentState::Contradicted {
                    differences: differences.to_vec(),
                    receipt_number: None,
                })
            }
            PaymentState::Contradicted { .. } => Step::AlreadyThere,
            PaymentState::Accepted
            | PaymentState::Sent
            | PaymentState::Approved { .. }
            | PaymentState::AwaitingHandOver { .. }
            | PaymentState::Sold { .. }
            | PaymentState::VoidPromised
            | PaymentState::NotCharged { .. }
            | PaymentState::Superseded
            | PaymentState::DoublyReceived => Step::NotAllowed,
        };
    }
    match state {
        PaymentState::Unknown { because, last_word } => match decision {
            Decision::Charged { .. } => Step::Next(PaymentState::Approved { by: ByHand::Person }),
            Decision::NotOnRecord { newest_slip } => match last_word {
                LastWord::Pending => Step::NotAllowed,
                LastWord::Nothing | LastWord::Useless => Step::Next(PaymentState::NotCharged {
                    because: NotCharged::PersonFoundNone { newest_slip: newest_slip.clone() },
                }),
            },
            Decision::Hold { contact, newest_slip } => {
                hold(*because, contact, newest_slip.is_some(), *last_word)
            }
            Decision::VoidedOnTerminal { .. } => Step::NotAllowed,
        },
        PaymentState::Held { because, port, last_word, .. } => match decision {
            Decision::Charged { .. } => Step::Next(PaymentState::Approved { by: ByHand::Person }),
            Decision::NotOnRecord { newest_slip } => match last_word {
                LastWord::Pending => Step::NotAllowed,
                LastWord::Nothing | LastWord::Useless => Step::Next(PaymentState::NotCharged {
                    because: NotCharged::PersonFoundNone { newest_slip: newest_slip.clone() },
                }),
            },
            Decision::Hold { contact, newest_slip } => {
                hold(*because, contact, newest_slip.is_some() || matches!(port, PortHold::Freed), *last_word)
            }
            Decision::VoidedOnTerminal { .. } => Step::NotAllowed,
        },
        PaymentState::Contradicted { receipt_number, .. } => match decision {
            Decision::VoidedOnTerminal { slip_number, .. } if receipt_number.is_none() => {
                Step::Next(PaymentState::NotCharged {
                    because: NotCharged::VoidedOnTerminal { slip_number: slip_number.clone() },
                })
            }
            Decision::Charged { .. } => match receipt_number {
                None => Step::Next(PaymentState::Approved { by: ByHand::Person }),
                Some(receipt_number) => {
                    Step::Next(PaymentState::Sold { by: ByHand::Person, receipt_number: *receipt_number })
                }
            },
            Decision::VoidedOnTerminal { .. } | Decision::NotOnRecord { .. } | Decision::Hold { .. } => {
                Step::NotAllowed
            }
        },
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::Sold { .. }
        | PaymentState::VoidPromised
        | PaymentState::NotCharged { .. }
        | PaymentState::Superseded
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}

fn hold(because: Doubt, contact: &str, freed: bool, last_word: LastWord) -> Step {
    let port = if freed { PortHold::Freed } else { PortHold::Kept };
    Step::Next(PaymentState::Held { because, contact: contact.to_owned(), port, last_word })
}

fn on_hand_over_asked(state: &PaymentState) -> Step {
    match state {
        PaymentState::Approved { by } => Step::Next(PaymentState::AwaitingHandOver { by: *by }),
        PaymentState::AwaitingHandOver { .. } => Step::AlreadyThere,
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Unknown { .. }
        | PaymentState::Held { .. }
        | PaymentState::Sold { .. }
        | PaymentState::VoidPromised
        | PaymentState::NotCharged { .. }
        | PaymentState::Contradicted { .. }
        | PaymentState::Superseded
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}

fn on_hand_over_answered(state: &PaymentState, answer: HandOver) -> Step {
    match state {
        PaymentState::AwaitingHandOver { by } => Step::Next(match answer {
            HandOver::Sold => PaymentState::Approved { by: *by },
            HandOver::VoidOnTerminal => PaymentState::VoidPromised,
        }),
        PaymentState::Sold { .. } => match answer {
            HandOver::Sold => Step::AlreadyThere,
            HandOver::VoidOnTerminal => Step::NotAllowed,
        },
        PaymentState::VoidPromised => match answer {
            HandOver::VoidOnTerminal => Step::AlreadyThere,
            HandOver::Sold => Step::NotAllowed,
        },
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Unknown { .. }
        | PaymentState::Held { .. }
        | PaymentState::Approved { .. }
        | PaymentState::NotCharged { .. }
        | PaymentState::Contradicted { .. }
        | PaymentState::Superseded
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}
