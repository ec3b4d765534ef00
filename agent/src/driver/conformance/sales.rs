//! SALES: sent once, after the permit, and what the terminal says while it is at it.

use std::time::Duration;

use catlink_shared::terminal::{Phase, RefusedReason, ResultWord};

use super::{Call, Family, greeted, payment, request, result, sell, settle, sold, unit};
use crate::driver::basic::Framing;
use crate::driver::basic::message::{FromPos, FromTerminal};
use crate::driver::{DriverEvent, NotTaken, Question};
use crate::link::LinkTrouble;

pub(super) async fn a_sale_goes_through<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
    terminal.hears_only_pings(Duration::from_secs(60)).await;
    till.expect_nothing(Duration::from_secs(1)).await;
    assert_eq!(terminal.charges, vec![request.payment_id]);
}

pub(super) async fn no_byte_of_sales_leaves_before_the_permit<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    let request = request(1);
    till.start(&request);
    terminal.yield_line().await;
    till.expect(DriverEvent::LineWon).await;
    terminal.hears_nothing(Duration::from_secs(1)).await;
    till.proceed(&request);
    assert_eq!(terminal.take_sales().await, request);
    till.expect(DriverEvent::SalesTaken).await;
}

pub(super) async fn a_permit_of_another_payment_lets_nothing_out<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    till.start(&request(1));
    terminal.yield_line().await;
    till.expect(DriverEvent::LineWon).await;
    till.proceed(&request(2));
    terminal.hears_nothing(Duration::from_secs(1)).await;
    till.call(Call::Abandon);
    till.expect(DriverEvent::SalesNotTaken(NotTaken::Abandoned)).await;
    assert_eq!(terminal.charges, vec![]);
}

pub(super) async fn an_abandoned_sale_sends_nothing<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    till.start(&request(1));
    terminal.yield_line().await;
    till.expect(DriverEvent::LineWon).await;
    till.call(Call::Abandon);
    till.expect(DriverEvent::SalesNotTaken(NotTaken::Abandoned)).await;
    till.proceed(&request(1));
    end_of_transfer::<F>(&mut terminal).await;
    terminal.hears_only_pings(Duration::from_secs(30)).await;
    // The line is of use after it.
    let next = request(2);
    sell(&mut till, &mut terminal, &next).await;
    assert_eq!(terminal.charges, vec![next.payment_id]);
}

pub(super) async fn a_permit_that_comes_too_late_sends_nothing<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    till.start(&request(1));
    terminal.yield_line().await;
    till.expect(DriverEvent::LineWon).await;
    // Longer than a terminal keeps the line for us.
    till.expect(DriverEvent::SalesNotTaken(NotTaken::Abandoned)).await;
    till.proceed(&request(1));
    end_of_transfer::<F>(&mut terminal).await;
    terminal.hears_only_pings(Duration::from_secs(30)).await;
    assert_eq!(terminal.charges, vec![]);
}

async fn end_of_transfer<F: Family>(terminal: &mut super::ScriptedTerminal) {
    if F::FRAMING == Framing::Serial {
        terminal.forget_yielded().await;
    }
}

pub(super) async fn a_second_order_is_turned_away<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    let first = request(1);
    till.start(&first);
    terminal.yield_line().await;
    till.expect(DriverEvent::LineWon).await;
    till.start(&request(2));
    till.expect(DriverEvent::SalesNotTaken(NotTaken::Abandoned)).await;
    till.proceed(&first);
    assert_eq!(terminal.take_sales().await, first);
    till.expect(DriverEvent::SalesTaken).await;
}

pub(super) async fn a_refused_sale_says_why<F: Family>() {
    for &reason in RefusedReason::ALL {
        let (mut till, mut terminal, request) = sold::<F>().await;
        let payment_id = Some(request.payment_id);
        terminal.send(&FromTerminal::Refused { unit: unit(), payment_id, reason }).await;
        till.expect(DriverEvent::Refused { unit: unit(), payment_id, reason }).await;
    }
}

pub(super) async fn every_phase_is_told<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    for &phase in Phase::ALL {
        let payment_id = request.payment_id;
        terminal.send(&FromTerminal::Status { unit: unit(), payment_id, phase }).await;
        till.expect(DriverEvent::Status { unit: unit(), payment_id, phase }).await;
    }
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
}

pub(super) async fn the_training_flag_goes_out_and_comes_back<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    let mut training = request(1);
    training.training_mode = true;
    sell(&mut till, &mut terminal, &training).await;
    settle(&mut till, &mut terminal, &result(&training, ResultWord::Approved)).await;
}

pub(super) async fn an_order_without_a_greeted_terminal_is_not_taken<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    terminal.cut();
    till.expect(DriverEvent::Lost(LinkTrouble::Gone)).await;
    till.start(&request(1));
    till.expect(DriverEvent::SalesNotTaken(NotTaken::NotConnected)).await;
    terminal.accept().await;
    till.start(&request(2));
    till.expect(DriverEvent::SalesNotTaken(NotTaken::NotConnected)).await;
    terminal.greet().await;
    terminal.hears_only_pings(Duration::from_secs(30)).await;
    assert_eq!(terminal.charges, vec![]);
}

pub(super) async fn a_wish_to_cancel_is_sent_and_settles_nothing<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    till.call(Call::Cancel(request.payment_id));
    assert_eq!(terminal.take().await, FromPos::Cancel { payment_id: request.payment_id });
    terminal.hears_only_pings(Duration::from_secs(10)).await;
    till.expect_nothing(Duration::from_secs(1)).await;
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Cancelled)).await;
    // A question waits its turn behind it.
    till.call(Call::Ask(Question::Payment(payment(1))));
    assert_eq!(terminal.take().await, FromPos::Query { payment_id: payment(1) });
}
