//! More than anybody could want: connections, heads that never end, messages, answers nobody reads.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use catlink_shared::ids::{PageId, PaymentId};
use catlink_shared::pin::Pin;
use catlink_shared::wire::people::PeopleRequest;
use catlink_shared::wire::request::Request;
use catlink_tests::counter::Counter;
use catlink_tests::house::{House, Plan};
use catlink_tests::http;
use catlink_tests::socket::{Socket, new_id, pin_of};
use catlink_tests::terminal::Kind;

use super::became;
use super::raw::{PING, TEXT, end_of, frame, hello, is_over, memory_kb, message, say, socket};
use super::worker::{PATIENT, Worker};

/// As many connections as an attack opens, where the system gives so many.
const CONNECTIONS: usize = 10_000;
/// More than the agent keeps of those that have shown nothing, with room for what is just being closed.
const KEPT: usize = 256;

#[test]
fn ten_thousand_connections_push_out_each_other_and_no_page() -> Result<()> {
    let mut house = House::open(&Plan::default())?;
    let address = house.agent.address().to_owned();
    let worker = Worker::begin(&address)?;
    let mut held = Vec::new();
    let mut slowest_page = Duration::ZERO;
    for number in 0..CONNECTIONS {
        let Ok(stream) = TcpStream::connect(&address) else { break };
        stream.set_nonblocking(true)?;
        held.push(stream);
        if number % 500 == 499 {
            // Somebody opens the page in the middle of it.
            let began = Instant::now();
            Socket::met(&address, new_id(PageId::from_parts)).context("a page that comes meanwhile")?;
            slowest_page = slowest_page.max(began.elapsed());
        }
    }
    ensure!(held.len() > 500, "only {} connections were opened", held.len());
    ensure!(slowest_page < PATIENT, "a page took {slowest_page:?} to open");
    if let Ok(files) = std::fs::read_dir(format!("/proc/{}/fd", house.agent.process().id())) {
        let open = files.count();
        ensure!(open < KEPT, "the agent holds {open} files open");
    }
    let is_closed = |mut stream: &TcpStream| match stream.read(&mut [0]) {
        Ok(_) => true,
        Err(error) => is_over(&error),
    };
    let closed = held.iter().filter(|stream| is_closed(stream)).count();
    ensure!(closed + KEPT >= held.len(), "{closed} of {} were closed", held.len());
    let noticed = worker.end()?;
    became(
        "10000-connections",
        held.len(),
        closed,
        &format!("{noticed},page-opens-{}ms", slowest_page.as_millis()),
    );
    drop(held);
    house.close_the_books(0)
}

#[test]
fn heads_that_come_byte_by_byte_are_cut_off_in_time() -> Result<()> {
    const SLOW: usize = 100;
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let worker = Worker::begin(address)?;
    let opened = |_| say(address, b"GET / HTTP/1.1\r\nHost: ");
    let mut streams = (0..SLOW).map(opened).collect::<Result<Vec<_>>>()?;
    let began = Instant::now();
    let mut cut = 0;
    while !streams.is_empty() {
        ensure!(began.elapsed() < Duration::from_secs(12), "{} go on", streams.len());
        streams.retain_mut(|stream| {
            let goes_on = stream.write_all(b"x").is_ok() && end_of(stream, Duration::from_millis(1)).is_err();
            cut += usize::from(!goes_on);
            goes_on
        });
    }
    ensure!(began.elapsed() > Duration::from_secs(2), "a slow browser has no time");
    became("slow-loris", SLOW, cut, &worker.end()?.to_string());
    house.close_the_books(0)
}

/// Says it as fast as it is taken, over and over, until it is stopped: how often it was said, and how often it was not
/// taken at once.
fn pour(mut stream: TcpStream, what: &[u8], times: usize, stop: &AtomicBool) -> Result<(usize, usize)> {
    stream.set_write_timeout(Some(Duration::from_millis(50)))?;
    stream.set_read_timeout(Some(Duration::from_millis(1)))?;
    let piece = what.repeat(times);
    let (mut said, mut slowed, mut at, mut answers) = (0, 0, 0, [0; 64 * 1024]);
    while !stop.load(Ordering::Relaxed) {
        match stream.write(&piece[at..]) {
            Ok(0) => break,
            Ok(written) => {
                said += (at % what.len() + written) / what.len();
                at = (at + written) % piece.len();
            }
            Err(error) if is_over(&error) => break,
            Err(_) => slowed += times,
        }
        // It reads, so that what it is not heard for is its own doing.
        let _ = stream.read(&mut answers);
    }
    Ok((said, slowed))
}

