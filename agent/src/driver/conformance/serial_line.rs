//! What only a serial line can do wrong: bids, acknowledgements, repeated blocks.

use std::time::Duration;

use catlink_shared::terminal::{Phase, ResultWord, TerminalActivity};
use tokio::time::Instant;

use super::{
    Call, ScriptedTerminal, SerialBasic, Till, greeted, ready, request, result, sell, settle, sold, state,
    unit,
};
use crate::driver::basic::block::{ACK, Block, ENQ, EOT, NAK, Token, ack_of, split};
use crate::driver::basic::message::{FromPos, FromTerminal};
use crate::driver::{Doubt, DriverEvent, NotTaken};

/// A till that was let out, and a terminal that has the bid but not yet the block.
async fn let_out() -> (Till, ScriptedTerminal) {
    let (mut till, mut terminal) = greeted::<SerialBasic>().await;
    till.start(&request(1));
    terminal.yield_line().await;
    till.expect(DriverEvent::LineWon).await;
    till.proceed(&request(1));
    (till, terminal)
}

async fn sales_block(terminal: &mut ScriptedTerminal) -> Block {
    match terminal.token().await {
        Token::Block(block) => block,
        other => panic!("{other:?} instead of SALES"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_bid_that_is_never_answered_sent_nothing() {
    let (mut till, mut terminal) = greeted::<SerialBasic>().await;
    till.start(&request(1));
    for _bid in 0..3 {
        assert_eq!(terminal.token().await, Token::Eot);
        assert_eq!(terminal.token().await, Token::Enq);
    }
    till.expect(DriverEvent::SalesNotTaken(NotTaken::BidUnanswered)).await;
    assert_eq!(terminal.charges, vec![]);
}

#[tokio::test(start_paused = true)]
async fn a_bid_answered_busy_sent_nothing() {
    let (mut till, mut terminal) = greeted::<SerialBasic>().await;
    till.start(&request(1));
    terminal.refuse_line().await;
    till.expect(DriverEvent::SalesNotTaken(NotTaken::BidBusy)).await;
    // It is alive all the same.
    terminal.hears_only_pings(Duration::from_secs(30)).await;
    till.expect_nothing(Duration::from_secs(1)).await;
}

#[tokio::test(start_paused = true)]
async fn sales_answered_nak_each_time_was_not_taken() {
    let (mut till, mut terminal) = let_out().await;
    for _sending in 0..4 {
        assert!(sales_block(&mut terminal).await.last);
        terminal.write(&[NAK]).await;
    }
    till.expect(DriverEvent::SalesNotTaken(NotTaken::EveryTryRefused)).await;
    assert_eq!(terminal.token().await, Token::Eot);
}

#[tokio::test(start_paused = true)]
async fn sales_answered_nak_three_times_and_then_ack_was_taken() {
    let (mut till, mut terminal) = let_out().await;
    for _sending in 0..3 {
        sales_block(&mut terminal).await;
        terminal.write(&[NAK]).await;
    }
    sales_block(&mut terminal).await;
    terminal.write(&ack_of(0)).await;
    till.expect(DriverEvent::SalesTaken).await;
}

#[tokio::test(start_paused = true)]
async fn one_silence_among_the_naks_leaves_a_doubt() {
    for silent in 0..4 {
        let (mut till, mut terminal) = let_out().await;
        for sending in 0..4 {
            sales_block(&mut terminal).await;
            if sending != silent {
                terminal.write(&[NAK]).await;
            }
        }
        assert_eq!(past_silence(&mut till).await, DriverEvent::SalesDoubtful(Doubt::Silence));
    }
}

async fn past_silence(till: &mut Till) -> DriverEvent {
    match till.event().await {
        DriverEvent::Silent => till.event().await,
        other => other,
    }
}

#[tokio::test(start_paused = true)]
async fn a_burst_of_naks_from_the_wire_proves_nothing() {
    let (mut till, mut terminal) = let_out().await;
    sales_block(&mut terminal).await;
    // One answer and three that are noise: each counts for no more than one sending.
    terminal.write(&[NAK, NAK, NAK, NAK]).await;
    for _sending in 1..4 {
        sales_block(&mut terminal).await;
        terminal.write(&[NAK]).await;
    }
    till.expect(DriverEvent::SalesDoubtful(Doubt::Silence)).await;
}

#[tokio::test(start_paused = true)]
async fn silence_after_sales_is_doubtful_after_four_sendings() {
    let (mut till, mut terminal) = let_out().await;
    let begun = Instant::now();
    let first = sales_block(&mut terminal).await;
    for _again in 0..3 {
        assert_eq!(sales_block(&mut terminal).await, first);
    }
    assert_eq!(past_silence(&mut till).await, DriverEvent::SalesDoubtful(Doubt::Silence));
    assert!(begun.elapsed() >= Duration::from_secs(12));
    assert_eq!(terminal.token().await, Token::Eot);
    // Nothing but greetings after that.
    loop {
        match terminal.token().await {
            Token::Eot => {}
            Token::Enq => break,
            other => panic!("{other:?} after the end"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn eot_instead_of_an_acknowledgement_is_doubtful() {
    let (mut till, mut terminal) = let_out().await;
    sales_block(&mut terminal).await;
    terminal.write(&[EOT]).await;
    till.expect(DriverEvent::SalesDoubtful(Doubt::Aborted)).await;
}

#[tokio::test(start_paused = true)]
async fn a_lost_acknowledgement_repeats_the_block_and_charges_once() {
    let (mut till, mut terminal) = let_out().await;
    let first = sales_block(&mut terminal).await;
    // The acknowledgement is lost; the same number again is the same block.
    assert_eq!(sales_block(&mut terminal).await, first);
    // Of an older number: ignored.
    terminal.write(&ack_of(9)).await;
    till.expect_nothing(Duration::from_secs(1)).await;
    terminal.write(&ack_of(0)).await;
    till.expect(DriverEvent::SalesTaken).await;
    assert_eq!(terminal.token().await, Token::Eot);
}

#[tokio::test(start_paused = true)]
async fn an_acknowledgement_of_an_old_block_does_not_answer_a_bid() {
    let (mut till, mut terminal) = greeted::<SerialBasic>().await;
    till.start(&request(1));
    while terminal.token().await != Token::Enq {}
    terminal.write(&ack_of(0)).await;
    till.expect_nothing(Duration::from_millis(500)).await;
    terminal.write(&[ACK]).await;
    till.expect(DriverEvent::LineWon).await;
}

#[tokio::test(start_paused = true)]
async fn both_bid_and_the_pos_goes_first() {
    let (mut till, mut terminal) = greeted::<SerialBasic>().await;
    // The terminal's bid is under way when the till starts.
    till.start(&request(1));
    while terminal.token().await != Token::Enq {}
    terminal.write(&[EOT, ENQ]).await;
    till.expect_nothing(Duration::from_millis(500)).await;
    terminal.write(&[ACK]).await;
    till.expect(DriverEvent::LineWon).await;
    till.proceed(&request(1));
    let block = sales_block(&mut terminal).await;
    terminal.write(&ack_of(block.number)).await;
    till.expect(DriverEvent::SalesTaken).await;
    assert_eq!(terminal.token().await, Token::Eot);
    let payment_id = request(1).payment_id;
    terminal.send(&FromTerminal::Status { unit: unit(), payment_id, phase: Phase::CardWait }).await;
    till.expect(DriverEvent::Status { unit: unit(), payment_id, phase: Phase::CardWait }).await;
}

#[tokio::test(start_paused = true)]
async fn a_result_repeated_while_the_till_commits_is_offered_once_and_acknowledged_once_more() {
    let (mut till, mut terminal, request) = sold::<SerialBasic>().await;
    let approved = result(&request, ResultWord::Approved);
    let block = split(&FromTerminal::Result(Box::new(approved.clone())).encode()).remove(0).encode();
    terminal.offer(&approved).await;
    till.expect(DriverEvent::ResultOffered(Box::new(approved.clone()))).await;
    terminal.write(&block).await;
    terminal.write(&block).await;
    terminal.hears_nothing(Duration::from_secs(1)).await;
    till.acknowledge();
    assert_eq!(terminal.token().await, Token::AckOf(0));
    // The acknowledgement was lost.
    terminal.write(&block).await;
    assert_eq!(terminal.token().await, Token::AckOf(0));
    terminal.write(&[EOT]).await;
    till.expect_nothing(Duration::from_secs(1)).await;
}

#[tokio::test(start_paused = true)]
async fn a_result_given_up_before_the_till_answered_is_offered_again() {
    let (mut till, mut terminal, request) = sold::<SerialBasic>().await;
    let approved = result(&request, ResultWord::Approved);
    terminal.offer(&approved).await;
    till.expect(DriverEvent::ResultOffered(Box::new(approved.clone()))).await;
    // The terminal's patience is over; while the till is still at it, it is told to wait.
    terminal.write(&[EOT, EOT, ENQ]).await;
    assert_eq!(terminal.token().await, Token::Nak);
    till.acknowledge();
    terminal.hears_nothing(Duration::from_secs(1)).await;
    settle(&mut till, &mut terminal, &approved).await;
}

#[tokio::test(start_paused = true)]
async fn a_wrong_check_byte_is_answered_nak_and_the_repetition_taken() {
    let (mut till, mut terminal, request) = sold::<SerialBasic>().await;
    let payment_id = request.payment_id;
    let status = FromTerminal::Status { unit: unit(), payment_id, phase: Phase::Pin };
    let good = split(&status.encode()).remove(0).encode();
    let mut bad = good.clone();
    *bad.last_mut().expect("bytes") ^= 1;
    terminal.win_line().await;
    for _ in 0..3 {
        terminal.write(&bad).await;
        assert_eq!(terminal.token().await, Token::Nak);
    }
    // One that is cut off is not right either.
    terminal.write(&good[..good.len() / 2]).await;
    assert_eq!(terminal.token().await, Token::Nak);
    terminal.write(&good).await;
    terminal.acknowledged().await;
    till.expect(DriverEvent::Status { unit: unit(), payment_id, phase: Phase::Pin }).await;
}

#[tokio::test(start_paused = true)]
async fn a_block_outside_a_transfer_is_answered_eot() {
    let (mut till, mut terminal) = greeted::<SerialBasic>().await;
    let approved = FromTerminal::Result(Box::new(result(&request(1), ResultWord::Approved)));
    terminal.write(&split(&approved.encode()).remove(0).encode()).await;
    assert_eq!(terminal.token().await, Token::Eot);
    till.expect_nothing(Duration::from_millis(500)).await;
}

#[tokio::test(start_paused = true)]
async fn a_sender_that_falls_silent_frees_the_line_after_five_seconds() {
    let (mut till, mut terminal) = greeted::<SerialBasic>().await;
    let bid = Instant::now();
    terminal.win_line().await;
    till.start(&request(1));
    till.expect(DriverEvent::Silent).await;
    // Nobody sells on a terminal that is not heard.
    till.expect(DriverEvent::SalesNotTaken(NotTaken::NotConnected)).await;
    terminal.greet().await;
    assert!(bid.elapsed() >= Duration::from_secs(5));
    assert!(bid.elapsed() < Duration::from_secs(6));
    till.expect(DriverEvent::Ready(ready())).await;
}

#[tokio::test(start_paused = true)]
async fn statuses_get_through_while_questions_queue() {
    let (mut till, mut terminal, request) = sold::<SerialBasic>().await;
    let payment_id = request.payment_id;
    till.call(Call::Cancel(payment_id));
    till.call(Call::Ask(crate::driver::Question::Payment(payment_id)));
    terminal.send(&FromTerminal::Status { unit: unit(), payment_id, phase: Phase::CardRead }).await;
    till.expect(DriverEvent::Status { unit: unit(), payment_id, phase: Phase::CardRead }).await;
    assert_eq!(terminal.take().await, FromPos::Cancel { payment_id });
    assert_eq!(terminal.take().await, FromPos::Query { payment_id });
}

#[tokio::test(start_paused = true)]
async fn a_terminal_back_from_a_restart_sells_again() {
    let (mut till, mut terminal) = greeted::<SerialBasic>().await;
    till.expect(DriverEvent::Silent).await;
    till.start(&request(1));
    till.expect(DriverEvent::SalesNotTaken(NotTaken::NotConnected)).await;
    terminal.forget_what_came().await;
    terminal.greet().await;
    till.expect(DriverEvent::Ready(ready())).await;
    terminal.send(&FromTerminal::State(state(TerminalActivity::Idle))).await;
    let request = request(2);
    sell(&mut till, &mut terminal, &request).await;
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
}

#[tokio::test(start_paused = true)]
async fn a_wish_to_cancel_does_not_overtake_sales_that_has_not_left() {
    // Answered or not, the bid ends without SALES.
    for answered in [true, false] {
        let (mut till, mut terminal) = greeted::<SerialBasic>().await;
        let request = request(1);
        till.start(&request);
        assert_eq!(terminal.token().await, Token::Eot);
        till.call(Call::Cancel(request.payment_id));
        if answered {
            terminal.yield_line().await;
            till.expect(DriverEvent::SalesNotTaken(NotTaken::Withdrawn)).await;
            terminal.forget_yielded().await;
        } else {
            till.expect(DriverEvent::SalesNotTaken(NotTaken::Withdrawn)).await;
        }
        assert_eq!(terminal.charges, vec![]);
    }
}
