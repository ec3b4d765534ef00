//! The one transition function of a payment, for live events and for replay.

use super::{
    Decision, Difference, Doubt, HandOver, InquiryAnswer, Judgement, LastWord, NotCharged, PaymentEvent,
    PaymentState, PortHold,
};
use crate::ids::ReceiptNumber;
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
            PaymentEvent::LastRead
            | PaymentEvent::PaymentSent
            | PaymentEvent::PaymentNotCharged { .. }
            | PaymentEvent::PaymentDoubted { .. }
            | PaymentEvent::ResultTaken { .. }
            | PaymentEvent::InquiryAnswered { .. }
            | PaymentEvent::DecisionMade { .. }
            | PaymentEvent::HandOverAsked
            | PaymentEvent::HandOverAnswered { .. }
            | PaymentEvent::SaleMade { .. }
            | PaymentEvent::PaymentSuperseded
            | PaymentEvent::PortFreed
            | PaymentEvent::RefundedInCash { .. } => Step::NotAllowed,
        };
    };
    match event {
        PaymentEvent::PaymentAccepted => allowed_if(*state == PaymentState::Accepted, Step::AlreadyThere),
        // Read before SALES leaves, or of no use.
        PaymentEvent::LastRead => {
            allowed_if(*state == PaymentState::Accepted, Step::Next(PaymentState::Accepted))
        }
        // Never "already there": a second permit to send must not come of a repeated event.
        PaymentEvent::PaymentSent => {
            allowed_if(*state == PaymentState::Accepted, Step::Next(PaymentState::Sent))
        }
        PaymentEvent::PaymentNotCharged { because } => on_not_charged(state, because),
        PaymentEvent::PaymentDoubted { because } => on_doubted(state, *because),
        PaymentEvent::ResultTaken { judgement } => on_result(state, judgement),
        PaymentEvent::InquiryAnswered { answer } => on_inquiry(state, *answer),
        PaymentEvent::DecisionMade { decision, differences } => on_decision(state, decision, differences),
        PaymentEvent::HandOverAsked => on_hand_over_asked(state),
        PaymentEvent::HandOverAnswered { answer } => on_hand_over_answered(state, *answer),
        PaymentEvent::SaleMade { receipt_number } => on_sale_made(state, *receipt_number),
        PaymentEvent::PaymentSuperseded => on_superseded(state),
        PaymentEvent::PortFreed => on_port_freed(state),
        PaymentEvent::RefundedInCash { .. } => on_refunded(state),
    }
}

fn allowed_if(may: bool, step: Step) -> Step {
    if may { step } else { Step::NotAllowed }
}

