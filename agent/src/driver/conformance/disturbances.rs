//! Reads cut and merged, junk, and words that are none.

use std::time::Duration;

use catlink_shared::terminal::{Phase, ResultWord, TerminalActivity};

use super::{
    Family, ScriptedTerminal, Till, greeted, greeted_over, ready, request, result, sell, settle, sold, state,
    unit,
};
use crate::driver::DriverEvent;
use crate::driver::basic::Framing;
use crate::driver::basic::block::{Block, STX, split};
use crate::driver::basic::message::FromTerminal;
use crate::link::memory;

pub(super) async fn a_sale_goes_through_byte_by_byte<F: Family>() {
    let (mut till, mut terminal) = greeted_over::<F>(1).await;
    let request = request(1);
    sell(&mut till, &mut terminal, &request).await;
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
}

pub(super) async fn merged_messages_come_apart<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    if F::FRAMING == Framing::Serial {
        // One message at a time by its nature.
        settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
        return;
    }
    let payment_id = request.payment_id;
    let phases = [Phase::CardWait, Phase::CardRead, Phase::Center];
    let bytes: Vec<u8> = phases
        .iter()
        .map(|&phase| FromTerminal::Status { unit: unit(), payment_id, phase })
        .chain([FromTerminal::Result(Box::new(result(&request, ResultWord::Approved)))])
        .flat_map(|message| split(&message.encode()))
        .flat_map(|block| block.encode())
        .collect();
    terminal.write(&bytes).await;
    for phase in phases {
        till.expect(DriverEvent::Status { unit: unit(), payment_id, phase }).await;
    }
    till.expect(DriverEvent::ResultOffered(Box::new(result(&request, ResultWord::Approved)))).await;
    till.acknowledge();
}

pub(super) async fn a_message_of_several_blocks_is_put_together<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    let approved = result(&request, ResultWord::Approved);
    // Twenty-odd blocks: the number goes round.
    terminal.send_in_blocks_of(16, &FromTerminal::Result(Box::new(approved.clone()))).await;
    till.expect(DriverEvent::ResultOffered(Box::new(approved))).await;
    till.acknowledge();
    terminal.acknowledged().await;
}

pub(super) async fn garbage_before_stx_does_no_harm<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    terminal.write(b"\x00\xff~~garbage\x7f").await;
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
    // A start of a block, then a block.
    if F::FRAMING == Framing::Lan {
        terminal.write(&[STX]).await;
        settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
    }
}

pub(super) async fn nonsense_is_dropped_and_said<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    for text in [b"WHAT\x1ca=b".to_vec(), b"RESULT".to_vec(), b"STATE\x1cstate".to_vec(), vec![0xff]] {
        if F::FRAMING == Framing::Serial {
            terminal.win_line().await;
        }
        terminal.write(&Block { number: 0, text, last: true }.encode()).await;
        terminal.acknowledged().await;
        assert!(matches!(till.event().await, DriverEvent::Nonsense { .. }));
    }
    // The daily log belongs to nobody here.
    let end = FromTerminal::End { unit: unit(), count: 0, total: catlink_shared::money::Yen::ZERO };
    terminal.send(&end).await;
    assert!(matches!(till.event().await, DriverEvent::Nonsense { .. }));
    terminal.send(&FromTerminal::State(state(TerminalActivity::Idle))).await;
    till.expect_nothing(Duration::from_secs(1)).await;
}

pub(super) async fn endless_bytes_do_not_stop_the_clock<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    for _ in 0..600 {
        if !terminal.try_write(&[b'x'; 100]).await {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    till.expect(DriverEvent::Silent).await;
}

pub(super) async fn a_till_that_waits_in_small_sips_loses_nothing<F: Family>() {
    let (dialer, exchange) = memory::pair(1);
    let mut till = Till::polling(F::driver(dialer), Duration::from_millis(1));
    let mut terminal = ScriptedTerminal::new(F::FRAMING, exchange);
    terminal.accept().await;
    terminal.greet().await;
    till.expect(DriverEvent::Ready(ready())).await;
    let request = request(1);
    sell(&mut till, &mut terminal, &request).await;
    terminal.hears_only_pings(Duration::from_secs(10)).await;
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
    assert_eq!(terminal.charges, vec![request.payment_id]);
}
