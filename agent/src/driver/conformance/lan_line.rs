//! What only a LAN line can do wrong: bad blocks, terminals that vanish without a word.

use std::time::Duration;

use catlink_shared::terminal::ResultWord;
use tokio::time::Instant;

use super::{LanBasic, ScriptedTerminal, Till, greeted, greeted_over, ready, request, result, settle, sold};
use crate::driver::basic::block::{Block, split};
use crate::driver::basic::message::FromTerminal;
use crate::driver::{Doubt, DriverEvent};
use crate::link::LinkTrouble;

async fn closed_and_opened_again(till: &mut Till, terminal: &mut ScriptedTerminal) {
    till.expect(DriverEvent::Lost(LinkTrouble::Gone)).await;
    terminal.accept().await;
    terminal.greet().await;
    till.expect(DriverEvent::Ready(ready())).await;
}

#[tokio::test(start_paused = true)]
async fn a_bad_block_closes_the_connection_and_nothing_is_taken_from_it() {
    let approved = result(&request(1), ResultWord::Approved);
    let good = split(&FromTerminal::Result(Box::new(approved.clone())).encode()).remove(0);
    let mut wrong_check = good.encode();
    *wrong_check.last_mut().expect("bytes") ^= 1;
    let wrong_number = Block { number: 1, ..good }.encode();
    for bytes in [wrong_check, wrong_number] {
        let (mut till, mut terminal, request) = sold::<LanBasic>().await;
        terminal.write(&bytes).await;
        assert!(matches!(till.event().await, DriverEvent::Nonsense { .. }));
        closed_and_opened_again(&mut till, &mut terminal).await;
        settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_block_that_stops_half_way_closes_the_connection_after_five_seconds() {
    let (mut till, mut terminal, request) = sold::<LanBasic>().await;
    let approved = FromTerminal::Result(Box::new(result(&request, ResultWord::Approved)));
    let bytes = split(&approved.encode()).remove(0).encode();
    let begun = Instant::now();
    terminal.write(&bytes[..bytes.len() / 2]).await;
    till.expect(DriverEvent::Silent).await;
    assert!(matches!(till.event().await, DriverEvent::Nonsense { .. }));
    assert!(begun.elapsed() >= Duration::from_secs(5));
    closed_and_opened_again(&mut till, &mut terminal).await;
}

#[tokio::test(start_paused = true)]
async fn a_terminal_that_vanished_without_a_word_is_connected_to_again() {
    let (mut till, mut terminal) = greeted::<LanBasic>().await;
    let quiet = Instant::now();
    till.expect(DriverEvent::Silent).await;
    closed_and_opened_again(&mut till, &mut terminal).await;
    assert!(quiet.elapsed() < Duration::from_secs(11));
}

#[tokio::test(start_paused = true)]
async fn a_terminal_that_reads_nothing_leaves_sales_in_doubt() {
    // SALES does not fit into the pipe.
    let (mut till, mut terminal) = greeted_over::<LanBasic>(64).await;
    let request = request(1);
    till.start(&request);
    till.expect(DriverEvent::LineWon).await;
    till.proceed(&request);
    till.expect(DriverEvent::Silent).await;
    till.expect(DriverEvent::SalesDoubtful(Doubt::Silence)).await;
    closed_and_opened_again(&mut till, &mut terminal).await;
    terminal.hears_only_pings(Duration::from_secs(30)).await;
    assert_eq!(terminal.charges, vec![]);
}