fn on_not_charged(state: &PaymentState, because: &NotCharged) -> Step {
    match state {
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Unknown { .. }
        | PaymentState::Held { .. }
        | PaymentState::Superseded { .. } => not_charged(because),
        PaymentState::NotCharged { .. } => Step::AlreadyThere,
        PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::Sold { .. }
        | PaymentState::VoidPromised
        | PaymentState::Contradicted { .. }
        | PaymentState::Uncollected { .. }
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}

fn not_charged(because: &NotCharged) -> Step {
    Step::Next(PaymentState::NotCharged { because: because.clone() })
}

fn on_doubted(state: &PaymentState, because: Doubt) -> Step {
    match state {
        PaymentState::Sent => Step::Next(PaymentState::Unknown { because, last_word: LastWord::Nothing }),
        PaymentState::Unknown { .. } | PaymentState::Held { .. } | PaymentState::Superseded { .. } => {
            Step::AlreadyThere
        }
        PaymentState::Accepted
        | PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::Sold { .. }
        | PaymentState::VoidPromised
        | PaymentState::NotCharged { .. }
        | PaymentState::Contradicted { .. }
        | PaymentState::Uncollected { .. }
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}

fn contradicted(differences: &[Difference], receipt_number: Option<ReceiptNumber>) -> Step {
    Step::Next(PaymentState::Contradicted { differences: differences.to_vec(), receipt_number })
}

fn on_result(state: &PaymentState, judgement: &Judgement) -> Step {
    match state {
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Unknown { .. }
        | PaymentState::Held { .. } => on_first_result(state, judgement),
        PaymentState::Superseded { because, port, .. } => match judgement {
            Judgement::Approved | Judgement::BookedByHand { .. } | Judgement::Contradicted { .. } => {
                Step::Next(PaymentState::DoublyReceived)
            }
            Judgement::NotCharged { because } => not_charged(because),
            Judgement::Unknown { .. } => unless_there(
                state,
                PaymentState::Superseded { because: *because, port: *port, last_word: LastWord::Useless },
            ),
        },
        PaymentState::Approved { .. } | PaymentState::AwaitingHandOver { .. } => match judgement {
            Judgement::Approved | Judgement::BookedByHand { .. } => Step::AlreadyThere,
            Judgement::NotCharged { .. } | Judgement::Unknown { .. } => {
                contradicted(&[Difference::NotApprovedAfterAll], None)
            }
            Judgement::Contradicted { differences } => contradicted(differences, None),
        },
        PaymentState::Sold { by, receipt_number } => match judgement {
            Judgement::Approved | Judgement::BookedByHand { .. } => match by {
                ByHand::Terminal => Step::AlreadyThere,
                ByHand::Person => {
                    Step::Next(PaymentState::Sold { by: ByHand::Terminal, receipt_number: *receipt_number })
                }
            },
            Judgement::NotCharged { .. } | Judgement::Unknown { .. } => {
                contradicted(&[Difference::NotApprovedAfterAll], Some(*receipt_number))
            }
            Judgement::Contradicted { differences } => contradicted(differences, Some(*receipt_number)),
        },
        PaymentState::Uncollected { receipt_number } => match judgement {
            Judgement::NotCharged { .. } | Judgement::Unknown { .. } => Step::AlreadyThere,
            Judgement::BookedByHand { .. } => sold_on_the_terminal(*receipt_number),
            Judgement::Approved | Judgement::Contradicted { .. } => {
                contradicted(&[Difference::SettledOtherwise], Some(*receipt_number))
            }
        },
        PaymentState::NotCharged { because } => match judgement {
            Judgement::NotCharged { .. } | Judgement::Unknown { .. } => Step::AlreadyThere,
            Judgement::BookedByHand { receipt_number } => sold_on_the_terminal(*receipt_number),
            // The terminal's own word from before what settled it.
            Judgement::Approved | Judgement::Contradicted { .. } if because.is_undone_charge() => {
                Step::AlreadyThere
            }
            Judgement::Approved | Judgement::Contradicted { .. } => {
                contradicted(&[Difference::SettledOtherwise], None)
            }
        },
        PaymentState::VoidPromised | PaymentState::DoublyReceived | PaymentState::Contradicted { .. } => {
            Step::AlreadyThere
        }
    }
}

fn sold_on_the_terminal(receipt_number: ReceiptNumber) -> Step {
    Step::Next(PaymentState::Sold { by: ByHand::Terminal, receipt_number })
}

fn on_first_result(state: &PaymentState, judgement: &Judgement) -> Step {
    match judgement {
        // A result before we sent is somebody else's doing under our id: it cannot be ours, and it cannot be ignored.
        Judgement::Approved if *state == PaymentState::Accepted => {
            contradicted(&[Difference::SettledOtherwise], None)
        }
        Judgement::Approved | Judgement::BookedByHand { .. } => {
            Step::Next(PaymentState::Approved { by: ByHand::Terminal })
        }
        Judgement::NotCharged { because } => not_charged(because),
        Judgement::Contradicted { differences } => contradicted(differences, None),
        // A held payment stays held: a person has looked already.
        Judgement::Unknown { .. } if matches!(state, PaymentState::Held { .. }) => Step::AlreadyThere,
        Judgement::Unknown { because } => {
            Step::Next(PaymentState::Unknown { because: *because, last_word: LastWord::Useless })
        }
    }
}

fn on_inquiry(state: &PaymentState, answer: InquiryAnswer) -> Step {
    match state {
        PaymentState::Unknown { because, .. } => match heard(answer) {
            Heard::NotCharged(why) => not_charged(&why),
            Heard::Word(last_word, doubt) => {
                unless_there(state, PaymentState::Unknown { because: doubt.unwrap_or(*because), last_word })
            }
        },
        PaymentState::Held { because, contact, port, .. } => match heard(answer) {
            Heard::NotCharged(why) => not_charged(&why),
            Heard::Word(last_word, _) => {
                let (because, contact, port) = (*because, contact.clone(), *port);
                unless_there(state, PaymentState::Held { because, contact, port, last_word })
            }
        },
        PaymentState::Superseded { because, port, .. } => match heard(answer) {
            Heard::NotCharged(why) => not_charged(&why),
            Heard::Word(last_word, _) => {
                unless_there(state, PaymentState::Superseded { because: *because, port: *port, last_word })
            }
        },
        PaymentState::NotCharged { .. } | PaymentState::Uncollected { .. } => Step::AlreadyThere,
        PaymentState::Sold { by: ByHand::Person, receipt_number } => match heard(answer) {
            Heard::NotCharged(_) => contradicted(&[Difference::NotApprovedAfterAll], Some(*receipt_number)),
            Heard::Word(..) => Step::AlreadyThere,
        },
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::Sold { by: ByHand::Terminal, .. }
        | PaymentState::VoidPromised
        | PaymentState::Contradicted { .. }
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}

/// What an answer without a result comes to.
enum Heard {
    NotCharged(NotCharged),
    /// Nothing is proved; where the answer itself is the doubt, that.
    Word(LastWord, Option<Doubt>),
}

fn heard(answer: InquiryAnswer) -> Heard {
    match answer {
        InquiryAnswer::None => Heard::NotCharged(NotCharged::NoneOnRecord),
        InquiryAnswer::LastUnchanged => Heard::NotCharged(NotCharged::LastUnchanged),
        InquiryAnswer::Pending => Heard::Word(LastWord::Pending, None),
        InquiryAnswer::UntrustedNone | InquiryAnswer::Forgotten => {
            Heard::Word(LastWord::Useless, Some(Doubt::Forgotten))
        }
        InquiryAnswer::LastUnfit => Heard::Word(LastWord::Useless, Some(Doubt::Mismatched)),
    }
}

/// An answer that is given again and again is journaled once.
fn unless_there(state: &PaymentState, next: PaymentState) -> Step {
    if *state == next { Step::AlreadyThere } else { Step::Next(next) }
}

fn on_decision(state: &PaymentState, decision: &Decision, differences: &[Difference]) -> Step {
    match state {
        PaymentState::Unknown { because, last_word } => match decision {
            Decision::Charged { .. } => charged_says_person(differences),
            Decision::NotOnRecord { newest_slip } => not_on_record(newest_slip.as_ref(), *last_word),
            Decision::Hold { contact, newest_slip } => Step::Next(PaymentState::Held {
                because: *because,
                contact: contact.clone(),
                port: freed_by(newest_slip.is_some()),
                last_word: *last_word,
            }),
            Decision::VoidedOnTerminal { .. } | Decision::RefundedInCash { .. } => Step::NotAllowed,
        },
        PaymentState::Held { because, port, last_word, .. } => match decision {
            Decision::Charged { .. } => charged_says_person(differences),
            Decision::NotOnRecord { newest_slip } => not_on_record(newest_slip.as_ref(), *last_word),
            Decision::Hold { contact, newest_slip } => Step::Next(PaymentState::Held {
                because: *because,
                contact: contact.clone(),
                port: freed_by(newest_slip.is_some() || *port == PortHold::Freed),
                last_word: *last_word,
            }),
            Decision::VoidedOnTerminal { .. } | Decision::RefundedInCash { .. } => Step::NotAllowed,
        },
        // The sale is paid already: whatever is on the paper is a second charge, for this sum or another.
        PaymentState::Superseded { because, port, last_word } => match decision {
            Decision::Charged { .. } => Step::Next(PaymentState::DoublyReceived),
            Decision::NotOnRecord { newest_slip } => not_on_record(newest_slip.as_ref(), *last_word),
            Decision::Hold { newest_slip, .. } => Step::Next(PaymentState::Superseded {
                because: *because,
                port: freed_by(newest_slip.is_some() || *port == PortHold::Freed),
                last_word: *last_word,
            }),
            Decision::VoidedOnTerminal { .. } | Decision::RefundedInCash { .. } => Step::NotAllowed,
        },
        // 【連動しないで確定】 asks for a 売上票 first: that is choice 1, whatever the terminal had said.
        PaymentState::NotCharged { because } => match decision {
            Decision::Charged { .. } if !because.is_undone_charge() => charged_says_person(differences),
            Decision::Charged { .. }
            | Decision::NotOnRecord { .. }
            | Decision::Hold { .. }
            | Decision::VoidedOnTerminal { .. }
            | Decision::RefundedInCash { .. } => Step::NotAllowed,
        },
        PaymentState::Contradicted { receipt_number: None, .. } => match decision {
            Decision::Charged { .. } if !differences.is_empty() => Step::AlreadyThere,
            Decision::Charged { .. } => Step::Next(PaymentState::Approved { by: ByHand::Person }),
            Decision::VoidedOnTerminal { slip_number, .. } => {
                not_charged(&NotCharged::VoidedOnTerminal { slip_number: slip_number.clone() })
            }
            Decision::RefundedInCash { amount } => {
                not_charged(&NotCharged::RefundedInCash { amount: *amount })
            }
            Decision::NotOnRecord { .. } | Decision::Hold { .. } => Step::NotAllowed,
        },
        // The goods are gone: the sale stands, and where no charge does, its money is collected by hand.
        PaymentState::Contradicted { receipt_number: Some(receipt_number), .. } => match decision {
            Decision::Charged { .. } if !differences.is_empty() => Step::AlreadyThere,
            Decision::Charged { .. } => {
                Step::Next(PaymentState::Sold { by: ByHand::Person, receipt_number: *receipt_number })
            }
            Decision::NotOnRecord { .. }
            | Decision::VoidedOnTerminal { .. }
            | Decision::RefundedInCash { .. } => {
                Step::Next(PaymentState::Uncollected { receipt_number: *receipt_number })
            }
            Decision::Hold { .. } => Step::NotAllowed,
        },
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::Sold { .. }
        | PaymentState::VoidPromised
        | PaymentState::Uncollected { .. }
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}

fn charged_says_person(differences: &[Difference]) -> Step {
    if differences.is_empty() {
        Step::Next(PaymentState::Approved { by: ByHand::Person })
    } else {
        contradicted(differences, None)
    }
}

/// Refused while PENDING was the last word.
fn not_on_record(newest_slip: Option<&crate::terminal::SlipNumber>, last_word: LastWord) -> Step {
    match last_word {
        LastWord::Pending => Step::NotAllowed,
        LastWord::Nothing | LastWord::Useless => {
            not_charged(&NotCharged::PersonFoundNone { newest_slip: newest_slip.cloned() })
        }
    }
}

fn freed_by(freed: bool) -> PortHold {
    if freed { PortHold::Freed } else { PortHold::Kept }
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
        | PaymentState::Uncollected { .. }
        | PaymentState::Superseded { .. }
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}

fn on_hand_over_answered(state: &PaymentState, answer: HandOver) -> Step {
    match state {
        PaymentState::AwaitingHandOver { by } => Step::Next(match answer {
            HandOver::Sold => PaymentState::Approved { by: *by },
            HandOver::VoidOnTerminal => PaymentState::VoidPromised,
        }),
        PaymentState::Sold { .. } => allowed_if(answer == HandOver::Sold, Step::AlreadyThere),
        PaymentState::VoidPromised => allowed_if(answer == HandOver::VoidOnTerminal, Step::AlreadyThere),
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Unknown { .. }
        | PaymentState::Held { .. }
        | PaymentState::Approved { .. }
        | PaymentState::NotCharged { .. }
        | PaymentState::Contradicted { .. }
        | PaymentState::Uncollected { .. }
        | PaymentState::Superseded { .. }
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}

fn on_sale_made(state: &PaymentState, receipt_number: ReceiptNumber) -> Step {
    match state {
        PaymentState::Approved { by } | PaymentState::AwaitingHandOver { by } => {
            Step::Next(PaymentState::Sold { by: *by, receipt_number })
        }
        PaymentState::Sold { receipt_number: booked, .. } => {
            allowed_if(*booked == receipt_number, Step::AlreadyThere)
        }
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Unknown { .. }
        | PaymentState::Held { .. }
        | PaymentState::VoidPromised
        | PaymentState::NotCharged { .. }
        | PaymentState::Contradicted { .. }
        | PaymentState::Uncollected { .. }
        | PaymentState::Superseded { .. }
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}

fn on_superseded(state: &PaymentState) -> Step {
    match state {
        PaymentState::Unknown { because, last_word } => {
            Step::Next(superseded(*because, PortHold::Kept, *last_word))
        }
        PaymentState::Held { because, port, last_word, .. } => {
            Step::Next(superseded(*because, *port, *last_word))
        }
        PaymentState::Superseded { .. } => Step::AlreadyThere,
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::Sold { .. }
        | PaymentState::VoidPromised
        | PaymentState::NotCharged { .. }
        | PaymentState::Contradicted { .. }
        | PaymentState::Uncollected { .. }
        | PaymentState::DoublyReceived => Step::NotAllowed,
    }
}

fn superseded(because: Doubt, port: PortHold, last_word: LastWord) -> PaymentState {
    PaymentState::Superseded { because, port, last_word }
}

fn on_port_freed(state: &PaymentState) -> Step {
    let freed = match state {
        PaymentState::Held { because, contact, last_word, .. } => PaymentState::Held {
            because: *because,
            contact: contact.clone(),
            port: PortHold::Freed,
            last_word: *last_word,
        },
        PaymentState::Superseded { because, last_word, .. } => {
            superseded(*because, PortHold::Freed, *last_word)
        }
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Unknown { .. }
        | PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::Sold { .. }
        | PaymentState::VoidPromised
        | PaymentState::NotCharged { .. }
        | PaymentState::Contradicted { .. }
        | PaymentState::Uncollected { .. }
        | PaymentState::DoublyReceived => return Step::NotAllowed,
    };
    unless_there(state, freed)
}

/// The action stays what calls for the money to go back; that it did is journaled and changes nothing else.
fn on_refunded(state: &PaymentState) -> Step {
    match state {
        PaymentState::VoidPromised | PaymentState::DoublyReceived => Step::Next(state.clone()),
        PaymentState::Accepted
        | PaymentState::Sent
        | PaymentState::Unknown { .. }
        | PaymentState::Held { .. }
        | PaymentState::Approved { .. }
        | PaymentState::AwaitingHandOver { .. }
        | PaymentState::Sold { .. }
        | PaymentState::NotCharged { .. }
        | PaymentState::Contradicted { .. }
        | PaymentState::Uncollected { .. }
        | PaymentState::Superseded { .. } => Step::NotAllowed,
    }
}
