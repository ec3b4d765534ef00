//! What no browser and no library says: HTTP and WebSocket byte by byte.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use catlink_shared::ids::{PageId, RequestId};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::{FromPage, SUBPROTOCOL};
use catlink_tests::http;
use catlink_tests::patience::PATIENCE;
use catlink_tests::socket::new_id;

/// Final frames.
pub(crate) const TEXT: u8 = 0x81;
/// A binary one.
pub(crate) const BINARY: u8 = 0x82;
/// A ping.
pub(crate) const PING: u8 = 0x89;
/// The first fragment of a text.
pub(crate) const FIRST: u8 = 0x01;
/// A fragment that goes on, and is not the last.
pub(crate) const ON: u8 = 0x00;

/// A connection that has said this.
pub(crate) fn say(address: &str, bytes: &[u8]) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(bytes)?;
    Ok(stream)
}

/// The status of the answer to this head (lines end with LF; `HOST` is the address); 0: the connection ended without one.
pub(crate) fn status(address: &str, head: &str) -> Result<u16> {
    let stream = say(address, head.replace("HOST", address).replace('\n', "\r\n").as_bytes())?;
    head_of(&stream)
}

fn head_of(mut stream: &TcpStream) -> Result<u16> {
    let mut answer = Vec::new();
    let mut byte = [0];
    // Not one byte further: what follows is another's to read.
    while !answer.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(0) => break,
            Ok(_) => answer.push(byte[0]),
            Err(error) if is_over(&error) => break,
            Err(error) => return Err(error).context("no answer"),
        }
    }
    let text = String::from_utf8_lossy(&answer).into_owned();
    Ok(text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0))
}

/// The head that opens the socket, with these lines besides.
pub(crate) fn upgrade_head(lines: &str) -> String {
    format!(
        "GET /ws HTTP/1.1\n{lines}Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Protocol: {SUBPROTOCOL}\n\n"
    )
}

/// A socket as the page opens it, without a word.
pub(crate) fn socket(address: &str) -> Result<TcpStream> {
    let cookie = http::cookie_of(address)?;
    let head = upgrade_head(&format!("Host: {address}\nOrigin: http://{address}\nCookie: {cookie}\n"));
    let stream = say(address, head.replace('\n', "\r\n").as_bytes())?;
    let status = head_of(&stream)?;
    ensure!(status == 101, "the socket is not opened: {status}");
    Ok(stream)
}

/// The same, with a Hello.
pub(crate) fn greeted(address: &str) -> Result<TcpStream> {
    let mut stream = socket(address)?;
    stream.write_all(&frame(TEXT, hello(new_id(PageId::from_parts)).as_bytes()))?;
    let mut piece = [0; 1];
    ensure!(stream.read(&mut piece)? == 1, "no welcome");
    Ok(stream)
}

pub(crate) fn hello(page_id: PageId) -> String {
    message(Request::Hello { page_id, resume: None, key: None })
}

pub(crate) fn message(request: Request) -> String {
    serde_json::to_string(&FromPage::new(new_id(RequestId::from_parts), request)).unwrap_or_default()
}

/// A frame of a client, masked with noughts.
pub(crate) fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = declared(first, payload.len() as u64);
    frame.extend_from_slice(payload);
    frame
}

/// The head of a frame that says it is so long.
pub(crate) fn declared(first: u8, length: u64) -> Vec<u8> {
    let mut head = vec![first];
    match length {
        0..=125 => head.push(0x80 | u8::try_from(length).unwrap_or(0)),
        126..=0xFFFF => {
            head.push(0x80 | 126);
            head.extend_from_slice(&u16::try_from(length).unwrap_or(0).to_be_bytes());
        }
        _ => {
            head.push(0x80 | 127);
            head.extend_from_slice(&length.to_be_bytes());
        }
    }
    head.extend_from_slice(&[0; 4]);
    head
}

/// Waits for the end of a connection; how long it took.
pub(crate) fn end_of(mut stream: &TcpStream, within: Duration) -> Result<Duration> {
    let began = Instant::now();
    stream.set_read_timeout(Some(Duration::from_millis(100)))?;
    let mut piece = [0; 64 * 1024];
    while began.elapsed() < within {
        match stream.read(&mut piece) {
            Ok(0) => return Ok(began.elapsed()),
            Ok(_) => {}
            Err(error) if is_over(&error) => return Ok(began.elapsed()),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => return Err(error.into()),
        }
    }
    bail!("the connection goes on after {} s", within.as_secs())
}

/// Whether an error says that the other side has ended the connection.
pub(crate) fn is_over(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::ConnectionAborted)
}

/// The port of an address.
pub(crate) fn port_of(address: &str) -> &str {
    address.rsplit_once(':').map_or("", |(_, port)| port)
}

/// How much memory a process holds, KB; where the system tells.
pub(crate) fn memory_kb(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}
