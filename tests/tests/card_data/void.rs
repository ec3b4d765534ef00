//! 伝票取消 at a terminal that says full card numbers in everything it says.

use anyhow::{Context as _, Result, bail, ensure};
use catlink_shared::ids::SaleId;
use catlink_shared::wire::request::Request;
use catlink_tests::counter::Counter;
use catlink_tests::numbers::{NUMBERS, Spelling};
use catlink_tests::socket::new_id;
use catlink_tests::terminal::Line;
use serde_json::json;

use super::leaks::leak_everywhere;
use super::line::{end, open, sell};

#[test]
fn a_void_at_a_terminal_that_leaks_is_done_and_entered() -> Result<()> {
    let mut counter = open(Line::Tcp)?;
    let mut charged = 0;
    for (way, number) in Spelling::ALL.iter().zip(NUMBERS.iter().cycle()) {
        let leaks = leak_everywhere(&mut counter, &way.of(*number), &json!({"sticky": true}))?;
        sell(&mut counter)?;
        let slip = counter.cat1().newest_slip()?;
        void(&mut counter)?;
        let void = counter.cat1().void_by_hand(&slip)?;
        enter(&mut counter, &void)?;
        leaks.end(&mut counter)?;
        charged += 1;
    }
    ensure!(charged == Spelling::ALL.len());
    end(counter, Line::Tcp, 0)
}

/// 伝票取消 of the newest slip, back to its card.
fn void(counter: &mut Counter) -> Result<()> {
    let books = counter.pos_books()?;
    let number = books.slips.iter().map(|slip| slip.receipt_number).max().context("a slip")?;
    let ask = json!({
        "slips": "void", "slip_id": new_id(SaleId::from_parts), "receipt_number": number,
        "refunds": [{"of_tender": 0, "by": "card", "amount": 316}], "hand": "not_taken", "operator_code": "101",
    });
    let request: Request = serde_json::from_value(json!({"type": "slips", "ask": ask}))?;
    let done = counter.page.approved(request, "900", "9000")?;
    ensure!(done.is_ok(), "not voided: {done:?}");
    Ok(())
}

/// What the void's paper says, into the open action.
fn enter(counter: &mut Counter, slip_number: &str) -> Result<()> {
    counter
        .page
        .until("the action", |page| page.shown.as_ref().is_some_and(|shown| !shown.actions.is_empty()))?;
    let action =
        counter.page.shown.as_ref().and_then(|shown| shown.actions.first()).context("an action")?.action_id;
    let request: Request = serde_json::from_value(json!({
        "type": "close_action", "action_id": action,
        "slip_number": slip_number, "amount": 316, "operator_code": "101",
    }))?;
    match counter.page.outcome(request)? {
        Ok(_) => counter.page.until("the action to be gone", |page| {
            page.shown.as_ref().is_some_and(|shown| shown.actions.is_empty())
        }),
        Err(refusal) => bail!("not entered: {refusal:?}"),
    }
}
