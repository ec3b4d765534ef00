//! The terminal's end of a serial line, in paused time.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::serial::Serial;
use super::{Command, Event, Faults, Kind, Line, Parcel, Timers};
use crate::driver::basic::block::{ACK, ENQ, EOT, NAK, STX, split};
use crate::virtual_terminal::engine::Connection;
use crate::virtual_terminal::fault::{Armed, Fault, RequestWord};

struct Rig {
    io: DuplexStream,
    commands: mpsc::UnboundedSender<Command>,
    events: mpsc::UnboundedReceiver<Event>,
    faults: Faults,
}

fn rig() -> Rig {
    let (io, theirs) = tokio::io::duplex(4_096);
    let (commands, from_device) = mpsc::unbounded_channel();
    let (to_device, events) = mpsc::unbounded_channel();
    let timers = Timers::scaled(1.0);
    let faults = Faults::default();
    let told = faults.clone();
    let mut line = Line { commands: from_device, events: to_device, faults: told, timers, connections: 0 };
    tokio::spawn(async move { Serial::new(theirs, &mut line, Connection(1)).run().await });
    Rig { io, commands, events, faults }
}

impl Rig {
    fn send(&self, text: &str, payment: bool) {
        let payment_id = payment.then(|| catlink_shared::ids::PaymentId::from_parts(1, &[1; 10]));
        let (to, message) = (Connection(1), text.as_bytes().to_vec());
        let parcel = Parcel { to, message, kind: Kind::Result, payment_id };
        self.commands.send(Command::Send(parcel)).expect("runs");
    }

    fn arm(&self, what: Fault, times: u32) {
        self.faults.lock().arm(Armed { what, times_left: Some(times) });
    }

    async fn expect(&mut self, bytes: &[u8]) {
        let mut read = vec![0; bytes.len()];
        self.io.read_exact(&mut read).await.expect("reads");
        assert_eq!(read, bytes);
    }

    async fn event(&mut self) -> Event {
        self.events.recv().await.expect("an event")
    }
}

#[tokio::test(start_paused = true)]
async fn a_bid_nobody_answers_is_made_again_three_times_each_1300_ms() {
    let mut rig = rig();
    let start = Instant::now();
    rig.send("RESULT", true);
    for bid in 0..4 {
        rig.expect(&[EOT, ENQ]).await;
        assert_eq!(start.elapsed().as_millis(), bid * 1_300);
    }
    assert!(matches!(rig.event().await, Event::Undelivered(_)));
    assert_eq!(start.elapsed(), Duration::from_millis(5_200));
}

#[tokio::test(start_paused = true)]
async fn a_block_is_sent_four_times_at_most_and_an_older_number_is_ignored() {
    let mut rig = rig();
    rig.send("RESULT", true);
    rig.expect(&[EOT, ENQ]).await;
    rig.io.write_all(&[ACK]).await.expect("writes");
    let block = split(b"RESULT")[0].encode();
    for answer in [&[ACK, b'7'][..], &[NAK], &[], &[]] {
        rig.expect(&block).await;
        rig.io.write_all(answer).await.expect("writes");
    }
    rig.expect(&[EOT]).await;
    assert!(matches!(rig.event().await, Event::Undelivered(_)));
}

#[tokio::test(start_paused = true)]
async fn a_long_message_goes_in_numbered_blocks_and_is_delivered_with_its_last() {
    let mut rig = rig();
    let long = "R".repeat(2_500);
    rig.send(&long, true);
    rig.expect(&[EOT, ENQ]).await;
    rig.io.write_all(&[ACK]).await.expect("writes");
    for block in split(long.as_bytes()) {
        rig.expect(&block.encode()).await;
        rig.io.write_all(&[ACK, b'0' + block.number]).await.expect("writes");
    }
    rig.expect(&[EOT]).await;
    assert!(matches!(rig.event().await, Event::Delivered(_)));
}

