//! Frames no page sends: too long, without end, no text, never a greeting. Each ends its own connection and nobody else's.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Result, ensure};
use catlink_tests::house::{House, Plan};
use catlink_tests::patience::PATIENCE;

use super::became;
use super::raw::{BINARY, FIRST, ON, PING, TEXT, declared, end_of, frame, greeted, memory_kb, socket};
use super::worker::Worker;

/// What an attack may leave in memory, KB: sockets that end give theirs back.
const FLAT_KB: u64 = 24 * 1024;

/// Each of these on sockets of its own, greeted and not: each connection ends, memory stays flat, and a page works on.
fn each_ends(name: &str, attack: impl Fn(&mut TcpStream)) -> Result<()> {
    const SOCKETS: usize = 16;
    let mut house = House::open(&Plan::default())?;
    let address = house.agent.address().to_owned();
    let worker = Worker::begin(&address)?;
    let process = house.agent.process().id();
    let before = memory_kb(process);
    for number in 0..SOCKETS {
        let mut stream = if number % 2 == 0 { greeted(&address)? } else { socket(&address)? };
        stream.set_write_timeout(Some(PATIENCE))?;
        attack(&mut stream);
        end_of(&stream, PATIENCE)?;
    }
    if let (Some(before), Some(after)) = (before, memory_kb(process)) {
        ensure!(after < before + FLAT_KB, "{name}: memory went from {before} to {after} KB");
    }
    became(name, SOCKETS, SOCKETS, &worker.end()?.to_string());
    house.close_the_books(0)
}

/// Says it for as long as the agent listens.
fn go_on(stream: &mut TcpStream, most: usize, piece: &[u8]) {
    let mut said = 0;
    while said < most && stream.write_all(piece).is_ok() {
        said += piece.len();
    }
}

#[test]
fn a_frame_that_says_it_has_a_gigabyte_ends_its_connection() -> Result<()> {
    each_ends("gigabyte-frame", |stream| {
        let _ = stream.write_all(&declared(BINARY, 1 << 30));
        go_on(stream, 64 << 20, &[0; 64 * 1024]);
    })
}

#[test]
fn a_frame_longer_than_any_number_ends_its_connection() -> Result<()> {
    each_ends("endless-frame", |stream| {
        let _ = stream.write_all(&declared(TEXT, u64::MAX >> 1));
        go_on(stream, 8 << 20, &[b'x'; 64 * 1024]);
    })
}

#[test]
fn fragments_without_end_end_their_connection() -> Result<()> {
    each_ends("endless-fragments", |stream| {
        let _ = stream.write_all(&frame(FIRST, b"{"));
        go_on(stream, 64 << 20, &frame(ON, &[b' '; 32 * 1024]));
    })
}

#[test]
fn text_that_is_no_utf8_ends_its_connection() -> Result<()> {
    each_ends("malformed-utf8", |stream| {
        let _ = stream.write_all(&frame(TEXT, b"{\"v\":1,\"id\":\"\xff\xfe\xc0\xaf\"}"));
    })
}

#[test]
fn frames_against_the_protocol_end_their_connection() -> Result<()> {
    for (name, bytes) in [
        ("unmasked-frame", vec![TEXT, 2, b'{', b'}']),
        ("reserved-opcode", frame(0x83, b"{}")),
        ("reserved-bits", frame(0xF1, b"{}")),
        ("long-ping", frame(PING, &[0; 126])),
        ("fragmented-ping", frame(0x09, b"")),
        ("lonely-continuation", frame(0x80, b"{}")),
    ] {
        each_ends(name, |stream| {
            let _ = stream.write_all(&bytes);
        })?;
    }
    Ok(())
}

#[test]
fn a_socket_that_never_greets_is_closed_after_ten_seconds() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let worker = Worker::begin(address)?;
    let (silent, mut chatty, mut unread) = (socket(address)?, socket(address)?, socket(address)?);
    chatty.write_all(&frame(TEXT, b"{}"))?;
    // Begins a message and never ends it.
    unread.write_all(&declared(TEXT, 1_000))?;
    for stream in [&silent, &chatty, &unread] {
        end_of(stream, Duration::from_secs(15))?;
    }
    became("never-greets", 3, 3, &worker.end()?.to_string());
    house.close_the_books(0)
}
