//! The computer's clock is set in the middle of a payment, forward or back, and midnight comes: the payment is settled once,
//! and the business day never goes back.

use anyhow::{Context, Result, ensure};
use catlink_shared::payment::{HandOver, PaymentState};
use catlink_shared::receipt::Receipt;
use catlink_shared::wire::request::Request;
use catlink_tests::counter::{Counter, OPERATOR};
use catlink_tests::house::Plan;
use catlink_tests::socket::pin_of;
use catlink_tests::terminal::Kind;
use serde_json::json;

const DAY_MS: i64 = 24 * 3_600 * 1_000;

fn business_day(counter: &Counter) -> Result<String> {
    Ok(counter.page.shown.as_ref().context("an update")?.register.business_day.clone())
}

fn last_receipt(counter: &Counter) -> Result<Receipt> {
    let shown = counter.page.shown.as_ref().context("an update")?;
    shown.last_receipt.as_deref().cloned().context("a receipt")
}

#[test]
fn a_clock_set_back_a_day_in_the_middle_of_a_payment_changes_no_day() -> Result<()> {
    let mut counter = Counter::open(&Plan::with_cat1(Kind::jt_c60()))?;
    let (sale, _) = counter.begin_payment()?;
    let today = business_day(&counter)?;
    counter.agent.set_clock(-DAY_MS)?;
    counter.cat1().touch("visa")?;
    counter.sold(sale)?;
    ensure!(last_receipt(&counter)?.slip.business_day == today, "the slip is of another day");
    // What comes after is of today, too, and the receipts go on.
    let first = last_receipt(&counter)?.receipt_number;
    let next = counter.new_sale(1)?;
    ensure!(counter.pay_cash(next, 158)?.is_ok());
    counter.sold(next)?;
    let second = last_receipt(&counter)?;
    ensure!(business_day(&counter)? == today && second.slip.business_day == today, "the day went back");
    ensure!(second.receipt_number.0 == first.0 + 1, "{first:?} {:?}", second.receipt_number);
    counter.close_the_books(1)
}

/// The same moment as midnight (the business day's end) in the middle of a payment.
#[test]
fn a_day_that_ends_in_the_middle_of_a_payment_is_asked_about_and_booked_once() -> Result<()> {
    let mut counter = Counter::open(&Plan::with_cat1(Kind::jt_c60()))?;
    let (sale, payment_id) = counter.begin_payment()?;
    let yesterday = business_day(&counter)?;
    counter.agent.set_clock(DAY_MS)?;
    counter.cat1().touch("visa")?;
    counter.page.until("the question whether the goods were handed over", |page| {
        page.shown.as_ref().is_some_and(|shown| {
            shown
                .payments
                .iter()
                .any(|payment| matches!(payment.state, PaymentState::AwaitingHandOver { .. }))
        })
    })?;
    ensure!(counter.pos_books()?.slips.is_empty(), "booked without being asked about");
    let operator_code = Some(OPERATOR.to_owned());
    let answer = Request::AnswerHandOver { payment_id, answer: HandOver::Sold, operator_code };
    ensure!(counter.page.ask(answer)?.is_ok());
    counter.sold(sale)?;
    let receipt = last_receipt(&counter)?;
    ensure!(receipt.slip.business_day > yesterday, "booked in a day that is over");
    ensure!(receipt.earlier_day.as_deref() == Some(yesterday.as_str()), "not marked 前日分: {receipt:?}");
    counter.agent.set_clock(0)?;
    let next = counter.new_sale(1)?;
    ensure!(counter.pay_cash(next, 158)?.is_ok());
    counter.sold(next)?;
    ensure!(last_receipt(&counter)?.slip.business_day == receipt.slip.business_day, "the day went back");
    counter.close_the_books(1)
}

/// The terminal's answer is believed by unit and memory, and a clock that leaps does not lengthen or repeat a payment.
#[test]
fn a_payment_cut_off_while_the_clock_leaps_is_found_out_once() -> Result<()> {
    for leap in [-DAY_MS, DAY_MS] {
        let mut counter = Counter::open(&Plan::with_cat1(Kind::jt_c60()))?;
        let (_, payment_id) = counter.begin_payment()?;
        counter.cat1().fault(&json!({"fault": "cut_before_result", "back_after_ms": 300}))?;
        counter.agent.set_clock(leap)?;
        counter.cat1().touch("visa")?;
        counter.page.until("the payment to be approved", |page| {
            page.shown.as_ref().is_some_and(|shown| {
                let waits = |state: &PaymentState| matches!(state, PaymentState::AwaitingHandOver { .. });
                let asked = shown.payments.iter().any(|payment| waits(&payment.state));
                asked || shown.last_receipt.is_some()
            })
        })?;
        let state = counter.pos_books()?.newest_payment()?.state.clone();
        if state != "sold" {
            // Whoever was signed in a day ago is not any more.
            ensure!(counter.page.sign_in(OPERATOR, &pin_of(OPERATOR))?.is_ok());
            let operator_code = Some(OPERATOR.to_owned());
            let answer = Request::AnswerHandOver { payment_id, answer: HandOver::Sold, operator_code };
            ensure!(counter.page.ask(answer)?.is_ok(), "{state}");
        }
        let books = counter.pos_books()?;
        ensure!(books.payments.len() == 1 && books.slips.len() == 1, "{books:?}");
        counter.close_the_books(1)?;
    }
    Ok(())
}
