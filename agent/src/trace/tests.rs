//! What the trace keeps, and what it never does.

use std::path::{Path, PathBuf};

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::trace::{LineNote, TraceLine};

use super::{Bounds, Kept, Trace, Tracer, file};
use crate::driver::basic::message::{FromPos, FromTerminal, trace};

/// Test numbers of card brands, each of which passes Luhn.
const CARDS: [&str; 6] = [
    "4111111111111111",
    "5555555555554444",
    "378282246310005",
    "6011111111111117",
    "3530111333300000",
    "30569309025904",
];

fn folder(name: &str) -> PathBuf {
    let folder = crate::scratch::path(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// An id with letters between its figures, so that it looks like no card number.
fn payment(number: u8) -> PaymentId {
    PaymentId::from_parts(1_782_876_896_000, &[0xa0 + number; 10])
}

/// One terminal that is at a payment.
fn at(trace: &Trace, number: u8) -> Tracer {
    trace.about(CatDeviceId::Cat1, Some(payment(number)));
    trace.tracer(CatDeviceId::Cat1)
}

fn heard(tracer: &Tracer, bytes: &[u8]) {
    tracer.message(|| {
        let traced = trace::incoming(bytes, &FromTerminal::decode(bytes));
        (traced.payment_id, traced.line)
    });
}

fn said(tracer: &Tracer, message: &FromPos) {
    tracer.message(|| {
        let traced = trace::outgoing(message);
        (traced.payment_id, traced.line)
    });
}

/// `|` stands for FS.
fn bytes(text: &str) -> Vec<u8> {
    text.replace('|', "\u{1c}").into_bytes()
}

fn texts(kept: &[Kept]) -> Vec<String> {
    kept.iter().map(|kept| kept.line.text()).collect()
}

fn full_width(card: &str) -> String {
    card.chars().filter_map(|c| char::from_u32(u32::from(c) - u32::from('0') + 0xff10)).collect()
}

fn spaced(card: &str) -> String {
    card.as_bytes()
        .chunks(4)
        .map(|four| String::from_utf8_lossy(four).into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Every way a terminal may send a card number where none belongs.
fn hostile(card: &str) -> Vec<String> {
    let result = "RESULT|terminal_id=1234567890123|memory_id=m1|result=approved";
    let keys = [
        "account_last4",
        "account_number",
        "brand",
        "approval_code",
        "center_result_code",
        "payment_detail",
        "transaction_number",
        "slip_number",
        "holder",
        "pan",
        "memo",
    ];
    let mut messages = Vec::new();
    for shape in
        [card.to_owned(), full_width(card), spaced(card), card.replace('1', "1-"), format!("番号{card}です")]
    {
        messages.extend(keys.map(|key| format!("{result}|{key}={shape}")));
        messages.push(format!("{result}|{shape}=x"));
        messages.push(format!("{result}|pan_{shape}=x"));
        messages.push(format!("{result}|{shape}"));
        messages.push(format!("{shape}|terminal_id=1"));
        messages.push(format!("READY|terminal_id=1234567890123|memory_id=m1|version=1|model={shape}|pos_link=1|training=1|simulated=1|capabilities={shape}"));
        messages.push(format!("REFUSED|terminal_id=1234567890123|memory_id=m1|holder={shape}"));
        messages.push(shape);
    }
    messages.push(format!("RESULT|terminal_id=1234567890123|memory_id={card}|result=approved"));
    messages.push(format!(
        "RESULT|terminal_id=1234567890123|memory_id=m1|result=approved|approval_code={}",
        &card[..12]
    ));
    messages
}

fn everything_in(folder: &Path) -> String {
    let parts = ["", "-wal"].map(|end| {
        let path = format!("{}{end}", file::path(folder).display());
        std::fs::read(path).unwrap_or_default()
    });
    parts.iter().map(|part| String::from_utf8_lossy(part)).collect()
}

fn passes_luhn(digits: &[u32]) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 =
        digits.iter().rev().enumerate().map(|(at, d)| if at % 2 == 0 { *d } else { doubled(*d) }).sum();
    sum.is_multiple_of(10)
}

/// Runs of 12 figures or more in which a card number could be read, separators taken out.
fn card_numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut run: Vec<u32> = Vec::new();
    for character in text.chars().chain(['.']) {
        let value = match character {
            '\u{ff10}'..='\u{ff19}' => Some(u32::from(character) - 0xff10),
            other => other.to_digit(10),
        };
        match (value, character) {
            (Some(digit), _) => run.push(digit),
            (None, ' ' | '-' | '\u{3000}') => {}
            (None, _) => {
                let hit = (12..=19).any(|length| {
                    run.windows(length).any(|part| passes_luhn(part) && part.iter().any(|digit| *digit != 0))
                });
                if hit {
                    found.push(run.iter().filter_map(|digit| char::from_digit(*digit, 10)).collect());
                }
                run.clear();
            }
        }
    }
    found
}

#[tokio::test]
async fn no_card_number_ever_reaches_the_trace() {
    assert_eq!(card_numbers(&spaced(CARDS[0])).len(), 1, "the search finds what it looks for");
    assert_eq!(card_numbers("terminal_id\":\"1234567890123"), Vec::<String>::new());
    let folder = folder("cards");
    let trace = Trace::in_folder(&folder);
    let tracer = at(&trace, 1);
    let mut sent = 0;
    for card in CARDS {
        for message in hostile(card) {
            heard(&tracer, &bytes(&message));
            sent += 1;
        }
        // The thread keeps up: nothing is dropped.
        trace.of(payment(1)).await.expect("a trace");
    }
    let kept = trace.of(payment(1)).await.expect("a trace");
    assert_eq!(trace.dropped(), 0);
    let rows: u32 = kept.iter().map(|kept| kept.times).sum();
    assert_eq!(rows, sent, "every message left its line");
    let stored = everything_in(&folder);
    assert!(stored.contains("account_last4"), "the file was read");
    let found = card_numbers(&stored);
    assert!(found.is_empty(), "{} runs, the first {:?}", found.len(), found.first());
    for card in CARDS {
        assert!(!stored.contains(card) && !stored.contains(&full_width(card)));
    }
}

#[tokio::test]
async fn known_fields_are_shown_unknown_ones_by_name_and_length() {
    let trace = Trace::in_folder(&folder("fields"));
    let tracer = at(&trace, 1);
    said(&tracer, &FromPos::Query { payment_id: payment(1) });
    let result = "RESULT|terminal_id=1234567890123|memory_id=m1|result=approved|slip_number=00042\
                  |account_last4=4111111111111111|holder_name=YAMADA TARO|Secret9=abc|terminal_time=2026-11-23T10:05:09";
    heard(&tracer, &bytes(result));
    heard(&tracer, &bytes("RESULT|terminal_id=1234567890123|name=YAMADA"));
    let kept = trace.of(payment(1)).await.expect("a trace");
    insta::assert_snapshot!(texts(&kept).join("\n"));
}

#[tokio::test]
async fn what_is_said_again_and_again_is_one_line() {
    let trace = Trace::in_folder(&folder("again"));
    let tracer = at(&trace, 1);
    for second in 10..40 {
        said(&tracer, &FromPos::Query { payment_id: payment(1) });
        let state = format!(
            "STATE|terminal_id=1234567890123|memory_id=m1|state=busy|pos_link=1|terminal_time=2026-11-23T10:05:{second}"
        );
        heard(&tracer, &bytes(&state));
    }
    heard(
        &tracer,
        &bytes(&format!(
            "RESULT|terminal_id=1234567890123|memory_id=m1|payment_id={}|result=approved",
            payment(1)
        )),
    );
    said(&tracer, &FromPos::Query { payment_id: payment(1) });
    let kept = trace.of(payment(1)).await.expect("a trace");
    let times: Vec<_> = kept.iter().map(|kept| kept.times).collect();
    assert_eq!(times, [30, 30, 1, 1], "{:?}", texts(&kept));
}

#[tokio::test]
async fn chatter_that_belongs_to_no_payment_is_not_kept() {
    let folder = folder("chatter");
    let trace = Trace::in_folder(&folder);
    let tracer = trace.tracer(CatDeviceId::Cat2);
    said(&tracer, &FromPos::Ping);
    tracer.note(None, LineNote::Opened);
    tracer.note(Some(payment(1)), LineNote::Lost);
    assert_eq!(texts(&trace.of(payment(1)).await.expect("a trace")).len(), 1);
    let connection = rusqlite::Connection::open(file::path(&folder)).expect("a file");
    let rows: u32 =
        connection.query_row("SELECT count(*) FROM line_trace", [], |row| row.get(0)).expect("rows");
    assert_eq!(rows, 1);
}

#[tokio::test]
async fn a_payment_has_only_so_many_lines_but_its_result_is_always_among_them() {
    let bounds = Bounds { of_payment: 10, ..Bounds::default() };
    let trace = Trace::bounded(&folder("payment"), bounds);
    let tracer = at(&trace, 1);
    for _ in 0..40 {
        tracer.note(None, LineNote::Won);
    }
    heard(&tracer, &bytes("RESULT|terminal_id=1234567890123|memory_id=m1|result=approved"));
    let kept = trace.of(payment(1)).await.expect("a trace");
    assert_eq!(kept.len(), 12);
    assert_eq!(kept[10].line, TraceLine::Full);
    assert!(kept[11].line.text().contains("RESULT"));
}

#[tokio::test]
async fn the_oldest_lines_go_beyond_the_bound() {
    let bounds = Bounds { lines: 50, trim_each: 20, ..Bounds::default() };
    let folder = folder("bound");
    let trace = Trace::bounded(&folder, bounds);
    for number in 1..=10 {
        let tracer = at(&trace, number);
        for _ in 0..30 {
            tracer.note(None, LineNote::Won);
        }
        trace.of(payment(number)).await.expect("a trace");
    }
    assert_eq!(trace.of(payment(1)).await.expect("a trace"), Vec::new());
    assert_eq!(trace.of(payment(10)).await.expect("a trace").len(), 30);
    let connection = rusqlite::Connection::open(file::path(&folder)).expect("a file");
    let rows: u32 =
        connection.query_row("SELECT count(*) FROM line_trace", [], |row| row.get(0)).expect("rows");
    assert!(rows <= 70, "{rows} rows");
}

#[tokio::test]
async fn lines_of_more_than_ninety_days_ago_go_with_the_next_ones() {
    let folder = folder("old");
    let first = Trace::in_folder(&folder);
    at(&first, 1).note(None, LineNote::Won);
    first.of(payment(1)).await.expect("a trace");
    drop(first);
    let connection = rusqlite::Connection::open(file::path(&folder)).expect("a file");
    let day = 24 * 3_600 * 1_000_i64;
    connection
        .execute("UPDATE line_trace SET at = at - ?1, last_at = last_at - ?1", [91 * day])
        .expect("an older line");
    let second = Trace::in_folder(&folder);
    at(&second, 2).note(None, LineNote::Won);
    // Old lines go after the new ones are written: the second look is answered after that.
    second.of(payment(2)).await.expect("a trace");
    assert_eq!(second.of(payment(1)).await.expect("a trace"), Vec::new());
    assert_eq!(second.of(payment(2)).await.expect("a trace").len(), 1);
}

#[tokio::test]
async fn what_was_dropped_is_counted_and_told_with_the_next_line_that_is_kept() {
    let folder = folder("blocked");
    // No file can be made where a folder stands in its place.
    std::fs::create_dir(file::path(&folder)).expect("a folder");
    let trace = Trace::in_folder(&folder);
    let tracer = at(&trace, 1);
    for _ in 0..3 {
        tracer.note(None, LineNote::Won);
    }
    assert!(trace.of(payment(1)).await.is_err());
    assert_eq!(trace.dropped(), 3);
    std::fs::remove_dir(file::path(&folder)).expect("room again");
    tracer.note(None, LineNote::Delivered);
    let kept = trace.of(payment(1)).await.expect("a trace");
    let lines: Vec<_> = kept.into_iter().map(|kept| kept.line).collect();
    let delivered = TraceLine::Note { note: LineNote::Delivered };
    assert_eq!(lines, [TraceLine::Missing { count: 3 }, delivered]);
    assert_eq!(trace.dropped(), 0);
}

#[tokio::test]
async fn a_broken_file_is_set_aside_and_a_new_one_begun() {
    let folder = folder("broken");
    std::fs::write(file::path(&folder), "no database at all, but long enough to be read as one".repeat(40))
        .expect("a file");
    let trace = Trace::in_folder(&folder);
    at(&trace, 1).note(None, LineNote::Won);
    assert_eq!(trace.of(payment(1)).await.expect("a trace").len(), 1);
    assert!(folder.join("trace.broken.sqlite").exists());
}