fn signed_in(address: &str, operator: &str) -> Result<TcpStream> {
    let mut stream = socket(address)?;
    let ask = PeopleRequest::SignIn { operator: operator.to_owned(), pin: Pin::typed(&pin_of(operator)) };
    for text in [hello(new_id(PageId::from_parts)), message(Request::People { ask })] {
        stream.write_all(&frame(TEXT, text.as_bytes()))?;
    }
    Ok(stream)
}

#[test]
fn a_million_messages_a_minute_do_not_hold_up_a_sale() -> Result<()> {
    let mut counter = Counter::open(&Plan::with_cat1(Kind::jt_c60()))?;
    let address = counter.agent.address().to_owned();
    let process = counter.agent.process().id();
    let before = memory_kb(process);
    let stop = Arc::new(AtomicBool::new(false));
    let status = message(Request::PaymentStatus { payment_id: new_id(PaymentId::from_parts) });
    let kinds: [(Vec<u8>, usize); 4] = [
        (frame(TEXT, b"{}"), 2_000),
        (frame(TEXT, status.as_bytes()), 200),
        (frame(TEXT, message(Request::ReadCatalog).as_bytes()), 200),
        (frame(PING, b""), 5_000),
    ];
    let mut floods = Vec::new();
    for (number, (what, times)) in kinds.iter().chain(&kinds).enumerate() {
        let (what, times, stop) = (what.clone(), *times, Arc::clone(&stop));
        let stream = if number < kinds.len() { signed_in(&address, "102")? } else { socket(&address)? };
        floods.push(std::thread::spawn(move || {
            let mut stream = stream;
            stream.write_all(&frame(TEXT, hello(new_id(PageId::from_parts)).as_bytes()))?;
            pour(stream, &what, times, &stop)
        }));
    }
    let began = Instant::now();
    let (mut sales, mut longest) = (0, Duration::ZERO);
    while began.elapsed() < Duration::from_secs(20) {
        let asked = Instant::now();
        let (sale, _) = counter.begin_payment()?;
        counter.cat1().touch("visa")?;
        counter.page.sold(sale)?;
        longest = longest.max(asked.elapsed());
        sales += 1;
    }
    stop.store(true, Ordering::Relaxed);
    let (mut said, mut slowed) = (0, 0);
    for flood in floods {
        let (of_it, of_that) = flood.join().map_err(|_| anyhow!("a flood panicked"))??;
        said += of_it;
        slowed += of_that;
    }
    ensure!(sales > 0 && longest < Duration::from_secs(15), "{sales} sales, the longest {longest:?}");
    if let (Some(before), Some(after)) = (before, memory_kb(process)) {
        ensure!(after < before + 64 * 1024, "memory went from {before} to {after} KB");
    }
    let a_minute = (said + slowed) * 60 / 20;
    ensure!(a_minute >= 1_000_000, "only {a_minute} messages a minute were tried");
    became(
        "million-messages",
        said + slowed,
        slowed,
        &format!("{sales}-linked-sales,longest-{}ms", longest.as_millis()),
    );
    counter.close_the_books(sales)
}

#[test]
fn a_page_that_does_not_read_is_dropped_and_nothing_piles_up_for_it() -> Result<()> {
    let mut house = House::open(&Plan::default())?;
    let address = house.agent.address().to_owned();
    let worker = Worker::begin(&address)?;
    let process = house.agent.process().id();
    let mut deaf = signed_in(&address, "102")?;
    deaf.set_write_timeout(Some(Duration::from_millis(200)))?;
    let before = memory_kb(process);
    let wanted = frame(TEXT, message(Request::ReadCatalog).as_bytes());
    let began = Instant::now();
    let mut asked = 0;
    // It asks and asks; that it is over shows when it writes.
    loop {
        match deaf.write(&wanted) {
            Ok(_) => asked += 1,
            Err(error) if is_over(&error) => break,
            Err(_) => {}
        }
        ensure!(began.elapsed() < Duration::from_secs(120), "it is still served after {asked} questions");
    }
    if let (Some(before), Some(after)) = (before, memory_kb(process)) {
        ensure!(after < before + 24 * 1024, "memory went from {before} to {after} KB");
    }
    became("deaf-page", asked, 1, &worker.end()?.to_string());
    ensure!(http::cookie_of(&address).is_ok(), "the agent no longer answers");
    house.close_the_books(0)
}
