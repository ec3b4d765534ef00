//! Lines that are cut, at every place where it matters.

use std::time::Duration;

use catlink_shared::terminal::ResultWord;

use super::{
    Call, Family, ScriptedTerminal, Till, greeted, greeted_over, ready, request, result, settle, sold,
};
use crate::driver::basic::Framing;
use crate::driver::basic::block::{EOT, split};
use crate::driver::basic::message::{FromPos, FromTerminal};
use crate::driver::{Doubt, DriverEvent, NotTaken, Question};
use crate::link::{LinkTrouble, memory};

pub(super) async fn a_line_cut_before_the_permit_sent_nothing<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    till.start(&request(1));
    terminal.yield_line().await;
    till.expect(DriverEvent::LineWon).await;
    terminal.cut();
    till.expect(DriverEvent::SalesNotTaken(NotTaken::NotConnected)).await;
    till.expect(DriverEvent::Lost(LinkTrouble::Gone)).await;
    till.proceed(&request(1));
    reopen(&mut till, &mut terminal).await;
    terminal.hears_only_pings(Duration::from_secs(30)).await;
    assert_eq!(terminal.charges, vec![]);
}

async fn reopen(till: &mut Till, terminal: &mut ScriptedTerminal) {
    terminal.accept().await;
    terminal.greet().await;
    till.expect(DriverEvent::Ready(ready())).await;
}

pub(super) async fn a_line_cut_at_any_byte_of_sales_is_doubtful_and_never_sent_again<F: Family>() {
    let sales = FromPos::Sales(request(1)).encode();
    let length = split(&sales).iter().map(|block| block.encode().len()).sum();
    for cut in 0..=length {
        // Through a pipe of one byte the terminal's reads are the driver's writes.
        let (mut till, mut terminal) = greeted_over::<F>(1).await;
        till.start(&request(1));
        terminal.yield_line().await;
        till.expect(DriverEvent::LineWon).await;
        till.proceed(&request(1));
        terminal.read_bytes(cut).await;
        if F::FRAMING == Framing::Lan && cut == length {
            till.expect(DriverEvent::SalesTaken).await;
        }
        terminal.cut();
        if F::FRAMING == Framing::Serial || cut < length {
            // LAN: with one byte left, that one is in the pipe, and written.
            let told = till.event().await;
            let doubtful = told == DriverEvent::SalesDoubtful(Doubt::Cut);
            let written = F::FRAMING == Framing::Lan && cut + 1 == length;
            let nothing_left = cut == 0 && told == DriverEvent::SalesNotTaken(NotTaken::NotConnected);
            assert!(
                doubtful || nothing_left || (written && told == DriverEvent::SalesTaken),
                "{told:?} at byte {cut}"
            );
        }
        till.expect(DriverEvent::Lost(LinkTrouble::Gone)).await;
        reopen(&mut till, &mut terminal).await;
        terminal.hears_only_pings(Duration::from_secs(10)).await;
        assert_eq!(terminal.charges, vec![], "sent again after byte {cut}");
    }
}

pub(super) async fn a_line_cut_after_sales_is_reopened_and_asked<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    let question = Question::Payment(request.payment_id);
    till.call(Call::Ask(question));
    assert!(matches!(terminal.take().await, FromPos::Query { .. }));
    if F::FRAMING == Framing::Serial {
        terminal.write(&[EOT]).await;
    }
    terminal.cut();
    till.expect(DriverEvent::Unanswered(question)).await;
    till.expect(DriverEvent::Lost(LinkTrouble::Gone)).await;
    reopen(&mut till, &mut terminal).await;
    till.call(Call::Ask(question));
    assert_eq!(terminal.take().await, FromPos::Query { payment_id: request.payment_id });
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
    assert_eq!(terminal.charges, vec![request.payment_id]);
}

pub(super) async fn a_line_cut_at_any_byte_of_a_result_offers_it_only_whole<F: Family>() {
    let approved = result(&request(1), ResultWord::Approved);
    let message = FromTerminal::Result(Box::new(approved.clone()));
    let bytes: Vec<u8> = split(&message.encode()).iter().flat_map(|block| block.encode()).collect();
    for cut in 0..bytes.len() {
        let (mut till, mut terminal) = greeted::<F>().await;
        if F::FRAMING == Framing::Serial {
            terminal.win_line().await;
        }
        terminal.write(&bytes[..cut]).await;
        terminal.cut();
        till.expect(DriverEvent::Lost(LinkTrouble::Gone)).await;
        reopen(&mut till, &mut terminal).await;
        settle(&mut till, &mut terminal, &approved).await;
    }
}

pub(super) async fn a_line_cut_with_a_result_on_offer_offers_it_again<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    let approved = result(&request, ResultWord::Approved);
    terminal.offer(&approved).await;
    till.expect(DriverEvent::ResultOffered(Box::new(approved.clone()))).await;
    terminal.cut();
    till.expect(DriverEvent::Lost(LinkTrouble::Gone)).await;
    // Too late for that connection, and nothing to the next one.
    till.acknowledge();
    reopen(&mut till, &mut terminal).await;
    settle(&mut till, &mut terminal, &approved).await;
}

pub(super) async fn a_missing_port_is_told_once_and_tried_again<F: Family>() {
    let (dialer, exchange) = memory::pair(4096);
    let mut terminal = ScriptedTerminal::new(F::FRAMING, exchange);
    terminal.remove();
    let mut till = Till::new(F::driver(dialer));
    till.expect(DriverEvent::Lost(LinkTrouble::Missing)).await;
    till.start(&request(1));
    till.expect(DriverEvent::SalesNotTaken(NotTaken::NotConnected)).await;
    till.expect_nothing(Duration::from_secs(60)).await;
    let question = Question::State;
    till.call(Call::Ask(question));
    till.expect(DriverEvent::Unanswered(question)).await;
    let payment_id = request(1).payment_id;
    till.call(Call::Cancel(payment_id));
    till.expect(DriverEvent::CancelUnheard(payment_id)).await;
}
