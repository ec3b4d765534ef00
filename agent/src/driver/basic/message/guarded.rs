//! A terminal that sends card data where it must not: the text is masked or left out, and the message goes on.

use catlink_shared::terminal::trace::{Shown, TraceLine};

use super::{FromTerminal, trace};
use crate::card_guard::{Edge, total};

const NUMBER: &str = "4111111111111111";

fn said(text: &str) -> FromTerminal {
    FromTerminal::decode(text.replace('|', "\u{1c}").as_bytes())
        .expect("a message is not refused because of card data")
}

#[test]
fn a_full_number_in_a_result_is_its_last_four_and_the_result_counts() {
    let before = total(Edge::Line);
    let text = format!(
        "RESULT|terminal_id=1234567890123|memory_id=m1|result=approved|amount=316|account_last4={NUMBER}\
         |payment_detail={NUMBER}|approval_code={NUMBER}|card_no={NUMBER}|expiry=2512|track2=;{NUMBER}=25121010000?"
    );
    let FromTerminal::Result(result) = said(&text) else { panic!("a result") };
    assert_eq!(result.account_last4.as_ref().map(|last4| last4.as_str()), Some("1111"));
    assert_eq!((result.payment_detail.as_ref(), result.approval_code.as_ref()), (None, None));
    assert_eq!(result.amount.map(|amount| amount.get()), Some(316));
    assert!(!format!("{result:?}").contains("41111"));
    assert!(total(Edge::Line) > before);
}

#[test]
fn a_number_for_a_name_is_masked_the_same_each_time() {
    let text = format!(
        "READY|terminal_id={NUMBER}|memory_id=m-{NUMBER}|version=1|model={NUMBER}|pos_link=1|training=1|simulated=0\
         |capabilities=a,{NUMBER}"
    );
    let (FromTerminal::Ready(one), FromTerminal::Ready(two)) = (said(&text), said(&text)) else {
        panic!("ready")
    };
    assert_eq!(
        (one.unit.terminal_id.as_str(), one.unit.memory_id.as_str()),
        ("xxxxxxxxxxxx1111", "m-xxxxxxxxxxxx1111")
    );
    assert_eq!(
        (one.model.as_str(), one.capabilities.join(",").as_str()),
        ("************1111", "a,************1111")
    );
    assert_eq!(one, two);
    let FromTerminal::HelloRefused { holder, .. } =
        said("REFUSED|terminal_id=1234567890123|memory_id=m1|holder=REG 4111 1111 1111 1111")
    else {
        panic!("refused")
    };
    assert_eq!(holder, "REG **** **** **** 1111");
}

#[test]
fn the_line_trace_keeps_no_figure_of_it() {
    let text = format!(
        "RESULT|terminal_id=1234567890123|memory_id=m1|result=approved|amount=316|account_last4={NUMBER}\
         |{NUMBER}=x|card{NUMBER}=y|pan={NUMBER}|track=;{NUMBER}=25121010000?"
    );
    let bytes = text.replace('|', "\u{1c}").into_bytes();
    let traced = trace::incoming(&bytes, &FromTerminal::decode(&bytes));
    let TraceLine::Message { fields, .. } = &traced.line else { panic!("a message") };
    let unknown: Vec<_> = fields.iter().filter(|field| matches!(field.shown, Shown::Length(_))).collect();
    let names: Vec<_> = unknown.iter().map(|field| field.name.as_deref()).collect();
    assert_eq!(names, [None, None, Some("pan"), Some("track")]);
    assert!(!format!("{:?}", traced.line).contains("41111"));
}

#[test]
fn names_that_only_look_like_numbers_stay_as_they_were_said() {
    for name in ["01a19835118871228137e9a52ecd8046", "20261124000013", "REG-20261124000013"] {
        let register = &name[..name.len().min(20)];
        let text = format!(
            "RESULT|terminal_id=1234567890123|memory_id={name}|register_id={register}|result=approved"
        );
        let FromTerminal::Result(result) = said(&text) else { panic!("a result") };
        assert_eq!(result.unit.memory_id.as_str(), name);
        assert_eq!(result.register_id.as_ref().map(|id| id.as_str()), Some(register));
    }
}