#[tokio::test(start_paused = true)]
async fn the_pos_goes_first_when_both_bid_and_a_silent_pos_frees_the_line() {
    let mut rig = rig();
    rig.send("RESULT", true);
    rig.expect(&[EOT, ENQ]).await;
    rig.io.write_all(&[EOT, ENQ]).await.expect("writes");
    rig.expect(&[ACK]).await;
    let start = Instant::now();
    rig.expect(&[EOT, ENQ]).await;
    assert_eq!(start.elapsed(), Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn a_message_is_acknowledged_only_as_told_and_a_stray_block_is_answered_eot() {
    let mut rig = rig();
    let block = split(b"PING")[0].encode();
    rig.io.write_all(&block).await.expect("writes");
    rig.expect(&[EOT]).await;
    for (commit, answer) in [(super::Commit::Refused, vec![EOT]), (super::Commit::Taken, vec![ACK, b'0'])] {
        rig.io.write_all(&[EOT, ENQ]).await.expect("writes");
        rig.expect(&[ACK]).await;
        rig.io.write_all(&block[..3]).await.expect("writes");
        tokio::time::advance(Duration::from_millis(99)).await;
        rig.io.write_all(&block[3..]).await.expect("writes");
        let Event::Message { bytes, commit: reply, .. } = rig.event().await else { panic!("no message") };
        assert_eq!(bytes, b"PING");
        reply.send(commit).expect("waits");
        rig.expect(&answer).await;
    }
    // Inside a transfer, more than 100 ms between two bytes.
    rig.io.write_all(&[EOT, ENQ]).await.expect("writes");
    rig.expect(&[ACK]).await;
    rig.io.write_all(&[STX, b'0']).await.expect("writes");
    rig.expect(&[NAK]).await;
}

#[tokio::test(start_paused = true)]
async fn sales_is_refused_by_nak_as_often_as_asked_and_other_blocks_are_not() {
    let mut rig = rig();
    rig.arm(Fault::NakSales, 4);
    for text in [&b"SALES"[..], b"PING"] {
        let block = split(text)[0].encode();
        rig.io.write_all(&[EOT, ENQ]).await.expect("writes");
        rig.expect(&[ACK]).await;
        if text == b"SALES" {
            for _try in 0..4 {
                rig.io.write_all(&block).await.expect("writes");
                rig.expect(&[NAK]).await;
            }
        } else {
            rig.io.write_all(&block).await.expect("writes");
            let Event::Message { bytes, commit, .. } = rig.event().await else { panic!("no message") };
            assert_eq!(bytes, text, "SALES was never told");
            commit.send(super::Commit::Taken).expect("waits");
            rig.expect(&[ACK, b'0']).await;
        }
        rig.io.write_all(&[EOT]).await.expect("writes");
    }
}

#[tokio::test(start_paused = true)]
async fn an_acknowledgement_that_is_not_heard_brings_the_result_again_and_it_is_delivered_once() {
    let mut rig = rig();
    rig.arm(Fault::DeafToAck, 2);
    rig.send("RESULT", true);
    rig.expect(&[EOT, ENQ]).await;
    rig.io.write_all(&[ACK]).await.expect("writes");
    for _heard_in_the_end in 0..3 {
        rig.expect(&split(b"RESULT")[0].encode()).await;
        rig.io.write_all(&[ACK, b'0']).await.expect("writes");
    }
    rig.expect(&[EOT]).await;
    assert!(matches!(rig.event().await, Event::Delivered(_)));
}

#[tokio::test(start_paused = true)]
async fn the_end_of_one_message_arrives_with_the_bid_for_the_next() {
    let mut rig = rig();
    rig.arm(Fault::MergedWrites, 2);
    let result = split(b"RESULT")[0].encode();
    rig.send("RESULT", true);
    rig.send("RESULT", true);
    rig.expect(&[EOT, ENQ]).await;
    rig.io.write_all(&[ACK]).await.expect("writes");
    rig.expect(&result).await;
    rig.io.write_all(&[ACK, b'0']).await.expect("writes");
    rig.expect(&[EOT, EOT, ENQ]).await;
    rig.io.write_all(&[ACK]).await.expect("writes");
    rig.expect(&result).await;
    rig.io.write_all(&[ACK, b'0']).await.expect("writes");
    // Nothing follows: it leaves by itself.
    let start = Instant::now();
    rig.expect(&[EOT]).await;
    assert_eq!(start.elapsed(), Duration::from_millis(400));
}

#[tokio::test(start_paused = true)]
async fn a_line_cut_at_any_byte_of_a_request_tells_nothing_of_it() {
    let query = split(b"QUERY")[0].encode();
    for byte in 1..=query.len() {
        let mut rig = rig();
        let message = RequestWord::Query;
        rig.arm(Fault::CutInRequest { message, byte, back_after_ms: None }, 1);
        rig.io.write_all(&[EOT, ENQ]).await.expect("writes");
        rig.expect(&[ACK]).await;
        rig.io.write_all(&query).await.expect("writes");
        let mut rest = Vec::new();
        rig.io.read_to_end(&mut rest).await.expect("reads");
        assert_eq!(rest, [0; 0], "byte {byte}");
        assert!(rig.events.try_recv().is_err(), "byte {byte}");
    }
}
